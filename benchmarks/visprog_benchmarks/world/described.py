"""Scenes from plain descriptions: what is where, by names that a text can refer to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from visprog_benchmarks.world.layout import Put, compose
from visprog_benchmarks.world.scene import Scene, Thing


@dataclass(frozen=True)
class Described:
    """A scene, and its things by the ids of its description."""

    scene: Scene
    places: Mapping[str, int]
    """From an id to the index in ``scene.things``."""

    def thing(self, name: str) -> Thing:
        """Raises ``KeyError`` for an id that the description has not."""
        return self.scene.things[self.places[name]]


def described(description: Mapping[str, Any]) -> Described:
    """The scene of a table with ``ground`` and ``things``: each has ``id`` and :class:`Put`'s
    fields, ``holds`` further things."""
    puts = [_put(row) for row in description["things"]]
    scene = compose(puts, ground=description["ground"])
    ids = [name for row in description["things"] for name in _ids(row)]
    return Described(scene, {name: index for index, name in enumerate(ids)})


def _put(row: Mapping[str, Any]) -> Put:
    facts = {name: value for name, value in row.items() if name not in ("id", "holds", "at")}
    at = tuple(row["at"]) if "at" in row else None
    return Put(at=at, holds=tuple(_put(held) for held in row.get("holds", ())), **facts)


def _ids(row: Mapping[str, Any]) -> list[str]:
    return [row["id"], *(name for held in row.get("holds", ()) for name in _ids(held))]
