"""A recorded run as a causal model: steps with mechanisms, of which some are exchanged.

The executed graph of a straight program *is* the program: every step's value follows from the
values of its arguments, so any "what if" is answered by walking the graph, without sandbox and
without models. Where plain Python stands between two steps (a loop, an ``if``, an answer that is
calculated), the graph is true only as long as the program would see what it saw; a change that it
would notice is passed on to whoever can run the program again.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, TypeAlias

from visprog.analysis.distance import Failed
from visprog.analysis.offline import NeedsModels, Offline, WithContext
from visprog.analysis.recording import Recording
from visprog.analysis.replay import Served
from visprog.engine.binding import bind
from visprog.engine.kinds import item_at
from visprog.engine.mechanism import Mechanisms
from visprog.errors import ToolError, VisprogError
from visprog.graph import ANSWER, StepGraph
from visprog.program import Ref
from visprog.tool import ToolTable
from visprog.trace import Run, Step
from visprog.types import digest


@dataclass(frozen=True, slots=True)
class SetValue:
    """``do(x := value)``: what if this output were corrected. Shows where an answer is repairable.

    The step's mechanism is not run.
    """

    value: Any


@dataclass(frozen=True, slots=True)
class SetMechanism:
    """``do(f := function)``: another mechanism, on the inputs that the step gets. Shows blame.

    ``function`` takes the tool's arguments by name, and a ``context`` if it asks for one; one that
    is ``async`` asks models, which takes the whole program. ``arguments`` replaces plain arguments
    of the call first, for a program that asks the tool for the wrong thing.
    """

    function: Callable[..., Any]
    arguments: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class SetModels:
    """``do(f := the tool by other models)``; takes the whole program."""

    served: Served


Change: TypeAlias = SetValue | SetMechanism | SetModels
Changes: TypeAlias = Mapping[str, Change]
"""By step."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run comes to under some changes."""

    values: Mapping[str, Any]
    """By step, in the order of execution; :class:`Failed` where a step failed. A step that would
    not be executed is missing."""
    answer: Any
    """:class:`Failed` when there is none."""
    tools: Mapping[str, str] = field(default_factory=dict)
    """The tools of steps that the recorded run does not have."""


class Rerun(Protocol):
    """Runs what was recorded again, with changes."""

    def __call__(self, changes: Changes) -> Outcome: ...


class Diverged(VisprogError):
    """The program would see other values than it saw, and nobody was given to run it again."""


@dataclass(frozen=True, slots=True)
class Node:
    """One recorded step: what it calls, with which arguments, and what came of it."""

    id: str
    tool: str
    line: int
    arguments: Mapping[str, Any]
    """Plain values, and :class:`visprog.program.Ref` for values of other steps."""
    value: Any


