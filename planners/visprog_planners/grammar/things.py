"""Noun phrases of a meaning: things, where they are, and which of them are meant."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

Relation: TypeAlias = Literal[
    "in", "on", "left of", "right of", "above", "below", "straight above", "straight below",
    "in front of", "behind", "between",
    "larger than", "smaller than", "taller than", "shorter than", "wider than", "narrower than",
    "longer than", "holding", "in the middle of", "in the left third of", "in the right third of",
    "in the top third of", "in the bottom third of", "in the middle third of",
    "in the middle third down of", "beside", "flanked by", "near",
]  # fmt: skip
"""``holding``: the other is in or on it. ``beside``: it is the nearest thing on one of the other's
two sides; ``flanked by``: the other is that on one of its own. ``near``: they are less apart than
the two are long on average."""

Measure: TypeAlias = Literal[
    "larger",
    "smaller",
    "taller",
    "shorter",
    "wider",
    "narrower",
    "longer",
    "left",
    "right",
    "higher",
    "lower",
    "nearer",
    "farther",
    "central",
    "outer",
]

ANY = "thing"
"""The noun of what may be anything: ``something green``, ``the thing on the plate``."""

ONE = "one"
"""The noun of a phrase that leaves its own to another: ``the red one``."""

EACH = "such a thing"
"""The noun that stands for one after another of several kinds."""

SUPERLATIVES: dict[Measure, str] = {
    "larger": "largest",
    "smaller": "smallest",
    "taller": "tallest",
    "shorter": "shortest",
    "wider": "widest",
    "narrower": "narrowest",
    "longer": "longest",
    "left": "leftmost",
    "right": "rightmost",
    "higher": "highest",
    "lower": "lowest",
    "nearer": "nearest",
    "farther": "farthest",
    "central": "most central",
    "outer": "outermost",
}


SIDES: dict[Measure, str] = {"left": "left", "right": "right", "higher": "upper", "lower": "lower"}
"""What the leftmost, the highest ... of two is called."""


@dataclass(frozen=True, slots=True)
class Place:
    """``in the boat``: a relation to other things."""

    relation: Relation
    of: Thing
    other: Thing | None = None
    """Between ``of`` and this one; ``holding`` one or the other."""
    number: tuple[tuple[str, int], ...] = ()
    """How many of ``of`` it is ``holding``: every operator with its number; none for any."""
    most: Literal["", ">", "<"] = ""
    """Whether it is the one that is ``holding`` most, or fewest, of ``of``."""

    def within(self, image: int) -> Place:
        """The same place in one picture."""
        other = self.other and self.other.within(image)
        return replace(self, of=self.of.within(image), other=other)

    def __str__(self) -> str:
        if self.relation == "holding" and self.other is not None:
            return f"with {self.of} or {self.other} in or on it"
        if self.other is not None:
            return f"{self.relation} {self.of} and {self.other}"
        if self.relation == "holding":
            bounds = (f"{sign} {n}".removeprefix("== ") for sign, n in self.number)
            number = {">": "most", "<": "fewest"}.get(self.most, " and ".join(bounds))
            return f"with {f'{number} '.lstrip()}{self.of} in or on it"
        return f"{self.relation} {self.of}"


@dataclass(frozen=True, slots=True)
class Thing:
    """A noun phrase: ``the red cars on the bed in the left image``.

    ``noun`` is singular. ``definite`` means that the question takes its being there for granted.
    ``image`` counts from 0; None means wherever it is found. ``most`` picks one of several. Of the
    qualities it has all of ``attributes``, one of ``either`` (if any are given) and none of
    ``never``; it is at ``place``, at all places in ``also`` and not at ``outside``. It has the
    colour of ``like``, and is the one that is ``closest`` to a thing (or farthest from it, with
    ``away``), where these are given. By ``most`` and ``closest`` it is the one of that ``rank``: 2
    is the second largest. It is another one than ``but``.
    """

    noun: str
    attributes: tuple[str, ...] = ()
    place: Place | None = None
    definite: bool = False
    image: int | None = None
    most: Measure | None = None
    either: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    outside: Place | None = None
    also: tuple[Place, ...] = ()
    like: Thing | None = None
    closest: Thing | None = None
    rank: int = 1
    away: bool = False
    but: Thing | None = None

    def at(self, place: Place | None) -> Thing:
        """The same thing at a place, unless it has one."""
        return self if self.place or place is None else replace(self, place=place)

    def within(self, image: int) -> Thing:
        """The same thing in one picture, with everything its places speak of."""
        return replace(
            self,
            place=self.place and self.place.within(image),
            outside=self.outside and self.outside.within(image),
            also=tuple(place.within(image) for place in self.also),
            like=self.like and self.like.within(image),
            closest=self.closest and self.closest.within(image),
            but=self.but and self.but.within(image),
            image=image if self.image is None else self.image,
        )

    @property
    def plain(self) -> bool:
        """Whether its noun and its place say all there is to it."""
        looks = self.attributes or self.either or self.never or self.like
        told = self.most or self.closest or self.outside or self.also or self.but
        return not (looks or told)

    def __str__(self) -> str:
        words = ["the"] if self.definite else []
        if self.most:
            words += [f"{self.rank}."] if self.rank > 1 else []
            words.append(SUPERLATIVES[self.most])
        words += [f"not {word}" for word in self.never]
        words += [" or ".join(self.either)] if self.either else []
        words += [word for word in self.attributes if not asked(word)]
        words += [self.noun]
        words += [f"that is {word}" for word in self.attributes if asked(word)]
        if self.place:
            words.append(str(self.place))
        words += [f"and {place}" for place in self.also]
        if self.outside:
            words.append(f"not {self.outside}")
        if self.like:
            words.append(f"of the colour of {self.like}")
        if self.closest:
            rank = f"{self.rank}. " if self.rank > 1 else ""
            away = "farthest from" if self.away else "closest to"
            words.append(f"{rank}{away} {self.closest}")
        if self.but:
            words.append(f"other than {self.but}")
        if self.image is not None and not (self.place and self.place.of.image == self.image):
            words += [f"in image {self.image + 1}"]
        return " ".join(words)


WHOLE = Thing("image", definite=True)
"""The picture itself: ``on the left``."""


def asked(attribute: str) -> bool:
    """Whether a quality is a doing or a state that takes a question: ``wearing a hat``."""
    first, _, rest = attribute.partition(" ")
    return bool(rest) and (first.endswith("ing") or first in {"turned", "switched", "made"})


def told_apart(first: Thing, second: Thing) -> tuple[str, str]:
    """The words for two things in an answer: their nouns, with attributes when these are equal."""
    if first.noun != second.noun:
        return first.noun, second.noun
    words = (
        [*filter(None, (thing.most and SIDES.get(thing.most),)), *thing.attributes, thing.noun]
        for thing in (first, second)
    )
    return tuple(map(" ".join, words))  # type: ignore[return-value]
