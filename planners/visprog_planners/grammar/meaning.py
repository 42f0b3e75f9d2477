"""What a question means, apart from the words it was asked in and the program that answers it.

The reader turns text into these values, the writers turn them into programs. Two phrasings of one
question are equal here, which is what the tests compare.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

Relation: TypeAlias = Literal["in", "on", "left of", "right of", "above", "below"]
Operator: TypeAlias = Literal["==", "!=", ">", ">=", "<", "<="]
Measure: TypeAlias = Literal["larger", "smaller", "left", "right", "higher", "lower"]
Quantifier: TypeAlias = Literal["every", "any", "none", "one"]

SUPERLATIVES: dict[Measure, str] = {
    "larger": "largest",
    "smaller": "smallest",
    "left": "leftmost",
    "right": "rightmost",
    "higher": "highest",
    "lower": "lowest",
}


@dataclass(frozen=True, slots=True)
class Place:
    """``in the boat``: a relation to other things."""

    relation: Relation
    of: Thing


@dataclass(frozen=True, slots=True)
class Thing:
    """A noun phrase: ``the red cars on the bed in the left image``.

    ``noun`` is singular. ``definite`` means that the question takes its being there for granted.
    ``image`` counts from 0; None means wherever it is found. ``most`` picks one of several.
    """

    noun: str
    attributes: tuple[str, ...] = ()
    place: Place | None = None
    definite: bool = False
    image: int | None = None
    most: Measure | None = None

    def at(self, place: Place | None) -> Thing:
        """The same thing at a place, unless it has one."""
        return self if self.place or place is None else replace(self, place=place)

    def within(self, image: int) -> Thing:
        """The same thing in one picture, with everything its place speaks of."""
        place = self.place and replace(self.place, of=self.place.of.within(image))
        return replace(self, place=place, image=image if self.image is None else self.image)

    def __str__(self) -> str:
        words = ["the"] if self.definite else []
        if self.most:
            words.append(SUPERLATIVES[self.most])
        words += [*self.attributes, self.noun]
        if self.place:
            words += [self.place.relation, str(self.place.of)]
        if self.image is not None and not (self.place and self.place.of.image == self.image):
            words += [f"in image {self.image + 1}"]
        return " ".join(words)


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are of a thing."""

    thing: Thing

    def __str__(self) -> str:
        return f"the number of {self.thing}"


@dataclass(frozen=True, slots=True)
class Sum:
    """Several quantities together; conditions count 1 when they hold."""

    parts: tuple[Quantity | Condition, ...]

    def __str__(self) -> str:
        return " plus ".join(f"({part})" for part in self.parts)


@dataclass(frozen=True, slots=True)
class Difference:
    """How many more the first is than the second."""

    first: Quantity
    second: Quantity

    def __str__(self) -> str:
        return f"{self.first} minus {self.second}"


Quantity: TypeAlias = Count | Sum | Difference | int


@dataclass(frozen=True, slots=True)
class Compare:
    """Two quantities and how they should stand to each other."""

    first: Quantity
    operator: Operator
    second: Quantity

    def __str__(self) -> str:
        return f"{self.first} {self.operator} {self.second}"


@dataclass(frozen=True, slots=True)
class Both:
    """All (``and``) or some (``or``) of several conditions."""

    word: Literal["and", "or"]
    parts: tuple[Condition, ...]

    def __str__(self) -> str:
        return f" {self.word} ".join(f"({part})" for part in self.parts)


@dataclass(frozen=True, slots=True)
class Not:
    """That a condition does not hold."""

    part: Condition

    def __str__(self) -> str:
        return f"not ({self.part})"


@dataclass(frozen=True, slots=True)
class Is:
    """That a thing taken for granted has an attribute, or is at a place, or both."""

    thing: Thing
    attributes: tuple[str, ...] = ()
    place: Place | None = None

    def __str__(self) -> str:
        rest = [" ".join(self.attributes)] if self.attributes else []
        rest += [f"{self.place.relation} {self.place.of}"] if self.place else []
        return f"{self.thing} is {' and '.join(rest)}"


@dataclass(frozen=True, slots=True)
class Exceeds:
    """That one thing is larger, further left ... than another."""

    first: Thing
    measure: Measure
    second: Thing

    def __str__(self) -> str:
        return f"{self.first} is {self.measure} than {self.second}"


Condition: TypeAlias = Compare | Both | Not | Is | Exceeds


@dataclass(frozen=True, slots=True)
class HowMany:
    quantity: Quantity

    def __str__(self) -> str:
        return f"what is {self.quantity}?"


@dataclass(frozen=True, slots=True)
class Whether:
    condition: Condition

    def __str__(self) -> str:
        return f"is it so that {self.condition}?"


@dataclass(frozen=True, slots=True)
class WhatColour:
    """The colour of a thing, out of ``options`` or any."""

    thing: Thing
    options: tuple[str, ...] = ()

    def __str__(self) -> str:
        rest = f", out of {', '.join(self.options)}" if self.options else ""
        return f"which colour is {self.thing}{rest}?"


@dataclass(frozen=True, slots=True)
class WhichSide:
    """On which of two opposite sides of another thing a thing is."""

    thing: Thing
    sides: tuple[Relation, Relation]
    of: Thing

    def __str__(self) -> str:
        return f"is {self.thing} {self.sides[0]} or {self.sides[1]} {self.of}?"


@dataclass(frozen=True, slots=True)
class WhichOf:
    """Which of two things is larger, further left ..."""

    first: Thing
    second: Thing
    measure: Measure

    def __str__(self) -> str:
        return f"which is {self.measure}, {self.first} or {self.second}?"


@dataclass(frozen=True, slots=True)
class MoreOf:
    """Of which of two kinds there is more, or less."""

    first: Thing
    second: Thing
    operator: Literal[">", "<"]

    def __str__(self) -> str:
        more = "more" if self.operator == ">" else "less"
        return f"of which is there {more}, {self.first} or {self.second}?"


@dataclass(frozen=True, slots=True)
class What:
    """What there is at a place: a noun, of a kind when one is given (``what fruit``)."""

    place: Place
    kind: str | None = None

    def __str__(self) -> str:
        return f"what {self.kind or 'thing'} is {self.place.relation} {self.place.of}?"


@dataclass(frozen=True, slots=True)
class WhichImage:
    """The picture with most (``>``) or fewest (``<``) of a thing, or the one that has it (None)."""

    thing: Thing
    operator: Literal[">", "<"] | None = None

    def __str__(self) -> str:
        how = {">": "the most", "<": "the fewest", None: "any"}[self.operator]
        return f"which image has {how} {self.thing}?"


Meaning: TypeAlias = (
    HowMany | Whether | WhatColour | WhichSide | WhichOf | MoreOf | What | WhichImage
)
