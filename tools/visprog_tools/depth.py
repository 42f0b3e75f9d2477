"""Depth: how near things are, and CROP by it (Depth Anything V2, arXiv:2406.09414).

The operation ``depth(image)`` of the role ``depth`` returns a ``(height, width)`` float32 map;
larger is farther away. It is an ordering within one picture, not metres, so depths are compared
within the picture only: every tool here looks at the picture it is given, whole.

VisProg's CROP_FRONTOF and CROP_BEHIND were copies of CROP. Here they cut to the pixels that lie in
front of (or behind) the region, and paint what remains of the others in the cut neutral grey, so
that a later LOC cannot find them.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from visprog.errors import ToolError
from visprog.tool import Context, tool
from visprog.types import Bits, Image, Mask, Regions
from visprog_tools import masking

NEAR, FAR = 0.1, 0.9
"""Quantiles of a region's own depth: nearer than the first is in front of it, farther than the
second behind it."""
NEUTRAL = (124, 116, 104)
"""ImageNet's mean colour, what detectors are used to seeing nothing in."""
LEAST = 0.002
"""Share of the picture below which pixels in front are noise."""


@tool(
    "compute_depth",
    example="depth = patch.compute_depth()",
    dialect="vipergpt",
    method=True,
    roles=("depth",),
)
async def compute_depth(patch: Image, context: Context) -> float:
    """The median depth of the patch; larger is farther away."""
    return float(np.median(await _map(patch, context)))


@tool("DEPTH", "Depth", example="ANSWER0=DEPTH(image=IMAGE,object=OBJ0)", roles=("depth",))
async def depth(image: Image, context: Context, object: Regions | None = None) -> float:
    """The median depth of the first region, or of the picture; larger is farther away.

    Comparable within one picture only.
    """
    field = await _map(image, context)
    if object is None:
        return float(np.median(field))
    if not len(object):
        raise ToolError("DEPTH has nothing to measure: the step before it found nothing")
    return float(np.median(field[_own("DEPTH", image, object)]))


@tool(
    "CROP_FRONTOF",
    "CROP_INFRONT",
    "CROP_INFRONTOF",
    "CROP_AHEAD",
    example="IMAGE0=CROP_FRONTOF(image=IMAGE,box=BOX0)",
    roles=("depth",),
)
async def crop_frontof(image: Image, box: Regions, context: Context) -> Image:
    """The part of the picture that lies nearer than the first region; the rest of it is grey."""
    return await _cut("CROP_FRONTOF", image, box, context, front=True)


@tool("CROP_BEHIND", example="IMAGE0=CROP_BEHIND(image=IMAGE,box=BOX0)", roles=("depth",))
async def crop_behind(image: Image, box: Regions, context: Context) -> Image:
    """The part of the picture that lies farther away than the first region; the rest is grey."""
    return await _cut("CROP_BEHIND", image, box, context, front=False)


async def _cut(name: str, image: Image, box: Regions, context: Context, *, front: bool) -> Image:
    side = "in front of" if front else "behind"
    if not len(box):
        return _fallback(name, "no region", "the detection before it found nothing", image, context)
    field = await _map(image, context)
    own = _own(name, image, box)
    limit = float(np.quantile(field[own], NEAR if front else FAR))
    bits = field < limit if front else field > limit
    if box[0].mask is not None:
        bits = bits & ~own
    bits = _cleaned(bits)
    context.note(
        "depth",
        f"{int(bits.sum())} pixels {side} the region",
        limit=limit,
        mask=Mask(bits),
    )
    kept = Mask(bits).box
    if kept is None:
        reason = f"nothing lies {side} the region"
        return _fallback(name, reason, reason, image, context)
    shown = np.where(bits[..., None], image.pixels, np.array(NEUTRAL, np.uint8))
    return Image(np.asarray(shown, np.uint8), image.frame).crop(kept)


def _fallback(name: str, got: str, problem: str, image: Image, context: Context) -> Image:
    if context.empty == "whole-image":
        context.note("empty-fallback", f"{name} got {got} and used the whole picture")
        return image
    raise ToolError(
        f"{name} has nothing to crop to: {problem} "
        "(use empty='whole-image' to go on with the whole picture)"
    )


async def _map(image: Image, context: Context) -> npt.NDArray[np.float64]:
    field = np.asarray(await context.models.depth.depth(image=image), dtype=np.float64)
    if field.shape != (image.height, image.width):
        raise ToolError(
            f"the depth model gave a map of {field.shape} for a picture of "
            f"{image.height} x {image.width}"
        )
    return field


def _own(name: str, image: Image, regions: Regions) -> Bits:
    bits = masking.mask_of(regions[0], image).bits
    if not bits.any():
        raise ToolError(f"{name}: the region lies outside the picture")
    return bits


def _cleaned(bits: Bits) -> Bits:
    """Without specks: connected parts smaller than :data:`LEAST` of the picture are dropped."""
    import cv2

    _, parts, facts, _ = cv2.connectedComponentsWithStats(bits.astype(np.uint8))
    large = facts[:, cv2.CC_STAT_AREA] >= LEAST * bits.size
    large[0] = False
    return np.asarray(large[parts])
