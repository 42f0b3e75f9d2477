"""One replica of a model: the thread that runs its batches, and what becomes of those that fail."""

from __future__ import annotations

import contextlib
import itertools
import threading
import time
from collections.abc import Iterable
from typing import Any, Literal

from visprog.engine.backends import OutOfMemory, Reply, WorkerDied, WorkerHandle, WorkerHung
from visprog.engine.jobs import Job, Outcome, deliver, release
from visprog.engine.placement import Device, Tenant
from visprog.engine.post import Post
from visprog.engine.queues import Name, Queues
from visprog.engine.tally import Tally
from visprog.errors import RunFailure, Unavailable, VisprogError, WorkerLost

LOADING_SECONDS = (0.2, 2.0, 0.0)
"""How long a worker that died while it loaded is waited for, before each further attempt."""

RETRY_SECONDS = 5.0
"""Between attempts to load a replica while others serve."""

_batches = itertools.count(1)

_ELSEWHERE: Any = object()
"""In the place of a result: the job goes back to the queue, for another replica."""


class Worker:
    """Loads when there is work, runs what it is given, gives its memory back when asked to."""

    def __init__(self, post: Post, number: int, home: int | None) -> None:
        self._post = post
        self.queues: Queues = post.queues
        self.home = home
        self.tally = Tally()
        self.idle = False
        """Loaded, and without a batch."""
        self.device: Device | None = None
        self.timing = False
        """Its thread waits for the end of somebody's patience."""
        self._slot: Device | None = None
        """Where it holds a slot, for the batch that it runs."""
        self._retry_at = 0.0
        self._lost = False
        self._tenant: Tenant | None = None
        self._handle: WorkerHandle | None = None
        self._batch: list[Job] = []
        self._number = number
        self._wake = threading.Condition(post.lock)
        self._thread: threading.Thread | None = None
        self._closed = False
        self._evicted = False

    # -- with the broker's lock held

    def limit(self, name: Name) -> int:
        return self._post.ceilings.limit(name)

    def spare(self, home: int, count: int, limit: int) -> bool:
        owner = self._post.workers[home]
        return not owner.loaded or (not owner.idle and count > limit)

    @property
    def room(self) -> Literal["no", "full", "any"]:
        device = self.device
        if device is None or device.busy < device.slots:
            return "any"
        return "full" if device.busy < device.slots + device.ahead else "no"

    @property
    def running(self) -> list[Job]:
        return self._batch

    @property
    def loaded(self) -> bool:
        return self._handle is not None

    @property
    def may_leave(self) -> bool:
        """Whether it can be evicted: loaded, and nothing to do."""
        return self.idle and not self._evicted and not len(self.queues)

    @property
    def handle_name(self) -> str:
        return self._handle.name if self._handle is not None else ""

    def start(self) -> None:
        """See to it that a thread serves; it loads when something is queued."""
        if self._thread is None and not self._closed:
            name = f"visprog-{self._post.spec.family}-{self._number}"
            self._thread = threading.Thread(target=self._serve, name=name, daemon=True)
            self._thread.start()

    def give(self, jobs: list[Job]) -> None:
        self.idle = False
        self._batch = jobs
        self._take_slot()
        self._wake.notify()

    def wake(self) -> None:
        self._wake.notify()

    def evict(self) -> None:
        """Another model needs the room."""
        self._evicted = True
        self.idle = False
        self._wake.notify()

    def close(self) -> None:
        self._closed = True
        self.idle = False
        self._wake.notify()

    def _take_slot(self) -> None:
        if self.device is not None:
            self._slot = self.device
            self._slot.busy += 1

    def _free_slot(self) -> None:
        if self._slot is not None:
            self._slot.busy -= 1
            self._slot = None

    def _rest(self) -> None:
        """Sleep until there is something to do."""
        while not (self._closed or self._evicted or self._batch):
            patience: float | None = None
            if self.idle:
                patience = self._post.dispatch()
                if self._batch:
                    return
            elif self._handle is None and len(self.queues):
                patience = self._retry_at - time.monotonic()
                if patience <= 0:
                    return
            self.timing = patience is not None
            self._wake.wait(patience)
            self.timing = False

    # -- without it

    def join(self, seconds: float) -> None:
        """Wait for the thread; a batch that goes on for longer loses its worker."""
        if self._thread is None:
            return
        self._thread.join(seconds)
        handle = self._handle
        if self._thread.is_alive() and handle is not None:
            handle.kill()
            self._thread.join(1.0)

    def _serve(self) -> None:
        while True:
            with self._post.lock:
                self._rest()
                batch, closed, evicted = self._batch, self._closed, self._evicted
            if batch:
                self._finish(*self._run(batch))
            elif closed or evicted:
                self._unload()
                with self._post.lock:
                    if self._closed:
                        return
            else:
                self._load()

    def _load(self) -> None:
        """Load, and fail what is queued if that cannot be."""
        error = self._spawn()
        if error is None:
            return
        with self._post.lock:
            others = self._post.loaded
            failed = [] if others else self.queues.clear()
            self._retry_at = time.monotonic() + RETRY_SECONDS if others else 0.0
        self._finish([(j, Outcome(error=error, incidents=tuple(j.incidents))) for j in failed])

    def _spawn(self) -> VisprogError | None:
        """Find a place and load the model there; why not. A worker that dies while it loads is
        tried again: its node may be about to be found gone, or memory about to be free."""
        post = self._post
        error: VisprogError | None = None
        for wait in LOADING_SECONDS:
            if post.closed:
                return RunFailure(post.closed)
            if reason := post.health.down():
                return WorkerLost(reason)
            try:
                self._start_worker()
            except WorkerDied as died:
                error = WorkerLost(f"{post.title}: the worker {died} while it loaded")
            except WorkerHung as hung:
                error = WorkerLost(f"{post.title}: the worker {hung}")
                break
            except VisprogError as refused:
                return refused
            except BaseException as broken:
                first = (str(broken).strip() or "no message").splitlines()[0]
                what = f"{type(broken).__name__}: {first}"
                return Unavailable(f"{post.title} could not be loaded: {what}")
            else:
                return None
            time.sleep(wait)
        post.health.lost()
        return error

    def _start_worker(self) -> None:
        post = self._post
        try:
            tenant = post.place(self)
            device = tenant.device if tenant is not None else None
            with post.lock:
                self._tenant, self.device = tenant, device
            self._handle = post.backend.spawn(
                post.spec,
                post.family,
                device.name if device else post.wanted,
                post.patience,
                post.crowded,
            )
            if self._handle.site is not None:
                tenant = post.entered(self, self._handle.site)
                with post.lock:
                    self._tenant, self.device = tenant, tenant.device
        except BaseException:
            self._leave()
            raise
        with post.lock:
            self.tally.starts += 1
            self.tally.restarts += self._lost
            self._lost = False
            self.idle = not (self._batch or self._closed)
            if self.idle:
                post.dispatch()

    def _finish(self, finished: list[tuple[Job, Outcome]], elsewhere: Iterable[Job] = ()) -> None:
        self._post.done(finished)
        with self._post.lock:
            self._batch = []
            if reason := self._post.closed:
                finished += [(job, Outcome(error=RunFailure(reason))) for job in elsewhere]
            else:
                for job in elsewhere:
                    self.queues.push(job)
            self._free_slot()
            self.idle = self._handle is not None and not self._closed
            done = release(finished)
            self._post.dispatch_all()
        deliver(done)

    def _unload(self) -> None:
        handle, self._handle = self._handle, None
        if handle is not None:
            with contextlib.suppress(Exception):
                handle.close()
        with self._post.lock:
            if self._evicted:
                self.tally.evictions += 1
            self._evicted = False
        self._leave()

    def _lose(self, error: WorkerLost, jobs: list[Job]) -> None:
        """The worker is gone: remember it, and tell those who were in the batch."""
        self._post.health.lost()
        self.tally.losses += 1
        self._lost = True
        handle, self._handle = self._handle, None
        name = handle.name if handle is not None else "the worker"
        if handle is not None:
            with contextlib.suppress(Exception):
                handle.close()
        self._leave()
        for job in jobs:
            job.incidents.append(f"{name} {error}, with {len(jobs)} in its batch")

    def _leave(self) -> None:
        with self._post.lock:
            tenant, self._tenant = self._tenant, None
            self._free_slot()
            self.device = None
            if tenant is not None:
                self._post.left(tenant)

    # -- a batch

    def _run(self, batch: list[Job]) -> tuple[list[tuple[Job, Outcome]], list[Job]]:
        """What came of each job, and the jobs that are left for another replica."""
        name, started = f"b{next(_batches)}", time.perf_counter()
        shape = batch[0].shares
        most, waiting = self._post.ceilings.largest(shape), len(self.queues)
        worker, device = self.handle_name, self._handle.device if self._handle is not None else ""
        replies: list[Reply] = []
        results = self._results(batch, replies, alone=batch[0].alone)
        milliseconds = (time.perf_counter() - started) * 1e3
        for job in batch:
            job.incidents += [remark for reply in replies for remark in reply.remarks]
        tally = self.tally
        tally.batches += 1
        tally.items += len(batch)
        tally.filled += len(batch) / most
        tally.seconds += milliseconds / 1e3
        tally.reused += sum(reply.reused for reply in replies)
        tally.made += sum(reply.made for reply in replies)
        memory = max((reply.memory for reply in replies), default=0)
        tally.memory = memory or tally.memory
        if self._tenant is not None:
            self._post.measure(self._tenant, memory)
        outcomes = [
            (
                job,
                Outcome(
                    value=None if isinstance(result, BaseException) else result,
                    error=result if isinstance(result, BaseException) else None,
                    queued_ms=max(0.0, (started - job.asked) * 1e3),
                    compute_ms=milliseconds,
                    batch=name,
                    batch_size=len(batch),
                    fill=len(batch) / most,
                    waiting=waiting,
                    key=job.key or "",
                    device=self._handle.device if self._handle is not None else device,
                    worker=self.handle_name or worker,
                    memory=memory,
                    reused=sum(reply.reused for reply in replies),
                    peak=max((reply.peak for reply in replies), default=0),
                    sight=replies[-1].sight if replies else {},
                    incidents=tuple(job.incidents),
                ),
            )
            for job, result in zip(batch, results, strict=True)
            if result is not _ELSEWHERE
        ]
        pairs = zip(batch, results, strict=True)
        return outcomes, [job for job, result in pairs if result is _ELSEWHERE]

    def _results(self, jobs: list[Job], replies: list[Reply], *, alone: bool) -> list[Any]:
        """A result or an error for each job. ``alone``: it was in a batch that failed before."""
        if self._handle is None:
            if self._others():
                for job in jobs:
                    job.alone |= alone
                return [_ELSEWHERE] * len(jobs)
            error = self._spawn_again()
            if error is not None:
                return [error] * len(jobs)
        assert self._handle is not None
        shape = jobs[0].shares
        try:
            reply = self._handle.run_batch(
                jobs[0].operation, [job.item for job in jobs], self._post.patience
            )
        except OutOfMemory as error:
            return self._with_less(jobs, replies, error)
        except WorkerHung as error:
            self._lose(error, jobs)
            if len(jobs) == 1:
                return [WorkerLost(f"{self._post.title} {error}")]
        except WorkerDied as error:
            self._lose(error, jobs)
            if alone:
                return [WorkerLost(f"{self._post.title}: the worker {error}, twice with this item")]
        except (RunFailure, Unavailable) as error:
            return [error] * len(jobs)
        except BaseException as error:  # a thread of ours must not die of a model
            if len(jobs) == 1:
                return [error]
            for job in jobs:
                job.incidents.append(
                    f"a batch of {len(jobs)} failed ({type(error).__name__}); tried again alone"
                )
        else:
            self._post.health.good()
            self._post.ceilings.good(shape, len(jobs))
            replies.append(reply)
            return list(reply.results)
        self.tally.retried += len(jobs)
        return [self._results([job], replies, alone=True)[0] for job in jobs]

    def _others(self) -> bool:
        """Whether another replica can do what this one cannot."""
        with self._post.lock:
            return self._post.loaded

    def _with_less(self, jobs: list[Job], replies: list[Reply], error: Exception) -> list[Any]:
        """The batch in halves; the ceiling is remembered."""
        self.tally.out_of_memory += 1
        if len(jobs) == 1:
            return [RuntimeError(f"out of memory, even alone: {error}")]
        half = len(jobs) // 2
        self._post.ceilings.too_much(jobs[0].shares, half)
        for job in jobs:
            job.incidents.append(f"out of memory with {len(jobs)} in a batch; halved")
        parts = (jobs[:half], jobs[half:])
        return [result for part in parts for result in self._results(part, replies, alone=False)]

    def _spawn_again(self) -> VisprogError | None:
        """A new worker in the middle of a batch, whose slot it keeps."""
        error = self._spawn()
        with self._post.lock:
            self._take_slot()
        return error
