"""Sides, corners, rows, near and far: where things are, beyond doubt."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import TypeVar

from visprog_benchmarks.phrasings.truth import CLEAR, LARGER, Truth
from visprog_benchmarks.phrasings.world.practice.whereabouts import area
from visprog_benchmarks.world.scene import Thing
from visprog_benchmarks.world.signs import SignedScene

T = TypeVar("T")
HALVES = (("left", "right"), ("top", "bottom"))


def share(t: Truth, thing: Thing, axis: int = 0) -> float:
    """Where the thing's middle is, from 0 at the left or top to 1."""
    (scene,) = t.scenes
    return thing.centre[axis] / (scene.width, scene.height)[axis]


def half(t: Truth, thing: Thing, axis: int = 0) -> str:
    """The half of the picture that a thing is clearly in."""
    at = share(t, thing, axis)
    if abs(at - 0.5) < CLEAR - 1e-3:
        raise ValueError(f"the {thing.noun} is in the middle")
    return HALVES[axis][at > 0.5]


def across(t: Truth, noun: str) -> str:
    """Left or right half, of the one thing."""
    return half(t, t.the(noun))


def upright(t: Truth, noun: str) -> str:
    """Top or bottom half, of the one thing."""
    return half(t, t.the(noun), 1)


def inwards(t: Truth, thing: Thing, which: str) -> float:
    """How far a thing is from a corner, such as ``top left``; 0 is in the very corner."""
    down, along = share(t, thing, 1), share(t, thing)
    return max(
        down if which.startswith("top") else 1 - down,
        along if which.endswith("left") else 1 - along,
    )


def cornered(t: Truth, thing: Thing, which: str) -> bool:
    """Whether a thing is in a corner."""
    if 0.3 < inwards(t, thing, which) < 0.4:
        raise ValueError(f"whether the {thing.noun} is in the corner is unclear")
    return inwards(t, thing, which) <= 0.3


def corner(t: Truth, which: str, noun: str = "thing") -> Thing:
    """The one thing in a corner."""
    things = sorted(t.things(noun), key=lambda thing: inwards(t, thing, which))
    reach = [inwards(t, thing, which) for thing in things] + [1]
    if not things or reach[0] > 0.3 or reach[1] < reach[0] + 0.1:
        raise ValueError(f"what is {which} is unclear")
    return things[0]


def most(t: Truth, side: str, noun: str = "thing") -> Thing:
    """The thing furthest on a side, by its middle and by its edge."""
    first = t.extreme(noun, side)
    edge, sign = {"left": (0, 1), "above": (1, 1), "right": (2, -1), "below": (3, -1)}[side]
    for other in t.things(noun):
        ahead = sign * (first.box[edge] - other.box[edge])
        if ahead > -6 and (other.noun, other.colour) != (first.noun, first.colour):
            raise ValueError(f"which {noun} is furthest {side} is unclear")
    return first


def order(t: Truth, *nouns: str) -> list[str]:
    """The nouns from left to right, where that is beyond doubt."""
    row = sorted(nouns, key=t.x)
    if not all(t.lies(one, "left", other) for one, other in pairwise(row)):
        raise ValueError("the order is unclear")
    return row


def gap(t: Truth, one: str, other: str) -> float:
    """From edge to edge, as a share of the picture's width."""
    (scene,) = t.scenes
    (left, top, right, bottom), (x0, y0, x1, y1) = t.the(one).box, t.the(other).box
    return math.hypot(max(x0 - right, left - x1, 0), max(y0 - bottom, top - y1, 0)) / scene.width


def close(t: Truth, one: str, other: str) -> bool:
    """Whether two things are close together rather than far apart."""
    if 0.09 < gap(t, one, other) < 0.3:
        raise ValueError("neither near nor far")
    return gap(t, one, other) <= 0.09


def under(thing: Thing, roof: Thing) -> bool:
    """Whether a thing is beneath another: lower down and within its width."""
    (left, top, right, _), (x0, _, x1, y1) = thing.box, roof.box
    if right < x0 or left > x1 or top < y1 - 20:
        return False
    if not x0 + (x1 - x0) / 4 <= thing.centre[0] <= x1 - (x1 - x0) / 4:
        raise ValueError(f"whether the {thing.noun} is under the {roof.noun} is unclear")
    return True


def straight(t: Truth, noun: str, side: str, of: str) -> bool:
    """Whether the one thing is straight above or below the other."""
    off = abs(share(t, t.the(noun)) - share(t, t.the(of)))
    if off > 0.2:
        return False
    if off > CLEAR:
        raise ValueError("hardly straight")
    return t.lies(noun, side, of)


def outer(t: Truth, noun: str, sign: int) -> bool:
    """Whether the one thing is further to the right (left, if the sign is -1) than all others."""
    (scene,) = t.scenes
    here = share(t, t.the(noun))
    others = [sign * (share(t, one) - here) for one in scene.things if one is not t.the(noun)]
    if -CLEAR < max(others) < CLEAR:
        raise ValueError("unclear")
    return max(others) < 0


