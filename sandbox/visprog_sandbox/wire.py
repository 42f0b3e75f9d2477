"""What travels between host and child: length-prefixed JSON frames, and values inside them.

Both sides import this module, so it knows neither the engine nor the interpreter. A value is a
JSON scalar or an object with exactly one tag, so nothing that a program holds can be mistaken for a
handle: a program's own dict travels as ``{"d": ...}`` whatever its keys are.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any

HEADER = 4
MAX_FRAME = 2**20
"""Bytes of one frame. JSON takes up to about 25 times its size in memory once it is read."""
MAX_DEPTH = 48
MAX_NODES = 50_000
MAX_BITS = 4096
"""Of one whole number."""


class WireError(Exception):
    """The other side sent something that no honest peer sends."""


def frame(message: dict[str, Any]) -> bytes:
    """One message as bytes. Raises ``ValueError`` when it is larger than a frame may be."""
    body = _encode(message).encode("ascii")
    if len(body) > MAX_FRAME:
        raise ValueError(f"{len(body)} bytes in one message; at most {MAX_FRAME} are possible")
    return len(body).to_bytes(HEADER, "big") + body


def parse(body: bytes) -> dict[str, Any]:
    """The message in a frame's body. Raises :class:`WireError` for anything but a JSON object."""
    try:
        message = _decode(body.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise WireError(f"not JSON: {type(error).__name__}") from None
    if type(message) is not dict:
        raise WireError("a message is a JSON object")
    return message


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


_encode = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode
_decode = json.JSONDecoder(parse_constant=_no_constant).decode


def encode(value: Any, reference: Callable[[Any], Any]) -> Any:
    """A program's value in the form that travels.

    ``reference`` gives the token of a handle, or the form in which something else travels, or
    ``None``. Raises ``ValueError`` or ``TypeError``, with a sentence, for what cannot travel.
    """
    budget = MAX_NODES
    letters = MAX_FRAME

    def walk(value: Any, depth: int) -> Any:
        nonlocal budget, letters
        budget -= 1
        if budget < 0:
            raise ValueError(f"a value of more than {MAX_NODES} parts is too large to pass on")
        if depth > MAX_DEPTH:
            raise ValueError(f"a value nested deeper than {MAX_DEPTH} levels cannot be passed on")
        kind = type(value)
        if value is None or kind is bool:
            return value
        if kind is int:
            if value.bit_length() > MAX_BITS:
                raise ValueError("a whole number of more than 1200 digits cannot be passed on")
            return value
        if kind is float:
            return value if math.isfinite(value) else {"f": repr(value)}
        if kind is str:
            letters -= len(value)
            if letters < 0:
                raise ValueError(f"texts of more than {MAX_FRAME} characters cannot be passed on")
            try:
                value.encode("utf-8")
            except UnicodeEncodeError:
                raise ValueError("a text with half a character cannot be passed on") from None
            return value
        if kind is list:
            return {"l": [walk(item, depth + 1) for item in value]}
        if kind is tuple:
            return {"t": [walk(item, depth + 1) for item in value]}
        if kind is set or kind is frozenset:
            return {"l": [walk(item, depth + 1) for item in value]}
        if kind is dict:
            return {"d": [[walk(k, depth + 1), walk(v, depth + 1)] for k, v in value.items()]}
        token = reference(value)
        if token is not None:
            return {"h": token} if type(token) is str else token
        name = getattr(value, "__name__", None) or kind.__name__
        raise TypeError(f"{name} is not a value that can be passed on")

    return walk(value, 0)


def decode(value: Any, resolve: Callable[[str], Any]) -> Any:
    """The value that travelled as ``value``; ``resolve`` turns a token into what it stands for.

    Raises :class:`WireError`; ``resolve`` should do so too for a token it never gave.
    """
    budget = MAX_NODES

    def walk(value: Any, depth: int) -> Any:
        nonlocal budget
        budget -= 1
        if budget < 0 or depth > MAX_DEPTH + 2:
            raise WireError("a value is too large or too deep")
        if value is None or type(value) in (bool, float):
            return value
        if type(value) is int:
            if value.bit_length() > MAX_BITS:
                raise WireError("a number is too large")
            return value
        if type(value) is str:
            return _text(value)
        if type(value) is not dict or len(value) != 1:
            raise WireError("a value is a scalar or has exactly one tag")
        ((tag, inner),) = value.items()
        if tag == "f" and inner in ("inf", "-inf", "nan"):
            return float(inner)
        if tag == "h" and type(inner) is str:
            return resolve(inner)
        if type(inner) is not list:
            raise WireError("a value has an unknown tag")
        if tag == "l":
            return [walk(item, depth + 1) for item in inner]
        if tag == "t":
            return tuple(walk(item, depth + 1) for item in inner)
        if tag == "d":
            return dict(_pair(walk, item, depth + 1) for item in inner)
        raise WireError("a value has an unknown tag")

    return walk(value, 0)


def _pair(walk: Callable[[Any, int], Any], item: Any, depth: int) -> tuple[Any, Any]:
    if type(item) is not list or len(item) != 2:
        raise WireError("a dict travels as pairs")
    key = walk(item[0], depth)
    try:
        hash(key)
    except TypeError:
        raise WireError("a key cannot be hashed") from None
    return key, walk(item[1], depth)


def _text(value: str) -> str:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise WireError("a text is not valid Unicode") from None
    return value
