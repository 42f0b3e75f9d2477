"""Devices, and what is imported before anybody asks for one."""

from __future__ import annotations

import subprocess
import sys

import pytest

from visprog.engine.placement import device_for
from visprog.errors import Unavailable


def test_the_engine_and_the_trace_start_without_torch() -> None:
    code = (
        "import sys, visprog.engine, visprog.trace;"
        "from visprog.engine import Engine;"
        "from visprog.engine.placement import device_for;"
        "Engine({}, {}, cache_dir=None); device_for('cpu');"
        "heavy = {'torch', 'transformers', 'cv2', 'scipy'} & set(sys.modules);"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)


def test_auto_is_a_device_that_is_there() -> None:
    import torch

    expected = "cuda" if torch.cuda.is_available() else "cpu"
    assert device_for() == expected
    if expected == "cpu":
        with pytest.raises(Unavailable, match=r"device cuda:1 is not there: .*; use cpu"):
            device_for("cuda:1")
