"""What stands for a class: the table of prompts, ensembles and descriptions."""

from __future__ import annotations

from pathlib import Path

import pytest

from visprog.errors import UsageError
from visprog_benchmarks.wordings import show, wordings


def test_the_table_has_the_nouns_that_the_single_prompt_misses(
    capsys: pytest.CaptureFixture[str],
) -> None:
    result = wordings(40, 0, side=6)
    assert result["n"] == 40
    assert list(result["top1"]) == ["single", "ImageNet's 80", "the pack's", "descriptions"]
    assert 0.3 < result["top1"]["the pack's"]["rate"] < 1
    assert result["missed"]
    assert all(row["single"] < 1 for row in result["missed"].values())
    large = wordings(20, 0, side=64)
    assert large["top1"]["single"]["rate"] > result["top1"]["single"]["rate"]
    show(result)
    assert "descriptions" in capsys.readouterr().out


def test_another_classifier_is_refused(tmp_path: Path) -> None:
    pack = tmp_path / "mine.toml"
    facts = 'family = "open_clip"\ncheckpoint = "code:none"\nrevision = "1"\n'
    pack.write_text(f"[roles.classify]\n{facts}", encoding="utf-8")
    with pytest.raises(UsageError, match="no CLIP of transformers"):
        wordings(2, 0, pack=str(pack))
