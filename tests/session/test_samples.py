"""Many samples: all answered once, also after a crash in the middle."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from visprog.errors import UsageError
from visprog.samples import FIELDS, Journal, Result, Sample
from visprog.session import Session
from visprog.types import Image

IMAGE = Image(np.zeros((8, 8, 3), np.uint8))


def program(number: int) -> str:
    return f"RES=EVAL(expr='{number} * 2')\nANSWER=RESULT(var=RES)"


def samples(count: int) -> list[Sample]:
    return [Sample(f"s{number}", IMAGE, program=program(number)) for number in range(count)]


@pytest.fixture
def session() -> Iterator[Session]:
    with Session(pack="micro", live=4) as found:
        yield found


def test_every_sample_has_its_result(session: Session) -> None:
    results = {result.id: result for result in session.map(samples(20))}
    assert {name: result.value for name, result in results.items()} == {
        f"s{number}": number * 2 for number in range(20)
    }
    assert all(result.ok and result.answer is not None for result in results.values())


def test_one_bad_sample_is_a_result_and_not_the_end(session: Session, tmp_path: Path) -> None:
    bad = [
        Sample("no picture", tmp_path / "absent.png", program=program(1)),
        Sample("no program", IMAGE, program="X=NOTHING("),
        Sample("no plan", IMAGE, question="colourless green ideas sleep furiously"),
    ]
    results = {result.id: result for result in session.map([*bad, *samples(2)])}
    assert {name: result.status for name, result in results.items()} == {
        "no picture": "error",
        "no program": "rejected",
        "no plan": "refused",
        "s0": "ok",
        "s1": "ok",
    }
    assert "absent.png" in results["no picture"].text


def test_live_programs_are_bounded(session: Session) -> None:
    most = 0
    for _ in session.map(samples(24)):
        most = max(most, session.status()["programs"]["live"])
    assert 0 < most <= 4


def test_samples_have_names_of_their_own(session: Session) -> None:
    with pytest.raises(UsageError, match="two samples are called a"):
        list(session.map([Sample("a", IMAGE, program="X=NOTHING("), *[
            Sample("a", IMAGE, program="X=NOTHING(")
        ] * 2]))  # fmt: skip
    with pytest.raises(UsageError, match="either a question or a program"):
        Sample("a", IMAGE)


def test_a_journal_gives_what_is_done_and_asks_for_the_rest(
    session: Session, tmp_path: Path
) -> None:
    path = tmp_path / "deep" / "done.jsonl"
    first = session.map(samples(10), journal=path)
    seen = [next(first) for _ in range(6)]
    first.close()
    again = {result.id: result for result in session.map(samples(10), journal=path)}
    assert len(again) == 10
    assert sum(result.before for result in again.values()) == 6
    for result in seen:
        assert again[result.id] == result
    names = [json.loads(line)["id"] for line in path.read_text().splitlines()[1:]]
    assert sorted(names) == sorted(again)


def test_a_journal_of_something_else_is_refused(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "done.jsonl"
    list(session.map(samples(1), journal=path))
    with (
        Session(pack="micro", seed=7) as other,
        pytest.raises(UsageError, match="is about seed 0, not 7: name another file"),
    ):
        list(other.map(samples(1), journal=path))
    path.write_text("hello\n")
    with pytest.raises(UsageError, match="line 1, is not a journal's"):
        list(session.map(samples(1), journal=path))
    with pytest.raises(UsageError, match="cannot write the journal"):
        list(session.map(samples(1), journal="/proc/none/done.jsonl"))


def test_a_line_that_was_cut_off_is_done_again(tmp_path: Path) -> None:
    path = tmp_path / "done.jsonl"
    with Journal(path, {"pack": "micro"}) as journal:
        journal.add(Result("a", "ok", 1, "1"))
        journal.add(Result("b", "ok", 2, "2"))
    whole = path.read_bytes()
    for cut in range(1, len(whole)):
        path.write_bytes(whole[:cut])
        with Journal(path, {"pack": "micro"}) as journal:
            lines = whole[:cut].count(b"\n")
            assert len(journal.done) == max(0, lines - 1)
            journal.add(Result("c", "ok", 3, "3"))
        with Journal(path, {"pack": "micro"}) as journal:
            assert journal.done["c"].value == 3
    assert set(FIELDS) < set(Result.__dataclass_fields__)


SCRIPT = """
import sys
from visprog.session import Session
from tests.session.test_samples import samples
with Session(pack="micro", live=3) as session:
    for result in session.map(samples(60), journal=sys.argv[1]):
        print(result.id, result.before, flush=True)
"""


def test_a_run_that_was_killed_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "done.jsonl"
    command = [sys.executable, "-c", SCRIPT, str(path)]
    first = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert first.stdout is not None
    told = [first.stdout.readline().split()[0] for _ in range(15)]
    first.send_signal(signal.SIGKILL)
    first.communicate()
    time.sleep(0.1)
    second = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    lines = [line.split() for line in second.stdout.splitlines()]
    assert len(lines) == 60
    before = {name for name, was in lines if was == "True"}
    assert set(told) <= before, "what was given out is not done again"
    assert len(before) < 60
    ids = [json.loads(line)["id"] for line in path.read_text().splitlines()[1:]]
    assert sorted(ids) == sorted({f"s{number}" for number in range(60)})
