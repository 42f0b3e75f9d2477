"""Things that a question leaves the choice between: ``what is in the boat, a cat or a dog``.

What is asked is read without them, and the answer chosen among them, so that whatever can be
asked openly can be asked as a choice. No other reading of such a question is one: what answers it
with anything else has not understood that it offers things.
"""

from __future__ import annotations

import re
from dataclasses import replace

from visprog_planners.grammar import meaning as m
from visprog_planners.grammar import nouns
from visprog_planners.grammar.everyday import COLOURS, EITHER, KINDS, NOUNS
from visprog_planners.grammar.parts import with_things

Meanings = dict[m.Meaning, int]
"""What a text can mean, each with the number of pictures that it speaks of."""

NO_THING = (
    r"(?:the|an?|one|ones|image|left|right|first|second|third|fourth|fifth|last|middle|top|bottom"
    r"|on|in|at|under|of|to|from|with|and|or|is|are|it|both|neither|more|fewer|less|not|other|larger"
    r"|smaller|bigger|two|three|four|five|six|big|small|large|little|as|than|many"
    rf"|{'|'.join(COLOURS)})\b"
)
NAME = rf"(?!{NO_THING})[a-z]+(?: (?!{NO_THING})[a-z]+)?"
OPTION = rf"(?:is (?:it|that|there) )?(?:an? |the |some |any )?{NAME}"
OPTIONS = rf"(?:either )?{OPTION}(?:, {OPTION})*,? or {OPTION}"
LETTERED = r"(?!.*\b(?:signs?|boards?|words?|texts?|written|says?|reads?|letters?)\b)"
"""What a sign says is no thing."""
BEHIND = re.compile(
    rf"{LETTERED}(?P<asked>(?:(?:in|on|at|of) [a-z ]+, )?(?:which|what|who)\b.*?)"
    rf", (?P<options>{OPTIONS})"
)
BEFORE = re.compile(
    rf"{LETTERED}(?P<options>{OPTIONS}), "
    r"(?P<asked>(?:in |on )?(?:which|what|who)\b(?!.* (?:or|and) ).*)"
)
COLOUR = rf"(?:the |an? )?(?:{'|'.join(COLOURS)})(?: ones?)?"
COLOURED = re.compile(
    rf"(?P<asked>(?:(?:in|on|at|of|among) [a-z ]+, )?(?:which|what)\b.*?)"
    rf", (?:either )?(?P<options>{COLOUR}(?:, {COLOUR})*,? or {COLOUR})"
)
BOUNDARY = re.compile(r"(?:either |,? or |, |\b(?:is (?:it|that|there)|an?|the|some|any) )+")
OF_THEM = re.compile(
    r"^(in the [a-z]+ image, )?(?:which|what)"
    r"(?: one| thing)?(?: of (?:(?:the|these|those) (?:two|three)|them|these|those))?"
    r" (?=is |are |can |do |does )"
)
"""``which of them is``: what is."""
CHOSEN = (
    m.WhichOf | m.WhichAmong | m.WhichPlace | m.WhichSide | m.MoreOf | m.WhichNamed | m.WhatColour
    | m.Ask
)  # fmt: skip
"""What is one of the things that are named, or what a model says."""


def offered(text: str) -> tuple[str, tuple[str, ...]] | None:
    """What a text asks, and the nouns that it offers as answers; ``None`` where it offers none."""
    found = BEHIND.fullmatch(text) or BEFORE.fullmatch(text)
    if found is None:
        return None
    runs = [run.split() for run in BOUNDARY.split(found["options"]) if run]
    if len(runs) < 2 or any(nouns.unfit(run) for run in runs):
        return None
    names = tuple(map(nouns.noun, runs))
    if len(set(names)) < len(names) or set(names) & ({*KINDS, m.ANY} - NOUNS):
        return None
    return OF_THEM.sub(lambda of: f"{of[1] or ''}what ", found["asked"]), names


def coloured(text: str) -> tuple[str, tuple[str, ...]] | None:
    """What a text asks, and the colours that it offers as answers; ``None`` where none are."""
    found = COLOURED.fullmatch(text)
    if found is None:
        return None
    return found["asked"], tuple(re.findall(rf"\b(?:{'|'.join(COLOURS)})\b", found["options"]))


def colouring(meanings: Meanings, colours: tuple[str, ...]) -> Meanings:
    """The questions for a colour, answered by one of these."""
    return {
        replace(meaning, options=colours): spoken
        for meaning, spoken in meanings.items()
        if (isinstance(meaning, m.WhatColour) and not meaning.options)
        or (isinstance(meaning, m.WhichColours) and meaning.most)
    }


def chooses(meaning: m.Meaning, names: tuple[str, ...]) -> bool:
    """Whether what is meant is answered by one of the nouns."""
    if isinstance(meaning, m.InImage):
        return chooses(meaning.asked, names)
    if isinstance(meaning, m.Either):
        return all(set(word.split()) & set(" ".join(names).split()) for word in meaning.words)
    if isinstance(meaning, m.WhatIs | m.MostOfKind):
        return bool(meaning.options) and set(meaning.options) <= set(names)
    return isinstance(meaning, CHOSEN)


def choosing(meanings: Meanings, names: tuple[str, ...]) -> Meanings:
    """The same questions, answered by one of the nouns; without those that cannot be."""
    each = ((_among(meaning, names), spoken) for meaning, spoken in meanings.items())
    return {meaning: spoken for meaning, spoken in each if meaning is not None}


def _among(meaning: m.Meaning, names: tuple[str, ...]) -> m.Meaning | None:
    if isinstance(meaning, m.InImage):
        asked = _among(meaning.asked, names)
        return None if asked is None else replace(meaning, asked=asked)
    if isinstance(meaning, m.What) and not meaning.besides:
        image = meaning.place.of.image
        whole = replace(meaning.place.of, image=None) == m.WHOLE
        place = None if whole else meaning.place
        return m.WhatIs(m.Thing(m.ANY, place=place, definite=True, image=image), names)
    if isinstance(meaning, m.WhatIs) and not meaning.options:
        thing = meaning.thing
        if thing.closest is not None or thing.most is not None:
            thing = replace(thing, noun=EITHER.join(names))  # the highest of those alone
        return m.WhatIs(thing, names)
    if isinstance(meaning, m.WhatAll) and meaning.other is None and meaning.order is None:
        return m.WhatIs(replace(meaning.thing, noun=m.ANY, definite=True), names)
    if isinstance(meaning, m.WhichKinds):
        return m.WhichNamed(names, tuple(_of_kind(meaning.kinds.that, name) for name in names))
    if isinstance(meaning, m.MostOfKind) and not meaning.options:
        if len(names) == 2:
            first, second = (replace(meaning.thing, noun=name) for name in names)
            return m.MoreOf(first, second, meaning.operator)
        return replace(
            meaning, thing=replace(meaning.thing, noun=" or ".join(names)), options=names
        )
    if isinstance(meaning, m.WhatHolds):
        image = meaning.thing.image
        things = (m.Thing(name, definite=True, image=image) for name in names)
        return m.WhichPlace(meaning.thing, tuple(m.Place(meaning.relation, of) for of in things))
    return None


def _of_kind(condition: m.Condition, name: str) -> m.Condition:
    """What is said of each of several kinds, of the one of that name."""
    return with_things(
        condition, lambda thing: replace(thing, noun=name) if thing.noun == m.EACH else thing
    )
