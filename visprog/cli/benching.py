"""``visprog bench``: measure, and train the micro pack."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from visprog.cli.output import emit_json, say
from visprog.errors import UsageError

app = typer.Typer(help="Measure on the rendered world; train the micro pack.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="The last line is one JSON object.")]

BENCHMARKS = ("world-vqa", "world-edit", "world-refer", "prompts", "phrasings")


@app.command("run")
def run(
    benchmark: Annotated[str, typer.Argument(help=", ".join(BENCHMARKS))],
    n: Annotated[
        int | None, typer.Option("--n", help="Questions (300), instructions (100), crops (300).")
    ] = None,
    seed: Annotated[int, typer.Option(help="Which questions.")] = 0,
    pack: Annotated[str, typer.Option(help="The pack to measure.")] = "micro",
    planner: Annotated[str, typer.Option(help="grammar, or a LiteLLM model string.")] = "grammar",
    planner_url: Annotated[
        str | None, typer.Option("--planner-url", help="An OpenAI-compatible base URL.")
    ] = None,
    trace_dir: Annotated[
        Path | None,
        typer.Option(help="Keep the runs there, with who is to blame, for visprog report."),
    ] = None,
    backend: Annotated[str, typer.Option(help="inline, process or ray.")] = "inline",
    address: Annotated[
        str | None, typer.Option(help="A Ray cluster's: auto, or ray://HOST:10001.")
    ] = None,
    replicas: Annotated[int, typer.Option(help="Of every model.")] = 1,
    live: Annotated[int, typer.Option(help="Programs that run at once.")] = 32,
    out: Annotated[
        Path | None, typer.Option(help="A folder of finished questions, to go on from.")
    ] = None,
    metrics_port: Annotated[
        int | None, typer.Option(help="Serve Prometheus metrics there while it runs.")
    ] = None,
    json: Json = False,
) -> None:
    """Ask unseen questions about unseen scenes, end to end and with perfect tools; or (world-edit)
    give instructions, judged pixel by pixel; or (world-refer) point to what expressions mean, and
    cut it out; or (prompts) name crops by one prompt, ensembles and
    descriptions; or (phrasings) see what a planner makes of how people phrase both, with perfect
    tools alone."""
    if benchmark not in BENCHMARKS:
        raise UsageError(f"no benchmark is called {benchmark}: there is {', '.join(BENCHMARKS)}")
    if n is not None and n < 1:
        raise UsageError("--n must be at least 1")
    if benchmark == "world-edit":
        from visprog_benchmarks import editing

        edited = editing.world_edit(
            n or 100, seed, pack=pack, planner=planner, planner_url=planner_url
        )
        emit_json(edited) if json else editing.show(edited)
        return
    if benchmark == "world-refer":
        from visprog_benchmarks import pointing_out

        found = pointing_out.world_refer(n or 100, seed, pack=pack)
        emit_json(found) if json else pointing_out.show(found)
        return
    if benchmark == "prompts":
        from visprog_benchmarks import wordings

        table = wordings.wordings(n or 300, seed, pack=pack)
        emit_json(table) if json else wordings.show(table)
        return
    if benchmark == "phrasings":
        from visprog_benchmarks.phrasings import report

        result = report.run(planner, planner_url)
        emit_json(result) if json else report.show(result)
        return
    from visprog_benchmarks.run import show, world_vqa

    result = world_vqa(
        n or 300,
        seed,
        pack=pack,
        planner=planner,
        planner_url=planner_url,
        trace_dir=trace_dir,
        out=out,
        backend=backend,
        address=address,
        replicas=replicas,
        live=live,
        metrics_port=metrics_port,
    )
    emit_json(result) if json else show(result)


@app.command("planners")
def planners(
    n: Annotated[int, typer.Option("--n", help="Questions.")] = 200,
    seed: Annotated[int, typer.Option(help="Which questions, and which mistakes.")] = 0,
    json: Json = False,
) -> None:
    """One shot, check and repair, and voting side by side, on a planner that errs at known rates;
    perfect tools."""
    if n < 1:
        raise UsageError("--n must be at least 1")
    from visprog_benchmarks.planning.compare import compare, show

    result = compare(n, seed)
    emit_json(result) if json else show(result)


@app.command("attribution")
def attribution(
    quick: Annotated[bool, typer.Option("--quick", help="Fewer runs: half a minute.")] = False,
    n: Annotated[int | None, typer.Option("--n", help="Runs into which faults are put.")] = None,
    seed: Annotated[int, typer.Option(help="Which questions and faults.")] = 0,
    json: Json = False,
) -> None:
    """Put faults into right runs of the world, and see who finds the guilty step.

    The method with gold for the steps, for the answer only and without gold, beside baselines; and
    how often programs of K looks are right, predicted and measured. No model is loaded.
    """
    if n is not None and n < 1:
        raise UsageError("--n must be at least 1")
    from visprog_benchmarks.attribution import bench

    chosen = n or (bench.QUICK if quick else bench.FULL)
    runs = bench.QUICK_CHAIN if quick else bench.FULL_CHAIN
    result = bench.attribution(chosen, seed, chain_runs=runs)
    bench.show(result)
    if json:
        emit_json(result)


@app.command("confidence")
def confidence(
    n: Annotated[int, typer.Option("--n", help="Runs of each world on each kind of scene.")] = 400,
    seed: Annotated[int, typer.Option(help="Which questions.")] = 0,
    pack: Annotated[str, typer.Option(help="The pack to measure.")] = "micro",
    write: Annotated[
        bool, typer.Option("--write", help="Keep the curves beside the embedded weights.")
    ] = False,
    json: Json = False,
) -> None:
    """Learn what the tools' confidences mean on validation scenes, and measure on test scenes how
    well answers' confidences are calibrated: as said, with the pack's curves, with new ones."""
    if n < 8:
        raise UsageError("--n must be at least 8")
    from visprog_benchmarks import confidence as measuring

    result = measuring.confidence(n, seed, pack=pack, write=write)
    emit_json(result) if json else measuring.show(result)


@app.command("train")
def train(
    role: Annotated[str, typer.Argument(help="classify, detect ...")],
    device: Annotated[str, typer.Option(help="auto, cpu, cuda.")] = "auto",
    hours: Annotated[float | None, typer.Option(help="How long; the recipe knows.")] = None,
    steps: Annotated[int | None, typer.Option(help="So many steps rather than hours.")] = None,
    scenes: Annotated[int, typer.Option(help="Scenes to draw and to train on.")] = 50_000,
    resume: Annotated[bool, typer.Option(help="Go on from the last checkpoint.")] = True,
    out: Annotated[
        Path | None, typer.Option(help="The folder of the weights; otherwise in --work.")
    ] = None,
    work: Annotated[
        Path | None, typer.Option(help="The folder of data and checkpoints; otherwise a cache.")
    ] = None,
    begin: Annotated[
        Path | None, typer.Option(help="A saved folder of this role to train on.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(help="Processes that draw batches ahead; 2 for a GPU.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Of the run.")] = 0,
    json: Json = False,
) -> None:
    """Train one role's micro model, or go on where an interrupted training stopped.

    Progress goes to stderr, the figures on unseen scenes to stdout.
    """
    from visprog_benchmarks import micro

    figures = micro.train(
        _role(role),
        device=device,
        hours=hours,
        steps=steps,
        scenes=scenes,
        resume=resume,
        out=out,
        work=work,
        begin=begin,
        workers=workers,
        seed=seed,
    )
    _show_figures({role: figures}, json)


@app.command("settings")
def settings(
    role: Annotated[str, typer.Argument(help="classify, detect ...")],
    folder: Annotated[
        Path | None, typer.Option(help="The folder of the weights; otherwise the pack's.")
    ] = None,
    scenes: Annotated[int, typer.Option(help="Validation scenes to choose on.")] = 300,
    device: Annotated[str, typer.Option(help="auto, cpu, cuda.")] = "cpu",
) -> None:
    """Choose a role's threshold, suppression and calibration again, on validation scenes.

    They are written into `visprog.json` beside the weights; a training does this last.
    """
    from visprog_benchmarks import micro

    emit_json(micro.settings(_role(role), folder=folder, scenes=scenes, device=device))


@app.command("card")
def card(
    role: Annotated[str | None, typer.Option(help="One role; otherwise all.")] = None,
    scenes: Annotated[int, typer.Option(help="Unseen scenes to measure on.")] = 300,
    write: Annotated[bool, typer.Option("--write", help="Into the pack's card as well.")] = False,
    json: Json = False,
) -> None:
    """Measure the shipped weights again: the figures of the micro pack's model card."""
    from visprog_benchmarks import micro

    figures = {}
    for name in micro.served() if role is None else (_role(role),):
        say(f"measuring {name} on {scenes} unseen scenes")
        figures[name] = micro.evaluate(name, scenes=scenes)
    if write:
        micro.write_card(figures)
    _show_figures(figures, json)


