"""Figures that say what they are and how sure: value, 95 % interval, number of trials."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import numpy as np

T = TypeVar("T")
Interval = tuple[float, float]


def share(what: str, hits: int, trials: int) -> dict[str, Any]:
    """The figure of a proportion."""
    value = hits / max(trials, 1)
    return _figure(what, value, wilson(hits, trials)) | {"n": trials}


def mean(what: str, values: Sequence[float]) -> dict[str, Any]:
    """The figure of a mean."""
    interval = bootstrap(values, lambda chosen: float(np.mean(chosen)))
    return _figure(what, float(np.mean(values)), interval) | {"n": len(values)}


def statistic(
    what: str, items: Sequence[T], figure: Callable[[Sequence[T]], float]
) -> dict[str, Any]:
    """The figure of anything that is computed from all items (scenes) together."""
    return _figure(what, figure(items), bootstrap(items, figure))


def wilson(hits: int, trials: int) -> Interval:
    """Wilson's score interval of a proportion (Wilson, 1927), 95 %."""
    if not trials:
        return 0.0, 1.0
    z = 1.959964
    rate, room = hits / trials, z * z / trials
    middle = rate + room / 2
    spread = z * math.sqrt(rate * (1 - rate) / trials + room / trials / 4)
    return max((middle - spread) / (1 + room), 0.0), min((middle + spread) / (1 + room), 1.0)


def bootstrap(
    items: Sequence[T], figure: Callable[[list[T]], float], *, draws: int = 200, seed: int = 0
) -> Interval:
    """Percentile bootstrap over the items (scenes), 95 %."""
    rng = np.random.default_rng(seed)
    figures = [
        figure([items[index] for index in rng.integers(len(items), size=len(items))])
        for _ in range(draws)
    ]
    low, high = np.quantile(figures, (0.025, 0.975))
    return float(low), float(high)


def _figure(what: str, value: float, interval: Interval) -> dict[str, Any]:
    low, high = interval
    return {
        "what": what,
        "value": round(value, 4),
        "interval": [round(low, 4), round(high, 4)],
    }
