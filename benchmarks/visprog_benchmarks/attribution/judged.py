"""One faulty run before every judge: where does each put the guilty step?"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from visprog.analysis.attribution import Attribution, attribute
from visprog.analysis.blame import same
from visprog.analysis.causal import players
from visprog.analysis.proposals import (
    Proposal,
    from_evidence,
    from_programs,
    recomputed,
    second_opinion,
)
from visprog.analysis.repair import Repair, repairable
from visprog.analysis.suspicion import invariants, suspects
from visprog_benchmarks.attribution.injected import Case
from visprog_benchmarks.attribution.opinions import ERRS, confidences, second

PLACEBOS = 8
"""Answers of the same family, the right and the recorded one among them."""

EVIDENCE = 3
"""Alternatives of a step's own evidence that are tried, the most plausible first."""

JUDGES = (
    "step gold",
    "answer gold",
    "no gold",
    "lowest confidence",
    "last step",
    "random",
)
"""In the order of the table; the last three are baselines."""


@dataclass(frozen=True)
class Judged:
    """What the judges made of one case."""

    case: Case
    attribution: Attribution
    repairs: Sequence[Repair]
    places: Mapping[str, int]
    """By judge, the guilty step's place in its ranking, from 1."""
    steps: int


def judge(case: Case, placebos: Sequence[Any], seed: int) -> Judged:
    """Rank the steps of a faulty run by every method."""
    sound, model = case.sound, case.model
    order = [step for step in players(model.graph) if step in model.nodes]
    perfect = sound.stage.perfect(model)
    found = attribute(
        model, model.graph, case.recorded, perfect, sound.score, calls=case.calls or None
    )
    proposals = list(_proposals(case, order, seed))
    labels = _distinct([sound.gold, case.recorded.answer, *placebos])
    repairs = repairable(model, order, proposals, sound.score, labels, same)
    sure = confidences(case, seed)
    breaches = invariants(model.recording.run, model)
    looks = suspects(model, order, proposals, sure, case.recorded.answer, breaches)
    shuffled = random.Random(f"{seed} {sound.task.text}").sample(order, len(order))
    rankings = {
        "step gold": found.ranking,
        "answer gold": [item.step for item in repairs],
        "no gold": [item.step for item in looks],
        "lowest confidence": sorted(order, key=lambda step: sure[step]),
        "last step": order[::-1],
        "random": shuffled,
    }
    guilty = case.steps[0]
    places = {name: ranking.index(guilty) + 1 for name, ranking in rankings.items()}
    return Judged(case, found, repairs, places, len(order))


def _distinct(answers: Sequence[Any]) -> list[Any]:
    """The answers to choose from by chance, each once, no more than :data:`PLACEBOS`."""
    found: list[Any] = []
    for answer in answers:
        if len(found) < PLACEBOS and not any(same(answer, other) for other in found):
            found.append(answer)
    return found


def _proposals(case: Case, order: Sequence[str], seed: int) -> list[Proposal]:
    """All that can be tried without knowing any step's right value."""
    model, stage = case.model, case.sound.stage
    steps = {step.id: step for step in model.recording.steps}
    found: list[Proposal] = []
    for step in order:
        node = model.nodes[step]
        oracle = stage.oracles.get(node.tool)
        exact = model.exact(step)
        if oracle is not None:
            own = from_evidence(steps[step], case.recorded.values[step])
            own = sorted(own, key=lambda proposal: -proposal.weight)[:EVIDENCE]
            found += [_weighed(p, 0.3 / len(own)) for p in own]
            found.append(second_opinion(node, second(oracle, seed)))
        elif exact is not None:
            recorded = case.recorded.values[step]
            found += recomputed(step, recorded, model.again_exact(step))
        draw = random.Random(f"program {seed} {step} {case.sound.task.text}")
        if case.calls.get(step) and draw.random() >= ERRS:
            way = oracle or (exact.function if exact else None)
            if way is not None:
                found += from_programs(node, way, [case.calls[step]], 1.0)
    return found


def _weighed(proposal: Proposal, weight: float) -> Proposal:
    return Proposal(proposal.step, proposal.change, weight, proposal.source)
