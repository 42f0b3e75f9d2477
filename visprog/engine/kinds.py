"""Values by the type names that tools declare: which it is, whether it fits, what a program sees.

Nothing is converted on the way out of a tool: a tool that promises regions and returns a list has a
bug, and hears of it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from visprog.errors import ToolError
from visprog.program import Ref
from visprog.tool import TypeName
from visprog.types import Box, Image, Mask, Point, Region, Regions


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


FITS: Mapping[TypeName, Callable[[Any], bool]] = {
    "image": lambda value: isinstance(value, Image),
    "regions": lambda value: isinstance(value, Regions),
    "region": lambda value: isinstance(value, Region),
    "mask": lambda value: isinstance(value, Mask),
    "box": lambda value: isinstance(value, Box),
    "point": lambda value: isinstance(value, Point),
    "text": lambda value: isinstance(value, str),
    "number": _number,
    "boolean": lambda value: isinstance(value, bool),
    "texts": lambda value: (
        isinstance(value, list | tuple) and all(isinstance(item, str) for item in value)
    ),
    "images": lambda value: (
        isinstance(value, list | tuple) and all(isinstance(item, Image) for item in value)
    ),
    "any": lambda value: storable(value),
    "nothing": lambda value: value is None,
}
"""By type name: whether a value is one."""

ORDER: tuple[TypeName, ...] = (
    "nothing", "boolean", "number", "text", "image", "regions", "region", "mask", "box", "point",
)  # fmt: skip


def type_of(value: Any) -> TypeName:
    """The most specific name for a value; ``any`` for containers."""
    return next((name for name in ORDER if FITS[name](value)), "any")


DEPTH_LIMIT = 50
"""Levels of containers in one value."""


def storable(value: Any, levels: int = DEPTH_LIMIT) -> bool:
    """Whether steps can exchange the value: plain, a value of :mod:`visprog.types`, or containers
    of these, not too deep."""
    if not levels:
        return False
    if value is None or isinstance(
        value, bool | int | float | str | Image | Regions | Region | Mask | Box | Point | np.ndarray
    ):
        return True
    if isinstance(value, list | tuple):
        return all(storable(item, levels - 1) for item in value)
    if isinstance(value, dict):
        items = value.items()
        return all(storable(key) and storable(item, levels - 1) for key, item in items)
    return False


def deep(value: Any, levels: int = DEPTH_LIMIT) -> bool:
    """Whether a program's plain value has too many levels for those who walk it."""
    if not isinstance(value, list | tuple | dict):
        return False
    items = value.values() if isinstance(value, dict) else value
    return not levels or any(deep(item, levels - 1) for item in items)


def finite(value: Any) -> bool:
    """Whether no number in a plain value is infinite or no number at all."""
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, list | tuple):
        return all(map(finite, value))
    return not isinstance(value, dict) or all(map(finite, value.values()))


def describe(value: Any) -> str:
    """A value in an error message."""
    match value:
        case Ref():
            return f"{value.type} {value}"
        case None:
            return "None"
        case str():
            return f"text {value[:40]!r}"
        case bool() | int() | float():
            return f"{type_of(value)} {value!r}"
        case list() | tuple():
            return f"a list of {len(value)}"
        case dict():
            return f"a dict of {len(value)}"
    name = type_of(value)
    return name if name != "any" else type(value).__name__


RECORDED_BYTES = 64 * 1024
"""An array that a model got or gave goes on record up to this size."""

RECORDED_LENGTH = 64
"""A vector that is longer is an embedding, which says nothing to anyone."""


class Described:
    """What is not kept; a trace has the text instead."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return self._text


def described(value: Any) -> Any:
    """``value`` as it goes on record: a large array, or an embedding, as :class:`Described`."""
    match value:
        case np.ndarray() if value.nbytes > RECORDED_BYTES or (
            value.ndim == 1 and len(value) > RECORDED_LENGTH
        ):
            return Described(f"array {value.dtype} {value.shape}")
        case list():
            return [described(item) for item in value]
        case tuple():
            return tuple(described(item) for item in value)
        case dict():
            return {key: described(item) for key, item in value.items()}
    return value


def item_at(value: Any, index: int) -> Any:
    """One item of a list-like value; of a dict, the value at that position."""
    if isinstance(value, dict):
        return list(value.values())[index]
    if isinstance(value, Regions | list | tuple):
        return value[index]
    raise LookupError(f"{describe(value)} has no items")


def show(value: Any, ref: Ref) -> Any:
    """What a program sees of a value: plain things as they are, refs for the rest.

    Raises ``ToolError`` for a value of a type that a program cannot see into.
    """
    if isinstance(value, Regions):
        return [_item(ref, index, "region") for index in range(len(value))]
    if ref.type != "any" and isinstance(value, Image | Mask | Region | np.ndarray):
        hint = "read its attributes, or pass it to a tool"
        raise ToolError(f"{ref} is {_a(type_of(value))}, which a program cannot look into: {hint}")
    return _shown(value, ref)


def _shown(value: Any, ref: Ref) -> Any:
    match value:
        case Box():
            return list(value.xyxy)
        case Point():
            return [value.x, value.y]
        case Image() | Mask() | Region() | Regions():
            return Ref(ref.step, type_of(value), ref.path)
        case np.ndarray():
            return Ref(ref.step, "any", ref.path)
        case list() | tuple():
            items = [_shown(item, _item(ref, index, "any")) for index, item in enumerate(value)]
            return items if isinstance(value, list) else tuple(items)
        case dict():
            return {
                key: _shown(item, _item(ref, index, "any"))
                for index, (key, item) in enumerate(value.items())
            }
    return value


def _item(ref: Ref, index: int, name: str) -> Ref:
    return Ref(ref.step, name, (*ref.path, index))


def _a(name: str) -> str:
    return f"an {name}" if name[0] in "aeiou" else f"a {name}"
