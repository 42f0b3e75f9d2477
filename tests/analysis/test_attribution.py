"""Blame on models whose fault is known, with the values that the method's reference works out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.analysis.toys import Toy, chain, is_right
from visprog.analysis.attribution import WITHIN, Attribution, attribute
from visprog.analysis.causal import Outcome, SetValue
from visprog.types import Box, Image


def of(toy: Toy) -> Attribution:
    return attribute(toy, toy.graph, toy({}), toy.perfect, is_right)


def kinds(found: Attribution) -> dict[str, str]:
    return {item.step: item.kind for item in found.steps}


def test_one_error_upstream_is_repairable_everywhere_and_blamed_once() -> None:
    found = of(chain(loc=3))
    assert [item.repairable for item in found.steps] == [True, True, True]
    assert [item.blame for item in found.steps] == [1.0, 0.0, 0.0]
    assert kinds(found) == {"loc": "intrinsic", "crop": "inherited", "vqa": "inherited"}
    assert found.verdict == "tools"
    assert found.ranking[0] == "loc"
    assert found.culprits == ("loc",)
    assert found.corrections == (("loc",),)
    assert found.decisive == ("loc",)


def test_two_necessary_errors_are_one_correction() -> None:
    found = of(chain(loc=3, vqa=1))
    assert [item.blame for item in found.steps] == [0.5, 0.0, 0.5]
    assert [item.repairable for item in found.steps] == [False, False, True]
    assert found.corrections == (("loc", "vqa"),)
    assert found.decisive == ()


def test_either_of_two_suffices() -> None:
    """Wrong only when both are: an oracle for one of them is enough."""
    toy = Toy(
        {"a": lambda: 1, "b": lambda: 1, "both": lambda a, b: 20 if a and b else 21},
        {"a": (), "b": (), "both": ("a", "b")},
        {"a": lambda: 0, "b": lambda: 0},
    )
    found = of(toy)
    assert [item.blame for item in found.steps] == [0.5, 0.5, 0.0]
    assert found.corrections == (("a",), ("b",))
    assert found.decisive == ("a", "b")


def test_errors_that_cancel_are_flagged_though_the_answer_is_right() -> None:
    found = of(chain(loc=3, vqa=-6))
    assert found.verdict == "lucky"
    assert kinds(found)["loc"] == kinds(found)["vqa"] == "intrinsic" or kinds(found) == {
        "loc": "intrinsic",
        "crop": "inherited",
        "vqa": "masked",
    }
    assert [item.alone for item in found.steps if item.intrinsic.wrong] == [-1.0, -1.0]
    assert sum(item.blame for item in found.steps) == pytest.approx(0.0)


def test_nothing_wrong_is_clean() -> None:
    found = of(chain())
    assert found.verdict == "clean"
    assert set(kinds(found).values()) == {"ok"}
    assert found.culprits == ()


def test_a_program_that_perfect_tools_cannot_save_is_the_planners() -> None:
    toy = chain(loc=3)
    found = attribute(toy, toy.graph, toy({}), toy.perfect, lambda answer: float(answer == 99))
    assert found.verdict == "planner"
    assert found.perfect_answer == 21


def test_where_only_values_are_known_it_says_so() -> None:
    toy = chain(loc=3)
    values = {"loc": SetValue(10), "crop": SetValue(20), "vqa": SetValue(21)}
    found = attribute(toy, toy.graph, toy({}), values, is_right)
    assert found.by_value == ("loc", "crop", "vqa")
    assert found.culprits == ("loc",)


def test_an_edge_transmits_or_absorbs() -> None:
    toy = Toy(
        {"loc": lambda: 13, "half": lambda x: x // 10, "crop": lambda x: x + 8},
        {"loc": (), "half": ("loc",), "crop": ("loc",)},
        {"loc": lambda: 10},
    )
    found = of(toy)
    assert {(e.source, e.target): e.transmitted for e in found.edges} == {
        ("loc", "half"): False,
        ("loc", "crop"): True,
    }


def test_a_small_deviation_that_decides_counts() -> None:
    """A crop of nearly the right window misses what stands at its edge."""
    picture = Image(np.zeros((100, 100, 3), np.uint8))
    near, right = picture.crop(Box(0, 0, 90, 100)), picture.crop(Box(0, 0, 100, 100))
    toy = Toy(
        {"crop": lambda: near, "other": lambda: near, "wide": lambda crop, other: crop.width > 95},
        {"crop": (), "other": (), "wide": ("crop", "other")},
        {"crop": lambda: right, "other": lambda: right},
    )
    found = attribute(toy, toy.graph, toy({}), toy.perfect, lambda answer: float(answer is True))
    assert found.verdict == "tools"
    assert found.culprits == ("crop",)
    assert {item.step: item.intrinsic.types for item in found.steps}["crop"] == (WITHIN,)
    assert found.corrections == (("crop",),)


def test_another_order_is_no_inherited_error() -> None:
    """A later step gets the same two things the other way round."""
    toy = Toy(
        {"pair": lambda: [3, 5], "first": lambda pair: pair[0], "sum": lambda pair, one: 21},
        {"pair": (), "first": ("pair",), "sum": ("pair", "first")},
        {"pair": lambda: [3, 5]},
    )
    swapped = toy({})
    swapped = Outcome({**swapped.values, "first": 5}, swapped.answer)
    found = attribute(toy, toy.graph, swapped, toy.perfect, is_right)
    assert found.verdict == "clean"
    assert kinds(found)["first"] == "ok"


def test_tools_add_up() -> None:
    found = of(chain(loc=3, vqa=1))
    assert {tool.tool: tool.blame for tool in found.tools} == {"loc": 0.5, "vqa": 0.5, "crop": 0.0}
    assert all(tool.alone == 0.0 for tool in found.tools)


@given(st.integers(-3, 3), st.integers(-3, 3), st.integers(-3, 3))
def test_blame_adds_up_to_what_perfect_tools_gain(loc: int, crop: int, vqa: int) -> None:
    toy = chain(loc=loc, crop=crop, vqa=vqa)
    found = of(toy)
    assert sum(item.blame for item in found.steps) == pytest.approx(found.perfect - found.observed)
    assert {item.step for item in found.steps if item.intrinsic.wrong} == {
        step for step, error in (("loc", loc), ("crop", crop), ("vqa", vqa)) if error
    }
    if found.observed < 1:
        assert found.corrections
        for steps in found.corrections:
            assert is_right(toy({step: toy.perfect[step] for step in steps}).answer)
            for step in steps:
                fewer = {other: toy.perfect[other] for other in steps if other != step}
                assert not is_right(toy(fewer).answer)
