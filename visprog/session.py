"""The one place that joins the parts: planner, sandbox, engine, trace.

    with Session() as session:
        answer = session.ask("boat.png", "Are there exactly 3 people in the boat?")
        print(answer.text, answer.steps)

A session owns an event loop in a thread of its own, so its methods can be called from plain code,
from any other event loop and from several threads at once; models are loaded once and shared by all
runs.
"""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Coroutine, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self, TypeAlias, TypeVar

from visprog import picture, plugins
from visprog.answer import Answer, describe
from visprog.engine import Engine
from visprog.errors import (
    LimitExceeded,
    ProgramError,
    UsageError,
    VisprogError,
)
from visprog.events import Checked, Event, Planned, RunFinished, RunStarted
from visprog.graph import ANSWER, Edge
from visprog.model import ROLES
from visprog.picture import Picture
from visprog.program import Limits, Program, Ref, refs_in
from visprog.tool import ToolTable
from visprog.trace import Recorder, Run, new_run_id
from visprog.types import Image
from visprog_planners.named import planner_named
from visprog_planners.planner import Plan, Planner, Request
from visprog_sandbox import Sandbox
from visprog_tools import packs

Pictures: TypeAlias = "Picture | Sequence[Picture] | Mapping[str, Picture]"
"""One picture, several in order, or several by the name that programs use."""

T = TypeVar("T")


