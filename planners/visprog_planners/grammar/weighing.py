"""Which of several readings of other words are worth asking about.

Rewordings reach one question in more ways than one, and some take a word for what it is not: a
desk for a thing where it is one of two pictures of desks, "the word OPEN" for a thing of that name,
a question for the wish to be shown where something is. Beside a reading that does without, these
are no readings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from visprog_planners.grammar import meaning as m
from visprog_planners.grammar.everyday import BACKDROPS, SETTINGS
from visprog_planners.grammar.parts import every
from visprog_planners.grammar.signs import SAYING

BOARD = "sign"


def weighed(meanings: Mapping[m.Meaning, int], images: int) -> dict[m.Meaning, int]:
    """Those that take the fewest words for what they are not; of those that differ only in whether
    something is in or on another, one. In one picture a desk is one, and named rather than not."""
    weights = {meaning: _weight(meaning, images) for meaning in meanings}
    least = min(weights.values())
    kept = {meaning: spoken for meaning, spoken in meanings.items() if weights[meaning] == least}
    kept = {meaning: spoken for meaning, spoken in kept.items() if not _said_better(meaning, kept)}
    alike: dict[str, m.Meaning] = {}
    for meaning in sorted(kept, key=str):
        alike[str(meaning).replace(" on ", " in ")] = meaning  # the last: "on" comes after "in"
    return {meaning: kept[meaning] for meaning in alike.values()}


def _said_better(meaning: m.Meaning, others: Mapping[m.Meaning, int]) -> bool:
    """Whether another says as much of all the hats as this of one in each of two pictures."""
    if not isinstance(meaning, m.Whether) or not isinstance(meaning.condition, m.Alike):
        return False
    alike = meaning.condition
    if alike.different or alike.first.noun != alike.second.noun or alike.first.image is None:
        return False
    colours = m.Distinct(replace(alike.first, image=None, definite=False), "colour")
    return m.Whether(m.Compare(colours, "==", 1)) in others


def _weight(meaning: m.Meaning, images: int) -> tuple[int, int]:
    things = list(every(meaning, m.Thing))
    places = sum(thing.noun in BACKDROPS | SETTINGS for thing in things)
    taken = isinstance(meaning, m.Find) + sum(map(_lettered, things))
    return (taken + places, 0) if images > 1 else (taken, -places)


def _lettered(thing: m.Thing) -> bool:
    """``the word open``, ``the taxi sign``, or a sign that is told by its text."""
    word, _, named = thing.noun.partition(" ")
    told = thing.noun == BOARD and any(look.startswith(SAYING) for look in thing.attributes)
    return told or bool(named and (word == "word" or named == BOARD))
