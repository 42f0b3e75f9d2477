"""The graph of a run as SVG, with a picture of every value that has one."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable

from visprog.graph import ANSWER
from visprog.trace.export.exhibits import Exhibits, Lost
from visprog.trace.export.layout import Layout, Placed, Routed, Size, layout
from visprog.trace.export.markup import Markup, join, tag
from visprog.trace.export.pictures import THUMB, thumbnail
from visprog.wording import wording

SIZE = Size()
FITS = 1900
"""Pixels; a graph that is no wider is shrunk to the page, and a wider one can be scrolled."""

PLAIN = 20
"""Characters that fit into a node."""


def draw(exhibits: Exhibits, link: Callable[[str], str | None] = lambda node: None) -> Markup:
    """The whole graph. ``link`` gives the address that a node leads to.

    Classes: ``node kind-CLASS``, ``edge data|control``; every node has ``data-step``. Nothing in it
    needs a script or a style: where no style sheet is, presentation attributes serve.
    """
    graph = exhibits.graph
    placed = layout(graph, SIZE)
    ways = [_edges(group) for group in _bundles(placed)]
    nodes = [_node(exhibits, placed.nodes[name], link(name)) for name in graph]
    return tag(
        "svg",
        tag("title", f"The graph of run {exhibits.run.id}: {len(exhibits.steps)} steps"),
        _arrow(),
        tag("g", *ways, class_="edges"),
        tag("g", *nodes, class_="nodes"),
        viewBox=f"0 0 {placed.width:.0f} {placed.height:.0f}",
        width=round(placed.width),
        height=round(placed.height),
        role="img",
        class_="graph fit" if placed.width <= FITS else "graph",
        xmlns="http://www.w3.org/2000/svg",
        font_family="system-ui, sans-serif",
    )


def _arrow() -> Markup:
    path = tag("path", d="M0 0 L8 4 L0 8 z", class_="head", fill="#8a94a6")
    return tag(
        "defs",
        tag(
            "marker", path, id="arrow", markerWidth=8, markerHeight=8, refX=7, refY=4,
            orient="auto", markerUnits="userSpaceOnUse",
        ),
    )  # fmt: skip


def _bundles(placed: Layout) -> list[list[Routed]]:
    """Edges between the same two steps, together."""
    found: dict[tuple[str, str], list[Routed]] = defaultdict(list)
    for routed in placed.edges:
        found[routed.edge.source, routed.edge.target].append(routed)
    return list(found.values())


def _edges(group: list[Routed]) -> Markup:
    """One line for all edges between two steps, labelled with what they carry."""
    first = group[0]
    control = all(routed.edge.kind == "control" for routed in group)
    said = [("if " if r.edge.kind == "control" else "") + r.edge.label for r in group]
    label = ", ".join(dict.fromkeys(said))
    carried = ", ".join(dict.fromkeys(r.edge.label for r in group if r.edge.kind == "data"))
    points = first.points
    path = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
    for (x, y), (to_x, to_y) in itertools.pairwise(points):
        half = (to_x - x) / 2
        straight = abs(y - to_y) < 0.5
        path.append(
            f"L{to_x:.1f} {to_y:.1f}"
            if straight
            else f"C{x + half:.1f} {y:.1f} {to_x - half:.1f} {to_y:.1f} {to_x:.1f} {to_y:.1f}"
        )
    x, y = points[-2]
    to_x, to_y = points[-1]
    middle_x, middle_y = (x + to_x) / 2, (y + to_y) / 2
    line = tag(
        "path", d=" ".join(path), fill="none", stroke="#8a94a6", stroke_width=1.5,
        stroke_dasharray="5 4" if control else None, marker_end="url(#arrow)",
    )  # fmt: skip
    words = tag(
        "text", _cut(carried, 9), x=middle_x, y=middle_y - 5, text_anchor="middle", font_size=10,
        fill="#5b6677", class_="label",
    )  # fmt: skip
    return tag(
        "g",
        tag("title", f"{first.edge.source} → {first.edge.target}: {label}"),
        line,
        words,
        class_=f"edge {'control' if control else 'data'}",
        data_source=first.edge.source,
        data_target=first.edge.target,
    )


def _node(exhibits: Exhibits, place: Placed, address: str | None) -> Markup:
    step = exhibits.steps.get(place.step)
    kind = exhibits.class_of(place.step)
    value = exhibits.value(place.step)
    name = step.tool if step else place.step
    said = _said(exhibits, place.step, value)
    picture = None if isinstance(value, Lost) else thumbnail(value)
    frame = tag(
        "rect", x=place.x, y=place.y, width=place.width, height=place.height, rx=9,
        fill="#ffffff", stroke="#c9d0da", class_="frame",
    )  # fmt: skip
    band = tag(
        "rect", x=place.x, y=place.y + 8, width=4, height=place.height - 16, rx=2,
        class_="band", fill="#64748b",
    )  # fmt: skip
    head = tag(
        "text",
        tag("tspan", f"{kind.sign} ", class_="sign"),
        tag("tspan", _cut(name, 17), font_weight=600, class_="tool"),
        x=place.x + 12, y=place.y + 16, font_size=12, fill="#1b2330", class_="name",
    )  # fmt: skip
    number = tag(
        "text", place.step if step else "", x=place.x + place.width - 8, y=place.y + 16,
        text_anchor="end", font_size=10.5, fill="#5b6677", class_="number",
    )  # fmt: skip
    middle = place.x + place.width / 2
    if picture is not None:
        left = middle - THUMB[0] / 2
        body = tag(
            "image", href=picture, x=left, y=place.y + 22, width=THUMB[0], height=THUMB[1] - 4,
            preserveAspectRatio="xMidYMid meet",
        )  # fmt: skip
        foot = tag(
            "text", _cut(said, PLAIN + 6), x=middle, y=place.y + place.height - 6,
            text_anchor="middle", font_size=10.5, fill="#5b6677", class_="said",
        )  # fmt: skip
    else:
        body = tag(
            "text", _cut(said, PLAIN), x=middle, y=place.y + place.height / 2 + 12,
            text_anchor="middle", font_size=20 if len(said) < 10 else 12.5, fill="#1b2330",
            class_="shown",
        )  # fmt: skip
        foot = Markup("")
    warned = step is not None and exhibits.fallbacks(step)
    sign = (
        tag("text", "⚠", x=place.x + place.width - 8, y=place.y + 34, text_anchor="end",
            font_size=14, fill="#b45309", class_="warn")
        if warned
        else Markup("")
    )  # fmt: skip
    title = tag("title", f"{place.step} {name}: {kind.words}; {said}")
    inside = join(title, frame, band, head, number, body, foot, sign)
    if address is not None:
        inside = tag("a", inside, href=address)
    return tag("g", inside, class_=f"node kind-{kind.name}", data_step=place.step)


def _said(exhibits: Exhibits, node: str, value: object) -> str:
    if isinstance(value, Lost):
        return "not in the trace"
    step = exhibits.steps.get(node)
    if step is not None and step.status != "ok":
        return step.error or step.status
    if node == ANSWER and exhibits.run.status != "ok":
        return exhibits.run.status
    return wording(value)


def _cut(words: str, length: int) -> str:
    return words if len(words) <= length else words[: length - 1] + "…"