class Session:
    """Plans, checks, runs and records. Close it, or use it as a context manager.

    ``pack`` is a shipped pack, ``auto`` or a path; ``planner`` is ``grammar`` (offline), a LiteLLM
    model string, or a :class:`~visprog_planners.Planner`. ``llm`` is the LiteLLM model string that
    tools such as LIST ask. ``trace_dir=None`` keeps no trace and
    ``cache_dir=None`` caches in memory only. ``repairs`` bounds how often a rejected program goes
    back to the planner.
    """

    def __init__(
        self,
        *,
        pack: str = "auto",
        planner: str | Planner = "grammar",
        planner_url: str | None = None,
        llm: str | None = None,
        llm_url: str | None = None,
        tools: ToolTable | None = None,
        trace_dir: Path | str | None = None,
        cache_dir: Path | str | None = None,
        limits: Limits | None = None,
        empty: Literal["error", "whole-image"] = "error",
        seed: int = 0,
        device: str = "auto",
        repairs: int = 2,
    ) -> None:
        self.pack = packs.load(pack).with_llm(llm, llm_url)
        self.tools = tools or plugins.tools()
        self.planner = planner_named(planner, planner_url) if isinstance(planner, str) else planner
        self.limits = limits or Limits()
        self.empty = empty
        self.seed = seed
        self.repairs = repairs
        self.trace_dir = Path(trace_dir) if trace_dir is not None else None
        self._check_roles()
        self._engine = Engine(
            self.pack.models,
            plugins.families(),
            cache_dir=Path(cache_dir) if cache_dir is not None else None,
            device=device,
        )
        self._sandbox = Sandbox(self.tools)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, name="visprog-session", daemon=True)
        self._thread.start()

    # Asking and running, from plain code and from a coroutine

    def ask(self, images: Pictures, question: str) -> Answer:
        """Write a program for the question and run it on the pictures.

        Raises :class:`UsageError` for unreadable pictures, ``PlanError`` when no program could be
        written and ``Unavailable`` for missing weights or services. What becomes of the program
        itself is in the answer's ``status``.
        """
        return self._wait(self._ask(images, question))

    def run(self, program: str, images: Pictures) -> Answer:
        """Run a program as it stands on the pictures; otherwise as :meth:`ask`."""
        return self._wait(self._run(program, images))

    def plan(self, question: str, images: int = 0) -> tuple[Plan, Program]:
        """The checked program for a question, without running it. Raises ``ProgramError``."""
        return self._wait(self._plan(question, images))

    def check(self, program: str, images: int = 1) -> Program:
        """The program, checked. Raises ``ProgramError`` with everything that is wrong with it."""
        return self._wait(self._sandbox.check(program, _names(images), limits=self.limits))

    async def ask_async(self, images: Pictures, question: str) -> Answer:
        """:meth:`ask` for any event loop."""
        return await asyncio.wrap_future(self._submit(self._ask(images, question)))

    async def run_async(self, program: str, images: Pictures) -> Answer:
        """:meth:`run` for any event loop."""
        return await asyncio.wrap_future(self._submit(self._run(program, images)))

    def close(self) -> None:
        """Stop what runs, end child processes and free the models. Safe to call twice."""
        if self._loop.is_closed():
            return
        self._wait(self._shutdown())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    # The way of one question

    async def _ask(self, images: Pictures, question: str) -> Answer:
        question = question.strip()
        if not question:
            raise UsageError("the question is empty")
        named = read_images(images)
        record = _Record(self, question, named)
        with record:
            _, program = await self._plan(question, _count(named), record.emit)
            await self._execute(program, named, record)
        return record.answer()

    async def _run(self, text: str, images: Pictures) -> Answer:
        named = read_images(images)
        record = _Record(self, None, named)
        with record:
            program = await self._checked(text, list(named), record.emit)
            await self._execute(program, named, record)
        return record.answer()

    async def _plan(
        self, question: str, images: int, emit: Any = lambda event: None
    ) -> tuple[Plan, Program]:
        request = Request(question, images, self.tools)
        plan = await self.planner.plan(request)
        names = _names(images or 2) if images != 1 else _names(1)
        if images == 0:
            names = tuple(dict.fromkeys((*_names(1), *_names(2))))
        for attempt in range(1, self.repairs + 2):
            emit(Planned(plan.planner, plan.program, attempt, plan.seconds, asdict(plan.usage)))
            try:
                return plan, await self._checked(plan.program, names, emit)
            except ProgramError as error:
                if attempt > self.repairs:
                    raise
                repaired = await self.planner.repair(request, plan, error.diagnostics)
                if repaired.program == plan.program:
                    raise
                plan = repaired
        raise AssertionError("unreachable")

    async def _checked(self, text: str, names: Sequence[str], emit: Any) -> Program:
        try:
            program = await self._sandbox.check(text, tuple(names), limits=self.limits)
        except ProgramError as error:
            emit(Checked(text, "", error.diagnostics))
            raise
        emit(Checked(program.text, program.dialect))
        return program

    async def _execute(self, program: Program, named: Mapping[str, Image], record: _Record) -> None:
        executor = self._engine.executor(
            self.tools, record.emit, seed=self.seed, empty=self.empty, limits=self.limits
        )
        try:
            refs: dict[int, Ref] = {}
            inputs: list[tuple[str, Ref]] = []
            for name, image in named.items():
                if id(image) not in refs:
                    refs[id(image)] = executor.provide(name, image)
                inputs.append((name, refs[id(image)]))
            finished = await self._sandbox.run(program, executor, images=inputs, limits=self.limits)
            value = await executor.resolve(finished.value)
            sources = [*(ref.step for ref in refs_in(finished.value)), *finished.sources]
            executor.graph.add(ANSWER, {"value": sources}, finished.control)
            record.finish(value, executor.graph.edges_to(ANSWER))
        finally:
            await executor.close()
            record.usage = executor.usage()

    def _check_roles(self) -> None:
        """Refuse a pack with a role that is not one: nobody would ever ask for it."""
        known = {*ROLES, *(role for spec in self.tools.specs for role in spec.roles)}
        for role in self.pack.models:
            if role not in known:
                names = ", ".join(sorted(known))
                raise UsageError(
                    f"pack {self.pack.name}: no tool uses role {role}; there is {names}"
                )

    # The loop

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    def _submit(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        if self._loop.is_closed():
            work.close()
            raise UsageError("this session is closed")
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def _wait(self, work: Coroutine[Any, Any, T]) -> T:
        future = self._submit(work)
        try:
            return future.result()
        except BaseException:
            future.cancel()
            raise

    async def _shutdown(self) -> None:
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await self._sandbox.close()
        await self._engine.close()


class _Record:
    """One run's events, to the trace and to the answer, and how the run ended.

    As a context manager it turns the outcomes that belong in an answer (a rejected program, a
    failed tool, a limit) into one, and lets everything else pass, recorded.
    """

    def __init__(self, session: Session, question: str | None, named: Mapping[str, Image]) -> None:
        self._session = session
        self._started = time.monotonic()
        self.id = new_run_id()
        self.run = Run()
        self._recorder = Recorder(session.trace_dir, self.id) if session.trace_dir else None
        self.usage: Mapping[str, Any] = {"model_calls": 0, "cached": 0}
        self._status = "error"
        self._error: VisprogError | None = None
        self._value: Any = None
        self._edges: tuple[Edge, ...] = ()
        self.emit(
            RunStarted(
                run=self.id,
                time=time.time(),
                question=question,
                images=tuple(_distinct(named)),
                pack=session.pack.name,
                settings={
                    "empty": session.empty,
                    "seed": session.seed,
                    "planner": session.planner.name,
                    "limits": asdict(session.limits),
                },
                versions=_versions(),
            )
        )

    def emit(self, event: Event) -> None:
        if self._recorder is not None:
            self._recorder(event)
        self.run.apply(event)

    def finish(self, value: Any, edges: tuple[Edge, ...]) -> None:
        self._status, self._value, self._edges = "ok", value, edges

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool:
        if isinstance(error, VisprogError):
            self._error = error
            self._status = _status(error)
        self.emit(
            RunFinished(
                status=self._status if error is None or self._error else "killed",
                answer=self._value,
                edges=self._edges,
                error=describe(error),
                seconds=(seconds := time.monotonic() - self._started),
                usage={**self.usage, **self._planning(), "seconds": seconds},
            )
        )
        if self._recorder is not None:
            self._recorder.close()
        return isinstance(error, VisprogError) and error.exit_code in (1, 3, 4)

    def _planning(self) -> dict[str, Any]:
        """Tokens and cost of the language model that planned, over all attempts."""
        spent = [dict(attempt.usage) for attempt in self.run.attempts[-1:]]
        tokens = sum(u.get("prompt_tokens", 0) + u.get("completion_tokens", 0) for u in spent)
        return {"tokens": tokens, "cost": next((u.get("cost") for u in spent), None)}

    def answer(self) -> Answer:
        return Answer(
            status=self._status,
            result=self._value,
            error=self._error,
            run=self.run,
            trace=self._recorder.path if self._recorder else None,
            warnings=tuple(filter(None, [self._session.pack.warning])),
        )


def _status(error: VisprogError) -> str:
    if isinstance(error, ProgramError):
        return "rejected"
    return "killed" if isinstance(error, LimitExceeded) else "error"


def read_images(images: Pictures) -> dict[str, Image]:
    """Pictures by the names under which programs find them, read and checked.

    One is ``IMAGE``, two are ``LEFT`` and ``RIGHT``, and all are ``IMAGE1`` .. ``IMAGEn``; every
    name exists in lower case too. Raises :class:`UsageError`.
    """
    if isinstance(images, Mapping):
        named: dict[str, Image] = {}
        for name, source in images.items():
            if not name.isidentifier() or name.startswith("_"):
                raise UsageError(f"{name!r} cannot name a picture: use letters, digits and _")
            named[name] = picture.read(source)
        if len(named) == 1:
            (only,) = named.values()
            named |= dict.fromkeys(_names(1), only)
        return named
    sources: list[Any] = list(images) if isinstance(images, list | tuple) else [images]
    if not sources:
        raise UsageError("at least one picture is needed")
    read = [picture.read(source) for source in sources]
    if len(read) == 1:
        return dict.fromkeys(_names(1), read[0])
    return {name: read[index] for index in range(len(read)) for name in _aliases(index, len(read))}


def _aliases(index: int, count: int) -> list[str]:
    upper = [f"IMAGE{index + 1}"]
    if count == 2:
        upper.insert(0, ("LEFT", "RIGHT")[index])
    return [*upper, *(name.lower() for name in upper)]


def _names(count: int) -> tuple[str, ...]:
    """The names under which a program finds ``count`` pictures."""
    if count == 1:
        return ("IMAGE", "image")
    return tuple(name for index in range(count) for name in _aliases(index, count))


def _distinct(named: Mapping[str, Image]) -> list[tuple[str, Image]]:
    seen: dict[int, tuple[str, Image]] = {}
    for name, image in named.items():
        seen.setdefault(id(image), (name, image))
    return list(seen.values())


def _count(named: Mapping[str, Image]) -> int:
    return len(_distinct(named))


def _versions() -> dict[str, str]:
    return {"visprog": version("visprog"), "pid": str(os.getpid())}
