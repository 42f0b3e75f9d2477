"""Referring expressions: words that pick one thing of a scene, with the pixels that they mean.

Each comes with a program that points to the thing and cuts it out. An expression is only made where
one thing alone fits it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from visprog_benchmarks.world import asking as ask
from visprog_benchmarks.world.draws import Draws
from visprog_benchmarks.world.families.space import CLEAR
from visprog_benchmarks.world.layout import make_scene
from visprog_benchmarks.world.scene import Scene, Stage, Thing
from visprog_benchmarks.world.splits import SEEDS

POINTED = """OBJ0=POINT(image=IMAGE,object={phrase!r},masks=True)
FINAL_RESULT=RESULT(var=OBJ0)
"""
WITHIN = """BOX0=LOC(image=IMAGE,object={other!r})
IMAGE0={crop}(image=IMAGE,box=BOX0)
OBJ0=POINT(image=IMAGE0,object={phrase!r},masks=True)
FINAL_RESULT=RESULT(var=OBJ0)
"""


@dataclass(frozen=True, slots=True)
class Referred:
    """`thing` is the index of what the text means."""

    text: str
    scene: Scene
    kind: str
    thing: int
    program: str


def expressions(n: int, seed: int, split: Stage = "test") -> list[Referred]:
    """`n` expressions about as many unseen scenes, the kinds in turn."""
    draws = Draws(f"referring {split}", seed)
    seeds = SEEDS[split]
    made: list[Referred] = []
    while len(made) < n:
        kind = tuple(KINDS)[len(made) % len(KINDS)]
        found = KINDS[kind](make_scene(draws.whole(seeds.start, seeds.stop - 1)), draws)
        if found is not None:
            made.append(found)
    return made


def by_noun(scene: Scene, draws: Draws) -> Referred | None:
    """the dog"""
    fit = ask.single(scene)
    if not fit:
        return None
    thing = draws.pick(fit)
    return _referred(f"the {thing.noun}", scene, "noun", thing, POINTED.format(phrase=thing.noun))


def by_colour(scene: Scene, draws: Draws) -> Referred | None:
    """the red car, beside a blue one"""
    fit = [
        thing
        for noun in ask.present(scene)
        for thing in scene.named(noun)
        if thing.colour is not None
        and len(scene.named(noun)) > 1
        and sum(other.colour == thing.colour for other in scene.named(noun)) == 1
    ]
    if not fit:
        return None
    thing = draws.pick(fit)
    program = POINTED.format(phrase=thing.phrase)
    return _referred(f"the {thing.phrase}", scene, "colour", thing, program)


def by_holder(scene: Scene, draws: Draws) -> Referred | None:
    """the person in the boat, beside one who is not"""
    fit = []
    for index, holder, relation in ask.holders(scene):
        held = scene.held_by(index)
        fit += [
            (thing, holder, relation)
            for thing in held
            if ask.clear(thing.noun, scene)
            and sum(other.noun == thing.noun for other in held) == 1
            and len(scene.named(thing.noun)) > 1
        ]
    if not fit:
        return None
    thing, holder, relation = draws.pick(fit)
    program = WITHIN.format(other=holder.noun, crop="CROP", phrase=thing.noun)
    text = f"the {thing.noun} {relation} the {holder.noun}"
    return _referred(text, scene, "holder", thing, program)


def by_side(scene: Scene, draws: Draws) -> Referred | None:
    """the dog to the left of the tree, beside one to its right"""
    fit: list[tuple[Thing, Thing, str]] = []
    for other in ask.single(scene):
        for noun in ask.present(scene):
            several = scene.named(noun)
            if noun == other.noun or len(several) < 2:
                continue
            for side, sign in (("left", -1), ("right", 1)):
                there = [thing for thing in several if _clear_of(thing, other, sign, scene)]
                away = [thing for thing in several if _clear_of(thing, other, -sign, scene)]
                if len(there) == 1 and len(away) == len(several) - 1:
                    fit.append((there[0], other, side))
    if not fit:
        return None
    thing, other, side = draws.pick(fit)
    program = WITHIN.format(other=other.noun, crop=f"CROP_{side.upper()}OF", phrase=thing.noun)
    text = f"the {thing.noun} to the {side} of the {other.noun}"
    return _referred(text, scene, "side", thing, program)


KINDS: Mapping[str, Callable[[Scene, Draws], Referred | None]] = {
    "noun": by_noun,
    "colour": by_colour,
    "holder": by_holder,
    "side": by_side,
}
"""By name, in the order in which they are made."""


def _clear_of(thing: Thing, other: Thing, sign: int, scene: Scene) -> bool:
    """The whole box lies on that side of the other's middle, and the middles lie well apart."""
    dx, _ = ask.apart(thing, other, scene)
    edge = thing.box[2] if sign < 0 else thing.box[0]
    return sign * dx >= CLEAR and sign * (edge - other.centre[0]) >= 0


def _referred(text: str, scene: Scene, kind: str, thing: Thing, program: str) -> Referred:
    index = next(number for number, one in enumerate(scene.things) if one is thing)
    return Referred(text, scene, kind, index, program)
