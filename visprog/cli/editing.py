"""``visprog edit``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from visprog.cli.asking import (
    CacheDir,
    Device,
    Json,
    Pack,
    PlannerName,
    PlannerUrl,
    Quiet,
    Seconds,
    TraceDir,
    announce,
    limits_of,
    overrides,
    reported,
)
from visprog.cli.output import complain, emit_json, say, show_steps
from visprog.errors import RunFailure, UsageError


def edit(
    image: Annotated[str, typer.Argument(help="The picture to edit.")],
    instruction: Annotated[str, typer.Argument(help="What to do, in words.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="PNG, JPEG or WebP.")],
    compare: Annotated[
        Path | None,
        typer.Option(help="Where the before/after picture goes; OUTPUT.before-after.png if unset."),
    ] = None,
    seed: Annotated[int, typer.Option(help="What random choices follow from.")] = 0,
    pack: Pack = None,
    planner: PlannerName = None,
    planner_url: PlannerUrl = None,
    trace_dir: TraceDir = None,
    cache_dir: CacheDir = None,
    device: Device = None,
    timeout: Seconds = 120.0,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Edit a picture by an instruction, and save it with a before/after picture."""
    beside = compare or output.with_name(output.name + ".before-after.png")
    with reported(json):
        from visprog import config, picture
        from visprog.quick import configured
        from visprog.types import Image
        from visprog_planners import GRAMMAR
        from visprog_planners.grammar import InstructionPlanner
        from visprog_tools.edit.compare import before_after

        before = picture.read(image)
        for path in (output, beside):
            _writable(path, picture.FORMATS)
        settings = overrides(pack, planner, planner_url, trace_dir, cache_dir, device)
        if (planner or config.load().planner) == GRAMMAR and planner_url is None:
            settings["planner"] = InstructionPlanner()
        with configured(**settings, seed=seed, limits=limits_of(timeout)) as session:
            answer = session.ask(before, instruction)
            announce(session, json or quiet or not answer.steps)
        if answer.ok and not isinstance(answer.result, Image):
            raise RunFailure(f"the program made no picture but {answer.text!r}: nothing was saved")
        if answer.ok:
            picture.write(answer.result, output)
            picture.write(before_after(before, answer.result, instruction), beside)
    saved = {"output": str(output), "compare": str(beside)} if answer.ok else {}
    if json:
        emit_json({**answer.to_json(), **saved})
    else:
        if answer.error is not None:
            complain(answer.error)
        else:
            print(output)
            say(f"before and after: {beside}")
        if not quiet:
            show_steps(answer.run)
        for warning in answer.warnings:
            say(f"note: {warning}")
    if answer.error is not None:
        raise typer.Exit(answer.error.exit_code)


def _writable(path: Path, formats: dict[str, str]) -> None:
    """Raises :class:`UsageError` before any work is done for a path that cannot be written."""
    if path.suffix.lower() not in formats:
        raise UsageError(f"{path} must end in {', '.join(formats)} to be written as a picture")
    if not path.parent.is_dir():
        raise UsageError(f"there is no folder {path.parent} to write {path.name} to")
