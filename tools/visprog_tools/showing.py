"""Regions drawn on the pictures they lie in: how an answer that is a place is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from visprog.types import Image, Pixels, Region, Regions
from visprog_tools import masking
from visprog_tools.edit.tag import overlay
from visprog_tools.filters import grown, shrunk

LINE = 0.006
"""The width of an outline, of the picture's shorter side."""

OUTLINE = (255, 209, 44)


def places(value: Any) -> list[Region] | None:
    """The regions that a value is: regions, or ViperGPT's patches. None for anything else."""
    if isinstance(value, Region):
        return [value]
    if isinstance(value, Regions):
        return list(value)
    if isinstance(value, list | tuple) and value and all(isinstance(one, Image) for one in value):
        return [Region(patch.box, frame=patch.frame) for patch in value]
    return None


def drawn(regions: Sequence[Region], pictures: Sequence[Image]) -> Image:
    """The pictures side by side, each with the boxes, names and outlines of its regions."""
    shown = [_with(image, [r for r in regions if _lies_in(r, image)]) for image in pictures]
    if len(shown) == 1:
        return Image(shown[0])
    height = max(len(pixels) for pixels in shown)
    columns = [np.pad(p, ((0, height - len(p)), (0, 0), (0, 0))) for p in shown]
    return Image(np.concatenate(columns, axis=1))


def _lies_in(region: Region, image: Image) -> bool:
    return region.frame is None or region.frame.root == image.frame.root


def _with(image: Image, regions: Sequence[Region]) -> Pixels:
    pixels = image.pixels.astype(np.float32)
    line = max(1, round(min(image.width, image.height) * LINE))
    for region in regions:
        if region.mask is not None:
            bits = masking.mask_of(region, image).bits
            pixels[grown(bits, line) & ~shrunk(bits, line)] = OUTLINE
    if regions:
        tagged = overlay(image, Regions.of(regions, image))
        alpha = tagged[..., 3:] / np.float32(255)
        pixels = (pixels * (1 - alpha) + tagged[..., :3] * alpha).astype(np.float32)
    return np.rint(np.clip(pixels, 0, 255)).astype(np.uint8)
