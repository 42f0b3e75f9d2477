"""Pictures to measure on: whole scenes and what CROP leaves of them, with their truth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from visprog_benchmarks.micro.pool import NOUN_INDEX, Pixels
from visprog_benchmarks.micro.scoring import Truth
from visprog_benchmarks.world import SEEDS, Scene, Split, Stage, make_scene, render


@dataclass(frozen=True)
class View:
    """A picture (or a part of one) and what can be seen in it."""

    image: Pixels
    truth: Truth


@dataclass(frozen=True)
class Drawn:
    """A scene with its picture and id map."""

    scene: Scene
    image: Pixels
    ids: Pixels


def draw(
    stage: Stage, count: int, *, split: Split = "plain", width: int = 384, height: int = 384
) -> Iterator[Drawn]:
    """The first scenes of a stage."""
    for seed in SEEDS[stage][:count]:
        scene = make_scene(seed, split=split, width=width, height=height)
        yield Drawn(scene, *render(scene))


def whole_views(scenes: Iterator[Drawn]) -> list[View]:
    """Whole pictures."""
    return [View(drawn.image, _truth(drawn.scene, None)) for drawn in scenes]


def holder_views(scenes: Iterator[Drawn]) -> list[View]:
    """What CROP leaves of each picture: the box of something that holds other things."""
    views = []
    for drawn in scenes:
        for index, thing in enumerate(drawn.scene.things):
            if drawn.scene.held_by(index):
                left, top, right, bottom = (round(edge) for edge in thing.box)
                part = (slice(top, bottom), slice(left, right))
                truth = _truth(drawn.scene, drawn.ids[part])
                views.append(View(drawn.image[part], truth))
    return views


def _truth(scene: Scene, ids: Pixels | None) -> Truth:
    """All boxes; or with `ids`, a crop's id map, what the crop leaves of them."""
    boxes, labels, asked = [], [], []
    for index, thing in enumerate(scene.things):
        box: Any = thing.box
        kept = True
        if ids is not None:
            rows, columns = np.nonzero(ids == index + 1)
            if len(rows) < 12:
                continue
            box = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
            area = (thing.box[2] - thing.box[0]) * (thing.box[3] - thing.box[1])
            kept = (box[2] - box[0]) * (box[3] - box[1]) >= 0.4 * area
        boxes.append([float(edge) for edge in box])
        labels.append(NOUN_INDEX[thing.noun])
        asked.append(bool(kept))
    return Truth(
        torch.tensor(boxes).reshape(-1, 4), torch.tensor(labels).long(), torch.tensor(asked)
    )
