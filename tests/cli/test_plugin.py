"""A real third-party package adds a tool and a model; nothing else has to change."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PLUGIN = ROOT / "tests" / "plugin"


@pytest.fixture
def visprog(tmp_path: Path) -> Any:
    """The command line in a process of its own that finds the plugin's metadata on its path."""
    environment = os.environ | {
        "PYTHONPATH": str(PLUGIN),
        "VISPROG_TRACE_DIR": str(tmp_path / "runs"),
        "VISPROG_CACHE_DIR": str(tmp_path / "cache"),
    }

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "visprog", *arguments],
            capture_output=True, text=True, env=environment, timeout=120, check=False,
        )  # fmt: skip

    return run


def test_it_is_listed_checked_and_run(visprog: Any, tmp_path: Path) -> None:
    listed = {entry["name"]: entry for entry in json.loads(visprog("tools", "--json").stdout)}
    assert listed["SHARPNESS"]["returns"] == "number"

    program = tmp_path / "program.txt"
    program.write_text("ANSWER0=SHARPNESS(image=IMAGE)\nRESULT(var=EVAL(expr='{ANSWER0} > 1'))\n")
    ran = visprog(
        "run", str(program), "-i", str(ROOT / "examples" / "boat.png"),
        "--pack", str(PLUGIN / "sharpness.toml"), "--json",
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    body = json.loads(ran.stdout)
    assert body["answer"] == "yes"
    assert body["steps"][0]["tool"] == "SHARPNESS"

    program.write_text("RESULT(var=SHARPNES(image=IMAGE))\n")
    refused = visprog("run", str(program), "-i", str(ROOT / "examples" / "boat.png"))
    assert refused.returncode == 3
    assert "SHARPNESS" in refused.stderr


def test_it_is_checked_like_the_built_in_tools(visprog: Any) -> None:
    checked = visprog(
        "tools", "check", "SHARPNESS", "--pack", str(PLUGIN / "sharpness.toml"), "--json"
    )
    row, summary = map(json.loads, checked.stdout.splitlines())
    assert (row["status"], row["refused"]) == ("right", row["tried"]), row
    assert (checked.returncode, summary["failed"]) == (0, 0)


def test_without_the_plugin_the_pack_is_refused(tmp_path: Path) -> None:
    ran = subprocess.run(
        [
            sys.executable, "-m", "visprog", "ask", str(ROOT / "examples" / "boat.png"),
            "How many dogs are there?", "--pack", str(PLUGIN / "sharpness.toml"),
        ],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert ran.returncode == 2
    assert "role sharpness" in ran.stderr
