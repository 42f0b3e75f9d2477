"""Questions of number: how many, whether, at least, more than."""

from __future__ import annotations

from visprog_benchmarks.world import asking as ask
from visprog_benchmarks.world.draws import Draws
from visprog_benchmarks.world.question import Question
from visprog_benchmarks.world.scene import Scene, Thing
from visprog_planners.grammar import meaning as m

AMOUNTS: tuple[tuple[str, m.Operator], ...] = (
    ("exactly", "=="),
    ("at least", ">="),
    ("at most", "<="),
    ("more than", ">"),
    ("fewer than", "<"),
)


def count(scenes: tuple[Scene, ...], draws: Draws, wanted: str) -> Question | None:
    """How many dogs are there?"""
    (scene,) = scenes
    number = int(wanted)
    if number == 0:
        noun = ask.absent(scene, draws)
    else:
        fit = [noun for noun in ask.present(scene) if ask.counts(scene)[noun] == number]
        if not fit:
            return None
        noun = draws.pick(fit)
    many = ask.plural(noun)
    text = draws.pick(
        (
            f"How many {many} are there?",
            f"How many {many} are in the picture?",
            f"How many {many} can you see?",
            f"What is the number of {many}?",
            f"How many {many} do you see in the image?",
        )
    )
    meaning = m.HowMany(m.Count(m.Thing(noun)))
    return Question(text, scenes, wanted, "count", meaning)


def count_held(scenes: tuple[Scene, ...], draws: Draws, wanted: str) -> Question | None:
    """How many people are in the boat?"""
    (scene,) = scenes
    number = int(wanted)
    found = _held(scene, draws, number)
    if found is None:
        return None
    holder, relation, noun = found
    many = ask.plural(noun)
    text = draws.pick(
        (
            f"How many {many} are {relation} the {holder.noun}?",
            f"How many {many} are there {relation} the {holder.noun}?",
            f"How many {many} can you see {relation} the {holder.noun}?",
        )
    )
    meaning = m.HowMany(m.Count(_placed(noun, relation, holder)))
    return Question(text, scenes, wanted, "count held", meaning)


def exists(scenes: tuple[Scene, ...], draws: Draws, wanted: str) -> Question | None:
    """Is there a dog?"""
    (scene,) = scenes
    fit = ask.present(scene)
    if wanted == "yes" and not fit:
        return None
    noun = draws.pick(fit) if wanted == "yes" else ask.absent(scene, draws)
    text = draws.pick(
        (
            f"Is there {ask.a(noun)}?",
            f"Is there {ask.a(noun)} in the picture?",
            f"Are there any {ask.plural(noun)}?",
            f"Do you see {ask.a(noun)}?",
            f"Can you see any {ask.plural(noun)} in the image?",
        )
    )
    meaning = m.Whether(m.Compare(m.Count(m.Thing(noun)), ">", 0))
    return Question(text, scenes, wanted, "exists", meaning)


def exists_held(scenes: tuple[Scene, ...], draws: Draws, wanted: str) -> Question | None:
    """Is there a dog in the boat?"""
    (scene,) = scenes
    found = _held(scene, draws, 0 if wanted == "no" else None)
    if found is None:
        return None
    holder, relation, noun = found
    text = draws.pick(
        (
            f"Is there {ask.a(noun)} {relation} the {holder.noun}?",
            f"Are there any {ask.plural(noun)} {relation} the {holder.noun}?",
        )
    )
    thing = _placed(noun, relation, holder)
    meaning = m.Whether(m.Compare(m.Count(thing), ">", 0))
    return Question(text, scenes, wanted, "exists held", meaning)


def amount(scenes: tuple[Scene, ...], draws: Draws, wanted: str) -> Question | None:
    """Are there at least two dogs?"""
    (scene,) = scenes
    fit = ask.present(scene)
    if not fit:
        return None
    most = max(ask.counts(scene)[noun] for noun in fit)
    noun = draws.pick([noun for noun in fit if ask.counts(scene)[noun] >= min(2, most)])
    word, operator = draws.pick(AMOUNTS)
    number = _limit(ask.counts(scene)[noun], operator, wanted == "yes", draws)
    if number is None:
        return None
    there = "Is there" if number == 1 else "Are there"
    text = f"{there} {word} {ask.amount(number, noun)}?"
    meaning = m.Whether(m.Compare(m.Count(m.Thing(noun)), operator, number))
    return Question(text, scenes, wanted, "amount", meaning)


def amount_held(scenes: tuple[Scene, ...], draws: Draws, wanted: str) -> Question | None:
    """Are there exactly 3 people in the boat?"""
    (scene,) = scenes
    found = _held(scene, draws, None)
    if found is None:
        return None
    holder, relation, noun = found
    held = scene.held_by(scene.things.index(holder))
    word, operator = draws.pick(AMOUNTS)
    here = sum(thing.noun == noun for thing in held)
    number = _limit(here, operator, wanted == "yes", draws)
    if number is None:
        return None
    there = "Is there" if number == 1 else "Are there"
    text = f"{there} {word} {ask.amount(number, noun)} {relation} the {holder.noun}?"
    thing = _placed(noun, relation, holder)
    meaning = m.Whether(m.Compare(m.Count(thing), operator, number))
    return Question(text, scenes, wanted, "amount held", meaning)


