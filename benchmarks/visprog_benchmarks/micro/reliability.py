"""How far scores are from the share of right answers, and what brings them there.

Everything here works on trials: for each the score in 0..1 that a model gave, and whether what it
said was right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize, minimize_scalar

from visprog_benchmarks.micro.figures import statistic
from visprog_tools.calibration import logit

BINS = 10
COLDEST, HOTTEST = 0.2, 5.0
"""Temperatures that are considered. Where all trials are right the likelihood has no best one."""


@dataclass(frozen=True)
class Trials:
    """Scores (n,) and whether each was right (n,); those of one picture together."""

    scores: NDArray[np.float64]
    right: NDArray[np.bool_]

    @classmethod
    def joined(cls, parts: Sequence[Trials]) -> Trials:
        if not parts:
            return cls(np.zeros(0), np.zeros(0, np.bool_))
        return cls(
            np.concatenate([part.scores for part in parts]),
            np.concatenate([part.right for part in parts]),
        )

    def table(self) -> list[dict[str, float]]:
        """The reliability diagram as rows of ten equal bins; empty bins are left out."""
        place = np.minimum((self.scores * BINS).astype(int), BINS - 1)
        return [
            {
                "low": number / BINS,
                "high": (number + 1) / BINS,
                "n": int(taken.sum()),
                "score": round(float(self.scores[taken].mean()), 3),
                "right": round(float(self.right[taken].mean()), 3),
            }
            for number in range(BINS)
            if (taken := place == number).any()
        ]

    def error(self) -> float:
        """The expected calibration error (Naeini et al., 2015): how far a bin's mean score is from
        its share of right ones, averaged over the trials."""
        if not len(self.scores):
            return 0.0
        place = np.minimum((self.scores * BINS).astype(int), BINS - 1)
        gap = np.bincount(place, self.scores - self.right, BINS)
        return float(np.abs(gap).sum() / len(self.scores))


def fit_scores(trials: Trials) -> dict[str, float]:
    """The `temperature` and `shift` with which the scores are likeliest.

    Right and wrong ones count as a little less than sure (Platt's targets), so that a detector
    without an error on these trials gets finite settings; without trials scores stay as they are.
    """
    if not len(trials.scores):
        return {"temperature": 1.0, "shift": 0.0}
    x = logit(trials.scores)
    right = int(trials.right.sum())
    wrong = len(x) - right
    wanted = np.where(trials.right, (right + 1) / (right + 2), 1 / (wrong + 2))

    def loss(given: NDArray[np.float64]) -> float:
        z = np.exp(given[0]) * x + given[1]
        return float((np.logaddexp(0, z) - wanted * z).mean())

    edge = np.log(HOTTEST)
    found = minimize(loss, np.zeros(2), method="L-BFGS-B", bounds=[(-edge, edge), (-6, 6)]).x
    return {
        "temperature": round(float(np.exp(-found[0])), 3),
        "shift": round(float(found[1]), 3),
    }


def fit_temperature(tables: Sequence[tuple[NDArray[np.floating[Any]], NDArray[np.int64]]]) -> float:
    """The temperature of a softmax with which the right choices are likeliest.

    Each table is logits (n, choices) and the index of the right one (n,), with at least two
    choices. As in `fit_scores` what is right counts as a little less than sure.
    """
    most = max(sum(len(right) for _, right in tables), 1)

    def loss(given: float) -> float:
        total = 0.0
        for table, right in tables:
            shares = _log_softmax(table / np.exp(given))
            likely = shares[np.arange(len(right)), right]
            others = (shares.sum(1) - likely) / (shares.shape[1] - 1)
            total -= float((likely * (most + 1) + others).sum()) / (most + 2)
        return total / most

    bounds = float(np.log(COLDEST)), float(np.log(HOTTEST))
    return round(float(np.exp(minimize_scalar(loss, bounds=bounds, method="bounded").x)), 3)


def chosen(logits: NDArray[np.floating[Any]], right: NDArray[np.int64]) -> Trials:
    """What a softmax over logits (n, choices) chooses, with its probability."""
    shares = np.exp(_log_softmax(logits))
    return Trials(shares.max(1).astype(np.float64), shares.argmax(1) == right)


def figures(parts: Sequence[Trials], what: str) -> dict[str, Any]:
    """The calibration error with its interval over the parts (pictures), and the whole table."""
    return {
        "ece": statistic(
            f"calibration error, {what}", parts, lambda some: Trials.joined(some).error()
        ),
        "reliability": {"what": what, "rows": Trials.joined(parts).table()},
    }


def singly(trials: Trials) -> list[Trials]:
    """Every trial as a part of its own, for trials that do not share a picture."""
    return [
        Trials(trials.scores[index : index + 1], trials.right[index : index + 1])
        for index in range(len(trials.scores))
    ]


def _log_softmax(logits: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    shifted = logits.astype(np.float64) - logits.max(1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(1, keepdims=True)))
