"""Intervals and tests against published or simulated figures."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visprog.analysis.rate import Rate, bootstrap, difference, fisher, holm, mcnemar


@given(st.integers(0, 50), st.integers(1, 50))
def test_an_interval_holds_its_rate_and_stays_inside(right: int, n: int) -> None:
    rate = Rate(min(right, n), n)
    low, high = rate.interval
    assert 0 <= low <= rate.value + 1e-12
    assert rate.value - 1e-12 <= high <= 1


def test_wilson_covers_as_often_as_it_says() -> None:
    draws = np.random.default_rng(0).binomial(200, 0.3, 4000)
    inside = [low <= 0.3 <= high for low, high in (Rate(int(k), 200).interval for k in draws)]
    assert np.mean(inside) == pytest.approx(0.95, abs=0.015)


def test_newcombe() -> None:
    """56/70 against 48/80: the example of Newcombe (1998), table II."""
    low, high = difference(Rate(56, 70), Rate(48, 80))
    assert (low, high) == pytest.approx((0.0524, 0.3339), abs=1e-4)


def test_fisher_on_the_lady_tasting_tea() -> None:
    assert fisher(Rate(3, 4), Rate(1, 4)) == pytest.approx(17 / 70)
    assert fisher(Rate(0, 0), Rate(1, 4)) == 1.0


def test_mcnemar_is_a_sign_test() -> None:
    assert mcnemar(0, 0) == 1.0
    assert mcnemar(10, 0) == pytest.approx(2 / 1024)
    assert mcnemar(5, 5) == 1.0


def test_holm_steps_down() -> None:
    assert holm({"a": 0.01, "b": 0.04, "c": 0.03}) == pytest.approx(
        {"a": 0.03, "b": 0.06, "c": 0.06}
    )


def test_the_bootstrap_holds_the_mean() -> None:
    low, high = bootstrap([0.0, 1.0] * 50)
    assert low < 0.5 < high
    assert bootstrap([]) == (0.0, 0.0)
