"""What a value depends on, kept while the program runs.

The flow transformer (:mod:`visprog_sandbox.flow`) puts calls to the hooks of a :class:`Ledger` into
the program. Together they answer, at every tool call: which steps' values were looked at to compute
this argument, and which decisions had to go the way they went for this call to be made at all.

* A *frame* is a set of steps that gathers while one expression is evaluated; looking at a value
  adds its step to the innermost frame, loading a variable adds what is known of the variable.
* An :class:`Activation` is one execution of a function body: variable -> steps.
* The *heap* knows the steps that went into lists, dicts and sets by mutation, whatever their names.
* A :class:`Decision` is a condition, a loop or an error that steers what happens next. It leaves
  when its statement ends, unless the statement can leave early (``return``, ``break``): then all
  that follows hangs on it too.

Where it cannot know, it includes a dependency rather than losing one.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from types import FunctionType
from typing import Any, TypeAlias

Steps: TypeAlias = frozenset[str]
Place: TypeAlias = tuple[int, int]
"""Line and column."""

NOTHING: Steps = frozenset()
CHOSEN, HINGE = -1, -2
"""Nodes of decisions that are no statement: which function was called, what ``any`` saw."""
MUTABLE = (list, dict, set)
UNCATCHABLE = (MemoryError, RecursionError)


class Activation(dict[str, Steps]):
    """One execution of a function body, or of the module: what each variable depends on."""

    __slots__ = ("base", "caller", "depth")

    def __init__(self, caller: Activation | None, base: int, depth: int) -> None:
        super().__init__()
        self.caller, self.base, self.depth = caller, base, depth

    __hash__ = object.__hash__  # type: ignore[assignment]


@dataclass(slots=True, eq=False)
class Decision:
    """Something that steered the program, and how long it keeps doing so."""

    owner: Activation
    node: int
    site: Place
    steps: set[str]
    taken: str
    exits: str
    """``""``, or what it may leave early: ``loop`` or ``function``."""


@dataclass(frozen=True, slots=True)
class Fork:
    """What the transformer knows about a place where the program decides."""

    site: Place
    exits: str = ""
    loop: bool = False


@dataclass(slots=True)
class Arguments:
    """What the arguments of the call that is being made depend on, until the callee takes them."""

    positional: list[Steps] = field(default_factory=list)
    spread: Steps = NOTHING
    named: dict[str, Steps] = field(default_factory=dict)
    other: Steps = NOTHING
    function: Steps = NOTHING


@dataclass(slots=True)
class Watch:
    """All that a ``try`` body depended on so far."""

    owner: Activation
    node: int
    depth: int
    steps: set[str]


Target: TypeAlias = tuple[Activation, str]
Pair: TypeAlias = tuple[Iterable[str], Any]
"""Steps, and the value that depends on them."""


class Ledger:
    """The hooks, and the state behind them. One per run."""

    def __init__(self, forks: Sequence[Fork], signatures: Sequence[Sequence[str]]) -> None:
        self._forks = forks
        self._signatures = signatures
        self.frames: list[set[str]] = [set()]
        self.decisions: list[Decision] = []
        self._heap: dict[int, tuple[Any, set[str]]] = {}
        self._watches: list[Watch] = []
        self._pending: Arguments | None = None
        self.current = Activation(None, 0, 0)
        self.returned: tuple[Steps, list[Decision]] = (NOTHING, [])
        self.program: dict[str, Any] = {}
        self.tool_types: tuple[type, ...] = ()
        self.mutates: Callable[[Any], Any] = lambda function: None

    # Frames

    def look(self, step: str) -> None:
        """The program looks at a value of ``step`` right now."""
        self.frames[-1].add(step)

    def touch(self, container: Any) -> None:
        """The program reads a container that it reached without a name."""
        cell = self._heap.get(id(container))
        if cell is not None:
            self.frames[-1] |= cell[1]

    def begin(self) -> None:
        self.frames.append(set())

    def _take(self) -> set[str]:
        steps = self.frames.pop()
        if steps and self._watches:
            for watch in self._watches:
                watch.steps |= steps
        return steps

    def clear(self) -> None:
        self.frames[-1] = set()

    def load(self, value: Any, home: Activation, name: str) -> Any:
        steps = home.get(name)
        if steps:
            self.frames[-1] |= steps
        if self._heap and type(value) in MUTABLE:
            self.touch(value)
        return value

    def loaded(self, value: Any, home: Activation, name: str) -> Pair:
        self.frames.append(set())
        self.load(value, home, name)
        return (self._take(), value)

    def pair(self, begun: None, value: Any) -> Pair:
        return (self._take(), value)

    def drop(self, begun: None, value: Any) -> None:
        self.frames[-1] = self._take()

    # Variables and containers

    def store(self, targets: Sequence[Target], begun: None, value: Any) -> Any:
        steps = self._take()
        self.frames[-1] = set(steps)
        self._assign(targets, steps)
        return value

    def store_each(self, targets: Sequence[Sequence[Target]], pairs: Sequence[Pair]) -> Any:
        """``a, b = x, y``: every name gets what its own value depends on."""
        for names, (steps, _) in zip(targets, pairs, strict=True):
            self._assign(names, steps)
        self.clear()
        return tuple([value for _, value in pairs])

    def walrus(self, home: Activation, name: str, begun: None, value: Any) -> Any:
        steps = self._take()
        self.frames[-1] |= steps
        self._assign([(home, name)], steps)
        return value

    def define(self, home: Activation, name: str) -> None:
        home[name] = frozenset(self.frames[-1])

    def _assign(self, targets: Iterable[Target], steps: Iterable[str]) -> None:
        kept = frozenset(steps)
        for home, name in targets:
            home[name] = kept if home is self.current else kept | self.pressure()

    def pressure(self) -> Steps:
        """All steps that the present point of the program hangs on."""
        return frozenset().union(*(decision.steps for decision in self.decisions))

    def mutated(self, container: Any, steps: Iterable[str] = ()) -> None:
        """``container`` was changed, here and now, by a value that depends on ``steps``."""
        self._soil(container, self.frames[-1] | self.pressure() | set(steps))

    def _soil(self, container: Any, steps: Iterable[str]) -> None:
        steps = set(steps)
        if steps:
            self._heap.setdefault(id(container), (container, set()))[1].update(steps)

    def _contents(self, value: Any, limit: int = 10_000) -> Iterator[Any]:
        """Containers inside ``value``, itself included."""
        seen: set[int] = set()
        waiting = [value]
        while waiting and limit:
            item = waiting.pop()
            limit -= 1
            if type(item) in (list, tuple, set):
                children: Iterable[Any] = item
            elif type(item) is dict:
                children = item.values()
            else:
                continue
            if id(item) not in seen:
                seen.add(id(item))
                yield item
                waiting.extend(child for child in children if type(child) in (list, tuple, dict))

    def held(self, value: Any) -> set[str]:
        """The steps that went into ``value`` and all containers inside it, by mutation."""
        steps: set[str] = set()
        if self._heap and type(value) in (list, tuple, dict, set):
            for container in self._contents(value):
                cell = self._heap.get(id(container))
                if cell is not None:
                    steps |= cell[1]
        return steps

    # Decisions

    def _decision(self, owner: Activation, node: int) -> Decision:
        for decision in reversed(self.decisions):
            if decision.owner is owner and decision.node == node:
                return decision
        fork = self._forks[node]
        decision = Decision(owner, node, fork.site, set(), "", fork.exits)
        self.decisions.append(decision)
        return decision

    def decide(self, owner: Activation, node: int, begun: None, value: Any) -> bool:
        taken = bool(value)
        steps = self._take()
        self.frames[-1] |= steps
        decision = self._decision(owner, node)
        decision.steps |= steps
        decision.taken = str(taken)
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
        owner = self.current
        for decision in reversed(self.decisions):
            if decision.owner is owner and decision.node == HINGE:
                break
        else:
            decision = Decision(owner, HINGE, self.place(), set(), "", "")
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
        self, owner: Activation, node: int, targets: Sequence[Target], steps: set[str], values: Any
    ) -> Iterator[Any]:
        index = 0
        self.begin()
        iterator = iter(values)
        steps |= self._take()
        while True:
            self.begin()
            try:
                item = next(iterator)
            except StopIteration:
                steps |= self._take()
                decision = self._decision(owner, node)
                decision.steps |= steps
                decision.taken = f"end after {index}"
                return
            steps |= self._take()
            decision = self._decision(owner, node)
            decision.steps |= steps
            decision.taken = f"item {index}"
            index += 1
            self._assign(targets, steps)
            yield item

    def join(
        self,
        owner: Activation,
        node: int,
        targets: Sequence[Target],
        containers: Sequence[Callable[[], Any]],
    ) -> None:
        """A statement that decided is over: what it may have changed depends on the decision."""
        fork = self._forks[node]
        for index in range(len(self.decisions) - 1, -1, -1):
            decision = self.decisions[index]
            if decision.owner is owner and decision.node == node:
                break
        else:
            return
        steps = set(decision.steps)
        if fork.loop:
            kept = [decision] if fork.exits else []
            for later in self.decisions[index + 1 :]:
                if later.exits == "function":
                    kept.append(later)
                steps |= later.steps
            self.decisions[index:] = kept
        elif not fork.exits:
            del self.decisions[index:]
        if not steps:
            return
        for home, name in targets:
            home[name] = home.get(name, NOTHING) | steps
        for container in containers:
            try:
                value = container()
            except NameError:
                continue
            for part in self._contents(value):
                self._soil(part, steps)

    # Functions

    def enter(self, function: int) -> Activation:
        """A program's function begins: its parameters depend on what its arguments do."""
        arguments, self._pending = self._pending, None
        activation = Activation(self.current, len(self.frames), len(self.decisions))
        names = self._signatures[function]
        if arguments is None:
            # Called from inside a built-in (a sort key): on whatever that call depends on.
            ambient = frozenset(self.frames[-1])
            activation.update(dict.fromkeys(names, ambient))
        else:
            self._bind(activation, names, arguments)
        self.frames.append(set())
        self.current = activation
        return activation

    @staticmethod
    def _bind(activation: Activation, names: Sequence[str], arguments: Arguments) -> None:
        rest = arguments.other | arguments.spread
        every = rest.union(*arguments.positional, *arguments.named.values())
        for index, name in enumerate(names):
            if name.startswith("*"):
                activation[name.lstrip("*")] = every
            elif name in arguments.named:
                activation[name] = arguments.named[name]
            elif index < len(arguments.positional):
                activation[name] = arguments.positional[index] | arguments.spread
            else:
                activation[name] = rest | arguments.function

    def return_(self, activation: Activation, begun: None, value: Any) -> Any:
        steps = frozenset(self._take() | self.held(value))
        own = self.decisions[activation.depth :]
        self.returned = (steps, own)
        del self.frames[activation.base :], self.decisions[activation.depth :]
        self.current = activation.caller or self.current
        self.frames[-1] |= steps.union(*(decision.steps for decision in own))
        return value

    def call(
        self, callee: Pair, positional: Sequence[Any], named: Sequence[tuple[str | None, Pair]]
    ) -> Any:
        """Call something with arguments whose dependencies are known one by one.

        A starred argument comes as ``(steps, values, None)``, a double-starred one under ``None``.
        """
        chosen, function = frozenset(callee[0]), callee[1]
        values: list[Any] = []
        keywords: dict[str, Any] = {}
        arguments = Arguments(function=chosen)
        for item in positional:
            steps = frozenset(item[0])
            if len(item) == 3:
                many = list(item[1])
                values += many
                arguments.spread |= steps
                arguments.positional += [steps] * len(many)
            else:
                values.append(item[1])
                arguments.positional.append(steps)
        for name, (given, value) in named:
            steps = frozenset(given)
            if name is None:
                arguments.other |= steps
            for key, part in value.items() if name is None else [(name, value)]:
                if key in keywords:
                    raise TypeError(f"got multiple values for keyword argument {key!r}")
                keywords[key] = part
                arguments.named[key] = steps
        if type(function) is FunctionType and function.__globals__ is self.program:
            return self._call_program(function, values, keywords, arguments)
        if type(function) in self.tool_types:
            return function.start(values, keywords, arguments)
        return self._call_builtin(function, values, keywords, arguments)

    def _call_program(
        self, function: Any, values: list[Any], keywords: dict[str, Any], arguments: Arguments
    ) -> Any:
        mark = len(self.decisions)
        chosen = arguments.function
        if chosen:
            place = self.place()
            self.decisions.append(Decision(self.current, CHOSEN, place, set(chosen), "call", ""))
        self._pending = arguments
        try:
            result = function(*values, **keywords)
        finally:
            self._pending = None
        del self.decisions[mark:]
        self.frames[-1] |= chosen
        return result

    def _call_builtin(
        self, function: Any, values: list[Any], keywords: dict[str, Any], arguments: Arguments
    ) -> Any:
        mark = len(self.decisions)
        steps = set(arguments.function | arguments.spread | arguments.other)
        steps = steps.union(*arguments.positional, *arguments.named.values())
        if self._heap:
            for value in (*values, *keywords.values()):
                steps |= self.held(value)
        self.frames.append(steps)
        changed = self.mutates(function)
        result = function(*values, **keywords)
        steps = self._take()
        del self.decisions[mark:]
        self.frames[-1] |= steps
        if changed is not None:
            self._soil(changed, steps | self.pressure())
        elif self._heap and type(result) in MUTABLE:
            self.touch(result)
        return result

    # Errors

    def try_(self, owner: Activation, node: int) -> None:
        self._watches.append(Watch(owner, node, len(self.decisions), set()))

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
        steps: set[str] = set().union(*self.frames[owner.base :])
        watch = self._watch(owner, node)
        if watch is not None:
            steps |= watch.steps
            steps = steps.union(*(gone.steps for gone in self.decisions[watch.depth :]))
            del self.decisions[watch.depth :]
        del self.frames[owner.base :]
        self.frames.append(set(steps))
        self.current = owner
        decision = self._decision(owner, node)
        decision.steps |= steps
        decision.taken = f"error {type(error).__name__}"
        if target is not None:
            self._assign([target], steps)

    def finally_(self, owner: Activation) -> None:
        """A ``finally`` block begins, perhaps while an error passes through."""
        steps: set[str] = set().union(*self.frames[owner.base :])
        del self.frames[owner.base :]
        self.frames.append(steps)
        self.current = owner

    def tried(
        self,
        owner: Activation,
        node: int,
        targets: Sequence[Target],
        containers: Sequence[Callable[[], Any]],
    ) -> None:
        """A ``try`` statement is over, with or without an error."""
        watch = self._watch(owner, node)
        if watch is None:
            return
        self._watches.remove(watch)
        decision = self._decision(owner, node)
        decision.steps |= watch.steps
        decision.taken = decision.taken or "no error"
        self.join(owner, node, targets, containers)

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


PROGRAM = "<program>"


_POSITIONS: dict[Any, list[Place]] = {}


def position(code: Any, instruction: int, line: int | None) -> Place:
    """Line and column of an instruction of the program's code."""
    known = _POSITIONS.get(code)
    if known is None:
        positions = [(start or 0, column or 0) for start, _, column, _ in code.co_positions()]
        known = _POSITIONS[code] = positions
    found = known[instruction // 2] if 0 <= instruction // 2 < len(known) else (0, 0)
    return found if found[0] else (line or 1, 0)


def summary(decisions: Iterable[Decision]) -> list[tuple[list[str], Place, str]]:
    """Decisions as data, one for each place and outcome."""
    merged: dict[tuple[Place, str], set[str]] = {}
    for decision in decisions:
        if decision.steps:
            merged.setdefault((decision.site, decision.taken), set()).update(decision.steps)
    return [(sorted(steps), site, taken) for (site, taken), steps in merged.items()]
