"""Where models live: the interface that the inline, process and Ray backends serve alike.

A backend only spawns workers, runs batches on them and ends them. Queues, caching, retries and
placement are the broker's, the same for every backend. All of it is called from the thread that the
broker keeps for each worker, never from an event loop, so it may block; every wait has a deadline.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from visprog.errors import WorkerLost
from visprog.model import Item, Model, ModelSpec


class OutOfMemory(Exception):
    """The device had no room for a batch; the worker has freed what it held for it and lives."""


class WorkerDied(WorkerLost):
    """The worker ended under a batch: its process was killed or crashed, or its node went away."""


class WorkerHung(WorkerLost):
    """The worker did not answer in time, and was ended."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of a batch."""

    results: Sequence[Any]
    """One for every item, in order; an item that failed has its exception in its place."""
    memory: int = 0
    """Bytes that the worker holds: on its GPU, or of the process on the CPU; 0 where unknown."""
    reused: int = 0
    """Embeddings that the model had kept and did not make again."""
    made: int = 0
    """Embeddings that it made."""
    peak: int = 0
    """Bytes that the process held at most: on its GPU during the batch, else so far."""
    sight: Mapping[str, Any] = field(default_factory=dict)
    """See :meth:`visprog.model.Model.sight`."""
    remarks: Sequence[str] = ()
    """See :attr:`visprog.model.Model.remarks`; those that are new."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where a worker computes whose place its backend chose."""

    node: str
    """The machine's address: two that name the same one share its devices."""
    device: str
    """``cpu``, ``cuda:0`` as the node counts."""
    bytes: int
    """The device's memory."""
    cores: int
    """Of the node."""


class WorkerHandle(Protocol):
    """One loaded model."""

    device: str
    name: str
    """The process or the actor, for people: ``pid 1234``."""
    site: Site | None
    """``None`` where the broker chose the place."""

    def run_batch(self, operation: str, items: list[Item], seconds: float) -> Reply:
        """Raises what broke the whole batch: :class:`OutOfMemory`; :class:`WorkerDied`, or
        :class:`WorkerHung` after ``seconds``, and the handle is of no more use; else whatever the
        model raised."""

    def close(self) -> None:
        """Give back the memory; no batch is running."""

    def kill(self) -> None:
        """End the worker at once, also under a batch; from any thread."""


class Backend(Protocol):
    """A way to host workers."""

    name: str
    elsewhere: bool
    """It chooses devices itself, on machines that this process does not see."""

    def spawn(
        self,
        spec: ModelSpec,
        family: type[Model],
        device: str,
        seconds: float,
        crowded: Callable[[], None] | None = None,
    ) -> WorkerHandle:
        """Load a model and return when it can serve. A backend that chooses the place calls
        ``crowded`` from time to time while there is none: a model that is idle then leaves.

        Raises ``Unavailable`` without weights or room, :class:`WorkerDied` and :class:`WorkerHung`
        as :meth:`WorkerHandle.run_batch`."""

    def close(self) -> None:
        """End everything that is left."""
