"""What a program holds for a value that lives in the engine.

A :class:`Handle` is returned at once by a tool call. Only looking at it waits; then a plain value
behaves as itself, a list-like one as a list of handles of its items, and an image, a region or a
mask stays opaque: it can be passed on, compared by identity and asked for its attributes.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterator
from typing import Any, Protocol

OPAQUE = frozenset({"image", "region", "mask"})


class Engine(Protocol):
    """What a handle needs from the child that runs the program."""

    def looked(self, step: str) -> None:
        """The program looks at a value of ``step`` (again)."""

    def fetch(self, handle: Handle) -> Any:
        """Wait for the value: plain, or a list of handles."""

    def soiled(self, container: Any) -> None:
        """The program reads ``container``."""


class Handle:
    """A value in the engine: ``token`` names it to the host, ``step`` says where it came from."""

    __slots__ = ("_engine", "_known", "_original", "_value", "attributes", "step", "token", "type")

    def __init__(self, engine: Engine, token: str, type_name: str, step: str) -> None:
        self._engine = engine
        self.token, self.type, self.step = token, type_name, step
        self.attributes: dict[str, Any] = {}
        self._known = False
        self._value: Any = None
        self._original: tuple[Any, ...] | None = None

    @property
    def opaque(self) -> bool:
        return self.type in OPAQUE

    def value(self) -> Any:
        """The value itself; waits for it the first time. An opaque handle is its own value."""
        if self.opaque:
            return self
        self._engine.looked(self.step)
        if not self._known:
            self._value = self._engine.fetch(self)
            self._known = True
            if type(self._value) is list:
                self._original = tuple(self._value)
        if type(self._value) is list:
            self._engine.soiled(self._value)
        return self._value

    def changed(self) -> Any:
        """The list that the program made of this handle, if it changed it; else ``None``."""
        if self._original is None:
            return None
        value = self._value
        same = len(value) == len(self._original) and all(map(operator.is_, value, self._original))
        return None if same else value

    def seen(self) -> Any:
        """The list behind a handle that was looked at, for the ledger."""
        return self._value if self._original is not None else None

    def _noun(self) -> str:
        return "an image" if self.type == "image" else f"a {self.type}"

    def _plain(self) -> Any:
        value = self.value()
        if value is self:
            raise TypeError(f"{self._noun()} cannot be used like this; only tools can look into it")
        return value

    def __repr__(self) -> str:
        return f"<{self.type}>" if self.opaque else repr(self.value())

    def __str__(self) -> str:
        return f"<{self.type}>" if self.opaque else str(self.value())

    def __format__(self, spec: str) -> str:
        return format(str(self) if self.opaque else self.value(), spec)

    def __bool__(self) -> bool:
        return True if self.opaque else bool(self.value())

    def __hash__(self) -> int:
        return hash(self.token) if self.opaque else hash(self.value())

    def __eq__(self, other: object) -> bool:
        if self.opaque:
            other = reveal(other)
            return type(other) is Handle and self.token == other.token
        return bool(self.value() == reveal(other))

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __len__(self) -> int:
        return len(self._plain())

    def __iter__(self) -> Iterator[Any]:
        values: Iterator[Any] = iter(self._plain())
        return values

    def __reversed__(self) -> Iterator[Any]:
        values: Iterator[Any] = reversed(self._plain())
        return values

    def __contains__(self, item: object) -> bool:
        return reveal(item) in self._plain()

    def __getitem__(self, key: Any) -> Any:
        return self._plain()[key]

    def __index__(self) -> int:
        return operator.index(self._plain())

    def __int__(self) -> int:
        return int(self._plain())

    def __float__(self) -> float:
        return float(self._plain())

    def __round__(self, digits: int | None = None) -> Any:
        return round(self._plain(), digits) if digits is not None else round(self._plain())


def reveal(value: Any) -> Any:
    """The plain value behind a handle; anything else, and an opaque handle, as it is."""
    while type(value) is Handle and not value.opaque:
        value = value.value()
    return value


def _binary(function: Callable[[Any, Any], Any]) -> tuple[Any, Any]:
    def forward(self: Handle, other: Any) -> Any:
        return function(self._plain(), reveal(other))

    def backward(self: Handle, other: Any) -> Any:
        return function(reveal(other), self._plain())

    return forward, backward


def _unary(function: Callable[[Any], Any]) -> Any:
    return lambda self: function(self._plain())


for _name in [
    "add",
    "sub",
    "mul",
    "truediv",
    "floordiv",
    "mod",
    "pow",
    "lshift",
    "rshift",
    "and",
    "or",
    "xor",
]:
    _function = getattr(operator, f"{_name}_" if _name in ("and", "or") else _name)
    _forward, _backward = _binary(_function)
    setattr(Handle, f"__{_name}__", _forward)
    setattr(Handle, f"__r{_name}__", _backward)
for _name in ("lt", "le", "gt", "ge"):
    setattr(Handle, f"__{_name}__", _binary(getattr(operator, _name))[0])
for _name in ("neg", "pos", "abs", "invert"):
    setattr(Handle, f"__{_name}__", _unary(getattr(operator, _name)))
for _name, _function in (("trunc", math.trunc), ("floor", math.floor), ("ceil", math.ceil)):
    setattr(Handle, f"__{_name}__", _unary(_function))
