"""The JSON Schema of a trace's lines, read from the events.

The published copy is ``schema.json`` beside this file; ``python -m visprog.trace.schema`` prints
what it should hold.
"""

from __future__ import annotations

import dataclasses
import json
from importlib.resources import files
from typing import Any

from visprog.events import SCHEMA
from visprog.trace.lines import KINDS

_VALUE = {"$ref": "#/$defs/value"}
_FRAME = {"$ref": "#/$defs/frame"}
_REGION = {"$ref": "#/$defs/region"}


def _object(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
    }


def _numbers(count: int) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "number"}, "minItems": count, "maxItems": count}


_EDGE = {
    "description": "source, target, data or control, and the argument's name or the decision",
    "type": "array",
    "prefixItems": [
        {"type": "string"},
        {"type": "string"},
        {"enum": ["data", "control"]},
        {"type": "string"},
    ],
    "minItems": 4,
    "maxItems": 4,
}

_TYPES: dict[str, dict[str, Any]] = {
    "str": {"type": "string"},
    "int": {"type": "integer"},
    "float": {"type": "number"},
    "bool": {"type": "boolean"},
    "str | None": {"type": ["string", "null"]},
    "Any": _VALUE,
    "Mapping[str, Any]": {"type": "object", "additionalProperties": _VALUE},
    "Mapping[str, Any] | None": {"type": ["object", "null"], "additionalProperties": _VALUE},
    "Mapping[str, str]": {"type": "object", "additionalProperties": {"type": "string"}},
    "tuple[Edge, ...]": {"type": "array", "items": {"$ref": "#/$defs/edge"}},
    "tuple[Diagnostic, ...]": {"type": "array", "items": {"$ref": "#/$defs/diagnostic"}},
    "tuple[tuple[str, Image], ...]": {
        "type": "array",
        "items": {"type": "array", "prefixItems": [{"type": "string"}, _VALUE], "minItems": 2},
    },
}
"""By annotation of an event's field. A new annotation needs its line here: there is no default."""


def _later(field: dataclasses.Field[Any]) -> bool:
    return bool(field.metadata.get("added"))


def _values() -> dict[str, Any]:
    """The forms of :mod:`visprog.encoding`."""
    blob = {"type": "string", "description": "a file in blobs/"}
    tagged = {
        "$float": _object({"$float": {"enum": ["nan", "inf", "-inf"]}}),
        "$ref": _object({"$ref": {"type": "string"}, "type": {"type": "string"}}),
        "$image": _object({"$image": blob, "size": _numbers(2), "frame": _FRAME}),
        "$mask": _object({"$mask": blob}),
        "$array": _object({"$array": blob}),
        "$box": _object({"$box": _numbers(4)}),
        "$point": _object({"$point": _numbers(2)}),
        "$region": _object({"$region": _REGION}),
        "$regions": _object({"$regions": {"type": "array", "items": _REGION}}, {"image": _VALUE}),
        "$tuple": _object({"$tuple": {"type": "array", "items": _VALUE}}),
        "$dict": _object({"$dict": {"type": "array", "items": {"type": "array"}}}),
        "$lost": _object({"$lost": {"type": "string", "description": "no value: its text"}}),
    }
    plain = {
        "type": "object",
        "propertyNames": {"pattern": r"^(?!\$)"},
        "additionalProperties": _VALUE,
    }
    scalars = {"type": ["null", "boolean", "number", "string"]}
    lists = {"type": "array", "items": _VALUE}
    return {
        "value": {"anyOf": [scalars, lists, *tagged.values(), plain]},
        "frame": {
            "description": "root image's hash, width, height; left, top, scale in the root image",
            "type": ["array", "null"],
            "minItems": 6,
            "maxItems": 6,
        },
        "region": _object(
            {
                "box": _numbers(4),
                "label": {"type": "string"},
                "score": {"type": "number"},
                "frame": _FRAME,
            },
            {"mask": _VALUE, "extra": {"type": "array"}},
        ),
        "edge": _EDGE,
        "diagnostic": _object(
            {
                "line": {"type": "integer"},
                "column": {"type": "integer"},
                "code": {"type": "string"},
                "message": {"type": "string"},
                "hint": {"type": "string"},
            }
        ),
    }


def build() -> dict[str, Any]:
    """The schema, as the events are now."""
    kinds = []
    for kind, event in KINDS.items():
        fields = {field: _TYPES[str(field.type)] for field in dataclasses.fields(event)}
        first = {field.name: type_ for field, type_ in fields.items() if not _later(field)}
        later = {field.name: type_ for field, type_ in fields.items() if _later(field)}
        head = {"v": {"const": SCHEMA}, "n": {"type": "integer"}, "kind": {"const": kind}}
        doc = " ".join((event.__doc__ or "").split())
        about = {} if doc.startswith(event.__name__) else {"description": doc}
        kinds.append({**_object({**head, **first}, later), **about})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"One line of a visprog trace, version {SCHEMA}",
        "oneOf": kinds,
        "$defs": _values(),
    }


def published() -> dict[str, Any]:
    """The schema that is shipped."""
    schema: dict[str, Any] = json.loads(files(__package__).joinpath("schema.json").read_text())
    return schema


if __name__ == "__main__":
    print(json.dumps(build(), indent=1))
