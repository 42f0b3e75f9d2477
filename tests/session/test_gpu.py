"""The micro pack in worker processes on a GPU: answers, and what a killed worker leaves there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.engine.test_backends import gone
from visprog.session import Session

EXAMPLES = Path(__file__).parents[2] / "examples"
QUESTION = "How many boats are there?"
MEGABYTES = 100
"""How much the use of a GPU may differ when all workers are gone: a CUDA context takes more."""

pytestmark = pytest.mark.gpu


@contextmanager
def nvml() -> Iterator[object]:
    import pynvml

    pynvml.nvmlInit()
    try:
        yield pynvml.nvmlDeviceGetHandleByIndex(0)
    finally:
        pynvml.nvmlShutdown()


def used() -> float:
    """Megabytes of the first GPU that are taken, by whomever."""
    import pynvml

    with nvml() as gpu:
        return float(pynvml.nvmlDeviceGetMemoryInfo(gpu).used) / 1e6


def settled(most: float, seconds: float = 20.0) -> float:
    """What is taken once it is at most ``most``, or after ``seconds``."""
    until = time.monotonic() + seconds
    while (megabytes := used()) > most and time.monotonic() < until:
        time.sleep(0.05)
    return megabytes


def children(parent: int) -> set[int]:
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        if int(fields[1]) == parent:
            found.add(int(stat.parent.name))
    return found


def test_killed_workers_give_their_memory_back_and_others_take_over(tmp_path: Path) -> None:
    before, strangers = used(), children(os.getpid())
    with Session(
        pack="micro", backend="process", device="cuda", trace_dir=tmp_path, cache_dir=None
    ) as session:
        assert session.ask(EXAMPLES / "boat.png", QUESTION).value == 1
        workers = children(os.getpid()) - strangers
        held = used()
        assert held > before + MEGABYTES
        for worker in workers:
            os.kill(worker, signal.SIGKILL)
        assert settled(before + MEGABYTES) <= before + MEGABYTES
        assert session.ask(EXAMPLES / "sky.png", QUESTION).value == 0
    assert settled(before + MEGABYTES) <= before + MEGABYTES
    assert not children(os.getpid()) - strangers


SCRIPT = """
import sys, time
from visprog.session import Session

session = Session(pack="micro", backend="process", device="cuda", cache_dir=None)
print(session.ask(sys.argv[1], sys.argv[2]).value, flush=True)
time.sleep(60)
"""


def test_a_killed_session_leaves_nothing_on_the_gpu() -> None:
    before = used()
    host = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(EXAMPLES / "boat.png"), QUESTION],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert host.stdout is not None
        assert host.stdout.readline().strip() == "1"
        workers = children(host.pid)
        assert workers
        assert used() > before + MEGABYTES
    finally:
        host.kill()
        host.communicate()
    assert settled(before + MEGABYTES) <= before + MEGABYTES
    assert all(gone(worker) for worker in workers)
