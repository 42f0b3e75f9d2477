"""The runs under one directory: listed, and checked."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from visprog.encoding import decode
from visprog.events import RunFinished, RunStarted
from visprog.trace.lines import from_line
from visprog.trace.reader import read
from visprog.trace.recorder import BLOBS, LINES
from visprog.types import digest


@dataclass(frozen=True, slots=True)
class Listed:
    """A run in a list."""

    id: str
    path: Path
    time: float
    """Seconds since the epoch."""
    question: str | None
    status: str
    answer: str
    """In a few words."""
    steps: int

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "path": str(self.path),
            "time": self.time,
            "question": self.question,
            "status": self.status,
            "answer": self.answer,
            "steps": self.steps,
        }


def runs(root: Path) -> list[Listed]:
    """Newest first. What is not a trace is passed over; a root that is not there holds none."""
    try:
        names = sorted((entry.name for entry in root.iterdir()), reverse=True)
    except OSError:
        return []
    listed = (_glance(root / name) for name in names)
    return [entry for entry in listed if entry is not None]


_STEP = re.compile(rb'^\{"v":\d+,"n":\d+,"kind":"step_started"', re.MULTILINE)


def _glance(path: Path) -> Listed | None:
    """A run by its first and last line alone."""
    try:
        data = (path / LINES).read_bytes()
        _, first = from_line(data[: data.index(b"\n")], path / BLOBS)
    except (OSError, ValueError):
        return None
    if not isinstance(first, RunStarted):
        return None
    status, answer = "unfinished", ""
    end = data.rindex(b"\n")
    try:
        _, last = from_line(data[data.rfind(b"\n", 0, end) + 1 : end], path / BLOBS)
    except ValueError:
        last = None
    if isinstance(last, RunFinished):
        status = last.status
        answer = last.answer.said if status == "ok" else ""
    count = len(_STEP.findall(data))
    return Listed(path.name, path, first.time, first.question, status, answer, count)


def verify(path: Path) -> list[str]:
    """Everything that is missing from a trace or damaged, one line each; empty when it is whole.

    Raises ``UsageError`` when there is no trace.
    """
    directory = path if path.is_dir() else path.parent
    run = read(path)
    problems = list(run.damage)
    if not run.id:
        problems.append("the run's start is missing")
    if run.status == "unfinished":
        problems.append("the run's end is missing: it was killed, or still runs")
    running = [step.id for step in run.steps if step.status == "running"]
    if running:
        problems.append(f"unfinished steps: {', '.join(running)}")
    for name, stored in _blobs(path).items():
        file = directory / BLOBS / name
        try:
            data = file.read_bytes()
            found = f"{digest(_decoded(stored, data))}{file.suffix}"
        except FileNotFoundError:
            problems.append(f"blob {name} is missing")
        except Exception:  # whatever decoders raise at damaged bytes
            problems.append(f"blob {name} is damaged")
        else:
            if found != name:
                problems.append(f"blob {name} is damaged")
    return problems


def _decoded(stored: Any, data: bytes) -> Any:
    return decode(stored, lambda name: data)


def _blobs(path: Path) -> dict[str, Any]:
    """The stored form of every picture, mask and array that the lines name."""
    found: dict[str, Any] = {}
    file = path / LINES if path.is_dir() else path
    for line in file.read_bytes().split(b"\n"):
        try:
            todo = [json.loads(line)]
        except (ValueError, RecursionError):
            continue
        while todo:
            data = todo.pop()
            if isinstance(data, list):
                todo += data
            elif isinstance(data, dict):
                for tag in ("$image", "$mask", "$array"):
                    if isinstance(data.get(tag), str):
                        found[data[tag]] = data
                todo += data.values()
    return found