def compare(scenes: tuple[Scene, ...], draws: Draws, wanted: str) -> Question | None:
    """Are there more dogs than cats?"""
    (scene,) = scenes
    fit = ask.present(scene)
    if len(fit) < 2:
        return None
    number = ask.counts(scene)
    first = draws.pick(fit)
    second = draws.pick([noun for noun in fit if noun != first])
    operators: dict[m.Operator, bool] = {
        ">": number[first] > number[second],
        "<": number[first] < number[second],
        "==": number[first] == number[second],
    }
    true = [operator for operator, holds in operators.items() if holds is (wanted == "yes")]
    operator = draws.pick(true)
    one, other = ask.plural(first), ask.plural(second)
    text = {
        ">": f"Are there more {one} than {other}?",
        "<": f"Are there fewer {one} than {other}?",
        "==": f"Are there as many {one} as {other}?",
    }[operator]
    pair = m.Count(m.Thing(first)), m.Count(m.Thing(second))
    meaning = m.Whether(m.Compare(pair[0], operator, pair[1]))
    return Question(text, scenes, wanted, "compare", meaning)


def logic(scenes: tuple[Scene, ...], draws: Draws, wanted: str) -> Question | None:
    """Is there a dog and a cat?"""
    (scene,) = scenes
    fit = ask.present(scene)
    if not fit:
        return None
    first = draws.pick(fit) if draws.chance(0.7) else ask.absent(scene, draws)
    others = [noun for noun in fit if noun != first]
    second = draws.pick(others) if others and draws.chance(0.5) else ask.absent(scene, draws)
    if first == second:
        return None
    here = set(ask.counts(scene))
    one, other = (m.Compare(m.Count(m.Thing(noun)), ">", 0) for noun in (first, second))
    kinds: dict[str, tuple[bool, str, m.Condition]] = {
        "and": (
            first in here and second in here,
            f"Is there {ask.a(first)} and {ask.a(second)}?",
            m.Both("and", (one, other)),
        ),
        "or": (
            first in here or second in here,
            f"Is there {ask.a(first)} or {ask.a(second)}?",
            m.Both("or", (one, other)),
        ),
        "but": (
            first in here and second not in here,
            f"Is there {ask.a(first)} but no {second}?",
            m.Both("and", (one, m.Compare(m.Count(m.Thing(second)), "==", 0))),
        ),
        "no": (
            first not in here,
            f"Is there no {first}?",
            m.Compare(m.Count(m.Thing(first)), "==", 0),
        ),
    }
    true = [kind for kind, (holds, _, _) in kinds.items() if holds is (wanted == "yes")]
    if not true:
        return None
    _, text, condition = kinds[draws.pick(true)]
    return Question(text, scenes, wanted, "logic", m.Whether(condition))


def total(scenes: tuple[Scene, ...], draws: Draws, wanted: str) -> Question | None:
    """How many dogs and cats are there?"""
    (scene,) = scenes
    fit, number = ask.present(scene), ask.counts(scene)
    pairs = [
        (first, second)
        for first in fit
        for second in fit
        if first < second and number[first] + number[second] == int(wanted)
    ]
    if not pairs:
        return None
    first, second = draws.pick(pairs)
    text = f"How many {ask.plural(first)} and {ask.plural(second)} are there?"
    parts = (m.Count(m.Thing(first)), m.Count(m.Thing(second)))
    return Question(text, scenes, wanted, "total", m.HowMany(m.Sum(parts)))


def _held(scene: Scene, draws: Draws, number: int | None) -> tuple[Thing, m.Relation, str] | None:
    """A holder and a noun of which it holds that many (0: none, None: one or more)."""
    holders = ask.holders(scene)
    if not holders:
        return None
    index, holder, relation = draws.pick(holders)
    held = [thing.noun for thing in scene.held_by(index)]
    if number == 0:
        elsewhere = [
            noun for noun in ask.present(scene) if noun not in held and noun != holder.noun
        ]
        noun = draws.pick(elsewhere) if elsewhere and draws.chance(0.5) else ""
        return holder, relation, noun or ask.absent(scene, draws)
    fit = [
        noun
        for noun in sorted(set(held))
        if ask.clear(noun, scene) and (number is None or held.count(noun) == number)
    ]
    return (holder, relation, draws.pick(fit)) if fit else None


def _placed(noun: str, relation: m.Relation, holder: Thing) -> m.Thing:
    return m.Thing(noun, place=m.Place(relation, m.Thing(holder.noun, definite=True)))


def _limit(here: int, operator: m.Operator, truth: bool, draws: Draws) -> int | None:
    """A number near `here` against which the comparison is true or false.

    It is at least 1, and at least 2 for "fewer than": nobody asks for fewer than one.
    """
    tests = {
        "==": lambda limit: here == limit,
        ">=": lambda limit: here >= limit,
        "<=": lambda limit: here <= limit,
        ">": lambda limit: here > limit,
        "<": lambda limit: here < limit,
    }
    near = range(max(2 if operator == "<" else 1, here - 1), here + 3)
    fit = [limit for limit in near if tests[operator](limit) is truth]
    return draws.pick(fit) if fit else None
