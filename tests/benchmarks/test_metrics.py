"""Normalising answers and intervals of rates."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visprog_benchmarks.metrics import Rate, normalised, right


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (True, "yes"),
        (False, "no"),
        ("Yes.", "yes"),
        (3, "3"),
        (3.0, "3"),
        ("three", "3"),
        ("People", "person"),
        ("a red car", "Red cars"),
        ("the cat", "cat"),
        ("grey", "gray"),
        (["banana", "apple"], "apple and banana"),
        ("apple, banana", "banana and apple"),
        ("Buses", "bus"),
    ],
)
def test_the_same_answer(got: Any, expected: str) -> None:
    assert right(got, expected)


@pytest.mark.parametrize(
    ("got", "expected"),
    [(1, "yes"), ("no", "none of them"), (2, "3"), ("cat", "dog"), (None, "0x"), ("", "no")],
)
def test_different_answers(got: Any, expected: str) -> None:
    assert not right(got, expected)


@settings(deadline=None)
@given(st.text(max_size=30))
def test_normalising_again_changes_nothing_more(text: str) -> None:
    once = normalised(text)
    assert normalised(normalised(once)) == normalised(once)


def test_wilson_intervals() -> None:
    low, high = Rate(285, 300).interval
    assert (round(low, 4), round(high, 4)) == (0.9192, 0.9695)
    assert Rate(10, 10).interval[1] == pytest.approx(1.0)
    assert Rate(0, 0).interval == (0.0, 1.0)


@settings(deadline=None)
@given(st.integers(0, 500), st.integers(0, 500))
def test_an_interval_holds_its_rate(one: int, other: int) -> None:
    rate = Rate(min(one, other), max(one, other, 1))
    low, high = rate.interval
    assert 0 <= low <= rate.value + 1e-12
    assert rate.value - 1e-12 <= high <= 1
