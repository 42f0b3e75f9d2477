"""Where the steps of a run go on paper: the graph in layers, few crossings, no overlaps.

Sugiyama's method (Sugiyama, Tagawa and Toda 1981): longest-path layers, edges that span several
layers split by dummy nodes, barycentre sweeps for the order within a layer, and positions that pull
every node towards its neighbours as far as the distances allow (isotonic regression in each layer).
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from visprog.graph import Edge, StepGraph

SWEEPS = 12


@dataclass(frozen=True, slots=True)
class Size:
    """How much room things take, in pixels."""

    width: float = 158.0
    height: float = 96.0
    gap_x: float = 56.0
    gap_y: float = 20.0
    track: float = 14.0
    """The height of an edge that passes through a layer."""
    margin: float = 12.0


@dataclass(frozen=True, slots=True)
class Placed:
    """A node, by its top left corner."""

    step: str
    x: float
    y: float
    width: float
    height: float
    layer: int


@dataclass(frozen=True, slots=True)
class Routed:
    """An edge and the points that it passes, from its source's right side to its target's left."""

    edge: Edge
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Layout:
    nodes: Mapping[str, Placed]
    edges: Sequence[Routed]
    width: float
    height: float


def layout(graph: StepGraph, size: Size | None = None) -> Layout:
    """Left to right; the same graph always gives the same picture.

    Edges between the same two steps share one way, in the order of ``graph.edges()``.
    """
    size = size or Size()
    layers, chains = _layered(graph)
    neighbours = _neighbours(chains)
    _order(layers, neighbours)
    middles = _middles(layers, neighbours, size)
    top = min((middles[name] - _height(name, size) / 2 for name in middles), default=0.0)
    shift = size.margin - top
    nodes: dict[str, Placed] = {}
    for depth, layer in enumerate(layers):
        x = size.margin + depth * (size.width + size.gap_x)
        for name in layer:
            if not _dummy(name):
                y = middles[name] + shift - size.height / 2
                nodes[name] = Placed(name, x, y, size.width, size.height, depth)
    depths = {name: depth for depth, layer in enumerate(layers) for name in layer}
    routed = []
    for edge in graph.edges():
        points = []
        for name in chains[edge.source, edge.target]:
            x = size.margin + depths[name] * (size.width + size.gap_x)
            y = middles[name] + shift
            if name != edge.source:
                points.append((x, y))
            if name != edge.target:
                points.append((x + size.width, y))
        routed.append(Routed(edge, tuple(points)))
    bottom = max((middles[n] + shift + _height(n, size) / 2 for n in middles), default=0.0)
    width = 2 * size.margin + len(layers) * (size.width + size.gap_x) - size.gap_x
    return Layout(nodes, routed, max(width, 0.0), bottom + size.margin)


def _dummy(name: str) -> bool:
    return name.startswith("\0")


def _height(name: str, size: Size) -> float:
    return size.track if _dummy(name) else size.height


def _layered(
    graph: StepGraph,
) -> tuple[list[list[str]], dict[tuple[str, str], list[str]]]:
    """Nodes and dummies by layer, and for each pair of steps the nodes on the way."""
    order = graph.order()
    sources: dict[str, list[str]] = defaultdict(list)
    targets: dict[str, list[str]] = defaultdict(list)
    for edge in graph.edges():
        if edge.source not in sources[edge.target]:
            sources[edge.target].append(edge.source)
            targets[edge.source].append(edge.target)
    depth: dict[str, int] = {}
    for name in order:
        depth[name] = max((depth[source] + 1 for source in sources[name]), default=0)
    for name in reversed(order):  # what has no source waits beside what first uses it
        if not sources[name] and targets[name]:
            depth[name] = min(depth[target] for target in targets[name]) - 1
    layers: list[list[str]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    for name in order:
        layers[depth[name]].append(name)
    chains: dict[tuple[str, str], list[str]] = {}
    for target in order:
        for source in sources[target]:
            way = [source]
            for between in range(depth[source] + 1, depth[target]):
                dummy = f"\0{source}\0{target}\0{between}"
                layers[between].append(dummy)
                way.append(dummy)
            chains[source, target] = [*way, target]
    return layers, chains


def _neighbours(
    chains: Mapping[tuple[str, str], list[str]],
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """For each node those before it and those after it."""
    before: dict[str, list[str]] = defaultdict(list)
    after: dict[str, list[str]] = defaultdict(list)
    for way in chains.values():
        for one, other in itertools.pairwise(way):
            before[other].append(one)
            after[one].append(other)
    return before, after


def _order(
    layers: list[list[str]], neighbours: tuple[Mapping[str, list[str]], Mapping[str, list[str]]]
) -> None:
    """Sort every layer so that few edges cross; keeps the best order that was met."""
    before, after = neighbours
    best, fewest = [list(layer) for layer in layers], crossings(layers, before)
    for sweep in range(SWEEPS):
        forward = sweep % 2 == 0
        places: dict[str, float] = {}
        for layer in layers if forward else reversed(layers):
            known = before if forward else after
            wanted = {
                name: sum(places[n] for n in known[name]) / len(known[name])
                if known.get(name)
                else float(index)
                for index, name in enumerate(layer)
            }
            layer.sort(key=wanted.__getitem__)
            places.update((name, float(index)) for index, name in enumerate(layer))
        count = crossings(layers, before)
        if count < fewest:
            best, fewest = [list(layer) for layer in layers], count
    for layer, kept in zip(layers, best, strict=True):
        layer[:] = kept


def crossings(layers: Sequence[Sequence[str]], before: Mapping[str, list[str]]) -> int:
    """How many pairs of edges cross between neighbouring layers."""
    total = 0
    for above, layer in itertools.pairwise(layers):
        place = {name: index for index, name in enumerate(above)}
        ends = [
            place[source]
            for name in layer
            for source in sorted(before.get(name, ()), key=place.get)  # type: ignore[arg-type]
        ]
        total += sum(a > b for i, a in enumerate(ends) for b in ends[i + 1 :])
    return total


def _middles(
    layers: Sequence[Sequence[str]],
    neighbours: tuple[Mapping[str, list[str]], Mapping[str, list[str]]],
    size: Size,
) -> dict[str, float]:
    """The height of every node's middle."""
    before, after = neighbours
    middle: dict[str, float] = {}
    for layer in layers:
        y = 0.0
        for name in layer:
            middle[name] = y + _height(name, size) / 2
            y += _height(name, size) + size.gap_y
    for sweep in range(SWEEPS):
        forward = sweep % 2 == 0
        for layer in layers if forward else reversed(layers):
            wanted, weights = [], []
            for name in layer:
                near = (before if forward else after).get(name, ())
                wanted.append(sum(middle[n] for n in near) / len(near) if near else middle[name])
                weights.append(4.0 if _dummy(name) else 1.0)  # long edges run straight
            for name, y in zip(layer, _apart(layer, wanted, weights, size), strict=True):
                middle[name] = y
    return middle


def _apart(
    layer: Sequence[str], wanted: Sequence[float], weights: Sequence[float], size: Size
) -> list[float]:
    """The nearest heights to ``wanted``, by least squares, that keep order and distances: isotonic
    regression of what is left when the distances are taken off (pool adjacent violators)."""
    offsets, y = [], 0.0
    for index, name in enumerate(layer):
        if index:
            y += (_height(layer[index - 1], size) + _height(name, size)) / 2 + size.gap_y
        offsets.append(y)
    blocks: list[list[float]] = []  # mean, weight, members
    for target, weight, offset in zip(wanted, weights, offsets, strict=True):
        blocks.append([target - offset, weight, 1])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            mean, heavy, members = blocks.pop()
            last = blocks[-1]
            last[0] = (last[0] * last[1] + mean * heavy) / (last[1] + heavy)
            last[1] += heavy
            last[2] += members
    flat = [mean for mean, _, members in blocks for _ in range(int(members))]
    return [base + offset for base, offset in zip(flat, offsets, strict=True)]
