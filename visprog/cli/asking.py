"""``visprog ask``, ``plan`` and ``run``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from visprog.cli.output import complain, emit_json, say, show_answer
from visprog.cli.saving import Output, check_writable, file_of
from visprog.cli.trying import (
    Choose,
    Fallback,
    Repairs,
    Reruns,
    Samples,
    Stream,
    effort_of,
    listener,
)
from visprog.errors import UsageError, VisprogError

Pack = Annotated[str | None, typer.Option(help="micro, standard, large, auto, or a .toml file.")]
PlannerName = Annotated[
    str | None,
    typer.Option("--planner", help="grammar, a LiteLLM model string, or transformers/FOLDER."),
]
PlannerUrl = Annotated[
    str | None, typer.Option("--planner-url", help="An OpenAI-compatible base URL.")
]
TraceDir = Annotated[Path | None, typer.Option(help="Where traces are kept.")]
CacheDir = Annotated[Path | None, typer.Option(help="Where model results are kept.")]
Device = Annotated[str | None, typer.Option(help="cpu, cuda, cuda:1, auto.")]
Empty = Annotated[
    str, typer.Option(help="When CROP has nothing to crop to: error, or whole-image.")
]
Seconds = Annotated[float, typer.Option("--timeout", help="Seconds that a run may take.")]
Probes = Annotated[
    list[str] | None,
    typer.Option("--probe", metavar="NAME=FILE", help="A probe of yours as the tool NAME."),
]
Seed = Annotated[int, typer.Option(help="What random choices follow from: the painting tools'.")]
Reading = Annotated[
    int | None,
    typer.Option(metavar="N", help="Which reading is meant, where the refusal names several."),
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="The answer alone.")]


def ask(
    arguments: Annotated[
        list[str],
        typer.Argument(
            metavar="IMAGE... QUESTION", help="Pictures, then a question or an instruction."
        ),
    ],
    output: Output = None,
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
    samples: Samples = 1,
    choose: Choose = "vote",
    repairs: Repairs = 2,
    reruns: Reruns = 1,
    fallback: Fallback = "none",
    stream: Stream = False,
    reading: Reading = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Ask a question about one or more pictures, or have one edited by an instruction."""
    *images, question = arguments
    with reported(json):
        if not images:
            raise UsageError("visprog ask needs at least one picture and then a question")
        check_writable(output)
        from visprog.quick import configured

        settings = overrides(pack, planner, planner_url, trace_dir, cache_dir, device, probe)
        settings |= {"empty": empty_of(empty), "seed": seed, "limits": limits_of(timeout)}
        settings["effort"] = effort_of(samples, choose, repairs, reruns, fallback)
        settings["heard"] = listener(stream)
        with configured(**settings) as session:
            answer = session.ask(images, question, reading=reading)
            announce(session, json or quiet or not answer.steps)
        finish(answer, json, quiet, output=file_of(answer, output))


