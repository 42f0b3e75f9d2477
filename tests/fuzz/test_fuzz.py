"""Every target of the fuzzer, for some ten thousand inputs, where atheris is installed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.slow
@pytest.mark.parametrize("target", ["source", "frame", "eval"])
def test_nothing_but_a_refusal_is_found(target: str, tmp_path: Path) -> None:
    pytest.importorskip("atheris", reason="pip install atheris: coverage-guided fuzzing")
    flags = ["-runs=20000", f"-artifact_prefix={tmp_path}/"]
    ended = subprocess.run(
        [sys.executable, "-m", "tests.fuzz", target, *flags],
        cwd=ROOT, capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout[-2000:] + ended.stderr[-2000:]
    assert "Done 20000 runs" in ended.stderr
