"""An event loop in a thread of its own: plain code, other loops and several threads can ask it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterable
from concurrent.futures import Future
from typing import Any, TypeVar
from weakref import WeakSet

from visprog.errors import UsageError

T = TypeVar("T")


class Background:
    """Runs until :meth:`close`. ``owner`` is who is closed then, in messages: ``this session``."""

    def __init__(self, owner: str, thread: str) -> None:
        self._owner = owner
        self._works: WeakSet[Coroutine[Any, Any, Any]] = WeakSet()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, name=thread, daemon=True)
        self._thread.start()

    @property
    def closed(self) -> bool:
        return self._loop.is_closed()

    def submit(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """Start on it. Raises :class:`UsageError` once closed."""
        if self.closed:
            work.close()
            raise UsageError(f"{self._owner} is closed")
        self._works.add(work)
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def wait(self, work: Coroutine[Any, Any, T]) -> T:
        """Its result; an interrupt of the waiting thread cancels it."""
        future = self.submit(work)
        try:
            return future.result()
        except BaseException:
            future.cancel()
            raise

    def close(self, last: Coroutine[Any, Any, None]) -> None:
        """Cancel what was submitted, run ``last``, cancel every task that is left, and stop."""
        self.wait(self._end(last))
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    async def _end(self, last: Coroutine[Any, Any, None]) -> None:
        works = [task for task in asyncio.all_tasks() if task.get_coro() in self._works]
        for task in works:
            if task is not asyncio.current_task() and not task.cancelling():
                task.cancel()  # a second time would interrupt what it ends with
        await _ended(works)
        await last
        left = asyncio.all_tasks()
        for task in left - {asyncio.current_task()}:
            task.cancel()
        await _ended(left)


async def _ended(tasks: Iterable[asyncio.Task[Any]]) -> None:
    others = [task for task in tasks if task is not asyncio.current_task()]
    await asyncio.gather(*others, return_exceptions=True)
