"""The model calls that steps make: counted, recorded, and asked of the broker."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Mapping
from typing import Any

from visprog.engine.broker import Broker
from visprog.engine.jobs import Outcome
from visprog.engine.kinds import described
from visprog.engine.steps import Step
from visprog.errors import RunFailure, Unavailable
from visprog.events import Emit, ModelCalled, Noted
from visprog.model import Item, ModelSpec
from visprog.types import Image


class Asking:
    """Of one run; made on the thread of its event loop. ``now`` is the run's clock."""

    def __init__(self, broker: Broker, emit: Emit, program: int, now: Callable[[], float]) -> None:
        self.usage = {"model_calls": 0, "cached": 0, "merged": 0}
        self._broker = broker
        self._emit = emit
        self._program = program
        self._now = now
        self.loop: asyncio.AbstractEventLoop | None = None
        """The run's, once a step has started."""
        self._thread = threading.get_ident()

    async def ask(self, step: Step, spec: ModelSpec, operation: str, item: Item) -> Outcome:
        """One call. Raises what ends a run: ``RunFailure`` and ``Unavailable``."""
        if step.done:
            raise RunFailure(f"step {step.id} ({step.tool}) has ended")
        task = asyncio.current_task()
        assert task is not None
        step.asking.add(task)
        step.calls += 1
        try:
            outcome = self._known_answer(step, spec, operation, item)
            if outcome is None:
                outcome = await self._broker.ask(
                    spec, operation, item, program=self._program, asker=step.asker
                )
        except (RunFailure, Unavailable) as error:
            self._called(step, spec, operation, item, Outcome(error=error))
            raise
        finally:
            step.asking.discard(task)
        if outcome.cached:
            step.cached += 1
        kind = "cached" if outcome.cached else "merged" if outcome.merged else "model_calls"
        self.usage[kind] += 1
        for incident in outcome.incidents:
            self.note(step, "worker", f"{spec.role}: {incident}", {"worker": outcome.worker})
        self._called(step, spec, operation, item, outcome)
        if isinstance(outcome.error, RunFailure | Unavailable):
            raise outcome.error
        return outcome

    def _known_answer(
        self, step: Step, spec: ModelSpec, operation: str, item: Item
    ) -> Outcome | None:
        if step.instead is None or step.instead.answers is None:
            return None
        return step.instead.answers(spec.role, operation, item)

    def _called(
        self, step: Step, spec: ModelSpec, operation: str, item: Item, outcome: Outcome
    ) -> None:
        error = outcome.error
        self._emit(
            ModelCalled(
                step=step.id,
                role=spec.role,
                operation=operation,
                model=spec.checkpoint,
                revision=spec.revision,
                stand_in=spec.kind == "stand-in",
                cached=outcome.cached,
                merged=outcome.merged,
                queued_ms=outcome.queued_ms,
                compute_ms=outcome.compute_ms,
                batch=outcome.batch,
                batch_size=outcome.batch_size,
                device=outcome.device,
                error=None if error is None else f"{type(error).__name__}: {error}",
                time=self._now(),
                key=outcome.key,
                item={name: described(value) for name, value in item.items()},
                result=described(outcome.value),
                worker=outcome.worker,
                fill=round(outcome.fill, 4),
                waiting=outcome.waiting,
                memory=outcome.memory,
                reused=outcome.reused,
                peak=outcome.peak,
                sight=outcome.sight if any(isinstance(v, Image) for v in item.values()) else {},
            )
        )

    def note(self, step: Step, code: str, message: str, facts: Mapping[str, Any]) -> None:
        """Record something about a step; from any thread."""
        if threading.get_ident() == self._thread:
            self._emit(Noted(step.id, code, message, facts, self._now()))
        elif self.loop is not None:
            self.loop.call_soon_threadsafe(self.note, step, code, message, facts)
