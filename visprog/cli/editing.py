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
    Reading,
    Seconds,
    Seed,
    TraceDir,
    announce,
    finish,
    limits_of,
    overrides,
    reported,
)
from visprog.cli.output import say
from visprog.cli.saving import check_writable, file_of, shown


def edit(
    image: Annotated[str, typer.Argument(help="The picture to edit.")],
    instruction: Annotated[str, typer.Argument(help="What to do, in words.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="PNG, JPEG or WebP.")],
    compare: Annotated[
        Path | None,
        typer.Option(help="Where the before/after picture goes; OUTPUT.before-after.png if unset."),
    ] = None,
    seed: Seed = 0,
    pack: Pack = None,
    planner: PlannerName = None,
    planner_url: PlannerUrl = None,
    trace_dir: TraceDir = None,
    cache_dir: CacheDir = None,
    device: Device = None,
    timeout: Seconds = 120.0,
    reading: Reading = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Edit a picture by an instruction, and save it with a before/after picture."""
    beside = compare or output.with_name(output.name + ".before-after.png")
    with reported(json):
        from visprog import picture
        from visprog.quick import configured
        from visprog_tools.edit.compare import before_after

        before = picture.read(image)
        check_writable(output, beside)
        settings = overrides(pack, planner, planner_url, trace_dir, cache_dir, device)
        with configured(**settings, seed=seed, limits=limits_of(timeout)) as session:
            answer = session.ask(before, instruction, reading=reading)
            announce(session, json or quiet or not answer.steps)
        file = file_of(answer, output)
        if file:
            picture.write(before_after(before, shown(answer), instruction), beside)
            say(f"before and after: {beside}")
        finish(answer, json, quiet, output=file, compare=beside if file else None)
