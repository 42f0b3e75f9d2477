"""``visprog sandbox``: what generated programs may do, and what holds them."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from visprog.cli.output import emit_json
from visprog.errors import ProgramError, UsageError

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
        sandbox = Sandbox(plugins.tools())
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
    """Run every program of a file in the full sandbox over the real tools, with canned results."""
    from visprog import plugins
    from visprog_sandbox.corpus import as_data, outcomes, programs, summary

    try:
        programs(file)
    except OSError as error:
        raise UsageError(f"cannot read {file}: {error.strerror}") from None
    except ValueError as error:
        raise UsageError(f"{file} is not a corpus of programs: {error}") from None

    async def run() -> list[Any]:
        results = []
        async for result in outcomes(file, plugins.tools()):
            results.append(result)
            if json:
                emit_json(as_data(result))
            else:
                flags = " LATE" * result.late + " HUNG" * result.hung + " CANARY" * result.canary
                print(f"{result.id:22} {result.stage:9} {result.message[:70]}{flags}", flush=True)
        return results

    emit_json(summary(asyncio.run(run())))


@app.command("selftest")
def selftest(json: Json = False) -> None:
    """Try to break every layer on this machine. Exit code 1 when a required one does not hold."""
    from visprog_sandbox.selftest import selftest as try_layers

    layers = asyncio.run(try_layers())
    sound = all(layer.holds for layer in layers if layer.required)
    if json:
        emit_json({"sound": sound, "layers": [asdict(layer) for layer in layers]})
    else:
        for layer in layers:
            need = "required" if layer.required else "optional"
            print(f"{'holds' if layer.holds else 'DOES NOT HOLD'}  {layer.name} ({need})")
            for what, stopped, how in layer.tried:
                print(f"    {'stopped' if stopped else 'NOT STOPPED'}: {what}: {how}")
    if not sound:
        raise typer.Exit(1)


@app.command("cost")
def cost(
    runs: Annotated[int, typer.Option(help="Programs of one line.", min=1)] = 50,
    json: Json = False,
) -> None:
    """Time the start of a run and the call of a tool, beside a bare echo between two processes."""
    from visprog_sandbox.cost import cost as measure

    found = asyncio.run(measure(runs))
    if json:
        emit_json(
            {
                "start_ms": round(found.start * 1e3, 3),
                "call_us": round(found.call * 1e6, 1),
                "echo_us": round(found.echo * 1e6, 1),
                "start_to_echo": round(found.start_ratio, 1),
                "call_to_echo": round(found.call_ratio, 2),
            }
        )
        return
    print(f"start of a run   {found.start * 1e3:8.2f} ms   {found.start_ratio:7.1f} echoes")
    print(f"call of a tool   {found.call * 1e6:8.1f} us   {found.call_ratio:7.2f} echoes")
    print(f"a bare echo      {found.echo * 1e6:8.1f} us")
