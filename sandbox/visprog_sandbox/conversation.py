"""One child's messages: each is checked before anything is done for it, and every budget counted.

A child may be wholly under the control of a hostile program. So nothing that it sends is believed:
a frame has a size, a shape and a place in the conversation; a handle is a random token that this
run gave out; whatever else arrives ends the run.
"""

from __future__ import annotations

import asyncio
import inspect
import secrets
from collections.abc import Awaitable
from typing import Any

from visprog.attributes import ATTRIBUTES
from visprog.errors import (
    Diagnostic,
    LimitExceeded,
    ProgramError,
    ToolError,
    VisprogError,
    WorkerLost,
)
from visprog.program import (
    Calls,
    Control,
    Finished,
    Limits,
    Program,
    Ref,
    Site,
    StaticCall,
    ToolCall,
    refs_in,
)
from visprog.tool import ToolTable
from visprog_sandbox import wire
from visprog_sandbox.warden import Child

MAX_SOURCES = 10_000
MAX_ARGUMENTS = 1000
MAX_NAME = 100
"""Characters of the name of an argument."""

EVENT = 50
"""Characters that a printed line counts for at least: each is an event of the trace."""


class ProgramCrashed(VisprogError):
    """The program raised an ordinary error and did not catch it."""

    def __init__(self, kind: str, message: str, site: Site) -> None:
        self.type, self.line, self.column = kind, site.line, site.column
        super().__init__(f"line {site.line}: {kind}: {message}" if message else
                         f"line {site.line}: {kind}")  # fmt: skip


