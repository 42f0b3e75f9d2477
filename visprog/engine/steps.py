"""A step while its run lasts."""

from __future__ import annotations

import asyncio
from typing import Any, Literal

from visprog.engine.askers import Asker
from visprog.engine.binding import Bound
from visprog.engine.recall import Instead

Status = Literal["waiting", "running", "ok", "error", "cancelled"]


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
        "given",
        "handle",
        "id",
        "inputs",
        "instead",
        "pending",
        "root",
        "seen",
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
        self.instead: Instead | None = None
        self.pending = 0
        """Inputs that are not done."""
        self.dependents: list[Step] = []
        self.waiters: list[asyncio.Future[None]] = []
        self.status: Status = "waiting"
        self.value: Any = None
        self.error = ""
        self.root: Step = self
        """Of a failed step, the one that failed first."""
        self.given = False
        """Its value was given, whatever its inputs are."""
        self.seen = False
        """The program was told that it failed."""
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
