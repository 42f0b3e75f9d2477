"""``visprog trace saw`` and ``visprog trace prior``: what models saw, and what they say blind."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from visprog.cli.asking import CacheDir, Device, Json, TraceDir, overrides
from visprog.cli.output import emit_json, say
from visprog.errors import UsageError
from visprog.wording import wording

if TYPE_CHECKING:
    from visprog.analysis.prior import Prior

Run = Annotated[
    str, typer.Argument(help="A run's id, its first letters, last, last~1, or a folder.")
]
Step = Annotated[
    str | None, typer.Argument(help="A step's id, variable or tool; all when none is named.")
]


def saw(
    run: Run,
    step: Step = None,
    out: Annotated[
        Path, typer.Option("-o", "--out", help="The folder for the pictures, as PNG.")
    ] = Path("saw"),
    trace_dir: TraceDir = None,
    json: Json = False,
) -> None:
    """Write the pictures as the models saw them: after resizing, cropping and padding.

    They are made again from the trace by each model's image processor; no weights are read.
    """
    from PIL import Image as PilImage

    from visprog.analysis import Recording
    from visprog.analysis.seen import seen
    from visprog.cli.tracing import find, root_of

    recording = Recording.of(find(run, root_of(trace_dir)))
    only = recording.find(step) if step else None
    rows = []
    try:
        out.mkdir(parents=True, exist_ok=True)
        for number, one in enumerate(seen(recording, only), 1):
            path = out / f"{number:03}-{one.step}-{one.role}-{one.operation}.png"
            PilImage.fromarray(one.seen.pixels).save(path)
            size = f"{one.seen.width} x {one.seen.height}"
            rows.append({"step": one.step, "role": one.role, "file": str(path), "size": size})
            if not json:
                print(f"{one.step:>4}  {one.role:10} {size:11} {path}  {one.how}".rstrip())
    except OSError as error:
        raise UsageError(f"cannot write into {out}: {error.strerror or error}") from None
    if json:
        emit_json(rows)
    elif not rows:
        say("no model was shown a picture")


def prior(
    run: Run,
    step: Step = None,
    trace_dir: TraceDir = None,
    cache_dir: CacheDir = None,
    device: Device = None,
    json: Json = False,
) -> None:
    """Ask the steps that answer about a picture again about a blank one.

    Where the answer is the same, it may come from the words of the question alone.
    """
    from visprog.analysis import Recording
    from visprog.analysis.prior import priors
    from visprog.cli.replaying import _pack_of
    from visprog.cli.tracing import find, root_of
    from visprog.quick import configured

    recording = Recording.of(find(run, root_of(trace_dir)))
    settings = overrides(_pack_of(recording), None, None, trace_dir, cache_dir, device, None)
    with configured(**settings) as session:
        found = priors(session, recording, recording.find(step) if step else None)
    if json:
        emit_json([one.to_json() for one in found])
        return
    for one in found:
        _show(one)
    if not found:
        say("no step answers about a picture")


def _show(one: Prior) -> None:
    def said(value: object, ranking: tuple[tuple[str, float], ...]) -> str:
        return wording(value) + (f" ({ranking[0][1]:.2f})" if ranking else "")

    blank = "refuses" if one.blank is None else said(one.blank, one.blank_ranking)
    same = "  the same: it may not have looked" if one.same else ""
    print(f"{one.step:>4}  {one.tool:16} {said(one.value, one.ranking)}; blank: {blank}{same}")