def nigh(t: Truth, noun: str, to: str) -> Thing:
    """The thing of a noun that is nearest to the one thing."""
    things = sorted(t.things(noun), key=lambda one: math.dist(one.centre, t.the(to).centre))
    reach = [math.dist(one.centre, t.the(to).centre) for one in things]
    if not things:
        raise ValueError(f"there is no {noun}")
    for one, far in zip(things, reach, strict=True):
        if one.colour != things[0].colour and far < 1.25 * reach[0]:
            raise ValueError("unclear")
    return things[0]


def pick(t: Truth, one: str, side: str, other: str) -> str:
    """Which of two things is further on that side."""
    return one if t.lies(one, side, other) else other


def one_of(things: list[Thing]) -> Thing:
    """Of things that are all of one noun and colour."""
    ((_, _),) = {(thing.noun, thing.colour) for thing in things}
    return things[0]


def given(so: bool, answer: object) -> object:
    """The answer, where what the question takes for granted is so."""
    if not so:
        raise ValueError("what the question takes for granted is not so")
    return answer


def only(found: Sequence[T]) -> T:
    """The one there is. Raises ``ValueError`` unless there is exactly one."""
    (one,) = found
    return one


def kite_side(t: Truth) -> bool:
    """Whether a dog is on the kite's side of the tree."""
    side = "left" if t.lies("kite", "left", "tree") else "right"
    off = [share(t, dog) - share(t, t.the("tree")) for dog in t.things("dog")]
    return any((d < -CLEAR) if side == "left" else (d > CLEAR) for d in off)


def below_tree(t: Truth) -> str:
    """Who is straight below the tree."""
    tree = t.the("tree")
    found = [
        one
        for one in t.things("person") + t.things("dog")
        if abs(share(t, one) - share(t, tree)) < CLEAR and share(t, one, 1) > share(t, tree, 1)
    ]
    return only(found).noun


def last(t: Truth, *nouns: str) -> str:
    """The noun of the one thing of these that is furthest to the right."""
    first = max(nouns, key=t.x)
    if not all(t.lies(first, "right", noun) for noun in nouns if noun != first):
        raise ValueError("unclear")
    return first


def first(t: Truth, *nouns: str) -> str:
    """The noun of the one thing of these that is furthest to the left."""
    found = min(nouns, key=t.x)
    if not all(t.lies(found, "left", noun) for noun in nouns if noun != found):
        raise ValueError("unclear")
    return found


def nearer_to(t: Truth, middle: str, one: str, other: str) -> str:
    """Which of two things is clearly nearer to the one thing."""
    ratio = t.distance(middle, one) / t.distance(middle, other)
    if 1 / 1.25 < ratio < 1.25:
        raise ValueError("unclear")
    return one if ratio < 1 else other


def third(at: float) -> str:
    """Left, middle or right part."""
    if at < 0.3 or at > 0.69:
        return "left" if at < 0.5 else "right"
    if abs(at - 0.5) > 0.07:
        raise ValueError("neither in the middle nor at a side")
    return "middle"


def bigger_balloon(t: Truth) -> str:
    """Whether the highest or the lowest balloon is larger."""
    high, low = most(t, "above", "balloon"), most(t, "below", "balloon")
    ratio = area(high) / area(low)
    if 1 / LARGER < ratio < LARGER:
        raise ValueError("unclear")
    return "highest" if ratio > 1 else "lowest"


def past_book(t: Truth) -> str | None:
    """What stands on the side of the book where the candle does not."""
    sides = [t.neighbour("book", -1), t.neighbour("book", 1)]
    sides.remove("candle")
    return sides[0]


def busier_half(t: Truth, noun: str) -> str:
    """The half, top or bottom, with more things of a noun."""
    halves = [half(t, one, 1) for one in t.things(noun)]
    if halves.count("top") * 2 == len(halves):
        raise ValueError("as many in both")
    return "top" if halves.count("top") * 2 > len(halves) else "bottom"


def higher(t: Truth, noun: str) -> str:
    """The picture of two in which the one thing is clearly higher up."""
    one, other = (share(p, p.the(noun), 1) for p in t.pictures())
    if abs(one - other) < CLEAR:
        raise ValueError("unclear")
    return "image 1" if one < other else "image 2"


def sign_left(t: Truth, x: float) -> bool:
    """Whether the sign is clearly to the left of a place."""
    (shown,) = t.shown
    if not isinstance(shown, SignedScene) or abs(shown.sign.x - x) < 0.1 * shown.scene.width:
        raise ValueError("unclear")
    return shown.sign.x < x


def further_left(t: Truth, noun: str) -> bool:
    """Whether the one thing is clearly further left in the second picture than in the first."""
    one, other = (share(p, p.the(noun)) for p in t.pictures())
    return other < one - CLEAR
