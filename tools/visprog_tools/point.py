"""POINT: where things are, as one point on each, by Molmo2 (allenai, 2025).

The operation ``point(image, phrase)`` of the role ``point`` returns ``(n, 2)`` float32 pixels. A
pack without a pointing model may set ``by = "detection"``: then a detector's boxes are cut out and
their innermost points stand in, and the trace says so.
"""

from __future__ import annotations

import asyncio
import itertools

import numpy as np

from visprog.errors import ToolError
from visprog.tool import Context, tool
from visprog.types import Bits, Box, Image, Region, Regions
from visprog_tools.detection import detect
from visprog_tools.masking import innermost
from visprog_tools.segment import cut_out, prompt_for

SAME = 0.5
"""Two points whose masks overlap by more than this IoU were probably put on one thing."""


@tool(
    "POINT",
    "Point",
    example="OBJ0=POINT(image=IMAGE,object='boat',masks=True)",
    roles=("point", "segment"),
)
async def point(image: Image, object: str, context: Context, masks: bool = False) -> Regions:
    """One point on every instance of a thing; COUNT of it counts by pointing.

    Each region is as small as its point (`extra` holds it too) unless `masks` asks for what it
    points at: then each has the mask that SAM 2 gives for the point, and points that lie outside
    their mask or share it with another are noted.
    """
    phrase = object.strip()
    if not phrase:
        raise ToolError("POINT needs something to point at: object is empty")
    places = await _points(image, phrase, context)
    regions = [
        Region(Box(x, y, x, y), phrase, frame=image.frame, extra=(("point", (x, y)),))
        for x, y in places
    ]
    context.note("points", f"{len(regions)} x {phrase}", points=places)
    if not masks or not regions:
        return Regions.of(regions, image)
    found = await cut_out(image, [prompt_for(region, image) for region in regions], context)
    _check(found, context)
    return found


async def _points(image: Image, phrase: str, context: Context) -> list[tuple[float, float]]:
    pointer = context.models.point
    if pointer.settings.get("by") == "detection":
        context.note("stand-in", "innermost points of what was detected stand in for points")
        found = await detect(image, (phrase,), pointer, context)
        return list(await asyncio.gather(*(_middle(region, image, context) for region in found)))
    points = np.asarray(await pointer.point(image=image, phrase=phrase), dtype=float)
    inside = [
        (float(x), float(y)) for x, y in points if 0 <= x <= image.width and 0 <= y <= image.height
    ]
    if len(inside) < len(points):
        context.note("outside", f"{len(points) - len(inside)} points lie outside the picture")
    return inside


async def _middle(region: Region, image: Image, context: Context) -> tuple[float, float]:
    """The innermost point of a region's mask; of its box where it has none."""
    for cut in await cut_out(image, [prompt_for(region, image)], context):
        if cut.mask and (point := innermost(cut.mask.bits)):
            return point
    return region.box.center.x, region.box.center.y


def _check(regions: Regions, context: Context) -> None:
    """Say which points do not stand for one thing each."""
    missed = [region for region in regions if not _inside(region)]
    pairs = [
        (first, second)
        for (first, a), (second, b) in itertools.combinations(enumerate(regions), 2)
        if a.mask and b.mask and _overlap(a.mask.bits, b.mask.bits) > SAME
    ]
    context.note(
        "checked",
        f"{len(regions) - len(missed)} of {len(regions)} points lie in their mask, "
        f"{len(pairs)} pairs share one",
        shared=pairs,
    )


def _inside(region: Region) -> bool:
    x, y = dict(region.extra)["point"]
    if region.mask is None:
        return False
    height, width = region.mask.bits.shape
    return bool(region.mask.bits[min(int(y), height - 1), min(int(x), width - 1)])


def _overlap(a: Bits, b: Bits) -> float:
    either = int((a | b).sum())
    return int((a & b).sum()) / either if either else 0.0
