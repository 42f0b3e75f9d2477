"""A recorded run as a replay needs it: its values alive, its steps by what they were asked."""

from __future__ import annotations

import contextlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, NamedTuple
from weakref import WeakKeyDictionary

from visprog import picture
from visprog.answer import Answer
from visprog.encoding import encode
from visprog.engine.binding import bind
from visprog.engine.jobs import Outcome
from visprog.engine.kinds import item_at
from visprog.errors import ToolError, UsageError
from visprog.graph import StepGraph
from visprog.program import Program, Ref
from visprog.session import Session
from visprog.tool import ToolSpec, ToolTable
from visprog.trace import Run, Step, read
from visprog.trace.held import held
from visprog.types import Image, digest

TRANSIENT = frozenset({"Unavailable", "WorkerLost", "LimitExceeded", "RunFailure"})
"""Errors of a run that say nothing about the step at which they struck."""


class Position(NamedTuple):
    """Which call of a program a step was: the ``nth`` (from 0) at a place in its text."""

    tool: str
    line: int
    column: int
    nth: int


def fingerprint(values: Any) -> str:
    """A hash of everything that a tool can see of its arguments: of a picture also where it was
    cut from, of regions also the picture that they were found in."""
    body = encode(values, lambda name, make: None)
    return digest(json.dumps(body, sort_keys=True, separators=(",", ":")))


