"""What a scene graph says, in the few words that the right answers are written with.

Nothing here knows the grammar, its meanings or its programs: an answer is read off the scene.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from visprog_benchmarks.world.asking import apart
from visprog_benchmarks.world.depth import depth_of
from visprog_benchmarks.world.scene import Scene, Thing
from visprog_benchmarks.world.signs import SignedScene
from visprog_tools.sprites import sprites

Shown = Scene | SignedScene
Test = Callable[[Thing, Thing], bool]

CLEAR = 0.08
"""Of the picture's width or height: what lies less apart is not clearly left, above and so on."""

LARGER = 1.4
"""Boxes whose areas differ by less than this factor are not clearly larger and smaller."""
NEARER = 0.08
"""Things whose inverse depths differ by less than this are not clearly nearer and farther."""

SIDES: dict[str, Test] = {
    "left": lambda one, other: one.centre[0] < other.centre[0],
    "right": lambda one, other: one.centre[0] > other.centre[0],
    "above": lambda one, other: one.centre[1] < other.centre[1],
    "below": lambda one, other: one.centre[1] > other.centre[1],
}


class Truth:
    """The facts of the scenes that one question is about."""

    def __init__(self, shown: tuple[Shown, ...]) -> None:
        self.shown = shown
        self.scenes = tuple(one.scene if isinstance(one, SignedScene) else one for one in shown)

    def pictures(self) -> list[Truth]:
        """What is so in each picture alone."""
        return [type(self)((one,)) for one in self.shown]

    @property
    def ground(self) -> str:
        """Of the one picture."""
        (scene,) = self.scenes
        return scene.ground

    @property
    def sign(self) -> str:
        """What the sign in the one picture says."""
        (one,) = self.shown
        if not isinstance(one, SignedScene):
            raise ValueError("there is no sign")
        return one.sign.text

    def things(
        self,
        noun: str,
        *looks: str,
        held: str | None = None,
        image: int | None = None,
        **sides: str,
    ) -> list[Thing]:
        """The things of a noun or category (or any ``thing``) with these colours and sizes.

        ``held`` names what they are in or on; ``left``, ``right``, ``above`` and ``below`` name the
        one thing that they lie on that side of; ``image`` counts from 0.
        """
        found: list[Thing] = []
        for scene in self.scenes if image is None else (self.scenes[image],):
            for thing in scene.things:
                if not _is(noun, thing) or not set(looks) <= {thing.colour, thing.size}:
                    continue
                if held and (thing.holder is None or scene.things[thing.holder].noun != held):
                    continue
                if all(SIDES[side](thing, _only(scene, of)) for side, of in sides.items()):
                    found.append(thing)
        return found

    def n(self, noun: str, *looks: str, **where: Any) -> int:
        """How many there are; arguments as for :meth:`things`."""
        return len(self.things(noun, *looks, **where))

    def each(self, noun: str, *looks: str, **where: Any) -> list[int]:
        """How many there are in every picture."""
        return [self.n(noun, *looks, image=image, **where) for image in range(len(self.scenes))]

    def beside(self, noun: str, side: str, of: str, *looks: str) -> list[Thing]:
        """The things on that side of the one thing of another noun.

        Raises ``ValueError`` where one of them lies hardly to either side.
        """
        (scene,) = self.scenes
        other, things = self.the(of), self.things(noun, *looks)
        across = side in ("left", "right")
        for thing in things:
            dx, dy = apart(thing, other, scene)
            if abs(dx if across else dy) < CLEAR:
                raise ValueError(f"whether the {thing.noun} is {side} of the {of} is unclear")
        return [thing for thing in things if SIDES[side](thing, other)]

    def the(self, noun: str, *looks: str, held: str | None = None, **sides: Any) -> Thing:
        """The one thing that is meant. Raises ``ValueError`` when there is not exactly one."""
        (thing,) = self.things(noun, *looks, held=held, **sides)
        return thing

    def colour(self, noun: str, held: str | None = None, **sides: Any) -> str:
        """Of the one thing of this noun."""
        return str(self.the(noun, held=held, **sides).colour)

    def what(self, holder: str) -> str:
        """The noun of what is in or on the holder; there is one such noun."""
        (noun,) = {thing.noun for thing in self.things("thing", held=holder)}
        return noun

    def area(self, noun: str, *looks: str) -> float:
        """Of the box of the one thing, in pixels."""
        left, top, right, bottom = self.the(noun, *looks).box
        return (right - left) * (bottom - top)

    def x(self, noun: str, *looks: str) -> float:
        """Of the one thing's centre, from the left."""
        return self.the(noun, *looks).centre[0]

    def y(self, noun: str, *looks: str) -> float:
        """Of the one thing's centre, from the top."""
        return self.the(noun, *looks).centre[1]

    def lies(self, noun: str, side: str, of: str) -> bool:
        """Whether the one thing is on that side of the other. Raises as :meth:`beside` does."""
        self.the(noun)
        return bool(self.beside(noun, side, of))

    def larger(self, one: str, other: str) -> str:
        """The noun of the larger of two things. Raises ``ValueError`` where they hardly differ."""
        return self._clearly(one, other, self.area(one) / self.area(other), LARGER)

    def nearer(self, one: str, other: str) -> str:
        """The noun of the thing that is nearer to whoever looks; raises as :meth:`larger` does."""
        ahead = self._depth(self.the(one)) - self._depth(self.the(other))
        return self._clearly(one, other, math.exp(ahead), math.exp(NEARER))

    def behind(self, noun: str, other: str) -> list[Thing]:
        """The things that are farther away than the one thing of another noun. Raises
        ``ValueError`` where one is hardly nearer or farther."""
        here = self._depth(self.the(other))
        ahead = {id(thing): self._depth(thing) - here for thing in self.things(noun)}
        if any(abs(difference) < NEARER for difference in ahead.values()):
            raise ValueError(f"whether a {noun} is behind the {other} is unclear")
        return [thing for thing in self.things(noun) if ahead[id(thing)] < 0]

    def closest(self, to: str, *nouns: str) -> str:
        """The noun of what is closest to the one thing, of these nouns or categories.

        Raises ``ValueError`` where it matters how the distance is measured: from middle to middle
        or from edge to edge.
        """
        middle = self.the(to)
        others = [thing for noun in nouns for thing in self.things(noun)]
        free = [thing for thing in others if thing is not middle and thing.holder is None]
        found = {
            min(free, key=lambda thing: measure(thing, middle)).noun
            for measure in (_between_middles, _between_edges)
        }
        (noun,) = found
        reach = min(_between_middles(thing, middle) for thing in free if thing.noun == noun)
        if any(
            _between_middles(thing, middle) < 1.1 * reach for thing in free if thing.noun != noun
        ):
            raise ValueError(f"what is closest to the {to} is unclear")
        return noun

    def extreme(self, noun: str, side: str) -> Thing:
        """The thing furthest on a side. Raises ``ValueError`` where another is nearly as far and
        is of another noun or colour."""
        (scene,) = self.scenes
        things = self.things(noun)
        if not things:
            raise ValueError(f"there is no {noun}")
        axis, sign = {"left": (0, 1), "right": (0, -1), "above": (1, 1), "below": (1, -1)}[side]
        first = min(things, key=lambda thing: sign * thing.centre[axis])
        for thing in things:
            away = abs(apart(thing, first, scene)[axis])
            if away < CLEAR and (thing.noun, thing.colour) != (first.noun, first.colour):
                raise ValueError(f"which {noun} is furthest {side} is unclear")
        return first

    def biggest(self, noun: str, sign: int = 1) -> str:
        """The noun of the largest thing (smallest, if the sign is -1) of a category. Raises
        ``ValueError`` where one of another noun is nearly as large."""
        things = sorted(self.things(noun), key=lambda thing: -sign * _area(thing))
        if not things:
            raise ValueError(f"there is no {noun}")
        first = things[0]
        for thing in things:
            if thing.noun != first.noun and (_area(first) / _area(thing)) ** sign < LARGER:
                raise ValueError(f"the sizes of {first.noun} and {thing.noun} hardly differ")
        return first.noun

    def between(self, noun: str, one: str, other: str) -> bool:
        """Whether the one thing is between two others. Raises ``ValueError`` where the order from
        left to right and the way from the one to the other say different things."""
        x, y = self.the(noun).centre
        (x0, y0), (x1, y1) = self.the(one).centre, self.the(other).centre
        length = math.hypot(x1 - x0, y1 - y0)
        along = ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / length**2
        off = abs((x - x0) * (y1 - y0) - (y - y0) * (x1 - x0)) / length
        ordered = min(x0, x1) < x < max(x0, x1)
        if ordered is not (0.1 < along < 0.9 and off < length / 4):
            raise ValueError(f"whether the {noun} is between them is unclear")
        return ordered

    def _depth(self, thing: Thing) -> float:
        """Inverse depth: larger is nearer."""
        (scene,) = self.scenes
        (found,) = [
            depth
            for one, depth in zip(scene.things, depth_of(scene).things, strict=True)
            if one is thing
        ]
        return found

    def _clearly(self, one: str, other: str, ratio: float, least: float) -> str:
        if 1 / least < ratio < least:
            raise ValueError(f"the {one} and the {other} hardly differ")
        return one if ratio > 1 else other

    def near(self, noun: str) -> float:
        """How near the one thing is: inverse depth, from 0.2 at the back to 1."""
        return self._depth(self.the(noun))

    def nearest(self, category: str) -> str:
        """The noun of the nearest of several things that are each one of their kind."""
        return max((thing.noun for thing in self.things(category)), key=self.near)

    def farthest(self, category: str) -> str:
        """The noun of the one that is farthest away."""
        return min((thing.noun for thing in self.things(category)), key=self.near)

    def distance(self, noun: str, other: str) -> float:
        """The pixels between the centres of two things."""
        return math.dist(self.the(noun).centre, self.the(other).centre)

    def side(self, noun: str, of: str) -> str:
        """``left`` or ``right``: on which side of the other thing the one thing is."""
        return "left" if self.x(noun) < self.x(of) else "right"

    def height(self, noun: str, of: str) -> str:
        """``above`` or ``below``: where the one thing is, seen from the other."""
        return "above" if self.y(noun) < self.y(of) else "below"

    def half(self, noun: str) -> str:
        """``left`` or ``right``: the half of the picture that the one thing is in."""
        (scene,) = self.scenes
        return "left" if self.x(noun) < scene.width / 2 else "right"

    def kind(self, category: str, held: str | None = None) -> str:
        """The noun of what there is of a category. Raises ``ValueError`` unless there is one."""
        (noun,) = {thing.noun for thing in self.things(category, held=held)}
        return noun

    def row(self) -> list[str]:
        """The nouns of a picture from left to right."""
        (scene,) = self.scenes
        return [thing.noun for thing in sorted(scene.things, key=lambda thing: thing.centre[0])]

    def neighbour(self, noun: str, step: int) -> str | None:
        """The noun that many places to the right of the one thing in its row, if any is there."""
        row = self.row()
        place = row.index(noun) + step
        return row[place] if 0 <= place < len(row) else None

    def amid(self, noun: str, other: str) -> list[str]:
        """The nouns between two things of a row."""
        row = self.row()
        first, last = sorted((row.index(noun), row.index(other)))
        return row[first + 1 : last]

    @property
    def text(self) -> str:
        """What the sign of a picture says, in one line; empty where there is no sign."""
        (shown,) = self.shown
        return " ".join(shown.sign.lines) if isinstance(shown, SignedScene) else ""

    def end(self, noun: str, which: str) -> Thing:
        """The leftmost, rightmost, highest, lowest, largest or smallest thing of a noun."""
        key: dict[str, Callable[[Thing], float]] = {
            "left": lambda thing: thing.centre[0],
            "right": lambda thing: -thing.centre[0],
            "high": lambda thing: thing.centre[1],
            "low": lambda thing: -thing.centre[1],
            "small": _area,
            "large": lambda thing: -_area(thing),
        }
        return min(self.things(noun), key=key[which])


