"""The steps that went into lists, dicts and sets by mutation, whatever their names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from visprog_sandbox.decisions import NOTHING, Steps

MUTABLE = (list, dict, set)
CONTAINERS = (list, tuple, dict, set)
MAX_CONTAINERS = 10_000
"""How many containers inside one value are looked into."""


class Heap(dict[int, tuple[Any, Steps]]):
    """By identity of the container, which is kept alive as long as something is known of it."""

    __slots__ = ()

    def of(self, container: Any) -> Steps:
        """The steps that went into this container itself."""
        cell = self.get(id(container))
        return cell[1] if cell is not None else NOTHING

    def add(self, container: Any, steps: Steps) -> None:
        if steps:
            self[id(container)] = (container, self.of(container) | steps)

    def held(self, value: Any) -> Steps:
        """The steps that went into ``value`` and all containers inside it."""
        steps = NOTHING
        if self and type(value) in CONTAINERS:
            for container in containers(value):
                steps |= self.of(container)
        return steps


def containers(value: Any) -> Iterator[Any]:
    """Containers inside ``value``, itself included."""
    seen: set[int] = set()
    waiting = [value]
    left = MAX_CONTAINERS
    while waiting and left:
        item = waiting.pop()
        left -= 1
        kind = type(item)
        if kind not in CONTAINERS or id(item) in seen:
            continue
        seen.add(id(item))
        yield item
        children = item.values() if kind is dict else item
        waiting.extend(child for child in children if type(child) in (list, tuple, dict))
