"""How a tool's function is called: awaited, at once, or on a thread.

Most synchronous tools take microseconds (COUNT, CROP) and are cheapest where they are; one that
takes milliseconds would hold up every other step. Which is which shows when they run, so a tool
starts out on a thread, and moves as it was measured.
"""

from __future__ import annotations

import functools
import inspect
import math
import time
import weakref
from collections.abc import Callable, Mapping
from typing import Any

from visprog.tool import ToolSpec
from visprog.types import Image

INLINE_SECONDS = 0.002
"""A synchronous tool that lately took longer runs on a thread."""

INLINE_PIXELS = 512 * 512
"""So does one that gets more pixels than this, since what it took before was for fewer."""


class Mechanism:
    """A tool's function, and what is known about it."""

    __slots__ = ("__weakref__", "context", "function", "is_async", "seconds")

    def __init__(self, spec: ToolSpec) -> None:
        self.function: Callable[..., Any] = spec.function
        self.seconds = float("inf")
        """What it took lately; ``inf`` before it ran."""
        plain = inspect.unwrap(self.function)
        while isinstance(plain, functools.partial):
            plain = plain.func
        if not inspect.isroutine(plain):
            plain = type(plain).__call__
        self.is_async = inspect.iscoroutinefunction(plain)
        try:
            self.context = spec.context_param
        except (TypeError, NameError):  # an object with __call__, or annotations out of reach
            names = inspect.signature(self.function).parameters
            self.context = "context" if "context" in names else None

    def slow(self, values: Mapping[str, Any]) -> bool:
        """Whether a synchronous call with these values may take long."""
        if self.seconds > INLINE_SECONDS:
            return True
        pixels = 0
        for value in values.values():
            for item in value if isinstance(value, list | tuple) else (value,):
                if isinstance(item, Image):
                    pixels += item.width * item.height
        return pixels > INLINE_PIXELS

    def call(self, values: Mapping[str, Any]) -> Any:
        """Call a synchronous function and remember what it took."""
        started = time.perf_counter()
        try:
            return self.function(**values)
        finally:
            took = time.perf_counter() - started
            known = math.isfinite(self.seconds)
            self.seconds = max(took, self.seconds / 2) if known else took


class Mechanisms:
    """Of all tools that an engine has met, for as long as their functions live."""

    def __init__(self) -> None:
        self._known: weakref.WeakKeyDictionary[Callable[..., Any], Mechanism]
        self._known = weakref.WeakKeyDictionary()

    def of(self, spec: ToolSpec) -> Mechanism:
        try:
            known = self._known.get(spec.function)
            if known is None:
                known = self._known[spec.function] = Mechanism(spec)
        except TypeError:  # neither hashable nor weakly referable: known for this call only
            known = Mechanism(spec)
        return known
