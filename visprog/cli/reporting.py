"""``visprog report``: what many runs say together."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from visprog.cli.output import emit_json, say
from visprog.errors import UsageError


def report(
    runs: Annotated[list[Path], typer.Argument(help="Folders of runs, or folders that hold some.")],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="Also write one HTML page there.")
    ] = None,
    title: Annotated[str, typer.Option(help="The page's title.")] = "Runs",
    json: Annotated[bool, typer.Option("--json", help="JSON on stdout.")] = False,
) -> None:
    """Error rates of tools and edges, who costs the answers, confidences, and costs.

    Runs count as far as it is known what is right: see visprog trace blame, and bench run
    world-vqa --trace-dir.
    """
    from visprog.analysis.reliability import collect, summarise
    from visprog.analysis.report import page, tables

    found = summarise(collect(runs))
    if out is not None:
        try:
            out.write_text(page(found, title), "utf-8")
        except OSError as error:
            raise UsageError(f"cannot write {out}: {error.strerror or error}") from None
    if json:
        emit_json(found.to_json())
    else:
        print(tables(found))
    if out is not None:
        say(f"page: {out}")
