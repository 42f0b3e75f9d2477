"""A run as people read it: a fold of its events, live or from disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import PurePath
from typing import Any

from visprog.errors import Diagnostic
from visprog.events import (
    Checked,
    Chosen,
    Event,
    Looked,
    ModelCalled,
    Noted,
    Planned,
    Printed,
    RunFinished,
    RunStarted,
    StepFinished,
    StepStarted,
    Tried,
)
from visprog.graph import ANSWER, Edge, StepGraph
from visprog.program import Control, Site
from visprog.trace.held import Held, held


@dataclass(slots=True)
class Step:
    """One tool call and everything that is known about it."""

    id: str
    tool: str
    line: int
    column: int
    arguments: Held
    edges: tuple[Edge, ...]
    time: float
    """Seconds since the run started."""
    status: str = "running"
    """``running``, ``ok``, ``error``, ``cancelled``."""
    result: Held | None = None
    error: str | None = None
    ms: float = 0.0
    finished: float = 0.0
    """Seconds since the run started; 0 while it is under way."""
    cached: bool = False
    origin: str = ""
    """``record`` or ``given`` when a replay did not compute it."""
    model_calls: list[ModelCalled] = field(default_factory=list)
    noted: list[Noted] = field(default_factory=list)
    """What the tool said about the step, with the facts."""

    @property
    def args(self) -> dict[str, Any]:
        """By name: bools, numbers and texts as they are, everything else in a few words."""
        data = self.arguments.json
        return {name: Held(json=item).plain for name, item in data.items()}

    @property
    def notes(self) -> list[str]:
        """What people should know about the step: fallbacks, what a threshold removed."""
        return [note.message for note in self.noted if note.code != "traceback"]

    @property
    def value(self) -> str | None:
        """The result in a few words; ``None`` when there is none."""
        return self.result.text if self.result is not None else None

    @property
    def model(self) -> str | None:
        """The models that served the step, by name; a stand-in is called one."""
        names = dict.fromkeys(map(model_name, self.model_calls))
        return ", ".join(names) or None

    def load(self) -> Any:
        """The result itself. Raises ``KeyError`` naming a picture that the trace lacks."""
        return self.result.load() if self.result is not None else None

    def to_json(self) -> dict[str, Any]:
        body: dict[str, Any] = {
            "id": self.id,
            "tool": self.tool,
            "line": self.line,
            "args": self.args,
            "value": self.result.plain if self.result is not None else None,
            "status": self.status,
            "ms": round(self.ms, 3),
            "cached": self.cached,
            "model": self.model,
        }
        if self.error is not None:
            body["error"] = self.error
        if self.notes:
            body["notes"] = self.notes
        return body


def model_name(call: ModelCalled) -> str:
    """A model's name for people: without the folder it lies in."""
    name = PurePath(call.model).name if call.model.startswith(("/", ".")) else call.model
    return f"{name} (stand-in)" if call.stand_in else name


