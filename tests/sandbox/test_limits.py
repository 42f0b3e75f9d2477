"""Every budget ends a run, also while the program waits for a tool."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from tests.sandbox.stubs import Bench, MiniEngine
from visprog.errors import LimitExceeded, ProgramError
from visprog.program import Limits

AMPLE = Limits(wall_seconds=60.0, cpu_seconds=5.0)

SPENDERS = {
    "cpu in the interpreter": ("while True:\n    pass", {"cpu_seconds": 0.2}, "computed"),
    "cpu in one C call": ("X = sum(range(10**13))", {"cpu_seconds": 0.2}, "computed"),
    "a number": ("X = 9 ** 9 ** 9", {}, "line 1: the bits of a number"),
    "a number, step by step": ("X = 7\nwhile True:\n    X *= X", {}, "line 3: the bits"),
    "a shifted number": ("X = 1 << 10**9", {}, "the bits of a number"),
    "a text": ("X = 'a' * 10**8", {}, "the characters of a text"),
    "a text, caught": (
        "try:\n    X = 'a'.ljust(10**9)\nexcept:\n    X = 1\nRESULT(X)",
        {},
        "the width of a text",
    ),
    "a field": ("X = f'{1:>99999}'", {}, "the width of a field"),
    "a list": ("X = [0]\nX *= 10**7", {}, "line 2: the items of a list"),
    "memory": ("X = list(range(10**9))", {"memory_bytes": 256 * 2**20}, "MiB"),
    "memory, caught": (
        "try:\n    X = list(range(10**9))\nexcept:\n    X = 1\nRESULT(X)",
        {"memory_bytes": 256 * 2**20},
        "MiB",
    ),
    "recursion, caught": (
        "def f():\n    return f()\ntry:\n    X = f()\nexcept Exception:\n    X = 1\nRESULT(X)",
        {},
        "deeply",
    ),
    "calls": ("for i in range(100):\n    LOC(IMAGE, 'a')", {"calls": 50}, "50 tool calls"),
    "calls, caught": (
        "for i in range(100):\n    try:\n        LOC(IMAGE, 'a')\n    except:\n        pass",
        {"calls": 50},
        "50 tool calls",
    ),
    "calls by map, GHSA-3589-pxp7-3gj8": (
        "X = list(map(lambda i: LOC(IMAGE, 'a'), range(100)))",
        {"calls": 50},
        "50 tool calls",
    ),
    "calls inside a call's arguments": (
        "X = [COUNT(LOC(IMAGE, 'a')) for i in range(30)]",
        {"calls": 50},
        "50 tool calls",
    ),
    "looks": ("for i in range(100):\n    X = len(LOC(IMAGE, 'a'))", {"looks": 20}, "20 values"),
    "handles": (
        "for i in range(99):\n    X = [r for r in LOC(IMAGE, 'a' * i)]",
        {"handles": 50},
        "50 values",
    ),
    "depth": (
        "X = IMAGE\nfor i in range(99):\n    X = CROP(X, LOC(X, 'a'))",
        {"depth": 30},
        "30 steps",
    ),
    "print": ("while True:\n    print('x' * 100)", {"printed": 5000}, "printed"),
    "empty prints": ("for i in range(200):\n    print()", {"printed": 5000}, "printed"),
    "an iterator in an iterator": (
        "it = [1]\nfor i in range(3 * 10**5):\n    it = filter(None, it)\nX = list(it)",
        {},
        "deeply",
    ),
    "bytes": ("for i in range(999):\n    VQA(IMAGE, 'x' * 9000)", {"bytes_out": 99_999}, "bytes"),
}


@pytest.mark.parametrize("name", SPENDERS)
async def test_a_budget_that_is_used_up_ends_the_run(bench: Bench, name: str) -> None:
    program, limits, says = SPENDERS[name]
    with pytest.raises(LimitExceeded, match=says):
        await bench(program, limits=replace(AMPLE, **limits))


async def test_the_wall_clock_runs_while_the_program_waits(bench: Bench) -> None:
    engine = MiniEngine(delay=3600.0)
    with pytest.raises(LimitExceeded, match=r"longer than 0\.5 s"):
        await bench("X = len(LOC(IMAGE, 'a'))", engine, replace(AMPLE, wall_seconds=0.5))


async def test_waiting_costs_no_computing_time(bench: Bench) -> None:
    engine = MiniEngine(delay=1.0)
    limits = replace(AMPLE, cpu_seconds=0.5)
    _, finished = await bench("X = len(LOC(IMAGE, 'a'))", engine, limits)
    assert finished.value == 2


async def test_a_source_that_is_too_long_or_no_text_is_not_read(bench: Bench) -> None:
    for text in ("#" * (64 * 1024 + 1), "X = 1\0", "X = '\ud800'"):
        with pytest.raises(ProgramError):
            await bench.sandbox.check(text)


async def test_a_cancelled_run_leaves_no_child(own_bench: Bench) -> None:
    engine = MiniEngine(delay=3600.0)
    task = asyncio.create_task(own_bench("X = len(LOC(IMAGE, 'a'))", engine, AMPLE))
    await engine.called.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    warden = own_bench.sandbox._warden
    assert warden is not None
    assert not warden._children
