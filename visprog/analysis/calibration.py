"""Whether confidences mean what they say, and what it is worth to answer only when sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from visprog.analysis.rate import Rate


@dataclass(frozen=True, slots=True)
class Bin:
    """The answers whose confidence lies in one range."""

    low: float
    high: float
    confidence: float
    """Their mean."""
    rate: Rate

    def to_json(self) -> dict[str, Any]:
        return {
            "low": round(self.low, 4),
            "high": round(self.high, 4),
            "confidence": round(self.confidence, 4),
            **self.rate.to_json(),
        }


def reliability(confidences: Sequence[float], right: Sequence[bool], bins: int = 10) -> list[Bin]:
    """The reliability diagram in bins of equal width; empty ones are left out."""
    found: list[Bin] = []
    for number in range(bins):
        inside = [
            (chance, truth)
            for chance, truth in zip(confidences, right, strict=True)
            if min(int(chance * bins), bins - 1) == number
        ]
        if inside:
            mean = sum(chance for chance, _ in inside) / len(inside)
            rate = Rate.of(truth for _, truth in inside)
            found.append(Bin(number / bins, (number + 1) / bins, mean, rate))
    return found


def expected_error(confidences: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """ECE: how far a bin's confidence is from its rate, averaged over answers (Naeini 2015)."""
    if not confidences:
        return 0.0
    parts = reliability(confidences, right, bins)
    gaps = (part.rate.n * abs(part.confidence - part.rate.value) for part in parts)
    return sum(gaps) / len(confidences)


def fitted(confidences: Sequence[float], right: Sequence[bool]) -> tuple[float, float]:
    """``(slope, shift)`` with which ``sigmoid(slope * logit(c) + shift)`` is likeliest.

    Right and wrong count as a little less than sure, as Platt (1999) has it, so that the numbers
    stay finite when all are right.
    """
    from scipy.optimize import minimize

    logits = _logits(confidences)
    truth = np.asarray(right, bool)
    goods = int(truth.sum())
    targets = np.where(truth, (goods + 1) / (goods + 2), 1 / (len(truth) - goods + 2))

    def loss(weights: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        said = weights[0] * logits + weights[1]
        gap = 1 / (1 + np.exp(-said)) - targets
        slope = np.array([(gap * logits).mean(), gap.mean()]) + 1e-4 * weights
        value = (np.logaddexp(0, said) - targets * said).mean()
        return float(value + 5e-5 * (weights**2).sum()), slope

    found = minimize(loss, np.array([1.0, 0.0]), jac=True, method="L-BFGS-B")
    return float(found.x[0]), float(found.x[1])


def mapped(confidences: Sequence[float], right: Sequence[bool]) -> tuple[float, float]:
    """As :func:`fitted`, for few data: the likeliest ``(slope, shift)`` when the slope is taken to
    be near 1 and the shift near 0 beforehand (normal, deviations 0.5 and 3); never falling."""
    from scipy.optimize import minimize

    logits, truth = _logits(confidences), np.asarray(right, float)

    def loss(weights: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        said = weights[0] * logits + weights[1]
        gap = 1 / (1 + np.exp(-said)) - truth
        before = np.array([(weights[0] - 1) / 0.25, weights[1] / 9])
        value = (np.logaddexp(0, said) - truth * said).sum()
        value += (weights[0] - 1) ** 2 / 0.5 + weights[1] ** 2 / 18
        return float(value), np.array([(gap * logits).sum(), gap.sum()]) + before

    bounds = [(0.0, None), (None, None)]
    found = minimize(loss, np.array([1.0, 0.0]), jac=True, method="L-BFGS-B", bounds=bounds)
    return float(found.x[0]), float(found.x[1])


def cross_fitted(confidences: Sequence[float], right: Sequence[bool]) -> list[float]:
    """Confidences corrected by what is fitted to the other half: every second answer."""
    corrected = [0.0] * len(confidences)
    for half in (0, 1):
        others = [i for i in range(len(confidences)) if i % 2 != half]
        own = [i for i in range(len(confidences)) if i % 2 == half]
        if not others or not own:
            return list(confidences)
        slope, shift = fitted([confidences[i] for i in others], [right[i] for i in others])
        logits = _logits([confidences[i] for i in own])
        for i, logit in zip(own, logits, strict=True):
            corrected[i] = float(1 / (1 + np.exp(-np.clip(slope * logit + shift, -30, 30))))
    return corrected


def _logits(confidences: Sequence[float]) -> npt.NDArray[np.float64]:
    inside = np.clip(np.asarray(confidences, float), 1e-4, 1 - 1e-4)
    logits: npt.NDArray[np.float64] = np.log(inside) - np.log1p(-inside)
    return logits


def risk_coverage(confidences: Sequence[float], right: Sequence[bool]) -> list[tuple[float, float]]:
    """``(coverage, risk)`` when only the surest answers are given, the surest first.

    Answers of equal confidence come together (El-Yaniv & Wiener 2010).
    """
    ranked = sorted(zip(confidences, right, strict=True), key=lambda pair: -pair[0])
    curve: list[tuple[float, float]] = []
    wrong = 0
    for number, (chance, truth) in enumerate(ranked, 1):
        wrong += not truth
        if number == len(ranked) or ranked[number][0] < chance:
            curve.append((number / len(ranked), wrong / number))
    return curve


def area_under(curve: Sequence[tuple[float, float]]) -> float:
    """AURC: the mean risk over coverages; smaller is better, and 0 is every answer right."""
    area, before, risk_before = 0.0, 0.0, None
    for coverage, risk in curve:
        start = risk if risk_before is None else risk_before
        area += (coverage - before) * (risk + start) / 2
        before, risk_before = coverage, risk
    return area
