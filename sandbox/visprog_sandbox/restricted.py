"""The interpreter of programs: CPython itself, over an allow-list of syntax and guarded operations.

A program is checked (:mod:`visprog_sandbox.check`), compiled with RestrictedPython's rules and with
hooks that follow what each value depends on, and executed in a namespace that holds plain values,
opaque handles and the tools.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from visprog_sandbox import wire
from visprog_sandbox.bounds import TooLarge, printable
from visprog_sandbox.check import Checked, check
from visprog_sandbox.decisions import PROGRAM, Place, Steps, position, summary
from visprog_sandbox.findings import Rejected
from visprog_sandbox.frames import Arguments
from visprog_sandbox.functions import Functions, module
from visprog_sandbox.guards import Guards, mutates
from visprog_sandbox.handle import Handle
from visprog_sandbox.ledger import Ledger
from visprog_sandbox.link import Link
from visprog_sandbox.names import ENTRY, PATCH, Surface, Tool

RECURSION = 2400
"""Python frames; a program's own function takes two of them."""


class Restricted:
    """The default :class:`~visprog_sandbox.interpreter.Interpreter`."""

    def __init__(self, surface: Surface) -> None:
        self._surface = surface
        sys.setrecursionlimit(RECURSION)
        # Whatever is made at first use is made here, once, and not in every child again.
        check("X = 1", (), surface)

    def check(self, text: str, images: Sequence[str]) -> dict[str, Any]:
        try:
            program = check(text, images, self._surface)
        except Rejected as rejected:
            return _rejection(rejected)
        return {
            "op": "checked",
            "dialect": program.dialect,
            "calls": program.calls,
            "advice": [[f.line, f.column, f.code, f.message, f.hint] for f in program.advice],
        }

    def run(self, text: str, images: Sequence[tuple[str, str]], link: Link) -> dict[str, Any]:
        try:
            program = check(text, [name for name, _ in images], self._surface)
        except Rejected as rejected:
            return _rejection(rejected)
        try:
            return Run(link, self._surface, program).execute(list(images))
        except TooLarge as error:
            place = crash_place(error)
            return {"op": "limit", "what": "size", "message": str(error), "site": place}
        except (MemoryError, RecursionError) as error:
            what = "memory" if isinstance(error, MemoryError) else "recursion"
            return {"op": "limit", "what": what, "site": crash_place(error)}
        except Exception as error:
            return {
                "op": "raised",
                "type": type(error).__name__,
                "message": describe(error),
                "number": error.number if isinstance(error, ToolError) else -1,
                "site": crash_place(error),
            }


def _rejection(rejected: Rejected) -> dict[str, Any]:
    rows = [[f.line, f.column, f.code, f.message, f.hint] for f in rejected.findings]
    return {"op": "rejected", "findings": rows}


class ToolError(Exception):
    """A tool could not do what a call asked. ``number`` is the host's name for the error."""

    def __init__(self, message: object = "", number: int = -1) -> None:
        super().__init__(message)
        self.number = number


class Callee:
    """A tool as a program holds it; ``receiver`` is the patch of a ViperGPT method."""

    __slots__ = ("_run", "receiver", "tool")

    def __init__(self, run: Run, tool: Tool, receiver: Handle | None = None) -> None:
        self._run, self.tool, self.receiver = run, tool, receiver

    def __call__(self, *values: Any, **named: Any) -> Handle:
        """From inside a built-in (``map(VQA, ...)``): all arguments depend on all that it does."""
        ambient = frozenset(self._run.ledger.frames[-1])
        known = Arguments([ambient] * len(values), named=dict.fromkeys(named, ambient))
        return self.start(list(values), named, known)

    def start(self, values: list[Any], named: dict[str, Any], known: Arguments) -> Handle:
        return self._run.call(self, values, named, known)


