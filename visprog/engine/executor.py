"""One run: turns the calls of a program into steps, and starts each as soon as its inputs exist."""

from __future__ import annotations

import asyncio
import threading
import time
import traceback
from collections.abc import Mapping
from typing import Any, Literal

from visprog.attributes import ATTRIBUTES
from visprog.engine.binding import bind
from visprog.engine.broker import Broker
from visprog.engine.context import StepContext, StepModels
from visprog.engine.jobs import Outcome
from visprog.engine.kinds import FITS, describe, item_at, show, type_of
from visprog.engine.steps import Mechanism, Step
from visprog.errors import LimitExceeded, RunFailure, ToolError, Unavailable, VisprogError
from visprog.events import (
    Emit,
    Looked,
    ModelCalled,
    Noted,
    Printed,
    StepFinished,
    StepStarted,
)
from visprog.graph import ANSWER, StepGraph
from visprog.model import Item, ModelSpec
from visprog.program import Limits, Ref, Site, ToolCall, refs_in
from visprog.tool import ToolTable


class Executor:
    """The :class:`visprog.program.Calls` of one run; used from one event loop."""

    def __init__(
        self,
        broker: Broker,
        models: Mapping[str, ModelSpec],
        tools: ToolTable,
        emit: Emit,
        *,
        program: int,
        seed: int,
        empty: Literal["error", "whole-image"],
        limits: Limits,
        started: float | None,
    ) -> None:
        self.graph = StepGraph()
        self._broker = broker
        self._models = models
        self._tools = tools
        self._emit = emit
        self._program = program
        self._seed = seed
        self._empty: Literal["error", "whole-image"] = empty
        self._limits = limits
        self._started = time.perf_counter() if started is None else started
        self._steps: dict[str, Step] = {}
        self._mechanisms: dict[str, Mechanism] = {}
        self._asker = broker.asker()
        self._failure: VisprogError | None = None
        self._closed = False
        self._calls = self._looks = self._characters = 0
        self._usage = {"model_calls": 0, "cached": 0, "merged": 0}
        self._thread = threading.get_ident()
        self._loop: asyncio.AbstractEventLoop | None = None

    # -- what the session uses

    def provide(self, name: str, value: Any) -> Ref:
        """Make an input of the run a node of its graph. Raises ``ValueError`` for a taken name."""
        if name == ANSWER:
            raise ValueError(f"an input cannot be called {ANSWER!r}")
        self.graph.add(name)
        step = self._steps[name] = Step(name, "input", self._broker.asker())
        step.status, step.value = "ok", value
        return Ref(name, type_of(value))

    async def resolve(self, value: Any) -> Any:
        """``value`` with the values of all refs inside it; the program has ended.

        Raises ``ToolError`` when a step that is needed failed, and what ended the run.
        """
        self._asker.stop()
        for ref in refs_in(value):
            await self._wait(self._step(ref))
        self._check()
        return self._filled(value)

    def usage(self) -> dict[str, Any]:
        """``model_calls`` that had to compute, ``cached`` and ``merged`` ones, wall ``seconds``."""
        return {**self._usage, "seconds": self._now()}

    async def close(self) -> None:
        """Cancel what still runs; the values stay readable."""
        if self._closed:
            return
        self._closed = True
        self._asker.end()
        self._cancel_all()
        tasks = [step.task for step in self._steps.values() if step.task is not None]
        await asyncio.gather(*tasks, return_exceptions=True)

    # -- what the program uses

    def call(self, call: ToolCall) -> Ref:
        self._check()
        if self._closed:
            raise RunFailure("the run has ended")
        self._asker.start()
        self._calls += 1
        if self._calls > self._limits.calls:
            self._end(LimitExceeded(f"the program made more than {self._limits.calls} tool calls"))
        step = self._add(call)
        try:
            spec = self._tools.get(call.tool)
            if spec is None:
                raise ToolError(f"there is no tool {call.tool[:40]!r}")
            step.tool = spec.name
            step.bound = bind(spec, call.arguments)
        except ToolError as error:
            step.error = str(error)
            self._finish(step, "error")
            raise
        inputs = {ref.step for refs in step.bound.refs.values() for ref in refs}
        step.inputs = tuple(self._steps[name] for name in inputs)
        for source in step.inputs:
            if not source.done:
                step.pending += 1
                source.dependents.append(step)
        if not step.pending:
            self._start([step])
        return Ref(step.id, spec.returns)

    async def look(self, ref: Ref, site: Site) -> Any:
        value = await self._seen(ref)
        shown = show(value, ref)
        self._emit(Looked(str(ref), site.line, shown, self._now()))
        return shown

    async def attribute(self, ref: Ref, name: str, site: Site) -> Any:
        value = await self._seen(ref)
        known = ATTRIBUTES.get(type_of(value), {})
        if name not in known:
            has = f"it has {', '.join(known)}" if known else "it has none"
            kind = describe(value)
            raise ToolError(f"{ref} ({kind}) has no attribute {name[:40]!r}; {has}")
        shown = known[name](value)
        self._emit(Looked(f"{ref}.{name}", site.line, shown, self._now()))
        return shown

    def printed(self, text: str, site: Site) -> None:
        self._check()
        self._characters += len(text)
        if self._characters > self._limits.printed:
            limit = self._limits.printed
            self._end(LimitExceeded(f"the program printed more than {limit} characters"))
        self._emit(Printed(text, site.line, self._now()))

    # -- values

    def _step(self, ref: Ref) -> Step:
        step = self._steps.get(ref.step)
        if step is None:
            raise ToolError(f"there is no step {ref.step[:40]!r}")
        return step

    async def _seen(self, ref: Ref) -> Any:
        """The value behind a ref, for a program that stops until it is there."""
        self._check()
        self._looks += 1
        if self._looks > self._limits.looks:
            limit = self._limits.looks
            self._end(LimitExceeded(f"the program looked at values more than {limit} times"))
        step = self._step(ref)
        if not step.done:
            self._asker.stop()
            await self._wait(step)
            self._asker.start()
        self._check()
        return self._read(ref)

    async def _wait(self, step: Step) -> None:
        if not step.done:
            future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            step.waiters.append(future)
            await future

    def _read(self, ref: Ref) -> Any:
        value = self._parent(ref)
        if not ref.path:
            return value
        try:
            return item_at(value, ref.path[-1])
        except LookupError:
            raise ToolError(f"{ref} is not there: the value has no such item") from None

    def _parent(self, ref: Ref) -> Any:
        """The value that holds the item; for a ref without a path, the value itself."""
        step = self._step(ref)
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

    def _filled(self, value: Any) -> Any:
        if isinstance(value, Ref):
            return self._read(value)
        if isinstance(value, list):
            return [self._filled(item) for item in value]
        if isinstance(value, tuple):
            return tuple(self._filled(item) for item in value)
        if isinstance(value, dict):
            return {key: self._filled(item) for key, item in value.items()}
        return value

    # -- steps

    def _now(self) -> float:
        return time.perf_counter() - self._started

    def _check(self) -> None:
        if self._failure is not None:
            raise self._failure

    def _end(self, error: VisprogError) -> None:
        """The run cannot go on: ``error`` now, and at whatever the program does next."""
        if self._failure is None:
            self._failure = error
            self._cancel_all()
        raise self._failure

    def _add(self, call: ToolCall) -> Step:
        """Record a call as a step, whatever becomes of it."""
        number = self._calls
        while (name := f"s{number}") in self._steps:
            number += 1  # an input has that name
        data: dict[str, list[str]] = {}
        for argument, raw in call.arguments.items():
            data[argument] = [ref.step for ref in refs_in(raw)]
        for argument, sources in call.sources.items():
            data.setdefault(argument, []).extend(sources)
        try:
            edges = self.graph.add(name, data, call.control)
        except KeyError:
            known = set(self._steps)
            used = {source for sources in data.values() for source in sources}
            used |= {source for decision in call.control for source in decision.steps}
            missing = ", ".join(sorted(used - known))
            raise ToolError(f"{call.tool[:40]} uses {missing[:80]}, which is not a step") from None
        step = self._steps[name] = Step(name, call.tool, self._broker.asker())
        spec = self._tools.get(call.tool)
        self._emit(
            StepStarted(
                name,
                spec.name if spec else call.tool,
                call.site.line,
                call.site.column,
                call.arguments,
                edges,
                self._now(),
            )
        )
        return step

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
            mechanism = self._mechanism(step)
            if mechanism.is_async:
                step.task = loop.create_task(self._run(step, mechanism))
            else:
                step.handle = loop.call_soon(self._run_inline, step, mechanism)

    def _mechanism(self, step: Step) -> Mechanism:
        assert step.bound is not None
        spec = step.bound.spec
        mechanism = self._mechanisms.get(spec.name)
        if mechanism is None or mechanism.spec is not spec:
            mechanism = self._mechanisms[spec.name] = Mechanism(spec)
        return mechanism

    def _values(self, step: Step, mechanism: Mechanism) -> dict[str, Any]:
        assert step.bound is not None
        values = step.bound.values(self._read, self._parent)
        if mechanism.context is not None:

            async def ask(spec: ModelSpec, operation: str, item: Item) -> Outcome:
                return await self._ask(step, spec, operation, item)

            def note(code: str, message: str, facts: Mapping[str, Any]) -> None:
                self._note(step, code, message, facts)

            models = StepModels(self._models, self._broker.operations, ask)
            values[mechanism.context] = StepContext(models, self._seed, self._empty, note)
        return values

    def _run_inline(self, step: Step, mechanism: Mechanism) -> None:
        try:
            values = self._values(step, mechanism)
            if mechanism.on_thread(values):
                work = self._run(step, mechanism, values)
                step.task = asyncio.get_running_loop().create_task(work)
                return
            value = mechanism.function(**values)
        except (Exception, SystemExit) as error:
            self._failed(step, error)
        else:
            self._returned(step, mechanism, value)

    async def _run(
        self, step: Step, mechanism: Mechanism, values: dict[str, Any] | None = None
    ) -> None:
        try:
            if values is None:
                value = await mechanism.function(**self._values(step, mechanism))
            else:
                value = await asyncio.to_thread(mechanism.function, **values)
        except asyncio.CancelledError as error:
            if not step.done:
                self._failed(step, error)
        except (Exception, SystemExit) as error:
            self._failed(step, error)
        else:
            self._returned(step, mechanism, value)

    def _returned(self, step: Step, mechanism: Mechanism, value: Any) -> None:
        if step.done:  # cancelled meanwhile
            return
        spec = mechanism.spec
        if FITS[spec.returns](value):
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
            if self._failure is None:
                self._failure = error
            self._finish(step, "error")
            self._cancel_all()
            return
        if isinstance(error, ToolError):
            step.error = str(error)
        else:
            first = (str(error).strip() or "no message").splitlines()[0]
            step.error = f"{step.tool} failed: {type(error).__name__}: {first}"
            text = "".join(traceback.format_exception(error))
            self._note(step, "traceback", step.error, {"traceback": text})
        self._finish(step, "error")

    def _finish(self, step: Step, status: Literal["ok", "error", "cancelled"]) -> None:
        self._start(self._conclude_step(step, status))

    def _conclude_step(self, step: Step, status: Literal["ok", "error", "cancelled"]) -> list[Step]:
        """Mark a step done and tell everyone; the steps that can start now."""
        step.status = status
        self._emit(
            StepFinished(
                step.id,
                status,
                step.value,
                step.error or None,
                (time.perf_counter() - step.started) * 1e3 if step.started else 0.0,
                bool(step.calls) and step.cached == step.calls,
                self._now(),
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
        for step in self._steps.values():
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
        asked = self._broker.ask(spec, operation, item, program=self._program, asker=step.asker)
        try:
            outcome = await asked
        except (RunFailure, Unavailable) as error:
            self._called(step, spec, operation, Outcome(error=error))
            raise
        finally:
            step.asking.discard(task)
        if outcome.cached:
            step.cached += 1
        kind = "cached" if outcome.cached else "merged" if outcome.merged else "model_calls"
        self._usage[kind] += 1
        self._called(step, spec, operation, outcome)
        return outcome

    def _called(self, step: Step, spec: ModelSpec, operation: str, outcome: Outcome) -> None:
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
            )
        )

    def _note(self, step: Step, code: str, message: str, facts: Mapping[str, Any]) -> None:
        if threading.get_ident() == self._thread:
            self._emit(Noted(step.id, code, message, facts, self._now()))
        elif self._loop is not None:
            self._loop.call_soon_threadsafe(self._note, step, code, message, facts)
