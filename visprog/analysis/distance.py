"""How far a step's value is from the right one, by what kind of value it is.

Distances are in [0, 1]. A value is *wrong* when it is farther from the right one than the tolerance
of its kind; boxes that an annotator would accept are not wrong.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from visprog.types import Box, Image, Mask, Point, Region, Regions, digest

MATCH = 0.5
"""Boxes with this intersection over union are of the same thing (TIDE's foreground threshold)."""

TOUCH = 0.1
"""Boxes with less have nothing to do with each other (TIDE's background threshold)."""

VISIBLE = 16
"""A channel of a pixel differs visibly by more than this, of 255."""

NEAR = 50.0
"""Points this many pixels apart have distance 1."""

TOLERANCE = {"window": 0.25, "pixels": 0.01, "mask": 0.25, "box": 0.5, "point": 0.3, "number": 0.02}
"""By kind of value, the largest distance that is not wrong; 0 for all others."""


@dataclass(frozen=True, slots=True)
class Failed:
    """In the place of a value: the step failed, or one that it needed."""

    message: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A comparison of two values."""

    distance: float
    wrong: bool
    types: tuple[str, ...] = ()
    """What is wrong, by name: TIDE's types for boxes (``miss``, ``background``, ``location``,
    ``class``, ``both``, ``duplicate``); ``count``, ``flip``, ``text``, ``window``, ``mask``,
    ``failed``, ``kind`` for others."""


SAME = Gap(0.0, False)


def compare(value: Any, right: Any) -> Gap:
    """What is between a value and the right one."""
    if isinstance(value, Failed) or isinstance(right, Failed):
        if isinstance(value, Failed) and isinstance(right, Failed):
            return SAME
        return Gap(1.0, True, ("failed",))
    match value, right:
        case Regions() | Region(), Regions() | Region():
            return _regions(_items(value), _items(right))
        case Image(), Image():
            kind = _image_type(value, right)
            return _toleranced(kind, _images(value, right), kind)
        case Mask(), Mask():
            return _toleranced("mask", _masks(value, right), "mask")
        case Box(), Box():
            return _toleranced("box", 1 - value.iou(right), "location")
        case Point(), Point():
            apart = math.hypot(value.x - right.x, value.y - right.y)
            return _toleranced("point", min(1.0, apart / NEAR), "location")
        case bool(), bool():
            return SAME if value == right else Gap(1.0, True, ("flip",))
        case (int() | float(), int() | float()) if not isinstance(value, bool | type(None)):
            return _numbers(value, right)
        case str(), str():
            same = value.strip().lower() == right.strip().lower()
            return SAME if same else Gap(1.0, True, ("text",))
        case (list() | tuple(), list() | tuple()):
            return _lists(value, right)
    try:
        same = type(value) is type(right) and digest(value) == digest(right)
    except TypeError:
        same = False
    return SAME if same else Gap(1.0, True, ("kind",))


def _toleranced(kind: str, distance: float, type_: str) -> Gap:
    wrong = distance > TOLERANCE[kind]
    return Gap(distance, wrong, (type_,) if wrong else ())


def _numbers(value: float, right: float) -> Gap:
    if value == right:
        return SAME
    distance = min(1.0, abs(value - right) / max(abs(value), abs(right)))
    if isinstance(value, int) and isinstance(right, int):
        return Gap(distance, True, ("count",))
    return _toleranced("number", distance, "number")


def _images(value: Image, right: Image) -> float:
    """For crops of one picture how little they cover of each other; otherwise, and where they are
    of the same place, the share of pixels that differ visibly."""
    if value.frame.root == right.frame.root:
        apart = 1 - value.frame.to_root(value.box).iou(right.frame.to_root(right.box))
        if apart or value.pixels.shape != right.pixels.shape:
            return apart
    if value.pixels.shape != right.pixels.shape:
        return 1.0
    difference = np.abs(value.pixels.astype(np.int16) - right.pixels).max(axis=2)
    return float((difference > VISIBLE).mean())


def _image_type(value: Image, right: Image) -> str:
    windows = [(image.frame, image.box) for image in (value, right)]
    same_root = value.frame.root == right.frame.root
    return "window" if same_root and windows[0] != windows[1] else "pixels"


def _masks(value: Mask, right: Mask) -> float:
    if value.bits.shape != right.bits.shape:
        return 1.0
    union = int((value.bits | right.bits).sum())
    return 1 - int((value.bits & right.bits).sum()) / union if union else 0.0


def _items(value: Regions | Region) -> list[Region]:
    return [value] if isinstance(value, Region) else list(value)


def _lists(value: Sequence[Any], right: Sequence[Any]) -> Gap:
    if all(isinstance(item, Image) for item in (*value, *right)):
        return _regions([_window(item) for item in value], [_window(item) for item in right])
    if len(value) != len(right):
        return Gap(1.0, True, ("count",))
    gaps = [compare(item, other) for item, other in zip(value, right, strict=True)]
    if not gaps:
        return SAME
    types = tuple(dict.fromkeys(name for gap in gaps for name in gap.types))
    mean = sum(gap.distance for gap in gaps) / len(gaps)
    return Gap(mean, any(gap.wrong for gap in gaps), types)


def _window(image: Image) -> Region:
    """A crop as a region of the picture that it was cut from."""
    return Region(image.frame.to_root(image.box))


def _regions(found: list[Region], right: list[Region]) -> Gap:
    """1 - F1 of matching boxes one to one, best overlap first; labels must agree."""
    if not found and not right:
        return SAME
    pairs = sorted(
        (
            (-one.root_box.iou(other.root_box), i, j)
            for i, one in enumerate(found)
            for j, other in enumerate(right)
            if one.label == other.label
        ),
    )
    left, wanted = set(range(len(found))), set(range(len(right)))
    overlaps = 0.0
    for negative, i, j in pairs:
        if -negative >= MATCH and i in left and j in wanted:
            left.discard(i)
            wanted.discard(j)
            overlaps += -negative
    types = _types(found, right, left, wanted)
    soft = 1 - 2 * overlaps / (len(found) + len(right))
    masks = () if types else tuple(_mask_distances(found, right))
    wrong = [apart for apart in masks if apart > TOLERANCE["mask"]]
    distance = max((soft, *masks))
    return Gap(distance, bool(left or wanted or wrong), (*types, *(("mask",) if wrong else ())))


def _types(
    found: list[Region], right: list[Region], left: set[int], wanted: set[int]
) -> tuple[str, ...]:
    """TIDE's types of what stayed without a partner (Bolya et al. 2020)."""
    types: list[str] = []
    explained: set[int] = set()
    for i in sorted(left):
        one = found[i]
        overlap, j = max(
            ((one.root_box.iou(other.root_box), j) for j, other in enumerate(right)),
            default=(0.0, -1),
        )
        same = j >= 0 and right[j].label == one.label
        if overlap < TOUCH:
            types.append("background")
        elif overlap >= MATCH and same:
            types.append("duplicate")
        else:
            explained.add(j)
            types.append("location" if same else "class" if overlap >= MATCH else "both")
    if wanted - explained:
        types.append("miss")
    return tuple(dict.fromkeys(types))


def _mask_distances(found: list[Region], right: list[Region]) -> Iterator[float]:
    """How far the masks of regions are from those of the regions that they match best."""
    for one in found:
        other = max(right, key=lambda region: region.root_box.iou(one.root_box))
        if one.mask is not None and other.mask is not None:
            yield _masks(one.mask, other.mask)
