"""Which layers hold on this machine, each proved by trying what it must stop.

``asyncio.run(selftest())`` needs no tools and starts its own processes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

from visprog.errors import LimitExceeded, VisprogError
from visprog.program import Limits, Program
from visprog.tool import ToolTable
from visprog_sandbox import wire
from visprog_sandbox.host import Sandbox, surface_of
from visprog_sandbox.probe import ATTEMPTS
from visprog_sandbox.requirement import REQUIRED
from visprog_sandbox.warden import Warden

SECONDS = 30.0

BEFORE = {"landlock": ("no_new_privs",), "seccomp": ("no_new_privs",)}
"""What the kernel wants of an ordinary user before it grants a layer; it stops nothing itself."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer: whether programs need it, whether it holds, and what was tried."""

    name: str
    required: bool
    holds: bool
    tried: tuple[tuple[str, bool, str], ...]
    """Each attempt: what, whether it was stopped, and how."""


async def selftest(require: Iterable[str] = REQUIRED) -> tuple[Layer, ...]:
    """Try every layer by itself in a child that has no other, and the watchdog on a real loop."""
    needed = frozenset(require)
    warden = Warden(surface_of(ToolTable([])), frozenset())
    try:
        layers = [await _layer(warden, name, name in needed) for name in ATTEMPTS]
    finally:
        await warden.close()
    return (*layers, await _watchdog(), await _language())


async def _layer(warden: Warden, name: str, needed: bool) -> Layer:
    child = await warden.spawn(Limits(), only=(*BEFORE.get(name, ()), name))
    rows: list[tuple[str, bool, str]] = []
    try:
        async with asyncio.timeout(SECONDS):
            child.writer.write(wire.frame({"op": "probe", "layer": name}))
            size = int.from_bytes(await child.reader.readexactly(wire.HEADER), "big")
            message = wire.parse(await child.reader.readexactly(size))
            rows = [(what, stopped, how) for what, stopped, how in message["tried"]]
    except (TimeoutError, OSError, asyncio.IncompleteReadError, wire.WireError) as error:
        rows = [("answer", False, f"the child gave no answer: {type(error).__name__}")]
    finally:
        await warden.kill(child)
    holds = bool(rows) and all(stopped for _, stopped, _ in rows)
    return Layer(name, needed, holds, tuple(rows))


class _NoCalls:
    """An engine without tools."""

    def call(self, call: object) -> object:
        raise AssertionError("no tools")

    async def look(self, ref: object, site: object) -> object:
        raise AssertionError("no tools")

    async def attribute(self, ref: object, name: str, site: object) -> object:
        raise AssertionError("no tools")

    def printed(self, text: str, site: object) -> None:
        """Nobody reads it."""


async def _attempt(text: str, limits: Limits) -> str:
    async with Sandbox(ToolTable([]), require=()) as sandbox:
        program = Program(text, "visprog")
        try:
            await sandbox.run(program, _NoCalls(), [], limits)  # type: ignore[arg-type]
        except VisprogError as error:
            return f"{type(error).__name__}: {error}"
    return ""


async def _watchdog() -> Layer:
    """Time, which only a process outside the program can watch."""
    tried = []
    limits = {"compute": Limits(wall_seconds=SECONDS, cpu_seconds=0.1), "wait": Limits(0.3)}
    for what, limit in limits.items():
        how = await _attempt("while True:\n    pass\n", limit)
        tried.append((what, how.startswith(LimitExceeded.__name__), how or "it went on"))
    return Layer("watchdog", True, all(stopped for _, stopped, _ in tried), tuple(tried))


async def _language() -> Layer:
    """The classic ways out of a Python sandbox."""
    tried = []
    for text in (
        "X = ().__class__.__bases__[0].__subclasses__()",
        "import os",
        "X = open('/etc/passwd')",
        "X = '{0.__class__}'.format(1)",
        "X = (lambda: 0).gi_frame",
    ):
        how = await _attempt(text, Limits(wall_seconds=SECONDS))
        tried.append((text, how.startswith(("ProgramError", "ProgramCrashed")), how or "it ran"))
    return Layer("language", True, all(stopped for _, stopped, _ in tried), tuple(tried))
