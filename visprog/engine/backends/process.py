"""Each model in a process of its own: its crash, its memory and its CUDA context are nobody else's.

Workers are started afresh (never forked: CUDA does not survive it), with ``CUDA_VISIBLE_DEVICES``
set before Python runs. A worker dies with this process, however that ends. Models whose packs name
the same ``group`` share one process and take turns, which saves a CUDA context for each.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from visprog.engine.backends import Reply, Site, WorkerDied, WorkerHung
from visprog.engine.backends.channel import (
    AREA_BYTES,
    SHELF_BYTES,
    Channel,
    Closed,
    Late,
    area,
    mapped,
)
from visprog.engine.backends.failures import Failure, unpack, unpacked
from visprog.engine.backends.shelf import Shelf
from visprog.errors import Unavailable
from visprog.model import Item, Model, ModelSpec

START = (
    "import json,sys;a=json.loads(sys.argv[1]);sys.path[:]=a['path'];"
    "from visprog.engine.backends.child import main;main(*a['main'])"
)
SECONDS_TO_END = 5.0


class Host:
    """One child process and the conversation with it."""

    def __init__(self, device: str, area_bytes: int) -> None:
        ours, theirs = socket.socketpair()
        request, answer = area(area_bytes), area(area_bytes)
        fds = (theirs.fileno(), request, answer)
        boot = {"path": sys.path, "main": [*fds, os.getpid()]}
        self.process = subprocess.Popen(
            [sys.executable, "-c", START, json.dumps(boot)],
            stdin=subprocess.DEVNULL,
            stdout=2,  # a model that prints must not end up in our output
            pass_fds=fds,
            env=_environment(device),
        )
        theirs.close()
        pidfd = os.pidfd_open(self.process.pid) if hasattr(os, "pidfd_open") else None
        shelf = Shelf(SHELF_BYTES)
        self.channel = Channel(
            ours, outgoing=mapped(request), incoming=mapped(answer), pidfd=pidfd, shelf=shelf
        )
        self.lock = threading.RLock()
        self.models: set[str] = set()
        self.ended = ""

    @property
    def pid(self) -> int:
        return self.process.pid

    def ask(self, request: tuple[Any, ...], seconds: float, what: str) -> Any:
        """One request and its answer. Raises what the worker raised, :class:`WorkerDied` and
        :class:`WorkerHung`."""
        until = time.monotonic() + seconds
        if not self.lock.acquire(timeout=seconds):
            self.kill()
            raise WorkerHung(f"did not {what} within {seconds:g} s")
        try:
            if self.ended:
                raise WorkerDied(self.ended)
            self.channel.send(request, until - time.monotonic())
            answer = self.channel.receive(until - time.monotonic())
        except Closed:
            raise WorkerDied(self._how()) from None
        except Late:
            self.kill()
            raise WorkerHung(f"did not {what} within {seconds:g} s") from None
        finally:
            self.lock.release()
        if isinstance(answer, Failure):
            error = unpack(answer)
            if isinstance(error, WorkerDied):
                self.kill()
            raise error
        return answer

    def kill(self) -> None:
        self.process.kill()
        self._how()

    def close(self) -> None:
        """Let it end by itself, and see to it."""
        if not self.ended:
            with self.lock:
                self.channel.close()
            self._how()

    def _how(self) -> str:
        """How it ended; waits for that, and gives back what the channel took."""
        try:
            code = self.process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:  # it closed the channel and lives on
            self.process.kill()
            code = self.process.wait()
        if not self.ended:
            name = f"exit code {code}"
            if code < 0:
                with contextlib.suppress(ValueError):
                    name = signal.Signals(-code).name
            self.ended = f"was ended by {name}" if code < 0 else f"ended with {name}"
        # whoever is in a conversation hears that it has ended, and lets go
        with self.lock:
            self.channel.close()
        return self.ended


class ProcessWorker:
    """A model in a child process."""

    site: Site | None = None

    def __init__(self, host: Host, spec: ModelSpec, device: str, backend: ProcessBackend) -> None:
        self.device = device
        self.name = f"pid {host.pid}"
        self._host = host
        self._key = spec.key
        self._backend = backend

    def run_batch(self, operation: str, items: list[Item], seconds: float) -> Reply:
        request = ("run", self._key, operation, items)
        reply: Reply = self._host.ask(request, seconds, "answer")
        share = reply.memory // max(1, len(self._host.models))
        return replace(reply, results=unpacked(list(reply.results)), memory=share)

    def close(self) -> None:
        self._backend.leave(self._host, self._key)

    def kill(self) -> None:
        self._host.kill()


class ProcessBackend:
    """Child processes on this machine."""

    name = "process"
    elsewhere = False

    def __init__(self, area_bytes: int = AREA_BYTES) -> None:
        self._area_bytes = area_bytes
        self._lock = threading.Lock()
        self._hosts: list[Host] = []
        self._groups: dict[tuple[str, str], Host] = {}
        # A child is killed when the *thread* that started it ends, so one thread starts them all.
        self._starter = ThreadPoolExecutor(1, "visprog-starter")

    def spawn(
        self,
        spec: ModelSpec,
        family: type[Model],
        device: str,
        seconds: float,
        crowded: Callable[[], None] | None = None,
    ) -> ProcessWorker:
        if family.__module__ == "__main__":
            raise Unavailable(
                f"the family {spec.family} is defined in the script that runs; a worker process "
                "cannot import it from there: move the class into a module of its own"
            )
        host = self._host(spec, device)
        seen = "cuda" if device.startswith("cuda") else device
        request = ("load", spec, family, seen)
        try:
            host.ask(request, seconds, "load")
        except BaseException:
            self.leave(host, spec.key)
            raise
        return ProcessWorker(host, spec, device, self)

    def leave(self, host: Host, key: str) -> None:
        """A model goes; with the last one its process."""
        with self._lock:
            host.models.discard(key)
            last = not host.models
            if last or host.ended:
                self._groups = {name: of for name, of in self._groups.items() if of is not host}
            if last and host in self._hosts:
                self._hosts.remove(host)
        if last:
            host.close()
        elif not host.ended:
            with contextlib.suppress(Exception):  # it dies: then the memory is free as well
                host.ask(("unload", key), SECONDS_TO_END, "unload")

    def close(self) -> None:
        with self._lock:
            hosts, self._hosts = self._hosts, []
            self._groups.clear()
        for host in hosts:
            host.kill()
        self._starter.shutdown()

    def _host(self, spec: ModelSpec, device: str) -> Host:
        group = str(spec.settings.get("group", ""))
        with self._lock:
            host = self._groups.get((group, device)) if group else None
            if host is None or host.ended or host.process.poll() is not None:
                host = self._starter.submit(Host, device, self._area_bytes).result()
                self._hosts.append(host)
                if group:
                    self._groups[group, device] = host
            host.models.add(spec.key)
        return host


def _environment(device: str) -> dict[str, str]:
    """That of this process, with one GPU or none in sight."""
    found = dict(os.environ)
    if not device.startswith("cuda"):
        found["CUDA_VISIBLE_DEVICES"] = ""
        return found
    index = int(device.partition(":")[2] or 0)
    visible = [part.strip() for part in found.get("CUDA_VISIBLE_DEVICES", "").split(",")]
    found["CUDA_VISIBLE_DEVICES"] = (
        visible[index] if index < len(visible) and visible[0] else str(index)
    )
    # as NVML counts, whose memory the ledger knows; CUDA alone counts the fastest first
    found.setdefault("CUDA_DEVICE_ORDER", "PCI_BUS_ID")
    found.setdefault("PYTORCH_CUDA_ALLOC_CONF", "expandable_segments:True")
    return found
