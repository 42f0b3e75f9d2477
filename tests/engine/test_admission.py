"""Who may start, when the others have to wait, and that nobody is forgotten."""

from __future__ import annotations

import asyncio

import pytest

from visprog.engine.admission import Admission


async def live(admission: Admission, size: int, go: asyncio.Event, seen: list[int]) -> None:
    async with admission.program(size):
        seen.append(size)
        await go.wait()


async def settled() -> None:
    for _ in range(5):
        await asyncio.sleep(0.001)


async def test_so_many_programs_and_no_more() -> None:
    admission, go, seen = Admission(programs=3), asyncio.Event(), list[int]()
    tasks = [asyncio.create_task(live(admission, n, go, seen)) for n in range(5)]
    await settled()
    assert seen == [0, 1, 2]
    assert (admission.live, admission.waiting) == (3, 2)
    go.set()
    await asyncio.gather(*tasks)
    assert seen == [0, 1, 2, 3, 4], "first come, first served"
    assert (admission.live, admission.held, admission.waiting) == (0, 0, 0)


async def test_bytes_bound_programs_and_a_large_one_goes_alone() -> None:
    admission, go, seen = Admission(programs=9, bytes=100), asyncio.Event(), list[int]()
    tasks = [asyncio.create_task(live(admission, n, go, seen)) for n in (60, 30, 500, 5)]
    await settled()
    assert seen == [60, 30], "the small one does not overtake the large one"
    go.set()
    await asyncio.gather(*tasks)
    assert seen == [60, 30, 500, 5]


async def test_one_that_gives_up_waiting_lets_the_next_one_in() -> None:
    admission, go, seen = Admission(programs=1), asyncio.Event(), list[int]()
    tasks = [asyncio.create_task(live(admission, n, go, seen)) for n in range(3)]
    await settled()
    tasks[1].cancel()
    await settled()
    tasks[0].cancel()
    await settled()
    assert seen == [0, 2]
    go.set()
    await tasks[2]
    assert (admission.live, admission.held) == (0, 0)


async def test_cancelled_at_the_moment_of_being_let_in() -> None:
    admission, go, seen = Admission(programs=1), asyncio.Event(), list[int]()
    first = asyncio.create_task(live(admission, 1, go, seen))
    await settled()
    second = asyncio.create_task(live(admission, 2, go, seen))
    await settled()
    go.set()
    await first  # its place was given to the second, which has not run since
    second.cancel()
    with pytest.raises(asyncio.CancelledError):
        await second
    assert (admission.live, admission.held) == (0, 0)


def test_programs_of_several_loops_take_turns() -> None:
    import threading

    admission = Admission(programs=2)
    most: list[int] = []

    async def one() -> None:
        async with admission.program(1):
            most.append(admission.live)
            await asyncio.sleep(0.001)

    async def many() -> None:
        await asyncio.gather(*(one() for _ in range(20)))

    threads = [threading.Thread(target=lambda: asyncio.run(many())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(most) == 80
    assert max(most) == 2
    assert admission.live == 0