def excess(more: int, fewer: int) -> int | None:
    """By how many one number is larger; ``None`` where it is smaller."""
    return more - fewer if more >= fewer else None


def among(word: str | None, *options: str) -> str | None:
    """The word, if it is among those that a question leaves to choose from."""
    return word if word in options else None


def left_or_right(left: float, right: float) -> str | None:
    """Which of two pictures has more; ``None`` for equal numbers."""
    return None if left == right else "left" if left > right else "right"


def image(which: Sequence[bool]) -> str | None:
    """``image 2`` where the second is the only one."""
    return f"image {list(which).index(True) + 1}" if sum(which) == 1 else None


def _is(noun: str, thing: Thing) -> bool:
    return noun in {thing.noun, sprites()[thing.noun].category, "thing"}


def _only(scene: Scene, noun: str) -> Thing:
    (thing,) = scene.named(noun)
    return thing


def _area(thing: Thing) -> float:
    left, top, right, bottom = thing.box
    return (right - left) * (bottom - top)


def _between_middles(thing: Thing, other: Thing) -> float:
    return math.dist(thing.centre, other.centre)


def _between_edges(thing: Thing, other: Thing) -> float:
    (left, top, right, bottom), (x0, y0, x1, y1) = thing.box, other.box
    return math.hypot(max(x0 - right, left - x1, 0), max(y0 - bottom, top - y1, 0))
