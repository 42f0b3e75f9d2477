"""Elements of HTML and SVG, put together so that text cannot become markup."""

from __future__ import annotations

import html
import re
from typing import Any, TypeAlias

Content: TypeAlias = "Markup | str | int | float | None"

VOID = frozenset({"meta", "br", "hr", "img", "col", "link"})

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")


class Markup(str):
    """Text that is markup already; only :func:`tag`, :func:`join` and :func:`verbatim` make it."""

    __slots__ = ()


def text(value: Content) -> Markup:
    """``value`` as text. What no document can hold, and what would turn the direction of the text
    around it, is shown as a sign of its own."""
    if isinstance(value, Markup):
        return value
    if value is None:
        return Markup("")
    plain = _CONTROL.sub("\ufffd", str(value))
    plain = _TURNS.sub(lambda found: f"\u27e8U+{ord(found[0]):04X}\u27e9", plain)
    return Markup(html.escape(plain, quote=True))


def tag(name: str, /, *content: Content, **attributes: Any) -> Markup:
    """``<name attributes>content</name>``.

    An attribute that is ``None`` or ``False`` is left out, ``True`` has no value; ``class_`` is
    ``class``, and other underscores are hyphens.
    """
    parts = [name]
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        key = key.rstrip("_").replace("_", "-")
        if isinstance(value, float):
            value = f"{value:.2f}".rstrip("0").rstrip(".")
        parts.append(key if value is True else f'{key}="{text(value)}"')
    opening = f"<{' '.join(parts)}>"
    if name in VOID:
        return Markup(opening)
    return Markup(f"{opening}{join(*content)}</{name}>")


def join(*content: Content) -> Markup:
    """Several pieces as one."""
    return Markup("".join(text(item) for item in content))


def verbatim(code: str) -> Markup:
    """Markup or style that this package wrote itself. Never for anything out of a trace."""
    return Markup(code)
