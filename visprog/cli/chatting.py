"""``visprog chat``: questions and instructions one after another, each of which may go on from the
one before."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Annotated, Any

import typer

from visprog.cli.asking import (
    CacheDir,
    Device,
    Json,
    Pack,
    PlannerName,
    PlannerUrl,
    Quiet,
    TraceDir,
    announce,
    overrides,
)
from visprog.cli.output import complain, emit_json, show_answer
from visprog.cli.saving import Output, check_writable, file_of
from visprog.errors import UsageError, VisprogError

PROMPT = "> "


def chat(
    images: Annotated[list[str], typer.Argument(metavar="IMAGE...", help="The pictures.")],
    output: Output = None,
    pack: Pack = None,
    planner: PlannerName = None,
    planner_url: PlannerUrl = None,
    trace_dir: TraceDir = None,
    cache_dir: CacheDir = None,
    device: Device = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Ask, and go on: every line of stdin is a question, an instruction, or a follow-up.

    "And the cats?" asks the question before of something else; an instruction after an instruction
    goes on from its picture's edits, "use a rabbit instead" changes the last one, "undo that" takes
    it back. After a line that can be read in several ways, the number of a reading picks it. The
    exit code is that of the last line.
    """
    from visprog.quick import configured
    from visprog_planners import Turn

    check_writable(output)
    code, before = 0, None
    unsure = ""  # a line that can be read in several ways; a number after it says which is meant
    settings = overrides(pack, planner, planner_url, trace_dir, cache_dir, device)
    with configured(**settings) as session:
        announce(session, json or quiet)
        for line in _lines():
            reading = int(line) if unsure and line.isdigit() else None
            line, unsure = unsure if reading is not None else line, ""
            try:
                answer = session.ask(images, line, before=before, reading=reading)
                file = file_of(answer, output)
            except UsageError:
                raise
            except VisprogError as error:
                code = error.exit_code
                unsure = line if getattr(error, "readings", ()) else ""
                _refused(line, error, json)
                continue
            before = Turn(line, answer.program, before, reading)
            code = answer.error.exit_code if answer.error is not None else 0
            if json:
                emit_json(answer.to_json() | ({"output": str(file)} if file else {}))
            else:
                show_answer(answer, file, quiet=quiet)
            if answer.error is not None:
                complain(answer.error)
    raise typer.Exit(code)


def _lines() -> Iterator[str]:
    """What is typed, line by line; a prompt where a person types it."""
    while True:
        if sys.stdin.isatty():
            print(PROMPT, end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        if not line:
            return
        if line.strip() in {"exit", "quit"}:
            return
        if line.strip():
            yield line.strip()


def _refused(line: str, error: VisprogError, json: bool) -> None:
    complain(error)
    if json:
        from visprog.answer import describe

        said: dict[str, Any] = {"question": line, "answer": None, "status": "error"}
        emit_json(said | {"error": describe(error)})
