"""What the workers of one model share."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from visprog.engine.backends import Backend, Site
from visprog.engine.ceilings import Ceilings
from visprog.engine.dispatch import Dispatch, Taker
from visprog.engine.health import Health
from visprog.engine.jobs import Job, Outcome
from visprog.engine.placement import Ledger, Tenant
from visprog.engine.queues import Queues
from visprog.errors import RunFailure, Unavailable
from visprog.model import Model, ModelSpec


@dataclass(eq=False)
class Post:
    """A model to serve, its queues, and the way to a place for it."""

    spec: ModelSpec
    family: type[Model]
    title: str
    """The model, in a person's words."""
    backend: Backend
    wanted: str
    """The device that somebody asked for, where the backend chooses."""
    patience: float
    """Seconds for loading, and for a batch."""
    lock: threading.Lock
    """The broker's."""
    queues: Queues
    ceilings: Ceilings
    health: Health
    ledger: Ledger
    find_devices: Callable[[], None]
    """Sees to it that the ledger knows them."""
    give_out: Dispatch
    dispatch_all: Callable[[], None]
    """:meth:`dispatch` for every model: a device became free. With the lock held."""
    done: Callable[[list[tuple[Job, Outcome]]], None]
    """Is told of the finished jobs of a batch before their waiters are, without the lock."""
    workers: Sequence[Taker] = ()
    closed: str = ""
    """Why nothing is served any more."""
    _room: threading.Condition = field(init=False)

    def __post_init__(self) -> None:
        self._room = threading.Condition(self.lock)

    # -- with the lock held

    def dispatch(self) -> float | None:
        """Give the model's idle workers what can run; see :class:`Dispatch`."""
        return self.give_out.run(self.workers)

    @property
    def loaded(self) -> bool:
        return any(worker.loaded for worker in self.workers)

    def close(self, reason: str) -> None:
        self.closed = reason
        self._room.notify_all()

    def left(self, tenant: Tenant) -> None:
        """A worker gave back its memory."""
        self.ledger.leave(tenant)
        self._room.notify_all()

    # -- without it

    def place(self, worker: Any) -> Tenant | None:
        """A place for a worker's model, when there is one; others may have to leave for it."""
        if self.family.remote or self.backend.elsewhere:
            return None
        self.find_devices()
        until = time.monotonic() + self.patience
        with self.lock:
            while not self.closed:
                found = self.ledger.place(self.spec, worker)
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

    def entered(self, worker: Any, site: Site) -> Tenant:
        """A place that the backend chose."""
        with self.lock:
            return self.ledger.enter(self.spec, worker, site)

    def crowded(self) -> None:
        """The backend finds no place for the model: another leaves, if one is idle."""
        with self.lock:
            tenant = self.ledger.idlest(self.spec)
            if tenant is not None:
                tenant.owner.evict()

    def measure(self, tenant: Tenant, held: int) -> None:
        with self.lock:
            self.ledger.measure(tenant, self.spec.key, held)
