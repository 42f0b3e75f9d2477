"""What a program may do to a value: tables of methods by exact type, and bounded operations.

RestrictedPython turns every attribute, subscript, iteration and write of a program into a call of
one of these guards. Nothing here falls back to ``getattr``: a method that is not in a table does
not exist, whatever the object really is.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from types import GeneratorType
from typing import Any, NoReturn

from RestrictedPython.Guards import guarded_iter_unpack_sequence, guarded_unpack_sequence

from visprog_sandbox.bounds import (
    OPERATIONS,
    format_value,
    modulo,
    multiply,
    power,
    repeated,
    shift,
    text_method,
)
from visprog_sandbox.handle import Handle, reveal
from visprog_sandbox.heap import MUTABLE
from visprog_sandbox.ledger import Ledger
from visprog_sandbox.scope import MUTATORS


def _table(names: str) -> frozenset[str]:
    return frozenset(names.split())


METHODS: dict[type, frozenset[str]] = {
    str: _table(
        """capitalize casefold center count endswith find format index isalnum isalpha isascii
        isdecimal isdigit isidentifier islower isnumeric isspace istitle isupper join ljust lower
        lstrip partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit
        rstrip split splitlines startswith strip swapcase title upper zfill"""
    ),
    list: _table("append clear copy count extend index insert pop remove reverse sort"),
    tuple: _table("count index"),
    dict: _table("clear copy get items keys pop popitem setdefault update values"),
    set: _table(
        """add clear copy difference discard intersection isdisjoint issubset issuperset pop remove
        symmetric_difference union update"""
    ),
    frozenset: _table("difference intersection isdisjoint issubset issuperset union"),
    int: _table("bit_length"),
    float: _table("is_integer"),
    bool: _table(""),
}
"""The methods that exist, by exact type."""

ALL_METHODS: frozenset[str] = frozenset().union(*METHODS.values())

ITERABLE: tuple[type, ...] = (
    list, tuple, dict, set, frozenset, str, range, GeneratorType,
    type({}.keys()), type({}.values()), type({}.items()), enumerate, zip, map, filter,
    type(iter([])), type(iter(())), type(iter("")), type(iter(set())), type(iter(range(0))),
    type(iter({})), type(iter({}.values())), type(iter({}.items())), type(reversed([])),
)  # fmt: skip


class Method:
    """A bound method of a plain value, as a program holds it."""

    __slots__ = ("name", "receiver")

    def __init__(self, receiver: Any, name: str) -> None:
        self.receiver, self.name = receiver, name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        kind = type(self.receiver)
        if kind is type:
            if not args or type(reveal(args[0])) is not self.receiver:
                name = self.receiver.__name__
                raise TypeError(f"{name}.{self.name} needs a {name} as its first argument")
            return Method(reveal(args[0]), self.name)(*args[1:], **kwargs)
        if kind is str:
            return text_method(self.receiver, self.name, args, kwargs)
        return getattr(self.receiver, self.name)(*args, **kwargs)


class Writer:
    """Stands for a container in ``container[key] = value`` and ``del container[key]``."""

    __slots__ = ("_container", "_ledger")

    def __init__(self, container: Any, ledger: Ledger) -> None:
        self._container, self._ledger = container, ledger

    def __setitem__(self, key: Any, value: Any) -> None:
        self._container[key] = value
        self._ledger.mutated(self._container)

    def __delitem__(self, key: Any) -> None:
        del self._container[key]
        self._ledger.mutated(self._container)


IN_PLACE: dict[str, Callable[[Any, Any], Any]] = {
    "Add": operator.iadd, "Sub": operator.isub, "Mult": operator.imul, "BitAnd": operator.iand,
    "BitOr": operator.ior, "BitXor": operator.ixor,
}  # fmt: skip
"""The operators that change a list, a dict or a set where it is."""


class Namespace:
    """A module that a program imported: names and values, nothing else."""

    __slots__ = ("contents", "name")

    def __init__(self, name: str, contents: dict[str, Any]) -> None:
        self.name, self.contents = name, contents


class Marker:
    """Anything from ``typing``: it can be subscripted and passed around, and does nothing."""

    __slots__ = ()

    def __getitem__(self, key: Any) -> Marker:
        return self


class Guards:
    """The functions that RestrictedPython's output calls, over one ledger."""

    def __init__(self, ledger: Ledger, attribute: Callable[[Handle, str], Any]) -> None:
        self._ledger = ledger
        self._attribute = attribute

    def names(self) -> dict[str, Any]:
        return {
            "_getattr_": self.getattr,
            "_getitem_": self.getitem,
            "_getiter_": self.getiter,
            "_write_": self.write,
            "_unpack_sequence_": guarded_unpack_sequence,
            "_iter_unpack_sequence_": guarded_iter_unpack_sequence,
            "_inplace_": self.inplace,
            "_update_": self.update,
            "_format_": format_value,
            "_mod_": modulo,
            "_mult_": multiply,
            "_pow_": power,
            "_shift_": shift,
            "_plain_": reveal,
            "_spread_": self.spread,
        }

    def getattr(self, value: Any, name: str) -> Any:
        value = reveal(value)
        if type(value) is Handle:
            return self._attribute(value, name)
        kind = type(value)
        if kind is type:
            if name in METHODS.get(value, ()):
                return Method(value, name)
        elif name in METHODS.get(kind, ()):
            return Method(value, name)
        elif kind is Namespace:
            if name in value.contents:
                return value.contents[name]
        elif kind is Marker:
            return value
        return self.missing(value, name)

    @staticmethod
    def missing(value: Any, name: str) -> NoReturn:
        noun = value.__name__ if type(value) is type else type(value).__name__
        raise AttributeError(f"{noun!r} object has no attribute {name!r}")

    def getitem(self, value: Any, key: Any) -> Any:
        value = reveal(value)
        kind = type(value)
        if kind in (list, tuple, str, range):
            item = value[key if type(key) is slice else reveal(key)]
        elif kind is dict:
            item = value[key]
        elif kind is Marker:
            return value
        else:
            raise TypeError(f"{kind.__name__!r} object is not subscriptable")
        if type(item) in MUTABLE:
            self._ledger.touch(item)
        return item

    def getiter(self, value: Any) -> Iterator[Any]:
        value = reveal(value)
        if type(value) not in ITERABLE:
            raise TypeError(f"{type(value).__name__!r} object is not iterable")
        return iter(value)

    def spread(self, value: Any) -> Any:
        """What is about to be unpacked: a handle is looked at here, inside its expression."""
        value = reveal(value)
        if type(value) in (list, tuple, dict):
            return value
        return list(self.getiter(value))

    def write(self, value: Any) -> Writer:
        value = reveal(value)
        if type(value) not in (list, dict):
            raise TypeError(f"{type(value).__name__!r} object does not support item assignment")
        return Writer(value, self._ledger)

    def inplace(self, name: str, left: Any, right: Any) -> Any:
        left = reveal(left) if type(left) is Handle else left
        if type(left) not in MUTABLE or name not in IN_PLACE:
            return OPERATIONS[name](left, right)
        right = reveal(right)
        if name == "Mult" and type(right) is int:
            repeated(left, right)
        result = IN_PLACE[name](left, right)
        self._ledger.mutated(result)
        return result

    def update(self, name: str, container: Any, key: Any, value: Any) -> None:
        old = self.getitem(container, key)
        self.write(container)[key] = self.inplace(name, old, value)


def mutates(function: Any) -> Any:
    """The container that calling ``function`` changes, or ``None``."""
    changing = type(function) is Method and function.name in MUTATORS
    return function.receiver if changing and type(function.receiver) in MUTABLE else None
