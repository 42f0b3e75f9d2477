"""The command line in this process, with a home of its own and the micro pack."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from visprog.cli import main

PLUGINS = Path(__file__).parent / "plugins"

Check = Callable[..., tuple[int, list[dict[str, Any]], dict[str, int]]]


@pytest.fixture
def check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Check:
    """``visprog tools check --json ARGUMENTS``: the exit code, the rows and the summary."""
    monkeypatch.setenv("VISPROG_TRACE_DIR", str(tmp_path / "runs"))
    monkeypatch.setenv("VISPROG_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("VISPROG_PACK", "micro")
    monkeypatch.delenv("VISPROG_LLM", raising=False)

    def run(*arguments: str) -> tuple[int, list[dict[str, Any]], dict[str, int]]:
        with pytest.raises(SystemExit) as ended:
            main(("tools", "check", *arguments, "--json"))
        *rows, summary = map(json.loads, capsys.readouterr().out.splitlines())
        code = ended.value.code
        return (code if isinstance(code, int) else 0), rows, summary

    return run
