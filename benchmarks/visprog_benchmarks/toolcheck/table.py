"""The table: a row for each tool, with what came of its right call and of every wrong one."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from visprog.errors import Unavailable, UsageError
from visprog.session import Session
from visprog.tool import ToolSpec
from visprog_benchmarks.toolcheck.badcalls import bad_calls
from visprog_benchmarks.toolcheck.call import CALL, Call, answering
from visprog_benchmarks.toolcheck.case import Case, Wrong
from visprog_benchmarks.toolcheck.refusal import Refusal, refusals
from visprog_benchmarks.toolcheck.stage import stage
from visprog_tools.models import checkpoint

Status = Literal["right", "wrong", "no model", "no case"]


@dataclass(frozen=True, slots=True)
class Row:
    """One tool's line in the table."""

    tool: str
    status: Status
    """Of the right call."""
    seen: str
    """What came of the right call, or why it was not made."""
    program: str
    """The right call; empty without one."""
    refusals: tuple[Refusal, ...]
    seconds: float

    @property
    def unclear(self) -> tuple[Refusal, ...]:
        return tuple(refusal for refusal in self.refusals if refusal.problem)

    @property
    def failed(self) -> bool:
        return self.status == "wrong" or bool(self.unclear)

    def to_json(self) -> dict[str, Any]:
        return {
            "tool": self.tool,
            "status": self.status,
            "seen": self.seen,
            "program": self.program or None,
            "tried": len(self.refusals),
            "refused": len(self.refusals) - len(self.unclear),
            "bad": [refusal.to_json() for refusal in self.refusals],
            "seconds": round(self.seconds, 3),
        }


def check(session: Session, cases: Iterable[Case], names: Sequence[str] = ()) -> Iterator[Row]:
    """A row for each of the session's tools, or for those named (aliases will do), as it is made.

    Raises :class:`UsageError` for a name that no tool has, and for two cases of one tool.
    """
    by_tool: dict[str, Case] = {}
    for case in cases:
        if by_tool.setdefault(case.tool, case) is not case:
            raise UsageError(f"two cases check the tool {case.tool}")
    for spec in _chosen(session, names):
        yield _row(session, spec, by_tool.get(spec.name))


def summary(rows: Sequence[Row]) -> dict[str, int]:
    """``tools``, of which ``right``, ``skipped`` (no model, no case) and ``failed``; wrong calls
    ``tried`` and clearly ``refused``."""
    return {
        "tools": len(rows),
        "right": sum(row.status == "right" for row in rows),
        "refused": sum(len(row.refusals) - len(row.unclear) for row in rows),
        "tried": sum(len(row.refusals) for row in rows),
        "failed": sum(row.failed for row in rows),
        "skipped": sum(row.status in ("no model", "no case") for row in rows),
    }


def _chosen(session: Session, names: Sequence[str]) -> list[ToolSpec]:
    for name in names:
        if name not in session.tools:
            raise UsageError(f"no tool is called {name}: visprog tools lists them")
    wanted = {session.tools[name].name for name in names}
    return [spec for spec in session.tools.specs if not wanted or spec.name in wanted]


def _row(session: Session, spec: ToolSpec, case: Case | None) -> Row:
    started = time.perf_counter()
    place = stage(case.on if case else "boat")
    status, seen, program = _right(session, spec, case)
    calls = [
        dataclasses.replace(call, text=place.filled(call.text)) for call in bad_calls(spec, case)
    ]
    said = refusals(session, spec, calls, place.pictures)
    return Row(spec.name, status, seen, program, said, time.perf_counter() - started)


def _right(session: Session, spec: ToolSpec, case: Case | None) -> tuple[Status, str, str]:
    """The right call's status, what was seen, and its program."""
    if case is None:
        return "no case", "no right call is known", ""
    place = stage(case.on)
    expression = case.answer.replace(CALL, Call(spec, case.arguments).text())
    program = answering(spec, place.filled(expression))
    if absent := _absent(session, spec):
        return "no model", absent, program
    try:
        answer = session.run(program, place.pictures)
    except Unavailable as error:
        return "no model", str(error), program
    if answer.error is not None:
        return "wrong", f"{type(answer.error).__name__}: {answer.error}", program
    try:
        return "right", case.judge(answer.result, place), program
    except Wrong as wrong:
        return "wrong", str(wrong), program


def _absent(session: Session, spec: ToolSpec) -> str:
    """Why a tool's models cannot serve here; empty when they can."""
    for role in spec.roles:
        model = session.pack.models.get(role)
        if model is None:
            return f"no model for {role} in pack {session.pack.name}"
        if model.checkpoint == checkpoint.ENDPOINT:
            return f"no endpoint for {role} is named (VISPROG_LLM)"
        if not checkpoint.available(model):
            return f"the weights of {model.checkpoint} are not here"
    return ""
