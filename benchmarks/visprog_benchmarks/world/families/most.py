"""Questions about one of several alike: the leftmost car, the largest dog."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from visprog_benchmarks.world import asking as ask
from visprog_benchmarks.world.draws import Draws
from visprog_benchmarks.world.families.space import CLEAR, LARGER
from visprog_benchmarks.world.question import Question
from visprog_benchmarks.world.scene import Scene, Thing
from visprog_planners.grammar import meaning as m

AHEAD: Mapping[m.Measure, Callable[[Thing, Thing, Scene], bool]] = {
    "larger": lambda one, other, _: ask.area(one) > LARGER * ask.area(other),
    "smaller": lambda one, other, _: LARGER * ask.area(one) < ask.area(other),
    "left": lambda one, other, scene: ask.apart(one, other, scene)[0] < -CLEAR,
    "right": lambda one, other, scene: ask.apart(one, other, scene)[0] > CLEAR,
    "higher": lambda one, other, scene: ask.apart(one, other, scene)[1] < -CLEAR,
    "lower": lambda one, other, scene: ask.apart(one, other, scene)[1] > CLEAR,
}
"""By measure, when one thing is clearly ahead of another."""


def most_colour(scenes: tuple[Scene, ...], draws: Draws, wanted: str) -> Question | None:
    """What colour is the leftmost car?"""
    (scene,) = scenes
    fit = [found for found in _leaders(scene) if found[0].colour == wanted]
    if not fit:
        return None
    thing, measure = draws.pick(fit)
    text = draws.pick(
        (
            f"What colour is the {m.SUPERLATIVES[measure]} {thing.noun}?",
            f"What is the color of the {m.SUPERLATIVES[measure]} {thing.noun}?",
        )
    )
    meaning = m.WhatColour(m.Thing(thing.noun, definite=True, most=measure))
    return Question(text, scenes, wanted, "most colour", meaning)


def most_beside(scenes: tuple[Scene, ...], draws: Draws, wanted: str) -> Question | None:
    """Is the largest dog to the left of the cat?"""
    (scene,) = scenes
    fit: list[tuple[Thing, m.Measure, m.Relation, Thing]] = []
    for thing, measure in _leaders(scene):
        for other in ask.single(scene):
            dx, _ = ask.apart(thing, other, scene)
            if other.noun != thing.noun and abs(dx) >= CLEAR:
                true = (dx < 0) is (wanted == "yes")
                fit.append((thing, measure, "left of" if true else "right of", other))
    if not fit:
        return None
    thing, measure, relation, other = draws.pick(fit)
    text = f"Is the {m.SUPERLATIVES[measure]} {thing.noun} to the {relation} the {other.noun}?"
    place = m.Place(relation, m.Thing(other.noun, definite=True))
    meaning = m.Whether(m.Is(m.Thing(thing.noun, definite=True, most=measure), place=place))
    return Question(text, scenes, wanted, "most beside", meaning)


def _leaders(scene: Scene) -> list[tuple[Thing, m.Measure]]:
    """Things that are clearly ahead of all others of their noun, and in what."""
    found: list[tuple[Thing, m.Measure]] = []
    for noun in ask.present(scene):
        several = scene.named(noun)
        if len(several) < 2:
            continue
        for measure, ahead in AHEAD.items():
            found += [
                (thing, measure)
                for thing in several
                if all(ahead(thing, other, scene) for other in several if other is not thing)
            ]
    return found
