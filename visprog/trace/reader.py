"""Reads a trace from disk, whole or cut off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from visprog.errors import UsageError
from visprog.events import Event, RunFinished
from visprog.trace.lines import from_line
from visprog.trace.recorder import BLOBS, LINES
from visprog.trace.run import Run


def read(path: Path) -> Run:
    """The run in a directory (or of its ``trace.jsonl``).

    A last line that was cut off is dropped, damaged lines are skipped; ``Run.damage`` names them.
    Raises ``UsageError`` when there is no trace.
    """
    run = Run()
    finished = False
    for event in events(path, run.damage):
        run.apply(event)
        finished = finished or isinstance(event, RunFinished)
    if not finished:
        run.status = "unfinished"
    return run


def events(path: Path, damage: list[str] | None = None) -> Iterator[Event]:
    """The events in order; what could not be read is added to ``damage``."""
    damage = [] if damage is None else damage
    directory = path if path.is_dir() else path.parent
    file = directory / LINES if path.is_dir() else path
    try:
        data = file.read_bytes()
    except OSError as error:
        raise UsageError(f"no trace at {path}: {error.strerror or error}") from None
    lines = data.split(b"\n")
    tail = lines.pop()
    expected = 0
    for index, line in enumerate(lines, 1):
        if not line:
            continue
        try:
            number, event = from_line(line, directory / BLOBS)
        except ValueError as error:
            damage.append(f"line {index}: {error}")
            continue
        if number > expected:
            damage.append(f"line {index}: {number - expected} events before it were not written")
        expected = number + 1
        yield event
    if tail:
        damage.append(f"line {len(lines) + 1}: cut off")
