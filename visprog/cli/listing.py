"""``visprog tools``."""

from __future__ import annotations

from typing import Annotated

import typer

from visprog.cli.output import emit_json
from visprog.cli.toolchecking import check

app = typer.Typer(invoke_without_command=True)
app.command("check")(check)


@app.callback()
def tools(
    context: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="A JSON list.")] = False,
) -> None:
    """List every tool that programs may call, with its signature; check them."""
    if context.invoked_subcommand is not None:
        return
    from visprog import plugins

    table = plugins.tools()
    if json:
        emit_json(
            [
                {
                    "name": spec.name,
                    "aliases": list(spec.aliases),
                    "dialect": spec.dialect,
                    "method": spec.method,
                    "signature": spec.signature,
                    "params": [
                        {
                            "name": param.name,
                            "type": param.type,
                            "required": param.required,
                            "default": param.default,
                            "variadic": param.variadic,
                        }
                        for param in spec.params
                    ],
                    "returns": spec.returns,
                    "roles": list(spec.roles),
                    "pure": spec.pure,
                    "doc": spec.doc,
                    "example": spec.example,
                }
                for spec in table.specs
            ]
        )
        return
    for dialect in ("visprog", "vipergpt"):
        print(f"{dialect}:")
        for spec in table.specs:
            if spec.dialect == dialect:
                print(f"  {spec.signature}\n      {spec.summary}")
