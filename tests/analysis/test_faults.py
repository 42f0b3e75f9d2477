"""Slips and misprints do what their names say, and nothing else."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from visprog.analysis.distance import Failed, compare
from visprog.analysis.faults import misprints, shrunk, slipped, slipping, slips
from visprog.types import Box, Image, Mask, Region, Regions

PICTURE = Image(np.zeros((100, 100, 3), np.uint8))
BOXES = ((5, 5, 25, 25), (40, 40, 70, 60), (75, 10, 95, 40))
FOUND = Regions.of([Region(Box(*box), "dog", frame=PICTURE.frame) for box in BOXES], PICTURE)
CROPS = [PICTURE.crop(Box(*box)) for box in BOXES]


@pytest.mark.parametrize(
    ("value", "slip", "types"),
    [
        (FOUND, "drop", {"miss"}),
        (FOUND, "add", {"background", "location", "duplicate"}),
        (FOUND, "shift", {"background", "location", "miss"}),
        (FOUND, "relabel", {"class"}),
        (CROPS, "drop", {"miss"}),
        (CROPS, "shift", {"location"}),
        (True, "flip", {"flip"}),
        ("yes", "flip", {"text"}),
        ("red", "relabel", {"text"}),
        (3, "miscount", {"count"}),
    ],
)
@pytest.mark.parametrize("seed", range(5))
def test_a_slip_makes_a_value_wrong_in_its_own_way(
    value: Any, slip: Any, types: set[str], seed: int
) -> None:
    assert slip in slips(value)
    wrong = slipped(value, slip, random.Random(seed), ["cat", "blue"])
    gap = compare(wrong, value)
    assert gap.wrong
    assert set(gap.types) <= types


def test_what_has_nothing_of_the_kind_stays() -> None:
    draw = random.Random(0)
    assert slipped(Failed("no"), "drop", draw) == Failed("no")
    assert slipped(Regions(), "drop", draw) == Regions()
    assert slips(None) == slips(1.5) == []


def test_a_slip_is_the_same_for_the_same_inputs() -> None:
    faulty = slipping(lambda **_: FOUND, "drop", 4)
    assert faulty(a=1) == faulty(a=1)
    assert len(faulty(a=1)) == 2


def test_a_mask_shrinks_around_its_middle() -> None:
    bits = np.zeros((40, 40), np.bool_)
    bits[10:30, 10:30] = True
    small = shrunk(Mask(bits), 0.4)
    assert small.area == 160
    assert not (small.bits & ~bits).any()
    assert compare(small, Mask(bits)).types == ("mask",)


PROGRAM = """\
BOX0=LOC(image=IMAGE,object='dog')
ANSWER0=COUNT(box=BOX0)
ANSWER1=COUNT(box=BOX1)
ANSWER2=EVAL(expr="{ANSWER0} > {ANSWER1}")
"""


def test_misprints_of_an_operand() -> None:
    found = [text.splitlines()[3] for kind, text in misprints(PROGRAM, 4, []) if kind == "operand"]
    assert found == [
        'ANSWER2=EVAL(expr="{ANSWER0} < {ANSWER1}")',
        'ANSWER2=EVAL(expr="{ANSWER1} > {ANSWER1}")',
    ]


def test_misprints_of_an_argument() -> None:
    ((kind, text),) = misprints(PROGRAM, 1, ["dog", "cat"])
    assert kind == "argument"
    assert text == PROGRAM.replace("'dog'", "'cat'")
    assert list(misprints(PROGRAM, 2, ["cat"])) == []


def test_misprints_of_a_method() -> None:
    code = "def execute_command(image):\n    return ImagePatch(image).find('dog')\n"
    assert [text for _, text in misprints(code, 2, ["cat"])] == [code.replace("dog", "cat")]
