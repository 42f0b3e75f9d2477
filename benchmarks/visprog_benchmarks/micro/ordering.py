"""How well a depth map puts the things of a scene in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from visprog.model import ModelSpec
from visprog.types import Bits, Image
from visprog_benchmarks.micro.figures import mean, share
from visprog_benchmarks.micro.recipe import Figures
from visprog_benchmarks.micro.views import Drawn, draw
from visprog_benchmarks.world import Scene, masks
from visprog_benchmarks.world.depth import Depth, depth_of, ground
from visprog_tools.depth import beyond
from visprog_tools.models.depth_anything import DepthAnything

Floats = NDArray[np.floating[Any]]
NEAREST = 0.05
"""Least inverse depth that an aligned map may have: nothing is more than 20 times as far away as
the lower edge."""


@dataclass(frozen=True)
class Sight:
    """A scene, its picture, the visible pixels of each thing, and its true inverse depth."""

    scene: Scene
    image: NDArray[np.uint8]
    visible: NDArray[np.bool_]
    truth: Depth

    @classmethod
    def of(cls, drawn: Drawn) -> Sight:
        visible = masks(drawn.ids, len(drawn.scene.things))
        return cls(drawn.scene, drawn.image, visible, depth_of(drawn.scene))

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Indices of two things, the farther first; none of which one holds the other, or that one
        thing holds both: those are in the same place."""
        things = self.scene.things
        for first, second in combinations(range(len(things)), 2):
            places = {things[first].holder, first} & {things[second].holder, second}
            if not places - {None}:
                order = sorted((first, second), key=lambda index: self.truth.things[index])
                yield order[0], order[1]

    def right(self, field: Floats) -> list[bool]:
        """For each of `pairs` whether a map of inverse depth, (height, width), says so too: the
        median over the visible pixels of the nearer thing is larger."""
        levels = [float(np.median(field[bits])) if bits.any() else np.nan for bits in self.visible]
        return [levels[far] < levels[near] for far, near in self.pairs()]

    def kept_right(self, field: Floats) -> list[bool]:
        """For each of `pairs`, seen from either thing, whether CROP_FRONTOF and CROP_BEHIND on that
        thing's box keep at least half of the other exactly where it is in front, or behind."""
        depth = -np.asarray(field, np.float64)
        answers = []
        sides = {
            index: [beyond(depth, own, front=front, masked=False) for front in (True, False)]
            for index, own in enumerate(map(self._boxed, range(len(self.visible))))
        }
        for far, near in self.pairs():
            for index, other, in_front in ((far, near, True), (near, far, False)):
                front, back = (side[self.visible[other]].mean() >= 0.5 for side in sides[index])
                answers.append(bool(front == in_front and back != in_front))
        return answers

    def by_row(self) -> Floats:
        """What knows only how high in the picture a pixel is: the level ground."""
        return ground(self.scene.width, self.scene.height)

    def relative_error(self, field: Floats) -> tuple[float, float]:
        """AbsRel of depth, and the share of pixels within a quarter of the truth (delta 1), after
        the scale and shift of inverse depth that fit best (Ranftl et al., arXiv:1907.01341)."""
        truth = self.truth.field.ravel().astype(np.float64)
        columns = np.stack([field.ravel().astype(np.float64), np.ones_like(truth)], axis=1)
        fitted = columns @ np.linalg.lstsq(columns, truth, rcond=None)[0]
        depth, wanted = 1 / fitted.clip(min=NEAREST), 1 / truth
        ratio = np.maximum(depth / wanted, wanted / depth)
        return float((np.abs(depth - wanted) / wanted).mean()), float((ratio < 1.25).mean())

    def _boxed(self, index: int) -> Bits:
        left, top, right, bottom = (int(edge) for edge in self.scene.things[index].box)
        own = np.zeros(self.truth.field.shape, np.bool_)
        own[top:bottom, left:right] = True
        return own


def share_of_pairs(sights: Sequence[Sight], fields: Sequence[Floats]) -> float:
    """The share of all pairs that the maps put in the right order."""
    right = [
        answer for sight, field in zip(sights, fields, strict=True) for answer in sight.right(field)
    ]
    return round(sum(right) / max(len(right), 1), 4)


def evaluate_depth(folder: Path, *, scenes: int, device: str) -> Figures:
    """Figures of a depth model's folder on test scenes, through the adapter that programs use.

    Beside them what the row alone gets, which is the constant predictor of this world.
    """
    model = DepthAnything(ModelSpec("depth", DepthAnything.family, str(folder), "1"), device)
    model.load()
    half = max(scenes // 2, 1)
    axes = {
        "plain": ("whole pictures, 384 x 384", draw("test", scenes)),
        "wide": ("whole pictures, 640 x 480", draw("test", half, width=640, height=480)),
        "harder": ("harder scenes, 384 x 384", draw("test", half, split="harder")),
    }
    return {"axes": {name: _axis(what, views, model) for name, (what, views) in axes.items()}}


def _axis(what: str, views: Iterator[Drawn], model: DepthAnything) -> Figures:
    sights = things = 0
    right: list[bool] = []
    by_row: list[bool] = []
    kept: list[bool] = []
    kept_by_row: list[bool] = []
    errors: list[tuple[float, float]] = []
    row_errors: list[float] = []
    for sight in map(Sight.of, views):
        (depth,) = model.depth([{"image": Image(sight.image)}])
        found, level = -depth, sight.by_row()
        sights, things = sights + 1, things + len(sight.scene.things)
        right += sight.right(found)
        by_row += sight.right(level)
        kept += sight.kept_right(found)
        kept_by_row += sight.kept_right(level)
        errors.append(sight.relative_error(found))
        row_errors.append(sight.relative_error(level)[0])
    against_row = [one for one, row in zip(right, by_row, strict=True) if not row]
    return {
        "what": what,
        "pictures": sights,
        "things": things,
        "pairs": share("pairs in order", sum(right), len(right)),
        "pairs_by_row": share("pairs, row alone", sum(by_row), len(by_row)),
        "against_row": share("pairs that the row has wrong", sum(against_row), len(against_row)),
        "crops": share("crops in front and behind right", sum(kept), len(kept)),
        "crops_by_row": share("crops, row alone", sum(kept_by_row), len(kept_by_row)),
        "absrel": mean("AbsRel", [error for error, _ in errors]),
        "absrel_by_row": mean("AbsRel, row alone", row_errors),
        "delta1": mean("delta 1", [delta for _, delta in errors]),
    }
