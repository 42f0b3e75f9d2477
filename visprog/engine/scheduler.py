"""Steps under way: started when their inputs are done, each as a task or a call of its own."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import threading
import time
import traceback
from collections.abc import Mapping
from typing import Any, Literal

from visprog.engine.broker import Broker
from visprog.engine.context import StepContext, StepModels
from visprog.engine.holdings import Holdings
from visprog.engine.jobs import Outcome
from visprog.engine.kinds import FITS, describe, described, item_at
from visprog.engine.mechanism import Mechanism, Mechanisms
from visprog.engine.recall import Given, Instead, Recall
from visprog.engine.steps import Step
from visprog.errors import LimitExceeded, RunFailure, ToolError, Unavailable, VisprogError
from visprog.events import Emit, ModelCalled, Noted, StepFinished
from visprog.model import Item, ModelSpec
from visprog.program import Ref
from visprog.types import Image


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
        self.steps: dict[str, Step] = {}
        self.failure: VisprogError | None = None
        """What ended the run: no step runs after it."""
        self.usage = {"model_calls": 0, "cached": 0, "merged": 0}
        self._broker = broker
        self._models = models
        self._emit = emit
        self._program = program
        self._seed = seed
        self._empty: Literal["error", "whole-image"] = empty
        self._started = started
        self._mechanisms = mechanisms
        self._recall = recall
        self._room = room
        self._holdings = Holdings()
        self._thread = threading.get_ident()
        self._loop: asyncio.AbstractEventLoop | None = None

    def now(self) -> float:
        """Seconds since the run started."""
        return time.perf_counter() - self._started

    def new(self, name: str, tool: str) -> Step:
        step = self.steps[name] = Step(name, tool, self._broker.asker())
        return step

    def submit(self, step: Step) -> None:
        """Start a step that is bound, now or when its inputs are done."""
        assert step.bound is not None
        names = {ref.step for refs in step.bound.refs.values() for ref in refs}
        step.inputs = tuple(self.steps[name] for name in names)
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
        tasks = [step.task for step in self.steps.values() if step.task is not None]
        await asyncio.gather(*tasks, return_exceptions=True)

    # -- values

    def step(self, ref: Ref) -> Step:
        """Raises ``ToolError`` for a step that is not there."""
        step = self.steps.get(ref.step)
        if step is None:
            raise ToolError(f"there is no step {ref.step[:40]!r}")
        return step

    async def wait(self, step: Step) -> None:
        """Until the step is done, however."""
        if not step.done:
            future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            step.waiters.append(future)
            await future

    def read(self, ref: Ref) -> Any:
        """The value of a step that is done, or an item of it. Raises ``ToolError`` when it failed
        or has no such item."""
        value = self.parent(ref)
        if not ref.path:
            return value
        try:
            return item_at(value, ref.path[-1])
        except LookupError:
            raise ToolError(f"{ref} is not there: the value has no such item") from None

    def parent(self, ref: Ref) -> Any:
        """The value that holds the item; for a ref without a path, the value itself."""
        step = self.step(ref)
        if step.status == "error":
            raise ToolError(step.error)
        if step.status != "ok":
            raise RunFailure(f"the run ended before step {step.id} ({step.tool}) did")
        value = step.value
        try:
            for index in ref.path[:-1]:
                value = item_at(value, index)
        except LookupError:
            raise ToolError(f"{ref} is not there: the value has no such item") from None
        return value

    def filled(self, value: Any) -> Any:
        """``value`` with refs replaced by their values."""
        if isinstance(value, Ref):
            return self.read(value)
        if isinstance(value, list):
            return [self.filled(item) for item in value]
        if isinstance(value, tuple):
            return tuple(self.filled(item) for item in value)
        if isinstance(value, dict):
            return {key: self.filled(item) for key, item in value.items()}
        return value

    def _whole(self, image: Image) -> Image:
        """The picture that a crop was cut from: always something the crop's step depends on."""
        if image.origin is None:
            return image
        for step in self.steps.values():
            value = step.value
            if not isinstance(value, Image) or value.origin is not None:
                continue
            if value.digest == image.frame.root:
                return value
        return image

    # -- running

    def _start(self, ripe: list[Step]) -> None:
        """Start steps whose inputs are done; those with a failed input fail, and so on."""
        loop = self._loop = asyncio.get_running_loop()
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
                known = self._recall.ready(step.id, spec, step.bound.values(self.read, self.parent))
        if isinstance(known, Instead):
            step.instead, known = known, None
            if step.instead.function is not None:
                spec = dataclasses.replace(spec, function=step.instead.function)
        return known, self._mechanisms.of(spec)

    def _values(self, step: Step, mechanism: Mechanism) -> dict[str, Any]:
        assert step.bound is not None
        values = step.bound.values(self.read, self.parent)
        if mechanism.context is not None:

            async def ask(spec: ModelSpec, operation: str, item: Item) -> Outcome:
                return await self._ask(step, spec, operation, item)

            def note(code: str, message: str, facts: Mapping[str, Any]) -> None:
                self._note(step, code, message, facts)

            specs = {**self._models, **step.instead.models} if step.instead else self._models
            models = StepModels(specs, self._broker.operations, ask)
            values[mechanism.context] = StepContext(
                models, self._seed, self._empty, note, self._whole
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
            self._note(step, "traceback", step.error, {"traceback": text})
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
        for step in self.steps.values():
            if step.done:
                continue
            if step.handle is not None:
                step.handle.cancel()
            if step.task is not None:
                step.task.cancel()
            self._conclude_step(step, "cancelled")

    # -- models and notes

    async def _ask(self, step: Step, spec: ModelSpec, operation: str, item: Item) -> Outcome:
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
            self._note(step, "worker", f"{spec.role}: {incident}", {"worker": outcome.worker})
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
                time=self.now(),
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

    def _note(self, step: Step, code: str, message: str, facts: Mapping[str, Any]) -> None:
        if threading.get_ident() == self._thread:
            self._emit(Noted(step.id, code, message, facts, self.now()))
        elif self._loop is not None:
            self._loop.call_soon_threadsafe(self._note, step, code, message, facts)


def _named(tool: str, message: str) -> str:
    """The message with the tool's name before it, unless it begins with that already."""
    short = tool.rpartition(".")[2]
    return message if message.startswith((tool, short)) else f"{tool}: {message}"
