"""COLORPOP, BGBLUR, BLUR and HIGHLIGHT: drawing the eye to regions, or away from them.

COLORPOP and BGBLUR are VisProg's (Gupta and Kembhavi, 2023, arXiv:2211.11559), which refined boxes
with GrabCut; here the regions' masks count. Every region given is used.
"""

from __future__ import annotations

import numpy as np

from visprog.errors import ToolError
from visprog.tool import Context, tool
from visprog.types import Bits, Image, Regions
from visprog_tools.edit.area import areas, box_of, nothing, union
from visprog_tools.edit.finish import finish
from visprog_tools.edit.matte import matte
from visprog_tools.filters import Floats, distance_to, gaussian_within

GREY = np.array((0.299, 0.587, 0.114), np.float32)
GLOW = np.array((255, 214, 40), np.float32)
DIMMED = 0.42


@tool("COLORPOP", "ColorPop", example="IMAGE0=COLORPOP(image=IMAGE,object=OBJ0)")
def colorpop(image: Image, object: Regions, context: Context) -> Image:
    """Keep the regions in colour and turn everything else grey."""
    if nothing("COLORPOP", object, context):
        return image
    cut = matte(image.pixels, union(areas("COLORPOP", image, object, context)))
    grey = np.repeat((cut.outer @ GREY)[..., None], 3, axis=2)
    return finish("COLORPOP", image, cut.on(grey), cut.left, context)


@tool("BGBLUR", "BgBlur", example="IMAGE0=BGBLUR(image=IMAGE,object=OBJ0)")
def bgblur(image: Image, object: Regions, context: Context, radius: float | None = None) -> Image:
    """Keep the regions sharp and blur everything else.

    `radius` is the blur's standard deviation in pixels; by default 1.2 % of the longer side. The
    regions' colours do not bleed into the blur.
    """
    sigma = _radius("BGBLUR", radius, 0.012 * max(image.width, image.height))
    if nothing("BGBLUR", object, context):
        return image
    cut = matte(image.pixels, union(areas("BGBLUR", image, object, context)))
    blurred = gaussian_within(cut.outer, 1 - cut.alpha, sigma)
    return finish("BGBLUR", image, cut.on(blurred), cut.left, context)


@tool("BLUR", "Blur", example="IMAGE0=BLUR(image=IMAGE,object=OBJ0)")
def blur(image: Image, object: Regions, context: Context, radius: float | None = None) -> Image:
    """Blur the regions beyond recognition and leave everything else as it is.

    `radius` is the blur's standard deviation in pixels; by default a sixth of each region's longer
    side.
    """
    if nothing("BLUR", object, context):
        return image
    covered = areas("BLUR", image, object, context)
    cut = matte(image.pixels, union(covered))
    paint = cut.inner.copy()
    for bits in covered:
        box = box_of(bits)
        sigma = _radius("BLUR", radius, max(box.width, box.height) / 6)
        paint[bits] = gaussian_within(cut.inner, bits.astype(np.float32), sigma)[bits]
    rim = ~union(covered)
    paint[rim] = gaussian_within(paint, union(covered).astype(np.float32), 3.0)[rim]
    return finish("BLUR", image, cut.painted(paint), cut.touched, context)


@tool("HIGHLIGHT", "Highlight", example="IMAGE0=HIGHLIGHT(image=IMAGE,object=OBJ0)")
def highlight(image: Image, object: Regions, context: Context) -> Image:
    """Dim everything but the regions and trace their outline with a glow."""
    if nothing("HIGHLIGHT", object, context):
        return image
    bits = union(areas("HIGHLIGHT", image, object, context))
    cut = matte(image.pixels, bits)
    width = max(2.0, 0.006 * min(bits.shape))
    glow = _glow(bits, width)[..., None]
    around = cut.outer * DIMMED
    around += glow * (GLOW - around)
    return finish("HIGHLIGHT", image, cut.on(around), cut.left, context)


def _glow(bits: Bits, width: float) -> Floats:
    """1 at the outline, falling off to 0 over three widths outside it."""
    away = distance_to(bits)
    line = np.clip((1.5 * width - away) / width, 0, 1)
    glow: Floats = np.maximum(line, 0.45 * np.exp(-((away / (3 * width)) ** 2)))
    return glow


def _radius(name: str, radius: float | None, usual: float) -> float:
    if radius is None:
        return max(usual, 1.0)
    if not 0 < radius <= 500:
        raise ToolError(f"{name}: radius must be above 0 and at most 500 pixels, got {radius:g}")
    return float(radius)
