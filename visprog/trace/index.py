"""The runs under one directory, in an SQLite file that can be thrown away.

The directories are the truth. Whoever lists them reads those that are new or have changed since,
by the time and size of their files, and forgets those that are gone; an index that is missing,
damaged or of another version is made anew, and one that cannot be written is kept in memory.
"""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from visprog.events import RunFinished, RunStarted
from visprog.trace.lines import from_line
from visprog.trace.recorder import BLOBS, LINES

INDEX = "index.sqlite"
VERSION = 1

_STEP = re.compile(rb'^\{"v":\d+,"n":\d+,"kind":"step_started"', re.MULTILINE)

_SCHEMA = """
create table runs (
    id text primary key, stamp text not null, listed integer not null,
    time real, question text, status text, answer text, steps integer,
    seconds real, pack text, parent text, bytes integer
);
create index runs_by_status on runs (status);
"""


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
    seconds: float
    pack: str
    parent: str | None
    """The run that it replays."""
    bytes: int
    """On disk, lines and pictures."""

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "path": str(self.path)}


def runs(
    root: Path,
    *,
    status: str | None = None,
    search: str | None = None,
    limit: int | None = None,
) -> list[Listed]:
    """Newest first. ``status`` is a run's, ``search`` a part of its question or answer.

    What is not a trace is passed over; a root that is not there holds none.
    """
    with _opened(root) as index:
        _refresh(index, root)
        wanted, values = ["listed"], []
        if status is not None:
            wanted.append("status = ?")
            values.append(status)
        if search:
            wanted.append("instr(lower(coalesce(question, '') || ' ' || answer), ?) > 0")
            values.append(search.lower())
        rows = index.execute(
            "select id, time, question, status, answer, steps, seconds, pack, parent, bytes "
            f"from runs where {' and '.join(wanted)} order by id desc limit ?",
            (*values, -1 if limit is None else limit),
        )
        return [Listed(row[0], root / row[0], *row[1:]) for row in rows]


def rebuild(root: Path) -> int:
    """Read every trace again; how many runs there are."""
    with contextlib.suppress(OSError):
        (root / INDEX).unlink()
    return len(runs(root))


@contextlib.contextmanager
def _opened(root: Path) -> Iterator[sqlite3.Connection]:
    index = _usable(root)
    try:
        yield index
        with contextlib.suppress(sqlite3.Error):  # a full disk: what was read still counts
            index.commit()
    finally:
        index.close()


def _usable(root: Path) -> sqlite3.Connection:
    if root.is_dir():
        for _ in range(2):
            index = None
            try:
                index = sqlite3.connect(root / INDEX, timeout=5.0)
                (version,) = index.execute("pragma user_version").fetchone()
                if version == VERSION:
                    index.execute("select 1 from runs limit 1")
                    index.execute("begin immediate")  # one that reads anew waits for another
                    return index
                if version == 0:
                    return _made(index)
            except sqlite3.OperationalError:  # no place to write, or somebody holds it for long
                if index is not None:
                    index.close()
                break
            except sqlite3.DatabaseError:  # not a database, or a damaged one
                pass
            if index is not None:
                index.close()
            with contextlib.suppress(OSError):
                (root / INDEX).unlink()
    return _made(sqlite3.connect(":memory:"))


def _made(index: sqlite3.Connection) -> sqlite3.Connection:
    index.execute("begin immediate")
    (version,) = index.execute("pragma user_version").fetchone()
    if version == 0:  # nobody made it meanwhile
        for statement in filter(None, (part.strip() for part in _SCHEMA.split(";"))):
            index.execute(statement)
        index.execute(f"pragma user_version = {VERSION}")
    return index


def _refresh(index: sqlite3.Connection, root: Path) -> None:
    """Bring the index up to date with the directories."""
    known = dict(index.execute("select id, stamp from runs"))
    there: set[str] = set()
    try:
        entries = list(os.scandir(root))
    except OSError:
        entries = []
    for entry in entries:
        if entry.name.startswith(".") or not entry.is_dir():
            continue
        there.add(entry.name)
        stamp = _stamp(entry.path)
        if known.get(entry.name) == stamp:
            continue
        row = _glance(Path(entry.path))
        values = row if row is not None else (0,) + (None,) * 9
        index.execute(
            "insert or replace into runs values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (entry.name, stamp, *values),
        )
    gone = [(name,) for name in known if name not in there]
    index.executemany("delete from runs where id = ?", gone)


def _stamp(path: str) -> str:
    """Changes whenever something is written to the trace."""
    parts = []
    for name in (LINES, BLOBS):
        try:
            facts = os.stat(os.path.join(path, name))
            parts.append(f"{facts.st_mtime_ns}:{facts.st_size}")
        except OSError:
            parts.append("-")
    return " ".join(parts)


def _glance(path: Path) -> tuple[Any, ...] | None:
    """A run by its first and last line alone."""
    try:
        data = (path / LINES).read_bytes()
        _, first = from_line(data[: data.index(b"\n")], path / BLOBS)
    except (OSError, ValueError):
        return None
    if not isinstance(first, RunStarted):
        return None
    status, answer, seconds = "unfinished", "", 0.0
    end = data.rindex(b"\n")
    try:
        _, last = from_line(data[data.rfind(b"\n", 0, end) + 1 : end], path / BLOBS)
    except ValueError:
        last = None
    if isinstance(last, RunFinished):
        status, seconds = last.status, last.seconds
        answer = last.answer.said if status == "ok" else ""
    count = len(_STEP.findall(data))
    size = len(data) + blob_bytes(path)
    facts = (first.time, first.question, status, answer, count, seconds, first.pack, first.parent)
    return (1, *facts, size)


def blob_bytes(path: Path) -> int:
    """What a trace's pictures take on disk."""
    try:
        return sum(entry.stat().st_size for entry in os.scandir(path / BLOBS) if entry.is_file())
    except OSError:
        return 0
