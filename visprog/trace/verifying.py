"""Whether a trace is whole, and what it lacks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from visprog.encoding import decode
from visprog.trace.reader import read
from visprog.trace.recorder import BLOBS, LINES
from visprog.types import digest


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
