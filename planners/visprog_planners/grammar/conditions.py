"""Quantities of things, and what can be true of things and of quantities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from visprog_planners.grammar.things import Measure, Place, Thing

Operator: TypeAlias = Literal["==", "!=", ">", ">=", "<", "<="]
Spelled: TypeAlias = Literal["letter", "word"]
Quantifier: TypeAlias = Literal["every", "any", "none", "one"]


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
        second = f"({self.second})" if isinstance(self.second, Sum) else self.second
        return f"{self.first} minus {second}"


@dataclass(frozen=True, slots=True)
class Apart:
    """How far two quantities are apart, whichever is more."""

    first: Quantity
    second: Quantity

    def __str__(self) -> str:
        return f"the difference between {self.first} and {self.second}"


@dataclass(frozen=True, slots=True)
class Times:
    """A quantity several times over."""

    factor: int
    of: Quantity

    def __str__(self) -> str:
        return f"{self.factor} times {self.of}"


@dataclass(frozen=True, slots=True)
class Remainder:
    """What is left of a quantity when it is divided: 0 by 2 is even."""

    of: Quantity
    by: int

    def __str__(self) -> str:
        return f"the remainder of {self.of} by {self.by}"


@dataclass(frozen=True, slots=True)
class Distinct:
    """How many different kinds there are of a thing, or how many colours it has."""

    thing: Thing
    by: Literal["kind", "colour"]

    def __str__(self) -> str:
        return f"the number of {self.by}s of {self.thing}"


@dataclass(frozen=True, slots=True)
class Kinds:
    """How many kinds there are of which a condition holds; it speaks of :data:`EACH` of them.

    ``of`` is what they are kinds of, :data:`ANY` for any things.
    """

    of: str
    that: Condition
    besides: tuple[str, ...] = ()
    """The nouns of what is not meant."""

    def __str__(self) -> str:
        return f"the number of kinds of {self.named} for which ({self.that})"

    @property
    def named(self) -> str:
        """What they are kinds of, without what is left out."""
        return f"{self.of} besides {' and '.join(self.besides)}" if self.besides else self.of


@dataclass(frozen=True, slots=True)
class Lettered:
    """How many letters, or words, the text in a picture has; or how often one letter occurs."""

    by: Spelled
    image: int | None = None
    letter: str | None = None

    def __str__(self) -> str:
        where = "" if self.image is None else f" in image {self.image + 1}"
        which = "" if self.letter is None else f" {self.letter!r}"
        return f"the number of {self.by}s{which} of the text{where}"


@dataclass(frozen=True, slots=True)
class Extreme:
    """The largest or the smallest of several quantities."""

    of: tuple[Quantity, ...]
    which: Literal["max", "min"]

    def __str__(self) -> str:
        word = "largest" if self.which == "max" else "smallest"
        return f"the {word} of {' and '.join(map(str, self.of))}"


Quantity: TypeAlias = (
    Count
    | Distinct
    | Kinds
    | Lettered
    | Extreme
    | Sum
    | Difference
    | Apart
    | Times
    | Remainder
    | int
)


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
        rest += [str(self.place)] if self.place else []
        return f"{self.thing} is {' and '.join(rest)}"


@dataclass(frozen=True, slots=True)
class Exceeds:
    """That one thing is larger, further left ... than another."""

    first: Thing
    measure: Measure
    second: Thing
    to: Thing | None = None
    """What ``nearer`` and ``farther`` are measured from; None for whoever looks."""

    def __str__(self) -> str:
        to = f" to {self.to}" if self.to else ""
        return f"{self.first} is {self.measure}{to} than {self.second}"


@dataclass(frozen=True, slots=True)
class Alike:
    """That two things have the same colour, or different ones."""

    first: Thing
    second: Thing
    different: bool = False

    def __str__(self) -> str:
        word = "different colours" if self.different else "the same colour"
        return f"{self.first} and {self.second} have {word}"


@dataclass(frozen=True, slots=True)
class IsKind:
    """That a thing named by its kind is this: ``the animal on the couch is a dog``."""

    thing: Thing
    noun: str

    def __str__(self) -> str:
        return f"{self.thing} is a {self.noun}"


@dataclass(frozen=True, slots=True)
class Says:
    """That the text in a picture, or on one thing in it, says something, starts or ends with it
    or has it in it."""

    text: str
    image: int | None = None
    how: Literal["all", "start", "end", "in"] = "all"
    on: Thing | None = None

    def __str__(self) -> str:
        where = "" if self.image is None else f" in image {self.image + 1}"
        where = f" on {self.on}" if self.on else where
        how = {"all": "says", "start": "starts with", "end": "ends with", "in": "has in it"}[
            self.how
        ]
        return f"the text{where} {how} {self.text!r}"


@dataclass(frozen=True, slots=True)
class SaysSame:
    """That the texts in two pictures, or on two things, say the same, or start or end alike."""

    first: int | Thing
    second: int | Thing
    part: Literal["all", "first", "last"] = "all"

    def __str__(self) -> str:
        if self.part != "all":
            return f"the {self.part} letters of {self._texts()} are the same"
        return f"{self._texts()} say the same"

    def _texts(self) -> str:
        if isinstance(self.first, int) and isinstance(self.second, int):
            return f"the texts in images {self.first + 1} and {self.second + 1}"
        return f"the texts on {self.first} and on {self.second}"


@dataclass(frozen=True, slots=True)
class AllSaySame:
    """That all such things say the same, in the one picture or in all of them."""

    thing: Thing

    def __str__(self) -> str:
        return f"all {self.thing} say the same"


@dataclass(frozen=True, slots=True)
class AnswerIs:
    """That a model that answers questions says this about a whole picture."""

    question: str
    answer: str
    image: int | None = None

    def __str__(self) -> str:
        where = "" if self.image is None else f" of image {self.image + 1}"
        return f"the answer to {self.question!r}{where} is {self.answer!r}"


Stated: TypeAlias = Is | Exceeds | Alike | IsKind | AnswerIs | Says | SaysSame | AllSaySame
"""What is said of things that are taken for granted, or of what a model reads or answers."""

Condition: TypeAlias = Compare | Both | Not | Stated
