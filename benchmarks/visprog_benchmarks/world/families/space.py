"""Questions of place and size: left of, in, larger, what is on."""

from __future__ import annotations

from visprog_benchmarks.world import asking as ask
from visprog_benchmarks.world.draws import Draws
from visprog_benchmarks.world.question import Question
from visprog_benchmarks.world.scene import Scene, Thing
from visprog_planners.grammar import meaning as m
from visprog_planners.grammar.everyday import contents

CLEAR = 0.12
"""Centres lie this part of the picture's size apart before left, right, above or below is asked."""

LARGER = 1.6
"""One box has this many times the area of another before their sizes are compared."""


def beside(scenes: tuple[Scene, ...], draws: Draws, wanted: str) -> Question | None:
    """Is the dog to the left of the cat?"""
    (scene,) = scenes
    pair = _pair(scene, draws)
    if pair is None:
        return None
    first, second = pair
    dx, dy = ask.apart(first, second, scene)
    true: list[m.Relation] = []
    if abs(dx) >= CLEAR:
        true.append("left of" if dx < 0 else "right of")
    if abs(dy) >= CLEAR:
        true.append("above" if dy < 0 else "below")
    if not true:
        return None
    relation = draws.pick(true)
    if wanted == "no":
        relation = OPPOSITE[relation]
    words = f"to the {relation}" if relation.endswith("of") else relation
    text = f"Is the {first.noun} {words} the {second.noun}?"
    place = m.Place(relation, m.Thing(second.noun, definite=True))
    meaning = m.Whether(m.Is(m.Thing(first.noun, definite=True), place=place))
    return Question(text, scenes, wanted, "beside", meaning)


def held(scenes: tuple[Scene, ...], draws: Draws, wanted: str) -> Question | None:
    """Is the dog in the boat?"""
    (scene,) = scenes
    fit: list[tuple[Thing, m.Relation, Thing]] = []
    for index, holder, relation in ask.holders(scene):
        for thing in ask.single(scene):
            inside = thing in scene.held_by(index)
            if thing != holder and inside is (wanted == "yes"):
                fit.append((thing, relation, holder))
    if not fit:
        return None
    thing, relation, holder = draws.pick(fit)
    text = f"Is the {thing.noun} {relation} the {holder.noun}?"
    place = m.Place(relation, m.Thing(holder.noun, definite=True))
    meaning = m.Whether(m.Is(m.Thing(thing.noun, definite=True), place=place))
    return Question(text, scenes, wanted, "held", meaning)


def which(scenes: tuple[Scene, ...], draws: Draws, wanted: str) -> Question | None:
    """Which is larger, the dog or the cat?"""
    (scene,) = scenes
    pair = _pair(scene, draws)
    if pair is None:
        return None
    first, second = pair
    dx, dy = ask.apart(first, second, scene)
    size = ask.area(first) / ask.area(second)
    fit: list[tuple[m.Measure, str, bool]] = []
    if not 1 / LARGER < size < LARGER:
        fit += [("larger", "larger", size > 1), ("smaller", "smaller", size < 1)]
    if abs(dx) >= CLEAR:
        fit += [("left", "further left", dx < 0), ("right", "further right", dx > 0)]
    if abs(dy) >= CLEAR:
        fit += [("higher", "higher up", dy < 0), ("lower", "lower down", dy > 0)]
    fit = [item for item in fit if item[2] is (wanted == "first")]
    if not fit:
        return None
    measure, words, is_first = draws.pick(fit)
    text = draws.pick(
        (
            f"Which is {words}, the {first.noun} or the {second.noun}?",
            f"Which of the {first.noun} and the {second.noun} is {words}?",
        )
    )
    answer = first.noun if is_first else second.noun
    one, other = (m.Thing(thing.noun, definite=True) for thing in (first, second))
    return Question(text, scenes, answer, "which", m.WhichOf(one, other, measure))


def what(scenes: tuple[Scene, ...], draws: Draws, wanted: str) -> Question | None:
    """What is in the boat?"""
    (scene,) = scenes
    fit: list[tuple[Thing, m.Relation, str]] = []
    for index, holder, relation in ask.holders(scene):
        nouns = {thing.noun for thing in scene.held_by(index)}
        noun = next(iter(nouns))
        if len(nouns) == 1 and noun in contents(holder.noun) and ask.clear(noun, scene):
            fit.append((holder, relation, noun))
    if not fit:
        return None
    holder, relation, noun = draws.pick(fit)
    text = draws.pick(
        (
            f"What is {relation} the {holder.noun}?",
            f"What can you see {relation} the {holder.noun}?",
        )
    )
    meaning = m.What(m.Place(relation, m.Thing(holder.noun, definite=True)))
    return Question(text, scenes, noun, "what", meaning)


OPPOSITE: dict[m.Relation, m.Relation] = {
    "left of": "right of",
    "right of": "left of",
    "above": "below",
    "below": "above",
}


def _pair(scene: Scene, draws: Draws) -> tuple[Thing, Thing] | None:
    """Two things that can each be called "the X", neither in or on the other."""
    fit = ask.shuffled(draws, ask.single(scene))
    for first in fit:
        for second in fit:
            index = {id(thing): number for number, thing in enumerate(scene.things)}
            related = first.holder == index[id(second)] or second.holder == index[id(first)]
            if first is not second and not related:
                return first, second
    return None
