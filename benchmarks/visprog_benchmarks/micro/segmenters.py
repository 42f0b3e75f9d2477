"""Figures of segmenting on test scenes: from boxes, from clicks, and from corrected clicks."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import cv2
import numpy as np

from visprog.model import Item, ModelSpec
from visprog.types import Image
from visprog_benchmarks.micro.figures import mean
from visprog_benchmarks.micro.recipe import Figures
from visprog_benchmarks.micro.views import draw
from visprog_benchmarks.world import masks
from visprog_tools.models.grabcut import GrabCut
from visprog_tools.models.sam2 import Sam2

WHAT = {
    "box": "mean IoU from a box",
    "best": "mean IoU from a click, best of three masks",
    "point": "mean IoU from a click, mask with the highest score",
    "corrected": "mean IoU after a second click on the worst error",
    "negative": "of these, where the second click says what is not the thing",
    "filled": "mean IoU of filling the box (baseline)",
}


class Segmenter(Protocol):
    """Prompts to boolean masks of the picture's size, the best first."""

    def __call__(self, items: list[Item]) -> list[list[np.ndarray]]: ...


class Sam:
    """SAM 2 through the adapter that programs use; `edges` as the pack's setting of that name."""

    def __init__(self, folder: Path, device: str, *, edges: bool = True) -> None:
        self._model = Sam2(ModelSpec("segment", "sam2", str(folder), "local"), device)
        self._model.load()
        self._edges = edges

    def __call__(self, items: list[Item]) -> list[list[np.ndarray]]:
        asked = [{**item, "edges": self._edges} for item in items]
        return [[mask.bits for mask, _ in pairs] for pairs in self._model.masks(asked)]


def grabcut(items: list[Item]) -> list[list[np.ndarray]]:
    """The stand-in."""
    model = GrabCut(ModelSpec("segment", "grabcut", "code:grabcut", "1"), "cpu")
    return [[mask.bits for mask, _ in pairs] for pairs in model.masks(items)]


def evaluate_segmenter(segmenter: Segmenter, *, scenes: int) -> Figures:
    """Mean IoU at full resolution for every thing of the test scenes.

    The first click is on the visible pixel nearest to the mask's centre of mass, the second in the
    middle of the largest region that the first mask has wrong.
    """
    found: dict[str, list[float]] = {name: [] for name in WHAT}
    for drawn in draw("test", scenes):
        image = Image(drawn.image)
        truth = masks(drawn.ids, len(drawn.scene.things))
        boxes = [tuple(map(float, thing.box)) for thing in drawn.scene.things]
        clicks = [_click(mask) for mask in truth]
        by_box = segmenter([{"image": image, "box": box, "multiple": False} for box in boxes])
        by_click = segmenter([_clicked(image, [(*c, 1)], True) for c in clicks])
        second = [_worst(mask, guess[0]) for mask, guess in zip(truth, by_click, strict=True)]
        by_both = segmenter(
            [_clicked(image, [(*c, 1), s], False) for c, s in zip(clicks, second, strict=True)]
        )
        for index, mask in enumerate(truth):
            shares = [_iou(one, mask) for one in by_click[index]]
            after = _iou(by_both[index][0], mask)
            left, top, right, bottom = (int(edge) for edge in boxes[index])
            found["box"].append(_iou(by_box[index][0], mask))
            found["best"].append(max(shares))
            found["point"].append(shares[0])
            found["corrected"].append(after)
            if second[index][2] == 0:
                found["negative"].append(after)
            found["filled"].append(float(mask[top:bottom, left:right].mean()))
    return {name: mean(WHAT[name], values) for name, values in found.items() if values}


def _clicked(image: Image, clicks: list[tuple[float, float, int]], multiple: bool) -> Item:
    return {
        "image": image,
        "points": tuple((x, y) for x, y, _ in clicks),
        "labels": tuple(label for _, _, label in clicks),
        "multiple": multiple,
    }


def _click(mask: np.ndarray) -> tuple[float, float]:
    rows, columns = np.nonzero(mask)
    away = (rows - rows.mean()) ** 2 + (columns - columns.mean()) ** 2
    nearest = int(away.argmin())
    return float(columns[nearest]), float(rows[nearest])


def _worst(truth: np.ndarray, guess: np.ndarray) -> tuple[float, float, int]:
    """The pixel furthest inside what is missing (label 1) or too much (label 0)."""
    deepest = (0.0, (*_click(truth), 1))
    for label, wrong in ((1, truth & ~guess), (0, guess & ~truth)):
        depth = cv2.distanceTransform(np.pad(wrong.astype(np.uint8), 1), cv2.DIST_L2, 3)[1:-1, 1:-1]
        row, column = np.unravel_index(int(depth.argmax()), depth.shape)
        deepest = max(deepest, (float(depth.max()), (float(column), float(row), label)))
    return deepest[1]


def _iou(first: np.ndarray, second: np.ndarray) -> float:
    return float((first & second).sum() / max(int((first | second).sum()), 1))
