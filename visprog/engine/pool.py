"""All replicas of one model, and the calls that wait for them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from visprog.engine.backends import Backend
from visprog.engine.ceilings import Ceilings
from visprog.engine.dispatch import Dispatch
from visprog.engine.health import Health
from visprog.engine.jobs import Job, Outcome
from visprog.engine.placement import Ledger
from visprog.engine.post import Post
from visprog.engine.queues import Queues
from visprog.engine.worker import Worker
from visprog.errors import RunFailure
from visprog.model import Item, Model, ModelSpec
from visprog.types import Image


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
        self.operations = family.operations()
        self.queues = Queues()
        title = f"the {spec.role} model {spec.checkpoint}"
        self._replicas = max(1, replicas)
        self._post = Post(
            spec,
            family,
            title,
            backend,
            wanted="cpu" if family.remote else wanted,
            patience=patience,
            lock=lock,
            queues=self.queues,
            ceilings=Ceilings(self.operations, spec.max_batch, lock),
            health=Health(title, lock),
            ledger=ledger,
            find_devices=ready,
            give_out=dispatch,
            dispatch_all=dispatch_all,
            done=done,
        )
        homes = range(self._replicas) if self._replicas > 1 else [None]
        self.workers = [Worker(self._post, number, home) for number, home in enumerate(homes)]
        self._post.workers = self.workers

    # -- with the lock held

    def push(self, job: Job) -> None:
        """Raises ``RunFailure`` when the pool is closed."""
        if self._post.closed:
            raise RunFailure(self._post.closed)
        self.queues.push(job)
        for worker in self.workers:
            if not worker.loaded and not worker.running:
                worker.start()
                worker.wake()
        if self._post.dispatch() is not None and not any(worker.timing for worker in self.workers):
            next(worker for worker in self.workers if worker.idle).wake()

    def home(self, item: Item) -> int | None:
        """The replica that is asked about a picture first, always the same."""
        image = item.get("image")
        if self._replicas == 1 or not isinstance(image, Image):
            return None
        return int(image.digest[:8], 16) % self._replicas

    @property
    def depth(self) -> int:
        """Jobs that wait or run."""
        return len(self.queues) + sum(len(worker.running) for worker in self.workers)

    def close(self, reason: str) -> list[Job]:
        """Stop after the batches that run; the jobs that will not be done."""
        self._post.close(reason)
        for worker in self.workers:
            worker.close()
        return self.queues.clear()

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
            "backend": "inline" if self._post.family.remote else self._post.backend.name,
            "loaded": len(running),
            "replicas": self._replicas,
            "devices": sorted({w.device.name for w in running if w.device is not None}),
            "workers": [worker.handle_name for worker in running],
            "queued": len(self.queues),
            "running": sum(len(worker.running) for worker in self.workers),
            "batches": batches,
            "fill": round(filled / batches, 4) if batches else None,
            "down": self._post.health.is_down,
            **total,
        }
