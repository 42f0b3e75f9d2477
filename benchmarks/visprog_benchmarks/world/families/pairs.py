"""Questions about two pictures."""

from __future__ import annotations

from visprog_benchmarks.world import asking as ask
from visprog_benchmarks.world.draws import Draws
from visprog_benchmarks.world.question import Question
from visprog_benchmarks.world.scene import Scene
from visprog_planners.grammar import meaning as m


def pair_compare(scenes: tuple[Scene, ...], draws: Draws, wanted: str) -> Question | None:
    """Are there more dogs in the left image than in the right image?"""
    noun = _noun(scenes, draws)
    if noun is None:
        return None
    left, right = (ask.counts(scene)[noun] for scene in scenes)
    true: dict[m.Operator, bool] = {">": left > right, "<": left < right, "==": left == right}
    fit = [operator for operator, holds in true.items() if holds is (wanted == "yes")]
    operator = draws.pick(fit)
    many = ask.plural(noun)
    text = {
        ">": f"Are there more {many} in the left image than in the right image?",
        "<": f"Are there fewer {many} in the left image than in the right image?",
        "==": f"Do both images contain the same number of {many}?",
    }[operator]
    if operator == "==":
        text = f"Are there as many {many} in the left image as in the right image?"
    one, other = (m.Count(m.Thing(noun, image=index)) for index in (0, 1))
    meaning = m.Whether(m.Compare(one, operator, other))
    return Question(text, scenes, wanted, "pair compare", meaning)


def pair_exists(scenes: tuple[Scene, ...], draws: Draws, wanted: str) -> Question | None:
    """Is there a dog in both images?"""
    noun = _noun(scenes, draws)
    if noun is None:
        return None
    here = [ask.counts(scene)[noun] > 0 for scene in scenes]
    one, other = (m.Compare(m.Count(m.Thing(noun, image=index)), ">", 0) for index in (0, 1))
    kinds: list[tuple[bool, str, m.Condition]] = [
        (all(here), f"Is there {ask.a(noun)} in both images?", m.Both("and", (one, other))),
        (any(here), f"Is there {ask.a(noun)} in either image?", m.Both("or", (one, other))),
        (here[0], f"Is there {ask.a(noun)} in the left image?", one),
        (here[1], f"Is there {ask.a(noun)} in the right image?", other),
    ]
    fit = [kind for kind in kinds if kind[0] is (wanted == "yes")]
    if not fit:
        return None
    _, text, condition = draws.pick(fit)
    return Question(text, scenes, wanted, "pair exists", m.Whether(condition))


def pair_count(scenes: tuple[Scene, ...], draws: Draws, wanted: str) -> Question | None:
    """How many dogs are there in both images together?"""
    noun = _noun(scenes, draws)
    if noun is None or sum(ask.counts(scene)[noun] for scene in scenes) != int(wanted):
        return None
    many = ask.plural(noun)
    text = draws.pick(
        (
            f"How many {many} are there in both images together?",
            f"How many {many} are there in total in the two images?",
        )
    )
    meaning = m.HowMany(m.Count(m.Thing(noun)))
    return Question(text, scenes, wanted, "pair count", meaning)


def pair_which(scenes: tuple[Scene, ...], draws: Draws, wanted: str) -> Question | None:
    """Which image has more dogs?"""
    noun = _noun(scenes, draws)
    if noun is None:
        return None
    left, right = (ask.counts(scene)[noun] for scene in scenes)
    if left == right or (left > right) is not (wanted == "left"):
        return None
    text = draws.pick(
        (
            f"Which image has more {ask.plural(noun)}?",
            f"In which picture are there more {ask.plural(noun)}?",
        )
    )
    meaning = m.WhichImage(m.Thing(noun), ">")
    return Question(text, scenes, wanted, "pair which", meaning)


def _noun(scenes: tuple[Scene, ...], draws: Draws) -> str | None:
    """A noun of one of the pictures, preferably of both, that nothing in either resembles."""
    left, right = (set(ask.counts(scene)) for scene in scenes)
    both = sorted(left & right)
    nouns = both if both and draws.chance(0.7) else sorted(left | right)
    fit = [noun for noun in nouns if all(ask.clear(noun, scene) for scene in scenes)]
    return draws.pick(fit) if fit else None
