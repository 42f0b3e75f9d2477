"""COLOR and COLOR_DISTANCE: named dominant colours, and how far two things are apart in colour.

Pure arithmetic. Each pixel takes the name of the nearest anchor in CIELAB (D65); the names are the
eleven basic colour terms of English (Berlin and Kay, 1969), each with the few sRGB anchors below,
its light and dark forms. The name that most pixels have is the dominant colour.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache

import numpy as np
import numpy.typing as npt

from visprog.errors import ToolError
from visprog.tool import Context, tool
from visprog.types import Bits, Image, Mask, Pixels, Region, Regions
from visprog_tools import masking

ANCHORS: Mapping[str, tuple[tuple[int, int, int], ...]] = {
    "red": ((226, 36, 36), (175, 20, 30), (115, 12, 22), (240, 85, 75)),
    "orange": ((250, 138, 20), (228, 105, 20), (255, 175, 85)),
    "yellow": ((252, 220, 40), (255, 238, 130), (214, 188, 30)),
    "green": ((44, 160, 60), (15, 85, 35), (125, 200, 80), (160, 220, 160), (105, 125, 50)),
    "blue": (
        (40, 100, 225),
        (10, 10, 250),
        (20, 30, 120),
        (95, 160, 240),
        (150, 205, 240),
        (30, 165, 200),
    ),
    "purple": ((150, 60, 195), (85, 25, 115), (180, 135, 220)),
    "pink": ((255, 150, 190), (240, 85, 155), (255, 200, 212)),
    "brown": ((122, 76, 44), (84, 50, 28), (165, 115, 75), (200, 165, 125)),
    "black": ((12, 12, 14), (48, 48, 54)),
    "white": ((255, 255, 255), (236, 236, 236)),
    "grey": ((128, 128, 128), (180, 180, 182), (88, 88, 92)),
}
"""Name to sRGB anchors."""

INNER = 0.8
"""Of a region without a mask, the ellipse of this share of its box is looked at."""
MOST_PIXELS = 20_000
"""Looked at, evenly spread."""


@tool("COLOR", "Color", "COLOUR", example="ANSWER0=COLOR(image=IMAGE,object=OBJ0)")
def color(image: Image, context: Context, object: Regions | None = None) -> str:
    """The dominant colour of the first region, or of the picture, in a word.

    One of red, orange, yellow, green, blue, purple, pink, brown, black, white and grey. Only the
    pixels of the region's mask count, when it has one.
    """
    name, shares, mean = _dominant("COLOR", image, object)
    ranking = sorted(shares.items(), key=lambda pair: -pair[1])[:5]
    context.note(
        "colours",
        ", ".join(f"{word} {share:.0%}" for word, share in ranking),
        ranking=[[word, round(share, 4)] for word, share in ranking],
        rgb=[round(float(channel)) for channel in mean],
    )
    return name


@tool(
    "COLOR_DISTANCE",
    "COLOUR_DISTANCE",
    example="ANSWER0=COLOR_DISTANCE(image=IMAGE,object=OBJ0,other=OBJ1)",
)
def color_distance(image: Image, object: Regions, other: Regions) -> float:
    """How far apart the dominant colours of two first regions are, as the CIE 1976 difference.

    0 is equal, about 2 just visible, above 30 nobody would call it the same colour.
    """
    first, second = (
        _lab(_dominant("COLOR_DISTANCE", image, side, argument)[2][None])[0]
        for side, argument in ((object, "object"), (other, "other"))
    )
    return round(float(np.linalg.norm(first - second)), 3)


def _dominant(
    name: str, image: Image, regions: Regions | None, argument: str = "object"
) -> tuple[str, dict[str, float], npt.NDArray[np.float64]]:
    """The colour most pixels have, the share of each, and the mean sRGB of those that have it."""
    if regions is None:
        pixels = image.pixels.reshape(-1, 3)
    elif not len(regions):
        raise ToolError(
            f"{name} has nothing to look at: {argument} is empty, the step before found nothing"
        )
    else:
        pixels = image.pixels[_inside(regions[0], image, argument)]
        if not len(pixels):
            raise ToolError(f"{name}: {masking.nowhere(regions[0], image, argument)}")
    pixels = pixels[:: math.ceil(len(pixels) / MOST_PIXELS)]
    names, anchors, owner = _table()
    distances = ((_lab(pixels)[:, None] - anchors[None]) ** 2).sum(-1)
    words = owner[distances.argmin(1)]
    counts = np.bincount(words, minlength=len(names))
    best = int(counts.argmax())
    shares = {names[index]: float(count) / len(pixels) for index, count in enumerate(counts)}
    return names[best], shares, pixels[words == best].mean(0)


def _inside(region: Region, image: Image, argument: str) -> Bits:
    """The pixels to look at: the mask, or the inner ellipse of the box."""
    if region.mask is not None:
        return masking.mask_of(region, image, argument).bits
    box = masking.placed(region, image, argument)
    touched = masking.filled(box, image).bits
    rows, columns = np.arange(image.height) + 0.5, np.arange(image.width) + 0.5
    x = (columns - box.center.x) / max(box.width / 2 * INNER, 0.5)
    y = (rows - box.center.y) / max(box.height / 2 * INNER, 0.5)
    inner = touched & (y[:, None] ** 2 + x[None] ** 2 <= 1)
    return inner if Mask(inner).area else touched


@cache
def _table() -> tuple[tuple[str, ...], npt.NDArray[np.float64], npt.NDArray[np.intp]]:
    """The names, every anchor in CIELAB, and whose each is."""
    names = tuple(ANCHORS)
    owner = np.array([index for index, name in enumerate(names) for _ in ANCHORS[name]])
    anchors = np.array([anchor for name in names for anchor in ANCHORS[name]], np.uint8)
    return names, _lab(anchors), owner


def _lab(pixels: Pixels | npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """``(n, 3)`` sRGB in 0..255 to CIELAB."""
    unit = np.asarray(pixels, np.float64) / 255
    linear = np.where(unit <= 0.04045, unit / 12.92, ((unit + 0.055) / 1.055) ** 2.4)
    to_xyz = np.array(
        [[0.4124564, 0.3575761, 0.1804375],
         [0.2126729, 0.7151522, 0.0721750],
         [0.0193339, 0.1191920, 0.9503041]]
    )  # fmt: skip
    white = to_xyz.sum(1)
    relative = linear @ to_xyz.T / white
    bent = np.where(
        relative > (6 / 29) ** 3, np.cbrt(relative), relative / (3 * (6 / 29) ** 2) + 4 / 29
    )
    x, y, z = bent.T
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], -1)
