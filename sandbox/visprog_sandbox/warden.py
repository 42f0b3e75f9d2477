"""The host's end of the zygote: starts children, kills them, and knows how each one ended."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import json
import os
import signal
import socket
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from visprog.errors import Unavailable, UsageError, WorkerLost
from visprog.program import Limits
from visprog_sandbox.interpreter import DEFAULT
from visprog_sandbox.names import Surface

T = TypeVar("T")
SIZE = 4
START_SECONDS = 60.0
END_SECONDS = 10.0
ATTEMPTS = 2
"""At a child: a zygote that died since the last one is replaced without a word."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child's process ended: exit code (negative: the signal), CPU seconds."""

    code: int
    cpu: float


@dataclass(slots=True)
class Child:
    """A child as the host sees it: its socket, and its end."""

    number: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    ended: asyncio.Future[Ended]
    pid: int = 0


@dataclass
class Warden:
    """Keeps one zygote alive while there is anything to run. Belongs to one event loop."""

    surface: Surface
    require: frozenset[str]
    interpreter: str = DEFAULT
    _process: asyncio.subprocess.Process | None = None
    _control: socket.socket | None = None
    _children: dict[int, Child] = field(default_factory=dict)
    _numbers: int = 0
    _listener: asyncio.Task[None] | None = None
    _starting: asyncio.Lock = field(default_factory=asyncio.Lock)
    _ending: set[asyncio.Task[Any]] = field(default_factory=set)
    """Children that were killed and zygotes that were given up, until they are gone."""
    _closed: bool = False

    async def spawn(self, limits: Limits, only: Sequence[str] | None = None) -> Child:
        """A fresh, locked child, some milliseconds from now. ``only`` is for the self-test."""
        order = {
            "memory": limits.memory_bytes,
            "cpu": limits.cpu_seconds,
            "require": sorted(self.require),
            "only": None if only is None else list(only),
        }
        async with self._starting:
            for _ in range(ATTEMPTS):
                if self._control is None and not self._closed:
                    await self._started()
                if self._closed:
                    raise WorkerLost("the sandbox was closed before the program started")
                child = await self._order(order)
                if child is not None:
                    return child
        raise WorkerLost("the sandbox's parent process ended as soon as it started")

    async def _order(self, order: Mapping[str, Any]) -> Child | None:
        """Ask the zygote for a child; ``None`` when there is no zygote any more."""
        ours, theirs = socket.socketpair()
        with contextlib.closing(theirs):
            reader, writer = await _streams(ours)
            self._numbers += 1
            ended: asyncio.Future[Ended] = asyncio.get_running_loop().create_future()
            child = self._children[self._numbers] = Child(self._numbers, reader, writer, ended)
            try:
                await self._send({"run": child.number, **order}, theirs)
            except BaseException as error:
                writer.close()
                self._children.pop(child.number, None)
                if not isinstance(error, OSError):
                    raise
                self._lost()
                return None
        return child

    def end(self, child: Child) -> asyncio.Task[Ended]:
        """:meth:`kill`, in a task that goes on whether or not anybody waits for it.

        A child's last message is the result of its run, which need not wait for its burial.
        """
        return self._kept(asyncio.create_task(self.kill(child)))

    def _kept(self, task: asyncio.Task[T]) -> asyncio.Task[T]:
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)
        return task

    async def kill(self, child: Child) -> Ended:
        """End a child that may still run, and wait until the system has let go of it."""
        child.writer.close()
        if not child.ended.done():
            try:
                await self._send({"kill": child.number})
            except OSError:
                self._lost()
        try:
            return await asyncio.wait_for(asyncio.shield(child.ended), END_SECONDS)
        except TimeoutError:
            self._lost()
            return Ended(-9, 0.0)
        finally:
            self._children.pop(child.number, None)

    async def close(self) -> None:
        """End the zygote and with it every child, for good."""
        self._closed = True
        starting = [task for task in self._ending if task is not asyncio.current_task()]
        if starting and self._control is None:
            await asyncio.gather(*starting, return_exceptions=True)
        self._lost()
        left = [task for task in self._ending if task is not asyncio.current_task()]
        await asyncio.gather(*left, return_exceptions=True)

    async def _started(self) -> None:
        """A zygote; a cancelled run does not take it along: the next one needs it too, and asyncio
        waits for ever for a process whose start was cancelled (CPython 3.11)."""
        starting = self._kept(asyncio.create_task(self._start()))
        try:
            await asyncio.shield(starting)
        except asyncio.CancelledError:
            await asyncio.wait({starting})
            raise

    async def _start(self) -> None:
        if not hasattr(os, "fork"):
            raise Unavailable("programs cannot be run on this system, which has no fork: use Linux")
        here = Path(__file__).parent
        setup = {
            "path": self._path(here),
            "interpreter": self.interpreter,
            "surface": self.surface.to_data(),
        }
        ours, theirs = socket.socketpair()
        script = str(here / "zygote.py")
        with contextlib.closing(theirs):
            reader, writer = await _streams(ours)
            # -P -s -S: nothing from the user's directories; not -I, which would ignore the hash
            # seed that makes sets iterate in the same order in every run.
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-P", "-s", "-S", "-X", "utf8", script, str(theirs.fileno()),
                pass_fds=[theirs.fileno()], env={"PYTHONHASHSEED": "0"}, cwd="/",
                stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
            )  # fmt: skip
        ready = asyncio.get_running_loop().create_future()
        # All three at once: whoever gives the zygote up finds all of it or waits for its start.
        self._control, self._process = ours, process
        self._listener = asyncio.create_task(self._listen(reader, writer, ready))
        try:
            body = json.dumps(setup).encode()
            writer.write(len(body).to_bytes(SIZE, "big") + body)
            await writer.drain()
            await asyncio.wait_for(ready, START_SECONDS)
        except (OSError, TimeoutError, WorkerLost):
            self._lost()
            raise WorkerLost("the sandbox's parent process did not start") from None

    def _path(self, here: Path) -> list[str]:
        modules = ("RestrictedPython", self.interpreter.partition(":")[0])
        return list(dict.fromkeys((str(here.parent), *map(_search_path, modules))))

    async def _send(
        self, message: Mapping[str, Any], attached: socket.socket | None = None
    ) -> None:
        """One order; small enough that a socket's buffer always takes it whole."""
        if self._control is None:
            raise OSError("no zygote")
        body = json.dumps(message).encode()
        data = len(body).to_bytes(SIZE, "big") + body
        descriptors = [attached.fileno()] if attached is not None else []
        while True:
            try:
                socket.send_fds(self._control, [data], descriptors)
                return
            except BlockingIOError:
                await asyncio.sleep(0.005)

    async def _listen(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, ready: asyncio.Future[int]
    ) -> None:
        try:
            while True:
                size = int.from_bytes(await reader.readexactly(SIZE), "big")
                message = json.loads(await reader.readexactly(size))
                if "ready" in message:
                    ready.set_result(message["ready"])
                    continue
                child = self._children.get(message["run"])
                if child is None:
                    continue
                if "pid" in message:
                    child.pid = message["pid"]
                elif not child.ended.done():
                    child.ended.set_result(Ended(message["exit"], message["cpu"]))
        except (asyncio.IncompleteReadError, OSError):
            if self._control is not None:
                self._lost()
        finally:
            if not ready.done():
                ready.set_exception(WorkerLost("the sandbox's parent process did not start"))
            writer.close()

    def _lost(self) -> None:
        """The zygote is gone or given up: its children die with it."""
        process, listener = self._process, self._listener
        self._control = self._process = self._listener = None
        for child in self._children.values():
            if not child.ended.done():
                child.ended.set_result(Ended(-signal.SIGKILL, 0.0))
        if process is not None and listener is not None:
            self._kept(asyncio.create_task(_end(process, listener)))


async def _streams(ours: socket.socket) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Of a connected socket, which is closed if nobody waits for them any more."""
    ours.setblocking(False)
    try:
        return await asyncio.open_connection(sock=ours)
    except BaseException:
        ours.close()
        raise


def _search_path(module: str) -> str:
    """What has to be on ``sys.path`` to import it. Raises :class:`UsageError` if it is nowhere."""
    package = module.partition(".")[0]
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise UsageError(f"the interpreter {module} is not installed: there is no module {package}")
    origin = Path(spec.origin)
    return str(origin.parent.parent if spec.submodule_search_locations else origin.parent)


async def _end(process: asyncio.subprocess.Process, listener: asyncio.Task[None]) -> None:
    """Close the zygote's socket, upon which it kills its children and ends; or kill it."""
    listener.cancel()
    await asyncio.wait({listener})
    try:
        await asyncio.wait_for(process.wait(), END_SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()
