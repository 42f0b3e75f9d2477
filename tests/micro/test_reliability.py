"""Calibration: errors by hand, settings that undo a known distortion, tools that apply them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visprog_benchmarks.micro import card, evaluate, reliability, settings
from visprog_benchmarks.micro.reliability import Trials
from visprog_benchmarks.micro.run import pack_folder
from visprog_tools.calibration import calibrated, logit, sigmoid


def _trials(*pairs: tuple[float, bool]) -> Trials:
    scores, right = zip(*pairs, strict=True)
    return Trials(np.array(scores), np.array(right))


def test_the_error_is_the_mean_gap_of_the_bins() -> None:
    trials = _trials((0.85, True), (0.85, False), (0.15, False), (1.0, True))
    assert trials.error() == pytest.approx((2 * 0.35 + 0.15 + 0.0) / 4)
    assert [row["n"] for row in trials.table()] == [1, 2, 1]
    assert trials.table()[1] == {"low": 0.8, "high": 0.9, "n": 2, "score": 0.85, "right": 0.5}


def test_nothing_at_all_is_no_error() -> None:
    assert Trials.joined([]).error() == 0
    assert Trials.joined([]).table() == []
    assert reliability.fit_scores(Trials.joined([])) == {"temperature": 1.0, "shift": 0.0}


@pytest.mark.parametrize(("temperature", "shift"), [(0.4, 3.0), (2.0, -1.0), (1.0, 0.0)])
def test_a_known_distortion_is_undone(temperature: float, shift: float) -> None:
    rng = np.random.default_rng(3)
    honest = rng.uniform(0.02, 0.98, 20_000)
    right = rng.random(20_000) < honest
    distorted = sigmoid((logit(honest) - shift) * temperature)
    found = reliability.fit_scores(Trials(distorted, right))
    assert found["temperature"] == pytest.approx(temperature, rel=0.08)
    assert found["shift"] == pytest.approx(shift, abs=0.15)
    assert Trials(calibrated(distorted, found), right).error() < 0.02


def test_a_softmax_that_is_too_sure_is_cooled() -> None:
    rng = np.random.default_rng(4)
    logits = rng.normal(size=(5000, 8)) * 2
    shares = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    right = np.array([rng.choice(8, p=row) for row in shares])
    found = reliability.fit_temperature([(3 * logits, right)])
    assert found == pytest.approx(3, rel=0.08)
    before, after = (reliability.chosen(3 * logits / t, right).error() for t in (1.0, found))
    assert after < 0.03 < 0.1 < before


def test_a_model_without_errors_gets_finite_settings() -> None:
    found = reliability.fit_scores(_trials(*[(0.6, True)] * 50))
    assert np.isfinite(list(found.values())).all()
    assert 0.9 < float(calibrated(np.array(0.6), found)) < 1
    logits, right = np.eye(3)[[0, 1, 2]], np.array([0, 1, 2])
    temperature = reliability.fit_temperature([(logits, right)])
    assert reliability.COLDEST <= temperature <= reliability.HOTTEST


@given(
    st.lists(st.floats(0, 1), min_size=2, max_size=20),
    st.floats(0.2, 5),
    st.floats(-6, 6),
)
def test_calibration_keeps_the_order(scores: list[float], temperature: float, shift: float) -> None:
    ordered = np.sort(np.array(scores))
    after = calibrated(ordered, {"temperature": temperature, "shift": shift})
    assert (np.diff(after) >= 0).all()
    assert ((after >= 0) & (after <= 1)).all()
    assert (calibrated(ordered, {"threshold": 0.5}) == ordered).all()


@pytest.mark.parametrize(("role", "least"), [("detect", 0.1), ("vqa", 0.0)])
def test_settings_chosen_on_validation_scenes_calibrate_unseen_ones(
    tmp_path: Path, role: str, least: float
) -> None:
    folder = tmp_path / role
    shutil.copytree(pack_folder(role), folder)
    plain = {"threshold": 0.18, "nms_iou": 0.3} if role == "detect" else {}
    (folder / "visprog.json").write_text(json.dumps(plain), encoding="utf-8")
    before = evaluate(role, folder=folder, scenes=6)
    chosen = settings(role, folder=folder, scenes=8)
    assert {"temperature", "shift"} <= set(chosen)
    after = evaluate(role, folder=folder, scenes=6)
    errors = [
        (figures.get("axes", {}).get("plain", figures))["ece"]["value"]
        for figures in (before, after)
    ]
    assert errors[1] < 0.15
    assert errors[1] < errors[0] - least or errors[0] < 0.1
    shown = card.tables({role: {"figures": after}})
    assert "calibration error" in shown
    assert f"Scores of **{role}**" in shown
