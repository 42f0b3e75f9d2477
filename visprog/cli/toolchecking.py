"""``visprog tools check``."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated

import typer

from visprog.cli.output import emit_json, say

if TYPE_CHECKING:
    from visprog_benchmarks.toolcheck import Refusal, Row

MARKS = {"right": "ok", "wrong": "NO"}
WIDTH = 66
"""Columns for what was seen."""


def check(
    tools: Annotated[list[str] | None, typer.Argument(help="Their names; otherwise all.")] = None,
    pack: Annotated[str | None, typer.Option(help="The pack whose models serve.")] = None,
    device: Annotated[str | None, typer.Option(help="cpu, cuda, cuda:1, auto.")] = None,
    every: Annotated[
        bool, typer.Option("--every", help="Show every wrong call and what was said of it.")
    ] = False,
    loopback: Annotated[
        bool,
        typer.Option(
            "--loopback",
            help="Put a script on loopback in a language model's place: it shows that the tools "
            "ask an endpoint and read its answer.",
        ),
    ] = False,
    json: Annotated[
        bool, typer.Option("--json", help="One JSON object for each tool, the summary last.")
    ] = False,
) -> None:
    """Call every tool once rightly, and once with each kind of bad argument. Exit code 1 when a
    result is not what the picture shows, or a bad argument is not clearly refused.

    A tool whose model is not here gets its wrong calls only. Language models are asked where
    VISPROG_LLM names one, or --loopback puts a script in its place.
    """
    from visprog import config
    from visprog.session import Session
    from visprog_benchmarks import toolcheck
    from visprog_benchmarks.toolcheck import loopback as script

    found = config.load()
    rows: list[Row] = []
    with ExitStack() as opened:
        llm, llm_url = found.llm, found.llm_url
        if loopback:
            llm, llm_url = script.MODEL, opened.enter_context(script.endpoint())
        session = opened.enter_context(
            Session(
                pack=pack or found.pack, llm=llm, llm_url=llm_url, device=device or found.device
            )
        )
        say(f"pack {session.pack.name}" + "; a script answers for a language model" * loopback)
        for row in toolcheck.check(session, toolcheck.known_cases(), tools or ()):
            if json:
                emit_json(row.to_json())
            else:
                _show(row, every, first=not rows)
            rows.append(row)
    figures = toolcheck.summary(rows)
    if json:
        emit_json(figures)
    else:
        print(
            "{tools} tools: {right} right, {skipped} not called, {failed} failed; "
            "{refused} of {tried} bad calls clearly refused".format(**figures)
        )
    if figures["failed"]:
        raise typer.Exit(1)


def _show(row: Row, every: bool, *, first: bool) -> None:
    """The tool's line in the table, and below it what failed (or every wrong call)."""
    if first:
        print(f"{'':3}{'tool':21}{'right call':{WIDTH}}  bad calls refused")
    clear = len(row.refusals) - len(row.unclear)
    mark = "NO" if row.failed else MARKS.get(row.status, "-")
    seen = row.seen if len(row.seen) <= WIDTH else f"{row.seen[: WIDTH - 3]}..."
    print(f"{mark:3}{row.tool:21}{seen:{WIDTH}}  {clear:>3} of {len(row.refusals)}", flush=True)
    if row.status == "wrong":
        print(f"        WRONG: {row.program.strip()}\n        -> {row.seen}")
    for refusal in row.refusals if every else row.unclear:
        _explain(refusal)


def _explain(refusal: Refusal) -> None:
    call = refusal.call
    kind = f"{call.argument}, {call.kind}" if call.argument else call.kind
    problem = f"{refusal.problem.upper()}: " if refusal.problem else ""
    print(f"        {kind}: {call.text}\n        -> {problem}{refusal.message}")
