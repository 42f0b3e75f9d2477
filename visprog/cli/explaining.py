"""``visprog plan --explain``: the program's graph, its tools and models, and what was checked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from visprog.graph import ANSWER, StepGraph
from visprog.trace.export.layout import Size, layout
from visprog.trace.export.markup import Markup, tag

if TYPE_CHECKING:
    from visprog.program import Program
    from visprog.session import Session
    from visprog_planners import Plan

SIZE = Size(width=190, height=44, gap_y=16)
WIDEST = 100
"""Characters of a line on the terminal."""


def graph_of(session: Session, program: Program) -> StepGraph:
    """The static graph of a program, with the methods of patches that the session's tools have."""
    from visprog.outline import outline

    methods = {
        name.removeprefix("ImagePatch.")
        for name in session.tools
        if session.tools[name].method and session.tools[name].dialect == program.dialect
    }
    return outline(program, methods)


def rails(graph: StepGraph) -> list[str]:
    """The graph for a terminal: one line a call, and a rail from each call to where it is used."""
    last = {edge.source: edge.target for edge in graph.edges()}
    columns: list[str | None] = []
    lines = []
    for step in graph.order():
        sources = [edge.source for edge in graph.edges_to(step)]
        used = sorted(columns.index(source) for source in set(sources) if source in columns)
        free = [n for n, held in enumerate(columns) if held is None and (not used or n > used[-1])]
        place = free[0] if free else len(columns)
        if place == len(columns):
            columns.append(None)
        ending = {n for n in used if last[str(columns[n])] == step}
        drawn = "".join(
            _cell(n, place, used, ending, held is not None) for n, held in enumerate(columns)
        )
        lines.append(f"{drawn.rstrip()} {label(graph, step)}"[:WIDEST])
        for n in ending:
            columns[n] = None
        columns[place] = step if step in last else None
        while columns and columns[-1] is None:
            columns.pop()
    return lines


def _cell(column: int, place: int, used: Sequence[int], ending: set[int], held: bool) -> str:
    """Two characters of a line: a rail, a turn, a crossing, or the call itself."""
    across = bool(used) and used[0] <= column < place
    tail = "\u2500" if across else " "
    if column == place:
        return "\u25cf "
    if column in used:
        first = column == used[0]
        if column in ending:
            return ("\u2570" if first else "\u2534") + tail
        return ("\u251c" if first else "\u253c") + tail
    if held:
        return ("\u253c" if across else "\u2502") + tail
    return tail * 2


def label(graph: StepGraph, step: str) -> str:
    """A call in one line: its number, what it defines, and its arguments as they are written."""
    if step == ANSWER:
        return ANSWER
    facts = graph.facts(step)
    target = f"{facts['target']} = " if facts["target"] else ""
    return f"{step} {target}{facts['tool']}({', '.join(facts['said'])})"


def svg(graph: StepGraph, title: str) -> Markup:
    """The graph as one SVG document, left to right; decisions are dashed."""
    placed = layout(graph, SIZE)
    lines, boxes = [], []
    for routed in placed.edges:
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in routed.points)
        edge = routed.edge
        lines.append(
            tag(
                "polyline", tag("title", f"{edge.source} to {edge.target}: {edge.label}"),
                points=points, fill="none", stroke="#8a94a6", stroke_width=1.5,
                stroke_dasharray="5 4" if edge.kind == "control" else None,
            )
        )  # fmt: skip
    for step, node in placed.nodes.items():
        facts = graph.facts(step)
        words = ", ".join(facts.get("said", []))
        frame = tag(
            "rect", x=node.x, y=node.y, width=node.width, height=node.height, rx=7,
            fill="#ffffff", stroke="#64748b",
        )  # fmt: skip
        head = tag(
            "text", facts.get("tool", step), x=node.x + 8, y=node.y + 18, font_weight=600,
            font_size=13, fill="#1b2330",
        )  # fmt: skip
        foot = tag(
            "text", words if len(words) < 30 else f"{words[:28]}\u2026", x=node.x + 8,
            y=node.y + 35, font_size=11, fill="#5b6677",
        )  # fmt: skip
        boxes.append(tag("g", tag("title", label(graph, step)), frame, head, foot, data_step=step))
    return tag(
        "svg",
        tag("title", title),
        tag("g", *lines),
        tag("g", *boxes),
        viewBox=f"0 0 {placed.width:.0f} {placed.height:.0f}",
        width=round(placed.width),
        height=round(placed.height),
        role="img",
        xmlns="http://www.w3.org/2000/svg",
        font_family="system-ui, sans-serif",
    )


def needs(session: Session, graph: StepGraph) -> list[dict[str, Any]]:
    """The tools of a program in order of their first call, each with the models of its roles."""
    found: list[dict[str, Any]] = []
    for step in graph.order():
        if step == ANSWER:
            continue
        name = graph.facts(step)["tool"]
        if any(row["tool"] == name for row in found):
            continue
        method = f"ImagePatch.{name}"
        spec = session.tools[name if name in session.tools else method]
        models = {
            role: _named(session.pack.models[role]) if role in session.pack.models else "none"
            for role in spec.roles
        }
        found.append({"tool": name, "models": models})
    return found


def show(
    graph: StepGraph,
    tools: Sequence[dict[str, Any]],
    plan: Plan,
    program: Program,
    pack: str,
) -> None:
    """All of it on standard output, after the program."""
    print("\ngraph:")
    for line in rails(graph):
        print(f"  {line}")
    print(f"\ntools and models (pack {pack}):")
    for row in tools:
        models = ", ".join(f"{role}: {name}" for role, name in row["models"].items())
        print(f"  {row['tool']}" + (f"  {models}" if models else "  no model"))
    print("\nchecked: " + ("it can run" if program.advice else "nothing is wrong with it"))
    for noticed in program.advice:
        print(f"  {noticed}")
    for repair in plan.repairs:
        print(f"  repaired before: {repair}")


def _named(model: Any) -> str:
    return f"{model.family} {model.checkpoint}".strip()
