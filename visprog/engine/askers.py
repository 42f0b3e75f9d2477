"""Who may be about to ask a model something.

A worker that takes the first item the moment it arrives runs a batch of one while five more are on
their way. So a step, or a program between two calls, counts as *active* until it waits for
something; an idle worker starts as soon as nobody is active. This is no window: nothing is waited
for once all have asked, and the broker bounds the wait for those who only compute.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable


class Askers:
    """The number of active askers. ``lock`` guards it; ``on_quiet`` is called, with the lock held,
    when it falls to zero."""

    def __init__(self, lock: threading.Lock, on_quiet: Callable[[], None]) -> None:
        self.lock = lock
        self.active = 0
        self._on_quiet = on_quiet

    def change(self, by: int) -> None:
        """With the lock held."""
        self.active += by
        if not self.active:
            self._on_quiet()


class Asker:
    """A step that runs, or a program. Starts inactive."""

    __slots__ = ("_active", "_askers", "_ended", "_settling", "outstanding")

    def __init__(self, askers: Askers) -> None:
        self._askers = askers
        self._active = False
        self._ended = False
        self._settling = False
        self.outstanding = 0
        """Model calls under way; guarded by the lock."""

    def start(self) -> None:
        with self._askers.lock:
            self.wake()

    def stop(self) -> None:
        with self._askers.lock:
            self.rest()

    def end(self) -> None:
        """Stop for good, also when calls that nobody awaits any more come back."""
        with self._askers.lock:
            self._ended = True
            self.rest()

    def wake(self) -> None:
        """:meth:`start`, with the lock held."""
        if not self._active and not self._ended:
            self._active = True
            self._askers.change(+1)

    def rest(self) -> None:
        """:meth:`stop`, with the lock held."""
        if self._active:
            self._active = False
            self._askers.change(-1)

    def settle_soon(self, loop: asyncio.AbstractEventLoop) -> None:
        """Stop being active when this turn of the loop is over and a model call is under way.

        Not at once: a tool that gathers ten calls makes them in one turn.
        """
        if not self._settling:
            self._settling = True
            loop.call_soon(self._settle)

    def _settle(self) -> None:
        self._settling = False
        with self._askers.lock:
            if self.outstanding:
                self.rest()
