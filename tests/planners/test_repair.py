"""Repairs by rule: near misses are put right, everything else is left alone."""

from __future__ import annotations

import pytest

from visprog.program import Dialect
from visprog.tool import ToolTable
from visprog_planners.library import examples
from visprog_planners.repair import by_rule
from visprog_tools.builtin import TOOLS

TABLE = ToolTable(TOOLS)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("B=Loc8(image=IMAGE,object='dog')", "B=LOC(image=IMAGE,object='dog')"),
        ("B=LOCAT(image=IMAGE,object='dog')", "B=LOCATE(image=IMAGE,object='dog')"),
        ("B=count(box=B0)", "B=COUNT(box=B0)"),
        ("B=CROP_LEFT_OF(image=IMAGE,box=B0)", "B=CROP_LEFTOF(image=IMAGE,box=B0)"),
        ("B=LOC(Image=IMAGE,object='dog')", "B=LOC(image=IMAGE,object='dog')"),
        ("B=LOC(img=IMAGE,query='dog')", "B=LOC(image=IMAGE,object='dog')"),
        ("B=LOC(image=IMAGE,objct='dog')", "B=LOC(image=IMAGE,object='dog')"),
        ("B=COUNT(boxes=B0)", "B=COUNT(box=B0)"),
        ("B=RESULT(value=B0)", "B=RESULT(var=B0)"),
        ("B=LOC(image=IMAGE,object=\u2018dog\u2019)", "B=LOC(image=IMAGE,object='dog')"),
        ("B=LOC(image=IMAGE,object='dog's bowl')", 'B=LOC(image=IMAGE,object="dog\'s bowl")'),
    ],
)
def test_visprog(wrong: str, right: str) -> None:
    program, notes = by_rule(wrong + "\n", "visprog", TABLE)
    assert program == right + "\n"
    assert notes


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("p.fnd('dog')", "p.find('dog')"),
        ("p.exist('dog')", "p.exists('dog')"),
        ("p.bestTextMatch(['a'])", "p.best_text_match(['a'])"),
        ("p.best_text_match(options=['a'])", "p.best_text_match(option_list=['a'])"),
        ("p.find(name='dog')", "p.find(object_name='dog')"),
    ],
)
def test_vipergpt(wrong: str, right: str) -> None:
    shell = "def execute_command(image):\n    p = ImagePatch(image)\n    return {}\n"
    program, notes = by_rule(shell.format(wrong), "vipergpt", TABLE)
    assert program == shell.format(right)
    assert notes


@pytest.mark.parametrize(
    ("program", "dialect"),
    [
        ("B=FROBNICATE(image=IMAGE)\n", "visprog"),
        ("B=LOC(image=IMAGE,object='dog'\n", "visprog"),
        ("not a program at all\n", "visprog"),
        (
            "def execute_command(image):\n    xs = [1]\n    xs.append(2)\n    return xs\n",
            "vipergpt",
        ),
        ("def execute_command(image):\n    return ImagePatch(image).width\n", "vipergpt"),
    ],
)
def test_what_no_rule_knows_is_left_alone(program: str, dialect: Dialect) -> None:
    assert by_rule(program, dialect, TABLE) == (program, ())


def test_right_programs_are_left_alone() -> None:
    for example in examples():
        assert by_rule(example.program, example.dialect, TABLE) == (example.program, ())


def test_every_change_is_said() -> None:
    program = "BOX0=Loc8(Image=IMAGE,object='dog')\nANSWER0=COUN(box=BOX0)\n"
    _, notes = by_rule(program, "visprog", TABLE)
    assert notes == (
        "line 1: Loc8 became LOC",
        "line 1: argument Image of LOC became image",
        "line 2: COUN became COUNT",
    )
