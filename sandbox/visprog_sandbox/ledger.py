"""What a value depends on, kept while the program runs.

The flow transformer (:mod:`visprog_sandbox.flow`) puts calls to the hooks of a :class:`Ledger` into
the program. Together they answer, at every tool call: which steps' values were looked at to compute
this argument, and which decisions had to go the way they went for this call to be made at all.

* :class:`~visprog_sandbox.frames.Frames` know what expressions and variables depend on.
* An :class:`~visprog_sandbox.decisions.Activation` is one execution of a function body.
* The :class:`~visprog_sandbox.heap.Heap` knows the steps that went into containers by mutation.
* A :class:`~visprog_sandbox.decisions.Decision` is a condition, a loop or an error that steers what
  happens next. It leaves when its statement ends, unless the statement can leave early (``return``,
  ``break``): then all that follows hangs on it too.

Where it cannot know, it includes a dependency rather than losing one.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from types import FunctionType
from typing import Any

from visprog_sandbox.bounds import text_of
from visprog_sandbox.decisions import (
    NOTHING,
    PROGRAM,
    Activation,
    Decision,
    Fork,
    Place,
    Steps,
    position,
    summary,
    union,
)
from visprog_sandbox.frames import Arguments, Frames, Pair, Target, Watch
from visprog_sandbox.heap import MUTABLE, containers
from visprog_sandbox.hooks import HOOKS

CHOSEN, HINGE = -1, -2
"""Nodes of decisions that are no statement: which function was called, what ``any`` saw."""
UNCATCHABLE = (MemoryError, RecursionError)
PLAIN: tuple[Any, ...] = (
    [], (), "", set(), range(0), range(2**70), {}, {}.values(), {}.items(),
)  # fmt: skip
SILENT = tuple([type(iter(values)) for values in PLAIN])
"""Iterators that look at nothing while they move on."""


class Ledger(Frames):
    """The hooks, and the state behind them. One per run."""

    def __init__(self, forks: Sequence[Fork], signatures: Sequence[Sequence[str]]) -> None:
        super().__init__()
        self._forks = forks
        self._signatures = signatures
        self._pending: Arguments | None = None
        self.returned: tuple[Steps, list[Decision]] = (NOTHING, [])
        self.program: dict[str, Any] = {}
        self.tool_types: tuple[type, ...] = ()
        self.mutates: Callable[[Any], Any] = lambda function: None

    def hooks(self) -> dict[str, Any]:
        """What the instrumented program calls, by the names that it calls them."""
        names = {name: getattr(self, method) for name, method in HOOKS.items()}
        return names | {"_begin_": partial(self.frames.append, NOTHING), "_none_": NOTHING}

    # Decisions

    def _find(self, owner: Activation, node: int) -> Decision | None:
        for decision in reversed(self.decisions):
            if decision.node == node and decision.owner is owner:
                return decision
        return None

    def _decision(self, owner: Activation, node: int) -> Decision:
        decision = self._find(owner, node)
        if decision is None:
            fork = self._forks[node]
            decision = Decision(owner, node, fork.site, NOTHING, "", fork.exits)
            self.decisions.append(decision)
        return decision

    def decide(self, owner: Activation, node: int, begun: None, value: Any) -> bool:
        taken = bool(value)
        steps = self._take()
        if steps:
            self.frames[-1] |= steps
        decision = self._decision(owner, node)
        decision.steps |= steps
        decision.taken = "True" if taken else "False"
        return taken

    def operand(self, owner: Activation, node: int, begun: None, value: Any) -> Any:
        """An operand of ``and`` / ``or``: it decides whether the next one is evaluated."""
        self.decide(owner, node, begun, value)
        return value

    def hinge(self, taken: bool) -> None:
        """``any`` or ``all`` saw an item; whether it asks for the next one hangs on all it saw."""
        steps = self.frames[-1]
        if not steps:
            return
        decision = self._find(self.current, HINGE)
        if decision is None:
            decision = Decision(self.current, HINGE, self.place(), NOTHING, "", "")
            self.decisions.append(decision)
        decision.steps |= steps
        decision.taken = str(taken)

    def mark(self) -> int:
        return len(self.decisions)

    def end(self, mark: int, value: Any) -> Any:
        del self.decisions[mark:]
        return value

    def each(
        self, owner: Activation, node: int, targets: Sequence[Target], begun: None, values: Any
    ) -> Iterator[Any]:
        return self._each(owner, node, targets, self._take(), values)

    def _each(
        self, owner: Activation, node: int, targets: Sequence[Target], steps: Steps, values: Any
    ) -> Iterator[Any]:
        self.begin()
        iterator = iter(values)
        steps |= self._take()
        silent = type(iterator) in SILENT
        decisions = self.decisions
        decision: Decision | None = None
        at = index = 0
        while True:
            if not silent:
                self.begin()
            try:
                item = next(iterator)
            except StopIteration:
                if not silent:
                    steps |= self._take()
                decision = self._decision(owner, node)
                decision.steps |= steps
                decision.taken = f"end after {index}"
                return
            if not silent:
                steps |= self._take()
            # A generator is asked for its items at different points of the program.
            if decision is None or at >= len(decisions) or decisions[at] is not decision:
                decision = self._decision(owner, node)
                at = decisions.index(decision)
            if steps is not decision.steps:
                decision.steps |= steps
            decision.taken = index
            index += 1
            self._assign(targets, steps)
            yield item

    def join(
        self,
        owner: Activation,
        node: int,
        targets: Sequence[Target],
        changed: Sequence[Callable[[], Any]],
    ) -> None:
        """A statement that decided is over: what it may have changed depends on the decision."""
        fork = self._forks[node]
        decisions = self.decisions
        for index in range(len(decisions) - 1, -1, -1):
            decision = decisions[index]
            if decision.node == node and decision.owner is owner:
                break
        else:
            return
        steps = decision.steps
        if fork.loop:
            later = decisions[index + 1 :]
            kept = [decision] if fork.exits else []
            kept += [inner for inner in later if inner.exits == "function"]
            steps |= union(later)
            decisions[index:] = kept
        elif not fork.exits:
            del decisions[index:]
        if not steps:
            return
        for home, name in targets:
            home[name] = home.get(name, NOTHING) | steps
        for container in changed:
            try:
                value = container()
            except NameError:
                continue
            for part in containers(value):
                self._heap.add(part, steps)

    # Functions

    def enter(self, function: int) -> Activation:
        """A program's function begins: its parameters depend on what its arguments do."""
        arguments, self._pending = self._pending, None
        activation = Activation(self.current, len(self.frames), len(self.decisions))
        names = self._signatures[function]
        if arguments is None:
            # Called from inside a built-in (a sort key): on whatever that call depends on.
            activation.update(dict.fromkeys(names, self.frames[-1]))
        else:
            self._bind(activation, names, arguments)
        self.frames.append(NOTHING)
        self.current = activation
        return activation

    @staticmethod
    def _bind(activation: Activation, names: Sequence[str], arguments: Arguments) -> None:
        rest = arguments.other | arguments.spread
        for index, name in enumerate(names):
            if name.startswith("*"):
                every = rest.union(*arguments.positional, *arguments.named.values())
                activation[name.lstrip("*")] = every
            elif name in arguments.named:
                activation[name] = arguments.named[name]
            elif index < len(arguments.positional):
                activation[name] = arguments.positional[index] | arguments.spread
            else:
                activation[name] = rest | arguments.function

    def return_(self, activation: Activation, begun: None, value: Any) -> Any:
        steps = self._take() | self._heap.held(value)
        own = self.decisions[activation.depth :]
        self.returned = (steps, own)
        del self.frames[activation.base :], self.decisions[activation.depth :]
        self.current = activation.caller or self.current
        self.frames[-1] |= steps | union(own)
        return value

    def call(
        self, callee: Pair, positional: Sequence[Any], named: Sequence[tuple[str | None, Pair]]
    ) -> Any:
        """Call something with arguments whose dependencies are known one by one.

        A starred argument comes as ``(steps, values, None)``, a double-starred one under ``None``.
        """
        chosen, function = callee
        ours = type(function) is FunctionType and function.__globals__ is self.program
        if not named and not ours and type(function) not in self.tool_types:
            plain = [item[1] for item in positional if len(item) == 2]
            if len(plain) == len(positional):
                for item in positional:
                    if item[0]:
                        chosen |= item[0]
                return self._call_builtin(function, plain, {}, chosen)
        values: list[Any] = []
        keywords: dict[str, Any] = {}
        arguments = Arguments(function=chosen)
        for item in positional:
            steps = item[0]
            if len(item) == 3:
                many = list(item[1])
                values += many
                arguments.spread |= steps
                arguments.positional += [steps] * len(many)
            else:
                values.append(item[1])
                arguments.positional.append(steps)
        for name, (steps, value) in named:
            if name is None:
                arguments.other |= steps
            for key, part in value.items() if name is None else [(name, value)]:
                if key in keywords:
                    raise TypeError(f"got multiple values for keyword argument {key!r}")
                keywords[key] = part
                arguments.named[key] = steps
        if ours:
            return self._call_program(function, values, keywords, arguments)
        if type(function) in self.tool_types:
            return function.start(values, keywords, arguments)
        return self._call_builtin(function, values, keywords, arguments.all())

    def _call_program(
        self, function: Any, values: list[Any], keywords: dict[str, Any], arguments: Arguments
    ) -> Any:
        mark = len(self.decisions)
        chosen = arguments.function
        if chosen:
            place = self.place()
            self.decisions.append(Decision(self.current, CHOSEN, place, chosen, "call", ""))
        self._pending = arguments
        try:
            result = function(*values, **keywords)
        finally:
            self._pending = None
        del self.decisions[mark:]
        self.frames[-1] |= chosen
        return result

    def _call_builtin(
        self, function: Any, values: list[Any], keywords: dict[str, Any], steps: Steps
    ) -> Any:
        mark = len(self.decisions)
        if self._heap:
            for value in (*values, *keywords.values()):
                steps |= self._heap.held(value)
        self.frames.append(steps)
        changed = self.mutates(function)
        if function is str and len(values) == 1 and not keywords:
            result: Any = text_of(values[0])
        else:
            result = function(*values, **keywords)
        steps = self._take()
        del self.decisions[mark:]
        if steps:
            self.frames[-1] |= steps
        if changed is not None:
            self._heap.add(changed, steps | self.pressure())
        elif type(result) in MUTABLE:
            self.touch(result)
        return result

    # Errors

    def try_(self, owner: Activation, node: int) -> None:
        self._watches.append(Watch(owner, node, len(self.decisions), NOTHING))

    def _watch(self, owner: Activation, node: int) -> Watch | None:
        for index in range(len(self._watches) - 1, -1, -1):
            watch = self._watches[index]
            if watch.owner is owner and watch.node == node:
                del self._watches[index + 1 :]
                return watch
        return None

    def caught(self, owner: Activation, node: int, target: Target | None) -> None:
        """A handler begins: restore its function's state; all before it in the body decided."""
        error = sys.exc_info()[1]
        if isinstance(error, UNCATCHABLE) or not isinstance(error, Exception):
            raise error or RuntimeError
        steps = NOTHING.union(*self.frames[owner.base :])
        watch = self._watch(owner, node)
        if watch is not None:
            steps |= watch.steps | union(self.decisions[watch.depth :])
            del self.decisions[watch.depth :]
        del self.frames[owner.base :]
        self.frames.append(steps)
        self.current = owner
        decision = self._decision(owner, node)
        decision.steps |= steps
        decision.taken = f"error {type(error).__name__}"
        if target is not None:
            self._assign([target], steps)

    def finally_(self, owner: Activation) -> None:
        """A ``finally`` block begins, perhaps while an error passes through."""
        steps = NOTHING.union(*self.frames[owner.base :])
        del self.frames[owner.base :]
        self.frames.append(steps)
        self.current = owner

    def tried(
        self,
        owner: Activation,
        node: int,
        targets: Sequence[Target],
        changed: Sequence[Callable[[], Any]],
    ) -> None:
        """A ``try`` statement is over, with or without an error."""
        watch = self._watch(owner, node)
        if watch is None:
            return
        self._watches.remove(watch)
        decision = self._decision(owner, node)
        decision.steps |= watch.steps
        decision.taken = decision.taken or "no error"
        self.join(owner, node, targets, changed)

    # For the handles

    def control(self) -> list[tuple[list[str], Place, str]]:
        """The decisions that a call made now hangs on, without those that looked at nothing."""
        return summary(self.decisions)

    def place(self) -> Place:
        """Where in the program's text we are."""
        frame = sys._getframe(1)
        while frame is not None and frame.f_code.co_filename != PROGRAM:
            frame = frame.f_back  # type: ignore[assignment]
        if frame is None:
            return (1, 0)
        return position(frame.f_code, frame.f_lasti, frame.f_lineno)
