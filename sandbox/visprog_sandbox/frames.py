"""What expressions, variables and containers depend on while a program runs.

The sets are frozen and shared, and the common case of nothing to follow comes first: the hooks are
most of what a program's own computing costs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from visprog_sandbox.decisions import NOTHING, Activation, Decision, Steps, union
from visprog_sandbox.heap import MUTABLE, Heap


@dataclass(slots=True)
class Watch:
    """All that a ``try`` body depended on so far."""

    owner: Activation
    node: int
    depth: int
    steps: Steps


Target: TypeAlias = tuple[Activation, str]
Pair: TypeAlias = tuple[Steps, Any]
"""Steps, and the value that depends on them."""


@dataclass(slots=True)
class Arguments:
    """What the arguments of the call that is being made depend on, until the callee takes them."""

    positional: list[Steps] = field(default_factory=list)
    spread: Steps = NOTHING
    named: dict[str, Steps] = field(default_factory=dict)
    other: Steps = NOTHING
    function: Steps = NOTHING

    def all(self) -> Steps:
        rest = self.function | self.spread | self.other
        return rest.union(*self.positional, *self.named.values())


class Frames:
    """A *frame* is the set of steps that gathers while one expression is evaluated.

    Looking at a value adds its step to the innermost frame, loading a variable adds what is known
    of the variable.
    """

    def __init__(self) -> None:
        self.frames: list[Steps] = [NOTHING]
        self.decisions: list[Decision] = []
        self.current = Activation(None, 0, 0)
        self._heap = Heap()
        self._watches: list[Watch] = []

    def look(self, step: str) -> None:
        """The program looks at a value of ``step`` right now."""
        if step not in self.frames[-1]:
            self.frames[-1] |= {step}

    def touch(self, container: Any) -> None:
        """The program reads a container that it reached without a name."""
        if self._heap:
            self.frames[-1] |= self._heap.of(container)

    def begin(self) -> None:
        self.frames.append(NOTHING)

    def _take(self) -> Steps:
        steps = self.frames.pop()
        if steps and self._watches:
            self._watched(steps)
        return steps

    def _watched(self, steps: Steps) -> None:
        for watch in self._watches:
            watch.steps |= steps

    def clear(self) -> None:
        self.frames[-1] = NOTHING

    def load(self, value: Any, home: Activation, name: str) -> Any:
        steps = home.get(name)
        if steps:
            self.frames[-1] |= steps
        if self._heap and type(value) in MUTABLE:
            self.touch(value)
        return value

    def loaded(self, value: Any, home: Activation, name: str) -> Pair:
        steps = home.get(name, NOTHING)
        if self._heap and type(value) in MUTABLE:
            steps |= self._heap.of(value)
        if steps and self._watches:
            self._watched(steps)
        return (steps, value)

    def pair(self, begun: None, value: Any) -> Pair:
        steps = self.frames.pop()
        if steps and self._watches:
            self._watched(steps)
        return (steps, value)

    def drop(self, begun: None, value: Any) -> None:
        self.frames[-1] = self._take()

    # Variables and containers

    def set(self, home: Activation, name: str, begun: None, value: Any) -> Any:
        """``name = value``, by far the most common statement."""
        frames = self.frames
        steps = frames.pop()
        frames[-1] = steps
        if steps and self._watches:
            self._watched(steps)
        home[name] = steps if home is self.current else steps | self.pressure()
        return value

    def store(self, targets: Sequence[Target], begun: None, value: Any) -> Any:
        steps = self.frames[-1] = self._take()
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
        home[name] = self.frames[-1]

    def _assign(self, targets: Iterable[Target], steps: Steps) -> None:
        for home, name in targets:
            home[name] = steps if home is self.current else steps | self.pressure()

    def pressure(self) -> Steps:
        """All steps that the present point of the program hangs on."""
        return union(self.decisions)

    def mutated(self, container: Any) -> None:
        """``container`` was changed, here and now."""
        self._heap.add(container, self.frames[-1] | self.pressure())

    def held(self, value: Any) -> Steps:
        """The steps that went into ``value`` and all containers inside it, by mutation."""
        return self._heap.held(value)
