"""``visprog sandbox``: what generated programs may do, and what holds them."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from visprog.cli.output import emit_json, say
from visprog.errors import ProgramError, UsageError

if TYPE_CHECKING:
    from visprog.program import Limits
    from visprog.session import Session
    from visprog.types import Image

app = typer.Typer(help="Check programs, and the sandbox that runs them.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="JSON on stdout.")]


@app.command("check")
def check(
    program: Annotated[str, typer.Argument(help="A file with a program, or - for stdin.")],
    images: Annotated[int, typer.Option(help="How many pictures it is given.")] = 1,
    json: Json = False,
) -> None:
    """Say everything that is wrong with a program, without running it."""
    from visprog import picture, plugins
    from visprog.cli.asking import read_program
    from visprog_sandbox import Sandbox

    text = read_program(program)

    async def run() -> ProgramError | None:
        sandbox = Sandbox(plugins.tools(), layers_required())
        try:
            await sandbox.check(text, picture.names(images))
        except ProgramError as error:
            return error
        finally:
            await sandbox.close()
        return None

    found = asyncio.run(run())
    diagnostics = found.diagnostics if found else ()
    if json:
        emit_json({"accepted": not found, "diagnostics": [asdict(item) for item in diagnostics]})
    else:
        for item in diagnostics:
            print(item)
        if not found:
            print("accepted")
    if found:
        raise typer.Exit(found.exit_code)


@app.command("corpus")
def corpus(
    file: Annotated[Path, typer.Argument(help="Programs as JSON: id, category, program, must.")],
    json: Json = False,
) -> None:
    """Run every program of a file in the whole system over the real tools, with canned models."""
    from visprog_sandbox.corpus import as_data, outcome, programs, summary

    try:
        entries = programs(file)
    except OSError as error:
        raise UsageError(f"cannot read {file}: {error.strerror}") from None
    except ValueError as error:
        raise UsageError(f"{file} is not a corpus of programs: {error}") from None
    results = []
    with hostile_session() as session:
        for entry in entries:
            result = asyncio.run(outcome(entry, partial(attempt, session)))
            results.append(result)
            if json:
                emit_json(as_data(result))
            else:
                flags = " LATE" * result.late + " HUNG" * result.hung + " CANARY" * result.canary
                print(f"{result.id:22} {result.stage:9} {result.message[:70]}{flags}", flush=True)
    emit_json(summary(results))


def hostile_session(limits: Limits | None = None) -> Session:
    """A session as people use it, but for its models, which need not be there, and its limits."""
    from visprog import config, plugins
    from visprog.session import Session
    from visprog_sandbox.corpus import QUICK, canned

    return Session(
        pack="micro",
        tools=canned(plugins.tools()),
        limits=limits or QUICK,
        sandbox=config.load().sandbox,
    )


async def attempt(session: Session, text: str) -> tuple[str, str]:
    """How far a program comes: the stage, and its error or its value as text."""
    from visprog.errors import RunFailure, VisprogError

    try:
        answer = await session.run_async(text, ground())
    except RunFailure as error:
        return "killed", str(error)
    except VisprogError as error:
        return "error", str(error)
    if answer.ok:
        return "completed", repr(answer.result)
    return answer.status, str(answer.error)


def ground() -> Image:
    """A picture to attack."""
    import numpy as np

    from visprog.types import Image

    pixels = np.arange(48 * 64 * 3, dtype=np.uint32).reshape(48, 64, 3) % 251
    return Image(pixels.astype(np.uint8))


@app.command("selftest")
def selftest(json: Json = False) -> None:
    """Try to break every layer on this machine. Exit code 1 when a required one does not hold."""
    from visprog_sandbox.requirement import weaker
    from visprog_sandbox.selftest import selftest as try_layers

    require = layers_required()
    layers = asyncio.run(try_layers(require))
    sound = all(layer.holds for layer in layers if layer.required)
    if weaker(require):
        say(f"visprog: VISPROG_SANDBOX is set: {weaker(require)}")
    if json:
        emit_json(
            {
                "sound": sound,
                "lowered": weaker(require),
                "layers": [asdict(layer) for layer in layers],
            }
        )
    else:
        for layer in layers:
            need = "required" if layer.required else "optional"
            print(f"{'holds' if layer.holds else 'DOES NOT HOLD'}  {layer.name} ({need})")
            for what, stopped, how in layer.tried:
                print(f"    {'stopped' if stopped else 'NOT STOPPED'}: {what}: {how}")
    if not sound:
        missing = ", ".join(layer.name for layer in layers if layer.required and not layer.holds)
        say(f"visprog: no program will be run on this machine: {missing} must hold and does not")
        raise typer.Exit(1)


def layers_required() -> frozenset[str]:
    """As the environment says it."""
    from visprog import config
    from visprog_sandbox.requirement import required

    return required(config.load().sandbox)


@app.command("cost")
def cost(
    runs: Annotated[int, typer.Option(help="Programs of one line.", min=1)] = 50,
    json: Json = False,
) -> None:
    """Time the start of a run and the call of a tool, beside a bare echo between two processes."""
    from visprog_sandbox.cost import cost as measure

    found = asyncio.run(measure(runs))
    apart = found.apart
    if json:
        emit_json(
            {
                "start_ms": round(found.start * 1e3, 3),
                "call_us": round(found.call * 1e6, 1),
                "echo_us": round(found.echo * 1e6, 1),
                "start_to_echo": round(found.start_ratio, 1),
                "call_to_echo": round(found.call_ratio, 2),
                "start_with_namespaces_ms": round(apart * 1e3, 3) if apart else None,
            }
        )
        return
    print(f"start of a run   {found.start * 1e3:8.2f} ms   {found.start_ratio:7.1f} echoes")
    print(f"call of a tool   {found.call * 1e6:8.1f} us   {found.call_ratio:7.2f} echoes")
    print(f"a bare echo      {found.echo * 1e6:8.1f} us")
    if apart:
        ratio = apart / found.echo
        print(f"with namespaces  {apart * 1e3:8.2f} ms   {ratio:7.1f} echoes a start")
