"""How many items of each operation and shape fit into one batch, as far as it is known."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass

from visprog.engine.queues import Name
from visprog.model import OpSpec

GOOD_BATCHES = 50
"""So many full batches in a row, and a ceiling is raised by a quarter."""


@dataclass
class Ceiling:
    """The largest batch of one operation and shape that fitted."""

    size: int
    good: int = 0


class Ceilings:
    """Of one model; ``most`` is its pack's limit, if that has one."""

    def __init__(
        self, operations: Mapping[str, OpSpec], most: int | None, lock: threading.Lock
    ) -> None:
        self._operations = operations
        self._most = most
        self._lock = lock
        self._found: dict[Name, Ceiling] = {}

    def largest(self, name: Name) -> int:
        """The largest batch that the operation may have."""
        op = self._operations[name[0]]
        return max(1, min(op.max_batch, self._most or op.max_batch))

    def limit(self, name: Name) -> int:
        """The largest batch that is tried; with the broker's lock held."""
        found = self._found.get(name)
        return self.largest(name) if found is None else min(found.size, self.largest(name))

    def good(self, name: Name, size: int) -> None:
        """A batch went well."""
        with self._lock:
            found = self._found.get(name)
            if found is None or size < found.size:
                return
            found.good += 1
            if found.good >= GOOD_BATCHES:
                found.size, found.good = found.size + max(1, found.size // 4), 0

    def too_much(self, name: Name, size: int) -> None:
        """A batch of twice this size did not fit."""
        with self._lock:
            self._found[name] = Ceiling(max(1, size))
