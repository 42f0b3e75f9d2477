"""Looking again: a detector with few pixels places a box better in a crop around it.

Tables are ``(n, 6)`` float32 arrays as detectors give them: phrase index, score, left, top, right,
bottom in pixels, best first.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from visprog.model import Item
from visprog.types import Box, Image

Table: TypeAlias = npt.NDArray[np.float32]
Find: TypeAlias = Callable[[list[tuple[Image, tuple[str, ...]]]], list[Table]]
"""One look: pictures, each with its phrases, to a table each."""

SUPPRESS, VOTE = 0.3, 0.5
"""Overlaps above which a weaker box is the same thing, and has a say in where it is."""
GAIN = 2.2
"""Times the model's own resolution that a picture must have to be worth a closer look."""
DOUBTFUL = 0.1
"""Candidates below this are not looked at again."""
SAME = (0.6, 0.75)
"""Overlap with the old box that a new one needs to correct it, at the first look and later."""
TRUST = 0.6
"""How much of the new box, rather than the old one, goes into the corrected one."""
BATCH = 32
"""Crops per forward pass."""


def closer(find: Find, items: list[Item], tables: list[Table], seen: int) -> list[Table]:
    """The tables of the first look, those of items with ``zooms`` with one row for every thing.

    Its box is looked for again in crops of so many times its size, one after the other, as long as
    the picture has more pixels than the model saw; ``seen`` is the model's side in pixels.
    """
    zooms = {index: item["zooms"] for index, item in enumerate(items) if item.get("zooms")}
    tables = [merged(table) if index in zooms else table for index, table in enumerate(tables)]
    finer = {i: z for i, z in zooms.items() if max(items[i]["image"].pixels.shape) >= GAIN * seen}
    for look in range(max(map(len, finer.values()), default=0)):
        chosen = [index for index, steps in finer.items() if look < len(steps)]
        _look_again(find, chosen, items, tables, look)
    for index in zooms:
        table = tables[index]
        tables[index] = table[np.argsort(-table[:, 1], kind="stable")]
    return tables


def _look_again(
    find: Find, indices: list[int], items: list[Item], tables: list[Table], look: int
) -> None:
    """Correct the rows of some tables by crops around them, all crops in full batches."""
    asked: list[tuple[Any, Image, Image, str]] = []
    for index in indices:
        image = items[index]["image"]
        for row in tables[index]:
            box = window(row, float(items[index]["zooms"][look]), image)
            if row[1] >= DOUBTFUL and box is not None:
                phrase = items[index]["phrases"][int(row[0])]
                asked.append((row, image.crop(box), image, phrase))
    for start in range(0, len(asked), BATCH):
        part = asked[start : start + BATCH]
        found = find([(crop, (phrase,)) for _, crop, _, phrase in part])
        for (row, crop, image, _), table in zip(part, found, strict=True):
            corrected(row, table, crop, image, look)


def merged(table: Table) -> Table:
    """One row for every thing; its box is the mean of the boxes that overlap the best one, weighted
    by score (box voting: Gidaris and Komodakis, 2015, arXiv:1505.01749)."""
    left = table[np.argsort(-table[:, 1], kind="stable")]
    rows: list[npt.NDArray[Any]] = []
    while len(left):
        best = left[0]
        overlap = np.where(left[:, 0] == best[0], overlaps(best[2:], left[:, 2:]), 0.0)
        voters = left[overlap >= VOTE]
        row = best.copy()
        row[2:] = np.average(voters[:, 2:], axis=0, weights=voters[:, 1])
        rows.append(row)
        left = left[overlap <= SUPPRESS]
    return np.array(rows, dtype=np.float32).reshape(-1, 6)


def overlaps(box: npt.NDArray[Any], boxes: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Intersection over union of one box with each of ``boxes``, shape ``(n,)``."""
    low, high = np.maximum(box[:2], boxes[:, :2]), np.minimum(box[2:], boxes[:, 2:])
    common = np.prod(np.clip(high - low, 0, None), axis=1)
    areas = np.prod(boxes[:, 2:] - boxes[:, :2], axis=1) + np.prod(box[2:] - box[:2])
    return np.asarray(common / np.maximum(areas - common, 1e-9))


def window(row: npt.NDArray[Any], zoom: float, image: Image) -> Box | None:
    """The square around a box, ``zoom`` times its longer side, inside the picture; ``None`` when
    that would be no closer look."""
    left, top, right, bottom = (float(edge) for edge in row[2:])
    side = max(right - left, bottom - top, 1.0) * zoom
    if side >= 0.95 * max(image.width, image.height):
        return None
    x = min(max((left + right - side) / 2, 0.0), max(image.width - side, 0.0))
    y = min(max((top + bottom - side) / 2, 0.0), max(image.height - side, 0.0))
    return Box(float(int(x)), float(int(y)), x + side, y + side)


def corrected(row: npt.NDArray[Any], found: Table, crop: Image, parent: Image, look: int) -> None:
    """Give ``row`` the box that the closer look found in its place, and temper its score.

    At the first look the score becomes the geometric mean of both; where nothing is found again it
    is halved.
    """
    offset = parent.frame.from_root(crop.frame.to_root(crop.box))
    again = merged(found)
    again[:, 2:] += np.array([offset.left, offset.top] * 2, dtype=np.float32)
    again = again[again[:, 1] > DOUBTFUL]
    shared = overlaps(row[2:], again[:, 2:])
    if len(again) and shared.max() >= SAME[min(look, 1)]:
        best = again[int(shared.argmax())]
        row[2:] = TRUST * best[2:] + (1 - TRUST) * row[2:]
        if look == 0:
            row[1] = np.sqrt(row[1] * best[1])
    elif look == 0:
        row[1] *= 0.5
