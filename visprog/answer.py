"""What a question or a program came to."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from visprog.encoding import encode
from visprog.errors import VisprogError
from visprog.types import Box, Image, Mask, Point, Region, Regions

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
        escape = html.escape
        rows = "".join(
            f"<tr><td>{escape(step.id)}</td><td><code>{escape(step.tool)}</code></td>"
            f"<td>{escape(', '.join(f'{k}={v}' for k, v in step.args.items()))}</td>"
            f"<td>{escape(str(step.value))}</td><td>{step.ms:.0f} ms</td></tr>"
            for step in self.steps
        )
        return (
            f"<p><b>{escape(self.text)}</b></p><pre>{escape(self.program)}</pre>"
            f"<table><tr><th>step</th><th>tool</th><th>arguments</th><th>value</th><th></th></tr>"
            f"{rows}</table>"
        )


def wording(value: Any) -> str:
    """A value as a person would say it: yes, no, none, 3, ``2 regions: dog, cat`` ..."""
    match value:
        case None:
            return "none"
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:g}"
        case Region():
            box = ", ".join(f"{edge:.0f}" for edge in value.box.xyxy)
            return f"{value.label or 'region'} at ({box}), score {value.score:.2f}"
        case Regions():
            names = ", ".join(region.label for region in value[:8])
            return f"{len(value)} region{'' if len(value) == 1 else 's'}" + (
                f": {names}" if names else ""
            )
        case Image():
            return f"a picture of {value.width} x {value.height} pixels"
        case Mask():
            return f"a mask of {value.area} pixels"
        case list() | tuple():
            return ", ".join(wording(item) for item in value) or "none"
        case dict():
            return ", ".join(f"{key}: {wording(item)}" for key, item in value.items()) or "none"
    return str(value)


def plain(value: Any) -> Any:
    """A value as JSON: yes/no for truth values, boxes for regions, a description for pictures."""
    match value:
        case bool():
            return "yes" if value else "no"
        case None | int() | float() | str():
            return value
        case Region():
            return {"label": value.label, "score": value.score, "box": list(value.box.xyxy)}
        case Regions() | list() | tuple():
            return [plain(item) for item in value]
        case dict():
            return {str(key): plain(item) for key, item in value.items()}
        case Box():
            return list(value.xyxy)
        case Point():
            return [value.x, value.y]
    return wording(value)


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
