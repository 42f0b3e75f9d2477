"""``visprog batch``: killed at any point, the same command completes it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from visprog.cli import main
from visprog.trace import read, runs, verify

EXAMPLES = Path(__file__).parents[2] / "examples"
PROGRAM = "BOX0=LOC(image=IMAGE,object='person')\nA=COUNT(box=BOX0)\nF=RESULT(var=A)"


def stored(folder: Path, count: int) -> Path:
    path = folder / "questions.jsonl"
    (folder / "boat.png").write_bytes((EXAMPLES / "boat.png").read_bytes())
    rows = [
        {"id": f"q{n}", "image": "boat.png", "question": f"Are there exactly {n} people?"}
        for n in range(count)
    ]
    rows.append({"id": "p", "image": ["boat.png"], "program": PROGRAM})
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def command(home: Path, questions: Path) -> list[str]:
    return [
        sys.executable, "-m", "visprog", "batch", str(questions), "-o", str(home / "done.jsonl"),
        "--trace-dir", str(home / "runs"), "--cache-dir", str(home / "cache"),
        "--pack", "micro", "--live", "2",
    ]  # fmt: skip


def lines(path: Path) -> list[str]:
    whole = path.read_text("utf-8") if path.exists() else ""
    return [line for line in whole.splitlines(keepends=True) if line.endswith("\n")]


def test_a_killed_batch_is_completed_by_the_same_command(tmp_path: Path) -> None:
    questions, done = stored(tmp_path, 12), tmp_path / "done.jsonl"
    child = subprocess.Popen(command(tmp_path, questions), stdout=subprocess.DEVNULL)
    until = time.monotonic() + 120
    while len(lines(done)) < 4 and child.poll() is None and time.monotonic() < until:
        time.sleep(0.005)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    before = lines(done)
    assert 4 <= len(before) < 14
    for entry in runs(tmp_path / "runs"):
        read(entry.path)  # every trace is readable up to its last finished step
        verify(entry.path)
    again = subprocess.run(
        command(tmp_path, questions), capture_output=True, text=True, check=False, timeout=300
    )
    assert again.returncode == 0, again.stderr
    after = lines(done)
    assert after[: len(before)] == before
    assert len(after) == 1 + 13
    results = {row["id"]: row for row in map(json.loads, after[1:])}
    assert len(results) == 13
    assert f"13 in {done}, {len(before) - 1} of them before; 0 failed" in again.stderr
    assert results["q3"]["text"] == ("yes" if results["p"]["value"] == 3 else "no")
    assert len(again.stdout.splitlines()) == 13 - (len(before) - 1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "cannot read"),
        ("{", "line 1 is not JSON"),
        ('{"id": 1}', "line 1: write"),
        ('{"image": "a.png"}', "line 1: sample 1: either a question or a program"),
        ('{"id": "a", "image": "x", "question": "y"}\n' * 2, "line 2: there is a a before it"),
    ],
)
def test_a_bad_file_is_refused_in_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str | None, said: str
) -> None:
    path = tmp_path / "questions.jsonl"
    if text is not None:
        path.write_text(text)
    with pytest.raises(SystemExit) as end:
        main(["batch", str(path), "-o", str(tmp_path / "done.jsonl")])
    assert end.value.code == 2
    err = capsys.readouterr().err
    assert said in err
    assert len(err.strip().splitlines()) == 1
    assert not (tmp_path / "done.jsonl").exists()


def test_what_fails_is_a_line_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text('{"id": "gone", "image": "gone.png", "question": "What is this?"}\n')
    with pytest.raises(SystemExit) as end:
        main(["batch", str(path), "-o", str(tmp_path / "done.jsonl"), "--pack", "micro"])
    assert end.value.code == 1
    assert "gone\terror: " in capsys.readouterr().out
    (row,) = map(json.loads, lines(tmp_path / "done.jsonl")[1:])
    assert row["status"] == "error"
