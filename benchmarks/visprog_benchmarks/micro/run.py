"""One door to every recipe: train a role, or measure its saved folder."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from importlib.resources import files
from multiprocessing import get_context
from pathlib import Path

from visprog.errors import Unavailable, UsageError
from visprog_benchmarks.micro.recipe import ROLES, Figures, Recipe, Run, recipe

POOL_SCENES = 50_000
VALIDATION_SCENES = 600
TEST_SCENES = 300
BYTES_PER_SCENE = 160_000
"""What a drawn scene takes in the pool: two frames, a crop for each thing, and their truth."""


def train(
    role: str,
    *,
    device: str = "auto",
    hours: float | None = None,
    steps: int | None = None,
    resume: bool = True,
    out: Path | None = None,
    work: Path | None = None,
    seed: int = 0,
    scenes: int = POOL_SCENES,
    begin: Path | None = None,
    workers: int | None = None,
) -> Figures:
    """Train one role of the micro pack and save it as a Hugging Face folder.

    `hours` of training on `device` (`auto`: CUDA if there is one), or `steps` of it, without the
    time to draw the pool of `scenes` scenes; an interrupted training goes on where its last
    checkpoint is unless `resume` is False. `work` is the folder of pool, checkpoints and logs
    (default: the user's cache) and `out` that of the weights (default: in `work`). `begin` is a
    saved folder of this role to train on; `workers` processes draw batches ahead (default: none on
    a CPU, which has its hands full, and two for a GPU). Figures of what
    a constant predictor gets and of learning one batch are printed first; those of unseen test
    scenes are returned.

    Raises `Unavailable` when weights to start from are missing or the disk is full, `UsageError`
    for a budget of nothing.
    """
    made = recipe(role)
    if (hours is not None and hours <= 0) or (steps is not None and steps < 1) or scenes < 1:
        raise UsageError("--hours, --steps and --scenes must be more than 0")
    if begin is not None and not any(
        (begin / name).exists() for name in ("model.safetensors", "model_index.json")
    ):
        raise UsageError(f"--begin: there are no weights in {begin}")
    device = _device(device)
    work = work or _default_work()
    out = out or work / "weights" / role
    run = Run(
        out=out,
        work=work / role,
        pool=work / f"pool-{scenes}",
        hours=hours or made.hours,
        steps=steps,
        seed=seed,
        device=device,
        resume=resume,
        starts=_starts(made, out.parent),
        begin=begin,
        workers=_workers(workers, device),
    )
    with told_when_full(work):
        if made.pooled:
            draw_pool(run.pool, scenes)
        if not (resume and (run.work / "checkpoint.pt").exists()):
            _say("checks", made.checks(run))
        _say("validation", made.train(run))
        unseen = min(scenes, TEST_SCENES)
        settings(role, folder=out, scenes=unseen, device=run.device)
        figures = evaluate(role, folder=out, scenes=unseen, device=run.device)
    print(f"the weights of {role} are in {out}", file=sys.stderr)
    return figures


def settings(
    role: str, *, folder: Path | None = None, scenes: int = TEST_SCENES, device: str = "cpu"
) -> Figures:
    """Choose what callers need to know beside the weights, and keep it in `visprog.json`.

    On validation scenes. Nothing for a role that needs none. Raises
    :class:`~visprog.errors.Unavailable` for a role without weights.
    """
    folder = _with_weights(role, folder)
    choose = recipe(role).settings
    if choose is None:
        return {}
    chosen = choose(folder, scenes=scenes, device=_device(device))
    text = json.dumps(chosen, indent=2) + "\n"
    (folder / "visprog.json").write_text(text, encoding="utf-8")
    return chosen


def evaluate(
    role: str, *, folder: Path | None = None, scenes: int = TEST_SCENES, device: str = "cpu"
) -> Figures:
    """Measure a saved folder on test scenes, through the classes that load it at run time.

    Without a folder the pack's weights are measured, or what serves the role where it has none.
    Raises :class:`~visprog.errors.Unavailable` for a role that nothing serves.
    """
    made = recipe(role)
    if folder is None and made.stand_in is not None and not _is_saved(pack_folder(role)):
        return made.stand_in(pack_folder(role).parent, scenes=scenes, device=device)
    return made.evaluate(_with_weights(role, folder), scenes=scenes, device=device)


def _with_weights(role: str, folder: Path | None) -> Path:
    folder = folder or pack_folder(role)
    if not _is_saved(folder):
        raise Unavailable(f"no weights for {role} in {folder}: visprog bench train {role}")
    return folder


def headline(role: str, figures: Figures) -> Figures:
    """The one figure that stands for a role: what it is, its value and interval."""
    found = figures
    for step in recipe(role).headline:
        found = found[step]
    return found


def write_card(figures: Mapping[str, Figures]) -> None:
    """Keep what `evaluate` returned for some roles in the pack's card."""
    from visprog_benchmarks.micro import card

    headlines = {role: headline(role, found) for role, found in figures.items()}
    card.keep(pack_folder("classify").parent, figures, headlines)


def served() -> tuple[str, ...]:
    """The roles that the pack serves, by weights of their own or by what stands in for them.

    A recipe whose library is not installed is left out, unless the weights are there.
    """
    return tuple(role for role in ROLES if _is_saved(pack_folder(role)) or _stood_in(role))


def _stood_in(role: str) -> bool:
    try:
        return recipe(role).stand_in is not None
    except Unavailable as lacking:
        _say("left out", {role: lacking})
        return False


def _is_saved(folder: Path) -> bool:
    """Whether a model of transformers or a pipeline of diffusers is there."""
    return any((folder / name).exists() for name in ("config.json", "model_index.json"))


def pack_folder(role: str) -> Path:
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
    missing = sum(len(seeds) for _, seeds in jobs)
    if not missing:
        return
    folder.mkdir(parents=True, exist_ok=True)
    free, need = shutil.disk_usage(folder).free, missing * BYTES_PER_SCENE
    if free < need:
        raise Unavailable(
            f"drawing {missing} scenes takes {need / 1e9:.1f} GB and {folder} has "
            f"{free / 1e9:.1f} GB left: choose another --work, or fewer --scenes"
        )
    workers = min(len(jobs), os.cpu_count() or 1)
    done = 0
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as processes:
        for count in processes.map(_fill, jobs):
            done += count
            print(f"drew {done} of {missing} scenes", file=sys.stderr, flush=True)


def _fill(job: tuple[Path, range]) -> int:
    import cv2

    from visprog_benchmarks.micro.pool import fill

    cv2.setNumThreads(1)
    fill(*job)
    return len(job[1])


def _starts(made: Recipe, siblings: Path) -> Mapping[str, Path]:
    """The folders that a training starts from: beside its own, or those of the pack."""
    found = {}
    for role in made.needs:
        places = (siblings / role, pack_folder(role))
        there = [place for place in places if _is_saved(place)]
        if not there:
            raise Unavailable(
                f"{made.role} starts from the weights of {role}, which are not in {places[0]}: "
                f"first visprog bench train {role} --out {places[0]}"
            )
        found[role] = there[0]
        print(f"starting from the weights of {role} in {there[0]}", file=sys.stderr)
    return found


@contextmanager
def told_when_full(work: Path) -> Iterator[None]:
    """Say in one line that the disk is full; torch and safetensors have errors of their own for it.

    Raises `Unavailable` in their place; what is not about the disk passes.
    """
    try:
        yield
    except Exception as error:
        if not _is_about_space(error):
            raise
        raise Unavailable(
            f"the disk of {work} is full: make room, then the same command goes on"
        ) from error


def _is_about_space(error: BaseException | None) -> bool:
    if error is None:
        return False
    full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    return full or "os error 28" in str(error) or _is_about_space(error.__context__)


def _say(what: str, figures: Figures) -> None:
    for name, value in figures.items():
        print(f"{what}: {name} {value}", file=sys.stderr, flush=True)


def _default_work() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("visprog") / "training"


def _workers(wanted: int | None, device: str) -> int:
    if wanted is not None and wanted < 0:
        raise UsageError("--workers must be 0 or more")
    return (0 if device == "cpu" else 2) if wanted is None else wanted


def _device(wanted: str) -> str:
    import torch

    if wanted == "auto":
        wanted = "cuda" if torch.cuda.is_available() else "cpu"
    if wanted.startswith("cuda"):
        if not torch.cuda.is_available():
            raise Unavailable("there is no CUDA device here: use --device cpu")
        torch.set_float32_matmul_precision("high")
    return wanted
