"""The published schema says what is written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings

from tests.contracts.strategies import refs, values
from tests.trace.scenes import whole
from visprog.events import StepFinished, StepStarted
from visprog.trace.lines import from_line, to_line
from visprog.trace.schema import build, published


@pytest.fixture(scope="module")
def check() -> Any:
    schema = published()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema).validate


def test_the_published_schema_is_that_of_the_events() -> None:
    assert published() == build(), "python -m visprog.trace.schema > visprog/trace/schema.json"


def test_every_kind_of_line_fits(check: Any) -> None:
    for number, event in enumerate(whole()):
        check(json.loads(to_line(event, number, lambda name, make: None)))


@given(values | refs)
@settings(max_examples=60, deadline=None)
def test_every_value_fits_and_is_valid_json(check: Any, value: Any) -> None:
    for event in (StepStarted("s1", "X", 1, 0, {"a": value}), StepFinished("s1", "ok", value)):
        line = to_line(event, 0, lambda name, make: None)
        assert line.count(b"\n") == 1
        check(json.loads(line, parse_constant=pytest.fail))
        assert from_line(line, Path("."))[0] == 0


@pytest.mark.parametrize(
    "line",
    [
        {"v": 1, "n": 0, "kind": "strange"},
        {"v": 1, "n": 0, "kind": "printed", "text": 3, "line": 1, "time": 0},
        {"v": 1, "n": 0, "kind": "printed", "text": "x", "line": 1},
    ],
)
def test_what_is_no_line_does_not_fit(check: Any, line: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        check(line)
