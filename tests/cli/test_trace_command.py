"""``visprog trace``: rm, verify, schema and the filters of ls."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest

from tests.cli.test_commands import Run, last, visprog
from tests.trace.scenes import opening
from tests.trace.test_recorder import recorded
from visprog.trace import Recorder

__all__ = ["visprog"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("20260101-a", "20260102-b", "20260103-c"):
        recorded(tmp_path / "runs", name)
    return tmp_path / "runs"


def listed(visprog: Run, *options: str) -> list[str]:
    code, out, _ = visprog("trace", "ls", "--json", *options)
    assert code == 0
    return [entry["id"] for entry in last(out)]


def test_runs_are_removed_by_name_and_by_limits(visprog: Run, root: Path) -> None:
    code, out, _ = visprog("trace", "rm", "20260101", "--dry-run")
    assert (code, out) == (0, "would remove 20260101-a\n")
    assert len(listed(visprog)) == 3
    assert visprog("trace", "rm", "20260101")[1] == "removed 20260101-a\n"
    code, out, _ = visprog("trace", "rm", "--keep", "1", "--json")
    assert last(out) == {"removed": ["20260102-b"], "dry_run": False}
    assert listed(visprog) == ["20260103-c"]
    code, _, err = visprog("trace", "rm")
    assert (code, err.count("\n")) == (2, 1)
    assert visprog("trace", "rm", "--keep", "-1")[0] == 2
    assert visprog("trace", "rm", "nothing")[0] == 2
    assert visprog("trace", "rm", "--older-than", "1")[0] == 0
    assert listed(visprog) == []
    assert root.is_dir()


def test_verify_names_what_is_missing(visprog: Run, root: Path) -> None:
    code, out, _ = visprog("trace", "verify")
    assert (code, out.count(": whole")) == (0, 3)
    blob = next((root / "20260102-b" / "blobs").iterdir())
    blob.unlink()
    code, out, _ = visprog("trace", "verify", "--json")
    assert code == 1
    assert last(out)["20260102-b"] == [f"blob {blob.name} is missing"]
    assert visprog("trace", "verify", "20260103-c")[0] == 0


def test_ls_filters_and_rebuilds(visprog: Run, root: Path) -> None:
    recorder = Recorder(root, "20260104-d")
    for event in opening(recorder.run_id, "Where is the cat?"):
        recorder(event)
    recorder.close()
    assert listed(visprog, "--status", "unfinished") == ["20260104-d"]
    assert listed(visprog, "--search", "CAT") == ["20260104-d"]
    assert len(listed(visprog, "--limit", "2", "--rebuild")) == 2


def test_the_schema_is_printed(visprog: Run) -> None:
    code, out, _ = visprog("trace", "schema")
    assert code == 0
    jsonschema.Draft202012Validator.check_schema(last(out))


def test_old_traces_go_when_the_environment_says_so(
    visprog: Run, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.cli.test_commands import BOAT

    monkeypatch.setenv("VISPROG_TRACE_DAYS", "30")
    (root.parent / "p.txt").write_text("RESULT(var=2)")
    code, out, _ = visprog("run", str(root.parent / "p.txt"), "--image", BOAT, "--json")
    assert code == 0
    assert listed(visprog) == [last(out)["run_id"]]
    monkeypatch.setenv("VISPROG_TRACE_MEGABYTES", "lots")
    code, _, err = visprog("run", str(root.parent / "p.txt"), "--image", BOAT)
    assert code == 2
    assert "VISPROG_TRACE_MEGABYTES is a number from 0 on, not 'lots'" in err
