"""Random draws that stay the same in every version of NumPy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T")


class Draws:
    """Draws from the raw 64-bit stream of PCG64.

    NumPy keeps that stream stable between versions, and promises no such thing for the methods of
    `Generator`.
    """

    def __init__(self, name: str, seed: int) -> None:
        entropy = [int.from_bytes(name.encode(), "big"), seed]
        self._bits = np.random.PCG64(np.random.SeedSequence(entropy))

    def grid(self, *shape: int) -> NDArray[np.float32]:
        """Numbers in [0, 1) in the given shape."""
        raw = np.asarray(self._bits.random_raw(int(np.prod(shape))), dtype=np.uint64)
        return (raw >> np.uint64(40)).astype(np.float32).reshape(shape) * np.float32(2.0**-24)

    def number(self, low: float = 0.0, high: float = 1.0) -> float:
        """A number in [low, high)."""
        return low + (high - low) * (int(self._bits.random_raw()) >> 11) * 2.0**-53

    def whole(self, low: int, high: int) -> int:
        """A whole number from low to high, both possible."""
        return low + int(self.number() * (high - low + 1))

    def chance(self, probability: float) -> bool:
        return self.number() < probability

    def pick(self, items: Sequence[T]) -> T:
        return items[self.whole(0, len(items) - 1)]
