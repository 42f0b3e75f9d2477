"""What a question means, apart from the words it was asked in and the program that answers it.

The reader turns text into these values, the writers turn them into programs. Two phrasings of one
question are equal here, which is what the tests compare.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from visprog_planners.grammar.conditions import (
    Alike,
    AllSaySame,
    AnswerIs,
    Apart,
    Both,
    Compare,
    Condition,
    Count,
    Difference,
    Distinct,
    Exceeds,
    Extreme,
    Is,
    IsKind,
    Kinds,
    Lettered,
    Not,
    Operator,
    Quantifier,
    Quantity,
    Remainder,
    Says,
    SaysSame,
    Spelled,
    Stated,
    Sum,
    Times,
)
from visprog_planners.grammar.things import (
    ANY,
    EACH,
    ONE,
    SUPERLATIVES,
    WHOLE,
    Measure,
    Place,
    Relation,
    Thing,
    asked,
)

__all__ = [
    "ANY",
    "EACH",
    "ONE",
    "SUPERLATIVES",
    "WHOLE",
    "Alike",
    "AllSaySame",
    "AnswerIs",
    "Apart",
    "Ask",
    "Both",
    "Compare",
    "Condition",
    "Count",
    "Difference",
    "Distinct",
    "Either",
    "Exceeds",
    "Extreme",
    "Find",
    "HowMany",
    "InHowMany",
    "InImage",
    "Is",
    "IsKind",
    "Kinds",
    "Lettered",
    "Meaning",
    "Measure",
    "MoreOf",
    "MostOfKind",
    "Not",
    "Operator",
    "Place",
    "Quantifier",
    "Quantity",
    "Read",
    "Relation",
    "Remainder",
    "Says",
    "SaysSame",
    "Spelled",
    "Stated",
    "Sum",
    "Thing",
    "Times",
    "What",
    "WhatAll",
    "WhatColour",
    "WhatHolds",
    "WhatIs",
    "Whether",
    "WhichAmong",
    "WhichColours",
    "WhichCorner",
    "WhichImage",
    "WhichImageThat",
    "WhichKinds",
    "WhichNamed",
    "WhichOf",
    "WhichPair",
    "WhichPlace",
    "WhichSide",
    "asked",
]


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
class WhichCorner:
    """In which quarter of the picture a thing is: ``top left``."""

    thing: Thing

    def __str__(self) -> str:
        return f"in which corner is {self.thing}?"


@dataclass(frozen=True, slots=True)
class WhichOf:
    """Which of two things is larger, further left ..."""

    first: Thing
    second: Thing
    measure: Measure
    to: Thing | None = None
    """What ``nearer`` and ``farther`` are measured from; None for whoever looks."""

    def __str__(self) -> str:
        to = f" to {self.to}" if self.to else ""
        return f"which is {self.measure}{to}, {self.first} or {self.second}?"


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
    besides: tuple[str, ...] = ()
    """The nouns of what is not meant."""

    def __str__(self) -> str:
        rest = f" besides {' and '.join(self.besides)}" if self.besides else ""
        return f"what {self.kind or 'thing'} is {self.place}{rest}?"


@dataclass(frozen=True, slots=True)
class WhatIs:
    """What a thing named by its kind is, out of ``options`` or any of that kind."""

    thing: Thing
    options: tuple[str, ...] = ()

    def __str__(self) -> str:
        rest = f", out of {', '.join(self.options)}" if self.options else ""
        return f"what is {self.thing}{rest}?"


@dataclass(frozen=True, slots=True)
class WhatAll:
    """The nouns of all such things, or of those at either of two places; with an order, one for
    each."""

    thing: Thing
    other: Thing | None = None
    besides: tuple[str, ...] = ()
    """The nouns of what is not meant."""
    order: Literal["left", "right", "higher", "lower"] | None = None

    def __str__(self) -> str:
        rest = f" and {self.other}" if self.other else ""
        rest += f" besides {' and '.join(self.besides)}" if self.besides else ""
        rest += f", the {SUPERLATIVES[self.order]} first" if self.order else ""
        return f"what are all {self.thing}{rest}?"


@dataclass(frozen=True, slots=True)
class WhatHolds:
    """What a thing is in or on."""

    thing: Thing
    relation: Literal["in", "on"]

    def __str__(self) -> str:
        return f"what is {self.thing} {self.relation}?"


@dataclass(frozen=True, slots=True)
class WhichPlace:
    """At which of several places a thing is; the answer is the noun of what is there."""

    thing: Thing
    places: tuple[Place, ...]

    def __str__(self) -> str:
        return f"is {self.thing} {' or '.join(map(str, self.places))}?"


@dataclass(frozen=True, slots=True)
class Either:
    """The first of two words when a condition holds, otherwise the second."""

    condition: Condition
    words: tuple[str, str]

    def __str__(self) -> str:
        return f"{self.words[0]} if {self.condition}, otherwise {self.words[1]}?"


@dataclass(frozen=True, slots=True)
class WhichAmong:
    """Which of three or more things is the largest, furthest left ..."""

    things: tuple[Thing, ...]
    measure: Measure
    rank: int = 1
    """2 for the second of them."""
    to: Thing | None = None
    """What ``nearer`` and ``farther`` are measured from; None for whoever looks."""
    in_order: bool = False
    """All of them, the one that is furthest left ... first."""

    def __str__(self) -> str:
        rank = f"{self.rank}. " if self.rank > 1 else ""
        to = f" to {self.to}" if self.to else ""
        things = ", ".join(map(str, self.things))
        if self.in_order:
            return f"in what order are {things}, the {SUPERLATIVES[self.measure]} first?"
        return f"which is {rank}{self.measure}{to}, {things}?"


@dataclass(frozen=True, slots=True)
class MostOfKind:
    """Of which member of a kind there is most (``>``) or least (``<``)."""

    thing: Thing
    operator: Literal[">", "<"]
    options: tuple[str, ...] = ()
    """The members, where the question names them."""

    def __str__(self) -> str:
        kind = replace(self.thing, noun="kind") if self.thing.noun == EACH else self.thing
        return f"of which {kind} is there {'most' if self.operator == '>' else 'least'}?"


@dataclass(frozen=True, slots=True)
class WhichColours:
    """All the colours that things have, or the one that most of them have.

    With ``against``, those that things of the other picture have too (``shared``), or have not;
    with ``number``, those that so many things have, by operators and numbers.
    """

    thing: Thing
    most: bool = False
    against: Thing | None = None
    shared: bool = False
    number: tuple[tuple[str, int], ...] = ()
    options: tuple[str, ...] = ()
    """The colours that it may be, where the question names them."""

    def __str__(self) -> str:
        if self.options:
            return f"which colour has most {self.thing}, out of {', '.join(self.options)}?"
        if self.number:
            bounds = " and ".join(f"{sign} {number}" for sign, number in self.number)
            return f"which colours has {bounds} {self.thing}?"
        how = "and" if self.shared else "and not"
        rest = f" {how} {self.against}" if self.against else ""
        return f"which {'colour has most' if self.most else 'colours has'} {self.thing}{rest}?"


@dataclass(frozen=True, slots=True)
class WhichKinds:
    """The kinds of which a condition holds, by their nouns."""

    kinds: Kinds

    def __str__(self) -> str:
        return f"for which kinds of {self.kinds.named} is it so that {self.kinds.that}?"


@dataclass(frozen=True, slots=True)
class WhichNamed:
    """Those of several things that are named of which a condition holds, one for each."""

    names: tuple[str, ...]
    conditions: tuple[Condition, ...]

    def __str__(self) -> str:
        return f"which is it, {' or '.join(self.names)}: is it so that {self.conditions[0]}?"


@dataclass(frozen=True, slots=True)
class Read:
    """What a text in the picture, or on one thing in it, says, or its first or last letter.

    With ``each``, what the texts of all pictures say, one after another.
    """

    image: int | None = None
    part: Literal["all", "first", "last"] = "all"
    on: Thing | None = None
    each: bool = False

    def __str__(self) -> str:
        if self.each:
            return "what do the texts in all images say, one after another?"
        where = "" if self.image is None else f" in image {self.image + 1}"
        where = f" on {self.on}" if self.on else where
        if self.part != "all":
            return f"what is the {self.part} letter of the text{where}?"
        return f"what does the text{where} say?"


@dataclass(frozen=True, slots=True)
class Describe:
    """What a picture shows, in a sentence."""

    image: int | None = None

    def __str__(self) -> str:
        where = "the image" if self.image is None else f"image {self.image + 1}"
        return f"what does {where} show?"


@dataclass(frozen=True, slots=True)
class Ask:
    """What a model that answers questions says about one thing, or about the whole picture."""

    thing: Thing | None
    question: str
    image: int | None = None
    """The picture, where it is about a whole one."""

    def __str__(self) -> str:
        whole = "the image" if self.image is None else f"image {self.image + 1}"
        return f"looking at {self.thing or whole}: {self.question}"


@dataclass(frozen=True, slots=True)
class Find:
    """Where things are: the regions that show them, pointed at, in boxes, or cut out."""

    things: tuple[Thing, ...]
    how: Literal["points", "boxes", "masks"] = "boxes"

    def __str__(self) -> str:
        return f"the {self.how} of {' and of '.join(map(str, self.things))}"


@dataclass(frozen=True, slots=True)
class WhichImage:
    """The picture with most (``>``) or fewest (``<``) of a thing, or the one that has it (None)."""

    thing: Thing
    operator: Literal[">", "<"] | None = None
    among: tuple[int, ...] = ()
    """The pictures that the question names; none for all that there are."""

    def __str__(self) -> str:
        how = {">": "the most", "<": "the fewest", None: "any"}[self.operator]
        return f"which image has {how} {self.thing}{_named(self.among)}?"


@dataclass(frozen=True, slots=True)
class WhichImageThat:
    """The pictures of which a condition holds, one for each picture; with ``end``, the first or
    the last of them."""

    conditions: tuple[Condition, ...]
    among: tuple[int, ...] = ()
    """The pictures that the question names; none for all that there are."""
    end: Literal["first", "last"] | None = None

    def __str__(self) -> str:
        end = f"the {self.end}" if self.end else "one"
        return f"which image is {end} where {self.conditions[0]}{_named(self.among)}?"


@dataclass(frozen=True, slots=True)
class WhichPair:
    """The two pictures of which a condition holds, one for each two of them."""

    pairs: tuple[tuple[int, int], ...]
    conditions: tuple[Condition, ...]

    def __str__(self) -> str:
        return f"which two images are such that {self.conditions[0]}?"


@dataclass(frozen=True, slots=True)
class InHowMany:
    """In how many pictures a condition holds, by a word for each number: ``none``, ``both``."""

    conditions: tuple[Condition, ...]
    words: tuple[str, ...]

    def __str__(self) -> str:
        words = " or ".join(self.words)
        return f"in {words} of the images, is it so that {self.conditions[0]}?"


@dataclass(frozen=True, slots=True)
class InImage:
    """What is asked of one picture, of the one that something singles out."""

    which: WhichImage | WhichImageThat
    asked: Meaning

    def __str__(self) -> str:
        which = str(self.which).removeprefix("which image ").removesuffix("?")
        return f"in the image that {which}: {self.asked}"


Meaning: TypeAlias = (
    HowMany
    | Whether
    | WhatColour
    | WhichSide
    | WhichCorner
    | WhichOf
    | WhichAmong
    | WhichPlace
    | Either
    | MoreOf
    | MostOfKind
    | WhichColours
    | WhichKinds
    | WhichNamed
    | What
    | WhatIs
    | WhatAll
    | WhatHolds
    | WhichImage
    | WhichImageThat
    | WhichPair
    | InHowMany
    | InImage
    | Find
    | Ask
    | Describe
    | Read
)


def _named(among: tuple[int, ...]) -> str:
    """The pictures that a question chooses from, where it names them."""
    return "".join(
        f"{' or' if place else ','} image {index + 1}" for place, index in enumerate(among)
    )
