"""Plots as SVG: bars with whiskers, a waterfall, matrices, lines. Colours are classes of the page.

Every plot has a title for those who do not see it, and numbers beside the marks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from visprog.trace.export.markup import Content, Markup, join, tag

WIDTH = 560
LABEL = 132
"""Pixels for names at the left of bars."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with its whisker; numbers in the plot's unit."""

    label: str
    value: float
    low: float
    high: float
    said: str
    kind: str = "accent"


@dataclass(frozen=True, slots=True)
class Mark:
    """A measured point with its whisker."""

    x: float
    y: float
    low: float
    high: float
    said: str
    weight: float = 1.0


def bars(title: str, rows: Sequence[Bar], *, top: float | None = None) -> Markup:
    """Horizontal bars from 0; ``top`` is the end of the scale."""
    end = top or max([*(row.high for row in rows), *(row.value for row in rows), 1e-9])
    room = WIDTH - LABEL - 112
    scale = room / end
    height = 30 * len(rows) + 6
    parts: list[Content] = [tag("title", title)]
    for number, row in enumerate(rows):
        y = 30 * number + 4
        long = max(row.value, 0.0) * scale
        low, high = (LABEL + min(max(edge, 0.0), end) * scale for edge in (row.low, row.high))
        parts += [
            tag("text", _short(row.label), x=LABEL - 10, y=y + 15, class_="name"),
            tag("rect", x=LABEL, y=y, width=room, height=22, rx=4, class_="rail"),
            tag("rect", x=LABEL, y=y, width=max(long, 0.5), height=22, rx=4, class_=row.kind),
            _whisker(low, high, y + 11),
            tag("text", row.said, x=WIDTH - 104, y=y + 15, class_="said"),
        ]
    return _svg(WIDTH, height, *parts)


def waterfall(title: str, start: float, rows: Sequence[Bar], end: float) -> Markup:
    """From ``start`` to ``end`` in steps that add up; all in [0, 1]."""
    room = WIDTH - LABEL - 112
    height = 30 * (len(rows) + 2) + 6
    parts: list[Content] = [tag("title", title)]

    def line(y: float, name: str, left: float, right: float, kind: str, said: str) -> None:
        x0, x1 = (LABEL + min(max(edge, 0.0), 1.0) * room for edge in sorted((left, right)))
        parts.extend(
            (
                tag("text", _short(name), x=LABEL - 10, y=y + 15, class_="name"),
                tag("rect", x=LABEL, y=y, width=room, height=22, rx=4, class_="rail"),
                tag("rect", x=x0, y=y, width=max(x1 - x0, 1.0), height=22, rx=3, class_=kind),
                tag("text", said, x=WIDTH - 104, y=y + 15, class_="said"),
            )
        )

    line(4, "right now", 0.0, start, "right", f"{start:.3f}")
    reached = start
    for number, row in enumerate(rows, 1):
        y = 30 * number + 4
        line(y, row.label, reached, reached + row.value, row.kind, row.said)
        before = LABEL + min(max(reached, 0.0), 1.0) * room
        parts.append(tag("line", x1=before, x2=before, y1=y - 8, y2=y, class_="thread"))
        reached += row.value
    line(30 * (len(rows) + 1) + 4, "all perfect", 0.0, end, "right", f"{end:.3f}")
    return _svg(WIDTH, height, *parts)


def matrix(
    title: str,
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Mapping[tuple[str, str], tuple[float, str, str]],
    kind: str = "accent",
) -> Markup:
    """Cells by row and column: how strong in [0, 1], what is written, and what hovering says."""
    cell, left, top = 72, 132, 84
    parts: list[Content] = [tag("title", title)]
    for j, name in enumerate(columns):
        x = left + cell * j + cell / 2
        turn = f"rotate(-38 {x:.0f} {top - 8})"
        parts.append(tag("text", _short(name), x=x, y=top - 8, transform=turn, class_="head"))
    for i, name in enumerate(rows):
        y = top + 34 * i
        parts.append(tag("text", _short(name), x=left - 10, y=y + 21, class_="name"))
        for j, other in enumerate(columns):
            x = left + cell * j
            found = cells.get((name, other))
            if found is None:
                parts.append(
                    tag("rect", x=x + 1, y=y + 1, width=cell - 2, height=32, rx=4, class_="rail")
                )
                continue
            strength, said, hover = found
            dark = " strong" if strength > 0.55 else ""
            parts.append(
                tag(
                    "g",
                    tag("title", hover),
                    tag("rect", x=x + 1, y=y + 1, width=cell - 2, height=32, rx=4, class_="rail"),
                    tag(
                        "rect",
                        x=x + 1,
                        y=y + 1,
                        width=cell - 2,
                        height=32,
                        rx=4,
                        class_=kind,
                        fill_opacity=0.08 + 0.92 * strength,
                    ),
                    tag("text", said, x=x + cell / 2, y=y + 21, class_=f"cell{dark}"),
                )
            )
    return _svg(left + cell * len(columns) + 44, top + 34 * len(rows) + 8, *parts)


