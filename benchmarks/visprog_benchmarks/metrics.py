"""Saying how sure a rate is; answers are compared by :mod:`visprog_planners.answers`."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from visprog_planners.answers import normalised, right

__all__ = ["Rate", "normalised", "right"]


@dataclass(frozen=True, slots=True)
class Rate:
    """How often something went right, with its 95 % interval."""

    right: int
    n: int

    @property
    def value(self) -> float:
        return self.right / self.n if self.n else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's score interval, which stays inside [0, 1] for few and for perfect results."""
        if not self.n:
            return (0.0, 1.0)
        z = 1.959963984540054
        middle = self.value + z * z / (2 * self.n)
        spread = z * math.sqrt(self.value * (1 - self.value) / self.n + z * z / (4 * self.n**2))
        scale = 1 + z * z / self.n
        return (max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale))

    def to_json(self) -> dict[str, Any]:
        low, high = self.interval
        return {
            "n": self.n,
            "right": self.right,
            "rate": round(self.value, 4),
            "interval": [round(low, 4), round(high, 4)],
        }
