"""UNION, INTERSECT, DIFFERENCE, INVERT and GROW: calculating with the masks of regions.

All work in the pixels of the picture they are given, so regions that were found in different crops
of it can be combined. A region without a mask counts as its whole box. What has no pixel left is an
empty result, which is an answer, not an error.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

import numpy as np

from visprog.errors import ToolError
from visprog.tool import tool
from visprog.types import Bits, Image, Mask, Region, Regions
from visprog_tools import masking

FARTHEST = 1000
"""Pixels by which GROW moves an outline, at most."""


@tool("UNION", "Union", example="OBJ2=UNION(image=IMAGE,object=OBJ0,other=OBJ1)")
def union(image: Image, object: Regions, other: Regions | None = None) -> Regions:
    """One region: every pixel of any region in `object` or `other`."""
    bits = _pixels(image, object) | _pixels(image, other or (), "other")
    return _one(image, bits, _label(object, other, "or"))


@tool("INTERSECT", "Intersect", example="OBJ2=INTERSECT(image=IMAGE,object=OBJ0,other=OBJ1)")
def intersect(image: Image, object: Regions, other: Regions) -> Regions:
    """One region: the pixels that belong to `object` and to `other`."""
    bits = _pixels(image, object) & _pixels(image, other, "other")
    return _one(image, bits, _label(object, other, "and"))


@tool("DIFFERENCE", "Difference", example="OBJ2=DIFFERENCE(image=IMAGE,object=OBJ0,other=OBJ1)")
def difference(image: Image, object: Regions, other: Regions) -> Regions:
    """One region: the pixels of `object` that do not belong to `other`."""
    bits = _pixels(image, object) & ~_pixels(image, other, "other")
    return _one(image, bits, _label(object, other, "without"))


@tool("INVERT", "Invert", example="OBJ1=INVERT(image=IMAGE,object=OBJ0)")
def invert(image: Image, object: Regions) -> Regions:
    """One region: every pixel that belongs to none of the regions, the whole picture for none."""
    return _one(image, ~_pixels(image, object), f"not {_label(object, None, '')}".strip())


@tool("GROW", "Grow", example="OBJ1=GROW(image=IMAGE,object=OBJ0,pixels=5)")
def grow(image: Image, object: Regions, pixels: float) -> Regions:
    """Each region's mask with its outline moved outwards by `pixels`, inwards when negative."""
    if not abs(pixels) <= FARTHEST:
        raise ToolError(f"GROW: pixels is between -{FARTHEST} and {FARTHEST}, got {pixels:g}")
    moved = [
        _with_mask(region, image, _moved(masking.mask_of(region, image).bits, pixels))
        for region in object
    ]
    return Regions.of([region for region in moved if region is not None], image)


def _moved(bits: Bits, pixels: float) -> Bits:
    """The pixels nearer than that to the mask, or farther than that from its outside."""
    from scipy.ndimage import distance_transform_edt

    if pixels >= 0:
        return np.asarray(distance_transform_edt(~bits) <= pixels) if bits.any() else bits
    # what lies beyond the border is neither inside nor outside
    return np.asarray(distance_transform_edt(bits) > -pixels) if not bits.all() else bits


def _pixels(image: Image, regions: Iterable[Region], argument: str = "object") -> Bits:
    bits = np.zeros((image.height, image.width), np.bool_)
    for region in regions:
        bits |= masking.mask_of(region, image, argument).bits
    return bits


def _one(image: Image, bits: Bits, label: str) -> Regions:
    mask = Mask(bits)
    if mask.box is None:
        return Regions.of([], image)
    return Regions.of([Region(mask.box, label, mask=mask, frame=image.frame)], image)


def _with_mask(region: Region, image: Image, bits: Bits) -> Region | None:
    mask = Mask(bits)
    if mask.box is None:
        return None
    return dataclasses.replace(region, box=mask.box, mask=mask, frame=image.frame)


def _label(object: Regions, other: Regions | None, word: str) -> str:
    """``dog``, or ``dog without cat``; the distinct labels on both sides."""
    sides = [
        ", ".join(dict.fromkeys(region.label for region in side if region.label))
        for side in (object, other or Regions())
    ]
    return f" {word} ".join(side for side in sides if side)
