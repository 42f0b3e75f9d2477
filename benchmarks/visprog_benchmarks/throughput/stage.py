"""Checked programs, run on an engine as a session runs them: each in a child process of its own."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from visprog.engine import Engine
from visprog.engine.backends import Backend, Reply, WorkerHandle
from visprog.engine.backends.inline import InlineBackend
from visprog.errors import RunFailure, VisprogError
from visprog.model import Item, Model, ModelSpec
from visprog.program import Limits, Program
from visprog.tool import ToolTable
from visprog.trace import Run
from visprog.types import Image
from visprog.wording import plain
from visprog_sandbox import Sandbox


@dataclass(frozen=True)
class Task:
    """A program and its pictures by name."""

    program: str
    images: Mapping[str, Image]


class Stage:
    """An engine and a sandbox, warm; no trace on disk, as is a session's default."""

    def __init__(
        self,
        models: Mapping[str, ModelSpec],
        families: Mapping[str, type[Model]],
        tools: ToolTable,
        backend: Backend,
        *,
        live: int,
        memory_bytes: int = 256 * 2**20,
        slots: int | None = None,
    ) -> None:
        self.tools = tools
        self.engine = Engine(
            models,
            families,
            cache_dir=None,
            memory_bytes=memory_bytes,
            device="cpu",
            backend=backend,
            live_programs=live,
            slots={"cpu": slots} if slots else None,
        )
        self._sandbox = Sandbox(tools)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._sandbox.close()
        await self.engine.close()

    async def checked(self, tasks: Sequence[Task]) -> list[tuple[Program, Task]]:
        """Reading programs is the planner's side of a question, and not timed."""
        known: dict[tuple[str, tuple[str, ...]], Program] = {}
        for task in tasks:
            key = task.program, tuple(task.images)
            if key not in known:
                known[key] = await self._sandbox.check(*key)
        return [(known[task.program, tuple(task.images)], task) for task in tasks]

    async def run(self, checked: Sequence[tuple[Program, Task]]) -> tuple[list[Any], float]:
        """The answers, and the seconds that all took together."""
        started = time.perf_counter()
        answers = await asyncio.gather(*(self._one(*pair) for pair in checked))
        return list(answers), time.perf_counter() - started

    async def _one(self, program: Program, task: Task) -> Any:
        async with self.engine.admission.program(0):
            run = Run()
            executor = self.engine.executor(self.tools, run.apply, limits=Limits())
            try:
                refs = {id(image): executor.provide(name, image) for name, image in _once(task)}
                inputs = [(name, refs[id(image)]) for name, image in task.images.items()]
                finished = await self._sandbox.run(program, executor, images=inputs)
                return plain(await executor.resolve(finished.value))
            except RunFailure:
                raise
            except VisprogError as error:  # nothing was found to cut out, say: an answer too
                return f"{type(error).__name__}: {error}"
            finally:
                await executor.close()


def _once(task: Task) -> list[tuple[str, Image]]:
    return list({id(image): (name, image) for name, image in task.images.items()}.values())


class Recording(InlineBackend):
    """Hosts models in this process, and remembers every operation that was computed."""

    def __init__(self) -> None:
        self.calls: list[tuple[ModelSpec, type[Model], str, Item]] = []

    def spawn(
        self,
        spec: ModelSpec,
        family: type[Model],
        device: str,
        seconds: float,
        crowded: Callable[[], None] | None = None,
    ) -> Any:
        worker = super().spawn(spec, family, device, seconds, crowded)
        return _Recorded(worker, spec, family, self.calls)


class _Recorded:
    def __init__(
        self,
        worker: WorkerHandle,
        spec: ModelSpec,
        family: type[Model],
        calls: list[tuple[ModelSpec, type[Model], str, Item]],
    ) -> None:
        self.device, self.name = worker.device, worker.name
        self.site, self.close, self.kill = worker.site, worker.close, worker.kill
        self._worker, self._spec, self._family, self._calls = worker, spec, family, calls

    def run_batch(self, operation: str, items: list[Item], seconds: float) -> Reply:
        self._calls.extend((self._spec, self._family, operation, item) for item in items)
        return self._worker.run_batch(operation, items, seconds)
