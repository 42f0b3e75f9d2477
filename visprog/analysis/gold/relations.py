"""How annotated things stand to each other: what was annotated, and what their boxes settle."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from visprog.types import Box

LEFT, RIGHT, ABOVE, BELOW = "to the left of", "to the right of", "above", "below"

SAME: Mapping[str, str] = MappingProxyType(
    {
        "left of": LEFT,
        "on the left of": LEFT,
        "on the left side of": LEFT,
        "right of": RIGHT,
        "on the right of": RIGHT,
        "on the right side of": RIGHT,
        "over": ABOVE,
        "under": BELOW,
        "beneath": BELOW,
        "underneath": BELOW,
        "on top of": "on",
        "sitting on": "on",
        "standing on": "on",
        "lying on": "on",
        "inside": "in",
        "inside of": "in",
        "sitting in": "in",
        "standing in": "in",
        "beside": "next to",
    }
)
"""Relations by other words, as GQA's 311 names and those who ask have them."""

INVERSE: Mapping[str, str] = MappingProxyType(
    {
        LEFT: RIGHT,
        RIGHT: LEFT,
        ABOVE: BELOW,
        BELOW: ABOVE,
        "in front of": "behind",
        "behind": "in front of",
        "next to": "next to",
    }
)
"""What the second of two things is to the first. All but the last exclude each other."""


COMMON = ("on", "in", "near", "by", "behind", "holding", "wearing", "riding", "carrying", "with")
"""Relations that are heard in a phrase, whether anything is annotated so or not."""


class Triple(NamedTuple):
    """``subject`` and ``object`` are indices of things."""

    subject: int
    name: str
    object: int


class Said(NamedTuple):
    """A phrase with a relation in it."""

    subject: str
    name: str
    object: str


def named(relation: str) -> str:
    """The one name of a relation."""
    text = " ".join(relation.lower().split())
    return SAME.get(text, text)


@dataclass(frozen=True)
class Relations:
    """What is known of the things of one picture."""

    triples: frozenset[Triple] = frozenset()

    @classmethod
    def of(cls, triples: Iterable[tuple[int, str, int]]) -> Relations:
        """With their inverses."""
        found = {Triple(one, named(name), other) for one, name, other in triples}
        found |= {Triple(o, INVERSE[name], s) for s, name, o in found if name in INVERSE}
        return cls(frozenset(found))

    def holds(self, one: int, name: str, other: int, boxes: tuple[Box, Box]) -> bool | None:
        """Whether a thing stands so to another one; ``None`` where nobody says. ``boxes`` are
        theirs: such that lie wholly beside or above each other settle the four directions."""
        if one == other:
            return False
        if Triple(one, name, other) in self.triples:
            return True
        opposite = INVERSE.get(name)
        if (
            opposite is not None
            and opposite != name
            and Triple(one, opposite, other) in self.triples
        ):
            return False
        return _settled(name, *boxes)

    def parsed(self, phrase: str) -> Said | None:
        """The phrase at its first relation: ``cup``, ``to the left of``, ``the plate``."""
        words = {*SAME, *INVERSE, *COMMON, *(triple.name for triple in self.triples)}
        pattern = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
        found = re.fullmatch(
            rf"(.+?)(?: (?:that|which|who))?(?: (?:is|are))? ({pattern}) (.+)",
            " ".join(phrase.lower().split()),
        )
        return None if found is None else Said(found[1], named(found[2]), found[3])


def _settled(name: str, one: Box, other: Box) -> bool | None:
    across = _order(one.left, one.right, other.left, other.right)
    down = _order(one.top, one.bottom, other.top, other.bottom)
    order = {LEFT: across, RIGHT: -across, ABOVE: down, BELOW: -down}.get(name, 0)
    return None if order == 0 else order > 0


def _order(start: float, end: float, other_start: float, other_end: float) -> int:
    """1 when the first lies wholly before the second, -1 behind it, 0 when they overlap."""
    return 1 if end <= other_start else -1 if start >= other_end else 0
