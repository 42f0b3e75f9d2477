"""A run as OpenTelemetry spans, before any SDK has seen them.

One span for the run, below it one for each attempt of the planner and one for each step, below a
step one for each model call. The graph of steps, which a tree cannot hold, is in links: one for
each edge, from the step that uses to the step that is used.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from visprog.events import ModelCalled, Planned
from visprog.graph import Edge
from visprog.trace.export import keys
from visprog.trace.export.exhibits import Exhibits, Lost
from visprog.trace.export.pictures import thumbnail
from visprog.trace.held import held
from visprog.trace.run import Run, Step, model_name
from visprog.types import Image
from visprog.wording import plain, wording

TALKING = frozenset({"vqa", "caption", "llm"})
"""Roles whose models are asked in words and answer in words."""

PICTURE_BYTES = 64 * 1024
"""A picture is inline up to this size, and left out above."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """What stays out of the spans."""

    inputs: bool = False
    outputs: bool = False
    pictures: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    span: str
    attributes: dict[str, Any]


@dataclass(frozen=True, slots=True)
class SpanFacts:
    """One span. Times are nanoseconds since the epoch; ids are hexadecimal, made from the run's
    id, so that the same run sent twice is the same trace."""

    id: str
    parent: str | None
    name: str
    start: int
    end: int
    attributes: dict[str, Any]
    links: tuple[Link, ...] = ()
    error: str | None = None
    events: tuple[tuple[str, int, dict[str, Any]], ...] = field(default=())


def trace_id(run: Run) -> str:
    return hashlib.sha256(run.id.encode()).hexdigest()[:32]


def spans(run: Run, hidden: Hidden | None = None) -> list[SpanFacts]:
    """Every span of the run, parents before children and sources before what links to them."""
    return list(_Spans(run, hidden or Hidden()).all())


class _Spans:
    def __init__(self, run: Run, hidden: Hidden) -> None:
        self._run = run
        self._hidden = hidden
        self._exhibits = Exhibits(run)
        self._root = self._id("run")
        self._targets = {(line, column): target for _, line, column, target in run.calls}

    def all(self) -> Iterator[SpanFacts]:
        yield self._whole()
        planned = 0.0
        for attempt in self._run.attempts:
            yield self._attempt(attempt, planned)
            planned += attempt.seconds
        for step in self._run.steps:
            yield self._step(step)
            for number, call in enumerate(step.model_calls):
                yield self._call(step, number, call)

    def _whole(self) -> SpanFacts:
        run = self._run
        answer = wording(self._exhibits.value("answer")) if run.status == "ok" else None
        error = (run.error or {}).get("type")
        facts = {
            "operation": "invoke_workflow",
            "kind": "AGENT",
            "workflow": "visprog",
            "session": run.id,
            "run": run.id,
            "run_status": run.status,
            "pack": run.pack,
            "dialect": run.dialect,
            "parent": run.parent,
            "program": run.program,
            "error": error,
            **self._in(run.question or run.program or ""),
            **self._out(answer),
        }
        attributes = keys.attributes(facts)
        attributes |= keys.pictures("input", self._thumbs([held for _, held in self._inputs()]))
        attributes |= keys.pictures("output", self._thumbs([self._exhibits.value("answer")]))
        end = run.seconds or max((step.finished for step in run.steps), default=0.0)
        links = tuple(self._link(edge) for edge in run.edges if edge.source in self._exhibits.steps)
        return SpanFacts(
            self._root,
            None,
            "invoke_workflow visprog",
            self._ns(0.0),
            self._ns(end),
            attributes,
            links,
            (run.error or {}).get("message") or (None if run.status == "ok" else run.status),
        )

    def _inputs(self) -> Iterator[tuple[str, Any]]:
        yield from self._exhibits.inputs.items()

    def _attempt(self, attempt: Planned, started: float) -> SpanFacts:
        usage = attempt.usage
        talks = bool(usage.get("requests"))
        name = attempt.planner
        facts = {
            "operation": "chat" if talks else None,
            "kind": "LLM" if talks else "CHAIN",
            "model": name if talks else None,
            "input_tokens": usage.get("prompt_tokens") if talks else None,
            "output_tokens": usage.get("completion_tokens") if talks else None,
            "cost": usage.get("cost") if talks else None,
            "run": self._run.id,
            **self._in(self._run.question or ""),
            **self._out(attempt.program),
        }
        return SpanFacts(
            self._id(f"plan {attempt.attempt}"),
            self._root,
            f"chat {name}" if talks else f"plan {name}",
            self._ns(started),
            self._ns(started + attempt.seconds),
            keys.attributes(facts),
        )

    def _step(self, step: Step) -> SpanFacts:
        arguments = json.dumps(step.args, ensure_ascii=False, default=str)
        value = self._exhibits.value(step.id) if step.status == "ok" else None
        result = None if value is None else json.dumps(self._plain(value), ensure_ascii=False)
        sources = [edge.source for edge in step.edges if edge.kind == "data"]
        facts = {
            "operation": "execute_tool",
            "kind": "TOOL",
            "tool": step.tool,
            "tool_type": "function",
            "call": step.id,
            "arguments": None if self._hidden.inputs else arguments,
            "result": None if self._hidden.outputs else result,
            "node": step.id,
            "node_name": step.tool,
            "node_parent": next((name for name in sources if name in self._exhibits.steps), None),
            "run": self._run.id,
            "step": step.id,
            "variable": self._targets.get((step.line, step.column)),
            "line": step.line,
            "status": step.status,
            "origin": step.origin,
            "cached": step.cached,
            "fallbacks": self._exhibits.fallbacks(step) or None,
            "error": "ToolError" if step.status == "error" else None,
            **self._in(arguments, "application/json"),
            **self._out(result, "application/json"),
        }
        seen = [image for _, image in self._exhibits.pictures(step)]
        attributes = keys.attributes(facts)
        attributes |= keys.pictures("input", self._thumbs(seen))
        attributes |= keys.pictures("output", self._thumbs([value]))
        end = max(step.finished, step.time)
        start = step.time if step.origin else max(step.time, end - step.ms / 1e3)
        return SpanFacts(
            self._id(step.id),
            self._root,
            f"execute_tool {step.tool}",
            self._ns(start),
            self._ns(end),
            attributes,
            tuple(self._link(edge) for edge in step.edges),
            step.error or (None if step.status == "ok" else step.status),
            tuple((n.code, self._ns(n.time), {"message": n.message}) for n in step.noted),
        )

    def _call(self, step: Step, number: int, call: ModelCalled) -> SpanFacts:
        item = held(call.item)
        talks = call.role in TALKING
        embeds = call.role == "classify" and call.operation in ("image", "text")
        name = model_name(call)
        asked = item.json if isinstance(item.json, dict) else {}
        words = " ".join(value for value in asked.values() if isinstance(value, str))
        said = held(call.result).said if call.error is None else None
        facts = {
            "operation": "chat" if talks else "embeddings" if embeds else None,
            "kind": "LLM" if talks else "EMBEDDING" if embeds else "CHAIN",
            "embedder" if embeds else "model": name,
            "provider": "visprog",
            "run": self._run.id,
            "step": step.id,
            "role": call.role,
            "model_operation": call.operation,
            "revision": call.revision,
            "stand_in": call.stand_in,
            "hit": call.cached,
            "merged": call.merged,
            "key": call.key,
            "device": call.device,
            "queued_ms": call.queued_ms,
            "compute_ms": call.compute_ms,
            "batch": call.batch,
            "batch_size": call.batch_size or None,
            "error": call.error.split(":")[0] if call.error else None,
            **self._in(item.text),
            **self._out(said),
        }
        attributes = keys.attributes(facts)
        if talks and not self._hidden.inputs:
            seen = [] if self._hidden.pictures else self._thumbs(_images(item))
            attributes |= keys.message(words, seen)
        if talks and said is not None and not self._hidden.outputs:
            attributes |= keys.reply(said)
        took = 0.0 if call.cached else call.compute_ms / 1e3
        return SpanFacts(
            self._id(f"{step.id} {number}"),
            self._id(step.id),
            f"chat {name}" if talks else f"{call.role}.{call.operation} {name}",
            self._ns(max(0.0, call.time - took)),
            self._ns(call.time),
            attributes,
            error=call.error,
        )

    def _link(self, edge: Edge) -> Link:
        source = edge.source if edge.source in self._exhibits.steps else "run"
        facts = {"edge": edge.kind, "argument": edge.label, "source": edge.source}
        return Link(self._id(source), keys.attributes(facts))

    def _in(self, value: str, kind: str = "text/plain") -> dict[str, Any]:
        shown = not self._hidden.inputs
        return {"input": value, "input_type": kind if value else None} if shown else {}

    def _out(self, value: str | None, kind: str = "text/plain") -> dict[str, Any]:
        shown = not self._hidden.outputs
        return {"output": value, "output_type": kind if value else None} if shown else {}

    def _plain(self, value: Any) -> Any:
        return value.why if isinstance(value, Lost) else plain(value)

    def _thumbs(self, values: list[Any]) -> list[str]:
        if self._hidden.pictures:
            return []
        found = [thumbnail(value) for value in values if not isinstance(value, Lost)]
        return [address for address in found if address and len(address) <= PICTURE_BYTES]

    def _id(self, what: str) -> str:
        return hashlib.sha256(f"{self._run.id} {what}".encode()).hexdigest()[:16]

    def _ns(self, seconds: float) -> int:
        return round((self._run.time + seconds) * 1e9)


def _images(item: Any) -> list[Any]:
    try:
        found = item.load()
    except (KeyError, ValueError):
        return []
    return [value for value in found.values() if isinstance(value, Image)]