class Conversation:
    """One child's frames, in order: what it may say next, and what it has left of each budget."""

    def __init__(
        self, tools: ToolTable, calls: Calls | None, limits: Limits, images: dict[str, Ref]
    ) -> None:
        self.limits = limits
        self._tools, self._calls = tools, calls
        self._handles: dict[str, Ref] = {}
        self._tokens: dict[Ref, str] = {}
        self._errors: list[ToolError] = []
        self._depths: dict[str, int] = {}
        """Of each step: how many others, one after another, come before it."""
        self._bytes = self._called = self._looked = self._printed = 0
        tokens = {ref: self._give(ref) for ref in dict.fromkeys(images.values())}
        self._images = [(name, tokens[ref]) for name, ref in images.items()]

    def image_tokens(self) -> list[tuple[str, str]]:
        return self._images

    def _give(self, ref: Ref) -> str:
        """The token of a value, a new one unless the child has it already."""
        token = self._tokens.get(ref)
        if token is None:
            if len(self._handles) >= self.limits.handles:
                raise LimitExceeded(f"the program held more than {self.limits.handles} values")
            token = self._tokens[ref] = secrets.token_hex(8)
            self._handles[token] = ref
        return token

    async def hold(self, child: Child) -> dict[str, Any]:
        """Answer the child until it says its last word, which is returned."""
        while True:
            size = int.from_bytes(await child.reader.readexactly(wire.HEADER), "big")
            self._bytes += size + wire.HEADER
            if self._bytes > self.limits.bytes_out or size > wire.MAX_FRAME:
                raise LimitExceeded(f"the program sent more than {self.limits.bytes_out} bytes")
            message = wire.parse(await child.reader.readexactly(size))
            reply = self._answer(message)
            if inspect.isawaitable(reply):
                reply = await _while_alive(child, reply)
            if reply is LAST:
                return message
            if reply is not None:
                child.writer.write(self._framed(reply))
                await child.writer.drain()  # a child that does not listen is not answered further

    def _framed(self, reply: dict[str, Any]) -> bytes:
        try:
            return wire.frame(reply)
        except ValueError as error:
            problem = ToolError(f"this value cannot be looked at: {error}")
            return wire.frame(self._error(problem))

    def _answer(self, message: dict[str, Any]) -> Any:
        """The reply, ``None``, or something to await for the reply."""
        op = message.get("op")
        if op in ("rejected", "checked", "done", "raised", "limit"):
            return LAST
        if self._calls is None:
            raise wire.WireError(f"{op} while a program was being checked")
        if op == "print":
            self._print(message)
            return None
        if op == "call":
            try:
                return self._call(message)
            except ToolError as error:
                return self._error(error)
        if op == "look":
            return self._look(message)
        if op == "attr":
            return self._attribute(message)
        raise wire.WireError("an unknown message")

    def _error(self, error: ToolError) -> dict[str, Any]:
        self._errors.append(error)
        return {"error": str(error)[:2000], "number": len(self._errors) - 1}

    def _print(self, message: dict[str, Any]) -> None:
        text = _typed(message, "text", str)
        self._printed += max(len(text) + 1, EVENT)
        if self._printed > self.limits.printed:
            raise LimitExceeded(f"the program printed more than {self.limits.printed} characters")
        assert self._calls is not None
        self._calls.printed(wire.decode(text, self._no_handle), _site(message))

    def _call(self, message: dict[str, Any]) -> dict[str, Any]:
        self._called += 1
        if self._called > self.limits.calls:
            raise LimitExceeded(f"the program made more than {self.limits.calls} tool calls")
        spec = self._tools.get(_typed(message, "tool", str))
        if spec is None:
            raise wire.WireError("a call of an unknown tool")
        known = {param.name for param in spec.params if not param.variadic}
        variadic = any(param.variadic for param in spec.params)
        arguments: dict[str, Any] = {}
        given = _typed(message, "args", dict)
        if len(given) > MAX_ARGUMENTS:
            raise ToolError(f"{spec.name}: more than {MAX_ARGUMENTS} arguments")
        for name, value in given.items():
            if len(name) > MAX_NAME:
                raise ToolError(f"{spec.name}: an argument's name has {len(name)} characters")
            if name not in known and not (variadic and name.isidentifier() and name.isascii()):
                raise wire.WireError("a call with an unknown argument")
            arguments[name] = wire.decode(value, self._resolve)
        if any(param.required and param.name not in arguments for param in spec.params):
            raise wire.WireError("a call without a required argument")
        sources = {
            name: self._step_ids(steps)
            for name, steps in _typed(message, "sources", dict).items()
            if name in arguments
        }
        assert self._calls is not None
        call = ToolCall(spec.name, arguments, _site(message), sources, self._control(message))
        depth = self._depth(call)
        ref = self._calls.call(call)
        self._depths[ref.step] = depth
        return {"h": self._give(ref)}

    def _depth(self, call: ToolCall) -> int:
        before = {ref.step for value in call.arguments.values() for ref in refs_in(value)}
        before.update(*call.sources.values(), *(decision.steps for decision in call.control))
        depth = 1 + max((self._depths.get(step, 0) for step in before), default=0)
        if depth > self.limits.depth:
            raise LimitExceeded(
                f"more than {self.limits.depth} steps wait for one another in a row"
            )
        return depth

    async def _look(self, message: dict[str, Any]) -> dict[str, Any]:
        ref = self._looking(message)
        assert self._calls is not None
        try:
            return {"v": self._seen(await self._calls.look(ref, _site(message)))}
        except ToolError as error:
            return self._error(error)

    async def _attribute(self, message: dict[str, Any]) -> dict[str, Any]:
        ref = self._looking(message)
        name = _typed(message, "name", str)
        if name not in ATTRIBUTES.get(ref.type, {}):  # type: ignore[call-overload]
            raise wire.WireError("an unknown attribute")
        assert self._calls is not None
        try:
            return {"v": self._seen(await self._calls.attribute(ref, name, _site(message)))}
        except ToolError as error:
            return self._error(error)

    def _seen(self, value: Any) -> Any:
        """A value of the engine as a program sees it: handles for what stays in the engine."""

        def reference(item: Any) -> Any:
            if isinstance(item, Ref):
                return {"h": f"{self._give(item)}:{item.type}"}
            for names in (("left", "top", "right", "bottom"), ("x", "y")):
                if all(hasattr(item, name) for name in names):
                    return {"t": [float(getattr(item, name)) for name in names]}
            return None

        try:
            return wire.encode(value, reference)
        except (TypeError, ValueError) as error:
            raise ToolError(f"this value cannot be looked at: {error}") from None

    def _looking(self, message: dict[str, Any]) -> Ref:
        self._looked += 1
        if self._looked > self.limits.looks:
            raise LimitExceeded(f"the program looked at more than {self.limits.looks} values")
        return self._resolve(_typed(message, "h", str))

    def _resolve(self, token: str) -> Ref:
        ref = self._handles.get(token)
        if ref is None:
            raise wire.WireError("a handle that this run never gave out")
        return ref

    @staticmethod
    def _no_handle(token: str) -> Any:
        raise wire.WireError("a handle where there can be none")

    def _step_ids(self, tokens: Any) -> tuple[str, ...]:
        if type(tokens) is not list or len(tokens) > MAX_SOURCES:
            raise wire.WireError("steps are a list")
        if not all(type(token) is str and token in self._handles for token in tokens):
            raise wire.WireError("a step that this run never made")
        return tuple(dict.fromkeys(self._handles[token].step for token in tokens))

    def _control(self, message: dict[str, Any]) -> tuple[Control, ...]:
        rows = _typed(message, "control", list)
        if len(rows) > MAX_SOURCES:
            raise wire.WireError("too many decisions")
        decisions = []
        for row in rows:
            if type(row) is not list or len(row) != 3 or type(row[2]) is not str:
                raise wire.WireError("a decision has steps, a place and an outcome")
            taken = wire.decode(row[2][:200], self._no_handle)
            decisions.append(Control(self._step_ids(row[0]), _site({"site": row[1]}), taken))
        return tuple(decisions)

    # Last words

    def program(self, text: str, message: dict[str, Any]) -> Program:
        if message["op"] == "rejected":
            raise self._rejection(message)
        if message["op"] != "checked" or message.get("dialect") not in ("visprog", "vipergpt"):
            raise WorkerLost("the program's process broke the protocol after the check")
        calls = tuple(_static(row) for row in _typed(message, "calls", list))
        return Program(text, message["dialect"], calls, tuple(self._findings(message, "advice")))

    @staticmethod
    def _findings(message: dict[str, Any], field: str) -> list[Diagnostic]:
        findings = []
        for row in _typed(message, field, list):
            kinds = (int, int, str, str, str)
            if type(row) is not list or tuple(map(type, row)) != kinds:
                raise wire.WireError("a finding has a place, a code, a message and a hint")
            findings.append(Diagnostic(*row))
        return findings

    @classmethod
    def _rejection(cls, message: dict[str, Any]) -> ProgramError:
        findings = cls._findings(message, "findings")
        if not findings:
            raise wire.WireError("a rejection has findings")
        return ProgramError(findings)

    def finish(self, message: dict[str, Any]) -> Finished:
        op, site = message["op"], message.get("site")
        if op == "rejected":
            raise self._rejection(message)
        if op == "limit":
            if message.get("what") == "recursion":
                raise LimitExceeded(
                    f"line {_site(message).line}: the program calls itself too deeply"
                )
            if message.get("what") == "size":
                text = _typed(message, "message", str)[:200]
                raise LimitExceeded(f"line {_site(message).line}: {text}")
            raise LimitExceeded(
                f"the program needed more than {self.limits.memory_bytes >> 20} MiB"
            )
        if op == "raised":
            number = message.get("number")
            if type(number) is int and 0 <= number < len(self._errors):
                raise self._errors[number]
            kind, text = _typed(message, "type", str), _typed(message, "message", str)
            if kind == "ToolError":
                raise ToolError(text[:2000])
            raise ProgramCrashed(kind[:100], text[:2000], _site(message))
        if op != "done":
            raise WorkerLost(f"the program's process ended with {op!r} at {site!r}")
        value = wire.decode(message.get("value"), self._resolve)
        sources = self._step_ids(message.get("sources"))
        return Finished(value, sources, self._control(message))