class Structure:
    """The :class:`Rerun` of a recorded run.

    ``table`` holds the tools as they are; a tool that needs models can only be asked for what it
    was asked in the run. ``natural`` are changes that belong to the run itself: a fault that was
    put in on purpose. ``again`` runs the whole program, for changes that the program would notice.
    """

    def __init__(
        self,
        recording: Recording,
        table: ToolTable,
        *,
        natural: Changes | None = None,
        again: Rerun | None = None,
    ) -> None:
        run = recording.run
        self.recording = recording
        self.graph: StepGraph = recording.graph
        self.inputs = recording.images
        self.nodes = {
            step.id: Node(
                step.id,
                step.tool,
                step.line,
                step.arguments.load(),
                value_of(recording, step),
            )
            for step in run.steps
            if step.status != "running"
        }
        self.answer = answer_of(recording)
        self._table = table
        self._natural = dict(natural or {})
        self._again = again
        self._seen = {_step_of(look.ref) for look in run.looks}
        self._answer_step = self._find_answer(run)
        self._sources = (
            {edge.source for edge in run.edges} if run.status == "ok" else set(self.nodes)
        )
        self._known: dict[Any, Any] = {}
        self._received: dict[str, str] = {}
        self._mechanisms = Mechanisms()
        self._context = Offline(run, list(self.inputs.values()))
        self.calls = 0
        """Mechanisms that had to be called so far."""
        self.programs = 0
        """Times that the whole program had to be run."""

    @property
    def steps(self) -> list[str]:
        """In the order in which they were started."""
        return list(self.nodes)

    @property
    def observed(self) -> Outcome:
        """What was recorded."""
        values = {name: node.value for name, node in self.nodes.items()}
        return Outcome(values, self.answer)

    def __call__(self, changes: Changes) -> Outcome:
        """Raises :class:`Diverged` when the program itself would have to run and cannot."""
        everything = {**self._natural, **changes}
        if any(isinstance(change, SetModels) for change in everything.values()):
            return self._program(everything)
        values: dict[str, Any] = {}
        for name, node in self.nodes.items():
            try:
                values[name] = self._value(node, values, everything.get(name))
            except NeedsModels:
                return self._program(everything)
            if name in self._seen and not self._same(name, values[name]):
                return self._program(everything)
        if self._answer_step is not None:
            return Outcome(values, values[self._answer_step])
        if all(self._same(name, values[name]) for name in self._sources if name in self.nodes):
            return Outcome(values, self.answer)
        return self._program(everything)

    def received(self, step: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments that a step gets when the steps before it have these values.

        Raises ``ToolError`` when one of them failed or does not fit.
        """
        return self._arguments(self.nodes[step], self.nodes[step].arguments, values)

    def asked(self, step: str, function: Callable[..., Any]) -> Any:
        """What a function says to what the step was asked. Raises what it raises, ``ToolError``
        where an input failed, and ``NeedsModels`` for a function that would ask some."""
        return self._offline(self.nodes[step], function, self.received(step, self.observed.values))

    def exact(self, step: str) -> SetMechanism | None:
        """The tool's own mechanism, for a tool that asks no model: it is its own oracle."""
        spec = self._table[self.nodes[step].tool]
        if spec.roles or not spec.pure or inspect.iscoroutinefunction(spec.function):
            return None
        if spec.context_param is None:
            return SetMechanism(spec.function)
        return SetMechanism(WithContext(spec.function, spec.context_param, self._context))

    def again_exact(self, step: str) -> Any:
        """What such a step comes to on the inputs that it got; ``None`` when it cannot be said."""
        way = self.exact(step)
        if way is None:
            return None
        try:
            arguments = self.received(step, self.observed.values)
            return way.function(**arguments)
        except ToolError as error:
            return Failed(str(error))
        except NeedsModels:
            return None

    def _program(self, changes: Changes) -> Outcome:
        if self._again is None:
            raise Diverged(
                "the program would see, or its models would be asked, what the record does not have"
            )
        self.programs += 1
        return self._again(changes)

    def _value(self, node: Node, values: Mapping[str, Any], change: Change | None) -> Any:
        if isinstance(change, SetValue):
            return change.value
        assert not isinstance(change, SetModels)
        raw = {**node.arguments, **change.arguments} if change else node.arguments
        try:
            arguments = self._arguments(node, raw, values)
        except ToolError as error:
            return Failed(str(error))
        key = (node.id, change and change.function, digest(arguments))
        if key not in self._known:
            self._known[key] = self._called(node, arguments, change)
        return self._known[key]

    def _called(self, node: Node, arguments: dict[str, Any], change: Change | None) -> Any:
        function: Callable[..., Any]
        if isinstance(change, SetMechanism):
            function = change.function
        elif self._as_recorded(node, arguments):
            return node.value
        else:
            function = self._table[node.tool].function
        try:
            return self._offline(node, function, arguments)
        except ToolError as error:
            return Failed(str(error))

    def _offline(self, node: Node, function: Callable[..., Any], arguments: dict[str, Any]) -> Any:
        """Raises ``NeedsModels`` for a function that would ask some, and what it raises."""
        mechanism = self._mechanisms.of(replace(self._table[node.tool], function=function))
        if mechanism.is_async:
            raise NeedsModels
        if mechanism.context is not None:
            arguments = {**arguments, mechanism.context: self._context}
        self.calls += 1
        return function(**arguments)

    def _as_recorded(self, node: Node, arguments: Mapping[str, Any]) -> bool:
        if node.id not in self._received:
            try:
                self._received[node.id] = digest(self.received(node.id, self.observed.values))
            except ToolError:
                self._received[node.id] = ""
        return self._received[node.id] == digest(arguments)

    def _arguments(
        self, node: Node, raw: Mapping[str, Any], values: Mapping[str, Any]
    ) -> dict[str, Any]:
        def parent(ref: Ref) -> Any:
            value = self.inputs[ref.step] if ref.step in self.inputs else values[ref.step]
            if isinstance(value, Failed):
                raise ToolError(value.message)
            try:
                for index in ref.path[:-1]:
                    value = item_at(value, index)
            except LookupError:
                raise ToolError(f"{ref} is not there: the value has no such item") from None
            return value

        def read(ref: Ref) -> Any:
            value = parent(ref)
            try:
                return item_at(value, ref.path[-1]) if ref.path else value
            except LookupError:
                raise ToolError(f"{ref} is not there: the value has no such item") from None

        return bind(self._table[node.tool], raw).values(read, parent)

    def _same(self, name: str, value: Any) -> bool:
        before = self.nodes[name].value
        if isinstance(before, Failed) or isinstance(value, Failed):
            return isinstance(before, Failed) and isinstance(value, Failed)
        return digest(before) == digest(value)

    def _find_answer(self, run: Run) -> str | None:
        """The step whose value is the answer as it stands."""
        last = run.steps[-1] if run.steps else None
        if run.status == "error" and run.dialect == "visprog" and not self._seen:
            return last.id if last is not None and last.tool == "RESULT" else None
        if run.status != "ok" or len(run.edges) != 1 or run.edges[0].kind != "data":
            return None
        name = run.edges[0].source
        node = self.nodes.get(name)
        if node is None or isinstance(node.value, Failed) or name in self._seen:
            return None
        return name if digest(node.value) == digest(run.answer) else None


def parents(graph: StepGraph, step: str) -> list[str]:
    """The steps that a step depends on directly, each once; inputs are no steps."""
    sources = dict.fromkeys(edge.source for edge in graph.edges_to(step))
    return [name for name in sources if graph.facts(name).get("tool") != "input"]


def players(graph: StepGraph) -> Sequence[str]:
    """The steps of a graph in topological order, without inputs and the answer."""
    return [
        name
        for name in graph.order()
        if name != ANSWER and graph.facts(name).get("tool") != "input"
    ]


def _step_of(ref: str) -> str:
    return ref.partition("[")[0].partition(".")[0]


def value_of(recording: Recording, step: Step) -> Any:
    """What a step came to; :class:`Failed` when it came to nothing."""
    if step.status != "ok":
        return Failed(step.error or step.status)
    return recording.value(step.id)


def answer_of(recording: Recording) -> Any:
    """The recorded answer; :class:`Failed` when there is none."""
    run = recording.run
    if run.status != "ok":
        return Failed(str((run.error or {}).get("message", run.status)))
    return recording.answer
