"""Which batch runs next on a device: the fullest, unless one has waited too long.

With a queue for every operation of every model there are often several batches that could run.
Running the fullest gives the others time to fill; a batch of one costs a device nearly as much as a
full one. A device has as many slots as batches that it computes at once; while they are taken, only
a full batch may be made ready for it.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Literal, Protocol

from visprog.engine.askers import Askers
from visprog.engine.jobs import Job
from visprog.engine.queues import Name, Queues

AGE_SECONDS = 1.0
"""What has waited longer goes first, oldest first, however empty its batch."""


class Taker(Protocol):
    """Who runs batches."""

    idle: bool
    """Loaded, and without a batch."""
    home: int | None
    """Which replica it is, where there are several."""
    queues: Queues

    @property
    def loaded(self) -> bool: ...

    @property
    def room(self) -> Literal["no", "full", "any"]:
        """Which batches its device can take now: one more that is full may wait there."""

    def limit(self, name: Name) -> int:
        """The largest batch that is tried."""

    def spare(self, home: int, count: int, limit: int) -> bool:
        """Whether it may take a job that another replica is the home of, the ``count``-th of
        those: when that one will not come to it with its next batch."""

    def give(self, jobs: list[Job]) -> None:
        """Run a batch; it is idle."""


class Dispatch:
    """Gives batches to idle workers; everything with the broker's lock held."""

    def __init__(self, askers: Askers, settle_seconds: float) -> None:
        self._askers = askers
        self._settle = settle_seconds

    def run(self, workers: Sequence[Taker]) -> float | None:
        """Hand out what can run now. Seconds until a batch that still waits for its askers goes
        without them; ``None`` when none does."""
        while ready := [w for w in workers if w.idle and w.room != "no"]:
            best: tuple[tuple[float, ...], Taker, Name, list[Job]] | None = None
            patience: float | None = None
            now = time.perf_counter()
            for worker in ready:
                for name, queue in worker.queues.by_name.items():
                    limit = worker.limit(name)
                    left = queue.since + self._settle - now
                    if len(queue) < limit and self._askers.active and left > 0:
                        patience = left if patience is None else min(patience, left)
                        continue
                    jobs = queue.waiting(limit, worker.home, worker.spare)
                    if not jobs or (worker.room == "full" and len(jobs) < limit):
                        continue
                    late = now - queue.since > AGE_SECONDS
                    fill = 1.0 if late else len(jobs) / limit
                    rank = (-late, -fill, *jobs[0].order)
                    if best is None or rank < best[0]:
                        best = rank, worker, name, jobs
            if best is None:
                return patience
            _, worker, name, jobs = best
            worker.queues.take(name, jobs)
            worker.give(jobs)
        return None
