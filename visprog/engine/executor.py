"""One run: turns the calls of a program into steps, and starts each as soon as its inputs exist."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, Literal

from visprog.attributes import ATTRIBUTES
from visprog.engine.binding import bind
from visprog.engine.broker import Broker
from visprog.engine.kinds import deep, describe, finite, show, type_of
from visprog.engine.mechanism import Mechanisms
from visprog.engine.recall import Recall
from visprog.engine.scheduler import Scheduler
from visprog.engine.steps import Step
from visprog.errors import LimitExceeded, RunFailure, ToolError
from visprog.events import Emit, Looked, Printed, StepStarted
from visprog.graph import ANSWER, StepGraph
from visprog.model import ModelSpec
from visprog.program import Limits, Ref, Site, ToolCall, refs_in
from visprog.tool import ToolTable


class Executor:
    """The :class:`visprog.program.Calls` of one run; used from one event loop."""

    def __init__(
        self,
        broker: Broker,
        models: Mapping[str, ModelSpec],
        mechanisms: Mechanisms,
        tools: ToolTable,
        emit: Emit,
        *,
        program: int,
        seed: int,
        empty: Literal["error", "whole-image"],
        limits: Limits,
        started: float | None,
        recall: Recall | None = None,
    ) -> None:
        self.graph = StepGraph()
        self._tools = tools
        self._emit = emit
        self._limits = limits
        started = time.perf_counter() if started is None else started
        self._recall = recall
        self._scheduler = Scheduler(
            broker, models, mechanisms, emit, program, seed, empty, started, recall,
            room=limits.value_bytes,
        )  # fmt: skip
        self._asker = broker.asker()
        self._closed = False
        self._calls = self._looks = self._characters = 0

    # -- what the session uses

    def provide(self, name: str, value: Any) -> Ref:
        """Make an input of the run a node of its graph. Raises ``ValueError`` for a taken name."""
        if name == ANSWER:
            raise ValueError(f"an input cannot be called {ANSWER!r}")
        self.graph.add(name)
        step = self._scheduler.new(name, "input")
        step.status, step.value = "ok", value
        return Ref(name, type_of(value))

    async def resolve(self, value: Any) -> Any:
        """``value`` with the values of all refs inside it; the program has ended.

        Raises ``ToolError`` when a step that is needed failed, and what ended the run.
        """
        self._asker.stop()
        if deep(value):
            raise ToolError("the answer is nested too deeply")
        for ref in refs_in(value):
            await self._scheduler.values.wait(self._scheduler.values.step(ref))
        self._scheduler.check()
        filled = self._scheduler.values.filled(value)
        if not finite(filled):
            raise ToolError(f"the answer is {describe(filled)}, which is not a finite number")
        return filled

    async def settle(self) -> None:
        """Wait for what the program started and never looked at: it was asked for all the same.

        Raises the ``ToolError`` of a step that failed without the program having been told.
        """
        self._asker.stop()
        steps = list(self._scheduler.values.steps.values())
        for step in steps:
            await self._scheduler.values.wait(step)
        self._scheduler.check()
        for step in steps:
            if step.status == "error" and not step.root.seen and not self._idle(step.root):
                raise ToolError(step.root.error)

    def usage(self) -> dict[str, Any]:
        """``model_calls`` that had to compute, ``cached`` and ``merged`` ones, wall ``seconds``."""
        return {**self._scheduler.asking.usage, "seconds": self._scheduler.now()}

    async def close(self) -> None:
        """Cancel what still runs; the values stay readable."""
        if self._closed:
            return
        self._closed = True
        self._asker.end()
        await self._scheduler.close()

    # -- what the program uses

    def call(self, call: ToolCall) -> Ref:
        self._scheduler.check()
        if self._closed:
            raise RunFailure("the run has ended")
        self._asker.start()
        self._calls += 1
        if self._calls > self._limits.calls:
            self._exceeded(f"made more than {self._limits.calls} tool calls")
        if any(map(deep, call.arguments.values())):
            raise ToolError(f"{call.tool[:40]}: an argument is nested too deeply")
        step = self._add(call)
        try:
            spec = self._tools.get(call.tool)
            if spec is None:
                raise ToolError(f"there is no tool {call.tool[:40]!r}")
            step.tool = spec.name
            if self._recall is not None:
                edges = self.graph.edges_to(step.id)
                given = self._recall.called(step.id, spec, call.site, edges)
                if given is not None:
                    self._scheduler.give(step, given)
                    return Ref(step.id, spec.returns)
            step.bound = bind(spec, call.arguments)
        except ToolError as error:
            step.seen = True
            self._scheduler.refuse(step, error)
            raise
        self._scheduler.submit(step)
        return Ref(step.id, spec.returns)

    async def look(self, ref: Ref, site: Site) -> Any:
        value = await self._seen(ref)
        shown = show(value, ref)
        self._emit(Looked(str(ref), site.line, shown, self._scheduler.now()))
        return shown

    async def attribute(self, ref: Ref, name: str, site: Site) -> Any:
        value = await self._seen(ref)
        known = ATTRIBUTES.get(type_of(value), {})
        if name not in known:
            has = f"it has {', '.join(known)}" if known else "it has none"
            kind = describe(value)
            raise ToolError(f"{ref} ({kind}) has no attribute {name[:40]!r}; {has}")
        shown = known[name](value)
        self._emit(Looked(f"{ref}.{name}", site.line, shown, self._scheduler.now()))
        return shown

    def printed(self, text: str, site: Site) -> None:
        self._scheduler.check()
        self._characters += len(text)
        if self._characters > self._limits.printed:
            self._exceeded(f"printed more than {self._limits.printed} characters")
        self._emit(Printed(text, site.line, self._scheduler.now()))

    # -- inside

    def _idle(self, step: Step) -> bool:
        """Whether a failed step's value would go nowhere: all that use it were given theirs."""
        users = {edge.target for edge in self.graph.edges("data") if edge.source == step.id}
        found = [self._scheduler.values.steps[name] for name in users if name != ANSWER]
        return bool(found) and all(
            user.given or (user.status == "error" and self._idle(user)) for user in found
        )

    def _exceeded(self, what: str) -> None:
        self._scheduler.end(LimitExceeded(f"the program {what}"))

    async def _seen(self, ref: Ref) -> Any:
        """The value behind a ref, for a program that stops until it is there."""
        self._scheduler.check()
        self._looks += 1
        if self._looks > self._limits.looks:
            self._exceeded(f"looked at values more than {self._limits.looks} times")
        step = self._scheduler.values.step(ref)
        if not step.done:
            self._asker.stop()
            await self._scheduler.values.wait(step)
            self._asker.start()
        self._scheduler.check()
        step.root.seen = True
        return self._scheduler.values.read(ref)

    def _add(self, call: ToolCall) -> Step:
        """Record a call as a step, whatever becomes of it."""
        number = self._calls
        while (name := f"s{number}") in self._scheduler.values.steps:
            number += 1  # an input has that name
        data: dict[str, list[str]] = {}
        for argument, raw in call.arguments.items():
            data[argument] = [ref.step for ref in refs_in(raw)]
        for argument, sources in call.sources.items():
            data.setdefault(argument, []).extend(sources)
        try:
            edges = self.graph.add(name, data, call.control)
        except KeyError:
            known = set(self._scheduler.values.steps)
            used = {source for sources in data.values() for source in sources}
            used |= {source for decision in call.control for source in decision.steps}
            missing = ", ".join(sorted(used - known))
            raise ToolError(f"{call.tool[:40]} uses {missing[:80]}, which is not a step") from None
        step = self._scheduler.new(name, call.tool)
        spec = self._tools.get(call.tool)
        self._emit(
            StepStarted(
                name,
                spec.name if spec else call.tool,
                call.site.line,
                call.site.column,
                call.arguments,
                edges,
                self._scheduler.now(),
            )
        )
        return step
