"""Written as it happens: after a kill, on a full disk, from many threads."""

from __future__ import annotations

import json
import logging
import os
import random
import signal
import subprocess
import sys
import textwrap
import threading
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from tests.trace.scenes import closing, opening, picture, step, whole
from visprog.events import Noted, Printed, StepFinished, StepStarted
from visprog.trace import Recorder, new_run_id, read, verify


def recorded(root: Path, run: str = "r1") -> Path:
    recorder = Recorder(root, run)
    for event in whole(run):
        recorder(event)
    recorder.close()
    return recorder.path


def test_every_event_is_one_numbered_line_and_every_picture_one_file(tmp_path: Path) -> None:
    path = recorded(tmp_path)
    lines = [json.loads(line) for line in (path / "trace.jsonl").read_text().splitlines()]
    assert [line["n"] for line in lines] == list(range(len(list(whole()))))
    assert [line["kind"] for line in lines] == [event.kind for event in whole()]
    assert {line["v"] for line in lines} == {1}
    names = sorted(file.name for file in (path / "blobs").iterdir())
    assert f"{picture(0).digest}.png" in names
    assert len(names) == 4  # two pictures, a mask, an array
    assert verify(path) == []


def test_a_line_is_on_file_before_the_call_returns(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path)
    for count, event in enumerate(whole(), 1):
        recorder(event)
        assert (recorder.path / "trace.jsonl").read_bytes().count(b"\n") == count
    recorder.close()


def test_run_ids_are_unique_and_sort_by_time() -> None:
    ids = [new_run_id() for _ in range(2000)]
    assert len(set(ids)) == len(ids)
    times = [name.rsplit("-", 1)[0] for name in ids]
    assert times == sorted(times)


def test_many_threads_may_record_at_once(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path)

    def record(first: int) -> None:
        for number in range(first, first + 50):
            for event in step(number, shade=number % 256):
                recorder(event)

    threads = [threading.Thread(target=record, args=(1000 * index,)) for index in range(6)]
    for event in opening(recorder.run_id):
        recorder(event)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for event in closing(source="s0"):
        recorder(event)
    recorder.close()
    assert verify(recorder.path) == []
    assert len(read(recorder.path).steps) == 300


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (float("nan"), "nan"),
        ({1, 2}, "{1, 2}"),
        (MappingProxyType({"a": 1}), "{a: 1}"),
        ("\ud800 lone", r"'\ud800 lone'"),
        ({"x": object}, "{x: <class 'object'>}"),
        (10**30, str(10**30)),
    ],
)
def test_odd_values_are_recorded_as_well_as_they_can_be(
    tmp_path: Path, value: Any, text: str
) -> None:
    recorder = Recorder(tmp_path, "odd")
    recorder(StepStarted("s1", "ECHO", 1, 0, {"value": value}))
    recorder(StepFinished("s1", "ok", value))
    recorder(Noted("s1", "code", "message", {"fact": value}))
    recorder.close()
    assert recorder.incomplete is None
    (found,) = read(recorder.path).steps
    assert found.value == text


# -- killed


CHILD = """
import os, sys
from pathlib import Path
from tests.trace.scenes import opening, step
from visprog.trace import Recorder

for order in sys.stdin:
    pid = os.fork()  # the imports are done, so a run starts at once
    if pid:
        os.waitpid(pid, 0)
        os.write(1, b"dead\\n")
        continue
    os.write(1, b"pid %d\\n" % os.getpid())
    recorder = Recorder(Path(order.strip()), "run")
    for event in opening():
        recorder(event)
    for number in range(1, 100_000):
        for event in step(number, shade=number % 256):
            recorder(event)
        os.write(1, b"done %d\\n" % number)
"""


