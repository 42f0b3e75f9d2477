"""``visprog sandbox``: diagnostics, the self-test, and corpora of programs."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.test_commands import Run, last, visprog
from visprog.cli.sandboxing import attempt, hostile_session
from visprog.program import Limits
from visprog_sandbox.corpus import programs

__all__ = ["visprog"]

CORPORA = Path(__file__).parents[1] / "corpora"
STAGES = ["rejected", "error", "killed", "completed"]
SMALL = Limits(wall_seconds=30.0, cpu_seconds=0.3)
AT_ONCE = 4


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


@pytest.mark.parametrize(
    ("name", "every"),
    [("hostile", 1), ("further", 8), pytest.param("further", 1, marks=pytest.mark.slow)],
)
def test_no_program_of_any_kind_gets_anywhere(name: str, every: int) -> None:
    """Through the whole session, over the real tools; ``further.json`` was written here."""
    entries = programs(CORPORA / f"{name}.json")[::every]
    ended: dict[str, tuple[str, str]] = {}

    async def all_of_them() -> None:
        free = asyncio.Semaphore(AT_ONCE)

        async def one(entry: dict[str, str]) -> None:
            async with free:
                ended[entry["id"]] = await attempt(session, entry["program"])

        await asyncio.gather(*map(one, entries))

    with hostile_session(SMALL) as session:
        asyncio.run(all_of_them())
    late = []
    for entry in entries:
        stage, message = ended[entry["id"]]
        if stage == "killed" and entry["must"] == "error":
            continue  # a budget that ran out is as good as an error
        if STAGES.index(stage) > STAGES.index(entry["must"]):
            late.append((entry["id"], stage, message[:80]))
    assert late == []
    assert len({entry["category"] for entry in entries}) == 22


def test_pictures_without_end_end_the_run() -> None:
    """A thousand calls of a tool that makes large pictures would fill the host's memory."""
    large = (
        "X = [RESIZE(image=IMAGE, width=1000, height=1000 + i) for i in range(40)]\nRESULT(var=1)"
    )
    shared = "X = [LOC(image=IMAGE, object=str(i)) for i in range(40)]\nRESULT(var=len(X))"
    with hostile_session(replace(SMALL, value_bytes=24 * 2**20)) as session:
        stage, message = asyncio.run(attempt(session, large))
        assert stage == "killed"
        assert "the run's values take more than 24 MiB" in message
        assert asyncio.run(attempt(session, shared)) == ("completed", "40")


def test_the_programs_written_here_are_many_and_new() -> None:
    known = {entry["program"] for entry in programs(CORPORA / "hostile.json")}
    further = programs(CORPORA / "further.json")
    kinds = Counter(entry["category"] for entry in further)
    assert min(kinds.values()) >= 3
    assert not known & {entry["program"] for entry in further}


def test_a_corpus_of_good_programs_completes(visprog: Run) -> None:
    code, out, _ = visprog("sandbox", "corpus", str(CORPORA / "benign.json"), "--json")
    summary = last(out)
    assert code == 0
    assert list(summary) == ["run", "completed", "hung", "canary", "late", "by_category"]
    assert summary["run"] == summary["completed"] == 23


def test_the_cost_comes_with_what_a_bare_echo_takes(visprog: Run) -> None:
    code, out, _ = visprog("sandbox", "cost", "--runs", "1", "--json")
    body = last(out)
    assert code == 0
    assert body["start_ms"] > 0
    assert body["call_us"] > body["echo_us"] > 0
    assert body["call_to_echo"] > 1
