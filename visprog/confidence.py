"""How sure a step is of its value, and what that makes of the answer.

A detection is right when every candidate was judged rightly: those that count, with their scores,
and those below the threshold, with what their scores lack to 1. A choice has the probability of
what was chosen. A step that asks no model is sure. What that comes to is a number and no
probability yet: where the pack has a :class:`Curve` for the tool, fitted to runs of the same
weights whose steps were known to be right or wrong, the curve makes it one.

Taken as independent, the steps that an answer depends on multiply (`P = prod (1 - (1 - c_i) t_i)`,
where `t_i` is how often a wrong step of that tool makes the answer wrong).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from visprog.graph import ANSWER
from visprog.trace import Run, Step
from visprog.types import Region, Regions

LEAST = 0.02
"""No step is surer of being wrong than this; a product would never recover from 0."""
EDGE = 1e-4
"""How near to 0 and 1 a number may come before its logit is taken."""
CURVES = "confidence"
"""The setting of a pack's model with the curves of the tools that ask it, by name."""


@dataclass(frozen=True)
class Curve:
    """What a tool's numbers mean, as ``visprog bench confidence`` fits it."""

    slope: float
    shift: float
    """Of the logit (Platt, 1999)."""
    rate: float
    """How often the tool is right; for a step that says nothing about itself."""
    passes: float
    """How often the answer is wrong when a step of the tool is."""

    def __call__(self, said: float | None) -> float:
        """The probability that the step is right."""
        if said is None:
            return self.rate
        inside = min(1 - EDGE, max(EDGE, said))
        logit = self.slope * math.log(inside / (1 - inside)) + self.shift
        return _clipped(1 / (1 + math.exp(-logit)))


def of_step(step: Step, models: Mapping[str, Any] | None = None) -> float | None:
    """The step's probability of being right on its inputs; ``None`` where nobody knows.

    ``models`` are the run's, whose settings have the curves; without, it is what the step says of
    itself (:func:`said_by`).
    """
    said, curve = said_by(step), curve_of(step, models or {})
    return said if curve is None else curve(said)


def curve_of(step: Step, models: Mapping[str, Any]) -> Curve | None:
    """The curve of the step's tool, from the first of the models that it asked which has one."""
    for role in dict.fromkeys(call.role for call in step.model_calls):
        curves = models.get(role, {}).get("settings", {}).get(CURVES, {})
        found = curves.get(step.tool) if isinstance(curves, Mapping) else None
        if isinstance(found, Mapping):
            names = ("slope", "shift", "rate", "passes")
            return Curve(*(float(found[name]) for name in names))
    return None


def said_by(step: Step) -> float | None:
    """What the step says of itself; ``None`` where that is nothing."""
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
    for found in facts:
        if isinstance(found.get("score"), int | float):
            return _clipped(float(found["score"]))
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

    ``steps`` are confidences by step (by default :func:`of_step` with the run's models), ``priors``
    by tool how often it is right, for steps that say nothing, ``transmission`` by tool how often an
    error of one of its steps makes the answer wrong (by default as the curves have it, else
    always).
    """
    graph = run.graph()
    if ANSWER not in graph:
        return 0.0
    causes = graph.causes(ANSWER)
    total = 1.0
    for step in run.steps:
        if step.id not in causes:
            continue
        known = steps is not None and step.id in steps
        own = steps[step.id] if steps is not None and known else of_step(step, run.models)
        if own is None:
            own = (priors or {}).get(step.tool, 1.0)
        curve = curve_of(step, run.models)
        passes = 1.0 if curve is None else curve.passes
        total *= 1 - (1 - own) * (transmission or {}).get(step.tool, passes)
    return total
