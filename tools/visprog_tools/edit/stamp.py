"""Laying a small drawing with transparency on a picture, at any size and without a dark fringe."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from visprog.types import Bits
from visprog_tools.filters import Floats, scaled


@dataclass(frozen=True, slots=True)
class Stamp:
    """A scaled drawing and where it lies: premultiplied colours 0..255 and alpha 0..1."""

    colours: Floats
    alpha: Floats
    left: int
    top: int

    def on(self, picture: Floats) -> Floats:
        """The picture with the drawing on it; what lies outside the frame is cut off."""
        laid = picture.copy()
        rows, columns, own_rows, own_columns = self._overlap(picture.shape[:2])
        part = self.alpha[own_rows, own_columns, None]
        laid[rows, columns] *= 1 - part
        laid[rows, columns] += self.colours[own_rows, own_columns]
        return laid

    def covered(self, shape: tuple[int, ...]) -> Floats:
        """Its alpha in a frame of that (height, width)."""
        alpha = np.zeros(shape[:2], np.float32)
        rows, columns, own_rows, own_columns = self._overlap(shape)
        alpha[rows, columns] = self.alpha[own_rows, own_columns]
        return alpha

    def touched(self, shape: tuple[int, ...]) -> Bits:
        """The pixels that it changes in a frame of that (height, width)."""
        return self.covered(shape) > 0

    def _overlap(self, shape: tuple[int, ...]) -> tuple[slice, slice, slice, slice]:
        height, width = self.alpha.shape
        top, left = max(self.top, 0), max(self.left, 0)
        bottom, right = min(self.top + height, shape[0]), min(self.left + width, shape[1])
        bottom, right = max(bottom, top), max(right, left)
        return (
            slice(top, bottom),
            slice(left, right),
            slice(top - self.top, bottom - self.top),
            slice(left - self.left, right - self.left),
        )


def stamp(drawing: NDArray[np.uint8], width: float, x: float, y: float) -> Stamp:
    """An RGBA drawing scaled to ``width`` pixels, its centre at (x, y)."""
    own_height, own_width = drawing.shape[:2]
    scale = width / own_width
    flat = drawing.astype(np.float32)
    flat[..., 3] /= 255
    flat[..., :3] *= flat[..., 3:]
    flat = np.pad(flat, ((1, 1), (1, 1), (0, 0)))
    size = (max(1, round((own_width + 2) * scale)), max(1, round((own_height + 2) * scale)))
    pixels = scaled(flat, *size)
    alpha = np.clip(pixels[..., 3], 0, 1)
    if scale > 1.5:  # an enlarged edge is a ramp of that many pixels: make it steep again
        steep = np.clip((alpha - 0.5) * min(scale, 6) / 1.5 + 0.5, 0, 1)
        pixels[..., :3] *= (steep / np.maximum(alpha, 1e-3))[..., None]
        alpha = steep
    alpha[alpha < 1 / 255] = 0
    colours = np.minimum(np.maximum(pixels[..., :3], 0), 255 * alpha[..., None])
    left = round(x - size[0] / 2)
    top = round(y - size[1] / 2)
    return Stamp(colours, alpha, left, top)
