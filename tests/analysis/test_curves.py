"""Confidences of steps and answers, and the curves that make them probabilities."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visprog.analysis import Recording
from visprog.analysis.calibration import expected_error, mapped
from visprog.analysis.curves import fitted
from visprog.analysis.findings import Findings, StepFinding
from visprog.analysis.reliability import Judged
from visprog.confidence import LEAST, Curve, of_answer, of_step, said_by

DRAW = np.random.default_rng(5)


def with_curves(people: Recording, curves: dict[str, Any]) -> Any:
    """The run with these curves for what LOC asks; with none, as it was before there were any."""
    run = copy.copy(people.run)
    run.models = {
        role: {**facts, "settings": {**facts["settings"], "confidence": curves}}
        for role, facts in people.run.models.items()
    }
    return run


def test_without_curves_a_step_is_as_sure_as_it_says(people: Recording) -> None:
    run = with_curves(people, {})
    loc, count = run.step("s1"), run.step("s4")
    assert of_step(loc, run.models) == said_by(loc)
    assert of_step(count, run.models) == 1.0
    said = [said_by(step) or 1.0 for step in run.steps]
    assert of_answer(run) == pytest.approx(np.prod(said))


def test_a_curve_makes_a_number_a_probability(people: Recording) -> None:
    curves = {"LOC": {"slope": 0.0, "shift": 0.0, "rate": 0.9, "passes": 0.4, "n": 9, "wrong": 1}}
    run = with_curves(people, curves)
    assert of_step(run.step("s1"), run.models) == 0.5
    assert of_step(run.step("s4"), run.models) == 1.0
    # two LOCs, each wrong half of the time, of which four in ten pass
    assert of_answer(run) == pytest.approx((1 - 0.5 * 0.4) ** 2)
    assert of_answer(run, transmission={"LOC": 1.0}) == pytest.approx(0.25)
    assert of_answer(run, steps={"s1": 1.0, "s3": None}, priors={"LOC": 0.7}) == pytest.approx(
        1 - 0.3 * 0.4
    )


@given(st.floats(0, 3), st.floats(-5, 5), st.lists(st.floats(0, 1), min_size=2, max_size=10))
def test_a_curve_keeps_the_order(slope: float, shift: float, said: list[float]) -> None:
    curve = Curve(slope, shift, 0.8, 0.5)
    sure = [curve(one) for one in sorted(said)]
    assert sure == sorted(sure)
    assert all(LEAST <= one <= 1 for one in sure)
    assert curve(None) == 0.8


def test_many_runs_say_what_the_numbers_mean_and_few_change_little() -> None:
    sure = DRAW.uniform(0.05, 0.99, 4000)
    right = [bool(truth) for truth in DRAW.uniform(size=4000) < sure]
    humble = (sure**3 / (sure**3 + (1 - sure) ** 3)).tolist()
    slope, shift = mapped(humble, right)
    assert slope == pytest.approx(1 / 3, abs=0.05)
    assert shift == pytest.approx(0, abs=0.1)
    curve = Curve(slope, shift, 0.5, 1.0)
    assert expected_error(humble, right) > 0.1
    assert expected_error([curve(one) for one in humble], right) < 0.03
    slope, shift = mapped([0.9, 0.9], [True, False])
    assert 0.8 < slope < 1.1
    assert -2 < shift < 0
    assert mapped([0.1, 0.9] * 20, [True, False] * 20)[0] >= 0


def test_curves_are_learned_from_judged_runs(people: Recording) -> None:
    run = with_curves(people, {})

    def judged(kind: str, right: bool) -> Judged:
        steps = tuple(
            StepFinding(
                step.id, step.tool, bool(step.model_calls), 1.0, kind if step.id == "s3" else "ok"
            )
            for step in run.steps
        )
        verdict = "tools" if kind == "intrinsic" else "clean"
        return Judged(run, Findings(run.id, "steps", "yes", "yes", right, verdict, 1.0, steps))

    found = fitted(
        [
            *(judged("ok", True) for _ in range(6)),
            *(judged("intrinsic", False) for _ in range(3)),
            judged("intrinsic", True),
        ]
    )
    assert set(found) == {"LOC"}
    loc = found["LOC"]
    assert (loc.n, loc.wrong) == (20, 4)
    assert loc.curve.rate == pytest.approx(17 / 22)
    assert loc.curve.passes == pytest.approx(4 / 6)
    sure = loc.curve(said_by(run.step("s3")))
    assert 0.6 < sure < 0.95
    assert set(loc.to_json()) == {"slope", "shift", "rate", "passes", "n", "wrong"}
