"""What steered a program to where it is, and the places in its text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

Steps: TypeAlias = frozenset[str]
Place: TypeAlias = tuple[int, int]
"""Line and column."""

NOTHING: Steps = frozenset()
PROGRAM = "<program>"
"""The file name of a program's code."""


class Activation(dict[str, Steps]):
    """One execution of a function body, or of the module: what each variable depends on."""

    __slots__ = ("base", "caller", "depth")

    def __init__(self, caller: Activation | None, base: int, depth: int) -> None:
        super().__init__()
        self.caller, self.base, self.depth = caller, base, depth

    __hash__ = object.__hash__  # type: ignore[assignment]


@dataclass(slots=True, eq=False)
class Decision:
    """Something that steered the program, and how long it keeps doing so."""

    owner: Activation
    node: int
    site: Place
    steps: Steps
    taken: str | int
    """The outcome; a number is that of a loop's item."""
    exits: str
    """``""``, or what it may leave early: ``loop`` or ``function``."""


@dataclass(frozen=True, slots=True)
class Fork:
    """What the transformer knows about a place where the program decides."""

    site: Place
    exits: str = ""
    loop: bool = False


def union(decisions: Iterable[Decision]) -> Steps:
    """All steps that these decisions hang on."""
    steps = NOTHING
    for decision in decisions:
        if decision.steps:
            steps |= decision.steps
    return steps


def summary(decisions: Iterable[Decision]) -> list[tuple[list[str], Place, str]]:
    """Decisions as data, one for each place and outcome; none that looked at nothing."""
    merged: dict[tuple[Place, str], set[str]] = {}
    for decision in decisions:
        if decision.steps:
            taken = decision.taken
            taken = taken if isinstance(taken, str) else f"item {taken}"
            merged.setdefault((decision.site, taken), set()).update(decision.steps)
    return [(sorted(steps), site, taken) for (site, taken), steps in merged.items()]


_POSITIONS: dict[Any, list[Place]] = {}


def position(code: Any, instruction: int, line: int | None) -> Place:
    """Line and column of an instruction of the program's code."""
    known = _POSITIONS.get(code)
    if known is None:
        positions = [(start or 0, column or 0) for start, _, column, _ in code.co_positions()]
        known = _POSITIONS[code] = positions
    found = known[instruction // 2] if 0 <= instruction // 2 < len(known) else (0, 0)
    return found if found[0] else (line or 1, 0)
