"""Questions about an annotated picture that its annotations answer; of the forms that GQA asks."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from visprog.analysis.gold.annotated import NoGold, View, anyone
from visprog.analysis.gold.relations import LEFT, RIGHT, named
from visprog_planners.answers import normalised
from visprog_tools.sprites import COLOURS

PICTURE = r"(?: (?:in|of) (?:the|this) (?:image|picture|photo|photograph|scene))?"
COLOUR_WORDS = frozenset(
    {*COLOURS, "white", "gray", "grey", "pink", "gold", "silver", "tan", "beige"}
)
PEOPLE = frozenset({"person", "man", "woman", "boy", "girl", "child", "baby", "lady", "guy"})
"""Names that answer "who"."""


def answer(question: str, view: View) -> str:
    """A word or two. Raises :class:`NoGold` for what nobody annotated."""
    text = " ".join(question.lower().strip(" ?.!").split())
    for pattern, way in FORMS:
        if (found := re.fullmatch(pattern + PICTURE, text)) is not None:
            return way(view, *found.groups())
    raise NoGold(f"annotations do not answer {question.strip()[:60]!r}")


def _exists(view: View, phrase: str) -> str:
    return _said(anyone(view.judged(phrase).values()))


def _count(view: View, phrase: str) -> str:
    return str(len(view.those(phrase)))


def _whether(view: View, rest: str) -> str:
    """``man to the left of the dog``; ``car red``: a thing, and what is said of it."""
    if view.annotated.relations.parsed(rest) is not None:
        return _exists(view, rest)
    words = rest.split()
    for cut in range(len(words) - 1, 0, -1):
        subject, said = " ".join(words[:cut]), " ".join(words[cut:])
        those = view.those(subject)
        if those:
            judged = view.judged(f"{said} {subject}")
            return _said(anyone(judged[index] for index in those))
    raise NoGold(f"nothing is annotated as {rest[:60]!r}")


def _choice(view: View, rest: str, other: str) -> str:
    """``car red`` or ``blue``."""
    subject, _, first = rest.rpartition(" ")
    fit = [word for word in (first, other) if _whether(view, f"{subject} {word}") == "yes"]
    return _one(fit, f"{first} or {other}")


def _side_of(view: View, subject: str, other: str) -> str:
    sides = {
        word
        for one in view.those(subject)
        for two in view.those(other)
        for name, word in ((LEFT, "left"), (RIGHT, "right"))
        if view.related(one, name, two)
    }
    return _one(sorted(sides), f"a side of the {other}")


def _side(view: View, subject: str) -> str:
    (index,) = _single(view.those(subject), subject)
    return "left" if view.all[index].box.center.x < view.window.center.x else "right"


def _what_is(view: View, word: str, relation: str, other: str) -> str:
    targets = view.those(other)
    found = [i for i in view.shown if any(view.related(i, named(relation), t) for t in targets)]
    if word == "who":
        found = [i for i in found if normalised(view.all[i].name) in PEOPLE]
    return _name(view, found, f"{relation} {other}")


def _doing(view: View, subject: str, relation: str) -> str:
    """``What is the man holding?``"""
    subjects = view.those(subject)
    found = [i for i in view.shown if any(view.related(s, named(relation), i) for s in subjects)]
    return _name(view, found, f"{subject} {relation}")


def _colour(view: View, subject: str) -> str:
    (index,) = _single(view.those(subject), subject)
    return _one(sorted(view.all[index].attributes & COLOUR_WORDS), f"the colour of {subject}")


def _this(view: View) -> str:
    main = view.main()
    if main is None:
        raise NoGold("nothing is annotated here")
    return normalised(view.all[main].name)


FORMS: Sequence[tuple[str, Callable[..., str]]] = (
    (r"(?:is|are) there (?:an? |any |some )?(.+?)", _exists),
    (r"do you see (?:an? |any |some |the )?(.+?)", _exists),
    (r"how many (.+?)(?: are there| can you see| do you see)?", _count),
    (r"what colou?r (?:is|are) (?:the |this |that )?(.+?)", _colour),
    (r"what (?:is|are) (?:this|that|it)", _this),
    (r"(?:on )?(?:which|what) side(?: of the picture)? is the (.+?)(?: on)?", _side),
    (r"is the (.+?) on the left or (?:on )?(?:the )?right(?: side)?", _side),
    (
        r"is the (.+?) to the (?:left or (?:to )?(?:the )?right|right or (?:to )?(?:the )?left)"
        r" of the (.+?)",
        _side_of,
    ),
    (r"(?:is|are) (?:the |this |that )?(.+?) or (?:the )?(.+?)", _choice),
    (r"(?:is|are) (?:the |this |that )?(.+?)", _whether),
    (r"(what|who) is (?!the\b)(.+) (?:the|an?) (.+?)", _what_is),
    (r"(?:what|who) is the (.+?) (\w+(?: (?:on|in|at|with|to))?)", _doing),
)
"""The first that fits counts: patterns of lower-case questions without their mark."""


def _said(judged: bool | None) -> str:
    if judged is None:
        raise NoGold("nobody says whether that is so")
    return "yes" if judged else "no"


def _name(view: View, things: Sequence[int], what: str) -> str:
    return _one(sorted({normalised(view.all[index].name) for index in things}), what)


def _one(found: Sequence[str], what: str) -> str:
    if len(found) != 1:
        raise NoGold(f"{len(found) or 'no'} annotations fit {what[:60]!r}")
    return found[0]


def _single(found: Sequence[int], what: str) -> Sequence[int]:
    if len(found) != 1:
        raise NoGold(f"{len(found) or 'no'} things are annotated as {what[:60]!r}")
    return found
