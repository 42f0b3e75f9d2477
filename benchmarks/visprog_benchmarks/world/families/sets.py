"""Questions about three pictures."""

from __future__ import annotations

from visprog_benchmarks.world import asking as ask
from visprog_benchmarks.world.draws import Draws
from visprog_benchmarks.world.question import Question
from visprog_benchmarks.world.scene import Scene
from visprog_planners.grammar import meaning as m


def set_count(scenes: tuple[Scene, ...], draws: Draws, wanted: str) -> Question | None:
    """How many dogs are there in the three images?"""
    noun = _noun(scenes, draws)
    if noun is None or sum(_counts(noun, scenes)) != int(wanted):
        return None
    text = draws.pick(
        (
            f"How many {ask.plural(noun)} are there in the three images?",
            f"How many {ask.plural(noun)} are there in all images together?",
        )
    )
    meaning = m.HowMany(m.Count(m.Thing(noun)))
    return Question(text, scenes, wanted, "set count", meaning)


def set_images(scenes: tuple[Scene, ...], draws: Draws, wanted: str) -> Question | None:
    """In how many images is there a dog?"""
    noun = _noun(scenes, draws)
    if noun is None or sum(map(bool, _counts(noun, scenes))) != int(wanted):
        return None
    text = draws.pick(
        (
            f"In how many images is there {ask.a(noun)}?",
            f"How many images contain {ask.a(noun)}?",
        )
    )
    meaning = m.HowMany(m.Sum(_there(noun, scenes)))
    return Question(text, scenes, wanted, "set images", meaning)


def set_exists(scenes: tuple[Scene, ...], draws: Draws, wanted: str) -> Question | None:
    """Is there a dog in every image?"""
    noun = _noun(scenes, draws)
    if noun is None:
        return None
    number = _counts(noun, scenes)
    kinds: list[tuple[bool, str, m.Condition]] = [
        (
            all(number),
            f"Is there {ask.a(noun)} in every image?",
            m.Both("and", _there(noun, scenes)),
        ),
        (
            all(number),
            f"Is there {ask.a(noun)} in all images?",
            m.Both("and", _there(noun, scenes)),
        ),
        (any(number), f"Is there {ask.a(noun)} in any image?", m.Both("or", _there(noun, scenes))),
    ]
    fit = [kind for kind in kinds if kind[0] is (wanted == "yes")]
    if not fit:
        return None
    _, text, condition = draws.pick(fit)
    return Question(text, scenes, wanted, "set exists", m.Whether(condition))


def set_which(scenes: tuple[Scene, ...], draws: Draws, wanted: str) -> Question | None:
    """Which image has the most dogs?"""
    noun = _noun(scenes, draws)
    if noun is None:
        return None
    number = _counts(noun, scenes)
    best = max(number)
    if number.count(best) > 1 or f"image {number.index(best) + 1}" != wanted:
        return None
    text = f"Which image has the most {ask.plural(noun)}?"
    return Question(text, scenes, wanted, "set which", m.WhichImage(m.Thing(noun), ">"))


def _counts(noun: str, scenes: tuple[Scene, ...]) -> list[int]:
    return [ask.counts(scene)[noun] for scene in scenes]


def _there(noun: str, scenes: tuple[Scene, ...]) -> tuple[m.Compare, ...]:
    return tuple(
        m.Compare(m.Count(m.Thing(noun, image=index)), ">", 0) for index in range(len(scenes))
    )


def _noun(scenes: tuple[Scene, ...], draws: Draws) -> str | None:
    """A noun, preferably of as many of the pictures as any, that nothing in them resembles."""
    here = [set(ask.counts(scene)) for scene in scenes]
    fit = [
        noun
        for noun in sorted(set().union(*here))
        if all(ask.clear(noun, scene) for scene in scenes)
    ]
    if not fit:
        return None
    most = max(sum(noun in one for one in here) for noun in fit)
    shared = [noun for noun in fit if sum(noun in one for one in here) == most]
    return draws.pick(shared if draws.chance(0.7) else fit)
