"""How often something happened, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self, TypeVar

import numpy as np

Key = TypeVar("Key", bound=Hashable)

Z95 = 1.959963984540054
"""The normal quantile of a two-sided 95 % interval."""


@dataclass(frozen=True, slots=True)
class Rate:
    """How often something went right, with its 95 % interval."""

    right: int
    n: int

    @classmethod
    def of(cls, outcomes: Iterable[bool]) -> Self:
        """Of outcomes one by one."""
        listed = list(outcomes)
        return cls(sum(listed), len(listed))

    @property
    def value(self) -> float:
        return self.right / self.n if self.n else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's score interval, which stays inside [0, 1] for few and for perfect results."""
        if not self.n:
            return (0.0, 1.0)
        z = Z95
        middle = self.value + z * z / (2 * self.n)
        spread = z * math.sqrt(self.value * (1 - self.value) / self.n + z * z / (4 * self.n**2))
        scale = 1 + z * z / self.n
        return (max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale))

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:.3f} ({low:.3f} .. {high:.3f}, n = {self.n})"

    def to_json(self) -> dict[str, Any]:
        low, high = self.interval
        return {
            "n": self.n,
            "right": self.right,
            "rate": round(self.value, 4),
            "interval": [round(low, 4), round(high, 4)],
        }


def difference(first: Rate, second: Rate) -> tuple[float, float]:
    """The 95 % interval of ``first - second`` for independent samples (Newcombe 1998, method 10).

    It is made of the two Wilson intervals, so it stays inside [-1, 1].
    """
    (low1, high1), (low2, high2) = first.interval, second.interval
    middle = first.value - second.value
    down = math.hypot(first.value - low1, high2 - second.value)
    up = math.hypot(high1 - first.value, second.value - low2)
    return max(-1.0, middle - down), min(1.0, middle + up)


def fisher(first: Rate, second: Rate) -> float:
    """The one-sided exact probability of ``first`` being so far above ``second`` by chance."""
    right, n = first.right + second.right, first.n + second.n
    if not first.n or not second.n:
        return 1.0
    total = math.comb(n, first.n)
    most = min(right, first.n)
    ways = sum(
        math.comb(right, k) * math.comb(n - right, first.n - k)
        for k in range(first.right, most + 1)
    )
    return min(1.0, ways / total)


def mcnemar(better: int, worse: int) -> float:
    """The exact two-sided probability that two paired systems that differ in ``better + worse``
    cases differ so one-sidedly by chance."""
    n = better + worse
    tail = sum(math.comb(n, k) for k in range(min(better, worse) + 1))
    return min(1.0, 2 * tail / float(2**n))


def holm(chances: Mapping[Key, float]) -> dict[Key, float]:
    """Probabilities adjusted for having looked at all of them (Holm 1979)."""
    adjusted: dict[Key, float] = {}
    floor = 0.0
    for rank, key in enumerate(sorted(chances, key=lambda key: chances[key])):
        floor = max(floor, min(1.0, (len(chances) - rank) * chances[key]))
        adjusted[key] = floor
    return {key: adjusted[key] for key in chances}


def bootstrap(values: Sequence[float], *, draws: int = 2000, seed: int = 0) -> tuple[float, float]:
    """The 95 % percentile interval of a mean; of paired differences, a paired bootstrap."""
    if not values:
        return (0.0, 0.0)
    sample = np.asarray(values, float)
    picks = np.random.default_rng(seed).integers(0, len(sample), (draws, len(sample)))
    low, high = np.quantile(sample[picks].mean(axis=1), (0.025, 0.975))
    return float(low), float(high)
