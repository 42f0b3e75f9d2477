"""A batch killed at random points: what had happened can be read, and what had not can be done."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from tests.trace import killed_batch
from visprog.analysis import Recording, replay
from visprog.plugins import tools
from visprog.trace import Run, read, runs, verify


@pytest.mark.parametrize(("kills", "seed"), [(4, 1), pytest.param(50, 2, marks=pytest.mark.slow)])
def test_after_a_kill_everything_finished_is_there_and_the_rest_can_be_done(
    tmp_path: Path, kills: int, seed: int
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.trace.killed_batch", str(tmp_path), str(kills), str(seed)],
        capture_output=True, text=True, timeout=1200, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout.splitlines()[-1])
    counts = {"cut": 0, "whole": 0, "reused": 0, "executed": 0}
    for number in range(kills):
        _check(tmp_path / str(number), counts)
    print(json.dumps({**report, **counts}))
    assert counts["cut"] > 0


def _check(folder: Path, counts: dict[str, int]) -> None:
    marks = _marks(folder / "marks")
    answered: dict[int, object] = {}
    with killed_batch.session(folder, tools()) as session:
        for entry in runs(folder / "runs"):
            run = read(entry.path)
            problems = verify(entry.path)
            _readable(run, problems)
            if run.program is None or not run.dialect:
                continue  # killed before there was a program: it is asked again below
            number = int(re.findall(r"expr='(\d+)'", run.program)[0])
            finished = [s.id for s in run.steps if s.tool == "MARK" and s.status == "ok"]
            # a mark is made after the step before it had finished, and after that was on file
            assert len(finished) >= len(marks[number]) - 1
            counts["whole" if run.status == "ok" else "cut"] += 1
            if run.status == "ok":
                answered[number] = run.answer
                continue
            assert "the run's end is missing: it was killed, or still runs" in problems
            if any(problem.startswith("blob") for problem in problems):
                continue  # a picture was not written: this run is asked again
            again = replay(session, Recording(run), keep=False)
            assert set(again.reused) == {s.id for s in run.steps if s.status == "ok"}
            answered[number] = again.answer.value
            counts["reused"] += len(again.reused)
            counts["executed"] += len(again.executed)
        for number in range(killed_batch.PROGRAMS):
            if number not in answered:
                answer = session.run(killed_batch.program(number), killed_batch.picture())
                answered[number] = answer.value
    assert answered == {
        number: number + killed_batch.STEPS for number in range(killed_batch.PROGRAMS)
    }


def _readable(run: Run, problems: list[str]) -> None:
    """Every finished step has its value, or ``verify`` names the picture that is missing."""
    for step in run.steps:
        if step.status != "ok":
            continue
        try:
            step.load()
        except KeyError as error:
            name = str(error.args[0]).split()[1]
            assert f"blob {name} is missing" in problems


def _marks(file: Path) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    if file.exists():
        for line in file.read_text().splitlines():
            name, x = line.split()
            found[int(name)].append(x)
    return found
