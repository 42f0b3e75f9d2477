"""One thing to compute, and everyone who waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from visprog.engine.askers import Asker
from visprog.model import Item


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one model call. Either ``error`` is set or ``value`` counts."""

    value: Any = None
    error: BaseException | None = None
    cached: bool = False
    merged: bool = False
    queued_ms: float = 0.0
    compute_ms: float = 0.0
    """Of the whole batch."""
    batch: str = ""
    batch_size: int = 0
    fill: float = 0.0
    """The batch's size over the largest that the operation may have."""
    waiting: int = 0
    """Jobs that were left in the model's queues when the batch began."""
    device: str = ""
    worker: str = ""
    memory: int = 0
    """Bytes that the worker held afterwards."""
    reused: int = 0
    """Embeddings that the batch found kept."""
    peak: int = 0
    """Bytes that the worker's process held at most."""
    sight: Mapping[str, Any] = field(default_factory=dict)
    """What became of a picture before the network saw it."""
    incidents: tuple[str, ...] = ()
    """What went wrong on the way to this outcome, in order."""
    key: str = ""
    """Of the result in the cache; empty when it cannot be kept there."""


@dataclass(eq=False, slots=True)
class Waiter:
    """A coroutine of some event loop that awaits a job."""

    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Outcome]
    asker: Asker


@dataclass(eq=False, slots=True)
class Job:
    """One call of an operation. Ordered by the age of the program that asked, then of the call."""

    order: tuple[int, int]
    key: str | None
    operation: str
    bucket: Any
    item: Item
    asked: float
    """``time.perf_counter()``"""
    home: int | None = None
    """The replica that has its picture's embedding, if any has."""
    incidents: list[str] = field(default_factory=list)
    waiters: list[Waiter] = field(default_factory=list)
    alone: bool = False
    """It was in a batch whose worker was lost, and shares none any more."""

    @property
    def shares(self) -> tuple[str, Any]:
        """Operation and bucket: jobs that have both in common may share a batch."""
        return self.operation, self.order if self.alone else self.bucket

    def __lt__(self, other: Job) -> bool:
        return self.order < other.order


def release(jobs: Iterable[tuple[Job, Outcome]]) -> list[tuple[Waiter, Outcome]]:
    """Take the waiters off finished jobs and wake their askers; with the broker's lock held."""
    done: list[tuple[Waiter, Outcome]] = []
    for job, outcome in jobs:
        for waiter in job.waiters:
            waiter.asker.outstanding -= 1
            waiter.asker.wake()
            done.append((waiter, outcome))
        job.waiters = []
    return done


def deliver(done: list[tuple[Waiter, Outcome]]) -> None:
    """Hand outcomes to the loops that wait for them, each loop once; without the lock."""
    loops: dict[asyncio.AbstractEventLoop, list[tuple[Waiter, Outcome]]] = {}
    for waiter, outcome in done:
        loops.setdefault(waiter.loop, []).append((waiter, outcome))
    for loop, mine in loops.items():
        try:
            loop.call_soon_threadsafe(_resolve, mine)
        except RuntimeError:  # the loop is closed: nobody is there any more
            for waiter, _ in mine:
                waiter.asker.end()


def _resolve(done: list[tuple[Waiter, Outcome]]) -> None:
    for waiter, outcome in done:
        if not waiter.future.done():
            waiter.future.set_result(outcome)
        waiter.asker.settle_soon(waiter.loop)
