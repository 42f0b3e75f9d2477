"""TAG: boxes and labels drawn on the picture."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image as PilImage
from PIL import ImageDraw, ImageFont

from visprog.errors import ToolError
from visprog.tool import Context, tool
from visprog.types import Box, Image, Region, Regions
from visprog_tools import masking
from visprog_tools.edit.area import nothing
from visprog_tools.edit.finish import finish

PALETTE = (
    (255, 209, 44), (92, 214, 255), (255, 122, 122), (134, 239, 120), (226, 148, 255),
    (255, 168, 76), (120, 160, 255), (98, 240, 206), (255, 140, 202), (214, 224, 96),
)  # fmt: skip
"""Light colours that differ from one another and carry black text."""

SMOOTH = 2
"""The drawing is made this many times larger, and reduced."""


@tool("TAG", "Tag", example="IMAGE0=TAG(image=IMAGE,object=OBJ0)")
def tag(image: Image, object: Regions, context: Context) -> Image:
    """Draw each region's box with its label (and, from CLASSIFY and SELECT, its name).

    One colour for each label; a label lies above its box where there is room, and no label covers
    another as long as there is a free place.
    """
    if nothing("TAG", object, context):
        return image
    drawing = overlay(image, object)
    alpha = drawing[..., 3:] / np.float32(255)
    colours = image.pixels * (1 - alpha) + drawing[..., :3] * alpha
    context.note("tagged", ", ".join(region.label or "region" for region in object))
    return finish("TAG", image, colours, alpha[..., 0] > 0, context)


def overlay(image: Image, regions: Regions) -> np.ndarray:
    """Boxes and labels on nothing: float (height, width, 4)."""
    side = min(image.width, image.height)
    line = max(2, round(side * 0.006))
    font = ImageFont.load_default(size=SMOOTH * max(11, round(side * 0.034)))
    canvas = PilImage.new("RGBA", (image.width * SMOOTH, image.height * SMOOTH))
    pen = ImageDraw.Draw(canvas)
    boxes = [_seen(region, image) for region in regions]
    names = list(dict.fromkeys(region.label for region in regions))
    colours = [PALETTE[names.index(region.label) % len(PALETTE)] for region in regions]
    for box, colour in zip(boxes, colours, strict=True):
        edges = tuple(edge * SMOOTH for edge in box.xyxy)
        radius = min(4 * line, box.width * SMOOTH / 4, box.height * SMOOTH / 4)
        dark = tuple(edge + way for edge, way in zip(edges, (-1, -1, 1, 1), strict=True))
        pen.rounded_rectangle(dark, radius, outline=(20, 20, 20, 200), width=line * SMOOTH + 2)
        pen.rounded_rectangle(edges, radius, outline=(*colour, 255), width=line * SMOOTH)
    taken: list[Box] = []
    for region, box, colour in zip(regions, boxes, colours, strict=True):
        text = _text(region)
        left, top, right, bottom = pen.textbbox((0, 0), text, font=font)
        pad = line * SMOOTH
        size = (right - left + 3 * pad, bottom - top + 2 * pad)
        place = _free_place(box, size[0] / SMOOTH, size[1] / SMOOTH, image, taken)
        taken.append(place)
        x, y = place.left * SMOOTH, place.top * SMOOTH
        pen.rounded_rectangle((x, y, x + size[0], y + size[1]), pad, fill=(*colour, 255))
        pen.text((x + 1.5 * pad - left, y + pad - top), text, fill=(16, 16, 16, 255), font=font)
    small = canvas.convert("RGBa").resize((image.width, image.height), PilImage.Resampling.BOX)
    return np.asarray(small.convert("RGBA"), dtype=np.float32)


def _seen(region: Region, image: Image) -> Box:
    """The region's box in the picture; a point, which has no area, may be tagged too."""
    box = masking.placed(region, image)
    if box.right < 0 or box.bottom < 0 or box.left > image.width or box.top > image.height:
        raise ToolError(f"TAG: {masking.nowhere(region, image)}")
    return box.clipped(image.width, image.height)


def _text(region: Region) -> str:
    name = region.label or "region"
    return name if region.score >= 1 else f"{name} {region.score:.2f}"


def _free_place(box: Box, width: float, height: float, image: Image, taken: Sequence[Box]) -> Box:
    """Where a label goes: the first of several places that covers no other, or the best of them."""
    corners = (
        (box.left, box.top - height),
        (box.right - width, box.top - height),
        (box.left, box.bottom),
        (box.left, box.top),
        (box.right - width, box.bottom),
        (box.left, box.bottom - height),
        (box.right, box.top),
        (box.left - width, box.top),
    )
    best, least = None, float("inf")
    for order, (x, y) in enumerate(corners):
        left = min(max(x, 0.0), max(image.width - width, 0.0))
        top = min(max(y, 0.0), max(image.height - height, 0.0))
        place = Box(left, top, left + width, top + height)
        shared = (place.intersection(other) for other in taken)
        cost = sum(common.area for common in shared if common) + 0.01 * order * width * height
        cost += width * height * ((left, top) != (x, y))
        if cost < least:
            best, least = place, cost
    assert best is not None
    return best
