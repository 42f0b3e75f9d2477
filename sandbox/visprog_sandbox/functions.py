"""The built-in functions that a program finds, written so that handles and bounds are understood.

What accepts an iterable goes through ``_getiter_``'s rules and yields what CPython's function does.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

from visprog_sandbox.bounds import literal_of, power, printable, text_of
from visprog_sandbox.guards import Marker, Namespace
from visprog_sandbox.handle import Handle, reveal

EXCEPTIONS: dict[str, type[Exception]] = {
    error.__name__: error
    for error in (
        ArithmeticError, AssertionError, AttributeError, Exception, IndexError, KeyError,
        LookupError, NameError, NotImplementedError, OverflowError, RuntimeError, StopIteration,
        TypeError, UnboundLocalError, ValueError, ZeroDivisionError,
    )
}  # fmt: skip

TYPES: dict[str, type] = {
    kind.__name__: kind for kind in (bool, dict, float, frozenset, int, list, set, str, tuple)
}


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


MATH = _words(
    """acos asin atan atan2 ceil copysign cos degrees dist e exp fabs floor fmod fsum gcd hypot inf
    isclose isfinite isinf isnan log log10 log2 nan pi pow radians sin sqrt tan tau trunc"""
)
TYPING = _words(
    """Any Callable ClassVar Collection Container DefaultDict Deque Dict Final FrozenSet Generator
    Generic Hashable Iterable Iterator List Literal Mapping MutableMapping NamedTuple NewType
    NoReturn Optional Protocol Reversible Self Sequence Set Sized Text Tuple Type TypeAlias
    TypedDict TypeVar Union"""
)
MODULES: dict[str, frozenset[str]] = {
    "math": frozenset(MATH),
    "typing": frozenset(TYPING),
    "__future__": frozenset({"annotations"}),
}
"""Modules that a program may import, and the names in them."""
PLAIN = _words("abs chr divmod len oct ord round hex bin")
"""Built-ins that see plain values only."""

OWN = _words(
    """all any callable enumerate filter isinstance map max min next iter print range reversed
    sorted sum zip"""
)
"""Built-ins that are written here."""

BOUNDED: dict[str, Callable[..., Any]] = {"pow": power, "repr": literal_of}
"""Built-ins with a bound on what they make."""


def _revealing(function: Callable[..., Any]) -> Callable[..., Any]:
    """A C function that shall see plain values."""

    def revealed(*args: Any, **kwargs: Any) -> Any:
        plain = [reveal(value) for value in args]
        return function(*plain, **{name: reveal(value) for name, value in kwargs.items()})

    revealed.__name__ = revealed.__qualname__ = function.__name__
    return revealed


def _named(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Another function under a built-in's name, by which errors call it."""

    def named(*args: Any, **kwargs: Any) -> Any:
        return function(*args, **kwargs)

    named.__name__ = named.__qualname__ = name
    return named


def module(name: str) -> Namespace:
    """What ``import name`` gives."""
    if name == "math":
        contents = {}
        for key in MATH:
            value = getattr(math, key)
            contents[key] = _revealing(value) if callable(value) else value
        return Namespace(name, contents)
    return Namespace(name, {key: Marker() for key in TYPING})


class Functions:
    """The built-in functions of one run."""

    def __init__(
        self,
        getiter: Callable[[Any], Iterator[Any]],
        truth: Callable[[Any], bool],
        patch: Callable[[Handle], bool],
        printed: Callable[[str], None],
    ) -> None:
        self._iter, self._truth, self._patch, self._printed = getiter, truth, patch, printed

    def names(self) -> dict[str, Any]:
        import builtins

        plain = {name: _revealing(getattr(builtins, name)) for name in PLAIN}
        own = {name: getattr(self, name) for name in OWN}
        bounded = {name: _named(name, function) for name, function in BOUNDED.items()}
        return {**plain, **own, **bounded, **TYPES, **EXCEPTIONS}

    def all(self, values: Any) -> bool:
        return all(self._truth(value) for value in self._iter(values))

    def any(self, values: Any) -> bool:
        return any(self._truth(value) for value in self._iter(values))

    def callable(self, value: Any) -> bool:
        return callable(reveal(value))

    def enumerate(self, values: Any, start: Any = 0) -> Any:
        return enumerate(self._iter(values), reveal(start))

    def filter(self, function: Any, values: Any) -> Any:
        return filter(function, self._iter(values))

    def map(self, function: Any, *values: Any) -> Any:
        function = text_of if function is str else function
        return map(function, *[self._iter(value) for value in values])

    def zip(self, *values: Any, strict: bool = False) -> Any:
        return zip(*[self._iter(value) for value in values], strict=strict)

    def isinstance(self, value: Any, kinds: Any) -> bool:
        if type(kinds) is tuple:
            return any(self.isinstance(value, kind) for kind in kinds)
        value = reveal(value)
        if type(value) is Handle:
            return self._patch(kinds) and value.type == "image"
        if self._patch(kinds):
            return False
        if type(kinds) is not type:
            raise TypeError("isinstance() arg 2 must be a type or a tuple of types")
        return isinstance(value, kinds)

    def iter(self, values: Any) -> Iterator[Any]:
        return self._iter(values)

    def next(self, iterator: Any, *default: Any) -> Any:
        return next(iterator, *default)

    def max(self, *values: Any, **named: Any) -> Any:
        return self._extreme(max, values, named)

    def min(self, *values: Any, **named: Any) -> Any:
        return self._extreme(min, values, named)

    def _extreme(self, function: Any, values: tuple[Any, ...], named: dict[str, Any]) -> Any:
        if len(values) == 1:
            return function(self._iter(values[0]), **named)
        return function(*values, **named)

    def print(self, *values: Any, sep: Any = " ", end: Any = "\n") -> None:
        text = reveal(sep if sep is not None else " ").join([printable(value) for value in values])
        tail = reveal(end if end is not None else "\n")
        if type(tail) is not str:
            raise TypeError("end must be None or a string")
        self._printed(text + ("" if tail == "\n" else tail))

    def range(self, *values: Any) -> range:
        return range(*[reveal(value) for value in values])

    def reversed(self, values: Any) -> Any:
        values = reveal(values)
        if type(values) not in (list, tuple, str, range, dict):
            raise TypeError(f"{type(values).__name__!r} object is not reversible")
        return reversed(values)

    def sorted(self, values: Any, *, key: Any = None, reverse: Any = False) -> list[Any]:
        return sorted(self._iter(values), key=key, reverse=self._truth(reverse))

    def sum(self, values: Any, start: Any = 0) -> Any:
        return sum(self._iter(values), reveal(start))
