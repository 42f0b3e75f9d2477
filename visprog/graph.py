"""The graph of a run: which step used which, by data and by control.

Nodes are step ids in the order in which the steps were started, plus ``answer``. A data edge
carries the name of the argument; a control edge carries the place in the program where the value
was looked at and which way the decision went.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple

import networkx as nx

from visprog.program import Control

ANSWER = "answer"


class Edge(NamedTuple):
    """``source`` was used by ``target``."""

    source: str
    target: str
    kind: Literal["data", "control"]
    label: str
    """The argument's name, or the decision: ``line 3 True``."""


class StepGraph:
    """A growing DAG over a :class:`networkx.MultiDiGraph`.

    ``add`` refuses a dependency on a step that does not exist yet, so the graph cannot get a cycle.
    """

    def __init__(self) -> None:
        self._graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()

    def add(
        self,
        step: str,
        data: Mapping[str, Iterable[str]] | None = None,
        control: Iterable[Control] = (),
        **facts: Any,
    ) -> tuple[Edge, ...]:
        """Add a step with, for each argument, the steps it uses, and the decisions it hangs on;
        the edges that this made.

        Raises ``ValueError`` for a step that is there already and ``KeyError`` for an unknown one.
        """
        if step in self._graph:
            raise ValueError(f"step {step} is in the graph already")
        edges: list[tuple[str, Literal["data", "control"], str]] = []
        for argument, sources in (data or {}).items():
            edges += [(source, "data", argument) for source in dict.fromkeys(sources)]
        for decision in control:
            label = f"line {decision.site.line} {decision.taken}"
            edges += [(source, "control", label) for source in decision.steps]
        for source, _, _ in edges:
            if source not in self._graph:
                raise KeyError(f"step {step} depends on {source}, which is not in the graph")
        self._graph.add_node(step, **facts)
        distinct = dict.fromkeys(edges)
        for source, kind, label in distinct:
            self._graph.add_edge(source, step, key=(kind, label), kind=kind, label=label)
        return tuple(Edge(source, step, kind, label) for source, kind, label in distinct)

    def __contains__(self, step: object) -> bool:
        return step in self._graph

    def __len__(self) -> int:
        return len(self._graph)

    def __iter__(self) -> Iterator[str]:
        return iter(self._graph)

    def facts(self, step: str) -> Mapping[str, Any]:
        return dict(self._graph.nodes[step])

    def edges(self, kind: Literal["data", "control"] | None = None) -> list[Edge]:
        """All edges, or those of one kind, in the order in which they were added."""
        return [
            Edge(source, target, facts["kind"], facts["label"])
            for source, target, facts in self._graph.edges(data=True)
            if kind is None or facts["kind"] == kind
        ]

    def edges_to(self, step: str) -> tuple[Edge, ...]:
        """What this step depends on directly."""
        return tuple(edge for edge in self.edges() if edge.target == step)

    def causes(self, step: str) -> set[str]:
        """Every step that could have changed this one."""
        return set(nx.ancestors(self._graph, step))

    def cone(self, step: str) -> set[str]:
        """Every step that this one could change: what a replay must run again."""
        return set(nx.descendants(self._graph, step))

    def order(self) -> list[str]:
        """A topological order; ties as the steps were started."""
        position = {step: index for index, step in enumerate(self._graph)}
        return list(nx.lexicographical_topological_sort(self._graph, key=position.__getitem__))
