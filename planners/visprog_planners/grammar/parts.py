"""What stands between a question's words and its meaning: phrases, claims, pictures, refusals."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Literal, TypeAlias, TypeVar, cast

from visprog_planners.grammar import meaning as m

M = TypeVar("M")
T = TypeVar("T")

LONGEST = 60
"""Words in the longest question that is tried: parsing takes time that grows with the cube."""

OPPOSITE: dict[m.Operator, m.Operator] = {
    "==": "!=",
    "!=": "==",
    ">": "<=",
    "<=": ">",
    "<": ">=",
    ">=": "<",
}


Amount: TypeAlias = Callable[[m.Quantity], m.Condition]
"""What is claimed of a quantity: ``at least two``."""


@dataclass(frozen=True, slots=True)
class Bare:
    """A number alone, which takes on the bound of the one before it: ``at least one or two``."""

    number: int

    def __call__(self, count: m.Quantity) -> m.Condition:
        return m.Compare(count, "==", self.number)


class Unread(Exception):
    """The question is not one that the grammar reads; the message says what stands in the way."""


class Ambiguous(Unread):
    """It can be read in several ways, and nobody said which is meant."""

    def __init__(self, readings: Sequence[str]) -> None:
        self.readings = tuple(readings)
        ways = "; ".join(f"({number}) {words}" for number, words in enumerate(readings, 1))
        super().__init__(f"it can be read in {len(readings)} ways: {ways}")


def chosen(readings: Sequence[T], number: int | None, words: Callable[[T], str]) -> T:
    """The one reading there is, or the one of that number, counted from 1.

    Raises :class:`Ambiguous` for several without a number, :class:`Unread` for a number that none
    has.
    """
    if number is None and len(readings) > 1:
        raise Ambiguous([words(reading) for reading in readings])
    if number is not None and not 1 <= number <= len(readings):
        many = "one reading" if len(readings) == 1 else f"{len(readings)} readings"
        raise Unread(f"it has {many}, and none is number {number}")
    return readings[(number or 1) - 1]


@dataclass(frozen=True, slots=True)
class Pictures:
    """Which of the pictures a phrase speaks of."""

    kind: Literal[
        "index", "every", "any", "none", "one", "whole", "last", "total", "amount", "most", "these",
        "but one", "others",
    ]  # fmt: skip
    index: int = 0
    word: str = ""
    amount: Amount | None = None
    these: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """What is said of a thing's qualities: all, one, or none of some."""

    attributes: tuple[str, ...] = ()
    either: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    whether: bool = True
    """False for ``red or blue``, which of one thing asks which and not whether."""

    def on(self, thing: m.Thing) -> m.Thing:
        """The thing with these qualities too."""
        if self.either and thing.either:
            raise Unread("it gives one thing two choices of qualities")
        return replace(
            thing,
            attributes=(*thing.attributes, *self.attributes),
            either=self.either or thing.either,
            never=(*thing.never, *self.never),
        )


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase before it is known which pictures it is about.

    ``besides`` names things of the same kind that are not meant: ``animals other than dogs``.
    """

    thing: m.Thing
    pictures: Pictures | None = None
    plural: bool = False
    determined: str = ""
    besides: tuple[m.Thing, ...] = ()
    pair: m.Thing | None = None
    """The second of two things that something is between."""
    number: tuple[tuple[str, int], ...] = ()
    """How many of them something holds, by operators and numbers."""
    most: Literal["", ">", "<"] = ""
    """Whether something holds most, or fewest, of them."""

    @property
    def definite(self) -> bool:
        return self.thing.definite


@dataclass(frozen=True, slots=True)
class Claim:
    """A condition, and the pictures in which it should hold."""

    condition: m.Condition
    pictures: Pictures | None = None
    bare: bool = False
    """Whether it says a number and no bound."""
    definite: bool = False
    """Whether it speaks of "the sun" or another thing of which there is one."""
    mere: bool = False
    """Whether it names things in the plural and says nothing of how many: ``cats``."""
    several: bool = False
    """Whether it is several statements, one after the other."""


def negated(condition: m.Condition) -> m.Condition:
    """That a condition does not hold, said as simply as can be."""
    if isinstance(condition, m.Not):
        return condition.part
    if isinstance(condition, m.Compare):
        if condition.second == 0 and condition.operator == ">":
            return replace(condition, operator="==")
        if (
            condition.second == 0
            and condition.operator == "=="
            and isinstance(condition.first, m.Count)
        ):
            return replace(condition, operator=">")
        return replace(condition, operator=OPPOSITE[condition.operator])
    return m.Not(condition)


def every(value: Any, kind: Any) -> Iterator[Any]:
    """Every part of a meaning that is of a class, or of one of a union, from the outside in."""
    if isinstance(value, kind):
        yield value
    if isinstance(value, tuple):
        for item in value:
            yield from every(item, kind)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from every(getattr(value, field.name), kind)


def things_counted(value: Any) -> Iterator[m.Thing]:
    """The things of which a meaning asks how many there are, or whether there are any."""
    return (part.thing for part in every(value, m.Count | m.WhichImage))


def with_things(value: M, change: Callable[[m.Thing], m.Thing]) -> M:
    """The same meaning with every outermost thing changed."""
    return _with(value, m.Thing, change)


def with_counts(value: M, change: Callable[[m.Count], m.Quantity]) -> M:
    """The same meaning with every count changed."""
    return _with(value, m.Count, change)


def with_comparisons(value: M, change: Callable[[m.Compare], m.Condition]) -> M:
    """The same meaning with every comparison changed."""
    return _with(value, m.Compare, change)


def with_stated(value: M, change: Callable[[m.Is], m.Condition]) -> M:
    """The same meaning with everything changed that it says of things taken for granted."""
    return _with(value, m.Is, change)


def with_sayings(value: M, change: Callable[[m.Says], m.Says]) -> M:
    """The same meaning with everything that a text is said to say changed."""
    return _with(value, m.Says, change)


def with_says(value: M, image: int) -> M:
    """The same meaning with what texts and models say, said of one picture."""
    value = _with(value, m.Lettered, lambda count: replace(count, image=image))
    value = _with(value, m.AnswerIs, lambda said: replace(said, image=image))
    return _with(value, m.Says, lambda says: replace(says, image=image))


def _with(value: M, kind: type[Any], change: Callable[[Any], Any]) -> M:
    if isinstance(value, kind):
        return cast(M, change(value))
    if isinstance(value, tuple):
        return cast(M, tuple(_with(item, kind, change) for item in value))
    if is_dataclass(value) and not isinstance(value, type):
        changed = {
            field.name: _with(getattr(value, field.name), kind, change) for field in fields(value)
        }
        return cast(M, replace(value, **changed))
    return value
