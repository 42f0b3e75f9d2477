"""RECOLOR: another colour for regions, with their shading kept."""

from __future__ import annotations

import numpy as np

from visprog.errors import ToolError
from visprog.tool import Context, tool
from visprog.types import Bits, Image, Regions
from visprog_tools.edit import colours
from visprog_tools.edit.area import areas, nothing
from visprog_tools.edit.finish import finish
from visprog_tools.edit.matte import matte
from visprog_tools.filters import Floats

HUES = 36
NEAR_HUE = 0.105
COLOURFUL = 0.22
"""The share of a region's pixels that must be saturated for its main hue to be what is coloured."""


@tool(
    "RECOLOR",
    "RECOLOUR",
    "Recolor",
    example="IMAGE0=RECOLOR(image=IMAGE,object=OBJ0,colour='blue')",
)
def recolor(image: Image, object: Regions, colour: str, context: Context) -> Image:
    """Give the regions another colour; light and shade stay.

    `colour` is a colour word, a CSS name or `#rrggbb`. In a region with a main hue the pixels of
    that hue take the colour (a car's paint, not its windows); a grey one takes it everywhere.
    """
    target = colours.colour_named(colour)
    if target is None:
        near = colours.near(colour)
        hint = f"; near it: {', '.join(near)}" if near else " (a word such as blue, or #rrggbb)"
        raise ToolError(f"RECOLOR knows no colour {colour[:40]!r}{hint}")
    if nothing("RECOLOR", object, context):
        return image
    painted = image.pixels.astype(np.float32)
    touched: Bits = np.zeros(painted.shape[:2], np.bool_)
    for bits in areas("RECOLOR", image, object, context):
        cut = matte(np.rint(painted).astype(np.uint8), bits)
        painted = cut.painted(recoloured(cut.inner, bits, target))
        touched |= cut.touched
    context.note("recoloured", f"{colour} is rgb{target}", rgb=list(target))
    return finish("RECOLOR", image, painted, touched, context)


def recoloured(pixels: Floats, bits: Bits, target: colours.Rgb) -> Floats:
    """``pixels`` (0..255) in the target colour wherever they have the main hue of ``bits``."""
    unit = pixels / np.float32(255)
    hue, saturation, value = _hsv(unit)
    inside = bits & (value > 0.12)
    if not inside.any():
        inside = bits
    weight = np.ones_like(value)
    purity = np.ones_like(value)
    strong = inside & (saturation > 0.18)
    if strong.sum() >= COLOURFUL * inside.sum():
        main = _main_hue(hue[strong], (saturation * value)[strong])
        distance = np.abs((hue - main + 0.5) % 1 - 0.5)
        weight = np.clip((NEAR_HUE - distance) / 0.03, 0, 1)
        weight *= np.clip((saturation - 0.05) / 0.12, 0, 1)
        typical = inside & (weight > 0.5)
        if typical.any():
            purity = np.minimum(saturation / max(float(np.median(saturation[typical])), 0.05), 1)
            inside = typical
    light = max(float(np.quantile(value[inside], 0.7)), 0.05)
    shade = np.clip(value / light, 0, 1.25)[..., None]
    colour = np.array(target, np.float32) / 255
    # Shade towards black below the usual light, towards white above it: highlights survive.
    body = colour * np.minimum(0.25 + 0.75 * shade, 1)
    body += (1 - body) * np.maximum(shade - 1, 0) * 1.6
    tinted = body * purity[..., None] + shade.clip(0, 1) * (1 - purity[..., None])
    mixed = unit + weight[..., None] * (tinted - unit)
    changed: Floats = np.clip(mixed * 255, 0, 255)
    return changed


def _main_hue(hue: Floats, weight: Floats) -> float:
    histogram, edges = np.histogram(hue, bins=HUES, range=(0, 1), weights=weight)
    around = histogram + 0.5 * (np.roll(histogram, 1) + np.roll(histogram, -1))
    return float(edges[int(around.argmax())] + 0.5 / HUES)


def _hsv(unit: Floats) -> tuple[Floats, Floats, Floats]:
    """Hue, saturation and value, each 0..1."""
    red, green, blue = unit[..., 0], unit[..., 1], unit[..., 2]
    value = unit.max(-1)
    chroma = value - unit.min(-1)
    safe = np.where(chroma > 0, chroma, 1)
    sector = np.where(
        value == red,
        ((green - blue) / safe) % 6,
        np.where(value == green, (blue - red) / safe + 2, (red - green) / safe + 4),
    )
    return sector / 6, chroma / np.where(value > 0, value, 1), value
