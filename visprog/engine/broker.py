"""Between steps and workers: caches, merges identical calls, queues, batches and keeps deadlines.

Asked from any number of event loops; answered by one thread per model.
"""

from __future__ import annotations

import asyncio
import dataclasses
import itertools
import logging
import threading
import time
from collections.abc import Mapping

from visprog.engine.askers import Asker, Askers
from visprog.engine.backends import Backend
from visprog.engine.cache import MISS, Cache, cache_key
from visprog.engine.jobs import Job, Outcome, Waiter, deliver, release
from visprog.engine.placement import device_for
from visprog.engine.worker import Worker
from visprog.errors import RunFailure, Unavailable, WorkerLost
from visprog.model import Item, Model, ModelSpec

logger = logging.getLogger(__name__)

DEADLINE_SECONDS = 600.0
"""How long a worker may go without finishing a batch (the first one loads the model); a pack's
``deadline_seconds`` setting overrides it."""

SETTLE_SECONDS = 0.005
"""How long an idle worker lets askers that are still active add to a batch, at most."""


class Broker:
    """One per engine."""

    def __init__(
        self,
        families: Mapping[str, type[Model]],
        backend: Backend,
        cache: Cache,
        device: str = "auto",
        deadline_seconds: float = DEADLINE_SECONDS,
        settle_seconds: float = SETTLE_SECONDS,
    ) -> None:
        self.cache = cache
        self._families = families
        self._backend = backend
        self._wanted_device = device
        self._device: str | None = None
        self._deadline = deadline_seconds
        self._settle = settle_seconds
        self._lock = threading.Lock()
        self._askers = Askers(self._lock, self._quiet)
        self._workers: dict[str, Worker] = {}
        self._flying: dict[str, Job] = {}
        self._numbers = itertools.count()
        self._closed = False

    def asker(self) -> Asker:
        """For a step or a program that may ask for model calls."""
        return Asker(self._askers)

    def operations(self, spec: ModelSpec) -> tuple[str, ...]:
        """The operations that a model offers. Raises ``Unavailable`` for an unknown family."""
        return tuple(self._family(spec).operations())

    async def ask(
        self, spec: ModelSpec, operation: str, item: Item, *, program: int, asker: Asker
    ) -> Outcome:
        """Have one item computed, or find it. ``program`` counts up with every program started.

        Errors of the item come back in the outcome; ``Unavailable`` and ``RunFailure`` are raised.
        """
        if self._closed:
            raise RunFailure("the engine was closed")
        key = cache_key(spec, operation, item)
        if key is not None:
            value = self.cache.get(key)
            if value is MISS and self.cache.stored(key):
                value = await asyncio.wrap_future(self.cache.fetch(key))
            if value is not MISS:
                return Outcome(value, cached=True, key=key)
        loop = asyncio.get_running_loop()
        waiter = Waiter(loop, loop.create_future(), asker)
        with self._lock:
            # Once more: it may have been finished since, by a thread that holds the lock in turn.
            if key is not None and key not in self._flying:
                value = self.cache.get(key)
                if value is not MISS:
                    return Outcome(value, cached=True, key=key)
            worker, job, merged = self._job(spec, operation, item, key, program)
            job.waiters.append(waiter)
            asker.outstanding += 1
        asker.settle_soon(loop)
        patience = float(spec.settings.get("deadline_seconds", self._deadline))
        timer = loop.call_later(patience, self._watch, loop, waiter, worker, patience)
        try:
            outcome = await waiter.future
        except asyncio.CancelledError:
            self._leave(worker, job, waiter)
            raise
        finally:
            timer.cancel()
        if isinstance(outcome.error, RunFailure | Unavailable):
            raise outcome.error
        return dataclasses.replace(outcome, merged=True) if merged else outcome

    def close(self) -> None:
        """Fail what is queued, let what runs end, free the models. Blocks for seconds at most."""
        with self._lock:
            self._closed = True
            workers = list(self._workers.values())
            left = [job for worker in workers for job in worker.close("the engine was closed")]
            done = self._fail(left, RunFailure("the engine was closed"))
        deliver(done)
        for worker in workers:
            worker.join(10.0)
        self.cache.close()

    def depths(self) -> dict[str, int]:
        """Jobs that wait or run, by model."""
        with self._lock:
            return {key: worker.depth for key, worker in self._workers.items()}

    @property
    def idle(self) -> bool:
        """Nothing waits or runs, and nobody is about to ask."""
        with self._lock:
            busy = any(worker.depth for worker in self._workers.values())
            return not (busy or self._flying or self._askers.active)

    # -- with the lock held

    def _job(
        self, spec: ModelSpec, operation: str, item: Item, key: str | None, program: int
    ) -> tuple[Worker, Job, bool]:
        worker = self._worker(spec)
        if key is not None and key in self._flying:
            return worker, self._flying[key], True
        op = worker.operations[operation]
        bucket = op.bucket(item) if op.bucket else None
        order = (program, next(self._numbers))
        job = Job(order, key, operation, bucket, item, time.perf_counter())
        worker.push(job)
        if key is not None:
            self._flying[key] = job
        return worker, job, False

    def _worker(self, spec: ModelSpec) -> Worker:
        if self._closed:
            raise RunFailure("the engine was closed")
        worker = self._workers.get(spec.key)
        if worker is None:
            worker = Worker(
                spec,
                self._family(spec),
                self._place,
                self._backend,
                self._askers,
                self._settle,
                self._finished,
            )
            self._workers[spec.key] = worker
        return worker

    def _fail(self, jobs: list[Job], error: Exception) -> list[tuple[Waiter, Outcome]]:
        for job in jobs:
            if job.key is not None and self._flying.get(job.key) is job:
                del self._flying[job.key]
        return release((job, Outcome(error=error)) for job in jobs)

    def _quiet(self) -> None:
        for worker in self._workers.values():
            worker.notify()

    # -- without it

    def _family(self, spec: ModelSpec) -> type[Model]:
        try:
            return self._families[spec.family]
        except KeyError:
            known = ", ".join(sorted(self._families)) or "none"
            raise Unavailable(
                f"the pack's {spec.role} model is of the family {spec.family}, which is not "
                f"installed (installed: {known}); install the package that brings it"
            ) from None

    def _place(self) -> str:
        """On a worker's thread, since it may import torch."""
        if self._device is None:
            self._device = device_for(self._wanted_device)
        return self._device

    def _finished(self, finished: list[tuple[Job, Outcome]]) -> None:
        """Into the cache before the job stops flying, so that nobody falls between the two."""
        for job, outcome in finished:
            if job.key is not None and outcome.error is None:
                try:
                    self.cache.put(job.key, outcome.value)
                except Exception:  # an odd result must not cost the answer, nor the thread
                    logger.exception("cache: a result of %s could not be kept", job.operation)
        with self._lock:
            for job, _ in finished:
                if job.key is not None and self._flying.get(job.key) is job:
                    del self._flying[job.key]

    def _leave(self, worker: Worker, job: Job, waiter: Waiter) -> None:
        """A waiter was cancelled; the last one takes a job that has not started with it."""
        with self._lock:
            if waiter not in job.waiters:
                return
            job.waiters.remove(waiter)
            waiter.asker.outstanding -= 1
            waiter.asker.wake()
            if not job.waiters and worker.drop(job) and job.key is not None:
                self._flying.pop(job.key, None)

    def _watch(
        self, loop: asyncio.AbstractEventLoop, waiter: Waiter, worker: Worker, patience: float
    ) -> None:
        """Give up on a worker that has finished nothing for ``patience`` seconds."""
        if waiter.future.done():
            return
        left = worker.progress + patience - time.perf_counter()
        if left > 0:
            loop.call_later(left, self._watch, loop, waiter, worker, patience)
            return
        error = WorkerLost(
            f"the {worker.spec.role} model {worker.spec.checkpoint} did not answer within "
            f"{patience:g} s"
        )
        with self._lock:
            if self._workers.get(worker.spec.key) is worker:
                del self._workers[worker.spec.key]
            done = self._fail(worker.lose(), error)
        deliver(done)
