"""``visprog bench load``: what is timed is all there. Seconds are not judged."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_commands import Run, last
from tests.cli.test_commands import visprog as visprog
from visprog.errors import Unavailable
from visprog_benchmarks import loading
from visprog_tools import packs


def test_every_model_of_micro_is_loaded_and_the_demo_answered(visprog: Run) -> None:
    code, out, said = visprog("bench", "load", "--runs", "1", "--json")
    assert code == 0
    assert "run 1 of 1" in said
    report = last(out)
    specs = packs.load("micro").models
    assert report["roles"].keys() == specs.keys() - {"llm"}
    for role, taken in report["roles"].items():
        shared = specs[taken["with"]] if "with" in taken else None
        assert shared.key == specs[role].key if shared else taken.keys() == {"seconds", "cpu"}
    for part in ("torch", "loaded", "library", "first_answer", "warm_answer"):
        assert report[part]["seconds"] > 0
        assert report[part]["cpu"] > 0
    assert report["answer"] == "yes"
    assert 10 < report["megabytes"] < 60
    loading.show(report)


def test_a_pack_that_is_not_one_is_refused_before_anything_is_timed(visprog: Run) -> None:
    code, _, said = visprog("bench", "load", "--pack", "none")
    assert code == 2
    assert "no pack is called none" in said
    assert "run 1" not in said


def test_no_runs_are_refused(visprog: Run) -> None:
    assert visprog("bench", "load", "--runs", "0")[0] == 2


def test_absent_weights_are_named(tmp_path: Path) -> None:
    pack = tmp_path / "mine.toml"
    pack.write_text(
        '[roles.detect]\nfamily = "owlv2"\ncheckpoint = "no/such/folder"\nrevision = "1"\n'
    )
    with pytest.raises(Unavailable, match="no/such/folder"):
        loading.measure(str(pack), 1, lambda line: None)


def test_the_clock_starts_before_anything_heavy_is_there() -> None:
    code = (
        "import sys, visprog_benchmarks.loading; "
        "sys.exit(bool({'torch', 'transformers', 'numpy', 'visprog.session'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
