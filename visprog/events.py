"""What happens in a run, as flat, append-only records.

Every viewer, export and analysis reads these and nothing else. Each event is a frozen dataclass
with a unique ``kind``; values in it are values as steps exchange them, which the recorder encodes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeAlias

from visprog.errors import Diagnostic
from visprog.graph import Edge
from visprog.types import Image

SCHEMA = 1
"""Version of the event records; raised when a reader of the old ones would misread the new."""


LATER = {"added": True}
"""Marks a field that traces of this schema's first writers lack: readers use the default."""


@dataclass(frozen=True, slots=True)
class RunStarted:
    kind: ClassVar[str] = "run_started"
    run: str
    time: float
    """Seconds since the epoch."""
    question: str | None
    images: tuple[tuple[str, Image], ...]
    """Name in the program, and picture."""
    pack: str
    settings: Mapping[str, Any]
    versions: Mapping[str, str]
    names: Mapping[str, str] = field(default_factory=dict, metadata=LATER)
    """Every name that the program finds a picture by, and that picture's name in ``images``."""
    models: Mapping[str, Any] = field(default_factory=dict, metadata=LATER)
    """The pack's model for each role: family, checkpoint, revision, kind, dtype, settings."""
    parent: str | None = field(default=None, metadata=LATER)
    """The run that this one replays."""
    changes: Mapping[str, Any] = field(default_factory=dict, metadata=LATER)
    """What the replay changed."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A planner wrote a program; one event for every attempt."""

    kind: ClassVar[str] = "planned"
    planner: str
    program: str
    attempt: int = 1
    seconds: float = 0.0
    usage: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Checked:
    """The checker read the program: accepted when there are no diagnostics."""

    kind: ClassVar[str] = "checked"
    program: str
    dialect: str
    diagnostics: tuple[Diagnostic, ...] = ()
    calls: Any = field(default_factory=list, metadata=LATER)
    """Every tool call in the text: tool, line, column, and the variable it defines or ``None``."""


@dataclass(frozen=True, slots=True)
class Tried:
    """Another program for the same question, which is a run of its own, and what came of it."""

    kind: ClassVar[str] = "tried"
    run: str
    program: str
    status: str
    answer: str
    """In words; the error's message when there is none."""
    sample: int
    doubt: str
    """Why the run looked wrong, if it did."""
    evidence: float
    """How sure the program's steps are, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Why this run's program is the one whose answer counts; only where there was a choice."""

    kind: ClassVar[str] = "chosen"
    by: str
    """``rerun`` (the last that did not fail), ``vote``, ``evidence``, ``fallback``, or ``nothing``
    when no program gave an answer."""
    weights: Mapping[str, Any]
    """By answer, the heaviest first."""
    agreement: float
    """The chosen answer's share of the weight."""
    spread: float
    """From 0, all agree, to 1, all differ."""
    reason: str


@dataclass(frozen=True, slots=True)
class StepStarted:
    kind: ClassVar[str] = "step_started"
    step: str
    tool: str
    line: int
    column: int
    args: Mapping[str, Any]
    """Arguments as the program gave them: plain values, and ``Ref`` for values in the engine."""
    edges: tuple[Edge, ...] = ()
    time: float = 0.0
    """Seconds since the run started; so in all events."""


@dataclass(frozen=True, slots=True)
class ModelCalled:
    """One model operation that a step awaited."""

    kind: ClassVar[str] = "model_called"
    step: str
    role: str
    operation: str
    model: str
    revision: str
    stand_in: bool
    cached: bool
    merged: bool = False
    """Another step had asked for the same thing, which was still being computed."""
    queued_ms: float = 0.0
    compute_ms: float = 0.0
    batch: str = ""
    batch_size: int = 0
    device: str = ""
    error: str | None = None
    time: float = 0.0
    key: str = field(default="", metadata=LATER)
    """Of the result in the cache."""
    item: Mapping[str, Any] = field(default_factory=dict, metadata=LATER)
    """What the model was asked with: the picture it saw, the exact text. A large array, which is
    some other operation's result, is only described."""
    result: Any = field(default=None, metadata=LATER)
    """What it said, before any tool made something of it; an embedding is only described."""
    worker: str = field(default="", metadata=LATER)
    """The process or actor that computed it."""
    fill: float = field(default=0.0, metadata=LATER)
    """The batch's size over the largest that the operation may have."""
    waiting: int = field(default=0, metadata=LATER)
    """Calls that the model's queues held when the batch began."""
    memory: int = field(default=0, metadata=LATER)
    """Bytes that the worker held after it, where that is known."""
    reused: int = field(default=0, metadata=LATER)
    """Embeddings that the batch found kept."""
    peak: int = field(default=0, metadata=LATER)
    """Bytes that the worker's process held at most: on its GPU while the batch ran, or of the
    process on the CPU until then. Models that share a process share it."""
    sight: Mapping[str, Any] = field(default_factory=dict, metadata=LATER)
    """What became of a picture before the network saw it: ``resize``, ``interpolation``, ``crop``,
    ``pad``, ``mean`` and ``std``; empty where nothing did, and for a result from the cache."""


@dataclass(frozen=True, slots=True)
class Noted:
    """A tool recorded a fact about a step: a fallback, suppressed candidates, scores."""

    kind: ClassVar[str] = "noted"
    step: str
    code: str
    message: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    time: float = 0.0


@dataclass(frozen=True, slots=True)
class StepFinished:
    kind: ClassVar[str] = "step_finished"
    step: str
    status: str
    """``ok``, ``error``, or ``cancelled`` when the run ended first."""
    value: Any = None
    error: str | None = None
    ms: float = 0.0
    cached: bool = False
    """The step needed models and none of them had to compute."""
    time: float = 0.0
    origin: str = field(default="", metadata=LATER)
    """``record`` when a replay took the value from its parent (``ms`` is what it took there),
    ``given`` when a person or an analysis gave it, empty when the step was computed."""


@dataclass(frozen=True, slots=True)
class Looked:
    """The program looked at a value, which is where laziness ends."""

    kind: ClassVar[str] = "looked"
    ref: str
    line: int
    shown: Any
    time: float = 0.0


@dataclass(frozen=True, slots=True)
class Printed:
    kind: ClassVar[str] = "printed"
    text: str
    line: int
    time: float = 0.0


@dataclass(frozen=True, slots=True)
class RunFinished:
    kind: ClassVar[str] = "run_finished"
    status: str
    """``ok``, ``rejected``, ``error`` or ``killed``."""
    answer: Any = None
    edges: tuple[Edge, ...] = ()
    """What the answer depends on."""
    error: Mapping[str, Any] | None = None
    """``type``, ``message`` and ``line``."""
    seconds: float = 0.0
    usage: Mapping[str, Any] = field(default_factory=dict)


Event: TypeAlias = (
    RunStarted
    | Planned
    | Checked
    | Tried
    | Chosen
    | StepStarted
    | ModelCalled
    | Noted
    | StepFinished
    | Looked
    | Printed
    | RunFinished
)

Emit: TypeAlias = Callable[[Event], None]
"""Where events go. Must return quickly and never raise."""
