"""``visprog bench``: measure, and train the micro pack."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from visprog.cli.output import emit_json, say
from visprog.errors import UsageError

app = typer.Typer(help="Measure on the rendered world; train the micro pack.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="The last line is one JSON object.")]

BENCHMARKS = ("world-vqa",)


@app.command("run")
def run(
    benchmark: Annotated[str, typer.Argument(help=", ".join(BENCHMARKS))],
    n: Annotated[int, typer.Option("--n", help="Questions.")] = 300,
    seed: Annotated[int, typer.Option(help="Which questions.")] = 0,
    pack: Annotated[str, typer.Option(help="The pack to measure.")] = "micro",
    planner: Annotated[str, typer.Option(help="grammar, or a LiteLLM model string.")] = "grammar",
    json: Json = False,
) -> None:
    """Ask unseen questions about unseen scenes, end to end and with perfect tools."""
    if benchmark not in BENCHMARKS:
        raise UsageError(f"no benchmark is called {benchmark}: there is {', '.join(BENCHMARKS)}")
    if n < 1:
        raise UsageError("--n must be at least 1")
    from visprog_benchmarks.run import show, world_vqa

    result = world_vqa(n, seed, pack=pack, planner=planner)
    if json:
        emit_json(result)
    else:
        show(result)


@app.command("train")
def train(
    role: Annotated[str, typer.Argument(help="classify, detect ...")],
    device: Annotated[str, typer.Option(help="auto, cpu, cuda.")] = "auto",
    hours: Annotated[float, typer.Option(help="How long, at most.")] = 1.0,
    resume: Annotated[bool, typer.Option("--resume", help="Go on from the checkpoint.")] = False,
    out: Annotated[Path, typer.Option(help="Where checkpoints and weights go.")] = Path("micro"),
    seed: Annotated[int, typer.Option(help="Of the run.")] = 0,
) -> None:
    """Train one role's micro model."""
    from visprog_benchmarks import micro

    micro.train(role, device=device, hours=hours, resume=resume, out=out, seed=seed)


@app.command("card")
def card(
    scenes: Annotated[int, typer.Option(help="Unseen scenes to measure on.")] = 300,
    seed: Annotated[int, typer.Option(help="Which scenes.")] = 0,
    json: Json = False,
) -> None:
    """Measure the shipped weights again: the figures of the micro pack's model card."""
    from visprog_benchmarks import micro

    say(f"measuring on {scenes} unseen scenes, seed {seed}")
    figures: dict[str, Any] = micro.evaluate(scenes=scenes, seed=seed)
    if json:
        emit_json(figures)
        return
    for role, measured in figures.items():
        print(role)
        for name, value in measured.items() if isinstance(measured, dict) else ():
            print(f"  {name}: {value}")
