"""Room on a Ray cluster, taken before there is an actor: that alone would wait without a word."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Self

from visprog.errors import Unavailable

CROWDED_SECONDS = 0.5
"""How often somebody is asked to leave while there is no room."""

NAMES = {"num_cpus": "CPU", "num_gpus": "GPU", "memory": "memory"}
"""Options of an actor, and what Ray calls them on a node."""


class Reservation:
    """What one actor asks of one node, held for it until it is given back."""

    def __init__(self, wanted: Mapping[str, Any], group: Any) -> None:
        self._wanted = dict(wanted)
        self._group = group

    @classmethod
    def of(
        cls, wanted: Mapping[str, Any], seconds: float, crowded: Callable[[], None] | None
    ) -> Self:
        """For an actor with the options ``wanted``. ``crowded`` is called from time to time while
        no node has room.

        Raises ``Unavailable`` when no node is large enough, or none has room within ``seconds``.
        """
        named = {NAMES[name]: amount for name, amount in wanted.items() if name in NAMES}
        bundle = {
            name: amount
            for name, amount in {**named, **wanted.get("resources", {})}.items()
            if amount > 0
        }
        if not bundle:
            return cls(wanted, None)
        said = ", ".join(f"{amount:g} {name}" for name, amount in bundle.items())
        nodes = [node["Resources"] for node in import_module("ray").nodes() if node["Alive"]]
        if not any(
            all(node.get(name, 0) >= amount for name, amount in bundle.items()) for node in nodes
        ):
            raise Unavailable(f"Ray: no node of the cluster has {said}")
        groups = import_module("ray.util.placement_group")
        group = groups.placement_group([bundle])
        until = time.monotonic() + seconds
        while not group.wait(CROWDED_SECONDS):
            if time.monotonic() > until:
                groups.remove_placement_group(group)
                raise Unavailable(f"Ray: no node of the cluster has {said} free in {seconds:g} s")
            if crowded is not None:
                crowded()
        return cls(wanted, group)

    @property
    def options(self) -> dict[str, Any]:
        """Of the actor."""
        if self._group is None:
            return self._wanted
        strategies = import_module("ray.util.scheduling_strategies")
        here = strategies.PlacementGroupSchedulingStrategy(self._group, 0)
        return {**self._wanted, "scheduling_strategy": here}

    def give_back(self) -> None:
        """The actor has ended."""
        group, self._group = self._group, None
        if group is not None:
            import_module("ray.util.placement_group").remove_placement_group(group)
