"""How many programs are alive at once, and how many bytes of pictures they hold.

A program waits here before it starts; once it has started nothing that it does ever waits for room,
so programs cannot wait for each other in a circle.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

LIVE_PROGRAMS = 32
LIVE_BYTES = 2 * 2**30


class Admission:
    """First come, first served, from any number of event loops."""

    def __init__(self, programs: int = LIVE_PROGRAMS, bytes: int = LIVE_BYTES) -> None:
        if programs < 1:
            raise ValueError(f"at least one program must be admitted, got {programs}")
        self._lock = threading.Lock()
        self._waiting: deque[tuple[int, asyncio.AbstractEventLoop, asyncio.Future[None]]] = deque()
        self._most, self._bytes = programs, bytes
        self.live = 0
        self.held = 0

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    @asynccontextmanager
    async def program(self, size: int) -> AsyncIterator[None]:
        """A program's life; ``size`` is that of its pictures in bytes. One that is larger than all
        that may be held is admitted alone."""
        with self._lock:
            place = None
            if self._waiting or not self._fits(size):
                loop = asyncio.get_running_loop()
                place = (size, loop, loop.create_future())
                self._waiting.append(place)
            else:
                self._enter(size)
        if place is not None:
            try:
                await place[2]
            except asyncio.CancelledError:
                with self._lock:
                    if place in self._waiting:
                        self._waiting.remove(place)
                        self._admit()
                        raise
                self._leave(size)  # it was admitted at that very moment
                raise
        try:
            yield
        finally:
            self._leave(size)

    def _fits(self, size: int) -> bool:
        return self.live < self._most and (not self.live or self.held + size <= self._bytes)

    def _enter(self, size: int) -> None:
        self.live += 1
        self.held += size

    def _leave(self, size: int) -> None:
        with self._lock:
            self.live -= 1
            self.held -= size
            self._admit()

    def _admit(self) -> None:
        while self._waiting and self._fits(self._waiting[0][0]):
            size, loop, future = self._waiting.popleft()
            try:
                loop.call_soon_threadsafe(_wake, future)
            except RuntimeError:  # its loop is closed
                continue
            self._enter(size)


def _wake(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)
