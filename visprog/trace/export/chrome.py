"""A run as a timeline for ui.perfetto.dev and chrome://tracing.

Chrome's trace event format: one ``X`` slice for every step and model batch in microseconds, flow
arrows for data edges, ``M`` for the names. Slices on one lane must nest, so what overlaps goes on
lanes of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from visprog.trace.run import Run, Step, model_name

STEPS, MODELS = 1, 2
"""The two processes of the timeline."""


def timeline(run: Run) -> dict[str, Any]:
    """The JSON object that a viewer opens."""
    events: list[dict[str, Any]] = []
    slices = [(*_span(step), step) for step in run.steps]
    lanes = _lanes([(start, end) for start, end, _ in slices])
    ends: dict[str, tuple[float, float, int]] = {}
    for (start, end, step), lane in zip(slices, lanes, strict=True):
        ends[step.id] = (start, end, lane)
        events.append(
            {
                "ph": "X",
                "pid": STEPS,
                "tid": lane,
                "ts": _us(start),
                "dur": max(_us(end) - _us(start), 1),
                "name": f"{step.id} {step.tool}",
                "cat": step.origin or ("cached" if step.cached else step.status),
                "args": {**step.args, "value": step.value, "error": step.error, "line": step.line},
            }
        )
    events += _batches(run)
    events += _flows(run.steps, ends)
    names = {STEPS: f"steps of {run.id}", MODELS: "models"}
    events += [
        {"ph": "M", "pid": pid, "name": "process_name", "args": {"name": name}}
        for pid, name in names.items()
    ]
    return {
        "traceEvents": events,
        "displayTimeUnit": "ms",
        "otherData": {"run": run.id, "question": run.question or "", "program": run.program or ""},
    }


def _span(step: Step) -> tuple[float, float]:
    """When a step ran, in seconds: not from its call, but from when its inputs were there."""
    end = max(step.finished, step.time)
    if step.origin:
        return step.time, end
    return max(step.time, end - step.ms / 1e3), end


def _batches(run: Run) -> Iterable[dict[str, Any]]:
    """What the models computed; a batch that several steps shared is one slice."""
    seen: dict[tuple[str, str], dict[str, Any]] = {}
    for step in run.steps:
        for call in step.model_calls:
            if call.cached or not call.batch:
                continue
            model = model_name(call)
            start = max(0.0, call.time - call.compute_ms / 1e3)
            known = seen.setdefault(
                (model, call.batch),
                {
                    "ph": "X",
                    "pid": MODELS,
                    "ts": _us(start),
                    "dur": max(_us(call.compute_ms / 1e3), 1),
                    "name": f"{call.role}.{call.operation}",
                    "cat": "model",
                    "args": {"model": model, "batch_size": call.batch_size, "steps": []},
                },
            )
            if step.id not in known["args"]["steps"]:
                known["args"]["steps"].append(step.id)
    spans = [(float(e["ts"]), float(e["ts"] + e["dur"])) for e in seen.values()]
    for event, lane in zip(seen.values(), _lanes(spans), strict=True):
        yield {**event, "tid": lane}


def _flows(
    steps: Sequence[Step], ends: dict[str, tuple[float, float, int]]
) -> Iterable[dict[str, Any]]:
    number = 0
    for step in steps:
        for edge in step.edges:
            if edge.kind != "data" or edge.source not in ends:
                continue
            number += 1
            _, end, lane = ends[edge.source]
            start, _, to = ends[step.id]
            common = {"cat": "data", "name": edge.label, "id": number, "pid": STEPS}
            yield {**common, "ph": "s", "ts": _us(end), "tid": lane}
            yield {**common, "ph": "f", "bp": "e", "ts": max(_us(start), _us(end)), "tid": to}


def _lanes(spans: Sequence[tuple[float, float]]) -> list[int]:
    """For each span the first lane that is free then; from 1."""
    free: list[float] = []
    lanes = [0] * len(spans)
    for index in sorted(range(len(spans)), key=lambda i: spans[i]):
        start, end = spans[index]
        lane = next((i for i, until in enumerate(free) if until <= start), len(free))
        if lane == len(free):
            free.append(end)
        free[lane] = end
        lanes[index] = lane + 1
    return lanes


def _us(seconds: float) -> int:
    return round(seconds * 1e6)
