"""``visprog models``: which model serves which role, what it costs, and whether it works."""

from __future__ import annotations

import json as json_format
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from visprog.cli.output import emit_json, say
from visprog.errors import Unavailable, UsageError

if TYPE_CHECKING:
    from visprog.model import ModelSpec
    from visprog.types import Image
    from visprog_tools.packs import Pack
    from visprog_tools.trial import Trial

app = typer.Typer(
    help="Which model serves which role; fetch them; check them.", no_args_is_help=True
)

Json = Annotated[bool, typer.Option("--json", help="JSON on stdout.")]
PackName = Annotated[str, typer.Argument(help="micro, standard, large, or a .toml file.")]
Roles = Annotated[list[str] | None, typer.Option("--role", help="This role alone; repeatable.")]

HEADLINES = {
    "detect": ("AP50", ("axes", "plain", "ap50")),
    "locate": ("AP50", ("axes", "plain", "ap50")),
    "classify": ("right noun of 141", ("nouns",)),
    "segment": ("mean IoU from a box", ("box",)),
}
"""By the folder of a role's weights: the figure that stands for its card, and where it is."""


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
        figure = f"; {row['figure']}" if row["figure"] else ""
        print(f"{row['pack']:<9}{row['role']:<9}{row['kind']:<9}{row['checkpoint']}")
        print(f"{'':27}{row['family']}, {row['licence'] or 'no weights'}, {size}, {here}{figure}")
        if row["note"]:
            print(f"{'':27}{row['note']}")


