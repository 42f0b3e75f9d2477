"""A picture to edit, regions in it, and the inpainting stand-in at the bench."""

from __future__ import annotations

from functools import cache

import numpy as np

from tests.tools.bench import Bench, Models, Served
from visprog.model import ModelSpec
from visprog.types import Box, Image, Mask, Region, Regions
from visprog_tools.models.inpaint_textures import InpaintTextures

NOTE = "textures and sprites"


def stand_in() -> InpaintTextures:
    spec = ModelSpec("inpaint", "inpaint_textures", "code:", "1", "stand-in", note=NOTE)
    return InpaintTextures(spec)


def bench(empty: str = "error", seed: int = 0) -> Bench:
    inpaint = Served(stand_in(), note=NOTE, stand_in=True)
    return Bench(Models(inpaint=inpaint), seed, empty)  # type: ignore[arg-type]


@cache
def meadow(width: int = 120, height: int = 90) -> Image:
    """Green noise with a red disc, a blue square and a grey bar on it."""
    grain = np.random.default_rng(1).integers(-12, 13, (height, width, 3))
    pixels = np.clip(np.array((70, 140, 50)) + grain, 0, 255).astype(np.uint8)
    for colour, label in (((214, 40, 40), "disc"), ((40, 70, 210), "square"), ((120,) * 3, "bar")):
        pixels[mask(label, width, height).bits] = colour
    return Image(pixels)


def mask(label: str, width: int = 120, height: int = 90) -> Mask:
    y, x = np.mgrid[:height, :width]
    if label == "disc":
        return Mask((x - 30) ** 2 + (y - 30) ** 2 < 15**2)
    if label == "square":
        return Mask((abs(x - 85) < 12) & (abs(y - 35) < 12))
    return Mask((abs(x - 60) < 25) & (abs(y - 75) < 5))


def found(*labels: str, masks: bool = True) -> Regions:
    """Regions of the meadow by label."""
    image = meadow()
    regions = []
    for label in labels:
        own = mask(label)
        box = own.box or Box(0, 0, 1, 1)
        regions.append(Region(box, label, 0.9, own if masks else None, image.frame))
    return Regions.of(regions, image)


def changed(before: Image, after: Image) -> np.ndarray:
    """Which pixels differ."""
    different: np.ndarray = (before.pixels != after.pixels).any(-1)
    return different
