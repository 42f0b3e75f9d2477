"""How near a condition was to going the other way."""

from __future__ import annotations

import operator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visprog.trace.nearness import Margin, of_expression, of_line

TESTS = {
    ">": operator.gt, ">=": operator.ge, "<": operator.lt,
    "<=": operator.le, "==": operator.eq, "!=": operator.ne,
}  # fmt: skip


@given(st.integers(-50, 50), st.sampled_from(sorted(TESTS)), st.integers(-50, 50))
def test_so_much_flips_it_and_no_less(value: int, sign: str, bound: int) -> None:
    away = Margin(value, sign, bound).away
    test = TESTS[sign]
    outcome = test(value, bound)
    assert away == min(
        step
        for step in range(102)
        if outcome != test(value - step, bound) or outcome != test(value + step, bound)
    )


PROGRAM = """def execute_command(image):
    dogs = ImagePatch(image).find('dog')
    if len(dogs) > 2 and image:
        return 'many'
    if 0.5 <= score:
        return 'sure'
    return 'few' if 1 < len(dogs) < 9 or len(dogs) == 4 or depth != -2 else 'none'
"""


@pytest.mark.parametrize(
    ("line", "shown", "said"),
    [
        (3, [["a", "b", "c", "d"]], "4 > 2, 2 from flipping"),
        (3, [["a"]], "1 > 2, 2 from flipping"),
        (3, [["a"], ["b"]], None),
        (3, [4], None),
        (5, [0.75], "0.75 >= 0.5, 0.25 from flipping"),
        (5, [True], None),
        (7, [["a"]], None),
        (4, [["a"]], None),
    ],
)
def test_a_line_with_one_comparison(line: int, shown: list[object], said: str | None) -> None:
    found = of_line(PROGRAM, line, shown)
    assert (found and str(found)) == said


def test_an_expression() -> None:
    values = {"ANSWER0": 3, "B": "x", "C": 1.5}
    margins = of_expression("'yes' if {ANSWER0} == 3 and {B} == 2 and C < 2 else 'no'", values)
    assert list(map(str, margins)) == ["3 == 3, 1 from flipping", "1.5 < 2, 0.5 from flipping"]


def test_what_is_no_program_has_no_conditions() -> None:
    assert of_line("if (", 1, [3]) is None
    assert of_expression("1 <", {}) == []