@app.command("status")
def status(json: Json = False) -> None:
    """What ``auto`` means here, where weights are looked for, and how much of each pack is here."""
    from visprog import config
    from visprog_tools import packs

    rows = {name: _rows(packs.load(name)) for name in packs.SHIPPED}
    found: dict[str, Any] = {
        "auto": packs.load("auto").name,
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
    print(f"language model: {found['llm'] or 'none named (VISPROG_LLM)'}")
    for name, roles in found["packs"].items():
        print(f"{name}: {len(roles['here'])} roles here", end="")
        print(f", missing {', '.join(roles['missing'])}" if roles["missing"] else "")


@app.command("pull")
def pull(pack: PackName, role: Roles = None, json: Json = False) -> None:
    """Fetch the weights of a pack into the Hugging Face cache (``HF_HOME`` says where)."""
    from visprog_tools.models import checkpoint

    fetched = []
    for spec in _repositories(_chosen(pack, role)):
        if checkpoint.available(spec):
            say(f"{spec.checkpoint}: here")
            continue
        say(f"{spec.checkpoint}: fetching {spec.megabytes or '?'} MB")
        fetched.append({"checkpoint": spec.checkpoint, "folder": _fetch(spec)})
    if json:
        emit_json(fetched)
    else:
        print(f"{len(fetched)} fetched")


@app.command("check")
def check(
    pack: PackName,
    role: Roles = None,
    image: Annotated[Path | None, typer.Option(help="A picture of your own.")] = None,
    phrase: Annotated[str | None, typer.Option(help="What detectors look for.")] = None,
    device: Annotated[str, typer.Option(help="cpu, cuda, auto.")] = "cpu",
    random: Annotated[
        bool, typer.Option("--random", help="Missing weights at full size, random, on the device.")
    ] = False,
    json: Json = False,
) -> None:
    """Ask every model of a pack once. Exit code 1 when one does not serve.

    With weights it says what the model saw. Without, the model is built from its published
    configuration on torch's meta device, and the shape of every tensor of the call is checked.
    """
    from visprog import plugins
    from visprog.engine.placement import device_for
    from visprog_tools import trial
    from visprog_tools.models import checkpoint

    specs = _chosen(pack, role)
    picture, shown = _picture(image, pack)
    where = device_for(device)
    trials = []
    for spec in specs:
        if not checkpoint.has_weights(spec) and not checkpoint.available(spec):
            say(f"{spec.role}: no endpoint is named (VISPROG_LLM)")
            continue
        if spec.role in ("llm", "inpaint"):
            continue
        done = trial.run(spec, plugins.families(), picture, (phrase or shown,), where, random)
        trials.append(done)
        if not json:
            _show(done)
    if json:
        emit_json([_described(done) for done in trials])
    if not all(done.ok for done in trials):
        raise typer.Exit(1)


def _chosen(pack: str, roles: list[str] | None) -> list[ModelSpec]:
    from visprog_tools import packs

    models = packs.load(pack).models
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
            "dtype": spec.dtype,
            "licence": spec.licence,
            "megabytes": _on_disk(spec) or spec.megabytes,
            "figure": _figure(spec),
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


def _figure(spec: ModelSpec) -> str | None:
    """The first figure of the model card beside embedded weights; none was measured of others."""
    folder = _folder(spec)
    card = folder.parent / "card.json" if folder else None
    if folder is None or card is None or not card.is_file():
        return None
    found = json_format.loads(card.read_text("utf-8")).get(folder.name, {}).get("figures", {})
    what, path = HEADLINES.get(folder.name, ("", ()))
    for name in path:
        found = found.get(name, {})
    return f"{what} {found['value']:.3f}" if "value" in found else None


def _repositories(specs: list[ModelSpec]) -> list[ModelSpec]:
    """One spec for each Hub repository among them."""
    found: dict[tuple[str, str], ModelSpec] = {}
    for spec in specs:
        if ":" not in spec.checkpoint and _folder(spec) is None:
            found.setdefault((spec.checkpoint, spec.revision), spec)
    return list(found.values())


def _fetch(spec: ModelSpec) -> str:
    from huggingface_hub import snapshot_download

    try:
        return str(
            snapshot_download(
                spec.checkpoint,
                revision=spec.revision,
                ignore_patterns=["*.bin", "*.pt", "*.h5", "*.msgpack", "*.onnx", "*.pth"],
            )
        )
    except Exception as error:  # the library's errors come from several packages
        first = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise Unavailable(
            f"{spec.checkpoint} could not be fetched: {first}; with a network: "
            f"huggingface-cli download {spec.checkpoint} --revision {spec.revision}"
        ) from None


def _cache() -> str:
    from huggingface_hub import constants

    return str(constants.HF_HUB_CACHE)


def _picture(path: Path | None, pack: str) -> tuple[Image, str]:
    """The picture given; a rendered scene for micro; else scikit-image's photograph of a person.
    With it, something to look for."""
    from visprog import picture
    from visprog.types import Image

    if path is not None:
        return picture.read(path), "person"
    if pack == "micro":
        from visprog_benchmarks.world import SEEDS, make_scene, render

        scene = make_scene(SEEDS["test"][0], width=384, height=384)
        return Image(render(scene)[0]), scene.things[0].noun
    from skimage.data import astronaut

    return Image(astronaut()), "person"


def _show(done: Trial) -> None:
    mark = "ok " if done.ok else "NO "
    how = {None: "", "weights": "", "shapes": " (shapes alone)", "random": " (random weights)"}
    size = f", {done.parameters / 1e6:.0f} M weights" if done.parameters else ""
    memory = f", {done.megabytes:.0f} MB" if done.megabytes else ""
    spec = done.spec
    print(f"{mark}{done.role} {spec.checkpoint}{how[done.how]}{size}{memory}, {done.seconds:.1f} s")
    for line in done.saw:
        print(f"      {line}")


def _described(done: Trial) -> dict[str, Any]:
    return {
        "role": done.role,
        "checkpoint": done.spec.checkpoint,
        "family": done.spec.family,
        "how": done.how,
        "ok": done.ok,
        "saw": list(done.saw),
        "parameters": done.parameters,
        "seconds": round(done.seconds, 3),
        "megabytes": done.megabytes,
    }
