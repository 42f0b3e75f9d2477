"""A run as one line of JSON for each step, for tables and notebooks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from visprog.graph import ANSWER
from visprog.trace.export.exhibits import Exhibits, Lost
from visprog.trace.run import Run
from visprog.wording import plain


def rows(run: Run) -> Iterator[dict[str, Any]]:
    """One row for each step, and one for the answer, with everything that a column can hold."""
    exhibits = Exhibits(run)
    for step in run.steps:
        value = exhibits.value(step.id)
        computed = [call for call in step.model_calls if not call.cached]
        yield {
            "run": run.id,
            "question": run.question,
            "step": step.id,
            "tool": step.tool,
            "line": step.line,
            "args": step.args,
            "uses": [edge.source for edge in step.edges if edge.kind == "data"],
            "hangs_on": [edge.source for edge in step.edges if edge.kind == "control"],
            "status": step.status,
            "class": exhibits.class_of(step.id).name,
            "value": value.why if isinstance(value, Lost) else plain(value),
            "error": step.error,
            "notes": step.notes,
            "fallbacks": exhibits.fallbacks(step),
            "ms": round(step.ms, 3),
            "model": step.model,
            "model_calls": len(step.model_calls),
            "compute_ms": round(sum(call.compute_ms for call in computed), 3),
            "queued_ms": round(sum(call.queued_ms for call in computed), 3),
        }
    yield {
        "run": run.id,
        "question": run.question,
        "step": ANSWER,
        "tool": ANSWER,
        "status": run.status,
        "value": plain(exhibits.value(ANSWER)) if run.status == "ok" else None,
        "error": (run.error or {}).get("message"),
        "uses": [edge.source for edge in run.edges if edge.kind == "data"],
        "hangs_on": [edge.source for edge in run.edges if edge.kind == "control"],
        "ms": round(run.seconds * 1e3, 3),
    }
