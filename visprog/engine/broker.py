"""Between steps and workers: caches, merges identical calls, queues, batches and keeps deadlines.

Asked from any number of event loops; answered by one thread for each worker.
"""

from __future__ import annotations

import asyncio
import dataclasses
import itertools
import logging
import threading
import time
from collections.abc import Mapping
from typing import Any

from visprog.engine.askers import Asker, Askers
from visprog.engine.backends import Backend
from visprog.engine.backends.inline import InlineBackend
from visprog.engine.cache import MISS, Cache, cache_key
from visprog.engine.dispatch import Dispatch
from visprog.engine.jobs import Job, Outcome, Waiter, deliver, release
from visprog.engine.placement import RESIDENCE_SECONDS, Ledger, devices
from visprog.engine.pool import Pool
from visprog.errors import RunFailure, Unavailable
from visprog.model import Item, Model, ModelSpec

logger = logging.getLogger(__name__)

DEADLINE_SECONDS = 600.0
"""How long a worker may take to load, and to finish a batch; a pack's ``deadline_seconds`` setting
overrides it."""

SETTLE_SECONDS = 0.005
"""How long an idle worker lets askers that are still active add to a batch, at most."""

CLOSE_SECONDS = 5.0
"""How long batches that run may go on when the engine is closed."""


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
        *,
        replicas: int = 1,
        budgets: Mapping[str, int] | None = None,
        slots: Mapping[str, int] | None = None,
        residence_seconds: float | None = None,
    ) -> None:
        self.cache = cache
        self.hits = self.lookups = 0
        """Of the result cache."""
        self._families = families
        self._backend = backend
        self._here = backend if isinstance(backend, InlineBackend) else InlineBackend()
        self._wanted_device = device
        self._budgets, self._slots = budgets, slots
        self._deadline = deadline_seconds
        self._replicas = replicas
        self._lock = threading.Lock()
        self._finding = threading.Lock()
        self._askers = Askers(self._lock, self._quiet)
        self._dispatch = Dispatch(self._askers, settle_seconds)
        residence = RESIDENCE_SECONDS if residence_seconds is None else residence_seconds
        self._ledger = Ledger(residence, slots)
        self._pools: dict[str, Pool] = {}
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

        Errors come back in the outcome, also those that end a run; raised are ``Unavailable`` for a
        family that is not installed and ``RunFailure`` when the engine is closed.
        """
        if self._closed:
            raise RunFailure("the engine was closed")
        key = cache_key(spec, operation, item)
        self.lookups += 1
        if key is not None:
            value = self.cache.get(key)
            if value is MISS and self.cache.stored(key):
                value = await asyncio.wrap_future(self.cache.fetch(key))
            if value is not MISS:
                self.hits += 1
                return Outcome(value, cached=True, key=key)
        loop = asyncio.get_running_loop()
        waiter = Waiter(loop, loop.create_future(), asker)
        with self._lock:
            # Once more: it may have been finished since, by a thread that holds the lock in turn.
            if key is not None and key not in self._flying:
                value = self.cache.get(key)
                if value is not MISS:
                    self.hits += 1
                    return Outcome(value, cached=True, key=key)
            pool, job, merged = self._job(spec, operation, item, key, program)
            job.waiters.append(waiter)
            asker.outstanding += 1
        asker.settle_soon(loop)
        try:
            outcome = await waiter.future
        except asyncio.CancelledError:
            self._leave(pool, job, waiter)
            raise
        return dataclasses.replace(outcome, merged=True) if merged else outcome

    def close(self) -> None:
        """Fail what is queued, let what runs end, free the models. Blocks for seconds at most."""
        with self._lock:
            self._closed = True
            pools = list(self._pools.values())
            left = [job for pool in pools for job in pool.close("the engine was closed")]
            done = self._fail(left, RunFailure("the engine was closed"))
        deliver(done)
        until = time.monotonic() + CLOSE_SECONDS
        for pool in pools:
            for worker in pool.workers:
                worker.join(max(0.1, until - time.monotonic()))
        self._backend.close()
        self.cache.close()

    def depths(self) -> dict[str, int]:
        """Jobs that wait or run, by model."""
        with self._lock:
            return {key: pool.depth for key, pool in self._pools.items()}

    def status(self) -> dict[str, Any]:
        """What every model did and holds, and how full the devices are."""
        with self._lock:
            return {
                "models": [pool.status() for pool in self._pools.values()],
                "devices": [
                    {
                        "device": device.name,
                        "budget": device.budget,
                        "held": self._ledger.held(device),
                        "busy": device.busy,
                        "slots": device.slots,
                    }
                    for device in self._ledger.devices
                ],
                "cache": {"lookups": self.lookups, "hits": self.hits},
            }

    @property
    def idle(self) -> bool:
        """Nothing waits or runs, and nobody is about to ask."""
        with self._lock:
            busy = any(pool.depth for pool in self._pools.values())
            return not (busy or self._flying or self._askers.active)

    # -- with the lock held

    def _job(
        self, spec: ModelSpec, operation: str, item: Item, key: str | None, program: int
    ) -> tuple[Pool, Job, bool]:
        pool = self._pool(spec)
        if key is not None and key in self._flying:
            return pool, self._flying[key], True
        op = pool.operations[operation]
        bucket = op.bucket(item) if op.bucket else None
        order = (program, next(self._numbers))
        job = Job(order, key, operation, bucket, item, time.perf_counter(), pool.home(item))
        pool.push(job)
        if key is not None:
            self._flying[key] = job
        return pool, job, False

    def _pool(self, spec: ModelSpec) -> Pool:
        if self._closed:
            raise RunFailure("the engine was closed")
        pool = self._pools.get(spec.key)
        if pool is None:
            family = self._family(spec)
            pool = self._pools[spec.key] = Pool(
                spec,
                family,
                self._here if family.remote else self._backend,
                self._lock,
                self._ledger,
                replicas=int(spec.settings.get("replicas", 1 if family.remote else self._replicas)),
                wanted=self._wanted_device,
                patience=float(spec.settings.get("deadline_seconds", self._deadline)),
                ready=self._find_devices,
                dispatch=self._dispatch,
                dispatch_all=self._quiet,
                done=self._finished,
            )
        return pool

    def _fail(self, jobs: list[Job], error: Exception) -> list[tuple[Waiter, Outcome]]:
        for job in jobs:
            if job.key is not None and self._flying.get(job.key) is job:
                del self._flying[job.key]
        return release((job, Outcome(error=error)) for job in jobs)

    def _quiet(self) -> None:
        """Nobody is active any more, or a device is free: what waited can run."""
        self._dispatch.run([worker for pool in self._pools.values() for worker in pool.workers])

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

    def _find_devices(self) -> None:
        """On a worker's thread, once."""
        with self._finding:
            if not self._ledger.devices:
                found = devices(self._wanted_device, self._budgets, self._slots)
                with self._lock:
                    self._ledger.devices = found

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

    def _leave(self, pool: Pool, job: Job, waiter: Waiter) -> None:
        """A waiter was cancelled; the last one takes a job that has not started with it."""
        with self._lock:
            if waiter not in job.waiters:
                return
            job.waiters.remove(waiter)
            waiter.asker.outstanding -= 1
            waiter.asker.wake()
            if not job.waiters and pool.queues.drop(job) and job.key is not None:
                self._flying.pop(job.key, None)
