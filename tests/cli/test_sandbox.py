"""``visprog sandbox``: diagnostics, the self-test, and corpora of programs."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.test_commands import Run, last, visprog

__all__ = ["visprog"]


def test_check_says_everything_that_is_wrong(visprog: Run, tmp_path: Path) -> None:
    path = tmp_path / "program.txt"
    path.write_text("X=LOC(imag=IMAGE)\nimport os\n")
    code, out, _ = visprog("sandbox", "check", str(path), "--json")
    body = last(out)
    assert code == 3
    assert not body["accepted"]
    assert {item["line"] for item in body["diagnostics"]} == {1, 2}
    path.write_text("X=LOC(image=IMAGE,object='dog')\n")
    assert visprog("sandbox", "check", str(path))[:2] == (0, "accepted\n")


def test_the_layers_hold_here(visprog: Run) -> None:
    code, out, _ = visprog("sandbox", "selftest", "--json")
    body = last(out)
    assert code == 0, body
    assert body["sound"]
    assert {layer["name"] for layer in body["layers"]} >= {"rlimits", "watchdog", "language"}
    assert all(layer["tried"] for layer in body["layers"])


def test_a_corpus_ends_in_one_summary(visprog: Run, tmp_path: Path) -> None:
    path = tmp_path / "corpus.json"
    programs = [
        {"id": "good", "category": "benign", "program": "RESULT(var=2)\n"},
        {"id": "bad", "category": "imports", "program": "import os\n", "must": "rejected"},
        {"id": "late", "category": "loops", "program": "RESULT(var=1)\n", "must": "killed"},
    ]
    path.write_text(json.dumps(programs))
    code, out, _ = visprog("sandbox", "corpus", str(path), "--json")
    assert code == 0
    assert [json.loads(line)["stage"] for line in out.splitlines()[:-1]] == [
        "completed", "rejected", "completed",
    ]  # fmt: skip
    summary = last(out)
    assert (summary["run"], summary["completed"], summary["late"]) == (3, 2, 1)
    for bad in ("{", "[1]", '[{"id": "x"}]'):
        path.write_text(bad)
        code, _, err = visprog("sandbox", "corpus", str(path))
        assert code == 2
        assert "not a corpus" in err


def test_the_cost_comes_with_what_a_bare_echo_takes(visprog: Run) -> None:
    code, out, _ = visprog("sandbox", "cost", "--runs", "1", "--json")
    body = last(out)
    assert code == 0
    assert body["start_ms"] > 0
    assert body["call_us"] > body["echo_us"] > 0
    assert body["call_to_echo"] > 1
