"""Real processes, really killed: nothing outlives its reason, and nothing leaks."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.sandbox.stubs import FAST, TOOLS, Bench, MiniEngine
from visprog.errors import VisprogError
from visprog_sandbox import Sandbox

COUNTING = "RESULT(var=COUNT(box=LOC(image=IMAGE, object='dog')))"


def descendants(pid: int) -> set[int]:
    """Processes below ``pid``, by ``/proc``."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:
                continue
            parents[int(entry.name)] = int(stat.rpartition(")")[2].split()[1])
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {pid}


async def zygote_of(sandbox: Sandbox) -> int:
    assert sandbox._warden is not None
    assert sandbox._warden._process is not None
    return sandbox._warden._process.pid


async def test_many_runs_at_once_keep_their_values_apart(bench: Bench) -> None:
    async def one(number: int) -> None:
        text = f"n = {number}\nx = LOC(IMAGE, 'a' * n)\ny = n * 1000 + len(x) - len(x)"
        _, finished = await bench(text, limits=FAST)
        assert finished.value == number * 1000

    await asyncio.gather(*(one(number) for number in range(30)))


async def test_a_handle_of_one_run_means_nothing_in_another(bench: Bench) -> None:
    first, second = MiniEngine(), MiniEngine()
    await bench(COUNTING, engine=first)
    await bench(COUNTING, engine=second)
    assert len(first.steps) == len(second.steps) == 3


async def buried(done: Callable[[], bool]) -> None:
    """Wait for the last children, which a result does not wait for."""
    for _ in range(3000):
        if done():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("some children are still there")


def resident(pid: int) -> int:
    """KiB of a process's own memory, by ``/proc``."""
    text = Path(f"/proc/{pid}/status").read_text()
    return int(text.partition("RssAnon:")[2].split()[0])


@pytest.mark.parametrize("runs", [40, pytest.param(1000, marks=pytest.mark.slow)])
async def test_runs_leak_no_process_descriptor_or_memory(own_bench: Bench, runs: int) -> None:
    before = descendants(os.getpid())
    for _ in range(20):
        await own_bench(COUNTING)
    zygote = await zygote_of(own_bench.sandbox)
    descriptors = len(os.listdir("/proc/self/fd"))
    held = resident(zygote), resident(os.getpid())
    for number in range(runs):
        with contextlib.suppress(VisprogError):
            await own_bench(COUNTING if number % 2 else "1 / 0")
    await buried(lambda: descendants(os.getpid()) - before == {zygote})
    assert len(os.listdir("/proc/self/fd")) <= descriptors
    grown = resident(zygote) - held[0], resident(os.getpid()) - held[1]
    assert grown[0] < 1024, "the parent of all programs grows"
    assert grown[1] < 8192, "the host grows"


async def test_the_parent_process_is_replaced_when_it_dies(own_bench: Bench) -> None:
    await own_bench(COUNTING)
    pid = await zygote_of(own_bench.sandbox)
    os.kill(pid, signal.SIGKILL)
    failures = 0
    while True:
        try:
            await own_bench(COUNTING)
            break
        except VisprogError:
            failures += 1
            assert failures < 20
    assert await zygote_of(own_bench.sandbox) != pid


async def test_the_death_of_the_parent_ends_its_runs(own_bench: Bench) -> None:
    engine = MiniEngine(delay=3600.0)
    running = asyncio.create_task(own_bench("X = len(LOC(IMAGE, 'a'))", engine, FAST))
    await engine.called.wait()
    os.kill(await zygote_of(own_bench.sandbox), signal.SIGKILL)
    result = (await asyncio.gather(running, return_exceptions=True))[0]
    assert isinstance(result, VisprogError)


async def test_close_ends_everything() -> None:
    sandbox = Sandbox(TOOLS)
    await Bench(sandbox)(COUNTING)
    pid = await zygote_of(sandbox)
    await sandbox.close()
    assert pid not in descendants(os.getpid())
    await Bench(sandbox)(COUNTING)
    await sandbox.close()


@pytest.mark.parametrize("ending", ["cancel", "close", "cancel and close"])
async def test_a_start_that_is_given_up_leaves_nothing(ending: str) -> None:
    """At every turn of the loop, and then at moments while the processes come up."""
    before = descendants(os.getpid())
    descriptors = len(os.listdir("/proc/self/fd"))
    moments = [(turns, 0.0) for turns in range(12)] + [
        (0, 0.004 * step) for step in range(1, 40, 3)
    ]
    gc.collect()
    gc.freeze()  # so that each search below looks at what is new alone
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        for turns, seconds in moments:
            sandbox = Sandbox(TOOLS)
            running = asyncio.create_task(Bench(sandbox)(COUNTING))
            for _ in range(turns):
                await asyncio.sleep(0)
            await asyncio.sleep(seconds)
            if "cancel" in ending:
                running.cancel()
            if "close" in ending:
                await sandbox.close()
            await asyncio.gather(running, return_exceptions=True)
            await sandbox.close()
            gc.collect()
    gc.unfreeze()
    await buried(lambda: descendants(os.getpid()) == before)
    assert [str(one.message) for one in said] == []
    assert len(os.listdir("/proc/self/fd")) <= descriptors


HOST = """
import asyncio, os, sys
from tests.sandbox.stubs import TOOLS
from visprog.program import Ref
from visprog_sandbox import Sandbox

class Waiting:
    def call(self, call): return Ref("s1", "number")
    async def look(self, ref, site):
        print("looking", flush=True)
        await asyncio.sleep(3600)
    def printed(self, text, site): pass

async def main():
    sandbox = Sandbox(TOOLS)
    program = await sandbox.check("X = 1 + COUNT(LOC(IMAGE, 'dog'))")
    await sandbox.run(program, Waiting(), [("IMAGE", Ref("IMAGE", "image"))])

asyncio.run(main())
"""


def test_children_die_with_the_host() -> None:
    root = Path(__file__).parent.parent.parent
    host = subprocess.Popen(
        [sys.executable, "-c", HOST], stdout=subprocess.PIPE, cwd=root, text=True
    )
    assert host.stdout is not None
    assert host.stdout.readline() == "looking\n"
    below = descendants(host.pid)
    assert len(below) == 2
    host.kill()
    host.wait()
    host.stdout.close()
    deadline = time.monotonic() + 30
    while any(Path(f"/proc/{pid}").exists() for pid in below):
        assert time.monotonic() < deadline
        time.sleep(0.02)
