"""What the inpainting model practises on: parts of scenes with a place to paint in, and grounds.

A part is what the adapter would show the model (`inpaint_diffusers.view`): a square around the
place. Nothing of the scene lies mostly within the place, so the part is what should be there once
the place is cleared. Drawn by every core, once, at the beginning of a training.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields
from multiprocessing import get_context

import cv2
import numpy as np
from numpy.typing import NDArray

from visprog.types import Box, Image
from visprog_benchmarks.world import SEEDS, Stage, make_scene, render
from visprog_benchmarks.world.draws import Draws
from visprog_benchmarks.world.grounds import paint_ground
from visprog_tools.edit.textures import paint
from visprog_tools.grounds import WORDS
from visprog_tools.models.inpaint_diffusers import view

Pixels = NDArray[np.uint8]
SIDE = 128
FRAMES = ((256, 256), (256, 192), (288, 192), (192, 256))
PLACES = 4
"""Places looked for in each scene, beside the view of the whole picture."""
GROUNDS = tuple(ground for ground in WORDS if ground != "any")
OF_THE_WORLD = ("grass", "sand", "water", "snow", "sky", "night", "wood")
"""Grounds that scenes have and prompts can name."""
COVERED = 0.55
"""The share of a thing's pixels from which a place would hide what it is."""
SCENES_PER_JOB = 40


@dataclass(frozen=True)
class Sketchbook:
    """Arrays with a common first axis each.

    parts   uint8   (parts, 128, 128, 3)  squashed where the part is not square
    things  bool    (parts, 128, 128)     pixels of things
    rooms   float32 (parts, 4)            the place, xyxy as fractions; all of it for whole pictures
    sizes   float32 (parts, 2)            width and height before squashing, in pixels
    grounds uint8   (grounds, 128, 128, 3)
    names   int64   (grounds,)            index into `GROUNDS`
    """

    parts: Pixels
    things: NDArray[np.bool_]
    rooms: NDArray[np.float32]
    sizes: NDArray[np.float32]
    grounds: Pixels
    names: NDArray[np.int64]


def draw_sketchbook(stage: Stage, scenes: int) -> Sketchbook:
    """Parts of so many scenes of a stage, and a ground for every three of them."""
    seeds = SEEDS[stage][:scenes]
    jobs = [seeds[first : first + SCENES_PER_JOB] for first in range(0, scenes, SCENES_PER_JOB)]
    workers = min(len(jobs), len(os.sched_getaffinity(0)))
    if workers == 1 or len(jobs) <= 2:
        return _joined([_draw(job) for job in jobs])
    made: list[Sketchbook] = []
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as processes:
        for book in processes.map(_draw, jobs):
            made.append(book)
            if len(made) % 10 == 0 or len(made) == len(jobs):
                done = min(len(made) * SCENES_PER_JOB, scenes)
                print(f"drew {done} of {scenes} scenes", file=sys.stderr, flush=True)
    return _joined(made)


def _joined(made: Sequence[Sketchbook]) -> Sketchbook:
    names = [field.name for field in fields(Sketchbook)]
    return Sketchbook(**{n: np.concatenate([getattr(book, n) for book in made]) for n in names})


def _draw(seeds: range) -> Sketchbook:
    cv2.setNumThreads(1)
    views = [one for seed in seeds for one in _parts(seed)]
    grounds = [one for seed in seeds[::3] for one in _grounds(seed)]
    return Sketchbook(
        parts=np.stack([pixels for pixels, _, _, _ in views]),
        things=np.stack([things for _, things, _, _ in views]),
        rooms=np.array([room for _, _, room, _ in views], np.float32),
        sizes=np.array([size for _, _, _, size in views], np.float32),
        grounds=np.stack([pixels for pixels, _ in grounds]),
        names=np.array([name for _, name in grounds], np.int64),
    )


def _parts(seed: int) -> Iterator[tuple[Pixels, NDArray[np.bool_], Sequence[float], Sequence[int]]]:
    """Pixels, what is a thing, the place and the size of each part of one scene."""
    draws = Draws("sketchbook", seed)
    width, height = FRAMES[0] if draws.chance(0.5) else draws.pick(FRAMES)
    split = "harder" if draws.chance(0.25) else "plain"
    scene = make_scene(seed, split=split, width=width, height=height)  # type: ignore[arg-type]
    image, ids = render(scene)
    areas = np.bincount(ids.ravel(), minlength=len(scene.things) + 1)[1:]
    whole = slice(0, height), slice(0, width)
    yield *_seen(image, ids, whole), (0, 0, 1, 1), (width, height)
    found = 0
    for _ in range(8 * PLACES):
        room = _place(draws, width, height)
        inside = ids[int(room.top) : int(room.bottom), int(room.left) : int(room.right)]
        hidden = np.bincount(inside.ravel(), minlength=len(areas) + 1)[1:]
        if (hidden > COVERED * areas).any():
            continue
        seen = view(room, Image(image))
        left, top, right, bottom = (int(edge) for edge in seen.xyxy)
        size = right - left, bottom - top
        fractions = (
            (room.left - left) / size[0],
            (room.top - top) / size[1],
            (room.right - left) / size[0],
            (room.bottom - top) / size[1],
        )
        yield *_seen(image, ids, (slice(top, bottom), slice(left, right))), fractions, size
        found += 1
        if found == PLACES:
            return


def _place(draws: Draws, width: int, height: int) -> Box:
    """A box of the sizes and proportions that things have."""
    long = draws.number(0.12, 0.62) * min(width, height)
    short = long * draws.number(0.45, 1.0)
    wide, tall = (long, short) if draws.chance(0.5) else (short, long)
    left, top = draws.number(0, width - wide), draws.number(0, height - tall)
    return Box(left, top, left + wide, top + tall)


def _seen(
    image: Pixels, ids: Pixels, window: tuple[slice, slice]
) -> tuple[Pixels, NDArray[np.bool_]]:
    things = (ids[window] > 0).astype(np.uint8)
    return _squashed(image[window]), _squashed(things, cv2.INTER_NEAREST) > 0


def _grounds(seed: int) -> Iterator[tuple[Pixels, int]]:
    """One ground that a prompt can name, as a whole picture and a part of it."""
    draws = Draws("ground to practise", seed)
    index = draws.whole(0, len(GROUNDS) - 1)
    name = GROUNDS[index]
    width, height = draws.pick(FRAMES)
    if name in OF_THE_WORLD and draws.chance(0.5):
        picture = paint_ground(name, draws, width, height)
    else:
        picture = paint(name, width, height, seed)
    pixels = np.rint(picture).astype(np.uint8)
    yield _squashed(pixels), index
    share = draws.number(0.3, 0.8)
    wide, tall = int(width * share), int(height * share)
    left, top = draws.whole(0, width - wide), draws.whole(0, height - tall)
    yield _squashed(pixels[top : top + tall, left : left + wide]), index


def _squashed(pixels: Pixels, how: int | None = None) -> Pixels:
    shrinks = max(pixels.shape[:2]) > SIDE
    how = (cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR) if how is None else how
    return np.asarray(cv2.resize(pixels, (SIDE, SIDE), interpolation=how), np.uint8)
