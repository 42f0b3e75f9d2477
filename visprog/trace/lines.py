"""Events as lines of JSON, and back.

A line is one object: ``v`` (schema), ``n`` (its number, so that a gap shows what was lost),
``kind``, and the event's fields; values are as :mod:`visprog.encoding` writes them.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, get_args

from visprog.errors import Diagnostic
from visprog.events import SCHEMA, Event
from visprog.graph import Edge
from visprog.trace.held import Held, store

KINDS: Mapping[str, type[Any]] = {event.kind: event for event in get_args(Event)}

_PLAIN = frozenset({"str", "int", "float", "bool", "str | None", "float | None", "int | None"})
"""Annotations (they are strings in that module) of fields that are JSON as they are."""

_FIELDS: Mapping[type[Any], tuple[tuple[str, str], ...]] = {
    event: tuple(
        (field.name, "plain" if field.type in _PLAIN else field.name)
        for field in dataclasses.fields(event)
    )
    for event in KINDS.values()
}

_OPTIONAL: Mapping[type[Any], frozenset[str]] = {
    event: frozenset(
        field.name
        for field in dataclasses.fields(event)
        if field.default is not dataclasses.MISSING
        or field.default_factory is not dataclasses.MISSING
    )
    for event in KINDS.values()
}

_EAGER = frozenset({"settings", "versions", "usage", "error", "names", "models", "weights"})
"""Fields with plain contents, decoded at once."""

_json = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode

Put = Callable[[str, Callable[[], bytes]], None]


def to_line(event: Event, number: int, put: Put) -> bytes:
    """One line with its newline. Raises ``ValueError`` or ``TypeError`` for an event that no line
    can hold."""
    body: dict[str, Any] = {"v": SCHEMA, "n": number, "kind": event.kind}
    for name, codec in _FIELDS[type(event)]:
        value = getattr(event, name)
        if codec == "plain":
            body[name] = value
        elif codec == "edges":
            body[name] = [list(edge) for edge in value]
        elif codec == "diagnostics":
            body[name] = [dataclasses.asdict(item) for item in value]
        elif codec == "images":
            body[name] = [[key, store(image, put)] for key, image in value]
        else:
            body[name] = store(dict(value) if isinstance(value, Mapping) else value, put)
    return _json(body).encode() + b"\n"


def from_line(line: bytes, blobs: Path) -> tuple[int, Event]:
    """A line's number and event; its values are :class:`Held`.

    Raises ``ValueError`` for anything that is not a line of this schema.
    """
    try:
        body = json.loads(line)
        if body["v"] > SCHEMA:
            raise ValueError(f"written by a newer visprog (schema {body['v']}, this is {SCHEMA})")
        kind = KINDS[body["kind"]]
        fields: dict[str, Any] = {}
        for name, codec in _FIELDS[kind]:
            if name not in body and name in _OPTIONAL[kind]:
                continue
            data = body[name]
            if codec == "plain":
                fields[name] = data
            elif codec == "edges":
                fields[name] = tuple(Edge(*edge) for edge in data)
            elif codec == "diagnostics":
                fields[name] = tuple(Diagnostic(**item) for item in data)
            elif codec == "images":
                fields[name] = tuple((key, Held(json=image, blobs=blobs)) for key, image in data)
            elif codec in _EAGER:
                fields[name] = data
            else:
                fields[name] = Held(json=data, blobs=blobs)
        return int(body["n"]), kind(**fields)
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"not a line of a trace: {error!r}") from None
