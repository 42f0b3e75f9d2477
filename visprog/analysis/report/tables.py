"""The figures of a report as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from visprog.analysis.rate import Rate
from visprog.analysis.reliability import Report


def tables(report: Report) -> str:
    """Everything that the page plots, as tables."""
    return "\n".join(_blocks(report))


def _blocks(report: Report) -> Iterator[str]:
    right, cost = report.right, report.cost
    yield f"{report.runs} runs, {report.failed} without an answer; {right.n} with a known answer"
    if right.n:
        yield f"right            {right}"
    if report.stepped:
        yield f"right for the wrong reasons  {report.lucky} of the right ones with gold for steps"
    per = cost.per_right(cost.seconds)
    if per is not None:
        calls = cost.per_right(cost.model_calls) or 0.0
        tokens = cost.per_right(cost.tokens) or 0.0
        money = cost.per_right(cost.money) or 0.0
        yield (
            f"per right answer {per:.3f} s, {calls:.1f} model calls, {tokens:.0f} tokens, "
            f"${money:.5f}"
        )
    if report.tools:
        yield "\nwhat each tool does by itself, on right inputs (95 % intervals)"
        head = ("tool", "steps", "errs", "95 %", "inherited", "masked", "types")
        yield from _grid(
            head,
            [
                (
                    row.tool,
                    str(row.errs.n),
                    f"{row.errs.value:.3f}",
                    _interval(row.errs),
                    str(row.inherited),
                    str(row.masked),
                    ", ".join(f"{name} {number}" for name, number in row.types.items()) or "-",
                )
                for row in report.tools
            ],
        )
    if report.passages:
        yield "\nwhat becomes of a wrong value in a step that is sound itself"
        yield from _grid(
            ("from", "to", "n", "transmitted", "95 %"),
            [
                (
                    row.source,
                    row.target,
                    str(row.transmitted.n),
                    f"{row.transmitted.value:.3f}",
                    _interval(row.transmitted),
                )
                for row in report.passages
            ],
        )
    if report.gains and report.gap:
        yield f"\nwho costs the answers: a gap of {report.gap:.3f}"
        yield from _grid(
            ("", "alone", "95 %", "share", "95 %"),
            [
                (
                    row.tool,
                    f"{row.alone:+.3f}",
                    f"{row.alone_interval[0]:+.3f} .. {row.alone_interval[1]:+.3f}",
                    f"{row.share:+.3f}",
                    f"{row.share_interval[0]:+.3f} .. {row.share_interval[1]:+.3f}",
                )
                for row in report.gains
                if row.alone or row.share
            ]
            + [("sum", "", "", f"{sum(row.share for row in report.gains):+.3f}", "")],
        )
    if report.chains and report.looks.n:
        yield f"\nlooks in a row, each wrong with e = {report.looks}"
        yield from _grid(
            ("K", "runs", "(1-e)^K", "by tool", "right", "95 %", "no step wrong"),
            [
                (
                    str(row.k),
                    str(row.right.n),
                    f"{row.predicted:.3f}",
                    f"{row.by_tool:.3f}",
                    f"{row.right.value:.3f}",
                    _interval(row.right),
                    f"{row.sound.value:.3f}" if row.sound.n else "-",
                )
                for row in report.chains
            ],
        )
    sure = report.calibration
    if sure.n:
        yield (
            f"\nconfidence of answers: ECE {sure.error:.3f} ({sure.fitted_error:.3f} once fitted "
            f"to the other half), area under risk and coverage {sure.area:.3f} (n = {sure.n})"
        )
        yield from _grid(
            ("confidence", "n", "right", "95 %"),
            [
                (
                    f"{row.confidence:.3f}",
                    str(row.rate.n),
                    f"{row.rate.value:.3f}",
                    _interval(row.rate),
                )
                for row in sure.bins
            ],
        )


def _interval(rate: Rate) -> str:
    low, high = rate.interval
    return f"{low:.3f} .. {high:.3f}"


def _grid(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Columns as wide as they need to be; numbers to the right."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for row in (head, *rows):
        cells = []
        for number, (cell, width) in enumerate(zip(row, widths, strict=True)):
            left = number == 0 or head[number] in ("to", "types")
            cells.append(cell.ljust(width) if left else cell.rjust(width))
        yield "  " + "  ".join(cells).rstrip()
