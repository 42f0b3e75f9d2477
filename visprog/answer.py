"""What a question or a program came to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from visprog.encoding import encode
from visprog.errors import VisprogError
from visprog.types import Image
from visprog.wording import plain, wording

if TYPE_CHECKING:
    from visprog.graph import StepGraph
    from visprog.trace import Run, Step


@dataclass(frozen=True)
class Answer:
    """The outcome of one run, with the record of how it came about.

    ``status`` is ``ok``, ``rejected`` (the checker refused the program), ``error`` (the program or
    a tool failed) or ``killed`` (a limit ended it). :attr:`value` raises ``error`` unless it is
    ``ok``.
    """

    status: str
    result: Any
    error: VisprogError | None
    run: Run = field(repr=False)
    trace: Path | None
    """The run's directory."""
    warnings: tuple[str, ...] = ()
    """What limits this answer: stand-ins, micro models, fallbacks."""

    @property
    def ok(self) -> bool:
        return self.status == "ok"

    @property
    def value(self) -> Any:
        """The answer itself. Raises the run's error when there is none."""
        if self.error is not None:
            raise self.error
        return self.result

    @property
    def text(self) -> str:
        """The answer in words; the error's message when there is none."""
        return wording(self.result) if self.ok else str(self.error)

    @property
    def picture(self) -> Path | None:
        """Where the trace keeps the picture that is the answer; None for any other answer."""
        if self.trace is None or not isinstance(self.result, Image):
            return None
        from visprog.trace.recorder import BLOBS

        name: str = encode(self.result, lambda name, make: None)["$image"]
        return self.trace / BLOBS / name

    @property
    def program(self) -> str:
        return self.run.program or ""

    @property
    def steps(self) -> Sequence[Step]:
        return self.run.steps

    @property
    def graph(self) -> StepGraph:
        """Which step used which."""
        return self.run.graph()

    def to_json(self) -> dict[str, Any]:
        """The fields that the command line prints with ``--json``."""
        record = self.run.to_json()
        record["answer"] = plain(self.result) if self.ok else None
        record["status"] = self.status
        record["error"] = describe(self.error)
        record["trace"] = str(self.trace) if self.trace else None
        record["warnings"] = list(self.warnings)
        return record

    def _repr_html_(self) -> str:
        from visprog.trace.export.page import fragment

        return fragment(self.run)

    def _repr_mimebundle_(self, **wanted: Any) -> dict[str, str]:
        """For notebooks: the page without a script, and the words for where it cannot be shown."""
        return {"text/html": self._repr_html_(), "text/plain": self.text}


def describe(error: BaseException | None) -> dict[str, Any] | None:
    """``type``, ``message`` and ``line`` of an error, for JSON."""
    if error is None:
        return None
    line = getattr(error, "line", None)
    diagnostics = getattr(error, "diagnostics", ())
    if line is None and diagnostics:
        line = diagnostics[0].line
    body: dict[str, Any] = {"type": type(error).__name__, "message": str(error), "line": line}
    if diagnostics:
        body["diagnostics"] = [
            {
                "line": d.line,
                "column": d.column,
                "code": d.code,
                "message": d.message,
                "hint": d.hint,
            }
            for d in diagnostics
        ]
    return body
