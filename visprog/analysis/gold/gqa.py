"""GQA scene graphs: named objects with attributes and relations (Hudson & Manning 2019)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from visprog.analysis.gold.annotated import Annotated, Thing
from visprog.analysis.gold.relations import Relations
from visprog.errors import UsageError
from visprog.types import Box


def gqa(path: Path, image: str | None = None) -> Annotated:
    """One picture's objects, by its id; a file with one picture needs no id.

    Raises :class:`UsageError` for a file that is none, and for a picture that is not in it.
    """
    try:
        body = json.loads(path.read_text("utf-8"))
        if image is None and len(body) != 1:
            raise UsageError(f"{path} has {len(body)} pictures: say which with --image")
        name = next(iter(body)) if image is None else image
        if name not in body:
            raise UsageError(f"{path} has no picture {name}")
        graph = body[name]
        objects = graph["objects"]
        things = tuple(_thing(item) for item in objects.values())
        return Annotated(
            int(graph["width"]), int(graph["height"]), things, relations=_relations(objects)
        )
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read {path}: {error}") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{path} is not a file of GQA scene graphs: {error!r}") from None


def _relations(objects: Mapping[str, Any]) -> Relations:
    """Those of which both ends are annotated; a crop of GQA's own may lack one."""
    place = {name: index for index, name in enumerate(objects)}
    return Relations.of(
        (place[name], str(said["name"]), place[str(said["object"])])
        for name, item in objects.items()
        for said in item.get("relations", ())
        if str(said["object"]) in place
    )


def _thing(item: Mapping[str, Any]) -> Thing:
    left, top = float(item["x"]), float(item["y"])
    box = Box(left, top, left + float(item["w"]), top + float(item["h"]))
    attributes = frozenset(str(word).lower() for word in item.get("attributes", ()))
    return Thing(str(item["name"]), box, None, attributes)
