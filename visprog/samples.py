"""Many questions: as many programs alive at once as a session admits, and a journal to go on from.

    samples = (Sample(row["id"], row["image"], question=row["question"]) for row in rows)
    for result in session.map(samples, journal="done.jsonl"):
        print(result.id, result.text)

The journal has a line for every finished sample, written before its result is given out. After a
crash, or Ctrl-C, the same call gives the results of its lines again and asks for the rest alone.
"""

from __future__ import annotations

import json
import os
import queue
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from visprog.answer import Answer
from visprog.errors import PlanError, Unavailable, UsageError, VisprogError
from visprog.picture import Pictures
from visprog.wording import plain


@dataclass(frozen=True, slots=True)
class Sample:
    """A question about pictures, or a program to run on them."""

    id: str
    """Unique among the samples; the journal knows them by it."""
    images: Pictures
    question: str | None = None
    program: str | None = None

    def __post_init__(self) -> None:
        if (self.question is None) == (self.program is None):
            raise UsageError(f"sample {self.id}: either a question or a program, and not both")


@dataclass(frozen=True, slots=True)
class Result:
    """What a sample came to."""

    id: str
    status: str
    """That of the answer; ``refused`` when no program could be written; ``error`` also for
    pictures that cannot be read."""
    value: Any = None
    """The answer as JSON can hold it: yes/no for truth values, boxes for regions."""
    text: str = ""
    """The answer, or the error, in words."""
    program: str = ""
    trace: str | None = None
    seconds: float = 0.0
    before: bool = field(default=False, compare=False)
    """It was in the journal."""
    answer: Answer | None = field(default=None, compare=False, repr=False)
    """The answer itself, unless it was given before."""

    @property
    def ok(self) -> bool:
        return self.status == "ok"


FIELDS = ("id", "status", "value", "text", "program", "trace", "seconds")


class Journal:
    """Finished samples, a line of JSON each after one that says of what."""

    def __init__(self, path: Path, about: Mapping[str, Any]) -> None:
        """Raises ``UsageError`` for a file that cannot be written, or that is about another pack,
        planner or setting."""
        self.path = path
        self.done: dict[str, Result] = {}
        about = json.loads(json.dumps(about))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file: IO[bytes] = open(path, "a+b")  # noqa: SIM115 - close() closes it
        except OSError as error:
            raise UsageError(f"cannot write the journal {path}: {error.strerror}") from None
        try:
            self._read(about)
        except BaseException:
            self._file.close()
            raise

    def add(self, result: Result) -> None:
        """Raises ``UsageError`` when the disk is full."""
        self._write({name: getattr(result, name) for name in FIELDS})
        self.done[result.id] = result

    def close(self) -> None:
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _read(self, about: Mapping[str, Any]) -> None:
        self._file.seek(0)
        whole = 0
        for number, line in enumerate(self._file):
            if not line.endswith(b"\n"):
                break  # cut off in the middle by a crash: it was never given out
            try:
                entry = json.loads(line)
                if number == 0:
                    self._check(entry, about)
                else:
                    result = Result(**{name: entry[name] for name in FIELDS}, before=True)
                    self.done[result.id] = result
            except (ValueError, KeyError, TypeError):
                raise UsageError(
                    f"{self.path}, line {number + 1}, is not a journal's: name another file"
                ) from None
            whole += len(line)
        self._file.truncate(whole)
        if not whole:
            self._write({"journal": 1, "about": about})

    def _check(self, entry: Any, about: Mapping[str, Any]) -> None:
        told = entry["about"]
        for name in sorted({*told, *about}):
            if told.get(name) != about.get(name):
                raise UsageError(
                    f"{self.path} is about {name} {told.get(name)}, not {about.get(name)}: name "
                    "another file, or remove it"
                )

    def _write(self, entry: Mapping[str, Any]) -> None:
        try:
            self._file.write(json.dumps(entry, ensure_ascii=False, default=str).encode() + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise UsageError(f"cannot write the journal {self.path}: {error.strerror}") from None


def mapped(
    submit: Callable[[Sample], Future[Answer]],
    samples: Iterable[Sample],
    live: int,
    journal: Journal | None = None,
) -> Iterator[Result]:
    """The result of every sample: first those that the journal has, then as they finish.

    ``submit`` starts on one; at most ``live`` of them at once.

    Raises ``Unavailable`` when models or services are absent: no sample could be answered.
    """
    waiting: queue.SimpleQueue[tuple[Sample, float, Future[Answer]]] = queue.SimpleQueue()
    running: dict[str, Future[Answer]] = {}

    def start(sample: Sample) -> None:
        if sample.id in running:
            raise UsageError(f"two samples are called {sample.id}")
        started = time.perf_counter()
        future = running[sample.id] = submit(sample)
        future.add_done_callback(lambda done: waiting.put((sample, started, done)))

    def finished() -> Result:
        sample, started, future = waiting.get()
        del running[sample.id]
        seconds = round(time.perf_counter() - started, 4)
        result = replace(_result(sample, future), seconds=seconds)
        if journal is not None:
            journal.add(result)
        return result

    try:
        for sample in samples:
            if journal is not None and sample.id in journal.done:
                yield journal.done[sample.id]
                continue
            while len(running) >= live:
                yield finished()
            start(sample)
        while running:
            yield finished()
    finally:
        for future in list(running.values()):
            future.cancel()


def _result(sample: Sample, future: Future[Answer]) -> Result:
    try:
        answer = future.result()
    except Unavailable:
        raise
    except VisprogError as error:
        status = "refused" if isinstance(error, PlanError) else "error"
        return Result(sample.id, status, text=str(error))
    return Result(
        sample.id,
        answer.status,
        plain(answer.result) if answer.ok else None,
        answer.text,
        answer.program,
        str(answer.trace) if answer.trace else None,
        answer=answer,
    )
