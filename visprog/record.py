"""One run's events as they happen, and how it ended."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from visprog.answer import Answer, describe
from visprog.errors import LimitExceeded, ProgramError, VisprogError
from visprog.events import Event, RunFinished, RunStarted
from visprog.graph import Edge
from visprog.model import ModelSpec
from visprog.picture import distinct
from visprog.trace import Recorder, Run, new_run_id
from visprog.types import Image
from visprog_planners.planner import Usage
from visprog_tools.packs import Pack


class Record:
    """One run's events, to the trace and to the answer, and how the run ended.

    As a context manager it turns the outcomes that belong in an answer (a rejected program, a
    failed tool, a limit) into one, and lets everything else pass, recorded.
    """

    def __init__(
        self,
        question: str | None,
        images: Mapping[str, Image],
        *,
        pack: Pack,
        settings: Mapping[str, Any],
        trace_dir: Path | None,
        parent: str | None = None,
        changes: Mapping[str, Any] | None = None,
    ) -> None:
        self._pack = pack
        self._started = time.monotonic()
        self.id = new_run_id()
        self.run = Run()
        self._recorder = Recorder(trace_dir, self.id) if trace_dir else None
        self.usage: Mapping[str, Any] = {"model_calls": 0, "cached": 0}
        self.spent: Usage | None = None
        """What planning came to over all programs; otherwise that of the last attempt here."""
        self._status = "error"
        self._error: VisprogError | None = None
        self._raised: BaseException | None = None
        self._warnings: list[str] = []
        self._value: Any = None
        self._edges: tuple[Edge, ...] = ()
        self.emit(
            RunStarted(
                run=self.id,
                time=time.time(),
                question=question,
                images=tuple(known := distinct(images)),
                pack=pack.name,
                settings=settings,
                versions=_versions(),
                names={
                    name: next(first for first, other in known if other is image)
                    for name, image in images.items()
                },
                models={role: _model(spec) for role, spec in pack.models.items()},
                parent=parent,
                changes=changes or {},
            )
        )

    def emit(self, event: Event) -> None:
        if self._recorder is not None:
            self._recorder(event)
        self.run.apply(event)

    def finish(self, value: Any, edges: tuple[Edge, ...]) -> None:
        self._status, self._value, self._edges = "ok", value, edges

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool:
        belongs = self.end(error)
        self.close()
        return belongs

    def end(self, error: BaseException | None = None) -> bool:
        """How the run went, for :attr:`run` at once and for the trace on :meth:`close`; whether
        ``error`` is an outcome that belongs in an answer."""
        if isinstance(error, VisprogError):
            self._error = error
            self._status = _status(error)
        elif error is not None:
            self._status = "killed"
        self.run.apply(self._finished(error))
        self._raised = error
        return isinstance(error, VisprogError) and error.exit_code in (1, 3, 4)

    def close(self) -> None:
        """The last event, and no further one."""
        self.emit(self._finished(self._raised))
        if self._recorder is not None:
            self._recorder.close()

    def _finished(self, error: BaseException | None) -> RunFinished:
        seconds = time.monotonic() - self._started
        return RunFinished(
            status=self._status,
            answer=self._value,
            edges=self._edges,
            error=describe(error),
            seconds=seconds,
            usage={**self.usage, **self._planning(), "seconds": seconds},
        )

    def warn(self, text: str) -> None:
        """Something that the answer must say about itself."""
        self._warnings.append(text)

    @property
    def error(self) -> VisprogError | None:
        return self._error

    def _planning(self) -> dict[str, Any]:
        """Tokens and cost of the language model that planned, over all attempts."""
        if self.spent is not None:
            spent = [asdict(self.spent)]
        else:
            spent = [dict(attempt.usage) for attempt in self.run.attempts[-1:]]
        tokens = sum(u.get("prompt_tokens", 0) + u.get("completion_tokens", 0) for u in spent)
        return {
            "tokens": tokens,
            "cost": next((u.get("cost") for u in spent), None),
            "requests": sum(u.get("requests", 0) for u in spent),
        }

    def answer(self) -> Answer:
        return Answer(
            status=self._status,
            result=self._value,
            error=self._error,
            run=self.run,
            trace=self._recorder.path if self._recorder else None,
            warnings=tuple(filter(None, [self._pack.warning, *self._warnings])),
        )


def _status(error: VisprogError) -> str:
    if isinstance(error, ProgramError):
        return "rejected"
    return "killed" if isinstance(error, LimitExceeded) else "error"


def _model(spec: ModelSpec) -> dict[str, Any]:
    """What the trace says of a model besides its calls."""
    fields = ("family", "checkpoint", "revision", "kind", "dtype", "licence", "note")
    return {**{name: getattr(spec, name) for name in fields}, "settings": dict(spec.settings)}


@cache
def _versions() -> dict[str, str]:
    return {"visprog": version("visprog"), "pid": str(os.getpid())}
