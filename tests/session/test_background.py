"""Coroutines that plain threads wait for."""

from __future__ import annotations

import asyncio
import threading

import pytest

from visprog.background import Background
from visprog.errors import UsageError


async def nothing() -> None:
    await asyncio.sleep(0)


async def double(number: int) -> int:
    await asyncio.sleep(0)
    return 2 * number


class Waiting:
    """A coroutine that waits for ever, and notes that it began and that it was cancelled."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.cancelled = threading.Event()

    async def wait(self) -> None:
        self.begun.set()
        try:
            await asyncio.get_running_loop().create_future()
        except asyncio.CancelledError:
            await asyncio.sleep(0.01)
            self.cancelled.set()
            raise


def test_several_threads_wait_at_once() -> None:
    background = Background("it", "test")
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda n=n: found.append(background.wait(double(n))))
        for n in range(5)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    background.close(nothing())
    assert sorted(found) == [0, 2, 4, 6, 8]


def test_closing_waits_for_what_it_cancels() -> None:
    background = Background("it", "test")
    waiting, given_up = Waiting(), Waiting()
    future = background.submit(waiting.wait())
    other = background.submit(given_up.wait())
    assert waiting.begun.wait(10)
    assert given_up.begun.wait(10)
    other.cancel()
    background.close(nothing())
    assert waiting.cancelled.is_set()
    assert future.cancelled()
    assert given_up.cancelled.is_set()


def test_after_the_end_it_says_so() -> None:
    background = Background("this thing", "test")
    background.close(nothing())
    assert background.closed
    with pytest.raises(UsageError, match="this thing is closed"):
        background.wait(double(1))
