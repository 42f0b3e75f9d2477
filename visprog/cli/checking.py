"""``visprog models check``: every model of a pack asked once, and what came of it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from visprog.cli.modelling import Json, PackName, Roles, chosen
from visprog.cli.output import emit_json, say

if TYPE_CHECKING:
    from visprog.types import Image
    from visprog_tools.trial import Trial

LIBRARIES = ("visprog", "torch", "transformers", "diffusers", "opencv-python-headless")
HOW = {None: "", "weights": "", "shapes": " (shapes alone)", "random": " (random weights)"}


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

    With weights it says what the model saw, what memory it took and how long a second call was.
    Without, the model is built from its published configuration on torch's meta device, and the
    shape of every tensor of the call is checked.
    """
    from visprog import plugins
    from visprog.engine.placement import device_for
    from visprog_tools import trial
    from visprog_tools.models import checkpoint

    specs = chosen(pack, role)
    picture, shown = _picture(image, pack)
    where = device_for(device)
    report = {"pack": pack, **_machine(where)}
    if not json:
        versions = ", ".join(f"{name} {found}" for name, found in report["versions"].items())
        print(f"{report['date']}, {report['device']}, {versions}")
    trials = []
    for spec in specs:
        if not checkpoint.has_weights(spec) and not checkpoint.available(spec):
            say(f"{spec.role}: no endpoint is named (VISPROG_LLM)")
            continue
        done = trial.run(spec, plugins.families(), picture, (phrase or shown,), where, random)
        trials.append(done)
        if not json:
            _show(done)
    if json:
        emit_json({**report, "trials": [_described(done) for done in trials]})
    if not all(done.ok for done in trials):
        raise typer.Exit(1)


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


def _machine(device: str) -> dict[str, Any]:
    """When, on what and with what: the head of a report."""
    from importlib.metadata import PackageNotFoundError, version

    versions = {}
    for name in LIBRARIES:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            continue
    return {
        "date": datetime.now().astimezone().isoformat(timespec="seconds"),
        "device": _device_name(device),
        "versions": versions,
    }


def _device_name(device: str) -> str:
    if not device.startswith("cuda"):
        return device
    import torch

    return f"{device}: {torch.cuda.get_device_name(device)}"


def _show(done: Trial) -> None:
    facts = [f"{done.seconds:.1f} s in all"]
    if done.parameters:
        facts.insert(0, f"{done.parameters / 1e6:.0f} M weights")
    if done.peak_megabytes:
        facts.append(f"{done.peak_megabytes:.0f} MB at most")
    mark = "ok " if done.ok else "NO "
    print(f"{mark}{done.role} {done.spec.checkpoint}{HOW[done.how]}, {', '.join(facts)}")
    for call in done.calls:
        warm = "" if call.milliseconds is None else f" ({call.milliseconds:.1f} ms)"
        print(f"      {call.operation}: {call.saw}{warm}")
    if done.reason:
        print(f"      {done.reason}")


def _described(done: Trial) -> dict[str, Any]:
    return {
        "role": done.role,
        "checkpoint": done.spec.checkpoint,
        "revision": done.spec.revision,
        "family": done.spec.family,
        "dtype": done.spec.dtype,
        "how": done.how,
        "ok": done.ok,
        "reason": done.reason or None,
        "calls": [
            {"operation": call.operation, "saw": call.saw, "milliseconds": call.milliseconds}
            for call in done.calls
        ],
        "parameters": done.parameters,
        "weights_megabytes": done.weights_megabytes,
        "peak_megabytes": done.peak_megabytes,
        "seconds": round(done.seconds, 3),
    }
