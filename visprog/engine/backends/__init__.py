"""Where models live: the interface that the inline, process and Ray backends serve alike.

A backend only spawns workers, runs batches on them and closes them. Queues, caching, retries and
deadlines are the broker's, the same for every backend. All of it is called from the thread that the
broker keeps for each worker, never from an event loop, so it may block.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from visprog.model import Item, Model, ModelSpec


class WorkerHandle(Protocol):
    """One loaded model."""

    device: str

    def run_batch(self, operation: str, items: list[Item]) -> Sequence[Any]:
        """One result for every item, in order; an item that failed has its exception in its place.

        Raises what broke the whole batch, and ``WorkerLost`` when the worker died under it.
        """

    def close(self) -> None:
        """Give back the memory; no batch is running."""


class Backend(Protocol):
    """A way to host workers."""

    name: str

    def spawn(self, spec: ModelSpec, family: type[Model], device: str) -> WorkerHandle:
        """Load a model and return when it can serve. Raises ``Unavailable`` without weights."""
