"""Depth: how near things are, and CROP by it (Depth Anything V2, arXiv:2406.09414).

The operation ``depth(image)`` of the role ``depth`` returns a ``(height, width)`` float32 map;
larger is farther away. It is an ordering within one picture, not metres, so depths are compared
within the picture only. A patch is measured in the picture that it was cut from; the others look at
the picture they are given, whole.

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

MASKED, BOXED = 0.1, 0.25
"""Quantiles of a region's own depth: nearer is in front of it, and farther than what is as far from
the other end behind it. A box without a mask holds some of the ground behind the thing too."""
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
    """The median depth of the patch in its picture; larger is farther away.

    As in ViperGPT the whole picture is looked at, so that patches of one picture can be compared.
    """
    whole = context.whole(patch)
    field = await _map(whole, context)
    if whole is patch:
        return float(np.median(field))
    box = whole.frame.from_root(patch.frame.to_root(patch.box))
    return float(np.median(field[masking.filled(box, whole).bits]))


@tool("DEPTH", "Depth", example="ANSWER0=DEPTH(image=IMAGE,object=OBJ0)", roles=("depth",))
async def depth(image: Image, context: Context, object: Regions | None = None) -> float:
    """The median depth of the first region, or of the picture; larger is farther away.

    Comparable within one picture only.
    """
    if object is None:
        field = await _map(image, context)
        return _median(field, field, context)
    if not len(object):
        raise ToolError(
            "DEPTH has nothing to measure: object is empty, the step before found nothing"
        )
    own = _own("DEPTH", image, object, "object")
    field = await _map(image, context)
    return _median(field[own], field, context)


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
        reason = "box is empty, the step before found nothing"
        return _fallback(name, "no region", reason, image, context)
    own = _own(name, image, box, "box")
    field = await _map(image, context)
    masked = box[0].mask is not None
    bits = beyond(field, own, front=front, masked=masked)
    if masked:
        bits = bits & ~own
    context.note("depth", f"{int(bits.sum())} pixels {side} the region", mask=Mask(bits))
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


def _median(
    part: npt.NDArray[np.float64], field: npt.NDArray[np.float64], context: Context
) -> float:
    """Of a part of a depth map; where the rest lies goes on record."""
    low, middle, high = (float(value) for value in np.quantile(part, (0.25, 0.5, 0.75)))
    least, most = float(field.min()), float(field.max())
    context.note(
        "depths",
        f"half of it from {low:.3g} to {high:.3g}, the picture from {least:.3g} to {most:.3g}",
        quartiles=[low, high],
        range=[least, most],
    )
    return middle


async def _map(image: Image, context: Context) -> npt.NDArray[np.float64]:
    field = np.asarray(await context.models.depth.depth(image=image), dtype=np.float64)
    if field.shape != (image.height, image.width):
        raise ToolError(
            f"the depth model gave a map of {field.shape} for a picture of "
            f"{image.height} x {image.width}"
        )
    return field


def _own(name: str, image: Image, regions: Regions, argument: str) -> Bits:
    bits = masking.mask_of(regions[0], image, argument).bits
    if not bits.any():
        raise ToolError(f"{name}: {masking.nowhere(regions[0], image, argument)}")
    return bits


def beyond(field: npt.NDArray[np.float64], own: Bits, *, front: bool, masked: bool) -> Bits:
    """The pixels that lie in front of a region, or behind it; all arrays are ``(height, width)``.

    ``field`` is larger where it is farther away; ``own`` is the region, its mask or its whole box.
    """
    share = MASKED if masked else BOXED
    limit = np.quantile(field[own], share if front else 1 - share)
    return _cleaned(field < limit if front else field > limit)


def _cleaned(bits: Bits) -> Bits:
    """Without specks: connected parts smaller than :data:`LEAST` of the picture are dropped."""
    import cv2

    _, parts, facts, _ = cv2.connectedComponentsWithStats(bits.astype(np.uint8))
    large = facts[:, cv2.CC_STAT_AREA] >= LEAST * bits.size
    large[0] = False
    return np.asarray(large[parts])