def plane(
    title: str,
    *,
    marks: Sequence[Mark] = (),
    lines: Sequence[tuple[Sequence[tuple[float, float]], str]] = (),
    band: Sequence[tuple[float, float, float]] = (),
    x_range: tuple[float, float] = (0.0, 1.0),
    y_range: tuple[float, float] = (0.0, 1.0),
    x_ticks: Sequence[tuple[float, str]] = (),
    x_name: str = "",
    y_name: str = "",
) -> Markup:
    """Points with whiskers, lines with a class each, and a band ``(x, low, high)``."""
    width, height, left, bottom, top = WIDTH, 310, 56, 46, 14
    (x0, x1), (y0, y1) = x_range, y_range

    def at(x: float, y: float) -> tuple[float, float]:
        across = left + (x - x0) / (x1 - x0) * (width - left - 18)
        down = height - bottom - (y - y0) / (y1 - y0) * (height - bottom - top)
        return round(across, 2), round(down, 2)

    parts: list[Content] = [tag("title", title)]
    ticks = [y0 + (y1 - y0) * share for share in (0.0, 0.25, 0.5, 0.75, 1.0)]
    digits = 2 if y1 - y0 > 0.2 else 3
    for value in ticks:
        _, y = at(x0, value)
        parts += [
            tag("line", x1=left, x2=width - 18, y1=y, y2=y, class_="grid"),
            tag(
                "text",
                f"{value:.{digits}f}",
                x=left - 8,
                y=y + 4,
                class_="tick end",
            ),
        ]
    for value, said in x_ticks or [(tick, f"{tick:.2f}") for tick in (0.0, 0.25, 0.5, 0.75, 1.0)]:
        x, y = at(value, y0)
        parts.append(tag("text", said, x=x, y=y + 18, class_="tick middle"))
    parts += [
        tag("text", x_name, x=(left + width - 18) / 2, y=height - 8, class_="axis middle"),
        tag(
            "text",
            y_name,
            x=14,
            y=(height - bottom + top) / 2,
            transform=f"rotate(-90 14 {(height - bottom + top) / 2:.0f})",
            class_="axis middle",
        ),
    ]
    if band:
        upper = [at(x, high) for x, _, high in band]
        lower = [at(x, low) for x, low, _ in reversed(band)]
        parts.append(tag("polygon", points=_points([*upper, *lower]), class_="band"))
    for line, kind in lines:
        points = _points([at(*point) for point in line])
        parts.append(tag("polyline", points=points, class_=f"line {kind}"))
    for mark in marks:
        x, y = at(mark.x, mark.y)
        _, high = at(mark.x, mark.high)
        _, low = at(mark.x, mark.low)
        parts.append(
            tag(
                "g",
                tag("title", mark.said),
                tag("line", x1=x, x2=x, y1=low, y2=high, class_="whisker"),
                tag("circle", cx=x, cy=y, r=4 + 4 * mark.weight, class_="dot"),
            )
        )
    return _svg(width, height, *parts)


def _whisker(low: float, high: float, y: float) -> Markup:
    return join(
        tag("line", x1=low, x2=high, y1=y, y2=y, class_="whisker"),
        tag("line", x1=low, x2=low, y1=y - 4, y2=y + 4, class_="whisker"),
        tag("line", x1=high, x2=high, y1=y - 4, y2=y + 4, class_="whisker"),
    )


def _points(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)


def _short(name: str) -> str:
    return name if len(name) <= 17 else f"{name[:16]}…"


def _svg(width: float, height: float, *parts: Content) -> Markup:
    return tag(
        "svg", *parts, viewBox=f"0 0 {width:g} {height:g}", width=width, height=height, role="img"
    )
