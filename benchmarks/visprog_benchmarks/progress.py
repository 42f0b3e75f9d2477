"""How far a long run is, on standard error: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Any, Self

SECONDS = 5.0
"""Between lines."""


class Progress:
    """Counts finished samples; shows their rate and when the rest will be done."""

    def __init__(self, name: str, total: int, *, wanted: bool = True) -> None:
        self._name, self._total, self._wanted = name, total, wanted
        self._done = self._before = 0
        self._started = self._said = time.monotonic()
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> Self:
        if self._wanted and sys.stderr.isatty():
            self._bar, self._task = _bar(self._name, self._total)
            self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()
        elif self._wanted and self._done:
            self._say()

    def step(self, *, before: bool = False) -> None:
        """One more is done; ``before``: by an earlier run, so it says nothing about the rate."""
        self._done += 1
        self._before += before
        if self._bar is not None:
            self._bar.update(self._task, completed=self._done, rate=self._rate())
        elif self._wanted and time.monotonic() - self._said > SECONDS:
            self._say()

    def _rate(self) -> float:
        elapsed = time.monotonic() - self._started
        return (self._done - self._before) / elapsed if elapsed else 0.0

    def _say(self) -> None:
        self._said = time.monotonic()
        rate = self._rate()
        left = self._total - self._done
        ahead = f", {left / rate:.0f} s left" if left and rate else ""
        told = f"{rate:.1f} a second{ahead}" if rate else "all done before"
        text = f"{self._name}: {self._done} of {self._total}, {told}"
        print(text, file=sys.stderr, flush=True)


def _bar(name: str, total: int) -> tuple[Any, Any]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    bar = Bars(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]:.1f}/s"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )
    return bar, bar.add_task(name, total=total, rate=0.0)
