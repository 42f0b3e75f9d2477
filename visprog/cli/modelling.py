"""``visprog models``: which model serves which role, what it costs, and whether it is here."""

from __future__ import annotations

import json as json_format
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from visprog.cli.output import emit_json, say
from visprog.errors import UsageError

if TYPE_CHECKING:
    from visprog.model import ModelSpec
    from visprog_tools.packs import Pack

app = typer.Typer(
    help="Which model serves which role; fetch them; check them.", no_args_is_help=True
)

Json = Annotated[bool, typer.Option("--json", help="JSON on stdout.")]
PackName = Annotated[str, typer.Argument(help="micro, standard, large, or a .toml file.")]
Roles = Annotated[list[str] | None, typer.Option("--role", help="This role alone; repeatable.")]


@app.command("ls")
def ls(
    pack: Annotated[
        str | None, typer.Argument(help="One pack, or a .toml file; otherwise all shipped ones.")
    ] = None,
    json: Json = False,
) -> None:
    """List every role of every pack: its model, licence, size, figure, and whether it is here."""
    from visprog_tools import packs

    names = (pack,) if pack else packs.SHIPPED
    rows = [row for name in names for row in _rows(packs.load(name))]
    if json:
        emit_json(rows)
        return
    for row in rows:
        here = "here" if row["available"] else "not here"
        size = "-" if row["megabytes"] is None else f"{row['megabytes']:g} MB"
        figure = f"; {row['figure']}" if row["figure_by"] == "measured" else ""
        at = f" @ {row['revision'][:12]}" if row["on_hub"] else ""
        print(f"{row['pack']:<9}{row['role']:<9}{row['kind']:<9}{row['checkpoint']}{at}")
        print(f"{'':27}{row['family']}, {row['licence'] or 'no weights'}, {size}, {here}{figure}")
        if row["figure_by"] != "measured":
            found = f"published: {row['figure']}" if row["figure"] else "no figure found"
            print(f"{'':27}{found}")
        if row["note"]:
            print(f"{'':27}{row['note']}")


@app.command("status")
def status(
    metrics: Annotated[
        str | None, typer.Option(help="The /metrics URL of a running engine, to show its models.")
    ] = None,
    json: Json = False,
) -> None:
    """What ``auto`` means here, which devices there are, where weights are looked for, and how much
    of each pack is here; or, with --metrics, what the models of a running engine do."""
    from visprog import config
    from visprog.engine.placement import devices
    from visprog_tools import packs

    if metrics is not None:
        _show_running(metrics, json)
        return

    rows = {name: _rows(packs.load(name)) for name in packs.SHIPPED}
    found: dict[str, Any] = {
        "auto": packs.load("auto").name,
        "devices": [
            {"device": device.name, "megabytes": round(device.budget / 1e6)}
            for device in devices("auto")
        ],
        "cache": _cache(),
        "offline": os.environ.get("HF_HUB_OFFLINE", "0") not in ("", "0"),
        "llm": config.load().llm,
        "packs": {
            name: {
                "here": [row["role"] for row in of if row["available"]],
                "missing": [row["role"] for row in of if not row["available"]],
            }
            for name, of in rows.items()
        },
    }
    if json:
        emit_json(found)
        return
    print(f"auto is {found['auto']}; weights are kept in {found['cache']}")
    for device in found["devices"]:
        print(f"{device['device']}: {device['megabytes'] / 1e3:.1f} GB for models")
    print(f"language model: {found['llm'] or 'none named (VISPROG_LLM)'}")
    for name, roles in found["packs"].items():
        print(f"{name}: {len(roles['here'])} roles here", end="")
        print(f", missing {', '.join(roles['missing'])}" if roles["missing"] else "")


def _show_running(url: str, json: bool) -> None:
    from visprog.metrics import read

    found = read(url)
    if json:
        emit_json(found)
        return
    for name, figures in found.items():
        told = ", ".join(f"{key} {value:g}" for key, value in figures.items() if value)
        print(f"{name}: {told or 'nothing yet'}")


