"""Where things are and which is larger, nearer or higher, beyond doubt."""

from __future__ import annotations

import math
from collections.abc import Sequence

from visprog_benchmarks.phrasings.truth import CLEAR, LARGER, NEARER, Truth, left_or_right
from visprog_benchmarks.phrasings.world.practice.inventory import only
from visprog_benchmarks.world.scene import Thing


def clear(difference: float) -> bool:
    """Whether a difference of shares of the picture is positive. Raises ``ValueError`` where it is
    hardly one."""
    if abs(difference) < CLEAR:
        raise ValueError("hardly to either side")
    return difference > 0


def across(t: Truth, thing: Thing) -> str:
    """``left`` or ``right``: the half it is in. Raises ``ValueError`` near the middle."""
    x = thing.centre[0] / t.scenes[0].width
    if abs(x - 0.5) < CLEAR:
        raise ValueError(f"the {thing.noun} is near the middle")
    return "left" if x < 0.5 else "right"


def halves(t: Truth, noun: str) -> list[str]:
    """The half of its picture that the one thing is in, ``left`` or ``right``, for each picture."""
    return [across(one, one.the(noun)) for one in t.pictures()]


def down(t: Truth, thing: Thing) -> str:
    """``top`` or ``bottom``: the half it is in. Raises ``ValueError`` near the middle."""
    y = thing.centre[1] / t.scenes[0].height
    if abs(y - 0.5) < CLEAR:
        raise ValueError(f"the {thing.noun} is near the middle")
    return "top" if y < 0.5 else "bottom"


def corner(t: Truth, noun: str) -> str:
    """The quarter that the one thing is in, such as ``top left``."""
    return f"{down(t, t.the(noun))} {across(t, t.the(noun))}"


def tucked(t: Truth, thing: Thing, x: int, y: int) -> bool:
    """Whether it is in a corner of the picture. Raises ``ValueError`` for what is nearly there."""
    away = max(_away(t, thing, x, y))
    if 0.3 < away < 0.37:
        raise ValueError(f"whether the {thing.noun} is in the corner is unclear")
    return away <= 0.3


def at_corner(t: Truth, x: int, y: int) -> str | None:
    """The noun of what is in a corner of the picture, if it is one."""
    return only({thing.noun for thing in t.things("thing") if tucked(t, thing, x, y)})


def cornermost(t: Truth, x: int, y: int) -> str:
    """The noun of what is by far the closest to a corner of the picture, if not in it."""
    first, second = sorted((sum(_away(t, one, x, y)), one.noun) for one in t.things("thing"))[:2]
    if first[0] > 0.7 * second[0]:
        raise ValueError("there are several near the corner")
    return first[1]


def closer(t: Truth, noun: str, one: str, other: str) -> str:
    """Which of two things the one thing is clearly closer to."""
    return toward(t, t.the(noun).centre, one, other)


def toward(t: Truth, here: tuple[float, float], one: str, other: str) -> str:
    """Which of two things a place, in pixels, is clearly closer to."""
    ratio = math.dist(here, t.the(one).centre) / math.dist(here, t.the(other).centre)
    if 1 / 1.3 < ratio < 1.3:
        raise ValueError("they are about equally far")
    return one if ratio < 1 else other


def side(t: Truth, noun: str, of: str) -> str:
    """``left`` or ``right``: on which side of the other thing the one thing clearly is."""
    return "left" if t.lies(noun, "left", of) else "right"


def first(t: Truth, side: str, *nouns: str) -> str:
    """Which of several single things is clearly furthest on a side."""
    (found,) = [
        noun for noun in nouns if all(t.lies(noun, side, other) for other in nouns if other != noun)
    ]
    return found


def area(thing: Thing) -> float:
    """Of the box, in pixels."""
    left, top, right, bottom = thing.box
    return (right - left) * (bottom - top)


def big(things: Sequence[Thing]) -> Thing:
    """The clearly largest of several things."""
    size = [area(one) for one in things]
    if sum(one > max(size) / LARGER for one in size) > 1:
        raise ValueError("none is clearly the largest")
    return things[size.index(max(size))]


def smallest(t: Truth, noun: str) -> str | None:
    """The colour of the smallest of several. Raises ``ValueError`` if another may be meant."""
    things = sorted(t.things(noun), key=area)
    if len(things) < 2:
        raise ValueError(f"there are no two of {noun}")
    first = things[0]
    for thing in things:
        if thing.colour != first.colour and area(thing) < LARGER * area(first):
            raise ValueError(f"which {noun} is smallest is unclear")
    return first.colour


def front(t: Truth, *nouns: str) -> str:
    """Which of several things is clearly the nearest."""
    first, second = sorted(nouns, key=t.near, reverse=True)[:2]
    if t.near(first) - t.near(second) < NEARER:
        raise ValueError(f"the {first} and the {second} are equally near")
    return first


def higher(t: Truth, noun: str) -> str | None:
    """``left`` or ``right``: the picture of two in which the one thing is clearly higher."""
    one, other = (picture.y(noun) / picture.scenes[0].height for picture in t.pictures())
    if abs(one - other) < CLEAR:
        raise ValueError(f"the {noun} is equally high in both")
    return left_or_right(other, one)


def larger(t: Truth, noun: str) -> str | None:
    """``left`` or ``right``: the picture of two in which the one thing is clearly larger."""
    one, other = (picture.area(noun) for picture in t.pictures())
    if 1 / LARGER < one / other < LARGER:
        raise ValueError(f"the {noun} is equally large in both")
    return left_or_right(one, other)


def _away(t: Truth, thing: Thing, x: int, y: int) -> tuple[float, float]:
    """How far it is from a corner, as shares of the picture's width and height."""
    (scene,) = t.scenes
    right, below = thing.centre[0] / scene.width, thing.centre[1] / scene.height
    return abs(x - right), abs(y - below)
