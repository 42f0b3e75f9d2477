"""``visprog trace export``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.test_commands import Run, visprog
from tests.trace.test_recorder import recorded

__all__ = ["visprog"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    recorded(tmp_path / "runs", "20260101-a")
    return tmp_path


@pytest.mark.parametrize("to", ["html", "svg", "chrome", "coco", "jsonl", "spans"])
def test_every_form_is_written_to_a_file_or_stdout(visprog: Run, root: Path, to: str) -> None:
    file = root / f"run.{to}"
    code, out, _ = visprog("trace", "export", "last", "--to", to, "-o", str(file))
    assert (code, out) == (0, f"{file}\n")
    code, out, _ = visprog("trace", "export", "last", "--to", to)
    assert (code, out.rstrip("\n")) == (0, file.read_text().rstrip("\n"))
    if to in ("chrome", "coco", "spans"):
        json.loads(out)
    if to == "jsonl":
        assert [json.loads(line)["step"] for line in out.splitlines()] == ["s1", "answer"]


def test_what_cannot_be_exported_is_one_line(visprog: Run, root: Path) -> None:
    for wrong in (
        ["nothing"],
        ["last", "--to", "pdf"],
        ["last", "--to", "coco", "--step", "s9"],
        ["last", "-o", str(root / "no" / "folder.html")],
        ["last", "--to", "otel", "--endpoint", "nonsense"],
    ):
        code, out, err = visprog("trace", "export", *wrong)
        assert (code, out, err.count("\n")) == (2, "", 1), wrong
