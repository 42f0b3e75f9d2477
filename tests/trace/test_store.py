"""The index follows the directories, and old traces go as they were told to."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.trace.scenes import opening, picture, step, whole
from tests.trace.test_recorder import recorded
from visprog.errors import UsageError
from visprog.events import RunFinished, RunStarted
from visprog.trace import (
    Recorder,
    Retention,
    outdated,
    prune,
    read,
    rebuild,
    remove,
    runs,
    sweep,
    verify,
)
from visprog.trace.index import INDEX

DAY = 86400.0


def aged(root: Path, run: str, time: float, question: str | None = None) -> Path:
    recorder = Recorder(root, run)
    recorder(RunStarted(run, time, question, (("IMAGE", picture()),), "micro", {}, {}))
    recorder(RunFinished("ok", question == "yes?"))
    recorder.close()
    return recorder.path


def names(root: Path, **wanted: object) -> list[str]:
    return [entry.id for entry in runs(root, **wanted)]  # type: ignore[arg-type]


def test_the_index_follows_what_happens_to_the_directories(tmp_path: Path) -> None:
    assert runs(tmp_path / "nowhere") == []
    recorded(tmp_path, "a")
    recorded(tmp_path, "b")
    assert names(tmp_path) == ["b", "a"]
    recorder = Recorder(tmp_path, "c")
    for event in opening("c"):
        recorder(event)
    assert (runs(tmp_path)[0].status, runs(tmp_path)[0].steps) == ("unfinished", 0)
    for event in step(1):
        recorder(event)
    assert runs(tmp_path)[0].steps == 1
    recorder(RunFinished("error", error={"message": "no"}))
    recorder.close()
    assert runs(tmp_path)[0].status == "error"
    remove(tmp_path / "b")
    assert names(tmp_path) == ["c", "a"]
    (tmp_path / "a").rename(tmp_path / "z")
    assert names(tmp_path) == ["z", "c"]


def test_it_is_asked_by_status_and_words(tmp_path: Path) -> None:
    aged(tmp_path, "a", 1.0, "Is there a DOG?")
    aged(tmp_path, "b", 2.0, "yes?")
    recorder = Recorder(tmp_path, "c")
    for event in opening("c"):
        recorder(event)
    recorder.close()
    assert names(tmp_path, search="dog") == ["c", "a"]
    assert names(tmp_path, search="true") == ["b"]
    assert names(tmp_path, search="%") == []
    assert names(tmp_path, status="ok") == ["b", "a"]
    assert names(tmp_path, status="unfinished", search="dogs") == ["c"]
    assert names(tmp_path, limit=1) == ["c"]


def test_the_index_can_be_lost_damaged_or_of_another_version(tmp_path: Path) -> None:
    for name in "abc":
        recorded(tmp_path, name)
    before = runs(tmp_path)
    index = tmp_path / INDEX
    assert index.is_file()
    index.unlink()
    assert runs(tmp_path) == before
    for damage in (b"not a database at all" * 500, index.read_bytes()[:300] + b"\0" * 8000):
        index.write_bytes(damage)
        assert runs(tmp_path) == before
    with sqlite3.connect(index) as other:
        other.execute("pragma user_version = 99")
    other.close()
    assert runs(tmp_path) == before
    assert rebuild(tmp_path) == 3


def test_without_a_place_for_the_index_it_is_in_memory(tmp_path: Path) -> None:
    recorded(tmp_path, "a")
    (tmp_path / INDEX).mkdir()
    assert names(tmp_path) == ["a"]


def test_what_has_not_changed_is_not_read_again(tmp_path: Path) -> None:
    recorded(tmp_path, "a")
    assert runs(tmp_path)[0].answer == "2"
    lines = tmp_path / "a" / "trace.jsonl"
    facts = lines.stat()
    lines.write_bytes(lines.read_bytes().replace(b'"answer":2', b'"answer":3'))
    os.utime(lines, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    assert runs(tmp_path)[0].answer == "2"
    os.utime(lines)
    assert runs(tmp_path)[0].answer == "3"


def test_many_processes_list_at_once(tmp_path: Path) -> None:
    for number in range(30):
        recorded(tmp_path, f"r{number:02}")
    code = (
        "import sys; from pathlib import Path; from visprog.trace import runs\n"
        "for _ in range(5): print(len(runs(Path(sys.argv[1]))))"
    )
    crowd = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    for process in crowd:
        out, _ = process.communicate(timeout=60)
        assert out.split() == ["30"] * 5


# -- retention


def test_what_is_kept_by_age_number_and_size(tmp_path: Path) -> None:
    now = 100 * DAY
    for number, age in enumerate((50, 20, 5, 1)):
        aged(tmp_path, f"r{number}", now - age * DAY)
    each = runs(tmp_path)[0].bytes

    def gone(**limits: float) -> list[str]:
        return [run.id for run in outdated(tmp_path, Retention(**limits), now)]  # type: ignore[arg-type]

    assert gone(days=10) == ["r0", "r1"]
    assert gone(runs=3) == ["r0"]
    assert gone(runs=0) == ["r0", "r1", "r2", "r3"]
    assert gone(megabytes=2.5 * each / 1e6) == ["r0", "r1"]
    assert gone(days=30, runs=2) == ["r0", "r1"]
    assert gone() == []
    assert [run.id for run in prune(tmp_path, Retention(days=10), now)] == ["r0", "r1"]
    assert names(tmp_path) == ["r3", "r2"]


def test_what_may_still_run_is_not_taken_away(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path, "a")
    for event in opening("a"):
        recorder(event)
    assert outdated(tmp_path, Retention(runs=0)) == []
    assert [run.id for run in outdated(tmp_path, Retention(runs=0), time.time() + DAY)] == ["a"]
    recorder.close()


def test_only_traces_are_removed_and_wholly(tmp_path: Path) -> None:
    path = recorded(tmp_path / "runs", "a")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "file").write_text("x")
    (tmp_path / "runs" / "link").symlink_to(path)
    for wrong in (tmp_path / "mine", tmp_path / "nowhere", tmp_path / "runs" / "link"):
        with pytest.raises(UsageError, match="is not a trace: nothing was removed"):
            remove(wrong)
    assert read(path).status == "ok"
    remove(path)
    assert not path.exists()
    (tmp_path / "runs" / "link").unlink()
    half = recorded(tmp_path / "runs", "b")
    half.rename(half.with_name(".gone-b-1"))
    assert names(tmp_path / "runs") == []
    sweep(tmp_path / "runs")
    assert [entry.name for entry in (tmp_path / "runs").iterdir()] == [INDEX]


def test_a_run_with_too_many_pictures_goes_on_without_them(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path, "r1", blob_bytes=200)
    for event in whole():
        recorder(event)
    recorder.close()
    assert recorder.incomplete == "more than 200 bytes of pictures"
    assert read(recorder.path).status == "ok"
    problems = verify(recorder.path)
    assert problems
    assert all(problem.endswith("is missing") for problem in problems)
