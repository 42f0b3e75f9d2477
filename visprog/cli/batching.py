"""``visprog batch``: many questions from a file, and the same command to go on after a crash."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from visprog.cli.asking import (
    CacheDir,
    Device,
    Empty,
    Pack,
    PlannerName,
    PlannerUrl,
    Probes,
    Quiet,
    Seconds,
    Seed,
    TraceDir,
    empty_of,
    limits_of,
    overrides,
)
from visprog.cli.output import say
from visprog.errors import UsageError

if TYPE_CHECKING:
    from visprog.samples import Result, Sample


def batch(
    questions: Annotated[
        Path,
        typer.Argument(
            help='JSON lines: {"id": ..., "image": FILE or [FILES], "question": ... or "program"}.'
        ),
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Finished ones, a line of JSON each.")
    ],
    pack: Pack = None,
    planner: PlannerName = None,
    planner_url: PlannerUrl = None,
    trace_dir: TraceDir = None,
    cache_dir: CacheDir = None,
    device: Device = None,
    probe: Probes = None,
    empty: Empty = "error",
    seed: Seed = 0,
    timeout: Seconds = 600.0,
    backend: Annotated[str, typer.Option(help="inline, process or ray.")] = "inline",
    live: Annotated[int, typer.Option(help="Programs that run at once.")] = 32,
    quiet: Quiet = False,
) -> None:
    """Ask many questions. After a crash, a kill or Ctrl-C the same command asks the rest.

    Every finished one is a line of the output before it is said. What is there already is not
    asked again; pictures are found beside the file of questions. Exits with 1 when one failed.
    """
    if live < 1:
        raise UsageError("--live is a number from 1 on")
    samples = list(_samples(questions))
    from visprog.quick import configured

    settings = overrides(pack, planner, planner_url, trace_dir, cache_dir, device, probe)
    settings |= {"empty": empty_of(empty), "seed": seed, "limits": limits_of(timeout)}
    settings |= {"backend": backend, "live": live}
    before = failed = 0
    with configured(**settings) as session:
        for number, result in enumerate(session.map(samples, journal=output), 1):
            before, failed = before + result.before, failed + (not result.ok)
            if not quiet and not result.before:
                _show(result, number, len(samples))
    known = f", {before} of them before" if before else ""
    say(f"{len(samples)} in {output}{known}; {failed} failed")
    if failed:
        raise typer.Exit(1)


def _show(result: Result, number: int, total: int) -> None:
    print(f"{result.id}\t{result.text if result.ok else f'{result.status}: {result.text}'}")
    if number % 50 == 0:
        say(f"{number} of {total}")


def _samples(path: Path) -> Iterator[Sample]:
    from visprog.samples import Sample

    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise UsageError(f"cannot read {path}: {reason}") from None
    known: set[str] = set()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        row = _row(path, number, line)
        name = str(row.get("id", number))
        if name in known:
            raise UsageError(f"{path}, line {number}: there is a {name} before it")
        known.add(name)
        images = row["image"] if isinstance(row["image"], list) else [row["image"]]
        try:
            yield Sample(
                name,
                [path.parent / str(image) for image in images],
                question=row.get("question"),
                program=row.get("program"),
            )
        except UsageError as error:
            raise UsageError(f"{path}, line {number}: {error}") from None


def _row(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise UsageError(f"{path}, line {number} is not JSON: {error}") from None
    if not isinstance(row, dict) or "image" not in row:
        raise UsageError(
            f'{path}, line {number}: write {{"id": "1", "image": "a.png", "question": "..."}}'
        )
    return row
