"""Masks of regions, in the pixels of whichever picture is being worked on.

A region may have been found in another crop of the same root picture; its frame says where. Masks
are carried over by nearest pixel, boxes exactly. The operation ``masks`` of the role ``segment``
takes one prompt and returns its masks as ``[mask, score]`` pairs, best first:

* ``image, box=(left, top, right, bottom), multiple=False``
* ``image, points=((x, y), ...), labels=(1, 0, ...), multiple=True``; label 0 is "not this"

``multiple`` asks for the three masks of an ambiguous prompt instead of one.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from visprog.errors import ToolError
from visprog.types import Bits, Box, Image, Mask, Region

Indices = npt.NDArray[np.int_]


def placed(region: Region, image: Image) -> Box:
    """The region's box in ``image``'s own pixels; it may lie partly or wholly outside."""
    if region.frame is not None and region.frame.root == image.frame.root:
        return image.frame.from_root(region.frame.to_root(region.box))
    return region.box


def filled(box: Box, image: Image) -> Mask:
    """Every pixel that the box touches."""
    bits = np.zeros((image.height, image.width), np.bool_)
    inside = box.clipped(image.width, image.height)
    bits[
        math.floor(inside.top) : math.ceil(inside.bottom),
        math.floor(inside.left) : math.ceil(inside.right),
    ] = True
    return Mask(bits)


def mask_of(region: Region, image: Image) -> Mask:
    """The region's mask in ``image``'s pixels; a region without one counts as its whole box.

    Raises ``ToolError`` when the mask belongs to another picture.
    """
    if region.mask is None:
        return filled(placed(region, image), image)
    source, target = region.frame, image.frame
    shape = region.mask.bits.shape
    if source is None or source == target:
        if shape != (image.height, image.width):
            raise ToolError(
                f"a mask of {shape[1]} x {shape[0]} pixels does not fit a picture of "
                f"{image.width} x {image.height}: was it found in another picture?"
            )
        return region.mask
    if source.root != target.root:
        raise ToolError("the region was found in another picture than the one given")
    columns = (np.arange(image.width) + 0.5) * target.scale + target.left - source.left
    rows = (np.arange(image.height) + 0.5) * target.scale + target.top - source.top
    bits = _looked_up(
        region.mask.bits,
        np.floor(rows / source.scale).astype(int),
        np.floor(columns / source.scale).astype(int),
    )
    return Mask(bits)


def _looked_up(bits: Bits, rows: Indices, columns: Indices) -> Bits:
    """``bits[rows, columns]``, false outside."""
    height, width = bits.shape
    inside = ((rows >= 0) & (rows < height))[:, None] & ((columns >= 0) & (columns < width))
    picked = bits[rows.clip(0, height - 1)][:, columns.clip(0, width - 1)]
    return np.asarray(picked & inside)
