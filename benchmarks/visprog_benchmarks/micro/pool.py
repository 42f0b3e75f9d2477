"""The training pool: scenes rendered once, kept as shards of plain arrays.

Each scene gives two detector frames (the whole picture, and a zoom around a holder, a thing or a
random window, as CROP makes them) and one classifier crop per thing. Shards are written one by
one, so a training can start on the first while the rest are drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from visprog_benchmarks.world import Scene, Stage, make_scene, render
from visprog_benchmarks.world.draws import Draws
from visprog_benchmarks.world.scene import XYXY, Split
from visprog_tools.sprites import COLOURS, nouns

Pixels = NDArray[np.uint8]
SIDE = 128
CELLS = 16
CROP_SIDE = 64
MOST = 10
SMALLEST = 12
"""Pixels of a thing that have to be left for it to be there at all."""
WHOLE = 0.4
"""Share of a thing's pixels that have to be left for it to be asked for."""
SCENES_PER_SHARD = 500
FRAMES = ((256, 256), (192, 192), (320, 320), (256, 192), (192, 256), (288, 192), (256, 144))
NOUN_INDEX = {noun: index for index, noun in enumerate(nouns())}
COLOUR_INDEX = {colour: index for index, colour in enumerate(COLOURS)}


@dataclass(frozen=True)
class Pool:
    """Detector frames and classifier crops as arrays with a common first axis each.

    images    uint8   (frames, 128, 128, 3)  padded at the right and the bottom, as OWLv2 does
    boxes     float32 (frames, 10, 4)        visible boxes, xyxy as fractions of the padded side
    labels    int16   (frames, 10)           noun index, -1 where there is no thing
    colours   int16   (frames, 10)           colour index, -1 for none
    whole     bool    (frames, 10)           False: too little of the thing is left to ask for it
    owners    uint8   (frames, 16, 16)       1 + the thing that covers most of a cell, 0 for none
    square    bool    (frames,)              no padding, so the frame may be mirrored
    crops     uint8   (crops, 64, 64, 3)     squashed
    crop_nouns, crop_colours int16 (crops,)  colour -1 for things that take none
    """

    images: Pixels
    boxes: NDArray[np.float32]
    labels: NDArray[np.int16]
    colours: NDArray[np.int16]
    whole: NDArray[np.bool_]
    owners: Pixels
    square: NDArray[np.bool_]
    crops: Pixels
    crop_nouns: NDArray[np.int16]
    crop_colours: NDArray[np.int16]

    def save(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part.npz")
        np.savez(unfinished, **{field.name: getattr(self, field.name) for field in fields(self)})
        unfinished.rename(path)

    @classmethod
    def stage(cls, folder: Path, stage: Stage, only: tuple[str, ...]) -> Pool:
        """All shards of the training or the validation scenes that were drawn into a folder."""
        return cls.load((folder / stage).glob("*.npz"), only)

    @classmethod
    def load(cls, paths: Iterable[Path], only: tuple[str, ...] = ()) -> Pool:
        """The shards joined; arrays not named in `only` stay empty (all are read by default)."""
        names = [field.name for field in fields(cls)]
        parts: dict[str, list[NDArray[np.generic]]] = {name: [] for name in names}
        for path in sorted(paths):
            with np.load(path) as shard:
                for name in names:
                    parts[name].append(shard[name] if not only or name in only else np.zeros(0))
        return cls(**{name: np.concatenate(arrays) for name, arrays in parts.items()})


def fill(folder: Path, seeds: range) -> None:
    """Draw every missing shard of these seeds into the folder."""
    for start in range(seeds.start, seeds.stop, SCENES_PER_SHARD):
        path = folder / f"{start:07d}.npz"
        if not path.exists():
            stop = min(start + SCENES_PER_SHARD, seeds.stop)
            draw_pool(range(start, stop)).save(path)


def draw_pool(seeds: range) -> Pool:
    """The frames and crops of these seeds' scenes."""
    frames = [frame for seed in seeds for frame in _frames(seed)]
    crops = [crop for frame in frames for crop in frame.crops]
    return Pool(
        images=np.stack([frame.image for frame in frames]),
        boxes=np.stack([frame.boxes for frame in frames]),
        labels=np.stack([frame.labels for frame in frames]),
        colours=np.stack([frame.colours for frame in frames]),
        whole=np.stack([frame.whole for frame in frames]),
        owners=np.stack([frame.owners for frame in frames]),
        square=np.array([frame.square for frame in frames]),
        crops=np.stack([pixels for pixels, _, _ in crops]),
        crop_nouns=np.array([noun for _, noun, _ in crops], np.int16),
        crop_colours=np.array([colour for _, _, colour in crops], np.int16),
    )


@dataclass(frozen=True)
class _Frame:
    image: Pixels
    boxes: NDArray[np.float32]
    labels: NDArray[np.int16]
    colours: NDArray[np.int16]
    whole: NDArray[np.bool_]
    owners: Pixels
    square: bool
    crops: list[tuple[Pixels, int, int]]


def pooled_scene(seed: int) -> Scene:
    """The scene that this seed's frames show."""
    return _scene(seed, Draws("pool", seed))


def _scene(seed: int, draws: Draws) -> Scene:
    width, height = FRAMES[0] if draws.chance(0.3) else draws.pick(FRAMES)
    split: Split = "harder" if draws.chance(0.12) else "plain"
    return make_scene(seed, split=split, width=width, height=height)


def _frames(seed: int) -> Iterator[_Frame]:
    draws = Draws("pool", seed)
    scene = _scene(seed, draws)
    width, height = scene.width, scene.height
    image, ids = render(scene)
    crops = [_crop(image, scene, index, draws) for index in range(len(scene.things))]
    yield _frame(image, ids, scene, (0, 0, width, height), crops)
    yield _frame(image, ids, scene, _window(scene, draws), [])


def _window(scene: Scene, draws: Draws) -> tuple[int, int, int, int]:
    """A part of the picture such as CROP would cut out, in whole pixels."""
    holders = [index for index in range(len(scene.things)) if scene.held_by(index)]
    if draws.chance(0.2):
        width = scene.width * draws.number(0.45, 0.9)
        height = scene.height * draws.number(0.45, 0.9)
        left, top = draws.number(0, scene.width - width), draws.number(0, scene.height - height)
        return _clip((left, top, left + width, top + height), scene)
    target = draws.pick(holders or list(range(len(scene.things))))
    margin = 0.03 if draws.chance(0.5) else 0.35
    return _clip(_loosened(scene.things[target].box, draws, -0.03, margin), scene)


def _crop(image: Pixels, scene: Scene, index: int, draws: Draws) -> tuple[Pixels, int, int]:
    thing = scene.things[index]
    low, high = (0.1, 0.5) if draws.chance(0.15) else (-0.05, 0.12)
    left, top, right, bottom = _clip(_loosened(thing.box, draws, low, high), scene)
    pixels = resized(image[top:bottom, left:right], CROP_SIDE)
    return pixels, NOUN_INDEX[thing.noun], COLOUR_INDEX.get(thing.colour or "", -1)


def _loosened(box: XYXY, draws: Draws, low: float, high: float) -> XYXY:
    """The box with each side moved out by a share of its extent, drawn from [low, high)."""
    width, height = box[2] - box[0], box[3] - box[1]
    return (
        box[0] - draws.number(low, high) * width,
        box[1] - draws.number(low, high) * height,
        box[2] + draws.number(low, high) * width,
        box[3] + draws.number(low, high) * height,
    )


def _clip(box: XYXY, scene: Scene) -> tuple[int, int, int, int]:
    left, top = max(0, round(box[0])), max(0, round(box[1]))
    right = min(scene.width, max(left + 4, round(box[2])))
    bottom = min(scene.height, max(top + 4, round(box[3])))
    return left, top, right, bottom


def _frame(
    image: Pixels,
    ids: Pixels,
    scene: Scene,
    window: tuple[int, int, int, int],
    crops: list[tuple[Pixels, int, int]],
) -> _Frame:
    left, top, right, bottom = window
    side = max(right - left, bottom - top)
    seen = ids[top:bottom, left:right]
    padded = np.zeros((side, side, 3), np.uint8)
    padded[: bottom - top, : right - left] = image[top:bottom, left:right]
    padded_ids = np.zeros((side, side), np.uint8)
    padded_ids[: bottom - top, : right - left] = seen
    boxes = np.zeros((MOST, 4), np.float32)
    labels = np.full(MOST, -1, np.int16)
    colours = np.full(MOST, -1, np.int16)
    whole = np.zeros(MOST, np.bool_)
    for index, box, enough in visible(seen, ids, min(len(scene.things), MOST)):
        boxes[index], whole[index] = box, enough
        labels[index] = NOUN_INDEX[scene.things[index].noun]
        colours[index] = COLOUR_INDEX.get(scene.things[index].colour or "", -1)
    return _Frame(
        image=resized(padded, SIDE),
        boxes=boxes / np.float32(side),
        labels=labels,
        colours=colours,
        whole=whole,
        owners=_owners(padded_ids),
        square=right - left == bottom - top,
        crops=crops,
    )


def visible(seen: Pixels, ids: Pixels, things: int) -> Iterator[tuple[int, XYXY, bool]]:
    """What a part (`seen`) leaves of the things of an id map: index, box in the part's pixels, and
    whether enough is left to ask for it."""
    for index in range(things):
        mask = seen == index + 1
        area = int(mask.sum())
        if area < SMALLEST:
            continue
        columns, rows = np.flatnonzero(mask.any(0)), np.flatnonzero(mask.any(1))
        box = float(columns[0]), float(rows[0]), float(columns[-1] + 1), float(rows[-1] + 1)
        yield index, box, area >= WHOLE * int((ids == index + 1).sum())


def _owners(ids: Pixels) -> Pixels:
    """(16, 16): the id that covers more than half of each cell, 0 for none."""
    fine = cv2.resize(ids, (SIDE, SIDE), interpolation=cv2.INTER_NEAREST)
    step = SIDE // CELLS
    cells = fine.reshape(CELLS, step, CELLS, step).transpose(0, 2, 1, 3).reshape(CELLS, CELLS, -1)
    cells = np.sort(cells, axis=-1)
    middle = cells[..., step * step // 2]
    return np.where((cells == middle[..., None]).sum(-1) * 2 > step * step, middle, 0).astype(
        np.uint8
    )


def resized(image: Pixels, side: int) -> Pixels:
    """The image squashed to a square of this side."""
    shrinks = max(image.shape[:2]) > side
    how = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(image, (side, side), interpolation=how), np.uint8)
