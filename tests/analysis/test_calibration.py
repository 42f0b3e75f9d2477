"""Calibration on answers whose rightness is drawn by their confidence."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visprog.analysis.calibration import (
    area_under,
    cross_fitted,
    expected_error,
    fitted,
    reliability,
    risk_coverage,
)

DRAW = np.random.default_rng(3)
SURE = [float(chance) for chance in DRAW.uniform(0.05, 0.99, 4000)]
RIGHT = [bool(truth) for truth in DRAW.uniform(size=4000) < np.array(SURE)]
PAIRS = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=40)


def test_what_is_calibrated_has_no_error() -> None:
    assert expected_error(SURE, RIGHT) < 0.03
    assert fitted(SURE, RIGHT) == pytest.approx((1.0, 0.0), abs=0.15)


def test_a_fit_to_the_other_half_mends_what_is_too_humble() -> None:
    humble = [chance**4 for chance in SURE]
    assert expected_error(humble, RIGHT) > 0.2
    assert expected_error(cross_fitted(humble, RIGHT), RIGHT) < 0.06


def test_all_right_stays_finite() -> None:
    slope, shift = fitted([0.5, 0.9], [True, True])
    assert np.isfinite([slope, shift]).all()
    assert cross_fitted([0.5], [True]) == [0.5]


@given(PAIRS)
def test_bins_hold_every_answer_once(pairs: list[tuple[float, bool]]) -> None:
    sure, right = zip(*pairs, strict=True)
    bins = reliability(sure, right)
    assert sum(part.rate.n for part in bins) == len(pairs)
    assert sum(part.rate.right for part in bins) == sum(right)
    assert 0 <= expected_error(sure, right) <= 1


@given(PAIRS)
def test_at_full_coverage_the_risk_is_the_error_rate(pairs: list[tuple[float, bool]]) -> None:
    sure, right = zip(*pairs, strict=True)
    curve = risk_coverage(sure, right)
    assert curve[-1] == pytest.approx((1.0, 1 - sum(right) / len(right)))
    assert [coverage for coverage, _ in curve] == sorted(coverage for coverage, _ in curve)
    assert 0 <= area_under(curve) <= 1


def test_sure_answers_first() -> None:
    assert risk_coverage([0.9, 0.5, 0.5], [True, False, True]) == [(1 / 3, 0.0), (1.0, 1 / 3)]
    assert area_under([(0.5, 0.0), (1.0, 0.5)]) == pytest.approx(0.125)
