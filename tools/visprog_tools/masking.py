"""Masks of regions, in the pixels of whichever picture is being worked on.

A region may have been found in another crop of the same root picture; its frame says where. Masks
are carried over by nearest pixel, boxes exactly. The operation ``masks`` of the role ``segment``
takes one prompt and returns its masks as ``[mask, score]`` pairs, best first:

* ``image, box=(left, top, right, bottom), multiple=False``
* ``image, points=((x, y), ...), labels=(1, 0, ...), multiple=True``; label 0 is "not this"

``multiple`` asks for the three masks of an ambiguous prompt instead of one. Where a pack's settings
say ``edges``, the call says so too: outlines then follow the picture's edges (by GrabCut).
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from visprog.errors import ToolError
from visprog.types import Bits, Box, Image, Mask, Region

Indices = npt.NDArray[np.int_]


def placed(region: Region, image: Image, argument: str = "object") -> Box:
    """The region's box in ``image``'s own pixels; it may lie partly or wholly outside.

    Raises ``ToolError`` for a region of another picture; ``argument`` is what it came by.
    """
    if region.frame is None:
        return region.box
    if region.frame.root != image.frame.root:
        raise ToolError(f"{argument} was found in another picture than image: find it in this one")
    return image.frame.from_root(region.frame.to_root(region.box))


def within(region: Region, image: Image, argument: str = "object") -> Box:
    """The part of the region's box that lies in ``image``. Raises ``ToolError`` for no area."""
    box = placed(region, image, argument)
    inside = box.clipped(image.width, image.height)
    if not inside.area:
        raise ToolError(nowhere(region, image, argument))
    return inside


def nowhere(region: Region, image: Image, argument: str = "object") -> str:
    """What to say of a region that has no pixel of ``image``."""
    box = placed(region, image, argument)
    edges = ", ".join(f"{edge:g}" for edge in box.xyxy)
    where = f"{region.label or 'its box'} is at ({edges})"
    if not box.area:
        return f"{argument} needs regions that have an area: {where}"
    size = f"{image.width} x {image.height}"
    return f"{argument} covers no pixel of the picture: {where}, the picture has {size} pixels"


def innermost(bits: Bits) -> tuple[float, float] | None:
    """The middle of the pixel that lies deepest inside a mask (height, width); None without one."""
    import cv2

    if not bits.any():
        return None
    depth = cv2.distanceTransform(np.pad(bits.astype(np.uint8), 1), cv2.DIST_L2, 5)[1:-1, 1:-1]
    row, column = np.unravel_index(int(depth.argmax()), depth.shape)
    return float(column) + 0.5, float(row) + 0.5


def filled(box: Box, image: Image) -> Mask:
    """Every pixel that the box touches."""
    bits = np.zeros((image.height, image.width), np.bool_)
    inside = box.clipped(image.width, image.height)
    bits[
        math.floor(inside.top) : math.ceil(inside.bottom),
        math.floor(inside.left) : math.ceil(inside.right),
    ] = True
    return Mask(bits)


def mask_of(region: Region, image: Image, argument: str = "object") -> Mask:
    """The region's mask in ``image``'s pixels; a region without one counts as its whole box.

    Raises ``ToolError`` when the mask belongs to another picture.
    """
    if region.mask is None:
        return filled(placed(region, image, argument), image)
    source, target = region.frame, image.frame
    shape = region.mask.bits.shape
    if shape == (image.height, image.width) and source in (None, target):
        return region.mask
    if source is None:
        raise ToolError(
            f"{argument} has a mask of {shape[1]} x {shape[0]} pixels, which does not fit a "
            f"picture of {image.width} x {image.height}: was it found in another picture?"
        )
    placed(region, image, argument)  # raises for another picture
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
