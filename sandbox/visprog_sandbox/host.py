"""Checks and runs programs: one fresh child for each, and an error that says how it ended."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from visprog.attributes import ATTRIBUTES
from visprog.errors import (
    Diagnostic,
    LimitExceeded,
    ProgramError,
    Unavailable,
    VisprogError,
    WorkerLost,
)
from visprog.program import Calls, Finished, Images, Limits, Program
from visprog.tool import ToolSpec, ToolTable
from visprog_sandbox import lockdown, wire
from visprog_sandbox.conversation import Conversation
from visprog_sandbox.interpreter import DEFAULT
from visprog_sandbox.names import Parameter, Surface, Tool
from visprog_sandbox.requirement import REQUIRED
from visprog_sandbox.warden import Warden


def surface_of(tools: ToolTable) -> Surface:
    """The part of the tool table that a child needs."""
    return Surface([_signature(spec) for spec in tools.specs], {
        kind: sorted(names) for kind, names in ATTRIBUTES.items()
    })  # fmt: skip


def _signature(spec: ToolSpec) -> Tool:
    parameters = tuple(Parameter(p.name, p.type, p.required, p.variadic) for p in spec.params)
    return Tool(spec.name, spec.aliases, parameters, spec.returns, spec.dialect, spec.method)


class Sandbox:
    """Checks and runs programs, each in a fresh child process.

    Nothing is started before it is needed; ``close`` ends every process that was.
    """

    def __init__(
        self,
        tools: ToolTable,
        require: Iterable[str] = REQUIRED,
        interpreter: str = DEFAULT,
    ) -> None:
        self._tools = tools
        self._require = frozenset(require)
        self._interpreter = interpreter
        self._warden: Warden | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def check(
        self, text: str, images: Sequence[str] = ("IMAGE",), limits: Limits | None = None
    ) -> Program:
        """Read a program without running it. Raises :class:`ProgramError` with every reason."""
        limits = limits or Limits()
        _precheck(text, limits)
        names = [
            (name, "") for name in dict.fromkeys(name for i in images for name in (i, i.lower()))
        ]
        conversation = Conversation(self._tools, None, limits, {})
        message = await self._converse({"op": "check", "text": text, "images": names}, conversation)
        with _honest():
            return conversation.program(text, message)

    async def run(
        self, program: Program, calls: Calls, images: Images, limits: Limits | None = None
    ) -> Finished:
        """Execute a program. Raises :class:`ProgramError`, :class:`ToolError`,
        :class:`ProgramCrashed`, :class:`LimitExceeded` or :class:`WorkerLost`."""
        limits = limits or Limits()
        _precheck(program.text, limits)
        conversation = Conversation(self._tools, calls, limits, dict(images))
        order = {"op": "run", "text": program.text, "images": conversation.image_tokens()}
        message = await self._converse(order, conversation)
        with _honest():
            return conversation.finish(message)

    async def close(self) -> None:
        """End every process; the sandbox can be used again afterwards."""
        if self._warden is not None:
            warden, self._warden = self._warden, None
            await warden.close()

    async def __aenter__(self) -> Sandbox:
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.close()

    async def _converse(self, order: dict[str, Any], conversation: Conversation) -> dict[str, Any]:
        limits = conversation.limits
        warden = self._of_this_loop()
        child = await warden.spawn(limits)
        failure: Exception | None = None
        message: dict[str, Any] = {}
        try:
            async with asyncio.timeout(limits.wall_seconds):
                child.writer.write(wire.frame(order))
                message = await conversation.hold(child)
        except TimeoutError:
            failure = LimitExceeded(f"the program took longer than {limits.wall_seconds:g} s")
        except (asyncio.IncompleteReadError, OSError):
            failure = None
        except wire.WireError as error:
            failure = _broken(error)
        finally:
            ending = warden.end(child)
            if not message:
                ended = await asyncio.shield(ending)
        if failure is not None:
            raise failure
        if not message:
            raise _cause(ended.code, ended.cpu, limits)
        return message

    def _of_this_loop(self) -> Warden:
        loop = asyncio.get_running_loop()
        if self._warden is None or self._loop is not loop:
            surface = surface_of(self._tools)
            self._warden = Warden(surface, self._require, self._interpreter)
            self._loop = loop
        return self._warden


def _broken(error: wire.WireError) -> WorkerLost:
    return WorkerLost(f"the program's process broke the protocol: {error}")


@contextlib.contextmanager
def _honest() -> Iterator[None]:
    """While a child's last message is read."""
    try:
        yield
    except wire.WireError as error:
        raise _broken(error) from None


def _precheck(text: str, limits: Limits) -> None:
    """What must not even reach the child's parser."""
    problem = ""
    try:
        size = len(text.encode("utf-8"))
    except UnicodeEncodeError:
        size, problem = 0, "the program is not valid Unicode"
    if size > limits.source_bytes:
        problem = f"the program has {size} bytes; at most {limits.source_bytes} are read"
    elif "\0" in text:
        problem = "the program holds a NUL character"
    if problem:
        raise ProgramError([Diagnostic(1, 0, "source", problem)])


def _cause(code: int, cpu: float, limits: Limits) -> VisprogError:
    """Why a child ended without a last word."""
    if cpu >= limits.cpu_seconds * 0.9 or code in (-27, -24):
        return LimitExceeded(f"the program computed for more than {limits.cpu_seconds:g} s")
    if 0 <= code - lockdown.MISSING < len(lockdown.LAYERS):
        layer = lockdown.LAYERS[code - lockdown.MISSING]
        return Unavailable(
            f"this machine cannot lock a program in: it has no {layer} ('visprog sandbox selftest' "
            f"shows what holds); for programs that you trust, VISPROG_SANDBOX='without {layer}'"
        )
    if code == 3:
        return LimitExceeded(f"the program needed more than {limits.memory_bytes >> 20} MiB")
    if code == -signal.SIGSEGV:
        return LimitExceeded("the program nested values or iterators too deeply for Python's stack")
    return WorkerLost(f"the program's process ended by itself (exit code {code})")
