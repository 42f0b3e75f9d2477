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
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

import numpy as np
import numpy.typing as npt

from visprog import picture, plugins
from visprog.answer import Answer
from visprog.background import Background
from visprog.drafting import accepted, checked, drafted
from visprog.effort import Effort
from visprog.engine import Engine, Executor, Recall
from visprog.engine.admission import LIVE_PROGRAMS
from visprog.engine.backends import Backend
from visprog.engine.backends.named import backend_named
from visprog.errors import LimitExceeded, UsageError
from visprog.graph import ANSWER
from visprog.inquiry import Inquiry, Parts
from visprog.model import ROLES
from visprog.picture import Picture, Pictures
from visprog.program import Limits, Program, Ref, refs_in
from visprog.record import Record
from visprog.samples import Journal, Result, Sample, mapped
from visprog.tool import ToolTable
from visprog.trace import Retention, prune
from visprog.types import Image
from visprog_planners.named import planner_named
from visprog_planners.planner import Plan, Planner, Request, Turn
from visprog_sandbox import Sandbox
from visprog_sandbox.requirement import required, weaker
from visprog_tools import linear_probe, packs

logger = logging.getLogger(__name__)


class Session:
    """Plans, checks, runs and records. Close it, or use it as a context manager.

    ``pack`` is a shipped pack, ``auto`` or a path; ``planner`` is ``grammar`` (offline), a LiteLLM
    model string, or a :class:`~visprog_planners.Planner`. ``llm`` is the LiteLLM model string that
    tools such as LIST ask. ``trace_dir=None`` keeps no trace and ``cache_dir=None`` caches in
    memory only. ``effort`` bounds what is tried for one question: how often a program goes back to
    the planner, how many are asked for, and what is done when none gives an answer. ``heard`` gets
    what a language model writes, as it writes it. ``probes`` maps names to files that ``visprog
    classify fit`` wrote: each is one more tool of that name. When the session closes, runs in
    ``trace_dir`` that ``retention`` does not keep are removed. ``sandbox`` changes which layers
    must hold before a program runs, in so many words: ``with namespaces``, ``without seccomp``.
    ``backend`` hosts the models: ``inline`` in this process, ``process`` in children, ``ray`` in
    actors of the cluster at ``address``; ``replicas`` of each. At most ``live`` programs run at
    once; the others wait their turn.
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
        effort: Effort | None = None,
        heard: Callable[[str], None] | None = None,
        probes: Mapping[str, Path | str] | None = None,
        retention: Retention | None = None,
        sandbox: str = "",
        backend: str | Backend = "inline",
        address: str | None = None,
        replicas: int = 1,
        live: int = LIVE_PROGRAMS,
    ) -> None:
        self._require = required(sandbox)
        self.pack = packs.load(pack).with_llm(llm, llm_url)
        self.probes = linear_probe.load_all(probes or {}, self.pack.models.get("classify"))
        self.tools = linear_probe.with_probes(tools or plugins.tools(), self.probes)
        cache = Path(cache_dir) if cache_dir is not None else None
        if isinstance(planner, str):
            planner = planner_named(planner, planner_url, cache_dir=cache, heard=heard)
        self.planner = planner
        self.limits = limits or Limits()
        self.empty = empty
        self.seed = seed
        self.effort = effort or Effort()
        self.trace_dir = Path(trace_dir) if trace_dir is not None else None
        self.retention = retention
        self.live = live
        self._check_roles()
        if isinstance(backend, str):
            backend = backend_named(backend, address)
        self._engine = Engine(
            self.pack.models,
            plugins.families(),
            cache_dir=cache,
            device=device,
            backend=backend,
            replicas=replicas,
            live_programs=live,
        )
        self._sandbox = Sandbox(self.tools, self._require)
        self._background = Background("this session", "visprog-session")

    # Asking and running, from plain code and from a coroutine

    def ask(
        self,
        images: Pictures,
        question: str,
        *,
        before: Turn | None = None,
        reading: int | None = None,
    ) -> Answer:
        """Write a program for the question, or for an instruction to edit the picture, and run it.

        After ``before`` the question may be a follow-up ("and the cats?", "now blur the rest").
        ``reading`` picks among the ``readings`` of the ``PlanError`` for an ambiguous question,
        counted from 1.

        Raises :class:`UsageError` for unreadable pictures, ``PlanError`` when no program could be
        written and ``Unavailable`` for missing weights or services. What becomes of the program
        itself is in the answer's ``status``.
        """
        return self._background.wait(self._ask(images, question, before, reading))

    def run(self, program: str, images: Pictures) -> Answer:
        """Run a program as it stands on the pictures; otherwise as :meth:`ask`."""
        return self._background.wait(self._run(program, images))

    def map(
        self, samples: Iterable[Sample], *, journal: Path | str | None = None
    ) -> Iterator[Result]:
        """The result of every sample, as they finish, :attr:`live` of them at once.

        What fails is a result too, but for ``Unavailable``, which is raised. With ``journal``, a
        file, a call that was cut off goes on where it ended. Raises :class:`UsageError` for a
        journal of another pack, planner or setting, and for two samples of one ``id``.
        """
        if journal is None:
            yield from mapped(self.submit, samples, self.live)
            return
        about = {"pack": self.pack.name, **self._settings()}
        with Journal(Path(journal), about) as kept:
            yield from mapped(self.submit, samples, self.live, kept)

    def submit(self, sample: Sample) -> Future[Answer]:
        """Start on a sample; :meth:`map` does this for many."""
        if sample.question is not None:
            return self._background.submit(self._ask(sample.images, sample.question))
        return self._background.submit(self._run(sample.program or "", sample.images))

    def status(self) -> dict[str, Any]:
        """What every model did and holds, how full the devices are, how many programs live."""
        return self._engine.status()

    def rerun(
        self,
        program: Program,
        images: Mapping[str, Image],
        recall: Recall,
        *,
        question: str | None = None,
        parent: str = "",
        changes: Mapping[str, Any] | None = None,
        seed: int = 0,
        empty: Literal["error", "whole-image"] = "error",
        keep: bool = True,
    ) -> Answer:
        """Run a checked program while ``recall`` knows some of its steps:
        :func:`visprog.analysis.replay` is the way to call it.

        ``images`` has every name that the program finds a picture by. ``keep=False`` writes no
        trace, whatever the session does.
        """
        settings = self._settings() | {"seed": seed, "empty": empty}
        record = Record(
            question,
            images,
            pack=self.pack,
            settings=settings,
            trace_dir=self.trace_dir if keep else None,
            parent=parent,
            changes=changes,
        )
        return self._background.wait(self._rerun(program, images, record, recall, seed, empty))

    def plan(
        self,
        question: str,
        images: int = 0,
        *,
        before: Turn | None = None,
        reading: int | None = None,
    ) -> tuple[Plan, Program]:
        """The checked program for a question, without running it; otherwise as :meth:`ask`.

        Raises ``ProgramError``.
        """
        return self._background.wait(self._plan(question, images, before, reading))

    def check(self, program: str, images: int | Sequence[str] = 1) -> Program:
        """The program, checked; ``images`` is how many pictures it gets, or the names by which it
        finds them. Raises ``ProgramError`` with everything that is wrong with it."""
        names = picture.names(images) if isinstance(images, int) else tuple(images)
        return self._background.wait(self._sandbox.check(program, names, limits=self.limits))

    def embed(self, images: Sequence[Picture]) -> npt.NDArray[np.float32]:
        """The pack's classifier's normalised embeddings of pictures, shape ``(pictures, d)``.

        Batched and cached as within a run. Raises :class:`UsageError` for unreadable pictures or
        none, and ``Unavailable`` for missing weights.
        """
        if not images:
            raise UsageError("at least one picture is needed")
        items = [{"image": picture.read(image)} for image in images]
        return np.stack(self._background.wait(self._engine.compute("classify", "image", items)))

    async def ask_async(self, images: Pictures, question: str) -> Answer:
        """:meth:`ask` for any event loop."""
        return await asyncio.wrap_future(self._background.submit(self._ask(images, question)))

    async def run_async(self, program: str, images: Pictures) -> Answer:
        """:meth:`run` for any event loop."""
        return await asyncio.wrap_future(self._background.submit(self._run(program, images)))

    async def plan_async(self, question: str, images: int = 0) -> tuple[Plan, Program]:
        """:meth:`plan` for any event loop."""
        return await asyncio.wrap_future(self._background.submit(self._plan(question, images)))

    def close(self) -> None:
        """Stop what runs, end child processes and free the models. Safe to call twice."""
        if self._background.closed:
            return
        self._background.close(self._shutdown())
        if self.trace_dir is not None and self.retention:
            try:
                prune(self.trace_dir, self.retention)
            except UsageError as error:
                logger.warning("old traces stay: %s", error)

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

    async def _ask(
        self,
        images: Pictures,
        question: str,
        before: Turn | None = None,
        reading: int | None = None,
    ) -> Answer:
        question = question.strip()
        if not question:
            raise UsageError("the question is empty")
        parts = Parts(
            planner=self.planner,
            tools=self.tools,
            check=self._check,
            execute=self._execute,
            record=self._record,
            effort=self.effort,
        )
        return await Inquiry(parts, question, picture.named(images), before, reading).answer()

    async def _run(self, text: str, images: Pictures) -> Answer:
        named = picture.named(images)
        record = self._record(None, named)
        with record:
            program = await checked(text, list(named), self._check, record.emit)
            await self._execute(program, named, record)
        return record.answer()

    async def _rerun(
        self,
        program: Program,
        images: Mapping[str, Image],
        record: Record,
        recall: Recall,
        seed: int,
        empty: Literal["error", "whole-image"],
    ) -> Answer:
        with record:
            record.emit(accepted(program))
            executor = self._engine.executor(
                self.tools,
                record.emit,
                seed=seed,
                empty=empty,
                limits=self.limits,
                recall=recall,
            )
            await self._execute(program, images, record, executor)
        return record.answer()

    async def _plan(
        self,
        question: str,
        images: int,
        before: Turn | None = None,
        reading: int | None = None,
    ) -> tuple[Plan, Program]:
        names = picture.names(images or 2) if images != 1 else picture.names(1)
        if images == 0:
            names = tuple(dict.fromkeys((*picture.names(1), *picture.names(2))))
        return await drafted(
            self.planner,
            Request(question, images, self.tools, before=before, reading=reading),
            names,
            self._check,
            lambda event: None,
            repairs=self.effort.repairs,
        )

    async def _check(self, text: str, names: Sequence[str]) -> Program:
        return await self._sandbox.check(text, tuple(names), limits=self.limits)

    async def _execute(
        self,
        program: Program,
        named: Mapping[str, Image],
        record: Record,
        executor: Executor | None = None,
    ) -> None:
        size = sum(image.pixels.nbytes for image in {id(i): i for i in named.values()}.values())
        async with self._engine.admission.program(size):
            await self._admitted(program, named, record, executor)

    async def _admitted(
        self,
        program: Program,
        named: Mapping[str, Image],
        record: Record,
        executor: Executor | None,
    ) -> None:
        executor = executor or self._engine.executor(
            self.tools, record.emit, seed=self.seed, empty=self.empty, limits=self.limits
        )
        try:
            refs: dict[int, Ref] = {}
            inputs: list[tuple[str, Ref]] = []
            for name, image in named.items():
                if id(image) not in refs:
                    refs[id(image)] = executor.provide(name, image)
                inputs.append((name, refs[id(image)]))
            async with asyncio.timeout(self.limits.wall_seconds):
                finished = await self._sandbox.run(
                    program, executor, images=inputs, limits=self.limits
                )
                value = await executor.resolve(finished.value)
                await executor.settle()
            sources = [*(ref.step for ref in refs_in(finished.value)), *finished.sources]
            executor.graph.add(ANSWER, {"value": sources}, finished.control)
            record.finish(value, executor.graph.edges_to(ANSWER))
        except TimeoutError:
            limit = self.limits.wall_seconds
            raise LimitExceeded(f"the run took longer than {limit:g} s") from None
        finally:
            await executor.close()
            record.usage = executor.usage()

    def _record(self, question: str | None, images: Mapping[str, Image]) -> Record:
        record = Record(
            question,
            images,
            pack=self.pack,
            settings=self._settings(),
            trace_dir=self.trace_dir,
        )
        if lowered := weaker(self._require):
            record.warn(lowered)
        return record

    def _settings(self) -> dict[str, Any]:
        return {
            "empty": self.empty,
            "seed": self.seed,
            "planner": self.planner.name,
            "effort": asdict(self.effort),
            "sandbox": sorted(self._require),
            "probes": {name: probe.digest for name, probe in self.probes.items()},
            "limits": asdict(self.limits),
        }

    def _check_roles(self) -> None:
        """Refuse a pack with a role that is not one: nobody would ever ask for it."""
        known = {*ROLES, *(role for spec in self.tools.specs for role in spec.roles)}
        for role in self.pack.models:
            if role not in known:
                names = ", ".join(sorted(known))
                raise UsageError(
                    f"pack {self.pack.name}: no tool uses role {role}; there is {names}"
                )

    async def _shutdown(self) -> None:
        """The sandbox first: its own tasks end the processes that cancelled runs leave."""
        await self._sandbox.close()
        await self._engine.close()