class Patch:
    """``ImagePatch``: the patch of a picture is the same handle, or a crop of it."""

    __slots__ = ("_run",)

    def __init__(self, run: Run) -> None:
        self._run = run

    def __call__(self, *values: Any, **named: Any) -> Any:
        return self.start(list(values), named, Arguments([frozenset()] * len(values)))

    def start(self, values: list[Any], named: dict[str, Any], known: Arguments) -> Any:
        if "image" in named:
            values.insert(0, named.pop("image"))
            known.positional.insert(0, known.named.pop("image", frozenset()))
        if not values or type(values[0]) is not Handle:
            raise TypeError(f"{PATCH} needs an image")
        steps = known.positional[0] if known.positional else frozenset()
        if len(values) == 1 and not named:
            self._run.ledger.frames[-1] |= steps | known.function
            return values[0]
        crop = Callee(self._run, self._run.crop(), values[0])
        rest = Arguments(known.positional[1:], known.spread, known.named, known.other, steps)
        return crop.start(values[1:], named, rest)


class Run:
    """A program's execution: its namespace, and its conversation with the host."""

    def __init__(self, link: Link, surface: Surface, program: Checked) -> None:
        self._link, self._surface, self._program = link, surface, program
        self.ledger = Ledger(program.forks, program.signatures)
        self.ledger.tool_types = (Callee, Patch)
        self.ledger.mutates = mutates
        self._guards = Guards(self.ledger, self._attribute)
        self._result: tuple[Any, list[str], list[Any]] | None = None

    # What handles ask for

    def looked(self, step: str) -> None:
        self.ledger.look(step)

    def soiled(self, container: Any) -> None:
        self.ledger.touch(container)

    def fetch(self, handle: Handle) -> Any:
        reply = self._link.ask({"op": "look", "h": handle.token, "site": self.ledger.place()})
        self._fail(reply)
        return self._decode(reply["v"], handle)

    def _decode(self, value: Any, owner: Handle) -> Any:
        """A value that was looked at; what it holds handles of came from the same step."""

        def resolve(token: str) -> Handle:
            name, _, kind = token.partition(":")
            return Handle(self, name, kind, owner.step)

        return wire.decode(value, resolve)

    @staticmethod
    def _fail(reply: dict[str, Any]) -> None:
        if "error" in reply:
            raise ToolError(reply["error"], reply["number"])

    def _attribute(self, handle: Handle, name: str) -> Any:
        tool = self._surface.methods.get(name) if handle.type == "image" else None
        if tool is not None:
            return Callee(self, tool, handle)
        if name not in self._surface.attributes.get(handle.type, ()):
            noun = PATCH if handle.type == "image" else handle.type
            raise AttributeError(f"{noun!r} object has no attribute {name!r}")
        self.ledger.look(handle.step)
        if name not in handle.attributes:
            message = {"op": "attr", "h": handle.token, "name": name, "site": self.ledger.place()}
            reply = self._link.ask(message)
            self._fail(reply)
            handle.attributes[name] = self._decode(reply["v"], handle)
        return handle.attributes[name]

    def printed(self, text: str) -> None:
        text = text.encode("utf-8", "replace").decode("utf-8")
        self._link.send({"op": "print", "text": text, "site": self.ledger.place()})

    # Tool calls

    def crop(self) -> Tool:
        try:
            return self._surface.methods["crop"]
        except KeyError:
            raise TypeError(f"{PATCH} takes an image only") from None

    def call(
        self, callee: Callee, values: list[Any], named: dict[str, Any], known: Arguments
    ) -> Handle:
        tool = callee.tool
        positional = list(known.positional)
        if callee.receiver is not None:
            values = [callee.receiver, *values]
            positional = [known.function, *positional]
        extra = known.spread | known.other
        arguments: dict[str, Any] = {}
        sources: dict[str, list[str]] = {}
        bound = tool.bind(len(values), named)
        for name, place in bound.items():
            if isinstance(place, int):
                value, steps = values[place], positional[place] | known.spread
            else:
                value, steps = named[place], known.named.get(place, frozenset()) | known.other
            arguments[name], inside = self._encode(value)
            if callee.receiver is None:
                steps |= known.function
            self._add(sources, name, steps, inside)
        if extra and len(bound) < len(tool.parameters):
            for name in bound:
                sources[name] = sorted({*sources.get(name, ()), *extra})
        reply = self._link.ask(
            {
                "op": "call",
                "tool": tool.name,
                "args": arguments,
                "sources": sources,
                "control": self.ledger.control(),
                "site": self.ledger.place(),
            }
        )
        self._fail(reply)
        handle = Handle(self, reply["h"], tool.returns, reply["h"])
        if tool.name == "RESULT":
            self._result = (self._encode(handle)[0], [], self.ledger.control())
        return handle

    @staticmethod
    def _add(
        sources: dict[str, list[str]], name: str, steps: Steps, inside: tuple[set[str], set[str]]
    ) -> None:
        held, references = inside
        further = (set(steps) | held) - references
        if further:
            sources[name] = sorted(further)

    def _encode(self, value: Any) -> tuple[Any, tuple[set[str], set[str]]]:
        """The value as it travels, the steps inside its containers, and those it refers to."""
        held = set(self.ledger.held(value))
        references: set[str] = set()

        def reference(item: Any) -> Any:
            if type(item) is not Handle:
                return None
            references.add(item.step)
            changed = item.changed()
            held.update(self.ledger.held(item.seen()))
            if changed is None:
                return item.token
            return wire.encode(changed, reference)

        return wire.encode(value, reference), (held, references)

    # From start to end

    def namespace(self, images: list[tuple[str, str]]) -> dict[str, Any]:
        builtins: dict[str, Any] = {"slice": slice, "ToolError": ToolError, "_import_": imported}
        functions = Functions(self._guards.getiter, self._truth, self._is_patch, self.printed)
        builtins.update(functions.names())
        builtins.update(self._guards.names())
        for name, tool in self._surface.functions(self._program.dialect).items():
            builtins[name] = Callee(self, tool)
        builtins.update(self.ledger.hooks())
        if self._program.dialect == "vipergpt":
            builtins[PATCH] = Patch(self)
        else:
            builtins.update({name: Handle(self, t, "image", t) for name, t in images})
        return {"__builtins__": builtins, "_s0_": self.ledger.current}

    @staticmethod
    def _is_patch(kind: Any) -> bool:
        return type(kind) is Patch

    def _truth(self, value: Any) -> bool:
        """For ``any`` and ``all``: what they saw decides whether the next item is computed."""
        taken = bool(value)
        self.ledger.hinge(taken)
        return taken

    def execute(self, images: list[tuple[str, str]]) -> dict[str, Any]:
        names = self.namespace(images)
        self.ledger.program = names
        exec(self._program.code, names)
        if self._program.dialect == "vipergpt":
            function = names[ENTRY]
            count = function.__code__.co_argcount
            pictures = dict.fromkeys(token for _, token in images)  # one may have several names
            handles = [Handle(self, token, "image", token) for token in pictures][:count]
            value = function(*handles)
            data, decisions = self.ledger.returned
            encoded, (held, references) = self._encode(value)
            sources = sorted((set(data) | held) - references)
            return self._done(encoded, sources, summary(decisions))
        if self._result is not None:
            return self._done(*self._result)
        name = next((n for n in reversed(self._program.variables) if n in names), None)
        value = names[name] if name else None
        encoded, (held, references) = self._encode(value)
        steps = self.ledger.current.get(name, frozenset()) if name else frozenset()
        sources = sorted((set(steps) | held) - references)
        return self._done(encoded, sources, self.ledger.control())

    @staticmethod
    def _done(value: Any, sources: list[str], control: list[Any]) -> dict[str, Any]:
        return {"op": "done", "value": value, "sources": sources, "control": control}


def imported(name: str, member: str | None = None) -> Any:
    namespace = module(name)
    return namespace if member is None else namespace.contents.get(member)


def crash_place(error: BaseException) -> Place:
    """Where in the program an error left it."""
    place: Place = (1, 0)
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == PROGRAM:
            place = position(trace.tb_frame.f_code, trace.tb_lasti, trace.tb_lineno)
        trace = trace.tb_next
    return place


def describe(error: BaseException) -> str:
    """The error's message, bounded, whatever the program put into it."""
    try:
        text = printable(error.args[0]) if len(error.args) == 1 else printable(error)
    except Exception:
        text = ""
    return text.encode("utf-8", "replace").decode("utf-8")[:500]
