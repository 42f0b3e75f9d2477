"""The example library: questions with right programs, and wrong programs with what is wrong.

One TOML file for each task beside this module, in ``examples/``. Every right program is run on its
scenes (``scenes.toml``) with perfect tools by a test, and its result compared with what the scene
says; of every wrong one a test knows that it is.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from visprog.program import Dialect
from visprog_planners.tasks import TASKS, Task


@dataclass(frozen=True, slots=True)
class Example:
    """A question with a right program."""

    task: Task
    question: str
    scenes: tuple[str, ...]
    """The pictures that it is asked about, by their names in ``scenes.toml``."""
    program: str
    expects: Mapping[str, Any] = field(hash=False)
    """What the result must be: ``answer``, ``things``, ``tags`` or ``edit``."""

    @property
    def dialect(self) -> Dialect:
        return dialect_of(self.program)

    @property
    def images(self) -> int:
        return len(self.scenes)


@dataclass(frozen=True, slots=True)
class WrongExample:
    """A program that a planner might write, what is wrong with it, and the right one."""

    task: Task
    question: str
    scenes: tuple[str, ...]
    program: str
    critique: str
    right: str
    expects: Mapping[str, Any] = field(hash=False)

    @property
    def dialect(self) -> Dialect:
        return dialect_of(self.program)


def dialect_of(program: str) -> Dialect:
    return "vipergpt" if "def execute_command" in program else "visprog"


@cache
def examples() -> tuple[Example, ...]:
    """The whole library, task by task, in the order of the files."""
    return tuple(
        Example(
            task,
            row["question"],
            tuple(row["scenes"]),
            row["program"],
            {name: row[name] for name in ("answer", "things", "tags", "edit") if name in row},
        )
        for task in TASKS
        for row in _rows(f"{task}.toml", "example")
    )


@cache
def wrong_examples() -> tuple[WrongExample, ...]:
    """The wrong programs, in the order of their file."""
    return tuple(
        WrongExample(
            row["task"],
            row["question"],
            tuple(row["scenes"]),
            row["program"],
            " ".join(row["critique"].split()),
            row["right"],
            {name: row[name] for name in ("answer", "things", "tags", "edit") if name in row},
        )
        for row in _rows("wrong.toml", "wrong")
    )


def scene_descriptions() -> Mapping[str, Mapping[str, Any]]:
    """What is where in the pictures of the library, by name."""
    return _table("scenes.toml")


def _rows(name: str, kind: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = _table(name)[kind]
    return rows


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(files("visprog_planners.examples").joinpath(name).read_text("utf-8"))
