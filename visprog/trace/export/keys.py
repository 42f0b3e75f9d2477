"""The one table from what a run knows to the names that others know it by.

Two vocabularies at once: OpenTelemetry's for generative AI (``gen_ai.*``, in development: the
names are those of opentelemetry-semantic-conventions 0.66b2) and OpenInference's (0.1.42). What
neither has a name for is under ``visprog.``; nothing is invented under theirs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

TABLE: Mapping[str, tuple[str, ...]] = {
    # what kind of thing
    "operation": ("gen_ai.operation.name",),
    "kind": ("openinference.span.kind",),
    "workflow": ("gen_ai.workflow.name",),
    "agent": ("gen_ai.agent.name", "agent.name"),
    "session": ("gen_ai.conversation.id", "session.id"),
    # a tool's call
    "tool": ("gen_ai.tool.name", "tool.name"),
    "tool_type": ("gen_ai.tool.type",),
    "call": ("gen_ai.tool.call.id", "tool.id"),
    "arguments": ("gen_ai.tool.call.arguments", "tool.parameters"),
    "result": ("gen_ai.tool.call.result",),
    "node": ("graph.node.id",),
    "node_name": ("graph.node.name",),
    "node_parent": ("graph.node.parent_id",),
    # in and out
    "input": ("input.value",),
    "input_type": ("input.mime_type",),
    "output": ("output.value",),
    "output_type": ("output.mime_type",),
    # a model's call
    "model": ("gen_ai.request.model", "llm.model_name"),
    "embedder": ("gen_ai.request.model", "embedding.model_name"),
    "provider": ("gen_ai.provider.name", "llm.provider"),
    "seed": ("gen_ai.request.seed",),
    "parameters": ("llm.invocation_parameters",),
    "input_messages": ("gen_ai.input.messages",),
    "output_messages": ("gen_ai.output.messages",),
    "input_tokens": ("gen_ai.usage.input_tokens", "llm.token_count.prompt"),
    "output_tokens": ("gen_ai.usage.output_tokens", "llm.token_count.completion"),
    "tokens": ("llm.token_count.total",),
    "cost": ("llm.cost.total",),
    "metadata": ("metadata",),
    "error": ("error.type",),
    # ours
    "run": ("visprog.run.id",),
    "run_status": ("visprog.run.status",),
    "pack": ("visprog.run.pack",),
    "program": ("visprog.run.program",),
    "dialect": ("visprog.run.dialect",),
    "parent": ("visprog.run.parent",),
    "step": ("visprog.step.id",),
    "variable": ("visprog.step.variable",),
    "line": ("visprog.step.line",),
    "status": ("visprog.step.status",),
    "origin": ("visprog.step.origin",),
    "cached": ("visprog.step.cache.hit",),
    "fallbacks": ("visprog.step.fallbacks",),
    "key": ("visprog.model.cache.key",),
    "hit": ("visprog.model.cache.hit",),
    "merged": ("visprog.model.merged",),
    "role": ("visprog.model.role",),
    "model_operation": ("visprog.model.operation",),
    "revision": ("visprog.model.revision",),
    "stand_in": ("visprog.model.stand_in",),
    "device": ("visprog.model.device",),
    "queued_ms": ("visprog.model.queued_ms",),
    "compute_ms": ("visprog.model.compute_ms",),
    "batch": ("visprog.model.batch",),
    "batch_size": ("visprog.model.batch_size",),
    "edge": ("visprog.edge.kind",),
    "argument": ("visprog.edge.argument",),
    "source": ("visprog.edge.source",),
}
"""By fact. Every key of a span, but for those of pictures, is in here."""


def attributes(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts by the names of the table; what is ``None`` or empty text is left out.

    Raises ``KeyError`` for a fact that the table lacks.
    """
    found: dict[str, Any] = {}
    for fact, value in facts.items():
        keys = TABLE[fact]
        if value is None or value == "":
            continue
        found.update(dict.fromkeys(keys, value))
    return found


def pictures(where: str, addresses: list[str]) -> dict[str, str]:
    """Pictures of a span, ``where`` being ``input`` or ``output`` (OpenInference)."""
    return {f"{where}.images.{i}.image.url": address for i, address in enumerate(addresses)}


def message(text: str, addresses: list[str]) -> dict[str, str]:
    """What a model was asked with, as an OpenInference message: text, then pictures."""
    start = "llm.input_messages.0.message"
    found = {f"{start}.role": "user"}
    contents = [("text", text)] if text else []
    contents += [("image", address) for address in addresses]
    for index, (kind, value) in enumerate(contents):
        name = f"{start}.contents.{index}.message_content"
        found[f"{name}.type"] = kind
        found[f"{name}.{'text' if kind == 'text' else 'image.image.url'}"] = value
    return found


def reply(text: str) -> dict[str, str]:
    """What a model said, as an OpenInference message."""
    start = "llm.output_messages.0.message"
    return {f"{start}.role": "assistant", f"{start}.content": text}
