"""A value in a trace: alive, or stored and not decoded until somebody looks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from visprog.encoding import decode, encode

SHORT = 120
"""Characters of a text form."""


def store(value: Any, put: Callable[[str, Callable[[], bytes]], None]) -> Any:
    """:func:`visprog.encoding.encode`, and for what is no value an object that says what it was."""
    try:
        return encode(value, put)
    except TypeError:
        if isinstance(value, dict):
            return {str(key).lstrip("$"): store(item, put) for key, item in value.items()}
        return {"$lost": repr(value)[:SHORT]}


class Held:
    """One value. Made from a live value or from its stored form."""

    __slots__ = ("_blobs", "_json", "_value")

    def __init__(self, value: Any = None, json: Any = ..., blobs: Path | None = None) -> None:
        self._value = value
        self._json = json
        self._blobs = blobs

    @property
    def json(self) -> Any:
        """The stored form."""
        if self._json is ...:
            self._json = store(self._value, lambda name, make: None)
        return self._json

    @property
    def text(self) -> str:
        """In a few words, on one line."""
        return short(self.json)

    @property
    def said(self) -> str:
        """:attr:`text`, but a text without quotes: an answer as one would say it."""
        data = self.json
        return _line(data) if isinstance(data, str) else short(data)

    @property
    def plain(self) -> Any:
        """A bool, number, text or ``None`` as it is; anything else in a few words."""
        data = self.json
        return data if data is None or isinstance(data, bool | int | float | str) else short(data)

    def load(self) -> Any:
        """The value itself. Raises ``KeyError`` naming a blob that is not there, ``ValueError``
        for what was not stored."""
        if self._blobs is None:
            return self._value
        return decode(self._json, self._blob)

    def _blob(self, name: str) -> bytes:
        assert self._blobs is not None
        if "/" in name or name.startswith("."):
            raise ValueError(f"{name!r} is not the name of a blob")
        try:
            return (self._blobs / name).read_bytes()
        except OSError:
            raise KeyError(f"blob {name} is not in the trace") from None


def held(value: Any) -> Held:
    """``value`` as :class:`Held`; an event that was read from disk has it so already."""
    return value if isinstance(value, Held) else Held(value)


def short(data: Any) -> str:
    """A stored value in a few words."""
    return _line(_short(data))


def _line(text: str) -> str:
    """One line that a terminal takes as text, not too long."""
    text = text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)
    return text if len(text) <= SHORT else text[: SHORT - 1] + "…"


def _short(data: Any) -> str:
    match data:
        case None | bool() | int():
            return str(data)
        case float():
            return f"{data:.6g}"
        case str():
            return repr(data[:SHORT])
        case list():
            return f"[{_joined(data)}]"
        case dict():
            return _tagged(data)
    return repr(data)


def _tagged(data: dict[str, Any]) -> str:
    match data:
        case {"$ref": str(ref)}:
            return ref
        case {"$image": _, "size": [width, height]}:
            return f"image {width}x{height}"
        case {"$mask": _}:
            return "mask"
        case {"$array": _}:
            return "array"
        case {"$box": box}:
            return _box(box)
        case {"$point": [x, y]}:
            return f"({x:.0f}, {y:.0f})"
        case {"$region": region}:
            return _region(region)
        case {"$regions": list(regions)}:
            count = f"{len(regions)} region{'' if len(regions) == 1 else 's'}"
            some = ", ".join(_region(region) for region in regions[:3])
            more = ", …" if len(regions) > 3 else ""
            return f"{count}: {some}{more}" if regions else count
        case {"$tuple": list(items)}:
            return f"({_joined(items)})"
        case {"$dict": list(pairs)}:
            return "{" + ", ".join(f"{_short(k)}: {_short(v)}" for k, v in pairs[:8]) + "}"
        case {"$float": str(text)} | {"$lost": str(text)}:
            return text
    return "{" + ", ".join(f"{key}: {_short(item)}" for key, item in list(data.items())[:8]) + "}"


def _joined(items: list[Any]) -> str:
    return ", ".join(_short(item) for item in items[:8]) + (", …" if len(items) > 8 else "")


def _box(box: list[float]) -> str:
    return "[" + ", ".join(f"{number:.0f}" for number in box) + "]"


def _region(region: dict[str, Any]) -> str:
    label = region.get("label") or "region"
    return f"{label} {region['score']:.2f} {_box(region['box'])}"