LAST: dict[str, Any] = {}
"""Stands for the reply to a child's last message."""


async def _while_alive(child: Child, answer: Awaitable[Any]) -> Any:
    """Wait for a tool, but not for one whose value nobody is left to receive."""
    answering = asyncio.ensure_future(answer)
    try:
        await asyncio.wait({answering, child.ended}, return_when=asyncio.FIRST_COMPLETED)
        if answering.done():
            return answering.result()
    finally:
        answering.cancel()
    raise asyncio.IncompleteReadError(b"", None)


def _typed(message: dict[str, Any], key: str, kind: type) -> Any:
    value = message.get(key)
    if type(value) is not kind:
        raise wire.WireError(f"{key} is a {kind.__name__}")
    return value


def _static(row: Any) -> StaticCall:
    """A tool call as the checker saw it in the text."""
    if type(row) is not dict or type(row.get("target")) not in (str, type(None)):
        raise wire.WireError("a static call has a tool, a place and uses")
    uses = []
    for pair in _typed(row, "uses", list):
        if type(pair) is not list or len(pair) != 2 or type(pair[1]) is not list:
            raise wire.WireError("uses are pairs of an argument and names")
        if not all(type(name) is str for name in (pair[0], *pair[1])):
            raise wire.WireError("a use is a name")
        uses.append((pair[0], tuple(pair[1])))
    site = _site({"site": [row.get("line"), row.get("column")]})
    return StaticCall(_typed(row, "tool", str), site, row.get("target"), tuple(uses))


def _site(message: dict[str, Any]) -> Site:
    site = message.get("site")
    if (
        type(site) is not list
        or len(site) != 2
        or not all(type(part) is int and 0 <= part < 2**31 for part in site)
    ):
        raise wire.WireError("a site is a line and a column")
    return Site(*site)
