"""Pictures that both ends of a channel hold, so that each is sent once.

Both ends do the same things in the same order, and so know without asking what the other has.
"""

from __future__ import annotations

from collections import OrderedDict

from visprog.types import Pixels


class Shelf:
    """Pictures by content, bounded by bytes; the least recently used goes first."""

    def __init__(self, budget: int) -> None:
        self._budget = budget
        self._bytes = 0
        self._held: OrderedDict[str, Pixels] = OrderedDict()

    def __len__(self) -> int:
        return len(self._held)

    def holds(self, digest: str) -> bool:
        """Whether it is there; then it counts as used."""
        if digest not in self._held:
            return False
        self._held.move_to_end(digest)
        return True

    def __getitem__(self, digest: str) -> Pixels:
        return self._held[digest]

    def add(self, digest: str, pixels: Pixels) -> None:
        self._held[digest] = pixels
        self._bytes += pixels.nbytes
        while self._bytes > self._budget:
            _, gone = self._held.popitem(last=False)
            self._bytes -= gone.nbytes

    def clear(self) -> None:
        self._held.clear()
        self._bytes = 0
