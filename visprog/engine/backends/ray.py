"""Each model in a Ray actor, on whichever node of a cluster has room: the same worker, farther off.

Plain actors: queues, batches, retries and restarts are the broker's, which stays in this process,
so one policy rules every backend. Ray places actors by GPUs and not by bytes: a pack's setting
``gpus`` says which fraction of one a model takes. What actors say of their places goes into the
broker's ledger, so that batches are filled across models that share a device.
"""

from __future__ import annotations

import os
import threading
from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import replace
from typing import Any

from visprog.engine.backends import Reply, Site, WorkerDied, WorkerHung
from visprog.engine.backends.cluster import connect, connected, library, told
from visprog.engine.backends.failures import Failure, pack, packed, unpack, unpacked
from visprog.engine.backends.reservation import Reservation
from visprog.engine.backends.resident import Resident
from visprog.engine.backends.sending import Store, received
from visprog.engine.placement import memory_of
from visprog.errors import Unavailable
from visprog.model import Item, Model, ModelSpec


class Actor:
    """What runs on a node."""

    def __init__(self) -> None:
        self._resident = Resident()

    def load(self, spec: ModelSpec, family: type[Model]) -> Any:
        """The site and the process, or a failure."""
        ray = library()
        try:
            gpus = ray.get_gpu_ids()
            self._resident.load(spec, family, "cuda" if gpus else "cpu")
        except BaseException as error:
            return pack(error)
        context = ray.get_runtime_context()
        resources = next(
            node["Resources"] for node in ray.nodes() if node["NodeID"] == context.get_node_id()
        )
        return Site(
            ray.util.get_node_ip_address(),
            f"cuda:{gpus[0]}" if gpus else "cpu",
            memory_of("cuda:0" if gpus else "cpu"),
            int(resources.get("CPU", 0)),
        ), os.getpid()

    def run(self, key: str, operation: str, items: list[dict[str, Any]]) -> Any:
        """A reply, or a failure."""
        try:
            reply = self._resident.run(key, operation, [received(item) for item in items])
        except BaseException as error:
            return pack(error)
        return replace(reply, results=packed(list(reply.results)))

    def unload(self, key: str) -> None:
        self._resident.unload(key)


class RayWorker:
    """A model in an actor."""

    def __init__(
        self, backend: RayBackend, host: Host, spec: ModelSpec, site: Site, pid: int
    ) -> None:
        self.device = site.device
        self.name = f"{site.node} pid {pid}"
        self.site: Site | None = site
        self._backend = backend
        self._host = host
        self._key = spec.key

    def run_batch(self, operation: str, items: list[Item], seconds: float) -> Reply:
        with connected():
            sent = [self._backend.store.sent(item) for item in items]
            ref = self._host.actor.run.remote(self._key, operation, sent)
            reply: Reply = result_of(self._host, ref, seconds, "answer")
        share = reply.memory // max(1, len(self._host.models))
        return replace(reply, results=unpacked(list(reply.results)), memory=share)

    def close(self) -> None:
        self._backend.leave(self._host, self._key)

    def kill(self) -> None:
        self._host.kill()


class Host:
    """An actor, what is reserved for it, and the models in it."""

    def __init__(self, actor: Any, room: Reservation) -> None:
        self.actor = actor
        self.models: set[str] = set()
        self.ended = False
        self._room = room

    def kill(self) -> None:
        ray = library()
        self.ended = True
        if ray.is_initialized():
            ray.kill(self.actor, no_restart=True)
            self._room.give_back()


def result_of(host: Host, ref: Any, seconds: float, what: str) -> Any:
    """What an actor answered. Raises what it raised, ``WorkerDied`` and ``WorkerHung``."""
    ray = library()
    try:
        answer = ray.get(ref, timeout=seconds)
    except ray.exceptions.GetTimeoutError:
        host.kill()
        raise WorkerHung(f"did not {what} within {seconds:g} s") from None
    except (ray.exceptions.RayActorError, ray.exceptions.ObjectLostError) as error:
        host.kill()
        raise WorkerDied(f"was lost ({type(error).__name__}: {told(error)})") from None
    if isinstance(answer, Failure):
        failure = unpack(answer)
        if isinstance(failure, WorkerDied):
            host.kill()
        raise failure
    return answer


class RayBackend:
    """Actors of a Ray cluster: of the one at ``address``, or of one that is started here.

    ``resources`` are what every actor asks Ray for, such as ``{"num_cpus": 1}``; without, a GPU
    each where the device is a GPU, else no more than room for a process.
    """

    name = "ray"
    elsewhere = True

    def __init__(
        self,
        address: str | None = None,
        *,
        resources: Mapping[str, Any] | None = None,
        namespace: str = "visprog",
    ) -> None:
        self._resources = dict(resources or {})
        self._lock = threading.Lock()
        self.store = Store()
        self._groups: dict[str, Host] = {}
        self._making: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._owner = connect(address, namespace)
        self._class = library().remote(max_restarts=0, max_task_retries=0, max_concurrency=1)(Actor)

    def spawn(
        self,
        spec: ModelSpec,
        family: type[Model],
        device: str,
        seconds: float,
        crowded: Callable[[], None] | None = None,
    ) -> RayWorker:
        if family.__module__ == "__main__":
            raise Unavailable(
                f"the family {spec.family} is defined in the script that runs; an actor cannot "
                "import it from there: move the class into a module of its own"
            )
        plain = replace(spec, settings=dict(spec.settings))
        with connected():
            host = self._host(spec, device, seconds, crowded)
            try:
                ref = host.actor.load.remote(plain, family)
                site, pid = result_of(host, ref, seconds, "load")
            except BaseException:
                self.leave(host, spec.key)
                raise
        return RayWorker(self, host, spec, site, pid)

    def leave(self, host: Host, key: str) -> None:
        """A model goes; with the last one its actor."""
        ray = library()
        with self._lock:
            host.models.discard(key)
            if not host.models or host.ended:
                self._groups = {name: of for name, of in self._groups.items() if of is not host}
        if not host.models:
            host.kill()
        elif not host.ended and ray.is_initialized():
            host.actor.unload.remote(key)

    def _host(
        self, spec: ModelSpec, device: str, seconds: float, crowded: Callable[[], None] | None
    ) -> Host:
        group = str(spec.settings.get("group", ""))
        with self._making[group] if group else nullcontext():
            with self._lock:
                host = self._groups.get(group)
                if host is not None and not host.ended:
                    host.models.add(spec.key)
                    return host
            room = Reservation.of(self._wanted(spec, device), seconds, crowded)
            host = Host(self._class.options(**room.options).remote(), room)
            with self._lock:
                host.models.add(spec.key)
                if group:
                    self._groups[group] = host
        return host

    def _wanted(self, spec: ModelSpec, device: str) -> dict[str, Any]:
        """What an actor asks Ray for."""
        ray = library()
        wanted: dict[str, Any] = {"num_cpus": 0, **self._resources}
        with_gpu = device.startswith("cuda") or (
            device == "auto" and ray.cluster_resources().get("GPU", 0) > 0
        )
        if with_gpu:
            wanted.setdefault("num_gpus", float(spec.settings.get("gpus", 1)))
        return wanted

    def close(self) -> None:
        ray = library()
        self.store.clear()
        if self._owner and ray.is_initialized():
            ray.shutdown()