def run(
    program: Annotated[str, typer.Argument(help="A file with a program, or - for stdin.")],
    image: Annotated[
        list[str], typer.Option("--image", "-i", metavar="[NAME=]FILE", help="A picture.")
    ],
    output: Output = None,
    pack: Pack = None,
    trace_dir: TraceDir = None,
    cache_dir: CacheDir = None,
    device: Device = None,
    probe: Probes = None,
    empty: Empty = "error",
    seed: Seed = 0,
    timeout: Seconds = 600.0,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Run a program as it is written."""
    with reported(json):
        text = read_program(program)
        pictures = _named(image)
        check_writable(output)
        from visprog.quick import configured

        settings = overrides(pack, None, None, trace_dir, cache_dir, device, probe)
        settings |= {"empty": empty_of(empty), "seed": seed, "limits": limits_of(timeout)}
        with configured(**settings) as session:
            answer = session.run(text, pictures)
            announce(session, json or quiet or not answer.steps)
        finish(answer, json, quiet, output=file_of(answer, output))


def plan(
    question: Annotated[str, typer.Argument()],
    images: Annotated[int, typer.Option(help="How many pictures the question is about.")] = 0,
    pack: Pack = None,
    planner: PlannerName = None,
    planner_url: PlannerUrl = None,
    probe: Probes = None,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Also its graph, tools, models, and what was checked."),
    ] = False,
    svg: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The program's graph as an SVG picture.")
    ] = None,
    reading: Reading = None,
    json: Json = False,
) -> None:
    """Write and check the program for a question or an instruction, without running it."""
    with reported(json):
        from visprog.cli import explaining
        from visprog.quick import configured

        settings = overrides(pack, planner, planner_url, probe=probe)
        with configured(**settings) as session:
            written, program = session.plan(question, images, reading=reading)
            graph = explaining.graph_of(session, program)
            tools = explaining.needs(session, graph)
            pack = session.pack.name
        if svg is not None:
            write_text(svg, explaining.svg(graph, question))
        if not json:
            print(program.text.rstrip())
            for words in written.readings:
                say(f"read as: {words}")
            if explain:
                explaining.show(graph, tools, written, program, pack)
            return
        emit_json(
            {
                "question": question,
                "program": program.text,
                "dialect": program.dialect,
                "planner": written.planner,
                "readings": list(written.readings),
                "repairs": list(written.repairs),
                "advice": [str(noticed) for noticed in program.advice],
                "calls": [
                    {"tool": c.tool, "line": c.site.line, "target": c.target, "uses": dict(c.uses)}
                    for c in program.calls
                ],
                "edges": [
                    {"from": e.source, "to": e.target, "kind": e.kind, "label": e.label}
                    for e in graph.edges()
                ],
                "tools": tools,
            }
        )


class reported:  # noqa: N801 - reads as a verb at its uses
    """With ``--json``, an error is an object on stdout as well as a line on stderr."""

    def __init__(self, json: bool) -> None:
        self._json = json

    def __enter__(self) -> None:
        return

    def __exit__(self, kind: Any, error: BaseException | None, traceback: Any) -> None:
        if self._json and isinstance(error, VisprogError):
            from visprog.answer import describe

            status = "rejected" if error.exit_code == 3 else "error"
            emit_json({"answer": None, "status": status, "error": describe(error)})


def finish(answer: Any, json: bool, quiet: bool, **files: Path | None) -> None:
    """Print the answer, or the file ``output`` that holds it, and exit with the code of its error.

    ``files`` are those that were written; the JSON object names them all.
    """
    if json:
        emit_json({**answer.to_json(), **{name: str(file) for name, file in files.items() if file}})
    else:
        show_answer(answer, files["output"], quiet=quiet)
    if answer.error is not None:
        complain(answer.error)
        raise typer.Exit(answer.error.exit_code)


def announce(session: Any, silent: bool) -> None:
    if not silent:
        pack = session.pack
        say(f"pack {pack.name}: {pack.about}" + (f" ({pack.because})" if pack.because else ""))


def overrides(
    pack: str | None,
    planner: str | None,
    planner_url: str | None,
    trace_dir: Path | None = None,
    cache_dir: Path | None = None,
    device: str | None = None,
    probe: list[str] | None = None,
) -> dict[str, Any]:
    return {
        "pack": pack,
        "planner": planner,
        "planner_url": planner_url,
        "trace_dir": trace_dir,
        "cache_dir": cache_dir,
        "device": device,
        "probes": _probes(probe),
    }


def empty_of(choice: str) -> str:
    if choice not in ("error", "whole-image"):
        raise UsageError(f"--empty is error or whole-image, not {choice}")
    return choice


def limits_of(timeout: float) -> Any:
    from visprog.program import Limits

    if not timeout > 0:
        raise UsageError("--timeout must be above 0 seconds")
    return Limits(wall_seconds=timeout)


def _probes(values: list[str] | None) -> dict[str, str] | None:
    """``--probe`` values as :class:`~visprog.session.Session` takes them."""
    found: dict[str, str] = {}
    for value in values or ():
        name, equals, path = value.partition("=")
        if not (equals and path) or name in found:
            raise UsageError(f"--probe is NAME=FILE, each name once, not {value}")
        found[name] = path
    return found or None


def _named(images: list[str]) -> Any:
    """``--image`` values as :class:`~visprog.session.Session` takes them."""
    pairs = [value.partition("=") for value in images]
    if all(equals and name.isidentifier() for name, equals, _ in pairs):
        return {name: path for name, _, path in pairs}
    if any(equals and name.isidentifier() for name, equals, _ in pairs):
        raise UsageError("either every --image has a NAME=, or none has")
    return images


def write_text(path: Path, text: str) -> None:
    """Raises :class:`UsageError` where the file cannot be written."""
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from None


def read_program(source: str) -> str:
    """The text of a program file, or of stdin for ``-``. Raises :class:`UsageError`."""
    if source == "-":
        return sys.stdin.read()
    try:
        return Path(source).read_text("utf-8")
    except OSError as error:
        raise UsageError(f"cannot read program {source}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise UsageError(f"program {source} is not UTF-8 text") from None
