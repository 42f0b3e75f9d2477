"""Compounding errors: how often a program is right whose K looks each fail with probability e.

The naive prediction is ``(1 - e)^K``. Errors that cancel or are absorbed make the measured rate
higher; errors that come together (a hard picture) make it higher too, and those that downstream
steps multiply make it lower.
"""

from __future__ import annotations

import random
from typing import Any

from visprog.analysis.causal import SetMechanism
from visprog.analysis.distance import compare
from visprog.analysis.faults import slipping, slips
from visprog.analysis.rate import Rate
from visprog_benchmarks.attribution.stage import Sound, Stage, Task, sound_runs, staged
from visprog_benchmarks.world.asking import alike, counts, present
from visprog_benchmarks.world.draws import Draws
from visprog_benchmarks.world.layout import make_scene
from visprog_benchmarks.world.question import Question
from visprog_benchmarks.world.scene import Scene
from visprog_benchmarks.world.splits import SEEDS
from visprog_planners.grammar import meaning as m
from visprog_tools.sprites import nouns

LONGEST = 6
SCENES = 60
SLIPS_AT = 0.15
"""How often a look slips, by construction; what it comes to is measured."""


def chains(runs: int, seed: int, errs: float = SLIPS_AT) -> dict[str, Any]:
    """Predicted against measured for K = 1 .. 6 looks, ``runs`` runs each.

    The programs ask how many there are of K kinds of things together; every look is one ``LOC``,
    whose boxes are dropped, added or shifted with probability ``errs``.
    """
    asked = [
        Task.of(_question(k, number, seed)) for k in range(1, LONGEST + 1) for number in range(runs)
    ]
    rows = []
    wrong_looks = looks = 0
    with staged(asked) as stage:
        sound = sound_runs(stage, asked)
        by_length: dict[int, list[tuple[bool, bool]]] = {}
        for index, run in enumerate(sound):
            k = sum(node.tool == "LOC" for node in run.structure.nodes.values())
            right, slipped = _noisy(run, stage, errs, f"{seed} {index}")
            wrong_looks, looks = wrong_looks + slipped, looks + k
            by_length.setdefault(k, []).append((right, not slipped))
    e = Rate(wrong_looks, looks)
    for k, outcomes in sorted(by_length.items()):
        rows.append(
            {
                "k": k,
                "predicted": round((1 - e.value) ** k, 4),
                "predicted_interval": [round((1 - edge) ** k, 4) for edge in e.interval[::-1]],
                "right": Rate.of(right for right, _ in outcomes).to_json(),
                "sound": Rate.of(sound for _, sound in outcomes).to_json(),
            }
        )
    return {"e": e.to_json(), "rows": rows}


def _question(k: int, number: int, seed: int) -> Question:
    """How many of K kinds are there together? Kinds that are not there count nothing."""
    draws = Draws(f"chains {k}", seed * 100_003 + number)
    scene = make_scene(SEEDS["test"][0] + draws.whole(0, SCENES - 1))
    kinds = _kinds(scene, draws, k)
    parts = tuple(m.Count(m.Thing(noun)) for noun in kinds)
    total = sum(counts(scene)[noun] for noun in kinds)
    meaning = m.HowMany(parts[0] if k == 1 else m.Sum(parts))
    text = f"How many of {', '.join(kinds)} are there?"
    return Question(text, (scene,), str(total), f"chain {k}", meaning)


def _kinds(scene: Scene, draws: Draws, k: int) -> list[str]:
    kinds = present(scene)[:k]
    avoided = {other for noun in counts(scene) for other in (noun, *alike(noun))}
    others = [noun for noun in nouns() if noun not in avoided]
    while len(kinds) < k:
        noun = draws.pick(others)
        others.remove(noun)
        kinds.append(noun)
    return kinds


def _noisy(run: Sound, stage: Stage, errs: float, seed: str) -> tuple[bool, int]:
    """Whether the answer is right all the same, and how many looks came out wrong."""
    draw = random.Random(seed)
    natural: dict[str, SetMechanism] = {}
    for step, node in run.structure.nodes.items():
        if node.tool == "LOC" and draw.random() < errs:
            kinds = [kind for kind in slips(node.value) if kind != "relabel"]
            function = stage.oracles["LOC"]
            faulty = slipping(function, draw.choice(kinds), draw.randrange(2**30))
            natural[step] = SetMechanism(faulty)
    outcome = run.model(natural)({})
    wrong = sum(
        compare(outcome.values[step], run.structure.nodes[step].value).wrong for step in natural
    )
    return bool(run.score(outcome.answer)), wrong