class Recording:
    """A run, from disk or alive, that can be replayed any number of times; values are read once.

    Raises :class:`UsageError` for a run that has no program, and, where it is needed, for a value
    that its trace lacks.
    """

    def __init__(self, run: Run) -> None:
        if run.program is None or not run.dialect:
            raise UsageError(
                f"run {run.id or '?'} has no accepted program to replay: ask its question again"
            )
        self.run = run
        self.program: str = run.program
        self.seed = int(run.settings.get("seed", 0))
        self.empty: Literal["error", "whole-image"] = run.settings.get("empty", "error")
        self._values: dict[str, Any] = {}
        self._checked: WeakKeyDictionary[Session, dict[str, Program]] = WeakKeyDictionary()
        self._said: dict[str, dict[tuple[str, str, str], Outcome]] = {}
        self._arguments: dict[str, Mapping[str, Any] | None] = {}

    @classmethod
    def of(cls, source: Recording | Run | Answer | Path | str) -> Recording:
        """From an answer, a run, or the folder of a trace."""
        if isinstance(source, Recording):
            return source
        if isinstance(source, Answer):
            return cls(source.run)
        return cls(source if isinstance(source, Run) else read(Path(source)))

    @property
    def id(self) -> str:
        return self.run.id

    @property
    def steps(self) -> list[Step]:
        return self.run.steps

    @cached_property
    def graph(self) -> StepGraph:
        return self.run.graph()

    @cached_property
    def images(self) -> dict[str, Image]:
        """Every name that the program finds a picture by."""
        found = {}
        for name, image in self.run.images:
            try:
                found[name] = image.load()
            except (KeyError, ValueError) as error:
                raise self._lacks(error) from None
        if self.run.names:
            return {name: found[first] for name, first in self.run.names.items()}
        if tuple(found) in (("IMAGE",), ("LEFT", "RIGHT")) or all(
            name == f"IMAGE{number}" for number, name in enumerate(found, 1)
        ):
            return picture.named(list(found.values()))
        return picture.named(found)

    def value(self, step: str) -> Any:
        """What a step, or an input, came to."""
        if step not in self._values:
            if step in self.images:
                self._values[step] = self.images[step]
            else:
                try:
                    self._values[step] = self.run.step(step).load()
                except (KeyError, ValueError) as error:
                    raise self._lacks(error) from None
        return self._values[step]

    @cached_property
    def answer(self) -> Any:
        try:
            return self.run.answer
        except (KeyError, ValueError) as error:
            raise self._lacks(error) from None

    def arguments(self, step: str, tools: ToolTable) -> Mapping[str, Any] | None:
        """What the step's tool was called with; ``None`` when it never was, or is not there."""
        if step not in self._arguments:
            self._arguments[step] = self._bound(self.run.step(step), tools)
        return self._arguments[step]

    def said(self, step: str) -> dict[tuple[str, str, str], Outcome]:
        """What models said for a step: by role, operation and :func:`fingerprint` of the item.

        Only what is on record whole: an embedding is not.
        """
        if step not in self._said:
            found: dict[tuple[str, str, str], Outcome] = {}
            for call in self.run.step(step).model_calls:
                if call.error is not None:
                    continue
                with contextlib.suppress(KeyError, TypeError, ValueError):  # not kept whole
                    item, result = held(call.item).load(), held(call.result).load()
                    fingerprint(result)
                    key = (call.role, call.operation, fingerprint(item))
                    found[key] = Outcome(result, cached=True, key=call.key)
            self._said[step] = found
        return self._said[step]

    def cone(self, changed: Iterable[str]) -> list[str]:
        """The steps that ``changed`` could change, with them, in the order of the run."""
        found = set(changed)
        for step in list(found):
            found |= self.graph.cone(step)
        return [step.id for step in self.steps if step.id in found]

    def find(self, name: str, targets: Mapping[tuple[int, int], str] | None = None) -> str:
        """A step by its id, by the variable that its call defines (``targets``: by line and column)
        or by its tool, when that is one step. Raises :class:`UsageError`."""
        ids = [step.id for step in self.steps]
        if name in ids:
            return name
        named = [s.id for s in self.steps if (targets or {}).get((s.line, s.column)) == name]
        named = named or [s.id for s in self.steps if s.tool.lower() == name.lower()]
        if len(named) == 1:
            return named[0]
        if named:
            raise UsageError(f"{name} is {len(named)} steps: {', '.join(named)}; say which")
        raise UsageError(f"run {self.id} has no step {name}; it has {', '.join(ids) or 'none'}")

    def checked(self, session: Session, program: str | None = None) -> Program:
        """The program, or another for the same pictures, checked. Raises ``ProgramError``."""
        text = self.program if program is None else program
        known = self._checked.setdefault(session, {})
        if text not in known:
            known[text] = session.check(text, list(self.images))
        return known[text]

    @cached_property
    def positions(self) -> dict[Position, Step]:
        seen: Counter[tuple[str, int, int]] = Counter()
        found = {}
        for step in self.steps:
            place = (step.tool, step.line, step.column)
            found[Position(*place, seen[place])] = step
            seen[place] += 1
        return found

    def index(self, tools: ToolTable) -> dict[tuple[str, str], list[Step]]:
        """The finished steps by tool and :func:`fingerprint` of their arguments."""
        if self._indexed is None or self._indexed[0] is not tools:
            found: dict[tuple[str, str], list[Step]] = {}
            for step in self.steps:
                if self._settled(step):
                    arguments = self.arguments(step.id, tools)
                    if arguments is not None:
                        key = (step.tool, fingerprint(dict(arguments)))
                        found.setdefault(key, []).append(step)
            self._indexed = (tools, found)
        return self._indexed[1]

    _indexed: tuple[ToolTable, dict[tuple[str, str], list[Step]]] | None = None

    def _settled(self, step: Step) -> bool:
        """Whether what the step came to would come again."""
        if step.status == "ok":
            return True
        error = self.run.error or {}
        struck = error.get("type") in TRANSIENT and error.get("message") == step.error
        return step.status == "error" and not struck and not self.run_was_cut

    @property
    def run_was_cut(self) -> bool:
        """The run did not end by itself."""
        return self.run.status in ("unfinished", "killed", "running")

    def _bound(self, step: Step, tools: ToolTable) -> Mapping[str, Any] | None:
        spec = tools.get(step.tool)
        if spec is None:
            return None
        try:
            given = step.arguments.load()
        except (KeyError, ValueError) as error:
            raise self._lacks(error) from None
        try:
            return self._filled(spec, given)
        except (ToolError, LookupError):  # the call was refused, or an input failed
            return None

    def _filled(self, spec: ToolSpec, given: Mapping[str, Any]) -> Mapping[str, Any]:
        def parent(ref: Ref) -> Any:
            if ref.step not in self.images and self.run.step(ref.step).status != "ok":
                raise LookupError(ref.step)
            value = self.value(ref.step)
            for index in ref.path[:-1]:
                value = item_at(value, index)
            return value

        def read(ref: Ref) -> Any:
            return item_at(parent(ref), ref.path[-1]) if ref.path else parent(ref)

        return bind(spec, given).values(read, parent)

    def _lacks(self, error: Exception) -> UsageError:
        return UsageError(f"run {self.id} cannot be replayed: {error.args[0]}")
