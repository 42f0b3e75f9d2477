"""Whether a model is of use: one whose workers are lost in a row is left alone for a while."""

from __future__ import annotations

import threading
import time

LOSSES = 4
"""So many workers lost in a row, and the model is down."""

DOWN_SECONDS = 60.0


class Health:
    """Of one model."""

    def __init__(self, title: str, lock: threading.Lock) -> None:
        self._title = title
        self._lock = lock
        self._losses = 0
        self._down_until = 0.0

    @property
    def is_down(self) -> bool:
        return time.monotonic() < self._down_until

    def good(self) -> None:
        """A batch went well."""
        with self._lock:
            self._losses = 0

    def lost(self) -> None:
        """A worker died or hung."""
        with self._lock:
            self._losses += 1
            if self._losses >= LOSSES:
                self._down_until = time.monotonic() + DOWN_SECONDS

    def down(self) -> str:
        """Why no worker is started; empty when one may be."""
        with self._lock:
            left = self._down_until - time.monotonic()
            if left <= 0:
                if self._losses >= LOSSES:  # one more try; the next loss takes it down again
                    self._losses = LOSSES - 1
                return ""
            losses = self._losses
        return (
            f"{self._title} is down: {losses} workers were lost in a row; "
            f"the next one starts in {left:.0f} s"
        )
