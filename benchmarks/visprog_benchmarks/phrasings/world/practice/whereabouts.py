"""Where things are and which is larger, nearer or higher, beyond doubt."""

from __future__ import annotations

from collections.abc import Sequence

from visprog_benchmarks.phrasings.truth import CLEAR, LARGER, NEARER, Truth, left_or_right
from visprog_benchmarks.phrasings.world.practice.inventory import only
from visprog_benchmarks.world.scene import Thing


def across(t: Truth, thing: Thing) -> str:
    """``left`` or ``right``: the half it is in. Raises ``ValueError`` near the middle."""
    x = thing.centre[0] / t.scenes[0].width
    if abs(x - 0.5) < CLEAR:
        raise ValueError(f"the {thing.noun} is near the middle")
    return "left" if x < 0.5 else "right"


def down(t: Truth, thing: Thing) -> str:
    """``top`` or ``bottom``: the half it is in. Raises ``ValueError`` near the middle."""
    y = thing.centre[1] / t.scenes[0].height
    if abs(y - 0.5) < CLEAR:
        raise ValueError(f"the {thing.noun} is near the middle")
    return "top" if y < 0.5 else "bottom"


def corner(t: Truth, noun: str) -> str:
    """The quarter that the one thing is in, such as ``top left``."""
    return f"{down(t, t.the(noun))} {across(t, t.the(noun))}"


def at_corner(t: Truth, x: int, y: int) -> str | None:
    """The noun of what is in a corner of the picture, if it is one."""
    (scene,) = t.scenes
    found = set()
    for thing in scene.things:
        right, below = thing.centre[0] / scene.width, thing.centre[1] / scene.height
        away = max(abs(x - right), abs(y - below))
        if 0.3 < away < 0.37:
            raise ValueError(f"whether the {thing.noun} is in the corner is unclear")
        if away <= 0.3:
            found.add(thing.noun)
    return only(found)


def closer(t: Truth, noun: str, one: str, other: str) -> str:
    """Which of two things the one thing is clearly closer to."""
    ratio = t.distance(noun, one) / t.distance(noun, other)
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
