"""All replicas of one model: their queues, the batch sizes that fit, and whether it is of use."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from visprog.engine.backends import Backend, Site
from visprog.engine.dispatch import Dispatch
from visprog.engine.jobs import Job, Outcome
from visprog.engine.placement import Ledger, Tenant
from visprog.engine.queues import Name, Queues
from visprog.engine.worker import Worker
from visprog.errors import RunFailure, Unavailable
from visprog.model import Item, Model, ModelSpec
from visprog.types import Image

GOOD_BATCHES = 50
"""So many full batches in a row, and a ceiling is raised by a quarter."""

LOSSES = 4
"""So many workers lost in a row, and the model is down."""

DOWN_SECONDS = 60.0


@dataclass
class Ceiling:
    """The largest batch of one operation and shape that fitted."""

    size: int
    good: int = 0


class Pool:
    """Serves every role that names the same weights. ``done`` is called, without the lock, with
    the finished jobs of a batch before their waiters hear of them."""

    def __init__(
        self,
        spec: ModelSpec,
        family: type[Model],
        backend: Backend,
        lock: threading.Lock,
        ledger: Ledger,
        *,
        replicas: int,
        patience: float,
        wanted: str,
        ready: Callable[[], None],
        dispatch: Dispatch,
        dispatch_all: Callable[[], None],
        done: Callable[[list[tuple[Job, Outcome]]], None],
    ) -> None:
        self.spec = spec
        self.family = family
        self.operations = family.operations()
        self.title = f"the {spec.role} model {spec.checkpoint}"
        self.backend = backend
        self.lock = lock
        self.replicas = max(1, replicas)
        self.patience = patience
        self.wanted = "cpu" if family.remote else wanted
        """The device that somebody asked for, where the backend chooses."""
        self.queues = Queues()
        self._dispatch = dispatch
        self.dispatch_all = dispatch_all
        """The same for every model: a device became free."""
        self.done = done
        self.closed = ""
        self._ledger = ledger
        self._room = threading.Condition(lock)
        self._ready = ready
        self._ceilings: dict[Name, Ceiling] = {}
        self._losses = 0
        self._down_until = 0.0
        self.workers = [Worker(self, number) for number in range(self.replicas)]

    # -- with the lock held

    def push(self, job: Job) -> None:
        """Raises ``RunFailure`` when the pool is closed."""
        if self.closed:
            raise RunFailure(self.closed)
        self.queues.push(job)
        for worker in self.workers:
            if not worker.loaded and not worker.running:
                worker.start()
                worker.wake()
        if self.dispatch() is not None and not any(worker.timing for worker in self.workers):
            next(worker for worker in self.workers if worker.idle).wake()

    def dispatch(self) -> float | None:
        """Give this model's idle workers what can run; see :class:`Dispatch`."""
        return self._dispatch.run(self.workers)

    def home(self, item: Item) -> int | None:
        """The replica that is asked about a picture first, always the same."""
        image = item.get("image")
        if self.replicas == 1 or not isinstance(image, Image):
            return None
        return int(image.digest[:8], 16) % self.replicas

    @property
    def loaded(self) -> bool:
        return any(worker.loaded for worker in self.workers)

    @property
    def depth(self) -> int:
        """Jobs that wait or run."""
        return len(self.queues) + sum(len(worker.running) for worker in self.workers)

    def largest(self, name: Name) -> int:
        """The largest batch that the operation may have."""
        op = self.operations[name[0]]
        return max(1, min(op.max_batch, self.spec.max_batch or op.max_batch))

    def limit(self, name: Name) -> int:
        """The largest batch that is tried."""
        ceiling = self._ceilings.get(name)
        return self.largest(name) if ceiling is None else min(ceiling.size, self.largest(name))

    def close(self, reason: str) -> list[Job]:
        """Stop after the batches that run; the jobs that will not be done."""
        self.closed = reason
        for worker in self.workers:
            worker.close()
        self._room.notify_all()
        return self.queues.clear()

    def left(self, tenant: Tenant) -> None:
        """A worker gave back its memory."""
        self._ledger.leave(tenant)
        self._room.notify_all()

    # -- without it

    def place(self, worker: Worker) -> Tenant | None:
        """A place for the worker's model, when there is one; others may have to leave for it."""
        if self.family.remote or self.backend.elsewhere:
            return None
        self._ready()
        until = time.monotonic() + self.patience
        with self.lock:
            while not self.closed:
                found = self._ledger.place(self.spec, worker)
                if isinstance(found, Tenant):
                    return found
                for tenant in found:
                    tenant.owner.evict()
                if time.monotonic() > until:
                    raise Unavailable(
                        f"{self.title} found no room within {self.patience:g} s: other models keep "
                        "the device busy"
                    )
                self._room.wait(0.1)  # also for residence times, which end without a word
        raise RunFailure(self.closed)

    def entered(self, worker: Worker, site: Site) -> Tenant:
        """A place that the backend chose."""
        with self.lock:
            return self._ledger.enter(self.spec, worker, site)

    def crowded(self) -> None:
        """The backend finds no place for the model: another leaves, if one is idle."""
        with self.lock:
            tenant = self._ledger.idlest(self.spec)
            if tenant is not None:
                tenant.owner.evict()

    def measure(self, tenant: Tenant, held: int) -> None:
        with self.lock:
            self._ledger.measure(tenant, self.spec.key, held)

    def good(self, name: Name, size: int) -> None:
        """A batch went well."""
        with self.lock:
            self._losses = 0
            ceiling = self._ceilings.get(name)
            if ceiling is None or size < ceiling.size:
                return
            ceiling.good += 1
            if ceiling.good >= GOOD_BATCHES:
                ceiling.size, ceiling.good = ceiling.size + max(1, ceiling.size // 4), 0

    def too_much(self, name: Name, size: int) -> None:
        """A batch of twice this size did not fit."""
        with self.lock:
            self._ceilings[name] = Ceiling(max(1, size))

    def lost(self) -> None:
        """A worker died or hung."""
        with self.lock:
            self._losses += 1
            if self._losses >= LOSSES:
                self._down_until = time.monotonic() + DOWN_SECONDS

    def down(self) -> str:
        """Why no worker is started; empty when one may be."""
        with self.lock:
            left = self._down_until - time.monotonic()
            if left <= 0:
                if self._losses >= LOSSES:  # one more try; the next loss takes it down again
                    self._losses = LOSSES - 1
                return ""
            losses = self._losses
        return (
            f"{self.title} is down: {losses} workers were lost in a row; "
            f"the next one starts in {left:.0f} s"
        )

    def status(self) -> dict[str, Any]:
        """Facts for people and metrics; with the lock held."""
        tallies = [worker.tally for worker in self.workers]
        total = {name: sum(getattr(t, name) for t in tallies) for name in vars(tallies[0])}
        running = [worker for worker in self.workers if worker.loaded]
        batches = total.pop("batches")
        filled = total.pop("filled")
        return {
            "role": self.spec.role,
            "model": self.spec.checkpoint,
            "backend": "inline" if self.family.remote else self.backend.name,
            "loaded": len(running),
            "replicas": self.replicas,
            "devices": sorted({w.device.name for w in running if w.device is not None}),
            "workers": [worker.handle_name for worker in running],
            "queued": len(self.queues),
            "running": sum(len(worker.running) for worker in self.workers),
            "batches": batches,
            "fill": round(filled / batches, 4) if batches else None,
            "down": time.monotonic() < self._down_until,
            **total,
        }
