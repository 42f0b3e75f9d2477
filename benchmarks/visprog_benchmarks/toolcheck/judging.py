"""What results are compared by: boxes, masks and pixels against the picture's truth."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from visprog.types import Bits, Box, Image, Region, Regions
from visprog_benchmarks.toolcheck.case import Judge, Wrong
from visprog_benchmarks.toolcheck.stage import Stage

NEARBY = 16
"""Pixels around an edited box that soft edges and shadows may reach."""


def expect(right: bool, said: str) -> str:
    """``said`` when it is right. Raises :class:`Wrong` with it otherwise."""
    if not right:
        raise Wrong(said)
    return said


def equal(wanted: Any) -> Judge:
    """The result is this value, and of its type."""

    def judge(found: Any, stage: Stage) -> str:
        right = type(found) is type(wanted) and found == wanted
        return expect(right, repr(found) if right else f"{found!r}, expected {wanted!r}")

    return judge


def says(*words: str) -> Judge:
    """The result is a text with one of the words in it, in whatever case."""

    def judge(found: Any, stage: Stage) -> str:
        right = isinstance(found, str) and any(word in found.lower() for word in words)
        return expect(right, f"{found!r:.60}" + ("" if right else f", without {words[0]!r}"))

    return judge


def regions_in(found: Any) -> Regions:
    """The result as regions. Raises :class:`Wrong` for anything else."""
    if not isinstance(found, Regions):
        raise Wrong(f"{type(found).__name__} instead of regions")
    return found


def image_in(found: Any, stage: Stage | None = None) -> Image:
    """The result as a picture, as large as the stage's. Raises :class:`Wrong` for anything else."""
    if not isinstance(found, Image):
        raise Wrong(f"{type(found).__name__} instead of a picture")
    if stage is not None and found.pixels.shape != stage.image.pixels.shape:
        raise Wrong(f"a picture of {found.width} x {found.height} pixels, not of the first's size")
    return found


def pairs(found: Sequence[Box], wanted: Sequence[Box], noun: str, least: float = 0.5) -> str:
    """Each box found is one wanted, and none is missing. Raises :class:`Wrong`."""
    left = list(wanted)
    overlaps = []
    for box in found:
        best = max(left, key=box.iou, default=None)
        if best is None:
            break
        left.remove(best)
        overlaps.append(box.iou(best))
    lowest = min(overlaps, default=0.0)
    said = f"{len(found)} x {noun}, IoU {lowest:.2f} or better"
    if len(found) == len(wanted) and lowest >= least:
        return said
    raise Wrong(f"{said}; there are {len(wanted)} and IoU {least:g} is asked")


def located(*nouns: str) -> Judge:
    """The regions are the things of these nouns, all of them, labelled so."""

    def judge(found: Any, stage: Stage) -> str:
        regions = regions_in(found)
        return "; ".join(
            pairs([r.box for r in regions if r.label == noun], stage.boxes(noun), noun)
            for noun in nouns
        )

    return judge


def overlap(found: Bits, wanted: Bits) -> float:
    """Intersection over union of two masks."""
    return float((found & wanted).sum() / max((found | wanted).sum(), 1))


def bits_of(region: Region) -> Bits:
    """The region's mask. Raises :class:`Wrong` when it has none."""
    if region.mask is None:
        raise Wrong("a region without a mask")
    return region.mask.bits


def inside(box: Box, image: Image, margin: float = 0.0) -> Bits:
    """The pixels whose centres lie in a box, made larger (or smaller) by ``margin`` each way."""
    x, y = np.arange(image.width) + 0.5, np.arange(image.height) + 0.5
    across = (x > box.left - margin) & (x < box.right + margin)
    down = (y > box.top - margin) & (y < box.bottom + margin)
    return np.asarray(down[:, None] & across)


def around(boxes: Iterable[Box], image: Image, margin: float = NEARBY) -> Bits:
    """The pixels in any of the boxes and nearby."""
    return np.asarray(np.logical_or.reduce([inside(box, image, margin) for box in boxes]))


def difference(image: Image, other: Image) -> npt.NDArray[np.float64]:
    """The largest difference over the channels of each pixel, (height, width)."""
    return np.asarray(np.abs(image.pixels.astype(np.float64) - other.pixels).max(-1))


def untouched(found: Image, stage: Stage, area: Bits, where: str) -> None:
    """Raises :class:`Wrong` when a pixel of the area is not as it was."""
    worst = int(difference(found, stage.image)[area].max(initial=0))
    if worst:
        raise Wrong(f"{where} pixels changed by up to {worst}")


def changed_share(found: Image, stage: Stage, area: Bits) -> float:
    """How much of the area looks different: by more than eye and encoding forgive."""
    return float((difference(found, stage.image)[area] > 8).mean())


def colour_of(image: Image, area: Bits) -> tuple[int, int, int]:
    """The median of each channel over an area."""
    red, green, blue = np.median(image.pixels[area], axis=0)
    return int(red), int(green), int(blue)
