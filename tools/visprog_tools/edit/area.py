"""Which pixels a tool's regions cover, in the pixels of the picture that is edited."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from visprog.errors import ToolError
from visprog.tool import Context
from visprog.types import Bits, Box, Image, Region, Regions
from visprog_tools import masking

ROUNDNESS = 4.0
"""The exponent of the superellipse that stands for a region without a mask: 2 is an ellipse."""


def nothing(tool: str, regions: Regions, context: Context) -> bool:
    """Whether there is nothing to edit, recorded; with ``empty="error"`` a ``ToolError``."""
    if len(regions):
        return False
    if context.empty == "error":
        raise ToolError(
            f"{tool} has nothing to edit: object is empty, the step before found nothing "
            "(use empty='whole-image' to go on with the picture as it is)"
        )
    context.note("empty-fallback", f"{tool} got no region and left the picture as it is")
    return True


def areas(tool: str, image: Image, regions: Regions, context: Context) -> list[Bits]:
    """One bool array of the picture's size for each region: its mask, or its box with round
    corners, which is said in a note.

    Raises ``ToolError`` for a mask of another size and for a region that covers no pixel.
    """
    covered = [_area(tool, image, region) for region in regions]
    boxes = sum(region.mask is None for region in regions)
    if boxes:
        context.note(
            "box-only",
            f"{boxes} of {len(regions)} regions have no mask: the rounded box was taken",
            boxes=boxes,
        )
    return covered


def union(covered: Sequence[Bits]) -> Bits:
    """The pixels that any of the areas covers."""
    return np.asarray(np.logical_or.reduce(covered))


def box_of(bits: Bits) -> Box:
    """The tight box around the set pixels of a non-empty area."""
    rows, columns = np.flatnonzero(bits.any(1)), np.flatnonzero(bits.any(0))
    return Box(float(columns[0]), float(rows[0]), float(columns[-1] + 1), float(rows[-1] + 1))


def rounded(box: Box, image: Image, roundness: float = ROUNDNESS) -> Bits:
    """The superellipse inscribed in a box."""
    x = (np.arange(image.width) + 0.5 - box.center.x) / max(box.width / 2, 0.5)
    y = (np.arange(image.height) + 0.5 - box.center.y) / max(box.height / 2, 0.5)
    inside: Bits = np.abs(x[None]) ** roundness + np.abs(y[:, None]) ** roundness <= 1
    return inside


def _area(tool: str, image: Image, region: Region) -> Bits:
    try:
        if region.mask is not None:
            bits = masking.mask_of(region, image).bits
        else:
            bits = rounded(masking.placed(region, image), image)
    except ToolError as error:
        raise ToolError(f"{tool}: {error}") from None
    if not bits.any():
        raise ToolError(f"{tool}: {masking.nowhere(region, image)}")
    return bits
