"""What question families share: looking things up in a scene, and words for them.

A question is asked only where its answer is beyond doubt. Nouns that a person might use for one
another (a duck is a bird) never meet in one question, things are called "the X" only when there is
one X, and positions and sizes differ clearly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Protocol

from visprog_benchmarks.world.draws import Draws
from visprog_benchmarks.world.question import Question
from visprog_benchmarks.world.scene import XYXY, Scene, Thing
from visprog_planners.grammar.meaning import Relation
from visprog_tools.sprites import nouns, sprites

ALIKE: tuple[frozenset[str], ...] = (
    frozenset({"bird", "duck", "owl", "penguin", "parrot", "chicken"}),
    frozenset({"bear", "panda", "teddy bear"}),
    frozenset({"fish", "whale"}),
    frozenset({"box", "gift"}),
    frozenset({"car", "bus", "truck"}),
    frozenset({"person", "snowman", "robot"}),
    frozenset({"cup", "wine glass", "trophy", "bucket"}),
    frozenset({"bowl", "bathtub", "basket", "nest", "bucket"}),
    frozenset({"tangerine", "lemon", "peach"}),
    frozenset({"bread", "cake", "cookie", "donut"}),
    frozenset({"boat", "bathtub"}),
    frozenset({"chair", "couch", "bed"}),
    frozenset({"bee", "ladybug", "spider", "butterfly"}),
    frozenset({"handbag", "backpack", "basket"}),
    frozenset({"tree", "cactus"}),
    frozenset({"sunflower", "rose"}),
    frozenset({"hat", "crown"}),
    frozenset({"house", "castle"}),
    frozenset({"ball", "balloon"}),
    frozenset({"mouse", "hedgehog"}),
    frozenset({"bicycle", "motorcycle"}),
    frozenset({"shirt", "dress"}),
    frozenset({"shoe", "sock"}),
    frozenset({"snake", "crocodile"}),
)
"""Nouns of which one might be taken for the other; none is asked about where another is."""


class Family(Protocol):
    """Asks one question about the scenes with the wanted answer, if they allow one."""

    def __call__(self, scenes: tuple[Scene, ...], draws: Draws, wanted: str) -> Question | None: ...


def alike(noun: str) -> frozenset[str]:
    """The other nouns that this one might be taken for."""
    return frozenset().union(*(group for group in ALIKE if noun in group)) - {noun}


def counts(scene: Scene) -> Counter[str]:
    """How many there are of every noun in the scene."""
    return Counter(thing.noun for thing in scene.things)


def clear(noun: str, scene: Scene) -> bool:
    """Whether nothing in the scene could be taken for this noun without being one."""
    return not alike(noun) & set(counts(scene))


def present(scene: Scene) -> list[str]:
    """The nouns in the scene that can be asked about."""
    return [noun for noun in sorted(counts(scene)) if clear(noun, scene)]


def absent(scene: Scene, draws: Draws) -> str:
    """A noun that is not in the scene, nor anything like it."""
    here = set(counts(scene))
    fit = [noun for noun in nouns() if noun not in here and not alike(noun) & here]
    return draws.pick(fit)


def single(scene: Scene) -> list[Thing]:
    """The things that can be called "the X"."""
    number = counts(scene)
    return [thing for thing in scene.things if number[thing.noun] == 1 and clear(thing.noun, scene)]


def shuffled(draws: Draws, items: Sequence[Thing]) -> list[Thing]:
    """The same things in an order of the draws."""
    return [item for _, item in sorted(((draws.number(), item) for item in items), key=_first)]


def _first(pair: tuple[float, Thing]) -> float:
    return pair[0]


def holders(scene: Scene) -> list[tuple[int, Thing, Relation]]:
    """Things that something is in or on and of which there is one: index, thing, relation."""
    found: list[tuple[int, Thing, Relation]] = []
    for thing in single(scene):
        index = scene.things.index(thing)
        held = scene.held_by(index)
        apart = [
            other
            for number, other in enumerate(scene.things)
            if other not in held and number != index and share_inside(other.box, thing.box) > 0.2
        ]
        if held and not apart:
            found.append((index, thing, "in" if held[0].inside is not None else "on"))
    return found


def share_inside(box: XYXY, other: XYXY) -> float:
    """Which part of a box lies in another."""
    width = min(box[2], other[2]) - max(box[0], other[0])
    height = min(box[3], other[3]) - max(box[1], other[1])
    area = (box[2] - box[0]) * (box[3] - box[1])
    return max(width, 0.0) * max(height, 0.0) / max(area, 1e-9)


def apart(first: Thing, second: Thing, scene: Scene) -> tuple[float, float]:
    """From the second thing's centre to the first's, as fractions of the picture's size."""
    dx = (first.centre[0] - second.centre[0]) / scene.width
    dy = (first.centre[1] - second.centre[1]) / scene.height
    return dx, dy


def area(thing: Thing) -> float:
    """The area of the box, in pixels."""
    return (thing.box[2] - thing.box[0]) * (thing.box[3] - thing.box[1])


def plural(noun: str) -> str:
    """``people`` for ``person``."""
    return sprites()[noun].plural


def amount(number: int, noun: str) -> str:
    """``1 dog``, ``2 dogs``."""
    return f"{number} {noun if number == 1 else plural(noun)}"


def are(number: int) -> str:
    """The verb for that many."""
    return "is" if number == 1 else "are"


def a(phrase: str) -> str:
    """``a dog``, ``an umbrella``."""
    return f"{'an' if phrase[0] in 'aeiou' else 'a'} {phrase}"


def yes(truth: bool) -> str:
    """A truth value as an answer."""
    return "yes" if truth else "no"
