"""Steps under way: started when their inputs are done, each as a task or a call of its own."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import time
import traceback
from collections.abc import Mapping
from typing import Any, Literal

from visprog.engine.asking import Asking
from visprog.engine.broker import Broker
from visprog.engine.context import StepContext, StepModels
from visprog.engine.holdings import Holdings
from visprog.engine.jobs import Outcome
from visprog.engine.kinds import FITS, describe
from visprog.engine.mechanism import Mechanism, Mechanisms
from visprog.engine.recall import Given, Instead, Recall
from visprog.engine.steps import Step
from visprog.engine.values import Values
from visprog.errors import LimitExceeded, RunFailure, ToolError, Unavailable, VisprogError
from visprog.events import Emit, StepFinished
from visprog.model import Item, ModelSpec


class Scheduler:
    """The steps of one run, on one event loop."""

    def __init__(
        self,
        broker: Broker,
        models: Mapping[str, ModelSpec],
        mechanisms: Mechanisms,
        emit: Emit,
        program: int,
        seed: int,
        empty: Literal["error", "whole-image"],
        started: float,
        recall: Recall | None = None,
        *,
        room: int,
    ) -> None:
        self.values = Values()
        self.asking = Asking(broker, emit, program, self.now)
        self.failure: VisprogError | None = None
        """What ended the run: no step runs after it."""
        self._broker = broker
        self._models = models
        self._emit = emit
        self._seed = seed
        self._empty: Literal["error", "whole-image"] = empty
        self._started = started
        self._mechanisms = mechanisms
        self._recall = recall
        self._room = room
        self._holdings = Holdings()

    def now(self) -> float:
        """Seconds since the run started."""
        return time.perf_counter() - self._started

    def new(self, name: str, tool: str) -> Step:
        step = self.values.steps[name] = Step(name, tool, self._broker.asker())
        return step

    def submit(self, step: Step) -> None:
        """Start a step that is bound, now or when its inputs are done."""
        assert step.bound is not None
        names = {ref.step for refs in step.bound.refs.values() for ref in refs}
        step.inputs = tuple(self.values.steps[name] for name in names)
        for source in step.inputs:
            if not source.done:
                step.pending += 1
                source.dependents.append(step)
        if not step.pending:
            self._start([step])

    def give(self, step: Step, given: Given) -> None:
        """End a step with an outcome that its inputs have no part in."""
        step.given = True
        self._start(self._conclude_given(step, given))

    def refuse(self, step: Step, error: ToolError) -> None:
        """A call that cannot be: its step ends before it started."""
        step.error = str(error)
        self._finish(step, "error")

    def check(self) -> None:
        """Raise what ended the run, if anything did."""
        if self.failure is not None:
            raise self.failure

    def end(self, error: VisprogError) -> None:
        """The run cannot go on: raises ``error`` now, and at whatever the program does next."""
        if self.failure is None:
            self.failure = error
            self._cancel_all()
        raise self.failure

    async def close(self) -> None:
        """Cancel what still runs and wait until it has ended."""
        self._cancel_all()
        tasks = [step.task for step in self.values.steps.values() if step.task is not None]
        await asyncio.gather(*tasks, return_exceptions=True)

    # -- running

    def _start(self, ripe: list[Step]) -> None:
        """Start steps whose inputs are done; those with a failed input fail, and so on."""
        loop = self.asking.loop = asyncio.get_running_loop()
        while ripe:
            step = ripe.pop(0)
            if step.done:
                continue
            failed = next((source for source in step.inputs if source.status != "ok"), None)
            if failed is not None:
                root = step.root = failed.root
                reason = root.error or "the run ended"
                step.error = f"{step.tool} has no input: {root.id} ({root.tool}) failed: {reason}"
                ripe += self._conclude_step(step, "error")
                continue
            step.status, step.started = "running", time.perf_counter()
            step.asker.start()
            known, mechanism = self._known(step)
            if known is not None:
                ripe += self._conclude_given(step, known)
            elif mechanism.is_async:
                step.task = loop.create_task(self._run(step, mechanism))
            else:
                step.handle = loop.call_soon(self._run_inline, step, mechanism)

    def _known(self, step: Step) -> tuple[Given | None, Mechanism]:
        """A step's outcome when a replay knows it, and how to come to it otherwise."""
        assert step.bound is not None
        spec = step.bound.spec
        known: Given | Instead | None = None
        if self._recall is not None:
            with contextlib.suppress(ToolError):  # arguments that do not fit: the call says so
                values = step.bound.values(self.values.read, self.values.parent)
                known = self._recall.ready(step.id, spec, values)
        if isinstance(known, Instead):
            step.instead, known = known, None
            if step.instead.function is not None:
                spec = dataclasses.replace(spec, function=step.instead.function)
        return known, self._mechanisms.of(spec)

    def _values(self, step: Step, mechanism: Mechanism) -> dict[str, Any]:
        assert step.bound is not None
        values = step.bound.values(self.values.read, self.values.parent)
        if mechanism.context is not None:

            async def ask(spec: ModelSpec, operation: str, item: Item) -> Outcome:
                return await self.asking.ask(step, spec, operation, item)

            def note(code: str, message: str, facts: Mapping[str, Any]) -> None:
                self.asking.note(step, code, message, facts)

            specs = {**self._models, **step.instead.models} if step.instead else self._models
            models = StepModels(specs, self._broker.operations, ask)
            values[mechanism.context] = StepContext(
                models, self._seed, self._empty, note, self.values.whole
            )
        return values

    def _run_inline(self, step: Step, mechanism: Mechanism) -> None:
        try:
            values = self._values(step, mechanism)
            if mechanism.slow(values):
                work = self._run(step, mechanism, values)
                step.task = asyncio.get_running_loop().create_task(work)
                return
            value = mechanism.call(values)
        except (Exception, SystemExit) as error:
            self._failed(step, error)
        else:
            self._returned(step, value)

    async def _run(
        self, step: Step, mechanism: Mechanism, values: dict[str, Any] | None = None
    ) -> None:
        try:
            if values is None:
                value = await mechanism.function(**self._values(step, mechanism))
            else:
                value = await asyncio.to_thread(mechanism.call, values)
        except asyncio.CancelledError as error:
            if not step.done:
                self._failed(step, error)
        except (Exception, SystemExit) as error:
            self._failed(step, error)
        else:
            self._returned(step, value)

    def _returned(self, step: Step, value: Any) -> None:
        if step.done:  # cancelled meanwhile
            return
        assert step.bound is not None
        spec = step.bound.spec
        self._holdings.add(value)
        if self._holdings.bytes > self._room:
            message = f"the run's values take more than {self._room >> 20} MiB"
            self._failed(step, LimitExceeded(message))
        elif FITS[spec.returns](value):
            step.value = value
            self._finish(step, "ok")
        else:
            promise = f"{spec.name} promises {spec.returns} and returned {describe(value)}"
            step.error = f"{promise}; the tool is wrong"
            self._finish(step, "error")

    def _failed(self, step: Step, error: BaseException) -> None:
        """A step's function raised."""
        if step.done:
            return
        if isinstance(error, RunFailure | Unavailable):
            step.error = str(error)
            if self.failure is None:
                self.failure = error
            self._finish(step, "error")
            self._cancel_all()
            return
        if isinstance(error, ToolError):
            step.error = _named(step.tool, str(error))
        else:
            first = (str(error).strip() or "no message").splitlines()[0]
            step.error = f"{step.tool} failed: {type(error).__name__}: {first}"
            text = "".join(traceback.format_exception(error))
            self.asking.note(step, "traceback", step.error, {"traceback": text})
        self._finish(step, "error")

    def _conclude_given(self, step: Step, given: Given) -> list[Step]:
        for call in given.calls:
            self._emit(dataclasses.replace(call, step=step.id, time=self.now()))
        for note in given.noted:
            self._emit(dataclasses.replace(note, step=step.id, time=self.now()))
        step.value, step.error = given.value, given.error or ""
        return self._conclude_step(step, "ok" if given.error is None else "error", given)

    def _finish(self, step: Step, status: Literal["ok", "error", "cancelled"]) -> None:
        self._start(self._conclude_step(step, status))

    def _conclude_step(
        self,
        step: Step,
        status: Literal["ok", "error", "cancelled"],
        given: Given | None = None,
    ) -> list[Step]:
        """Mark a step done and tell everyone; the steps that can start now."""
        step.status = status
        took = (time.perf_counter() - step.started) * 1e3 if step.started else 0.0
        self._emit(
            StepFinished(
                step.id,
                status,
                step.value,
                step.error or None,
                given.ms if given is not None else took,
                bool(step.calls) and step.cached == step.calls,
                self.now(),
                given.origin if given is not None else "",
            )
        )
        step.bound = None
        ripe = []
        for dependent in step.dependents:
            dependent.pending -= 1
            if not dependent.pending and not dependent.done:
                dependent.asker.start()  # before this one stops: it may ask next
                ripe.append(dependent)
        step.asker.end()
        for task in step.asking:  # one of several calls failed, and with it the step
            if task is not step.task:
                task.cancel()
        for future in step.waiters:
            if not future.done():
                future.set_result(None)
        step.waiters = []
        return ripe

    def _cancel_all(self) -> None:
        """Cancel every step that is not done."""
        for step in self.values.steps.values():
            if step.done:
                continue
            if step.handle is not None:
                step.handle.cancel()
            if step.task is not None:
                step.task.cancel()
            self._conclude_step(step, "cancelled")


def _named(tool: str, message: str) -> str:
    """The message with the tool's name before it, unless it begins with that already."""
    short = tool.rpartition(".")[2]
    return message if message.startswith((tool, short)) else f"{tool}: {message}"
