"""Which traces go, and how they go."""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from visprog.errors import UsageError
from visprog.trace.index import Listed, runs
from visprog.trace.recorder import LINES

RESTS_SECONDS = 3600.0
"""A run without an end that was written to more lately than this may still be running."""


@dataclass(frozen=True, slots=True)
class Retention:
    """How much is kept; ``None`` sets no limit. A newer run is kept before an older one."""

    days: float | None = None
    runs: int | None = None
    megabytes: float | None = None

    def __bool__(self) -> bool:
        return self != Retention()


def outdated(root: Path, keep: Retention, now: float | None = None) -> list[Listed]:
    """The runs that ``keep`` does not keep, oldest first. One that may still be running is kept."""
    now = time.time() if now is None else now
    listed = runs(root)
    left = 0
    size = 0
    gone = []
    for run in listed:
        size += run.bytes
        if (
            (keep.days is not None and now - run.time > keep.days * 86400)
            or (keep.runs is not None and left >= keep.runs)
            or (keep.megabytes is not None and size > keep.megabytes * 1e6)
        ):
            if not _may_run(run, now):
                gone.append(run)
                size -= run.bytes
        else:
            left += 1
    return gone[::-1]


def prune(root: Path, keep: Retention, now: float | None = None) -> list[Listed]:
    """Remove what is :func:`outdated`; what was removed."""
    gone = outdated(root, keep, now)
    for run in gone:
        remove(run.path)
    return gone


def remove(path: Path) -> None:
    """Remove one trace. Raises ``UsageError`` for a directory that is none."""
    if not (path / LINES).is_file() or path.is_symlink():
        raise UsageError(f"{path} is not a trace: nothing was removed")
    hidden = path.with_name(f".gone-{path.name}-{os.getpid()}")
    try:
        path.rename(hidden)  # so that nobody finds half of it
        shutil.rmtree(hidden)
    except OSError as error:
        raise UsageError(f"cannot remove {path}: {error.strerror}") from None


def sweep(root: Path) -> None:
    """Finish what a killed :func:`remove` began."""
    with contextlib.suppress(OSError):
        for entry in os.scandir(root):
            if entry.name.startswith(".gone-"):
                shutil.rmtree(entry.path, ignore_errors=True)


def _may_run(run: Listed, now: float) -> bool:
    if run.status != "unfinished":
        return False
    try:
        return now - (run.path / LINES).stat().st_mtime < RESTS_SECONDS
    except OSError:
        return False
