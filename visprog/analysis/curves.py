"""What the tools' confidences mean, learned from runs whose right and wrong steps are known."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from visprog.analysis.attribution import WITHIN
from visprog.analysis.calibration import mapped
from visprog.analysis.findings import WRONG, StepFinding
from visprog.analysis.reliability import Judged
from visprog.confidence import Curve, said_by
from visprog.types import Image


@dataclass(frozen=True)
class Fitted:
    """A tool's curve, and how many steps it rests on."""

    curve: Curve
    n: int
    wrong: int

    def to_json(self) -> dict[str, Any]:
        """What a pack's setting ``confidence`` holds for the tool."""
        return {
            "slope": round(self.curve.slope, 4),
            "shift": round(self.curve.shift, 4),
            "rate": round(self.curve.rate, 4),
            "passes": round(self.curve.passes, 4),
            "n": self.n,
            "wrong": self.wrong,
        }


def fitted(judged: Sequence[Judged]) -> dict[str, Fitted]:
    """By tool that asks models. Steps are those with gold; an answer in words counts against a
    tool when no step of another one is wrong by itself."""
    said: dict[str, list[tuple[float | None, bool]]] = defaultdict(list)
    passed: dict[str, list[bool]] = defaultdict(list)
    for item in judged:
        words = in_words(item)
        wrong = {step.step for step in item.steps if _is_wrong(step, words)}
        for found in item.steps:
            if found.asks_model:
                step = item.run.step(found.step)
                said[found.tool].append((said_by(step), found.step not in wrong))
        wrong_tools = {step.tool for step in item.steps if step.step in wrong}
        if len(wrong_tools) == 1 and words:
            passed[wrong_tools.pop()].append(not item.right)
    return {
        tool: Fitted(_curve(rows, passed[tool]), len(rows), sum(not right for _, right in rows))
        for tool, rows in sorted(said.items())
    }


def _is_wrong(step: StepFinding, words: bool) -> bool:
    """Wrong by itself; what is within the tolerances is blamed for another picture, too, of which
    that is to be expected."""
    return step.kind in WRONG and (words or set(step.types) != {WITHIN})


def in_words(item: Judged) -> bool:
    """Whether the run's answer is one that is right or wrong, and no picture."""
    return item.run.status != "ok" or not isinstance(item.run.answer, Image)


def _curve(rows: Sequence[tuple[float | None, bool]], passed: Sequence[bool]) -> Curve:
    """Shares as the mean of what they may be, every share being as likely beforehand."""
    told = [(own, right) for own, right in rows if own is not None]
    rate = (sum(right for _, right in rows) + 1) / (len(rows) + 2)
    always = (0.0, math.log(rate / (1 - rate)))
    slope, shift = mapped(*zip(*told, strict=True)) if told else always
    return Curve(slope, shift, rate, (sum(passed) + 1) / (len(passed) + 2))
