"""Steps whose value comes from elsewhere than their tool: a record, a person, another mechanism.

A replay is a run with a :class:`Recall`. The engine asks it twice about every step: when the
program makes the call, and when the step's inputs are there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from visprog.events import ModelCalled, Noted
from visprog.graph import Edge
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
    """A function with the tool's parameters, which is called in the tool's place."""

    function: Callable[..., Any]


class Recall(Protocol):
    """What a replay knows about the steps of a run; asked on the run's event loop."""

    def called(
        self, step: str, spec: ToolSpec, site: Site, edges: tuple[Edge, ...]
    ) -> Given | None:
        """The outcome of a step whatever its arguments are, or ``None``. It does not wait for them,
        nor does it fail with them."""

    def ready(self, step: str, spec: ToolSpec, values: Mapping[str, Any]) -> Given | Instead | None:
        """What becomes of a step that would now be called with ``values``; ``None``: its tool."""
