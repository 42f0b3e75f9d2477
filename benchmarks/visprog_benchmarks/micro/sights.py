"""What can be seen in a picture or a part of one: the truth that questions and captions tell."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import astuple, dataclass, replace
from functools import cached_property
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from visprog_benchmarks.micro.pool import CELLS, SIDE, Pixels, Pool, pooled_scene, visible
from visprog_benchmarks.micro.recipe import Run
from visprog_benchmarks.world import Scene, Stage
from visprog_benchmarks.world.asking import alike
from visprog_benchmarks.world.draws import Draws
from visprog_benchmarks.world.scene import XYXY
from visprog_planners.grammar.meaning import Relation

BARE = 0.12
"""Share of the picture that has to be free of things before its ground is spoken of."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One visible thing.

    `box` is xyxy in fractions of the picture's longer side. `whole` is False where too little of
    the thing is left to speak of it. `holder` is the index of what it is in or on, if that is
    visible too.
    """

    noun: str
    colour: str | None
    box: XYXY
    whole: bool
    holder: int | None = None
    relation: Relation = "on"
    loose: bool = True
    """It is in or on nothing, in the picture or out of it."""

    @property
    def centre(self) -> tuple[float, float]:
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2

    @property
    def area(self) -> float:
        return (self.box[2] - self.box[0]) * (self.box[3] - self.box[1])


@dataclass(frozen=True)
class Sight:
    """What a picture shows.

    `ground` is None where too little of it is free; `width` is a fraction of the longer side.
    """

    things: tuple[Seen, ...]
    ground: str | None
    width: float = 1.0

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter(thing.noun for thing in self.things)

    @cached_property
    def nouns(self) -> list[str]:
        """Those that can be asked about: every one is whole, nothing might be taken for it."""
        parts = {thing.noun for thing in self.things if not thing.whole}
        here = set(self.counts)
        return sorted(noun for noun in here - parts if not alike(noun) & here)

    @cached_property
    def single(self) -> list[int]:
        """Indices of the things that can be called "the X"."""
        fit = set(self.nouns)
        return [
            index
            for index, thing in enumerate(self.things)
            if thing.noun in fit and self.counts[thing.noun] == 1
        ]

    def named(self, noun: str) -> list[Seen]:
        return [thing for thing in self.things if thing.noun == noun]

    def held_by(self, index: int) -> list[Seen]:
        return [thing for thing in self.things if thing.holder == index]

    def mirrored(self) -> Sight:
        """The same, left and right exchanged; for square pictures."""
        things = tuple(
            replace(thing, box=(1 - thing.box[2], thing.box[1], 1 - thing.box[0], thing.box[3]))
            for thing in self.things
        )
        return Sight(things, self.ground)


def sight(scene: Scene, ids: Pixels, window: tuple[int, int, int, int]) -> Sight:
    """What is in a window (pixels, xyxy) of a rendered scene with this id map."""
    left, top, right, bottom = window
    side = max(right - left, bottom - top)
    seen = ids[top:bottom, left:right]
    boxes = {
        index: (_floats(np.array(box) / side), whole)
        for index, box, whole in visible(seen, ids, len(scene.things))
    }
    return _sight(scene, boxes, float((seen == 0).mean()), (right - left) / side)


def pooled_sights(shards: Iterable[Path], folder: Path) -> list[Sight]:
    """What the frames of the shards show, in the order in which `Pool.load` joins them.

    A shard says nothing of grounds and holders, so its scenes are laid out again from their seeds,
    once, with every core: what they show is kept in the folder.
    """
    places = {shard: folder / shard.parent.name / f"{shard.stem}.json" for shard in sorted(shards)}
    missing = [(shard, kept) for shard, kept in places.items() if not kept.exists()]
    if len(missing) > 1:
        workers = min(len(missing), os.cpu_count() or 1)
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as processes:
            list(processes.map(_keep_sights, *zip(*missing, strict=True)))
    elif missing:
        _keep_sights(*missing[0])
    found: list[Sight] = []
    for kept in places.values():
        for things, ground, width in json.loads(kept.read_text(encoding="utf-8")):
            seen = tuple(
                Seen(noun, colour, tuple(box), *rest) for noun, colour, box, *rest in things
            )
            found.append(Sight(seen, ground, width))
    return found


def _keep_sights(shard: Path, kept: Path) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    rows = [astuple(one) for one in _shard_sights(shard)]
    unfinished = kept.with_suffix(f".{os.getpid()}.part")
    unfinished.write_text(json.dumps(rows), encoding="utf-8")
    unfinished.rename(kept)


@dataclass(frozen=True)
class Frames:
    """Frames and what they show."""

    pool: Pool
    sights: list[Sight]

    @classmethod
    def load(cls, run: Run, stage: Stage, most: int, names: tuple[str, ...]) -> Frames:
        """The first shards of a stage, with the arrays of these names."""
        shards = sorted((run.pool / stage).glob("*.npz"))[:most]
        return cls(Pool.load(shards, names), pooled_sights(shards, run.pool / "sights"))

    def shown(self, index: int, draws: Draws | None) -> tuple[Pixels, Sight]:
        """A frame and what it shows; with `draws`, a square one is mirrored at random."""
        image, sight = self.pool.images[index], self.sights[index]
        if draws is not None and self.pool.square[index] and draws.chance(0.5):
            return image[:, ::-1], sight.mirrored()
        return image, sight


def _shard_sights(path: Path) -> list[Sight]:
    pool = Pool.load([path], ("images", "boxes", "labels", "whole", "owners"))
    start = int(path.stem)
    found = []
    for frame in range(len(pool.labels)):
        if frame % 2 == 0:
            scene = pooled_scene(start + frame // 2)
        boxes = {
            int(index): (_floats(pool.boxes[frame, index]), bool(pool.whole[frame, index]))
            for index in np.flatnonzero(pool.labels[frame] >= 0)
        }
        free, width = _free(pool.images[frame], pool.owners[frame])
        found.append(_sight(scene, boxes, free, width))
    return found


def _sight(scene: Scene, boxes: dict[int, tuple[XYXY, bool]], free: float, width: float) -> Sight:
    place = {index: number for number, index in enumerate(boxes)}
    things = []
    for index, (box, whole) in boxes.items():
        thing = scene.things[index]
        things.append(
            Seen(
                noun=thing.noun,
                colour=thing.colour,
                box=box,
                whole=whole,
                holder=None if thing.holder is None else place.get(thing.holder),
                relation="in" if thing.inside is not None else "on",
                loose=thing.holder is None,
            )
        )
    return Sight(tuple(things), scene.ground if free >= BARE else None, width)


def _free(image: Pixels, owners: Pixels) -> tuple[float, float]:
    """The share of a frame's cells that no thing covers, and its width; without the padding."""
    step = SIDE // CELLS
    inside = image.reshape(CELLS, step, CELLS, step, 3).any((1, 3, 4))
    bare = float(((owners == 0) & inside).sum() / max(int(inside.sum()), 1))
    return bare, float(inside.any(0).mean())


def _floats(box: np.ndarray) -> XYXY:
    left, top, right, bottom = (float(edge) for edge in box)
    return left, top, right, bottom