@app.command("throughput")
def throughput(
    backend: Annotated[
        list[str] | None, typer.Option("--backend", help="inline, process, ray; repeatable.")
    ] = None,
    address: Annotated[str | None, typer.Option(help="A Ray cluster's.")] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Within 50 seconds.")] = False,
    json: Json = False,
) -> None:
    """Compare the engine with sequential and windowed execution, and with the least that the
    models allow."""
    from visprog_benchmarks.throughput import run as measuring

    result = measuring.run(backend or ["inline", "process"], quick=quick, address=address, say=say)
    if json:
        emit_json(result)
    else:
        measuring.show(result)


@app.command("load")
def load(
    pack: Annotated[str, typer.Option(help="The pack to load.")] = "micro",
    runs: Annotated[int, typer.Option(help="Fresh processes of each kind.")] = 3,
    json: Json = False,
) -> None:
    """Time a pack from `import torch` on: every model, the first answer and a warm one, on the CPU
    and in fresh processes."""
    if runs < 1:
        raise UsageError("--runs must be at least 1")
    from visprog_benchmarks import loading

    report = loading.measure(pack, runs, say)
    if json:
        emit_json(report)
    else:
        loading.show(report)


@app.command("costs")
def costs(
    packs: Annotated[list[str], typer.Argument(help="micro, standard, large, or .toml files.")],
    device: Annotated[str, typer.Option(help="auto, cpu, cuda.")] = "auto",
    out: Annotated[Path | None, typer.Option(help="Written anew after each model.")] = None,
    seconds: Annotated[float, typer.Option(help="For all models together.")] = 180.0,
    each: Annotated[float, typer.Option(help="Seconds for one model, at most.")] = 14.0,
    role: Annotated[
        list[str] | None, typer.Option("--role", help="This role alone; repeatable.")
    ] = None,
    dtype: Annotated[
        list[str] | None, typer.Option("--dtype", help="pack, float32, bfloat16; repeatable.")
    ] = None,
    json: Json = False,
) -> None:
    """Time every operation of the packs' models at batch sizes 1 to 64, and their memory.

    Models whose weights are not here are built at full size with random ones.
    """
    from visprog.engine.placement import device_for
    from visprog_benchmarks.throughput import costs as measuring

    for name in role or ():
        if name not in measuring.ORDER:
            raise UsageError(f"no role {name} is timed: there is {', '.join(measuring.ORDER)}")
    report = measuring.measure(
        packs,
        device_for(device),
        file=out,
        seconds=seconds,
        seconds_per_model=each,
        roles=role or measuring.ORDER,
        dtypes=dtype or ("pack",),
        say=say,
    )
    if json:
        emit_json(report)
    else:
        print(measuring.table(report))


def _role(name: str) -> str:
    from visprog_benchmarks import micro

    if name not in micro.ROLES:
        raise UsageError(f"no recipe for role {name}: there is {', '.join(micro.ROLES)}")
    return name


def _show_figures(figures: dict[str, Any], json: bool) -> None:
    from visprog_benchmarks.micro.card import tables

    if json:
        emit_json(figures)
    else:
        print(tables({role: {"figures": found} for role, found in figures.items()}))
