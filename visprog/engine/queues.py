"""What waits for one model: a queue for every operation and exact shape, shared fairly.

A batch holds the oldest program's jobs first, one from each program in turn, so that a program with
five hundred crops neither waits behind younger ones nor keeps them waiting.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterator
from typing import Any

from visprog.engine.jobs import Job

Name = tuple[str, Any]
"""What jobs of one batch have in common: :attr:`Job.shares`."""


class Queue:
    """Jobs that may share a batch."""

    def __init__(self) -> None:
        self._programs: dict[int, list[Job]] = {}
        self._count = 0
        self.since = 0.0
        """When the one that has waited longest was asked; ``time.perf_counter()``."""

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Job]:
        for jobs in self._programs.values():
            yield from jobs

    def push(self, job: Job) -> None:
        self.since = min(self.since, job.asked) if self._count else job.asked
        jobs = self._programs.setdefault(job.order[0], [])
        insort(jobs, job)
        self._count += 1

    def drop(self, job: Job) -> bool:
        jobs = self._programs.get(job.order[0], [])
        if job not in jobs:
            return False
        self.take([job])
        return True

    def waiting(
        self, limit: int, home: int | None, spare: Callable[[int, int, int], bool]
    ) -> list[Job]:
        """The next batch, without taking it: ``limit`` jobs at most, those whose pictures ``home``
        has seen. When it has none it takes over what another replica can ``spare``: the n-th job
        of that one's, when a batch holds so many."""
        own: list[Job] = []
        others: list[Job] = []
        seen: dict[int, int] = {}
        for job in self._turns():
            if home is None or job.home is None or job.home == home:
                own.append(job)
                if len(own) == limit:
                    return own
                continue
            seen[job.home] = seen.get(job.home, 0) + 1
            if len(others) < limit and spare(job.home, seen[job.home], limit):
                others.append(job)
        return own or others

    def take(self, jobs: list[Job]) -> None:
        for job in jobs:
            self._take(job)
        self.since = min((job.asked for job in self), default=0.0)

    def _turns(self) -> Iterator[Job]:
        """Every job, one of each program in turn, programs by age."""
        left = [iter(self._programs[number]) for number in sorted(self._programs)]
        while left:
            again = []
            for jobs in left:
                job = next(jobs, None)
                if job is not None:
                    yield job
                    again.append(jobs)
            left = again

    def _take(self, job: Job) -> None:
        number = job.order[0]
        self._programs[number].remove(job)
        if not self._programs[number]:
            del self._programs[number]
        self._count -= 1


class Queues:
    """All of one model's; with the broker's lock held."""

    def __init__(self) -> None:
        self.by_name: dict[Name, Queue] = {}

    def __len__(self) -> int:
        return sum(map(len, self.by_name.values()))

    def push(self, job: Job) -> None:
        self.by_name.setdefault(job.shares, Queue()).push(job)

    def drop(self, job: Job) -> bool:
        """Take a job back; False when it is not here."""
        queue = self.by_name.get(job.shares)
        if queue is None or not queue.drop(job):
            return False
        self._sweep()
        return True

    def take(self, name: Name, jobs: list[Job]) -> None:
        self.by_name[name].take(jobs)
        self._sweep()

    def clear(self) -> list[Job]:
        """Take everything."""
        left = [job for queue in self.by_name.values() for job in queue]
        self.by_name.clear()
        return left

    def _sweep(self) -> None:
        for name in [name for name, queue in self.by_name.items() if not queue]:
            del self.by_name[name]
