"""Sends a run's spans to an OTLP receiver, through OpenTelemetry's SDK (extra ``otel``).

Endpoint, headers and protocol follow ``OTEL_EXPORTER_OTLP_*`` unless an endpoint is given;
``OTEL_SDK_DISABLED`` is obeyed.
"""

from __future__ import annotations

import logging
from typing import Any

from visprog.errors import Unavailable, UsageError
from visprog.trace.export.spans import Hidden, SpanFacts, spans, trace_id
from visprog.trace.run import Run

TIMEOUT = 10.0
"""Seconds for a receiver to take the spans."""


def send(
    run: Run,
    endpoint: str | None = None,
    *,
    project: str = "visprog",
    hidden: Hidden | None = None,
    timeout: float = TIMEOUT,
) -> int:
    """Send every span of the run; how many there were.

    ``endpoint`` is the full address of the traces (``http://127.0.0.1:4318/v1/traces``). Raises
    ``Unavailable`` when the extra is not installed or the receiver does not take them, and
    ``UsageError`` for what is no address.
    """
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.trace.export import SpanExportResult
    except ImportError:
        raise Unavailable("OpenTelemetry is not installed: pip install 'visprog[otel]'") from None
    if endpoint is not None and not endpoint.startswith(("http://", "https://")):
        raise UsageError(f"an endpoint is http://HOST:PORT/v1/traces, not {endpoint!r}")
    made = _made(run, project, spans(run, hidden))
    if not made:
        return 0
    exporter = OTLPSpanExporter(endpoint=endpoint, timeout=timeout)
    told = logging.getLogger("opentelemetry.exporter")
    level = told.level
    told.setLevel(logging.CRITICAL)  # what it would say is raised below, in one line
    try:
        result = exporter.export(made)
    finally:
        told.setLevel(level)
        exporter.shutdown()
    if result is not SpanExportResult.SUCCESS:
        where = endpoint or "the OTLP endpoint of the environment"
        raise Unavailable(f"{where} did not take the spans: is a receiver running there?")
    return len(made)


def _made(run: Run, project: str, found: list[SpanFacts]) -> list[Any]:
    """The SDK's spans; none when it is disabled."""
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import SpanLimits, TracerProvider
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
    from opentelemetry.sdk.trace.id_generator import IdGenerator
    from opentelemetry.trace import (
        Link,
        NonRecordingSpan,
        SpanContext,
        Status,
        StatusCode,
        TraceFlags,
        set_span_in_context,
    )

    trace = int(trace_id(run), 16)
    waiting = [int(span.id, 16) for span in reversed(found)]

    class Ids(IdGenerator):  # type: ignore[misc] # the extra may be absent
        def generate_span_id(self) -> int:
            return waiting.pop()

        def generate_trace_id(self) -> int:
            return trace

    resource = {
        "service.name": "visprog",
        "service.version": run.versions.get("visprog", ""),
        "openinference.project.name": project,
    }
    provider = TracerProvider(
        resource=Resource.create(resource),
        id_generator=Ids(),
        shutdown_on_exit=False,
        span_limits=SpanLimits(max_span_attributes=1024, max_links=4096, max_events=4096),
    )
    kept = InMemorySpanExporter()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    tracer = provider.get_tracer("visprog", run.versions.get("visprog"))

    def context(span: str) -> SpanContext:
        return SpanContext(trace, int(span, 16), False, TraceFlags(TraceFlags.SAMPLED))

    for facts in found:
        parent = None
        if facts.parent is not None:
            parent = set_span_in_context(NonRecordingSpan(context(facts.parent)))
        span = tracer.start_span(
            facts.name,
            context=parent,
            attributes=facts.attributes,
            links=[Link(context(link.span), link.attributes) for link in facts.links],
            start_time=facts.start,
        )
        for name, time, attributes in facts.events:
            span.add_event(name, attributes, time)
        if facts.error is not None:
            span.set_status(Status(StatusCode.ERROR, facts.error))
        else:
            span.set_status(Status(StatusCode.OK))
        span.end(max(facts.end, facts.start))
    return list(kept.get_finished_spans())
