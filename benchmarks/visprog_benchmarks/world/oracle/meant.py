"""The answer to a question about a picture, from its scene graph.

The offline grammar reads the question; what it means is looked up among the things. Short questions
that programs ask of a crop ("What is this?") and that the grammar leaves alone are read here.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from visprog.errors import ToolError
from visprog_benchmarks.world.asking import area
from visprog_benchmarks.world.depth import depth_of
from visprog_benchmarks.world.oracle.words import ANYTHING, has, names
from visprog_benchmarks.world.scene import Scene, Thing
from visprog_planners.grammar import meaning as m
from visprog_planners.grammar.everyday import KINDS
from visprog_planners.grammar.expressions import CONDITIONS
from visprog_planners.grammar.parts import Unread
from visprog_planners.grammar.reader import read
from visprog_tools.sprites import nouns, singulars, sprites

TESTS: Mapping[m.Operator, Callable[[int, int], bool]] = {
    "==": operator.eq, "!=": operator.ne, ">": operator.gt, ">=": operator.ge,
    "<": operator.lt, "<=": operator.le,
}  # fmt: skip
MEASURES: Mapping[m.Measure, Callable[[Thing], float]] = {
    "larger": area,
    "smaller": lambda thing: -area(thing),
    "left": lambda thing: -thing.centre[0],
    "right": lambda thing: thing.centre[0],
    "higher": lambda thing: -thing.centre[1],
    "lower": lambda thing: thing.centre[1],
    "taller": lambda thing: thing.box[3] - thing.box[1],
    "shorter": lambda thing: thing.box[1] - thing.box[3],
    "wider": lambda thing: thing.box[2] - thing.box[0],
    "narrower": lambda thing: thing.box[0] - thing.box[2],
    "longer": lambda thing: max(thing.box[3] - thing.box[1], thing.box[2] - thing.box[0]),
}
"""By measure that the picture alone settles, what is greatest for the thing that has most."""


@dataclass(frozen=True)
class Sight:
    """What a picture shows: its things left to right, the one that fills it best (`main`), the
    root column of its middle, and what its sign says, in letters of which colour."""

    scene: Scene
    things: tuple[Thing, ...]
    main: Thing | None
    middle: float
    text: str = ""
    ink: str | None = None


def answer(question: str, sight: Sight) -> str:
    """A word or a number as text. Raises ``ToolError`` where the scene graph does not settle it."""
    text = " ".join(question.lower().strip(" ?.").split())
    for pattern, reply in PHRASES:
        if found := re.fullmatch(pattern, text):
            said = reply(sight, *found.groups())
            if said is not None:
                return said
    asked = re.sub(r"\bpieces? of ", "", re.sub(r"\bthis (?=[a-z])", "the ", question))
    try:
        meaning, _ = read(asked, 1)
    except Unread as error:
        raise ToolError(f"the scene graph cannot answer {question!r}: {error}") from None
    return _answer(meaning, sight)


def _answer(meaning: m.Meaning, sight: Sight) -> str:
    match meaning:
        case m.HowMany(quantity):
            return str(_number(quantity, sight))
        case m.Whether(condition):
            return "yes" if _holds(condition, sight) else "no"
        case m.WhatColour(thing):
            return _the(thing, sight).colour or _unsettled(f"the colour of {thing}")
        case m.WhichSide(thing, sides, of):
            first, second = _the(thing, sight), _the(of, sight)
            true = [side for side in sides if _beside(first, side, second)]
            return true[0].split()[0] if true else _unsettled(f"which side {thing} is on")
        case m.WhichOf(first, second, measure):
            most = max((first, second), key=lambda one: _measured(measure, _the(one, sight), sight))
            return most.noun
        case m.MoreOf(first, second, sign):
            here = [len(_matching(one, sight)) for one in (first, second)]
            return (first if TESTS[sign](here[0], here[1]) else second).noun
        case m.What(place, kind):
            there = {
                thing.noun
                for thing in sight.things
                if _placed(thing, place, sight) and (kind is None or names(kind, thing))
            }
            if len(there) > 1:
                _unsettled(f"what is {place.relation} {place.of}")
            return next(iter(there), "none")
        case _:
            return _unsettled(str(meaning))


def _number(quantity: m.Quantity, sight: Sight) -> int:
    match quantity:
        case m.Count(thing):
            return len(_matching(thing, sight))
        case m.Sum(parts):
            return sum(
                int(_holds(part, sight)) if isinstance(part, CONDITIONS) else _number(part, sight)
                for part in parts
            )
        case m.Difference(first, second):
            return _number(first, sight) - _number(second, sight)
        case m.Apart(first, second):
            return abs(_number(first, sight) - _number(second, sight))
        case m.Times(factor, of):
            return factor * _number(of, sight)
        case m.Remainder(of, by):
            return _number(of, sight) % by
        case int():
            return quantity
    raise ToolError(f"the scene graph does not settle {quantity}")


def _holds(condition: m.Condition, sight: Sight) -> bool:
    match condition:
        case m.Compare(first, sign, second):
            return TESTS[sign](_number(first, sight), _number(second, sight))
        case m.Both(word, parts):
            joined = all if word == "and" else any
            return joined(_holds(part, sight) for part in parts)
        case m.Not(part):
            return not _holds(part, sight)
        case m.Is(thing, attributes, place):
            found = _the(thing, sight)
            fit = all(has(word, found) for word in attributes)
            return fit and (place is None or _placed(found, place, sight))
        case m.Exceeds(first, measure, second):
            one, other = _the(first, sight), _the(second, sight)
            return _measured(measure, one, sight) > _measured(measure, other, sight)
        case m.Alike(first, second, different):
            same = _the(first, sight).colour == _the(second, sight).colour
            return same is not different
        case m.IsKind(thing, noun):
            return names(noun, _the(thing, sight))
    raise ToolError(f"the scene graph does not settle {condition}")


def _matching(thing: m.Thing, sight: Sight) -> list[Thing]:
    """The things that a noun phrase names."""
    phrase = " ".join((*thing.attributes, thing.noun))
    found = [
        one
        for one in sight.things
        if names(phrase, one)
        and (thing.place is None or _placed(one, thing.place, sight))
        and (thing.outside is None or not _placed(one, thing.outside, sight))
        and (not thing.either or any(has(word, one) for word in thing.either))
        and not any(has(word, one) for word in thing.never)
        and all(_placed(one, place, sight) for place in thing.also)
    ]
    if thing.like is not None:
        colour = _the(thing.like, sight).colour
        found = [one for one in found if one.colour == colour]
    if thing.closest is not None and found:
        to = _the(thing.closest, sight)
        others = [one for one in found if one is not to]
        found = sorted(others, key=lambda one: _apart(one, to), reverse=thing.away)[:1]
    if thing.most and found:
        measure = thing.most
        found = [max(found, key=lambda one: _measured(measure, one, sight))]
    return found


def _measured(measure: m.Measure, thing: Thing, sight: Sight) -> float:
    """What is greatest for the thing that has most of a measure."""
    if measure in ("nearer", "farther"):
        inverse = _nearness(thing, sight)
        return inverse if measure == "nearer" else -inverse
    if measure not in MEASURES:
        _unsettled(f"what is {m.SUPERLATIVES[measure]}")
    return MEASURES[measure](thing)


def _nearness(thing: Thing, sight: Sight) -> float:
    place = next(index for index, one in enumerate(sight.scene.things) if one is thing)
    return depth_of(sight.scene).things[place]


def _apart(one: Thing, other: Thing) -> float:
    return math.dist(one.centre, other.centre)


def _the(thing: m.Thing, sight: Sight) -> Thing:
    found = _matching(thing, sight)
    if not found:
        raise ToolError(f"the scene graph has no {thing.noun} there")
    return found[0]


def _placed(thing: Thing, place: m.Place, sight: Sight) -> bool:
    if place.of == m.WHOLE:
        _unsettled("which side of the picture is meant")
    others = [other for other in _matching(place.of, sight) if other is not thing]
    if place.relation in ("in", "on"):
        holder = None if thing.holder is None else sight.scene.things[thing.holder]
        return any(other is holder for other in others)
    if place.relation == "holding":
        index = sight.scene.things.index(thing)
        return any(other.holder == index for other in others)
    if place.relation in ("in front of", "behind"):
        own, front = _nearness(thing, sight), place.relation == "in front of"
        return any((own > _nearness(one, sight)) is front for one in others)
    if place.relation.endswith(" than"):
        measured = MEASURES[cast(m.Measure, place.relation.removesuffix(" than"))]
        return any(measured(thing) > measured(one) for one in others)
    if place.other is not None:
        _unsettled(f"what is {place.relation} two things")
    return any(_beside(thing, place.relation, other) for other in others)


def _beside(first: Thing, relation: m.Relation, second: Thing) -> bool:
    dx, dy = (a - b for a, b in zip(first.centre, second.centre, strict=True))
    known = {"left of": dx < 0, "right of": dx > 0, "above": dy < 0, "below": dy > 0}
    if relation not in known:
        _unsettled(f"what is {relation} something")
    return known[relation]


def _unsettled(what: str) -> str:
    raise ToolError(f"the scene graph does not settle {what}")


def _identity(sight: Sight) -> str:
    return sight.main.noun if sight.main else "none"


def _of_kind(sight: Sight, kind: str) -> str | None:
    """The noun of the one kind of things (`animal`) there is."""
    if kind in ANYTHING:
        return _identity(sight)
    members = {
        *KINDS.get(kind, ()),
        *(noun for noun in nouns() if sprites()[noun].category == kind),
    }
    here = {thing.noun for thing in sight.things} & members
    return next(iter(here)) if len(here) == 1 else None


def _half(sight: Sight, noun: str) -> str:
    return "left" if _one(sight, noun).centre[0] < sight.middle else "right"


def _side(sight: Sight, noun: str, of: str) -> str:
    thing, other = _one(sight, noun), _one(sight, of)
    return "left" if thing.centre[0] < other.centre[0] else "right"


def _neighbour(sight: Sight, side: str, noun: str) -> str:
    """The one kind of thing there, or none."""
    thing = _one(sight, noun)
    here = {
        other.noun
        for other in sight.things
        if other is not thing
        and not _together(other, thing, sight)
        and _beside(other, SIDES[side], thing)
    }
    if len(here) > 1:
        _unsettled(f"what is {side} the {noun}")
    return next(iter(here), "none")


def _together(first: Thing, second: Thing, sight: Sight) -> bool:
    """One is in or on the other."""
    things = sight.scene.things
    return any(
        one.holder is not None and things[one.holder] is other
        for one, other in ((first, second), (second, first))
    )


def _holder(sight: Sight, noun: str) -> str:
    """What a thing is in or on: another thing, or the ground."""
    thing = _one(sight, noun)
    return sight.scene.ground if thing.holder is None else sight.scene.things[thing.holder].noun


def _one(sight: Sight, noun: str) -> Thing:
    return _the(m.Thing(singulars().get(noun, noun)), sight)


SIDES: Mapping[str, m.Relation] = {
    "left of": "left of",
    "right of": "right of",
    "above": "above",
    "below": "below",
}
_WAYS = r"(?:left or (?:to the |on the )?right|right or (?:to the |on the )?left)"
PHRASES: Sequence[tuple[str, Callable[..., str | None]]] = (
    (
        r"what does the (?:sign|board|text) say|what is written on the (?:sign|board)",
        lambda sight: sight.text.replace("\n", " "),
    ),
    (
        r"what colou?r (?:is|are) the (?:writing|text|word|letters|lettering)"
        r"(?: on the (?:sign|board))?",
        lambda sight: sight.ink,
    ),
    (
        r"what (?:is|do you see|can be seen|is shown|is there)"
        r"(?: this| it| that| the object| the thing| here| shown| in the (?:image|picture|photo))?"
        r"|what (?:kind|type|sort) of (?:object|thing) is (?:this|it|shown)"
        r"|what does the (?:image|picture|photo) show",
        _identity,
    ),
    (
        r"(?:what|which) (?:kind of |type of |sort of |piece of )?(\w+)"
        r"(?: is (?:this|it|there|here|shown|in (?:the|this) \w+)| do you see| can you see)",
        _of_kind,
    ),
    (
        r"what (?:is )?(?:kind of )?(?:the |this )?(?:ground|background|floor)\b.*"
        r"|what is in the background",
        lambda sight: sight.scene.ground,
    ),
    (
        r"(?:what is the number of|how many) (?:objects|things)\b.*",
        lambda sight: str(len(sight.things)),
    ),
    (r"(?:on )?(?:which|what) side of the (?:image|picture|photo) is the (.+?)(?: on)?", _half),
    (rf"is the (.+?) on the {_WAYS}(?: side)?", _half),
    (
        r"on which side of the (.+?) is the (.+)",
        lambda sight, of, noun: _side(sight, noun, of),
    ),
    (rf"is the (.+?) (?:to |on )?(?:the )?{_WAYS} of the (.+)", _side),
    (
        r"what (?:object |thing )?(?:is|can you see) (?:to the )?"
        r"(left of|right of|above|below) the (.+)",
        _neighbour,
    ),
    (r"what (?:is|are) the (.+?) (?:sitting |standing |lying )?(?:in|on)", _holder),
)
"""What the grammar leaves to others: patterns of lower-case questions without their mark."""
