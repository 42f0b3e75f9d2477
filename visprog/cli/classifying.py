"""``visprog classify``: linear probes on a pack's classifier."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from visprog.cli.asking import CacheDir, Device, Json, Pack, announce, reported
from visprog.cli.output import emit_json, say
from visprog.errors import UsageError

if TYPE_CHECKING:
    from visprog_tools.linear_probe import Probe

app = typer.Typer(
    help="Teach a pack's classifier classes of your own, from a folder of pictures for each.",
    no_args_is_help=True,
)


@app.command("fit")
def fit(
    folder: Annotated[Path, typer.Argument(help="One folder for each class, pictures inside.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Where the probe goes.")],
    holdout: Annotated[
        float, typer.Option(help="The share of each class that it is measured on; 0 for none.")
    ] = 0.2,
    c: Annotated[
        float | None,
        typer.Option("--c", help="Inverse regularisation; by cross validation if unset."),
    ] = None,
    seed: Annotated[int, typer.Option(help="What is held out follows from it.")] = 0,
    skip_unreadable: Annotated[
        bool, typer.Option("--skip-unreadable", help="Leave out files that are no pictures.")
    ] = False,
    pack: Pack = None,
    cache_dir: CacheDir = None,
    device: Device = None,
    json: Json = False,
) -> None:
    """Fit a linear probe on frozen features, measure it on held-out pictures, and save it."""
    with reported(json):
        if not output.parent.is_dir():
            raise UsageError(f"there is no folder {output.parent} to write {output.name} to")
        from visprog import probing
        from visprog.quick import configured
        from visprog_tools import linear_probe

        with configured(pack=pack, cache_dir=cache_dir, device=device) as session:
            examples = probing.collect(session, folder, skip_unreadable=skip_unreadable)
            announce(session, json)
        for reason in examples.left_out:
            say(f"left out: {reason}")
        probe = probing.fit(examples, holdout=holdout, c=c, seed=seed)
        linear_probe.save(probe, output)
    if json:
        emit_json(_described(probe, output) | {"left_out": list(examples.left_out)})
    else:
        _show(probe, output)


@app.command("predict")
def predict(
    probe: Annotated[Path, typer.Argument(help="What `visprog classify fit` wrote.")],
    images: Annotated[list[Path], typer.Argument(metavar="IMAGE...")],
    top: Annotated[int, typer.Option(help="How many classes to show for each picture.")] = 3,
    pack: Pack = None,
    cache_dir: CacheDir = None,
    device: Device = None,
    json: Json = False,
) -> None:
    """Say which class of a probe each picture is, and how far ahead of the next."""
    with reported(json):
        if top < 1:
            raise UsageError("--top must be at least 1")
        from visprog import probing
        from visprog.quick import configured
        from visprog_tools import linear_probe, similarity

        loaded = linear_probe.load(probe)
        with configured(pack=pack, cache_dir=cache_dir, device=device) as session:
            table = probing.predict(session, loaded, images, str(probe))
            announce(session, json)
        rankings = [similarity.top(loaded.classes, row, top) for row in table]
        margins = [similarity.margin(row) for row in table]
    if json:
        emit_json(
            [
                {"image": str(image), "label": ranking[0][0], "margin": margin, "ranking": ranking}
                for image, ranking, margin in zip(images, rankings, margins, strict=True)
            ]
        )
        return
    for image, ranking, margin in zip(images, rankings, margins, strict=True):
        ranked = ", ".join(f"{name} {share:.2f}" for name, share in ranking)
        print(f"{image}: {ranked} (margin {margin:.2f})")


def _show(probe: Probe, path: Path) -> None:
    counts = ", ".join(
        f"{name} {images}" for name, images in zip(probe.classes, probe.images, strict=True)
    )
    print(f"{path}: {len(probe.classes)} classes, fitted on {counts}; C {probe.c:g}")
    print(f"features of {probe.features}")
    if (held := probe.held_out) is None:
        print("nothing was held out: its accuracy is not known")
        return
    low, high = held.interval
    usual = probe.classes[probe.images.index(max(probe.images))]
    print(
        f"{held.right} of {held.images} held-out pictures right: {held.accuracy:.3f} "
        f"[{low:.3f}, {high:.3f}]; always saying {usual}: {held.constant / held.images:.3f}"
    )


def _described(probe: Probe, path: Path) -> dict[str, Any]:
    held = probe.held_out
    return {
        "probe": str(path),
        "digest": probe.digest,
        "features": probe.features,
        "images": dict(zip(probe.classes, probe.images, strict=True)),
        "c": probe.c,
        "seed": probe.seed,
        "held_out": held
        and {
            "right": held.right,
            "images": held.images,
            "accuracy": round(held.accuracy, 4),
            "interval": [round(edge, 4) for edge in held.interval],
            "constant": round(held.constant / held.images, 4),
        },
    }
