"""The runs under one directory."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from visprog.errors import UsageError
from visprog.events import RunStarted
from visprog.trace.reader import events, read
from visprog.trace.recorder import BLOBS, LINES


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
    listed: list[Listed] = []
    try:
        names = sorted((entry.name for entry in root.iterdir()), reverse=True)
    except OSError:
        return listed
    for name in names:
        path = root / name
        if not (path / LINES).is_file():
            continue
        try:
            run = read(path)
        except UsageError:
            continue
        if not run.id:
            continue  # not even its first line was written, or it is somebody else's file
        answer = run.result.text if run.result is not None and run.status == "ok" else ""
        steps = len(run.steps)
        listed.append(Listed(name, path, run.time, run.question, run.status, answer, steps))
    return listed


_BLOB = re.compile(rb'"\$(?:image|mask|array)":"([^"/]+)"')


def verify(path: Path) -> list[str]:
    """Everything that is missing from a trace, one line each; empty when it is whole.

    Raises ``UsageError`` when there is no trace.
    """
    damage: list[str] = []
    found = list(events(path, damage))
    if not any(isinstance(event, RunStarted) for event in found):
        damage.append("the run's start is missing")
    directory = path if path.is_dir() else path.parent
    run = read(path)
    if run.status == "unfinished":
        damage.append("the run's end is missing: it was killed, or still runs")
    running = [step.id for step in run.steps if step.status == "running"]
    if running:
        damage.append(f"unfinished steps: {', '.join(running)}")
    names = dict.fromkeys(_BLOB.findall((directory / LINES).read_bytes()))
    for name in names:
        if not (directory / BLOBS / name.decode()).is_file():
            damage.append(f"blob {name.decode()} is missing")
    return damage
