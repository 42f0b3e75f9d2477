"""Programs and the calls they make.

A :class:`Program` is what a planner writes and the checker accepts. While it runs it makes
:class:`ToolCall` s; the values it holds for their results are :class:`Ref` s. This module is the
line between the sandbox, which makes calls, and the engine, which serves them; each side knows only
:class:`Calls`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, TypeAlias

from visprog.errors import Diagnostic

Dialect: TypeAlias = Literal["visprog", "vipergpt"]


@dataclass(frozen=True, slots=True)
class Site:
    """A place in a program's text: 1-based line, 0-based column."""

    line: int
    column: int = 0


@dataclass(frozen=True, slots=True)
class StaticCall:
    """A tool call as it stands in the text: what it uses and what it defines."""

    tool: str
    site: Site
    target: str | None = None
    uses: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """For each argument, the program names that its expression reads."""


@dataclass(frozen=True, slots=True)
class Program:
    """A checked program."""

    text: str
    dialect: Dialect
    calls: tuple[StaticCall, ...] = ()
    advice: tuple[Diagnostic, ...] = ()
    """What the checker noticed and does not object to: names never used, lines never reached."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A value that lives in the engine: the result of a step, or an item of it.

    ``path`` leads into a list-like result: ``("s2", (0,))`` is the first region of step ``s2``.
    ``type`` is one of the type names of :mod:`visprog.tool`.
    """

    step: str
    type: str
    path: tuple[int, ...] = ()

    def __str__(self) -> str:
        return self.step + "".join(f"[{index}]" for index in self.path)


def refs_in(value: Any) -> Iterator[Ref]:
    """The refs inside a value: itself, or in its lists, tuples and dicts at any depth."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, Ref):
            yield item
        elif isinstance(item, list | tuple):
            waiting.extend(reversed(item))
        elif isinstance(item, Mapping):
            waiting.extend(reversed(list(item.values())))


@dataclass(frozen=True, slots=True)
class Control:
    """A decision that a call depends on: which values were looked at, where, which way it went."""

    steps: tuple[str, ...]
    site: Site
    taken: str
    """The outcome as text: ``True``, ``False``, ``item 2``, ``error IndexError`` ..."""


@dataclass(frozen=True, slots=True)
class ToolCall:
    """One call that a running program makes.

    ``arguments`` maps parameter names to plain values in which a :class:`Ref` stands for every
    value that lives in the engine. ``sources`` names, for each argument, further steps whose
    looked-at values went into it through plain Python (``EVAL(count == 3)``); refs inside the
    arguments are edges by themselves and need no entry.
    """

    tool: str
    arguments: Mapping[str, Any]
    site: Site
    sources: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    control: tuple[Control, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """Budgets of one run. Seconds, bytes and counts; every one ends the run when used up."""

    wall_seconds: float = 600.0
    """The whole run, with the first loading of models."""
    cpu_seconds: float = 10.0
    memory_bytes: int = 512 * 2**20
    calls: int = 1000
    looks: int = 20_000
    handles: int = 20_000
    """Values of the engine that the program may hold: results of calls, and items of results."""
    value_bytes: int = 2 * 2**30
    """All pictures and masks that the run's steps made; they stay until it ends."""
    depth: int = 500
    """Steps in a row that each wait for the one before."""
    bytes_out: int = 16 * 2**20
    """Everything that the program sends to the host, in bytes."""
    printed: int = 64 * 1024
    """Characters that ``print`` may write."""
    source_bytes: int = 64 * 1024


@dataclass(frozen=True, slots=True)
class Finished:
    """How a program ended: its value (plain, or with refs) and what that value depends on."""

    value: Any
    sources: tuple[str, ...] = ()
    control: tuple[Control, ...] = ()


class Calls(Protocol):
    """What the engine offers to a running program."""

    def call(self, call: ToolCall) -> Ref:
        """Start a step and return at once. Raises ``ToolError`` for arguments that cannot be."""

    async def look(self, ref: Ref, site: Site) -> Any:
        """The value itself, when it is plain; for list-like values the refs of their items.

        Waits for the step. Raises the ``ToolError`` that the step, or one it depends on, ended
        with, and ``ToolError`` for a value that a program cannot see (an image, a mask).
        """

    async def attribute(self, ref: Ref, name: str, site: Site) -> Any:
        """A plain attribute of a value in the engine, such as a patch's ``left``."""

    def printed(self, text: str, site: Site) -> None:
        """The program printed ``text``."""


Images: TypeAlias = Sequence[tuple[str, Ref]]
"""The names under which a program finds its pictures, in order."""
