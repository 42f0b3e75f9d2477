"""One model: its queues, and the thread that pulls batches from them.

The thread takes everything that is queued for one operation, up to its largest batch, the moment
the model is free; oldest program first.
"""

from __future__ import annotations

import contextlib
import heapq
import itertools
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from visprog.engine.askers import Askers
from visprog.engine.backends import Backend, WorkerHandle
from visprog.engine.jobs import Job, Outcome, deliver, release
from visprog.errors import RunFailure, Unavailable, VisprogError
from visprog.model import Model, ModelSpec, OpSpec

_batches = itertools.count(1)


class Worker:
    """Serves every role that names the same weights. ``done`` is called, without the lock, with
    the finished jobs of a batch before their waiters hear of them."""

    def __init__(
        self,
        spec: ModelSpec,
        family: type[Model],
        device: Callable[[], str],
        backend: Backend,
        askers: Askers,
        settle_seconds: float,
        done: Callable[[list[tuple[Job, Outcome]]], None],
    ) -> None:
        self.spec = spec
        self.operations = family.operations()
        self.family = family
        self.progress = time.perf_counter()
        """When it last finished something, or was idle."""
        self._device = device
        self._backend = backend
        self._askers = askers
        self._settle = settle_seconds
        self._done = done
        self._wake = threading.Condition(askers.lock)
        self._queues: dict[tuple[str, Any], list[Job]] = {}
        self._running: list[Job] = []
        self._handle: WorkerHandle | None = None
        self._thread: threading.Thread | None = None
        self._closed: str | None = None

    def limit(self, op: OpSpec) -> int:
        """The largest batch of an operation."""
        return max(1, min(op.max_batch, self.spec.max_batch or op.max_batch))

    def push(self, job: Job) -> None:
        """Queue a job; with the lock held. Raises ``RunFailure`` when the worker is closed."""
        if self._closed is not None:
            raise RunFailure(self._closed)
        if not self._queues and not self._running:
            self.progress = time.perf_counter()
        queue = self._queues.setdefault((job.operation, job.bucket), [])
        heapq.heappush(queue, job)
        if self._thread is None:
            name = f"visprog-{self.spec.family}"
            self._thread = threading.Thread(target=self._serve, name=name, daemon=True)
            self._thread.start()
        # One that sleeps must look again: at once for a full batch, else to time its patience.
        self._wake.notify()

    def drop(self, job: Job) -> bool:
        """Take a job back that nobody waits for; with the lock held. False once it runs."""
        queue = self._queues.get((job.operation, job.bucket), [])
        if job not in queue:
            return False
        queue.remove(job)
        heapq.heapify(queue)
        if not queue:
            del self._queues[job.operation, job.bucket]
        return True

    def notify(self) -> None:
        """Nobody is active any more; with the lock held."""
        if self._queues:
            self._wake.notify()

    @property
    def depth(self) -> int:
        """Jobs that wait or run."""
        return sum(map(len, self._queues.values())) + len(self._running)

    def close(self, reason: str) -> list[Job]:
        """Stop after the batch that runs; the jobs that will not be done. With the lock held."""
        self._closed = reason
        left = [job for queue in self._queues.values() for job in queue]
        self._queues.clear()
        self._wake.notify()
        return left

    def lose(self) -> list[Job]:
        """Give up on a worker that does not answer: all its jobs. With the lock held."""
        left = self.close("the worker is lost") + self._running
        self._running = []
        return left

    def join(self, seconds: float) -> None:
        if self._thread is not None:
            self._thread.join(seconds)

    def _serve(self) -> None:
        # Load before the first batch is taken: what arrives meanwhile goes into it.
        refused, asked = self._load(), False
        while batch := self._take():
            if refused is not None and asked:
                refused = self._load()  # somebody may have fetched the weights since
            finished, asked = self._run(batch, refused), True
            self._done(finished)
            with self._askers.lock:
                self.progress = time.perf_counter()
                self._running = []
                done = release(finished)
            deliver(done)
        if self._handle is not None:
            with contextlib.suppress(Exception):
                self._handle.close()

    def _take(self) -> list[Job]:
        """Wait for a batch; empty when closed."""
        with self._askers.lock:
            while self._closed is None:
                now, patience = time.perf_counter(), None
                for name in sorted(self._queues, key=lambda name: self._queues[name][0].order):
                    queue = self._queues[name]
                    limit = self.limit(self.operations[name[0]])
                    left = min(job.asked for job in queue[:limit]) + self._settle - now
                    if len(queue) < limit and self._askers.active and left > 0:
                        patience = left if patience is None else min(patience, left)
                        continue
                    batch = [heapq.heappop(queue) for _ in range(min(limit, len(queue)))]
                    if not queue:
                        del self._queues[name]
                    self._running = batch
                    self.progress = now
                    return batch
                self._wake.wait(patience)
        return []

    def _run(self, batch: list[Job], refused: VisprogError | None) -> list[tuple[Job, Outcome]]:
        if self._handle is None:
            return [(job, Outcome(error=refused)) for job in batch]
        name = f"b{next(_batches)}"
        results, milliseconds, started = self._compute(self._handle, batch)
        if len(batch) > 1 and isinstance(results, BaseException):
            if isinstance(results, RunFailure | Unavailable):
                results = [results] * len(batch)
            else:  # one of them may be the poison: each alone, once
                single = [self._compute(self._handle, [job]) for job in batch]
                milliseconds = (time.perf_counter() - started) * 1e3
                results = [r if isinstance(r, BaseException) else r[0] for r, _, _ in single]
        elif isinstance(results, BaseException):
            results = [results]
        device = self._handle.device
        return [
            (
                job,
                Outcome(
                    value=None if isinstance(result, BaseException) else result,
                    error=result if isinstance(result, BaseException) else None,
                    queued_ms=max(0.0, (started - job.asked) * 1e3),
                    compute_ms=milliseconds,
                    batch=name,
                    batch_size=len(batch),
                    device=device,
                    key=job.key or "",
                ),
            )
            for job, result in zip(batch, results, strict=True)
        ]

    def _load(self) -> VisprogError | None:
        """Load the model; why not."""
        try:
            self._handle = self._backend.spawn(self.spec, self.family, self._device())
        except VisprogError as error:
            return error
        except BaseException as error:
            what = f"{self.spec.role} model {self.spec.checkpoint}"
            first = (str(error).strip() or "no message").splitlines()[0]
            return Unavailable(f"{what} could not be loaded: {type(error).__name__}: {first}")
        return None

    def _compute(
        self, handle: WorkerHandle, batch: list[Job]
    ) -> tuple[Sequence[Any] | BaseException, float, float]:
        """Results or what broke the batch, the milliseconds, and when it started."""
        started = time.perf_counter()
        results: Sequence[Any] | BaseException
        try:
            results = list(handle.run_batch(batch[0].operation, [job.item for job in batch]))
            if len(results) != len(batch):
                message = f"{batch[0].operation} gave {len(results)} results for {len(batch)} items"
                raise RuntimeError(f"{self.spec.family}: {message}")
        except BaseException as error:  # a thread of ours must not die of a model
            results = error
        return results, (time.perf_counter() - started) * 1e3, started
