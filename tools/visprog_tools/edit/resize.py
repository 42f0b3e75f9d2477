"""RESIZE: the picture at another size."""

from __future__ import annotations

import numpy as np

from visprog.errors import ToolError
from visprog.tool import Context, tool
from visprog.types import Frame, Image
from visprog_tools.filters import scaled

MOST = 16_384


@tool("RESIZE", "Resize", example="IMAGE0=RESIZE(image=IMAGE,width=320,height=240)")
def resize(
    image: Image,
    context: Context,
    width: int | None = None,
    height: int | None = None,
    scale: float | None = None,
) -> Image:
    """Scale the picture to `width` by `height` pixels; with one of them, in proportion.

    `scale` is a factor for both sides in their place. Regions of a picture that kept its
    proportions still fit.
    """
    if (width is None and height is None) == (scale is None):
        raise ToolError("RESIZE needs a width, a height or both, in pixels, or else a scale")
    if scale is not None:
        width, height = _scaled("width", image.width, scale), _scaled("height", image.height, scale)
    for name, length in (("width", width), ("height", height)):
        if length is not None and (length != int(length) or not 1 <= length <= MOST):
            raise ToolError(f"RESIZE: {name} must be a whole number from 1 to {MOST}, got {length}")
    across = int(width) if width is not None else _share(image.width, height, image.height)
    down = int(height) if height is not None else _share(image.height, width, image.width)
    if (across, down) == (image.width, image.height):
        return image
    smooth = scaled(image.pixels.astype(np.float32), across, down)
    pixels = np.rint(smooth.clip(0, 255)).astype(np.uint8)
    factor = image.width / across
    proportional = abs(image.height / factor - down) <= 1
    context.note(
        "resized", f"{image.width} x {image.height} to {across} x {down}", kept=proportional
    )
    frame = image.frame
    if not proportional:
        return Image(pixels)
    return Image(
        pixels,
        Frame(frame.root, frame.width, frame.height, frame.left, frame.top, frame.scale * factor),
    )


def _scaled(name: str, own: int, scale: float) -> int:
    length = round(own * scale) if 0 < scale <= MOST else 0
    if not 1 <= length <= MOST:
        raise ToolError(
            f"RESIZE: scale {scale:g} gives a {name} that is not between 1 and {MOST} pixels"
        )
    return length


def _share(own: int, given: int | None, other: int) -> int:
    assert given is not None
    return max(1, round(own * given / other))
