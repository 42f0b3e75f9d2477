"""Questions of colour; only about nouns that the world paints in several colours."""

from __future__ import annotations

from visprog_benchmarks.world import asking as ask
from visprog_benchmarks.world.draws import Draws
from visprog_benchmarks.world.question import Question
from visprog_benchmarks.world.scene import Scene, Thing
from visprog_planners.grammar import meaning as m
from visprog_tools.sprites import COLOURS


def colour(scenes: tuple[Scene, ...], draws: Draws, wanted: str) -> Question | None:
    """What colour is the car?"""
    (scene,) = scenes
    fit = [thing for thing in _painted(scene) if thing.colour == wanted]
    if not fit:
        return None
    thing = draws.pick(fit)
    text = draws.pick(
        (
            f"What colour is the {thing.noun}?",
            f"What is the color of the {thing.noun}?",
            f"Which colour is the {thing.noun}?",
        )
    )
    meaning = m.WhatColour(m.Thing(thing.noun, definite=True))
    return Question(text, scenes, wanted, "colour", meaning)


def has_colour(scenes: tuple[Scene, ...], draws: Draws, wanted: str) -> Question | None:
    """Is the umbrella red?"""
    (scene,) = scenes
    fit = _painted(scene)
    if not fit:
        return None
    thing = draws.pick(fit)
    said = thing.colour if wanted == "yes" else _other(thing, draws)
    assert said is not None
    meaning = m.Whether(m.Is(m.Thing(thing.noun, definite=True), (said,)))
    return Question(f"Is the {thing.noun} {said}?", scenes, wanted, "has colour", meaning)


def colour_choice(scenes: tuple[Scene, ...], draws: Draws, wanted: str) -> Question | None:
    """Is the car red or blue?"""
    (scene,) = scenes
    fit = [thing for thing in _painted(scene) if thing.colour == wanted]
    if not fit:
        return None
    thing = draws.pick(fit)
    options = [wanted, _other(thing, draws)]
    if draws.chance(0.5):
        options.reverse()
    text = f"Is the {thing.noun} {options[0]} or {options[1]}?"
    meaning = m.WhatColour(m.Thing(thing.noun, definite=True), tuple(options))
    return Question(text, scenes, wanted, "colour choice", meaning)


def count_coloured(scenes: tuple[Scene, ...], draws: Draws, wanted: str) -> Question | None:
    """How many red balls are there?"""
    (scene,) = scenes
    fit: list[tuple[str, str]] = []
    for noun in _nouns(scene):
        colours = [thing.colour for thing in scene.things if thing.noun == noun]
        fit += [(noun, word) for word in sorted(COLOURS) if colours.count(word) == int(wanted)]
    if not fit:
        return None
    noun, word = draws.pick(fit)
    text = f"How many {word} {ask.plural(noun)} are there?"
    meaning = m.HowMany(m.Count(m.Thing(noun, (word,))))
    return Question(text, scenes, wanted, "count coloured", meaning)


def exists_coloured(scenes: tuple[Scene, ...], draws: Draws, wanted: str) -> Question | None:
    """Is there a red car?"""
    (scene,) = scenes
    fit = _nouns(scene)
    if not fit:
        return None
    noun = draws.pick(fit)
    here = {thing.colour for thing in scene.things if thing.noun == noun}
    words = [word for word in sorted(COLOURS) if (word in here) is (wanted == "yes")]
    word = draws.pick(words)
    text = f"Is there {ask.a(f'{word} {noun}')}?"
    meaning = m.Whether(m.Compare(m.Count(m.Thing(noun, (word,))), ">", 0))
    return Question(text, scenes, wanted, "exists coloured", meaning)


def _painted(scene: Scene) -> list[Thing]:
    return [thing for thing in ask.single(scene) if thing.colour is not None]


def _nouns(scene: Scene) -> list[str]:
    painted = {thing.noun for thing in scene.things if thing.colour is not None}
    return [noun for noun in ask.present(scene) if noun in painted]


def _other(thing: Thing, draws: Draws) -> str:
    return draws.pick([word for word in sorted(COLOURS) if word != thing.colour])
