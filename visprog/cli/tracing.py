"""``visprog trace``: the runs that were recorded."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from visprog.cli.output import emit_json, show_steps, worded
from visprog.errors import UsageError

if TYPE_CHECKING:
    from visprog.analysis import Diff

app = typer.Typer(help="List, show, compare, check and remove recorded runs.", no_args_is_help=True)

TraceDir = Annotated[Path | None, typer.Option(help="Where traces are kept.")]
Json = Annotated[bool, typer.Option("--json", help="JSON on stdout.")]


def root_of(trace_dir: Path | None) -> Path:
    from visprog import config

    return trace_dir or config.load().trace_dir


@app.command("ls")
def ls(
    trace_dir: TraceDir = None,
    limit: Annotated[int, typer.Option("-n", "--limit", help="At most so many.")] = 20,
    status: Annotated[
        str | None, typer.Option(help="ok, rejected, error, killed or unfinished.")
    ] = None,
    search: Annotated[str | None, typer.Option(help="Part of the question or answer.")] = None,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Read every trace again for the index.")
    ] = False,
    json: Json = False,
) -> None:
    """List recorded runs, newest first."""
    from visprog import trace

    root = root_of(trace_dir)
    if rebuild:
        trace.rebuild(root)
    found = trace.runs(root, status=status, search=search, limit=limit)
    if json:
        emit_json([entry.to_json() for entry in found])
        return
    for entry in found:
        when = datetime.fromtimestamp(entry.time).strftime("%Y-%m-%d %H:%M:%S")
        what = entry.question or (f"replay of {entry.parent}" if entry.parent else "")
        print(f"{entry.id}  {when}  {entry.status:9} {entry.answer or '':12} {what}")


@app.command("rm")
def rm(
    run: Annotated[
        list[str] | None, typer.Argument(help="Runs to remove, as in trace show.")
    ] = None,
    older_than: Annotated[
        float | None, typer.Option("--older-than", metavar="DAYS", help="What is older goes.")
    ] = None,
    keep: Annotated[
        int | None, typer.Option("--keep", metavar="N", help="All but the newest N go.")
    ] = None,
    megabytes: Annotated[
        float | None, typer.Option("--megabytes", help="The oldest go until no more is left.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would go.")] = False,
    trace_dir: TraceDir = None,
    json: Json = False,
) -> None:
    """Remove runs by name, by age, by number or by size."""
    from visprog import trace

    root = root_of(trace_dir)
    limits = trace.Retention(older_than, keep, megabytes)
    if not run and not limits:
        raise UsageError("say which runs: their ids, --older-than, --keep or --megabytes")
    if any(limit is not None and limit < 0 for limit in (older_than, keep, megabytes)):
        raise UsageError("a limit is a number from 0 on")
    gone = [find(name, root) for name in run or ()]
    gone += [entry.path for entry in trace.outdated(root, limits)] if limits else []
    gone = list(dict.fromkeys(gone))
    if not dry_run:
        trace.sweep(root)
        for path in gone:
            trace.remove(path)
    if json:
        emit_json({"removed": [path.name for path in gone], "dry_run": dry_run})
        return
    for path in gone:
        print(f"{'would remove' if dry_run else 'removed'} {path.name}")


@app.command("verify")
def verify(
    run: Annotated[
        list[str] | None, typer.Argument(help="Runs, as in trace show; all when none is named.")
    ] = None,
    trace_dir: TraceDir = None,
    json: Json = False,
) -> None:
    """Say what is missing from traces or damaged. Exits with 1 when anything is."""
    from visprog import trace

    root = root_of(trace_dir)
    paths = [find(name, root) for name in run or ()]
    paths = paths or [entry.path for entry in trace.runs(root)]
    found = {path.name: trace.verify(path) for path in paths}
    if json:
        emit_json(found)
    else:
        for name, problems in found.items():
            for problem in problems or ["whole"]:
                print(f"{name}: {problem}")
    if any(found.values()):
        raise typer.Exit(1)


@app.command("schema")
def schema() -> None:
    """Print the JSON Schema of a trace's lines."""
    from visprog.trace.schema import published

    emit_json(published())


@app.command("show")
def show(
    run: Annotated[
        str, typer.Argument(help="A run's id, its first letters, last, last~1, or a folder.")
    ],
    trace_dir: TraceDir = None,
    json: Json = False,
) -> None:
    """Show one run: its program, every step and the answer."""
    from visprog.trace import read

    record = read(find(run, root_of(trace_dir)))
    if json:
        emit_json(record.to_json())
        return
    print(f"question  {record.question or '-'}")
    print(f"planner   {record.planner or '-'}, pack {record.pack}, dialect {record.dialect or '-'}")
    print("program")
    for number, line in enumerate((record.program or "").splitlines(), 1):
        print(f"  {number:3}  {line}")
    print("steps")
    show_steps(record)
    print(f"answer    {record.answer_text} ({record.status}, {record.seconds:.2f} s)")


@app.command("diff")
def diff(
    a: Annotated[str, typer.Argument(help="A run, as in trace show.")],
    b: Annotated[str, typer.Argument(help="Another run.")],
    trace_dir: TraceDir = None,
    json: Json = False,
) -> None:
    """Compare two runs step by step, and say where they part. Exits with 1 when they differ."""
    from visprog.analysis import diff as compare
    from visprog.trace import read

    root = root_of(trace_dir)
    found = compare(read(find(a, root)), read(find(b, root)))
    same = not found.answer and all(step.same for step in found.steps)
    if json:
        emit_json(found.to_json())
    else:
        _show_diff(found)
    if not same:
        raise typer.Exit(1)


def _show_diff(found: Diff) -> None:
    for step in found.steps:
        mark = ">>" if step.first else "  " if step.same else " ~"
        here = f"{step.a or '-':>4} {step.b or '-':>4}"
        print(f"{mark} {here}  {step.tool}" + ("" if not step.same else "  same"))
        for line in step.what:
            print(f"                {line}")
    one, other = worded(found.a), worded(found.b)
    print(f"answer  {one}, the same" if not found.answer else f"answer  {one} -> {other}")
    if found.first is not None:
        names = "/".join(filter(None, (found.first.a, found.first.b)))
        print(f"they part at {names} ({found.first.tool})")


def find(run: str, root: Path) -> Path:
    from visprog.trace import runs

    if (Path(run) / "trace.jsonl").is_file():
        return Path(run)
    entries = runs(root)
    if last := re.fullmatch(r"last(?:~(\d+))?", run):
        back = int(last[1] or 0)
        if back < len(entries):
            return root / entries[back].id
        raise UsageError(f"{root} holds {len(entries)} runs")
    matches = [entry.id for entry in entries if entry.id.startswith(run)]
    if len(matches) == 1:
        return root / matches[0]
    if matches:
        raise UsageError(f"{run} could be {len(matches)} runs: {', '.join(matches[:4])}")
    raise UsageError(f"no run is called {run} in {root}; visprog trace ls lists them")
