"""Errors, by who can do something about them.

* :class:`ProgramError`: the planner may repair the program (line and column, all at once).
* :class:`ToolError`: the program may catch it; the trace shows it at its step.
* :class:`RunFailure`: the run itself could not go on (a limit, a lost worker, a dead child).
* :class:`UsageError`, :class:`Unavailable`: the person at the keyboard must act.

Each message is one line that says what to do. ``exit_code`` is what the command line returns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


class VisprogError(Exception):
    """The root of every error that this project raises on purpose."""

    exit_code: ClassVar[int] = 1


class UsageError(VisprogError):
    """A wrong argument, file or setting; nothing was run."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing that is wrong with a program, in terms a planner can repair from."""

    line: int
    column: int
    code: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        where = f"line {self.line}:{self.column}"
        return f"{where}: {self.message}" + (f" ({self.hint})" if self.hint else "")


class ProgramError(VisprogError):
    """The program was rejected before it ran; ``diagnostics`` holds every reason."""

    exit_code = 3

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("; ".join(str(item) for item in self.diagnostics))


class ToolError(VisprogError):
    """A tool could not do what this call asked. A program may catch it as ``ToolError``."""

    exit_code = 4


class RunFailure(VisprogError):
    """The run stopped although neither the program nor a tool was at fault."""


class LimitExceeded(RunFailure):
    """A budget of the run (time, memory, calls, bytes, output) was used up."""


class WorkerLost(RunFailure):
    """The process that ran a model or the program died."""


class PlanError(VisprogError):
    """No program could be written for the question.

    ``readings`` are what it may mean, in words, where it can be read in several ways.
    """

    exit_code = 2

    def __init__(self, message: str, readings: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.readings = tuple(readings)


class Unavailable(VisprogError):
    """Weights, a service or an optional package are not there; the message says how to get them."""

    exit_code = 5
