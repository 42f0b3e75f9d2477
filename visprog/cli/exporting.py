"""``visprog trace export``: a run in the forms of others."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from visprog.cli.output import say
from visprog.errors import UsageError

if TYPE_CHECKING:
    from visprog.trace import Run
    from visprog.trace.export.exhibits import Judged
    from visprog.trace.export.spans import Hidden

FORMS = ("html", "svg", "chrome", "coco", "jsonl", "spans", "otel")


def export(
    run: Annotated[
        str, typer.Argument(help="A run's id, its first letters, last, last~1, or a folder.")
    ],
    to: Annotated[
        str,
        typer.Option(
            help="html (one page), svg (the graph), chrome (Perfetto), coco, jsonl (a row for each "
            "step), spans (as JSON), otel (sent to a receiver)."
        ),
    ] = "html",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The file; stdout when there is none.")
    ] = None,
    step: Annotated[
        list[str] | None, typer.Option(help="coco: of this step alone; may be repeated.")
    ] = None,
    endpoint: Annotated[
        str | None, typer.Option(help="otel: the receiver, as http://127.0.0.1:4318/v1/traces.")
    ] = None,
    project: Annotated[
        str, typer.Option(help="otel: the project that the spans are in.")
    ] = "visprog",
    trace_dir: Annotated[Path | None, typer.Option(help="Where traces are kept.")] = None,
) -> None:
    """Write a run as a page, a picture of its graph, a timeline, boxes, rows or spans."""
    from visprog.cli.tracing import find, root_of
    from visprog.trace import read

    if to not in FORMS:
        raise UsageError(f"--to is one of {', '.join(FORMS)}, not {to}")
    folder = find(run, root_of(trace_dir))
    record = read(folder)
    if to == "otel":
        from visprog.trace.export import otel

        count = otel.send(record, endpoint, project=project, hidden=_hidden())
        say(f"{count} spans sent" if count else "OTEL_SDK_DISABLED is set: nothing was sent")
        return
    for name in step or ():
        if name not in {item.id for item in record.steps}:
            raise UsageError(f"run {record.id} has no step {name}")
    text = _writers(folder, step or ())[to](record)
    if output is None:
        print(text, end="" if text.endswith("\n") else "\n")
        return
    scratch = output.with_name(output.name + ".part")
    try:
        scratch.write_text(text, "utf-8")
        scratch.replace(output)
    except OSError as error:
        scratch.unlink(missing_ok=True)
        raise UsageError(f"cannot write {output}: {error.strerror}") from None
    print(output)


def _judged(folder: Path) -> Judged | None:
    """What ``visprog trace blame`` has found out, if it was asked."""
    from visprog.analysis.findings import load
    from visprog.analysis.judging import judged

    found = load(folder if folder.is_dir() else folder.parent)
    return judged(found) if found is not None else None


def _writers(folder: Path, steps: list[str] | tuple[()]) -> dict[str, Callable[[Run], str]]:
    from dataclasses import asdict

    from visprog.trace.export.chrome import timeline
    from visprog.trace.export.coco import detections
    from visprog.trace.export.drawing import draw
    from visprog.trace.export.exhibits import Exhibits
    from visprog.trace.export.page import page
    from visprog.trace.export.rows import rows
    from visprog.trace.export.spans import spans

    return {
        "html": lambda run: page(run, _judged(folder)),
        "svg": lambda run: draw(Exhibits(run, _judged(folder))),
        "chrome": lambda run: json.dumps(timeline(run), ensure_ascii=False),
        "coco": lambda run: json.dumps(detections(run, steps), ensure_ascii=False),
        "jsonl": lambda run: "".join(
            json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in rows(run)
        ),
        "spans": lambda run: json.dumps(
            [asdict(span) for span in spans(run, _hidden())], ensure_ascii=False
        ),
    }


def _hidden() -> Hidden:
    """What the environment asks to keep out of spans, by OpenInference's names."""
    from visprog.trace.export.spans import Hidden

    def said(name: str) -> bool:
        return os.environ.get(f"OPENINFERENCE_{name}", "").lower() in ("1", "true", "yes")

    return Hidden(
        inputs=said("HIDE_INPUTS"),
        outputs=said("HIDE_OUTPUTS"),
        pictures=said("HIDE_INPUT_IMAGES") or said("HIDE_OUTPUT_IMAGES"),
    )
