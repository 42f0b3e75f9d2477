"""The engine: models, cache and workers, shared by all runs of a process."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

from visprog.engine.admission import LIVE_BYTES, LIVE_PROGRAMS, Admission
from visprog.engine.backends import Backend
from visprog.engine.backends.inline import InlineBackend
from visprog.engine.broker import DEADLINE_SECONDS, SETTLE_SECONDS, Broker
from visprog.engine.cache import Cache
from visprog.engine.context import StepModels
from visprog.engine.executor import Executor
from visprog.engine.jobs import Outcome
from visprog.engine.mechanism import Mechanisms
from visprog.engine.recall import Recall
from visprog.events import Emit
from visprog.model import Item, Model, ModelSpec
from visprog.program import Limits
from visprog.tool import ToolTable

MEMORY_BYTES = 256 * 2**20
"""Default budget of the result cache in memory."""


class Engine:
    """Serves any number of runs, from any number of event loops. Loads nothing until asked."""

    def __init__(
        self,
        models: Mapping[str, ModelSpec],
        families: Mapping[str, type[Model]],
        *,
        cache_dir: Path | None,
        memory_bytes: int = MEMORY_BYTES,
        device: str = "auto",
        backend: Backend | None = None,
        deadline_seconds: float = DEADLINE_SECONDS,
        settle_seconds: float = SETTLE_SECONDS,
        replicas: int = 1,
        budgets: Mapping[str, int] | None = None,
        slots: Mapping[str, int] | None = None,
        residence_seconds: float | None = None,
        live_programs: int = LIVE_PROGRAMS,
        live_bytes: int = LIVE_BYTES,
    ) -> None:
        """``models`` maps roles to specs, ``families`` the specs' family names to classes.

        ``replicas`` of every model are kept where its pack does not say how many; ``budgets`` are
        bytes for models and ``slots`` batches at a time, by device. At most ``live_programs``
        programs run at once, which hold ``live_bytes`` of pictures between them.
        """
        self.models = dict(models)
        self.broker = Broker(
            dict(families),
            backend or InlineBackend(),
            Cache(cache_dir, memory_bytes),
            device,
            deadline_seconds,
            settle_seconds,
            replicas=replicas,
            budgets=budgets,
            slots=slots,
            residence_seconds=residence_seconds,
        )
        self.admission = Admission(live_programs, live_bytes)
        self._mechanisms = Mechanisms()
        self._programs = itertools.count(1)

    def executor(
        self,
        tools: ToolTable,
        emit: Emit,
        *,
        seed: int = 0,
        empty: Literal["error", "whole-image"] = "error",
        limits: Limits | None = None,
        started: float | None = None,
        recall: Recall | None = None,
    ) -> Executor:
        """For one run. ``started`` is the ``time.perf_counter()`` that event times count from;
        ``recall`` knows steps that need not be run."""
        return Executor(
            self.broker,
            self.models,
            self._mechanisms,
            tools,
            emit,
            program=next(self._programs),
            seed=seed,
            empty=empty,
            limits=limits or Limits(),
            started=started,
            recall=recall,
        )

    async def compute(self, role: str, operation: str, items: Sequence[Item]) -> list[Any]:
        """One model operation on many items, outside of any run: batched and cached as within one.

        Raises ``ToolError`` for an item that fails, ``Unavailable`` when no model can serve.
        """
        program, asker = next(self._programs), self.broker.asker()

        async def ask(spec: ModelSpec, operation: str, item: Item) -> Outcome:
            return await self.broker.ask(spec, operation, item, program=program, asker=asker)

        call = getattr(
            getattr(StepModels(self.models, self.broker.operations, ask), role), operation
        )
        asker.start()
        try:
            return await asyncio.gather(*(call(**item) for item in items))
        finally:
            asker.end()

    def status(self) -> dict[str, Any]:
        """What every model did and holds, how full the devices are, and the programs alive."""
        alive = {"live": self.admission.live, "waiting": self.admission.waiting}
        return {**self.broker.status(), "programs": alive}

    async def close(self) -> None:
        """Free the models and finish writing the cache."""
        await asyncio.to_thread(self.broker.close)

    async def __aenter__(self) -> Engine:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()
