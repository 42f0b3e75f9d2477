"""Reads an editing instruction: text to the edits it asks for, or a refusal that says why.

As with questions, every derivation of the grammar is turned into its meaning; when two remain, the
instruction is ambiguous and refused.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Any

from lark.exceptions import UnexpectedInput, VisitError
from lark.visitors import CollapseAmbiguities

from visprog_planners.grammar.clauses import SAME, Clauses, Some
from visprog_planners.grammar.earley import Earley
from visprog_planners.grammar.edits import Edit, Everything, Part, Thing
from visprog_planners.grammar.everyday import SETTINGS
from visprog_planners.grammar.parts import LONGEST, Unread, chosen

SPELLINGS = (
    (r"\bcolor-?pop\b", "colour pop"),
    (r"^i want (.+) to be ", r"make \1 "),
    (r"\bcolor(s|ed|ful)?\b", r"colour\1"),
    (r"\bcolour-?pop\b|\bcolour pop\b", "colour pop"),
    (r"\bgrey\b", "gray"),
    (r"\b(photo|picture|photograph|pic|img)\b", "image"),
    (r"(\d)\s*[x\u00d7]\s*(\d)", r"\1 by \2"),
    (r"(\d)\s*px\b", r"\1 pixels"),
    (r"\bevery(one|body)\b", "the people"),
    (r"\bwhat's\b", "what is"),
    (
        r"^(crop|trim|cut)( down)?( it| the image)? (so|such)( that)? "
        r"(?P<what>(only|just|nothing but) .+?) (is|are|remains?|stays?)"
        r"( visible| left| shown| to be seen| in view| there)?$",
        r"crop to \g<what>",
    ),
    (r"^crop to (only|just|nothing but) ", "crop to "),
    (r"\bgive (.+?) a bokeh( effect)?(?=$|,| and )", r"blur everything except \1"),
    (r"\b(left|right|top|bottom)-most\b", r"\1most"),
    (
        r"\b([a-z]+) (that is |which is )?(the )?(furthest|farthest)( to the)? (left|right)\b",
        r"\6most \1",
    ),
)
POLITE = re.compile(
    r"^((please|now|ok|okay|hey|hi|could you|can you|would you|i want you to|i would like you to"
    r"|i want to|i would like to|let us|let's|just)\b[ ,]*)+"
)
ENDING = re.compile(r"[ ,]*\b(please|for me|thanks|thank you|in (the|this) image)$")


def read(instruction: str, reading: int | None = None) -> tuple[Edit, ...]:
    """The edits, in order; ``reading`` picks among several readings, counted from 1.

    Raises :class:`Unread`.
    """
    return _clauses(tidy(instruction), reading)


def _clauses(text: str, reading: int | None = None, *, after: bool = False) -> tuple[Edit, ...]:
    """The edits of a tidied text; ``after`` others, it may speak of what those were about."""
    if not text:
        raise Unread("it is empty")
    if len(text.split()) > LONGEST:
        raise Unread(f"it has more than {LONGEST} words")
    try:
        tree = parser().parse(text)
    except UnexpectedInput as error:
        raise Unread(_where(text, error)) from None
    meanings: dict[tuple[Edit, ...], None] = {}
    reasons: list[str] = []
    for derivation in CollapseAmbiguities().transform(tree):
        try:
            edits = Clauses(text).transform(derivation)
            meanings[edits if after else _resolved(edits)] = None
        except VisitError as error:
            if not isinstance(error.orig_exc, Unread):
                raise
            reasons.append(str(error.orig_exc))
        except Unread as error:
            reasons.append(str(error))
    most = max((len(edits) for edits in meanings), default=0)
    kept = [edits for edits in meanings if len(edits) == most]
    if not kept:
        raise Unread(reasons[0] if reasons else "it has no meaning here")
    return chosen(sorted(kept, key=spoken), reading, spoken)


def read_after(edits: tuple[Edit, ...], text: str) -> tuple[Edit, ...]:
    """The edits with further ones, which may speak of ``it`` and ``the rest``."""
    return _resolved((*edits, *_clauses(tidy(text), after=True)))


def spoken(edits: tuple[Edit, ...]) -> str:
    """The edits in plain words."""
    return ", then ".join(map(str, edits))


def tidy(text: str) -> str:
    """Lower case, one spelling, no quotation marks, politeness or final punctuation."""
    text = text.lower().replace("\u2019", "'").replace("\u2018", "'")
    text = re.sub(r"[\"\u201c\u201d()]", " ", text)
    text = re.sub(r"[?!.]+(?=\s|$)", " ", text)
    for pattern, word in SPELLINGS:
        text = re.sub(pattern, word, text)
    text = re.sub(r"\s+", " ", text).strip(" ,")
    return ENDING.sub("", POLITE.sub("", text)).strip(" ,")


@cache
def parser() -> Earley:
    """The grammar, compiled once."""
    return Earley("instructions.lark", propagate_positions=True)


def _where(text: str, error: Any) -> str:
    """What stands in the way of reading on."""
    token = getattr(error, "token", None)
    place = getattr(token, "start_pos", None)
    if place is None:
        place = getattr(error, "pos_in_stream", None)
    if not isinstance(place, int) or not 0 <= place < len(text):
        return "something is missing at its end"
    return f"I cannot go on at '{text[place:][:40]}'"


def _resolved(edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """With what ``it`` and ``the rest`` speak of; the rest of nothing is that of every thing."""
    known: tuple[Part, ...] = ()
    done: list[Edit] = []
    for edit in edits:
        parts = tuple(Thing(part.noun) if isinstance(part, Some) else part for part in edit.parts)
        parts = tuple(
            replace(part, holder="")  # the street is the picture
            if isinstance(part, Thing) and part.holder in SETTINGS
            else part
            for part in parts
        )
        if SAME in parts:
            if not known:
                raise Unread("'it' speaks of nothing before it")
            parts = known
        if not parts and edit.action in {"blur all but", "colour-pop", "background"}:
            parts = known or (Everything(),)
        known = parts or known
        done.append(replace(edit, parts=parts))
    return tuple(dict.fromkeys(done))
