"""One door to every recipe: train a role, or measure its saved folder."""

from __future__ import annotations

import json
import os
from concurrent.futures import ProcessPoolExecutor
from importlib.resources import files
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Literal, get_args

from visprog.errors import Unavailable

Role = Literal["classify", "detect", "locate", "segment"]
ROLES: tuple[Role, ...] = get_args(Role)
HOURS: dict[Role, float] = {
    "classify": 0.3,
    "detect": 0.8,
    "locate": 0.4,
    "segment": 0.4,
}
POOL_SCENES = 50_000
VALIDATION_SCENES = 600


def train(
    role: Role,
    *,
    device: str = "auto",
    hours: float | None = None,
    resume: bool = True,
    out: Path | None = None,
    seed: int = 0,
    work: Path | None = None,
    scenes: int = POOL_SCENES,
) -> dict[str, Any]:
    """Train one role of the micro pack and save it as a Hugging Face folder.

    `hours` of training on `device` (`auto`: CUDA if there is one), without the time to draw the
    pool of `scenes` scenes. `out` is the folder of the weights (default: the installed pack's) and
    `work` the one of pool, checkpoints and logs (default: the user's cache); an interrupted
    training goes on where its last checkpoint is unless `resume` is False. Returns the figures of
    the end.
    """
    folder = out or pack_folder(role)
    work = work or _default_work()
    shared: dict[str, Any] = {
        "device": _device(device),
        "hours": hours or HOURS[role],
        "resume": resume,
        "out": folder,
        "work": work / role,
        "seed": seed,
    }
    if role == "segment":
        from visprog_benchmarks.micro.segment import train_segment

        return train_segment(**shared)
    draw_pool(work / "pool", scenes)
    if role == "classify":
        from visprog_benchmarks.micro.classify import train_classify

        figures = train_classify(work / "pool", **shared)
    elif role == "locate":
        from visprog_benchmarks.micro.locate import train_locate

        figures = train_locate(work / "pool", **shared)
    else:
        from visprog_benchmarks.micro.detect import train_detect

        figures = train_detect(work / "pool", folder.parent / "classify", **shared)
    return figures | write_settings(role, folder, scenes=min(scenes, 300))


def write_settings(role: Role, folder: Path, *, scenes: int = 300) -> dict[str, Any]:
    """Choose what callers need to know beside the weights, and keep it in `visprog.json`."""
    from visprog_benchmarks.micro import folders
    from visprog_benchmarks.micro.detectors import ZOOMS, open_detector

    settings: dict[str, Any]
    if role == "classify":
        settings = folders.classifier_settings(folder)
    else:
        settings = {**folders.choose_settings(open_detector(role, folder, "cpu"), scenes=scenes)}
        if role == "detect":
            settings["zooms"] = list(ZOOMS)
    text = json.dumps(settings, indent=2) + "\n"
    (folder / "visprog.json").write_text(text, encoding="utf-8")
    return settings


def evaluate(
    role: Role, *, folder: Path | None = None, scenes: int = 300, device: str = "cpu"
) -> dict[str, Any]:
    """Measure a saved folder on test scenes, through the classes that load it at run time.

    Raises :class:`~visprog.errors.Unavailable` for a role without weights.
    """
    from visprog_benchmarks.micro import folders
    from visprog_benchmarks.micro.detectors import open_detector

    folder = folder or pack_folder(role)
    if not (folder / "config.json").exists():
        raise Unavailable(f"the pack has no weights for {role}: visprog bench train {role}")
    if role == "classify":
        return folders.evaluate_classify(folder, scenes=scenes, device=device)
    if role == "segment":
        return folders.evaluate_segment(folder, scenes=scenes, device=device)
    detector = open_detector(role, folder, device)
    return folders.evaluate_detector(detector, folder, scenes=scenes)


def embedded() -> tuple[Role, ...]:
    """The roles whose weights are in the pack."""
    return tuple(role for role in ROLES if (pack_folder(role) / "config.json").exists())


def pack_folder(role: Role) -> Path:
    """Where the embedded weights of a role are."""
    return Path(str(files("visprog_tools") / "packs" / "micro" / role))


def draw_pool(folder: Path, scenes: int) -> None:
    """Draw the training and validation scenes that are missing, with every core."""
    from visprog_benchmarks.micro.pool import SCENES_PER_SHARD
    from visprog_benchmarks.world import SEEDS

    jobs = []
    wanted = {
        "validation": SEEDS["validation"][: min(scenes, VALIDATION_SCENES)],
        "train": SEEDS["train"][:scenes],
    }
    for stage, seeds in wanted.items():
        for start in range(seeds.start, seeds.stop, SCENES_PER_SHARD):
            stop = min(start + SCENES_PER_SHARD, seeds.stop)
            if not (folder / stage / f"{start:07d}.npz").exists():
                jobs.append((folder / stage, range(start, stop)))
    if not jobs:
        return
    workers = min(len(jobs), os.cpu_count() or 1)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as processes:
        for _ in processes.map(_fill, jobs):
            pass


def _fill(job: tuple[Path, range]) -> None:
    import cv2

    from visprog_benchmarks.micro.pool import fill

    cv2.setNumThreads(1)
    fill(*job)


def _default_work() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("visprog") / "training"


def _device(wanted: str) -> str:
    import torch

    if wanted != "auto":
        return wanted
    return "cuda" if torch.cuda.is_available() else "cpu"