@app.command("pull")
def pull(
    pack: PackName,
    role: Roles = None,
    update: Annotated[
        bool, typer.Option("--update", help="Move branches to their newest commit.")
    ] = False,
    json: Json = False,
) -> None:
    """Fetch the weights of a pack into the Hugging Face cache (``HF_HOME`` says where).

    Where a pack names a branch and not a commit, the commit that is fetched is the one that every
    later run uses, until ``--update``.
    """
    from visprog_tools.models import checkpoint, hub

    fetched = []
    for spec in _repositories(chosen(pack, role)):
        moves = update and bool(spec.branch)
        if checkpoint.available(spec) and not moves:
            say(f"{spec.checkpoint}: here, {_revision(spec)}")
            continue
        say(f"{spec.checkpoint}: fetching {spec.megabytes or '?'} MB")
        commit = hub.fetch(replace(spec, revision=spec.branch) if moves else spec)
        say(f"{spec.checkpoint}: now {commit[:12]}")
        fetched.append({"checkpoint": spec.checkpoint, "revision": commit})
    if json:
        emit_json(fetched)
    else:
        print(f"{len(fetched)} fetched")


def chosen(pack: str, roles: list[str] | None) -> list[ModelSpec]:
    """The specs of a pack, or of some of its roles, with the language model of the environment.
    Raises ``UsageError`` for an unknown one."""
    from visprog import config
    from visprog_tools import packs

    settings = config.load()
    models = packs.load(pack).with_llm(settings.llm, settings.llm_url).models
    for role in roles or ():
        if role not in models:
            raise UsageError(f"pack {pack} has no role {role}; it has {', '.join(models)}")
    return [spec for name, spec in models.items() if not roles or name in roles]


def _rows(pack: Pack) -> list[dict[str, Any]]:
    from visprog_tools.models import checkpoint

    return [
        {
            "pack": pack.name,
            "role": spec.role,
            "kind": spec.kind,
            "family": spec.family,
            "checkpoint": spec.checkpoint,
            "revision": spec.revision,
            "branch": spec.branch or None,
            "on_hub": checkpoint.on_hub(spec),
            "dtype": spec.dtype,
            "licence": spec.licence,
            "megabytes": _on_disk(spec) or spec.megabytes,
            **_figure(spec),
            "available": checkpoint.available(spec),
            "note": spec.note,
        }
        for spec in pack.models.values()
    ]


def _folder(spec: ModelSpec) -> Path | None:
    from visprog_tools.models import checkpoint

    folder = Path(checkpoint.location(spec.checkpoint))
    return folder if folder.is_dir() else None


def _on_disk(spec: ModelSpec) -> float | None:
    folder = _folder(spec)
    if folder is None:
        return None
    total = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    return round(total / 1e6, 2)


def _figure(spec: ModelSpec) -> dict[str, str | None]:
    """The figure that stands for a role and where it is from: measured here, else published."""
    measured = _measured(spec)
    if measured:
        return {"figure": measured, "figure_by": "measured"}
    return {
        "figure": spec.published or None,
        "figure_by": "published" if spec.published else None,
    }


def _measured(spec: ModelSpec) -> str | None:
    """The headline in the model card beside embedded weights: that of the role, which a stand-in
    may serve with the weights of another, else that of the weights."""
    from visprog_tools.models import checkpoint

    code = spec.checkpoint.startswith("code:")
    folder = Path(checkpoint.location("embedded:micro/-" if code else spec.checkpoint))
    card = folder.parent / "card.json"
    if not card.is_file():
        return None
    entries = json_format.loads(card.read_text("utf-8"))
    entry = entries.get(spec.role) or entries.get(folder.name, {})
    found = None if code and "stand_in" not in entry else entry.get("headline")
    return f"{found['what']} {found['value']:.3f}" if found else None


def _revision(spec: ModelSpec) -> str:
    """The commit in short, and the branch that stood for it."""
    return f"{spec.branch} at {spec.revision[:12]}" if spec.branch else spec.revision[:12]


def _repositories(specs: list[ModelSpec]) -> list[ModelSpec]:
    """One spec for each Hub repository among them."""
    from visprog_tools.models import checkpoint

    found = {(spec.checkpoint, spec.revision): spec for spec in specs if checkpoint.on_hub(spec)}
    return list(found.values())


def _cache() -> str:
    from huggingface_hub import constants

    return str(constants.HF_HUB_CACHE)
