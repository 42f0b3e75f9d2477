"""``visprog trace blame``: which step of a run is wrong, as far as that can be known."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from visprog.cli.asking import CacheDir, Device, Json, TraceDir, overrides, read_program
from visprog.cli.output import emit_json, say
from visprog.errors import UsageError

if TYPE_CHECKING:
    from visprog.analysis.findings import Findings


def blame(
    run: Annotated[str, typer.Argument(help="A run's id, its first letters, 'last', or a folder.")],
    answer: Annotated[str | None, typer.Option(help="The right answer.")] = None,
    coco: Annotated[
        Path | None, typer.Option(help="COCO instances with the pictures' boxes and masks.")
    ] = None,
    gqa: Annotated[Path | None, typer.Option(help="GQA scene graphs of the pictures.")] = None,
    image: Annotated[
        list[str] | None,
        typer.Option(help="Which annotated picture is the run's first, second ...: id or file."),
    ] = None,
    corrections: Annotated[
        Path | None, typer.Option(help='Corrections by hand: {"answer": ..., "steps": {...}}.')
    ] = None,
    swap: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TOOL=MODEL",
            help="A second opinion: another tool, pack or checkpoint for a tool, or for one step.",
        ),
    ] = None,
    program: Annotated[
        list[str] | None,
        typer.Option(help="A file with another program for the question; what it asks is tried."),
    ] = None,
    tried: Annotated[
        bool, typer.Option("--tried", help="So are the programs that the planner tried.")
    ] = False,
    trace_dir: TraceDir = None,
    cache_dir: CacheDir = None,
    device: Device = None,
    json: Json = False,
) -> None:
    """Say which step of a run is to blame, where it is repairable, or where to look first.

    With gold for its steps (COCO, GQA, corrections) blame is proved; with the right answer alone,
    repairs are tried; with neither, the least sure step on which the answer hangs comes first.
    Without gold for the steps, what a second model says (--swap) and what other programs ask
    (--program, --tried) are tried as well as what the run itself had in doubt. The findings are
    kept beside the trace, where visprog report reads them.
    """
    from visprog.analysis import Recording, changes
    from visprog.analysis import gold as golds
    from visprog.analysis.blame import blame as attribute
    from visprog.cli.replaying import _pack_of
    from visprog.cli.tracing import find, root_of
    from visprog.quick import configured

    if coco and gqa:
        raise UsageError("--coco and --gqa are two annotations of one thing: give one")
    folder = find(run, root_of(trace_dir))
    recording = Recording.of(folder)
    settings = overrides(_pack_of(recording), None, None, trace_dir, cache_dir, device, None)
    texts = [read_program(file) for file in program or ()]
    texts += [other.program for other in recording.run.tried] if tried else []
    with configured(**settings) as session:
        oracles = _oracles(recording, golds.coco if coco else golds.gqa, coco or gqa, image or [])
        by_hand = (
            golds.corrections(corrections, recording, session.tools)
            if corrections
            else golds.Corrections()
        )
        if (oracles or by_hand.values) and (swap or texts):
            raise UsageError(
                "--swap, --program and --tried try what might be right, and gold for the steps "
                "says what is: give one or the other"
            )
        expected = answer if answer is not None else by_hand.answer
        found = attribute(
            session,
            recording,
            oracles=oracles,
            values=by_hand.values,
            answer=expected,
            opinions=changes(session, recording, swaps=swap or ()).mechanisms,
            programs=texts,
        )
    kept = found.save(folder if folder.is_dir() else folder.parent)
    if json:
        emit_json(found.to_json())
        return
    _show(found)
    say(f"kept: {kept}")


def _oracles(recording: Any, reader: Any, path: Path | None, names: list[str]) -> Any:
    """Perfect tools over the run's pictures, each with its annotation in turn."""
    from visprog import picture
    from visprog.analysis.gold import Oracles

    if path is None:
        return None
    pictures = [image for _, image in picture.distinct(recording.images)]
    wanted: list[str | None] = list(names) if names else [None] * len(pictures)
    if len(wanted) != len(pictures):
        raise UsageError(f"the run has {len(pictures)} pictures: give --image as often")
    pairs = zip(pictures, wanted, strict=True)
    return Oracles((image, reader(path, name)) for image, name in pairs).tools()


def _show(found: Findings) -> None:
    print(found.sentence)
    print(f"answer {found.answer}" + (f", expected {found.expected}" if found.expected else ""))
    for step in found.steps:
        line = f"  {step.step:>4}  {step.tool:16}"
        if step.kind is not None:
            told = f"{step.kind:10} blame {step.blame:+.2f}"
            line += told + ("  repairable" if step.repairable else "")
            line += f"  {', '.join(step.types)}" if step.types else ""
        elif step.repair is not None:
            low, high = step.repair["interval"]
            tried = step.repair["repaired"]
            line += (
                f"{tried['right']} of {tried['n']} changes repair, gain {step.repair['gain']:+.3f}"
            )
            line += f" ({low:+.2f} .. {high:+.2f}), chance {step.repair['chance']:.3f}"
        elif step.look is not None:
            line += f"risk {step.look['risk']:.3f} = doubt {step.look['doubt']:.2f}"
            line += f" x sensitivity {step.look['sensitivity']:.2f}"
            line += "".join(f"; {breach['message']}" for breach in step.look["breaches"])
        print(line.rstrip())
    for note in found.notes:
        print(f"  {note}")
    for steps in found.corrections:
        print(f"  with {' and '.join(steps)} right, so is the answer")
