"""Programs inside what models write."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visprog.errors import PlanError
from visprog_planners.extract import extract

LINES = """\
BOX0=LOC(image=IMAGE,object='dog')
ANSWER0=COUNT(box=BOX0)
FINAL_RESULT=RESULT(var=ANSWER0)
"""
FUNCTION = (
    "def execute_command(image):\n"
    "    patches = ImagePatch(image).find('dog')\n"
    "\n"
    "    return len(patches)\n"
)


@pytest.mark.parametrize(
    ("text", "program", "dialect"),
    [
        (LINES, LINES, "visprog"),
        (f"```\n{LINES}```", LINES, "visprog"),
        (f"```python\n{LINES}```\nThat is all.", LINES, "visprog"),
        (f"~~~py\n{FUNCTION}~~~", FUNCTION, "vipergpt"),
        (f"Program:\n{LINES}", LINES, "visprog"),
        (f"Program: {LINES}", LINES, "visprog"),
        (f"Here it is.\n\n{FUNCTION}\nIt counts dogs.", FUNCTION, "vipergpt"),
        (f"<think>LOC(x) or X=LOC(y)?\nY=LOC(z)\n</think>\n{LINES}", LINES, "visprog"),
        (f"```\n{LINES}", LINES, "visprog"),
        (f"Wrong:\n```\nX=BAD(1)\n```\nBetter:\n```\n{LINES}```", LINES, "visprog"),
        (f"```\n{LINES}```\nand then\n```\ndef execute_command(image:\n```", LINES, "visprog"),
        ("1. BOX0=LOC(image=IMAGE,object='a')\n2. R=RESULT(var=BOX0)",
         "BOX0=LOC(image=IMAGE,object='a')\nR=RESULT(var=BOX0)\n", "visprog"),
        ("Step 1: BOX0=LOC(image=IMAGE,object='a');",
         "BOX0=LOC(image=IMAGE,object='a')\n", "visprog"),
        ("  " + FUNCTION.replace("\n", "\n  "), FUNCTION, "vipergpt"),
        (LINES.replace("\n", "\r\n"), LINES, "visprog"),
    ],
)  # fmt: skip
def test_the_program_is_taken_out(text: str, program: str, dialect: str) -> None:
    assert extract(text) == (program, dialect)


def test_a_bracket_that_goes_on_below_belongs_to_the_function() -> None:
    program = "def execute_command(image):\n    names = ['a',\n'b']\n    return names\n"
    assert extract(f"Sure.\n{program}\nDone.") == (program, "vipergpt")


@pytest.mark.parametrize("text", ["", "   \n", "I cannot help.", "```\nhello\n```", "x = 3"])
def test_no_program_is_an_error_in_one_line(text: str) -> None:
    with pytest.raises(PlanError) as caught:
        extract(text)
    assert "\n" not in str(caught.value)


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_ends_in_a_program_or_a_plan_error(text: str) -> None:
    try:
        program, dialect = extract(text)
    except PlanError:
        return
    assert program.strip()
    assert dialect in {"visprog", "vipergpt"}
