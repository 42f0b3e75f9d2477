"""``visprog bench confidence``, and the curves that micro ships with."""

from __future__ import annotations

from pathlib import Path

import pytest

from visprog.confidence import CURVES
from visprog.errors import UsageError
from visprog_benchmarks import confidence
from visprog_tools import packs


def test_curves_are_fitted_on_validation_and_measured_on_test_scenes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    result = confidence.confidence(8, 1, progress=False)
    assert result["fitted_on"] > 12
    assert "LOC" in result["curves"]
    assert sum(row["n"] for row in result["curves"].values()) > 20
    for world in ("plain", "harder"):
        row = result["worlds"][world]
        for name in ("said", "shipped", "fitted"):
            assert 0 < row[name]["mean"] <= 1
            assert 0 <= row[name]["ece"] <= 1
            assert row[name]["risk"]["1.0"] == pytest.approx(1 - row["right"]["rate"], abs=1e-3)
        assert row["said"] != row["shipped"]
    confidence.show(result)
    assert "plain: " in capsys.readouterr().out


def test_micro_ships_with_curves_for_the_tools_that_questions_need() -> None:
    models = packs.load("micro").models
    curves = {
        tool: curve
        for spec in models.values()
        for tool, curve in spec.settings.get(CURVES, {}).items()
    }
    assert {"LOC", "find", "VQA", "SEG", "verify_property", "OCR", "DEPTH"} <= curves.keys()
    for curve in curves.values():
        assert curve["slope"] >= 0
        assert 0 < curve["rate"] < 1
        assert 0 < curve["passes"] < 1
        assert curve["n"] >= curve["wrong"] >= 0


def test_curves_are_kept_beside_embedded_weights_only(tmp_path: Path) -> None:
    pack = tmp_path / "mine.toml"
    role = '[roles.face]\nfamily = "cascade"\ncheckpoint = "code:cascade"\nrevision = "1"\n'
    pack.write_text(f'name = "mine"\n{role}')
    with pytest.raises(UsageError, match="no embedded weights"):
        confidence.confidence(8, 0, pack=str(pack), write=True, progress=False)
