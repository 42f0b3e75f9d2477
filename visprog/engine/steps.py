"""A step while its run lasts."""

from __future__ import annotations

import asyncio
import functools
import inspect
from collections.abc import Callable, Mapping
from typing import Any, Literal

from visprog.engine.askers import Asker
from visprog.engine.binding import Bound
from visprog.tool import ToolSpec
from visprog.types import Image

Status = Literal["waiting", "running", "ok", "error", "cancelled"]

INLINE_PIXELS = 512 * 512
"""A synchronous tool that gets more pixels than this runs on a thread, so that a filter over a
large photograph does not hold up every other step."""


class Step:
    """One tool call, or an input, which is a step that is done."""

    __slots__ = (
        "asker",
        "asking",
        "bound",
        "cached",
        "calls",
        "dependents",
        "error",
        "handle",
        "id",
        "inputs",
        "pending",
        "root",
        "started",
        "status",
        "task",
        "tool",
        "value",
        "waiters",
    )

    def __init__(self, id: str, tool: str, asker: Asker) -> None:
        self.id = id
        self.tool = tool
        self.asker = asker
        self.bound: Bound | None = None
        self.inputs: tuple[Step, ...] = ()
        self.pending = 0
        """Inputs that are not done."""
        self.dependents: list[Step] = []
        self.waiters: list[asyncio.Future[None]] = []
        self.status: Status = "waiting"
        self.value: Any = None
        self.error = ""
        self.root: Step = self
        """Of a failed step, the one that failed first."""
        self.asking: set[asyncio.Task[Any]] = set()
        """Tasks that await a model for it."""
        self.task: asyncio.Task[None] | None = None
        self.handle: asyncio.Handle | None = None
        self.started = 0.0
        self.calls = 0
        """Model calls made, of which ``cached`` needed no computing."""
        self.cached = 0

    @property
    def done(self) -> bool:
        return self.status not in ("waiting", "running")


class Mechanism:
    """How a tool's function wants to be called; read once."""

    __slots__ = ("context", "function", "is_async", "spec")

    def __init__(self, spec: ToolSpec) -> None:
        self.spec = spec
        self.function: Callable[..., Any] = spec.function
        plain = inspect.unwrap(self.function)
        while isinstance(plain, functools.partial):
            plain = plain.func
        if not inspect.isroutine(plain):
            plain = type(plain).__call__
        self.is_async = inspect.iscoroutinefunction(plain)
        try:
            self.context = spec.context_param
        except TypeError:  # an object with __call__
            self.context = next(
                (p for p in inspect.signature(self.function).parameters if p == "context"), None
            )

    def on_thread(self, values: Mapping[str, Any]) -> bool:
        """Whether a synchronous call with these values may take long."""
        pixels = 0
        for value in values.values():
            for item in value if isinstance(value, list | tuple) else (value,):
                if isinstance(item, Image):
                    pixels += item.width * item.height
        return pixels > INLINE_PIXELS
