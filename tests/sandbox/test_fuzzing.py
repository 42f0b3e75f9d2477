"""Hypothesis over everything that comes from a program: its text, its values, its expressions.

By coverage the same is done with atheris (``tests/fuzz``), where it is installed.
"""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sandbox.hostile import KEYS, NASTY, OPS
from tests.sandbox.stubs import TOOLS, MiniEngine
from tests.sandbox.test_frames import conversation_with
from visprog.errors import ToolError, VisprogError
from visprog_sandbox import wire
from visprog_sandbox.check import check
from visprog_sandbox.findings import Rejected
from visprog_sandbox.host import surface_of
from visprog_tools.expression import evaluate

EXAMPLES = int(os.environ.get("VISPROG_FUZZ_EXAMPLES", "200"))
SURFACE = surface_of(TOOLS)

fuzzed = settings(max_examples=EXAMPLES, deadline=None)

LANGUAGE = """
def return if else elif for in while try except finally raise lambda not and or is None True
nonlocal global class with yield async await import from as match del assert pass break continue
x y IMAGE LOC EVAL RESULT ImagePatch execute_command len str sorted __class__ _getattr_ _s0_ é
( ) [ ] { } : , . = == := += ** @ % ; -> * ~ < ! # ' " f' \"\"\" \\ 1 0x1 1e9 1j b'a' ...
"""
OTHERS = ("\n", "\n    ", "\n\t", " ", "\f", "'{0.x}'", "f'{x!r:>9}'", "\ud800", "\0")
WORDS = st.sampled_from([*LANGUAGE.split(), *OTHERS])
SOURCES = st.lists(WORDS, max_size=40).map(" ".join) | st.text(max_size=60)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9)
    | st.sampled_from(NASTY),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from([*KEYS, "l", "t", "d", "f", "h"]), inner, max_size=3),
    max_leaves=12,
)  # fmt: skip
PARTS = {key: JSON for key in (*KEYS, "control", "dialect", "calls", "findings") if key != "op"}
MESSAGES = st.fixed_dictionaries({"op": st.sampled_from(OPS)}, optional=PARTS)

EVALS = """
{A} {N} {M} {A.b} {N[0]} { } ( ) [ ] , . + - * ** / // % == != < > <= >= in not and or xor if else
True False None 'a' "b" 'a{A}' 1 0 9999999999 1e308 len max min sum abs round int str float bool any
all lower lambda x : := * = import __class__ yes no f'' b'' 1j
"""
EXPRESSIONS = st.lists(st.sampled_from(EVALS.split()), max_size=14).map(" ".join)


@fuzzed
@given(text=SOURCES)
def test_any_text_is_a_program_or_has_findings(text: str) -> None:
    findings = []
    try:
        check(text, ["IMAGE"], SURFACE)
    except Rejected as rejected:
        findings = rejected.findings
        assert findings
    assert all(finding.line >= 0 and finding.message for finding in findings)


@fuzzed
@given(message=MESSAGES)
def test_any_message_of_a_child_is_answered_or_ends_its_run(message: dict[str, Any]) -> None:
    conversation = conversation_with(MiniEngine())
    conversation._calls = None  # what starts steps needs a loop: test_frames does that
    try:
        conversation._answer(message)
        conversation.program("X = 1", message)
    except (VisprogError, wire.WireError):
        pass
    try:
        conversation.finish(message)
    except (VisprogError, wire.WireError):
        return


@fuzzed
@given(value=JSON)
def test_any_value_is_decoded_or_refused(value: Any) -> None:
    try:
        decoded = wire.decode(value, lambda token: token)
    except wire.WireError:
        return
    assert wire.encode(decoded, lambda item: None) is not None or decoded is None


@fuzzed
@given(text=EXPRESSIONS)
def test_any_expression_has_a_plain_value_or_a_tool_error(text: str) -> None:
    try:
        value = evaluate(text, {"A": "a text", "N": 3})
    except ToolError:
        return
    assert isinstance(value, str | int | float | bool | list | None)


@pytest.mark.parametrize("size", [0, 1, 3])
def test_an_expression_may_be_any_characters(size: int) -> None:
    for code in [*range(128), 0x660, 0x2028, 0xFEFF, 0xFF11, 0x1D7D8]:
        text = "{N}" + chr(code) * size
        try:
            evaluate(text, {"N": 3})
        except ToolError:
            continue
