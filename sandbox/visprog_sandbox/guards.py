"""What a program may do to a value: tables of methods by exact type, and bounded operations.

RestrictedPython turns every attribute, subscript, iteration and write of a program into a call of
one of these guards. Nothing here falls back to ``getattr``: a method that is not in a table does
not exist, whatever the object really is.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Sequence
from types import GeneratorType
from typing import Any, NoReturn

from RestrictedPython.Guards import guarded_iter_unpack_sequence, guarded_unpack_sequence

from visprog_sandbox.handle import Handle, reveal
from visprog_sandbox.ledger import MUTABLE, Ledger
from visprog_sandbox.scope import MUTATORS

MAX_WIDTH = 1000
"""Of one formatted field, and of padding."""

MAX_TEXT = 2**22
"""Characters of one text made by ``replace`` or ``join``."""


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


def text_method(text: str, name: str, args: Sequence[Any], kwargs: dict[str, Any]) -> Any:
    """A method of str, which is written in C and would not understand handles, with bounds."""
    if name == "format":
        return format_text(text, args, kwargs)
    if name == "join" and len(args) == 1:
        parts = [reveal(part) for part in args[0]]
        total = sum(len(part) + len(text) for part in parts if type(part) is str)
        _bounded(total, MAX_TEXT, "a text")
        return text.join(parts)
    plain = [reveal(value) for value in args]
    if name in ("center", "ljust", "rjust", "zfill") and plain and type(plain[0]) is int:
        _bounded(plain[0], max(MAX_WIDTH, len(text)), "a width")
    if name == "replace" and len(plain) >= 2 and type(plain[1]) is str:
        _bounded((len(text) + 1) * len(plain[1]), MAX_TEXT, "a text")
    named = {key: reveal(value) for key, value in kwargs.items()}
    return getattr(text, name)(*[tuple(v) if type(v) is list else v for v in plain], **named)


def _bounded(size: int, most: int, noun: str) -> None:
    if size > most:
        raise ValueError(f"{noun} of {size} characters is too long; at most {most} are possible")


FIELD = re.compile(r"(?P<name>[A-Za-z][A-Za-z0-9_]*|\d*)(?P<index>(\[[^\[\]{}]*\])?)"
                   r"(!(?P<conversion>[rsa]))?(:(?P<spec>[^{}]*))?")  # fmt: skip


def format_text(text: str, args: Sequence[Any], kwargs: dict[str, Any]) -> str:
    """``str.format`` with plain fields: names, numbers and one ``[key]``, never attributes."""
    parts: list[str] = []
    position = used = 0
    while position < len(text):
        char = text[position]
        if char in "{}" and text[position : position + 2] == char * 2:
            parts.append(char)
            position += 2
        elif char == "{":
            end = text.find("}", position)
            field = FIELD.fullmatch(text, position + 1, end) if end > 0 else None
            if field is None:
                raise ValueError("format accepts plain fields only: {}, {0}, {name}, {name:.2f}")
            name = field["name"]
            if name == "":
                value, used = _indexed(args, used), used + 1
            else:
                value = _indexed(args, int(name)) if name.isdigit() else kwargs[name]
            if field["index"]:
                key = field["index"][1:-1]
                value = reveal(value)[int(key) if key.isdigit() else key]
            parts.append(format_value(value, field["conversion"] or "", field["spec"] or ""))
            position = end + 1
        elif char == "}":
            raise ValueError("Single '}' encountered in format string")
        else:
            parts.append(char)
            position += 1
    return "".join(parts)


def _indexed(args: Sequence[Any], index: int) -> Any:
    if index >= len(args):
        raise IndexError(f"Replacement index {index} out of range for positional args tuple")
    return args[index]


NUMBERS = re.compile(r"\d+")
PERCENT = re.compile(r"%(?:\([^)]*\))?[-+ #0]*(\*|\d*)(?:\.(\*|\d*))?")


def _bounded_width(spec: str) -> None:
    for number in NUMBERS.findall(spec):
        if len(number) > 4 or int(number) > MAX_WIDTH:
            raise ValueError(f"a field of {number} characters is too wide; use at most {MAX_WIDTH}")


def format_value(value: Any, conversion: str, spec: str) -> str:
    """One field of an f-string or of ``str.format``, with a bounded width."""
    _bounded_width(spec)
    value = reveal(value)
    if conversion:
        value = str(value) if conversion == "s" else repr(value)
    return format(value, spec)


def modulo(left: Any, right: Any) -> Any:
    """``left % right``, also for texts, with bounded widths."""
    left = reveal(left)
    if type(left) is str:
        for width, precision in PERCENT.findall(left):
            if "*" in (width, precision):
                raise ValueError("* in a % format is not allowed; write the width out")
            _bounded_width(width + " " + precision)
        if type(right) is tuple:
            right = tuple([reveal(value) for value in right])
        elif type(right) is dict:
            right = {key: reveal(value) for key, value in right.items()}
        else:
            right = reveal(right)
        return left % right
    return left % reveal(right)


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


OPERATIONS: dict[str, tuple[Callable[[Any, Any], Any], Callable[[Any, Any], Any]]] = {
    name: (getattr(operator, plain), getattr(operator, f"i{plain.rstrip('_')}"))
    for name, plain in {
        "Add": "add", "Sub": "sub", "Mult": "mul", "Div": "truediv", "FloorDiv": "floordiv",
        "Mod": "mod", "Pow": "pow", "LShift": "lshift", "RShift": "rshift",
        "BitAnd": "and_", "BitOr": "or_", "BitXor": "xor",
    }.items()
}  # fmt: skip


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
        plain, changing = OPERATIONS[name]
        left = reveal(left)
        if type(left) not in MUTABLE:
            return modulo(left, right) if name == "Mod" else plain(left, right)
        result = changing(left, reveal(right))
        self._ledger.mutated(result)
        return result

    def update(self, name: str, container: Any, key: Any, value: Any) -> None:
        old = self.getitem(container, key)
        self.write(container)[key] = self.inplace(name, old, value)


def mutates(function: Any) -> Any:
    """The container that calling ``function`` changes, or ``None``."""
    changing = type(function) is Method and function.name in MUTATORS
    return function.receiver if changing and type(function.receiver) in MUTABLE else None
