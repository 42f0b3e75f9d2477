"""Spans by two vocabularies, and a real receiver that gets them."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("opentelemetry.sdk", reason="the extra otel is not installed")

from tests.export.receiver import plain, receiving
from tests.trace.scenes import whole
from visprog.errors import Unavailable
from visprog.trace import Run
from visprog.trace.export import otel
from visprog.trace.export.keys import TABLE, attributes
from visprog.trace.export.spans import Hidden, spans, trace_id

GOLDEN = Path(__file__).parent / "spans.json"


@pytest.fixture(scope="module")
def handmade() -> Run:
    run = Run()
    for event in whole():
        run.apply(event)
    return run


def body_of(run: Run) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(json.dumps([asdict(span) for span in spans(run)]))
    for span in found:
        for key, value in span["attributes"].items():
            if isinstance(value, str) and value.startswith("data:image/"):
                span["attributes"][key] = value.split(",")[0]
    return found


def test_the_names_are_those_of_the_golden_file(handmade: Run) -> None:
    """To look at the difference: ``VISPROG_GOLDEN=write`` writes it, then ``git diff``."""
    if os.environ.get("VISPROG_GOLDEN") == "write":
        GOLDEN.write_text(json.dumps(body_of(handmade), indent=1, ensure_ascii=False) + "\n")
    assert body_of(handmade) == json.loads(GOLDEN.read_text())


def test_every_name_of_the_table_is_known_to_its_vocabulary() -> None:
    from openinference.semconv.trace import SpanAttributes
    from opentelemetry.semconv._incubating.attributes import gen_ai_attributes
    from opentelemetry.semconv.attributes import error_attributes

    known = {
        value
        for source in (gen_ai_attributes, error_attributes, SpanAttributes)
        for name, value in vars(source).items()
        if name.isupper() and isinstance(value, str)
    }
    for fact, names in TABLE.items():
        for name in names:
            assert name in known or name.startswith("visprog."), (fact, name)
    with pytest.raises(KeyError):
        attributes({"nonsense": 1})


def test_kinds_and_operations_are_values_that_others_know(people: Run) -> None:
    from openinference.semconv.trace import OpenInferenceSpanKindValues
    from opentelemetry.semconv._incubating.attributes.gen_ai_attributes import (
        GenAiOperationNameValues,
    )

    kinds = {kind.value for kind in OpenInferenceSpanKindValues}
    operations = {item.value for item in GenAiOperationNameValues}
    for span in spans(people):
        assert span.attributes["openinference.span.kind"] in kinds
        operation = span.attributes.get("gen_ai.operation.name")
        assert operation is None or operation in operations, operation


def test_edges_are_links_with_the_argument_s_name(people: Run) -> None:
    found = {span.attributes.get("gen_ai.tool.call.id"): span for span in spans(people)}
    by_id = {span.id: span for span in spans(people)}
    for step in people.steps:
        links = found[step.id].links
        assert [
            (link.attributes["visprog.edge.source"], link.attributes["visprog.edge.argument"])
            for link in links
        ] == [(edge.source, edge.label) for edge in step.edges]
        for link in links:
            assert link.span in by_id


def test_a_real_receiver_gets_every_span(people: Run) -> None:
    expected = spans(people)
    with receiving() as receiver:
        assert otel.send(people, receiver.url, project="boats") == len(expected)
        assert receiver.resource["service.name"] == "visprog"
        assert receiver.resource["openinference.project.name"] == "boats"
        got = {span.span_id.hex(): span for span in receiver.spans}
    assert set(got) == {span.id for span in expected}
    for facts in expected:
        span = got[facts.id]
        assert span.trace_id.hex() == trace_id(people)
        assert span.parent_span_id.hex() == (facts.parent or "")
        assert (span.name, span.start_time_unix_nano, span.end_time_unix_nano) == (
            facts.name,
            facts.start,
            facts.end,
        )
        assert plain(span.attributes) == facts.attributes
        assert [(link.span_id.hex(), plain(link.attributes)) for link in span.links] == [
            (link.span, link.attributes) for link in facts.links
        ]
        assert len(span.events) == len(facts.events)
        assert span.status.code == 1
    pictures = [v for s in expected for k, v in s.attributes.items() if ".image.url" in k]
    assert pictures
    assert all(address.startswith("data:image/") for address in pictures)
    assert all(len(address) <= 64 * 1024 for address in pictures)


def test_what_is_to_be_hidden_is(people: Run) -> None:
    hidden = Hidden(inputs=True, outputs=True, pictures=True)
    for span in spans(people, hidden):
        for key in span.attributes:
            assert not key.startswith(("input.", "output.")), key
            assert key not in ("tool.parameters", "gen_ai.tool.call.result")


def test_a_failed_step_is_a_span_with_an_error() -> None:
    from visprog.events import RunFinished, StepFinished, StepStarted

    run = Run()
    for event in whole():
        if event.kind == "run_finished":
            break
        run.apply(event)
    run.apply(StepStarted("s2", "CROP", 2, 0, {}))
    run.apply(StepFinished("s2", "error", None, "CROP has nothing to crop to", 1.0, False, 0.6))
    run.apply(RunFinished("error", error={"type": "ToolError", "message": "no"}, seconds=0.7))
    with receiving() as receiver:
        otel.send(run, receiver.url)
        failed = [span for span in receiver.spans if span.status.code == 2]
    assert [span.name for span in failed] == ["invoke_workflow visprog", "execute_tool CROP"]
    assert plain(failed[1].attributes)["error.type"] == "ToolError"
    assert failed[1].status.message == "CROP has nothing to crop to"


def test_a_receiver_that_is_not_there_or_refuses_is_one_line(people: Run) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(Unavailable, match="did not take the spans: is a receiver running there"):
        otel.send(people, f"http://127.0.0.1:{port}/v1/traces", timeout=1)
    with receiving() as receiver:
        receiver.status = 400
        with pytest.raises(Unavailable, match="did not take the spans"):
            otel.send(people, receiver.url, timeout=1)


def test_the_environment_s_switches_work(tmp_path: Path) -> None:
    from tests.trace.test_recorder import recorded

    recorded(tmp_path)
    with receiving() as receiver:

        def sent(**environment: str) -> subprocess.CompletedProcess[str]:
            return subprocess.run(
                [
                    sys.executable, "-m", "visprog", "trace", "export", "last", "--to", "otel",
                    "--trace-dir", str(tmp_path),
                ],
                env=os.environ | environment, capture_output=True, text=True, check=False,
                timeout=60,
            )  # fmt: skip

        base = receiver.url.removesuffix("/v1/traces")
        headers = {"OTEL_EXPORTER_OTLP_HEADERS": "x-key=secret"}
        done = sent(OTEL_EXPORTER_OTLP_ENDPOINT=base, OPENINFERENCE_HIDE_INPUTS="true", **headers)
        assert (done.returncode, done.stderr) == (0, "4 spans sent\n")
        assert receiver.headers[0]["x-key"] == "secret"
        keys = {key for span in receiver.spans for key in plain(span.attributes)}
        assert "input.value" not in keys
        assert "output.value" in keys
        done = sent(OTEL_EXPORTER_OTLP_ENDPOINT=base, OTEL_SDK_DISABLED="true")
        assert "nothing was sent" in done.stderr
        assert len(receiver.requests) == 1


PHOENIX = os.environ.get("VISPROG_PHOENIX")


@pytest.mark.phoenix
@pytest.mark.skipif(PHOENIX is None, reason="VISPROG_PHOENIX names no running Phoenix")
def test_phoenix_shows_the_spans(people: Run) -> None:
    """``scripts/test-phoenix`` starts one in an environment of its own."""
    import time
    import urllib.request

    assert PHOENIX is not None
    count = otel.send(people, f"{PHOENIX}/v1/traces", project=people.id)
    address = f"{PHOENIX}/v1/projects/{people.id}/spans?limit=100"
    found: list[dict[str, Any]] = []
    for _ in range(60):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                found = json.load(answer)["data"]
        except OSError:
            pass
        if len(found) >= count:
            break
        time.sleep(0.5)
    assert len(found) == count
    kinds = {span["name"]: span["span_kind"] for span in found}
    assert kinds["invoke_workflow visprog"] == "AGENT"
    assert kinds["execute_tool LOC"] == "TOOL"
    loc = next(span for span in found if span["name"] == "execute_tool LOC")
    assert loc["attributes"]["gen_ai.tool.name"] == "LOC"
