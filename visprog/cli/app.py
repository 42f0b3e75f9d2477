"""The commands and their options."""

from __future__ import annotations

from typing import Annotated

import typer

from visprog.cli import (
    asking,
    batching,
    benching,
    blaming,
    chatting,
    checking,
    classifying,
    doctoring,
    editing,
    exporting,
    listing,
    modelling,
    replaying,
    reporting,
    sandboxing,
    seeing,
    tracing,
)

app = typer.Typer(
    name="visprog",
    help="Ask compositional questions about pictures, and see every step of the answer.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"visprog {version('visprog')}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Options before the command."""


app.command("ask")(asking.ask)
app.command("edit")(editing.edit)
app.command("chat")(chatting.chat)
app.command("plan")(asking.plan)
app.command("run")(asking.run)
app.command("batch")(batching.batch)
app.command("replay")(replaying.replay)
app.command("doctor")(doctoring.doctor)
app.command("report")(reporting.report)
app.add_typer(listing.app, name="tools")
app.add_typer(classifying.app, name="classify")
tracing.app.command("blame")(blaming.blame)
tracing.app.command("export")(exporting.export)
tracing.app.command("saw")(seeing.saw)
tracing.app.command("prior")(seeing.prior)
app.add_typer(tracing.app, name="trace")
modelling.app.command("check")(checking.check)
app.add_typer(modelling.app, name="models")
app.add_typer(benching.app, name="bench")
app.add_typer(sandboxing.app, name="sandbox")
