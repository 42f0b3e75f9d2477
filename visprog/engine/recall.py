"""Steps whose value comes from elsewhere than their tool: a record, a person, another mechanism.

A replay is a run with a :class:`Recall`. The engine asks it twice about every step: when the
program makes the call, and when the step's inputs are there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from visprog.engine.jobs import Outcome
from visprog.events import ModelCalled, Noted
from visprog.graph import Edge
from visprog.model import Item, ModelSpec
from visprog.program import Site
from visprog.tool import ToolSpec


@dataclass(frozen=True, slots=True)
class Given:
    """A step's outcome, known without its tool."""

    origin: str
    """``given`` or ``record``; see :attr:`visprog.events.StepFinished.origin`."""
    value: Any = None
    error: str | None = None
    """Why the step failed; ``value`` counts when it is ``None``."""
    ms: float = 0.0
    calls: tuple[ModelCalled, ...] = ()
    noted: tuple[Noted, ...] = ()
    """What is on record about the step, told again."""


@dataclass(frozen=True, slots=True)
class Instead:
    """Another way of computing a step. Each field that is left out stays as it is."""

    function: Callable[..., Any] | None = None
    """Called in the tool's place, with the tool's parameters."""
    models: Mapping[str, ModelSpec] = field(default_factory=dict)
    """By role: what serves it instead, or with other settings."""
    answers: Callable[[str, str, Item], Outcome | None] | None = None
    """By role, operation and item: what a model would say, when that is known."""


class Recall(Protocol):
    """What a replay knows about the steps of a run; asked on the run's event loop."""

    def called(
        self, step: str, spec: ToolSpec, site: Site, edges: tuple[Edge, ...]
    ) -> Given | None:
        """The outcome of a step whatever its arguments are, or ``None``. It does not wait for them,
        nor does it fail with them."""

    def ready(self, step: str, spec: ToolSpec, values: Mapping[str, Any]) -> Given | Instead | None:
        """What becomes of a step that would now be called with ``values``; ``None``: its tool."""
