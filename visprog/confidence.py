"""How sure a step is of its value, and what that makes of the answer.

A detection is right when every candidate was judged rightly: those that count, with their scores,
and those below the threshold, with what their scores lack to 1. A choice has the probability of
what was chosen. A step that asks no model is sure. Taken as independent, the steps that an answer
depends on multiply (`P = prod c_i`); an edge that absorbs errors makes the answer surer than that.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from visprog.graph import ANSWER
from visprog.trace import Run, Step
from visprog.types import Region, Regions

LEAST = 0.02
"""No step is surer of being wrong than this; a product would never recover from 0."""


def of_step(step: Step) -> float | None:
    """The step's probability of being right on its inputs; ``None`` where it says nothing.

    Calibrated as far as the model's scores are.
    """
    if not step.model_calls:
        return 1.0
    facts = facts_of(step)
    for found in facts:
        if "below" in found or "suppressed" in found:
            kept = step.load() if step.status == "ok" else ()
            if not isinstance(kept, Regions):
                kept = next((f["regions"] for f in facts if "regions" in f), Regions())
            return _detection(kept, found.get("below") or Regions())
    for found in facts:
        ranking = found.get("ranking")
        if ranking:
            return _clipped(float(ranking[0][1]))
        if found.get("rankings"):
            return _clipped(math.prod(float(rows[0][1]) for rows in found["rankings"] if rows))
    value = step.load() if step.status == "ok" else None
    if isinstance(value, Region | Regions):
        return _detection(value if isinstance(value, Regions) else Regions((value,)), Regions())
    return None


def facts_of(step: Step) -> list[Mapping[str, Any]]:
    """What the tool noted about the step, alive."""
    stored: list[Any] = [note.facts for note in step.noted]  # from disk they are Held
    return [facts.load() if hasattr(facts, "load") else facts for facts in stored]


def _detection(kept: Regions, below: Regions) -> float:
    sure = math.prod(region.score for region in kept)
    return _clipped(sure * math.prod(1 - region.score for region in below))


def _clipped(chance: float) -> float:
    return min(1.0, max(LEAST, chance))


def of_answer(
    run: Run,
    *,
    steps: Mapping[str, float | None] | None = None,
    priors: Mapping[str, float] | None = None,
    transmission: Mapping[str, float] | None = None,
) -> float:
    """The probability that the answer is right, from the steps that it depends on.

    ``steps`` are confidences by step (by default :func:`of_step`), ``priors`` by tool how often it
    is right, for steps that say nothing, ``transmission`` by tool how often an error of one of its
    steps makes the answer wrong (by default always).
    """
    graph = run.graph()
    if ANSWER not in graph:
        return 0.0
    causes = graph.causes(ANSWER)
    total = 1.0
    for step in run.steps:
        if step.id not in causes:
            continue
        own = steps[step.id] if steps is not None and step.id in steps else of_step(step)
        if own is None:
            own = (priors or {}).get(step.tool, 1.0)
        total *= 1 - (1 - own) * (transmission or {}).get(step.tool, 1.0)
    return total
