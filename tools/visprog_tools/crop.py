"""CROP and its directional variants.

As in VisProg the first (best) region counts and a directional crop cuts at the centre of its box.
Unlike VisProg, CROP does not grow the box unless asked, and an empty detection is not silently the
whole picture: it is an error, or, with the setting ``empty = "whole-image"``, a recorded fallback.
A program that has thought of it says so itself: recorded too, and nothing to be suspicious of.
"""

from __future__ import annotations

from visprog.errors import ToolError
from visprog.tool import Context, tool
from visprog.types import Box, Image, Regions
from visprog_tools import masking


def _first(
    name: str, image: Image, box: Regions, context: Context, empty: str | None = None
) -> Box | None:
    if len(box):
        return masking.placed(box[0], image, "box")
    if "whole-image" in (empty, context.empty):
        code = "empty-asked" if empty else "empty-fallback"
        context.note(code, f"{name} got no region and used the whole picture")
        return None
    raise ToolError(
        f"{name} has nothing to crop to: box is empty, the step before found nothing "
        "(use empty='whole-image' to go on with the whole picture)"
    )


def _cut(name: str, image: Image, box: Box | None) -> Image:
    if box is None:
        return image
    if box.intersection(image.box) is None:
        edges = ", ".join(f"{edge:g}" for edge in box.xyxy)
        raise ToolError(
            f"{name} would leave no pixels: box comes to ({edges}) and the picture has "
            f"{image.width} x {image.height} pixels"
        )
    return image.crop(box)


@tool("CROP", "Crop", example="IMAGE0=CROP(image=IMAGE,box=BOX0)")
def crop(
    image: Image, box: Regions, context: Context, grow: float = 1.0, empty: str | None = None
) -> Image:
    """Cut out the first region, its box scaled by `grow` about its centre (VisProg: 1.5).

    With `empty='whole-image'` no region is the whole picture, whatever the setting.
    """
    if not 0 < grow <= 10:
        raise ToolError(f"CROP: grow must be above 0 and at most 10, got {grow:g}")
    if empty not in (None, "whole-image"):
        raise ToolError(f"CROP: empty is 'whole-image' or left out, got {empty!r}")
    first = _first("CROP", image, box, context, empty)
    return _cut("CROP", image, first.grown(grow) if first else None)


@tool("CROP_LEFTOF", "CROP_LEFT", example="IMAGE0=CROP_LEFTOF(image=IMAGE,box=BOX0)")
def crop_leftof(image: Image, box: Regions, context: Context) -> Image:
    """The part of the picture left of the first region's centre."""
    first = _first("CROP_LEFTOF", image, box, context)
    return _cut("CROP_LEFTOF", image, _half(image, first, right=True))


@tool("CROP_RIGHTOF", "CROP_RIGHT", example="IMAGE0=CROP_RIGHTOF(image=IMAGE,box=BOX0)")
def crop_rightof(image: Image, box: Regions, context: Context) -> Image:
    """The part of the picture right of the first region's centre."""
    first = _first("CROP_RIGHTOF", image, box, context)
    return _cut("CROP_RIGHTOF", image, _half(image, first, left=True))


@tool("CROP_ABOVE", example="IMAGE0=CROP_ABOVE(image=IMAGE,box=BOX0)")
def crop_above(image: Image, box: Regions, context: Context) -> Image:
    """The part of the picture above the first region's centre."""
    first = _first("CROP_ABOVE", image, box, context)
    return _cut("CROP_ABOVE", image, _half(image, first, bottom=True))


@tool("CROP_BELOW", example="IMAGE0=CROP_BELOW(image=IMAGE,box=BOX0)")
def crop_below(image: Image, box: Regions, context: Context) -> Image:
    """The part of the picture below the first region's centre."""
    first = _first("CROP_BELOW", image, box, context)
    return _cut("CROP_BELOW", image, _half(image, first, top=True))


def _half(
    image: Image,
    box: Box | None,
    *,
    left: bool = False,
    top: bool = False,
    right: bool = False,
    bottom: bool = False,
) -> Box | None:
    """The picture cut at the box's centre on one side."""
    if box is None:
        return None
    whole, cut = image.box, box.clipped(image.width, image.height).center
    return Box(
        cut.x if left else whole.left,
        cut.y if top else whole.top,
        cut.x if right else whole.right,
        cut.y if bottom else whole.bottom,
    )
