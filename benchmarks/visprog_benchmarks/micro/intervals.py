"""How sure a figure is: 95 % intervals."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np

T = TypeVar("T")
Interval = tuple[float, float]


def wilson(hits: int, trials: int) -> Interval:
    """Wilson's score interval of a proportion (Wilson, 1927), 95 %."""
    if not trials:
        return 0.0, 1.0
    z = 1.959964
    share, room = hits / trials, z * z / trials
    middle = share + room / 2
    spread = z * math.sqrt(share * (1 - share) / trials + room / trials / 4)
    return (middle - spread) / (1 + room), (middle + spread) / (1 + room)


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