class Run:
    """Fed with events by :meth:`apply`; every field is filled as far as they go."""

    def __init__(self) -> None:
        self.id = ""
        self.time = 0.0
        """Seconds since the epoch."""
        self.question: str | None = None
        self.images: list[tuple[str, Held]] = []
        self.pack = ""
        self.settings: Mapping[str, Any] = {}
        self.versions: Mapping[str, str] = {}
        self.names: Mapping[str, str] = {}
        """Every name that the program finds a picture by, and that picture's name in ``images``."""
        self.models: Mapping[str, Any] = {}
        """What the pack said of the model for each role."""
        self.parent: str | None = None
        """The run that this one replays."""
        self.changes: Held | None = None
        """What a replay changed."""
        self.planner: str | None = None
        self.attempts: list[Planned] = []
        self.tried: list[Tried] = []
        """Other programs for the same question."""
        self.chosen: Chosen | None = None
        """Why this one counts, where there was a choice."""
        self.program: str | None = None
        self.dialect: str | None = None
        self.diagnostics: tuple[Diagnostic, ...] = ()
        self.calls: list[tuple[str, int, int, str | None]] = []
        """The tool calls in the program's text: tool, line, column and variable."""
        self.looks: list[Looked] = []
        self.prints: list[Printed] = []
        self.status = "running"
        """``running``, then ``ok``, ``rejected``, ``error`` or ``killed``; ``unfinished`` when a
        trace on disk just ends."""
        self.result: Held | None = None
        self.error: Mapping[str, Any] | None = None
        self.edges: tuple[Edge, ...] = ()
        """What the answer depends on."""
        self.seconds = 0.0
        self.usage: Mapping[str, Any] = {}
        self.damage: list[str] = []
        """What a reader could not read."""
        self._steps: dict[str, Step] = {}

    @property
    def steps(self) -> list[Step]:
        """In the order in which they were started."""
        return list(self._steps.values())

    def step(self, name: str) -> Step:
        """Raises ``KeyError`` for a step that is not in the run."""
        return self._steps[name]

    @property
    def answer(self) -> Any:
        """The answer itself. Raises ``KeyError`` naming a picture that the trace lacks."""
        return self.result.load() if self.result is not None else None

    @property
    def answer_text(self) -> str:
        """The answer in a few words; ``-`` when there is none."""
        return self.result.said if self.result is not None and self.status == "ok" else "-"

    def apply(self, event: Event) -> None:
        """Take in the next event."""
        match event:
            case RunStarted():
                self.id, self.time, self.question = event.run, event.time, event.question
                self.images = [(name, held(image)) for name, image in event.images]
                self.pack, self.settings = event.pack, event.settings
                self.versions, self.names, self.models = event.versions, event.names, event.models
                self.parent, self.changes = event.parent, held(event.changes)
            case Planned():
                self.attempts.append(event)
                self.planner, self.program = event.planner, event.program
            case Tried():
                self.tried.append(event)
            case Chosen():
                self.chosen = event
            case Checked():
                self.program, self.dialect = event.program, event.dialect
                self.diagnostics = event.diagnostics
                self.calls = [tuple(call) for call in held(event.calls).json]
            case StepStarted():
                stored: Any = event.args  # a trace on disk has it Held already
                arguments = stored if isinstance(stored, Held) else Held(dict(stored))
                self._steps[event.step] = Step(
                    event.step,
                    event.tool,
                    event.line,
                    event.column,
                    arguments,
                    event.edges,
                    event.time,
                )
            case ModelCalled():
                if event.step in self._steps:
                    self._steps[event.step].model_calls.append(event)
            case Noted():
                if event.step in self._steps:
                    self._steps[event.step].noted.append(event)
            case StepFinished():
                step = self._steps.get(event.step)
                if step is not None:
                    step.status, step.error = event.status, event.error
                    step.ms, step.cached, step.origin = event.ms, event.cached, event.origin
                    step.finished = event.time
                    step.result = held(event.value) if event.status == "ok" else None
            case Looked():
                self.looks.append(event)
            case Printed():
                self.prints.append(event)
            case RunFinished():
                self.status, self.error = event.status, event.error
                self.result = held(event.answer)
                self.edges, self.seconds, self.usage = event.edges, event.seconds, event.usage

    def graph(self) -> StepGraph:
        """The executed graph: inputs, steps, and the answer when there is one."""
        graph = StepGraph()
        for name, image in self.images:
            graph.add(name, tool="input", value=image)
        for step in self.steps:
            _add(graph, step.id, step.edges, tool=step.tool, status=step.status)
        if self.status == "ok":
            _add(graph, ANSWER, self.edges, tool=ANSWER, status=self.status)
        return graph

    def _repr_html_(self) -> str:
        from visprog.trace.export.page import fragment

        return fragment(self)

    def to_json(self) -> dict[str, Any]:
        """What the command line prints, less the trace's place."""
        return {
            "answer": self.result.json if self.result is not None else None,
            "status": self.status,
            "error": dict(self.error) if self.error is not None else None,
            "question": self.question,
            "program": self.program,
            "dialect": self.dialect,
            "planner": self.planner,
            "pack": self.pack,
            "run_id": self.id,
            "steps": [step.to_json() for step in self.steps],
            "tried": [asdict(one) for one in self.tried],
            "chosen": asdict(self.chosen) if self.chosen is not None else None,
            "usage": dict(self.usage),
            "seconds": self.seconds,
        }


def _add(graph: StepGraph, name: str, edges: tuple[Edge, ...], **facts: Any) -> None:
    data: dict[str, list[str]] = {}
    control: list[Control] = []
    for edge in edges:
        if edge.source not in graph:  # an input that the run's images do not name, or damage
            graph.add(edge.source, tool="input")
        if edge.kind == "data":
            data.setdefault(edge.label, []).append(edge.source)
        else:
            _, line, taken = edge.label.split(" ", 2)
            control.append(Control((edge.source,), Site(int(line)), taken))
    graph.add(name, data, control, **facts)
