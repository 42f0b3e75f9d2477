"""``visprog replay``: a recorded run again, with something changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from visprog.cli.asking import (
    CacheDir,
    Device,
    Json,
    Pack,
    Probes,
    Quiet,
    TraceDir,
    overrides,
    read_program,
    reported,
)
from visprog.cli.output import call_text, complain, emit_json, say, worded

if TYPE_CHECKING:
    from visprog.analysis.forecast import Forecast
    from visprog.analysis.replay import Replayed

Sets = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="STEP=VALUE",
        help="Give a step another value: JSON, boxes [[l,t,r,b]], a picture's file, @FILE, a step.",
    ),
]
Swaps = Annotated[
    list[str] | None,
    typer.Option(
        "--swap",
        metavar="TOOL=MODEL",
        help="Another tool, pack or checkpoint for a tool, or for one step.",
    ),
]
Thresholds = Annotated[
    list[str] | None,
    typer.Option(
        "--threshold",
        metavar="[TOOL=]NUMBER",
        help="Another score from which detections count; what was detected is on record.",
    ),
]


def replay(
    run: Annotated[
        str, typer.Argument(help="A run's id, its first letters, last, last~1, or a folder.")
    ],
    set_: Sets = None,
    swap: Swaps = None,
    threshold: Thresholds = None,
    program: Annotated[
        str | None, typer.Option(help="A file with another program, or - for stdin.")
    ] = None,
    cut_off: Annotated[
        bool, typer.Option(help="Stop where what comes in is as it was, or run all that depends.")
    ] = True,
    forecast: Annotated[
        bool, typer.Option("--forecast", help="Say what it costs; run nothing.")
    ] = False,
    pack: Pack = None,
    trace_dir: TraceDir = None,
    cache_dir: CacheDir = None,
    device: Device = None,
    probe: Probes = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Run a recorded run again, from its record: only what depends on a change is computed.

    Without changes no model is needed. The child run is written beside its parent, which stays as
    it is.
    """
    with reported(json):
        from visprog.analysis import Recording, changes
        from visprog.analysis import forecast as forecast_of
        from visprog.analysis import replay as replay_run
        from visprog.cli.tracing import find, root_of
        from visprog.quick import configured

        recording = Recording.of(find(run, root_of(trace_dir)))
        settings = overrides(
            pack or _pack_of(recording), None, None, trace_dir, cache_dir, device, probe
        )
        text = read_program(program) if program is not None else None
        with configured(**settings) as session:
            change = changes(
                session,
                recording,
                sets=set_ or (),
                swaps=swap or (),
                thresholds=threshold or (),
                program=text,
            )
            expected = forecast_of(session, recording, change)
            if forecast:
                _foretell(expected, json)
                return
            if not (json or quiet):
                say(str(expected))
            done = replay_run(
                session,
                recording,
                values=change.values,
                mechanisms=change.mechanisms,
                program=change.program,
                cut_off=cut_off,
                changes=change.said,
            )
        _finish(done, expected, json, quiet)


def _pack_of(recording: Any) -> str | None:
    """The run's own pack, when it is one that ships."""
    from visprog_tools.packs import SHIPPED

    return recording.run.pack if recording.run.pack in SHIPPED else None


def _foretell(expected: Forecast, json: bool) -> None:
    if json:
        emit_json({"forecast": expected.to_json()})
    else:
        print(expected)


def _finish(done: Replayed, expected: Forecast, json: bool, quiet: bool) -> None:
    answer = done.answer
    if json:
        body = answer.to_json() | {
            "parent": done.parent.id,
            "fates": dict(done.fates),
            "executed": len(done.executed),
            "forecast": expected.to_json(),
        }
        emit_json(body)
    else:
        if answer.ok:
            print(answer.picture or answer.text)
        if not quiet:
            _show(done)
    if answer.error is not None:
        complain(answer.error)
        raise typer.Exit(answer.error.exit_code)


def _show(done: Replayed) -> None:
    """Every step with what became of it, and what it had been."""
    print()
    parent = {step.id: step for step in done.parent.steps}
    for step in done.run.steps:
        print(f"  {step.id:>4}  {done.fates[step.id]:8}  {call_text(step)}")
        outcome = step.error if step.status == "error" else step.value
        before = parent.get(done.twins.get(step.id) or "")
        old = (before.error if before.status == "error" else before.value) if before else None
        changed = f"   (was {old})" if before is not None and old != outcome else ""
        print(f"                  -> {outcome}{changed}")
    counts = (
        ("executed", done.executed),
        ("given", done.given),
        ("cut off", done.cut),
        ("reused", done.reused),
        ("blocked", done.blocked),
    )
    told = ", ".join(f"{len(steps)} {name}" for name, steps in counts if steps)
    was, now = worded(done.parent.run), worded(done.run)
    say(f"{told}; {done.run.usage.get('model_calls', 0)} model calls, {done.run.seconds:.2f} s")
    say(f"answer {now}, as before" if was == now else f"answer {was} -> {now}")
    say(f"trace: {done.answer.trace or 'not kept'}")
    for warning in done.answer.warnings:
        say(f"note: {warning}")
