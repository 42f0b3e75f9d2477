"""Writes a run's events as they happen.

Each event is one ``write`` of one whole line to a file opened for appending, so what has happened
is on file even when the process is killed in the next instant. Pictures are encoded and written by
a thread; a picture that a killed process did not get to is named by ``verify``.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import queue
import secrets
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from visprog.events import Event
from visprog.trace.lines import to_line

logger = logging.getLogger(__name__)

LINES = "trace.jsonl"
BLOBS = "blobs"
BLOB_BYTES = 2**30
"""Pictures of one run that are written, at most; a run that makes more goes on without them."""


def new_run_id() -> str:
    """Unique, and sorted by name it is sorted by time (UTC): ``20261122-145527-123456-9f3a``."""
    return f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}-{secrets.token_hex(2)}"


class Recorder:
    """An :data:`visprog.events.Emit` that writes to ``root/run_id``; may be called from any thread.

    It never raises: what cannot be written is reported once through :mod:`logging`, the run goes
    on, and ``incomplete`` says why the trace is not whole.
    """

    def __init__(self, root: Path, run_id: str | None = None, blob_bytes: int = BLOB_BYTES) -> None:
        self.run_id = run_id or new_run_id()
        self._limit = self._blob_bytes_left = blob_bytes
        self.path = root / self.run_id
        self.incomplete: str | None = None
        self._lock = threading.Lock()
        self._number = 0
        self._broken_tail = False
        self._seen: set[str] = set()
        self._queue: queue.SimpleQueue[tuple[str, Callable[[], bytes]] | None]
        self._queue = queue.SimpleQueue()
        self._writer: threading.Thread | None = None
        self._file: int | None = None
        try:
            (self.path / BLOBS).mkdir(parents=True)
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
            self._file = os.open(self.path / LINES, flags, 0o644)
        except OSError as error:
            self._report(error)

    def __call__(self, event: Event) -> None:
        with self._lock:
            number, self._number = self._number, self._number + 1
            if self._file is None:
                return
            try:
                self._write(self._file, to_line(event, number, self._put))
            except (OSError, TypeError, ValueError, RecursionError) as error:
                self._report(error)

    def close(self) -> None:
        """Wait until the pictures are on disk."""
        with self._lock:
            file, self._file = self._file, None
            writer, self._writer = self._writer, None
        if writer is not None:
            self._queue.put(None)
            writer.join()
        if file is not None:
            os.close(file)

    def _write(self, file: int, line: bytes) -> None:
        if self._broken_tail:  # part of a line stands there: leave it alone on its line
            line = b"\n" + line
        written = os.write(file, line)
        while written < len(line):
            self._broken_tail = True
            written += os.write(file, line[written:])
        self._broken_tail = False

    def _put(self, name: str, make: Callable[[], bytes]) -> None:
        if name in self._seen:
            return
        self._seen.add(name)
        if self._writer is None:
            self._writer = threading.Thread(
                target=self._write_blobs, name="visprog-trace", daemon=True
            )
            self._writer.start()
        self._queue.put((name, make))

    def _write_blobs(self) -> None:
        while (item := self._queue.get()) is not None:
            name, make = item
            target = self.path / BLOBS / name
            partial = target.with_name(f"{name}.part")
            try:
                data = make()
                if len(data) > self._blob_bytes_left:
                    raise OSError(errno.EFBIG, f"more than {self._limit} bytes of pictures")
                self._blob_bytes_left -= len(data)
                partial.write_bytes(data)
                os.replace(partial, target)
            except Exception as error:
                self._report(error)
                with contextlib.suppress(OSError):
                    partial.unlink()

    def _report(self, error: Exception) -> None:
        if self.incomplete is None:
            reason = error.strerror if isinstance(error, OSError) else None
            self.incomplete = reason or f"{type(error).__name__}: {error}"
            logger.warning(
                "trace %s is incomplete: %s; the run goes on", self.path, self.incomplete
            )
