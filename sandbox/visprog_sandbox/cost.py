"""What the sandbox costs: the start of a run and a call of a tool, beside a bare echo.

``asyncio.run(cost())`` starts its own processes. All figures come from one go on one machine, so
their ratios can be compared between machines; the times cannot.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

from visprog.errors import Unavailable
from visprog.program import Limits, Program, Ref, Site, ToolCall
from visprog.tool import ToolTable, tool
from visprog_sandbox import wire
from visprog_sandbox.host import Sandbox
from visprog_sandbox.requirement import REQUIRED

CALLS = 500
ECHOES = 2000
MESSAGE = wire.frame(
    {"op": "call", "tool": "NOTHING", "args": {"value": 1}, "sources": {}, "control": []}
)


@dataclass(frozen=True, slots=True)
class Cost:
    """Medians, in seconds."""

    start: float
    """From the order to the result of a program of one line, the zygote being there."""
    call: float
    """From a program's call of a tool that does nothing to the program's next line."""
    echo: float
    """A message of the size of a call to a forked process and back, without asyncio or JSON."""
    apart: float | None
    """The start with namespaces; ``None`` where the system forbids them."""

    @property
    def start_ratio(self) -> float:
        return self.start / self.echo

    @property
    def call_ratio(self) -> float:
        return self.call / self.echo


@tool("NOTHING", example="X=NOTHING(value=1)")
def nothing(value: int) -> int:
    """Do nothing."""
    return value


class _Answers:
    """An engine that answers at once."""

    def call(self, call: ToolCall) -> Ref:
        return Ref("s1", "number")

    async def look(self, ref: Ref, site: Site) -> Any:
        return 1

    async def attribute(self, ref: Ref, name: str, site: Site) -> Any:
        raise AssertionError("no attributes")

    def printed(self, text: str, site: Site) -> None:
        """Nobody reads it."""


SHORT = Program("X = 1", "visprog")
LONG = Program(f"for i in range({CALLS}):\n    X = NOTHING(value=1)", "visprog")


async def cost(runs: int = 50) -> Cost:
    """Run ``runs`` programs of one line, and as many tenths with :data:`CALLS` calls each."""
    async with Sandbox(ToolTable([nothing])) as sandbox:
        await _seconds(sandbox, SHORT)
        starts, calls, echoes = [], [], []
        for number in range(runs):
            starts.append(await _seconds(sandbox, SHORT))
            if number % 10 == 0:
                calls.append((await _seconds(sandbox, LONG) - starts[-1]) / CALLS)
                echoes.append(_echo())
    return Cost(median(starts), median(calls), median(echoes), await _apart(runs))


async def _seconds(sandbox: Sandbox, program: Program) -> float:
    begun = time.perf_counter()
    await sandbox.run(program, _Answers(), [], Limits(cpu_seconds=60.0))
    return time.perf_counter() - begun


async def _apart(runs: int) -> float | None:
    async with Sandbox(ToolTable([nothing]), REQUIRED | {"namespaces"}) as sandbox:
        try:
            await _seconds(sandbox, SHORT)
        except Unavailable:
            return None
        return median([await _seconds(sandbox, SHORT) for _ in range(runs)])


def _echo() -> float:
    """The median round trip to a forked process that sends back what it gets."""
    ours, theirs = socket.socketpair()
    child = os.fork()
    if child == 0:
        ours.close()
        _mirror(theirs.recv, theirs.sendall)
    theirs.close()
    times = []
    try:
        for _ in range(ECHOES):
            begun = time.perf_counter()
            ours.sendall(MESSAGE)
            left = len(MESSAGE)
            while left:
                left -= len(ours.recv(left))
            times.append(time.perf_counter() - begun)
    finally:
        ours.close()
        os.waitpid(child, 0)
    return median(times)


def _mirror(receive: Callable[[int], bytes], send: Callable[[bytes], None]) -> None:
    """Never returns."""
    try:
        while data := receive(4096):
            send(data)
    finally:
        os._exit(0)
