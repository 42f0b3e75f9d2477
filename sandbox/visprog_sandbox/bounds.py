"""What one operation of a program may make: texts, repetitions and whole numbers of bounded size.

Python can be asked in one expression for a text of a terabyte or a number that takes a year. What
is too large ends the run at once, as running out of memory does: :class:`TooLarge` cannot be caught
by a program.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Sequence
from typing import Any

from visprog_sandbox.handle import reveal

MAX_WIDTH = 1000
"""Of one formatted field, and of padding."""

MAX_TEXT = 2**22
"""Characters of one text made by repetition, ``replace``, ``join`` or formatting."""

MAX_ITEMS = 10**6
"""Of one list or tuple made by repetition."""

MAX_BITS = 2**16
"""Of one whole number made by ``*``, ``**`` or ``<<``: some twenty thousand digits."""


class TooLarge(MemoryError):
    """One operation asked for more than anything a program needs. The message says what."""


def bounded(size: int, most: int, noun: str) -> None:
    if size > most:
        raise TooLarge(f"{noun} would be {size}; at most {most} is possible")


# Arithmetic

SEQUENCES = (str, list, tuple)


def multiply(left: Any, right: Any) -> Any:
    left, right = reveal(left), reveal(right)
    if type(left) is int and type(right) is int:
        bounded(left.bit_length() + right.bit_length(), MAX_BITS, "the bits of a number")
    elif type(left) in SEQUENCES and isinstance(right, int):
        repeated(left, right)
    elif type(right) in SEQUENCES and isinstance(left, int):
        repeated(right, left)
    return left * right


def repeated(sequence: Any, times: int) -> None:
    """Refuse ``sequence * times`` when it would be too long."""
    if type(sequence) is str:
        bounded(len(sequence) * times, MAX_TEXT, "the characters of a text")
    else:
        bounded(len(sequence) * times, MAX_ITEMS, "the items of a list")


def power(base: Any, exp: Any, mod: Any = None) -> Any:
    base, exp = reveal(base), reveal(exp)
    if mod is not None:
        return pow(base, exp, reveal(mod))
    if type(base) is int and type(exp) is int and exp > 1 and base not in (-1, 0, 1):
        bounded(base.bit_length() * exp, MAX_BITS, "the bits of a number")
    return base**exp


def shift(left: Any, right: Any) -> Any:
    left, right = reveal(left), reveal(right)
    if type(left) is int and type(right) is int and left and right > 0:
        bounded(left.bit_length() + right, MAX_BITS, "the bits of a number")
    return left << right


# Texts

ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+>")


def text_of(value: Any) -> str:
    """``str(value)``, but never the address of something in the child's memory.

    All children of a zygote share one layout, so an address would be worth knowing to the next
    program. Raises ``TypeError`` for functions, tools and iterators, which have no text.
    """
    return _without_address(str(reveal(value)))


def literal_of(value: Any) -> str:
    """``repr(value)``, as :func:`text_of`."""
    return _without_address(repr(reveal(value)))


def _without_address(text: str) -> str:
    if " at 0x" in text and ADDRESS.search(text):
        raise TypeError("a function, a tool or an iterator has no text")
    return text


def printable(value: Any) -> str:
    """For ``print``, which may be asked for anything."""
    return ADDRESS.sub(">", str(value))


def text_method(text: str, name: str, args: Sequence[Any], kwargs: dict[str, Any]) -> Any:
    """A method of str, which is written in C and would not understand handles, with bounds."""
    if name == "format":
        return format_text(text, args, kwargs)
    if name == "join" and len(args) == 1:
        parts = [reveal(part) for part in args[0]]
        total = sum(len(part) + len(text) for part in parts if type(part) is str)
        bounded(total, MAX_TEXT, "the characters of a text")
        return text.join(parts)
    plain = [reveal(value) for value in args]
    if name in ("center", "ljust", "rjust", "zfill") and plain and type(plain[0]) is int:
        bounded(plain[0], max(MAX_WIDTH, len(text)), "the width of a text")
    if name == "replace" and len(plain) >= 2 and type(plain[1]) is str:
        bounded((len(text) + 1) * len(plain[1]), MAX_TEXT, "the characters of a text")
    named = {key: reveal(value) for key, value in kwargs.items()}
    return getattr(text, name)(*[tuple(v) if type(v) is list else v for v in plain], **named)


# Formatting

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
    return _short("".join(parts))


def _short(text: str) -> str:
    bounded(len(text), MAX_TEXT, "the characters of a text")
    return text


def _indexed(args: Sequence[Any], index: int) -> Any:
    if index >= len(args):
        raise IndexError(f"Replacement index {index} out of range for positional args tuple")
    return args[index]


NUMBERS = re.compile(r"\d+")
PERCENT = re.compile(r"%(?:\([^)]*\))?[-+ #0]*(\*|\d*)(?:\.(\*|\d*))?")


def _bounded_width(spec: str) -> None:
    for number in NUMBERS.findall(spec):
        bounded(len(number), 12, "the digits of a width")
        bounded(int(number), MAX_WIDTH, "the width of a field")


def format_value(value: Any, conversion: str, spec: str) -> str:
    """One field of an f-string or of ``str.format``, with a bounded width."""
    _bounded_width(spec)
    value = reveal(value)
    if conversion:
        value = str(value) if conversion == "s" else repr(value)
        if conversion == "a":
            value = ascii(value)
    return _without_address(format(value, spec))


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
        return _without_address(left % right)
    return left % reveal(right)


OPERATIONS: dict[str, Any] = {
    "Add": operator.add, "Sub": operator.sub, "Mult": multiply, "Div": operator.truediv,
    "FloorDiv": operator.floordiv, "Mod": modulo, "Pow": power, "LShift": shift,
    "RShift": operator.rshift, "BitAnd": operator.and_, "BitOr": operator.or_,
    "BitXor": operator.xor,
}  # fmt: skip
"""What the binary operators do, by the name of their syntax node."""
