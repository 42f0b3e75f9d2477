"""What a scene graph says, in the few words that the right answers are written with.

Nothing here knows the grammar, its meanings or its programs: an answer is read off the scene.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from visprog_benchmarks.world.asking import apart
from visprog_benchmarks.world.scene import Scene, Thing
from visprog_tools.sprites import sprites

Test = Callable[[Thing, Thing], bool]

CLEAR = 0.08
"""Of the picture's width or height: what lies less apart is not clearly left, above and so on."""

SIDES: dict[str, Test] = {
    "left": lambda one, other: one.centre[0] < other.centre[0],
    "right": lambda one, other: one.centre[0] > other.centre[0],
    "above": lambda one, other: one.centre[1] < other.centre[1],
    "below": lambda one, other: one.centre[1] > other.centre[1],
}


class Truth:
    """The facts of the scenes that one question is about."""

    def __init__(self, scenes: tuple[Scene, ...]) -> None:
        self.scenes = scenes

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


def _is(noun: str, thing: Thing) -> bool:
    return noun in {thing.noun, sprites()[thing.noun].category, "thing"}


def _only(scene: Scene, noun: str) -> Thing:
    (thing,) = scene.named(noun)
    return thing


def _area(thing: Thing) -> float:
    left, top, right, bottom = thing.box
    return (right - left) * (bottom - top)