def killed(root: Path, child: subprocess.Popen[str], dice: random.Random) -> int:
    """A run in ``root`` that is killed at a random point: how many of its steps were done."""
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(f"{root}\n")
    child.stdin.flush()
    pid = int(child.stdout.readline().removeprefix("pid "))
    patience, done = dice.randint(0, 60), 0
    while done < patience:
        done = int(child.stdout.readline().removeprefix("done "))
    for _ in range(dice.randint(0, 20_000)):
        pass  # to somewhere inside the next step
    os.kill(pid, signal.SIGKILL)
    while (line := child.stdout.readline()) != "dead\n":
        done = int(line.removeprefix("done "))
    return done


def test_what_has_happened_is_on_file_when_the_process_is_killed(tmp_path: Path) -> None:
    dice = random.Random(7)
    with subprocess.Popen(
        [sys.executable, "-c", CHILD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    ) as child:
        for turn in range(25):
            root = tmp_path / str(turn)
            root.mkdir()
            done = killed(root, child, dice)
            if not (root / "run" / "trace.jsonl").exists():
                assert done == 0
                continue
            run = read(root / "run")
            assert run.status == "unfinished"
            finished = [found for found in run.steps if found.status == "ok"]
            assert [found.id for found in finished][:done] == [f"s{n}" for n in range(1, done + 1)]
            assert len(finished) <= done + 1
            assert all(found.value and "dog 0.90" in found.value for found in finished)
            assert all(found.model == "google/owlv2" for found in finished)
            # At most the last line is cut off; blobs are whole or missing, and missing are named.
            assert len(run.damage) <= 1
            missing = [line for line in verify(root / "run") if line.startswith("blob")]
            for found in finished:
                if not missing:
                    assert found.load()[0].mask.area == 8
    assert child.returncode == 0


# -- no room


def test_a_full_disk_is_reported_once_and_the_run_goes_on(tmp_path: Path) -> None:
    """In a child that may not write files above a few kB, which fails like a full disk does."""
    code = """
        import logging, resource, sys
        from pathlib import Path
        from tests.trace.scenes import closing, opening, step
        from visprog.trace import Recorder
        logging.basicConfig(format="%(message)s", stream=sys.stdout)
        resource.setrlimit(resource.RLIMIT_FSIZE, (6_000, resource.RLIM_INFINITY))
        recorder = Recorder(Path(sys.argv[1]), "full")
        for event in opening():
            recorder(event)
        for number in range(1, 20):
            for event in step(number):
                recorder(event)
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)  # room again
        for event in closing(source="s19"):
            recorder(event)
        recorder.close()
        assert recorder.incomplete == "File too large", recorder.incomplete
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), str(tmp_path)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\n") == 1
    assert "is incomplete: File too large; the run goes on" in done.stdout
    run = read(tmp_path / "full")
    assert run.status == "ok"
    assert run.answer == 2
    assert 1 <= len(run.steps) < 19
    damage = verify(tmp_path / "full")
    assert any("were not written" in line for line in damage)


def test_a_place_that_cannot_be_written_is_reported_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("in the way")
    with caplog.at_level(logging.WARNING):
        recorder = Recorder(tmp_path / "file", "r1")
        for event in whole():
            recorder(event)
        recorder.close()
    assert len(caplog.records) == 1
    assert recorder.incomplete == "Not a directory"


def test_events_after_the_close_are_dropped_quietly(tmp_path: Path) -> None:
    path = recorded(tmp_path)
    before = (path / "trace.jsonl").read_bytes()
    recorder = Recorder(tmp_path, "r2")
    recorder.close()
    recorder(Printed("late", 1))
    recorder.close()
    assert (path / "trace.jsonl").read_bytes() == before


def test_a_run_never_overwrites_another(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = recorded(tmp_path)
    before = (path / "trace.jsonl").read_bytes()
    again = Recorder(tmp_path, "r1")
    again(Printed("mine", 1))
    again.close()
    assert again.incomplete == "File exists"
    assert (path / "trace.jsonl").read_bytes() == before
