"""EVAL's evaluator: right on what it offers, closed to everything else, bounded."""

from __future__ import annotations

import contextlib
import operator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visprog.errors import ToolError
from visprog_tools.expression import FUNCTIONS, MAX_BITS, evaluate


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("{A} == 3", {"A": 3}, True),
        ("'yes' if {A} + {B} == 5 else 'no'", {"A": 2, "B": 3}, "yes"),
        ("{A} xor {B}", {"A": "yes", "B": "no"}, True),
        ("{A} xor {B}", {"A": True, "B": True}, False),
        ("{A} == 'yes'", {"A": "Yes"}, True),
        ("{A} and {B}", {"A": "yes", "B": "no"}, "no"),
        ("not {A}", {"A": "no"}, True),
        ("{A} >= 2", {"A": "three"}, True),
        ("{A} + 1", {"A": "2"}, 3),
        ("'{A} cats'", {"A": 3}, "3 cats"),
        ("'xor' == 'xor'", {}, True),
        ("1 < {A} <= 3", {"A": 3}, True),
        ("max({A}, {B}) - min({A}, {B})", {"A": 1, "B": 5}, 4),
        ("sum([{A}, {B}, 2])", {"A": 1, "B": 5}, 8),
        ("{A}[0]", {"A": ["cat", "dog"]}, "cat"),
        ("'dog' in {A}", {"A": ["cat", "dog"]}, True),
        ("len({A}) > 1", {"A": ["cat", "dog"]}, True),
        ("any([{A}, {B}])", {"A": "no", "B": "no"}, False),
    ],
)
def test_values(text: str, values: dict[str, object], expected: object) -> None:
    assert evaluate(text, values) == expected


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')",
        "{A}.__class__",
        "{A.__class__}",
        "{A!r:>99999999999}",
        "{A:{A}}",
        "{}",
        "{A",
        "{B}",
        "A",
        "bound_B",
        "[].append(1)",
        "''.join",
        "lambda: 1",
        "[x for x in [1]]",
        "(x := 1)",
        "1 if True else exit()",
        "len(key=1)",
        "f'{1}'",
        "await x",
        "*[1]",
        "{'a': 1}",
        "b'x'",
        "1j",
        "1 << 10",
        "'%s' % 1",
        "",
        "1 +",
        "(" * 300 + ")" * 300,
        "-" * 1999 + "1",
        "not " * 400 + "1",
        "1+" * 900 + "1",
        "x" * 3000,
        "\\x00",
        "\x00",
    ],
)
def test_refused(text: str) -> None:
    with pytest.raises(ToolError, match="EVAL"):
        evaluate(text, {"A": 2})


@pytest.mark.parametrize(
    "text",
    ["9**9**9", "2**64**2", "'a' * 10**9", "[0] * 10**6", "10**64 * 10**64 * {BIG}", "1e308 * 10"],
)
def test_bounded(text: str) -> None:
    with pytest.raises(ToolError):
        evaluate(text, {"BIG": 1 << (MAX_BITS - 1)})


def test_a_text_inside_a_picture_stays_a_text() -> None:
    """VisProg put a VQA answer into the expression's source; here it can only be a value."""
    answer = "' or len('xxxxx') or '"
    assert evaluate("{A} == 'x'", {"A": answer}) is False
    assert evaluate("'{A}'", {"A": answer}) == answer


@given(st.integers(-1000, 1000), st.integers(-1000, 1000))
def test_agrees_with_python(a: int, b: int) -> None:
    for symbol, apply in {
        "+": operator.add, "-": operator.sub, "*": operator.mul,
        "<": operator.lt, ">=": operator.ge, "==": operator.eq, "!=": operator.ne,
    }.items():  # fmt: skip
        assert evaluate(f"{{A}} {symbol} {{B}}", {"A": a, "B": b}) == apply(a, b)
    if b:
        assert evaluate("{A} // {B} * {B} + {A} % {B}", {"A": a, "B": b}) == a


@given(st.text(max_size=200))
def test_any_text_ends_in_a_value_or_one_error(text: str) -> None:
    with contextlib.suppress(ToolError):
        evaluate(text, {"A": 1, "B": "two", "C": [1, 2]})


@given(st.text(alphabet="{}AB()[]+-*/<>=!'\" 0123456789,.:_^%" + "".join(FUNCTIONS), max_size=60))
def test_any_near_miss_ends_in_a_value_or_one_error(text: str) -> None:
    with contextlib.suppress(ToolError):
        evaluate(text, {"A": 1, "B": "two"})
