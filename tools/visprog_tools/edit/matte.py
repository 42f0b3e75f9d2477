"""Soft mask edges: how much of each rim pixel belongs to the masked thing, and its own colour.

A rim pixel C is a mixture a*F + (1-a)*B of the thing and of what surrounds it. Painting over either
with a merely feathered mask leaves the other's colour behind as a halo. So F and B are carried into
the rim from both sides, a is read off the line between them (where they differ enough; elsewhere
from the distance to the outline), and each side is unmixed from the other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from visprog.types import Bits, Pixels
from visprog_tools.edit.spread import spread
from visprog_tools.filters import Floats, distance_to, gaussian

RIM = 0.0045
"""Half the rim's width, as a fraction of the picture's shorter side."""

SEPARATION = 28.0
"""The distance in RGB from which the two sides' colours tell how a pixel is mixed."""


@dataclass(frozen=True)
class Matte:
    """``alpha`` (h, w) is 1 inside, 0 outside; ``inner`` and ``outer`` (h, w, 3) are the colours
    of the thing and of its surroundings, 0..255, unmixed in the rim and the picture's own wherever
    alpha is 1 and 0."""

    alpha: Floats
    inner: Floats
    outer: Floats

    def painted(self, paint: Floats) -> Floats:
        """The picture with ``paint`` in the thing's place."""
        return self.outer + self.alpha[..., None] * (paint - self.outer)

    def on(self, surroundings: Floats) -> Floats:
        """The thing with other surroundings."""
        return self.inner + (1 - self.alpha[..., None]) * (surroundings - self.inner)

    @property
    def touched(self) -> Bits:
        """The pixels that :meth:`painted` may change."""
        return self.alpha > 0

    @property
    def left(self) -> Bits:
        """The pixels that :meth:`on` may change."""
        return self.alpha < 1


def matte(pixels: Pixels, bits: Bits) -> Matte:
    """The matte of a hard mask."""
    colours = pixels.astype(np.float32)
    if bits.all() or not bits.any():
        return Matte(bits.astype(np.float32), colours, colours)
    half = max(1.5, RIM * min(bits.shape))
    signed = _signed_distance(bits)
    inside, outside = signed >= half, signed <= -half
    near = np.abs(signed) < 3 * half  # colours are carried over from a narrow band only
    inner = spread(colours, inside & near) if (inside & near).any() else colours
    outer = spread(colours, outside & near) if (outside & near).any() else colours
    steps = np.clip((signed + half) / (2 * half), 0, 1)
    alpha = _mixed(colours, inner, outer, steps * steps * (3 - 2 * steps))
    alpha = np.where(inside, 1, np.where(outside, 0, alpha)).astype(np.float32)
    apart = np.where((inside | outside)[..., None], 0, inner - outer)
    part = alpha[..., None]
    return Matte(
        alpha,
        np.clip(colours + (1 - part) * apart, 0, 255),
        np.clip(colours - part * apart, 0, 255),
    )


def _mixed(colours: Floats, inner: Floats, outer: Floats, geometric: Floats) -> Floats:
    """Alpha from the colours where these tell it, near what the outline's distance says."""
    line = inner - outer
    length = (line * line).sum(-1)
    measured = ((colours - outer) * line).sum(-1) / np.maximum(length, 1.0)
    measured = np.clip(measured, geometric - 0.45, geometric + 0.45)
    trust = length / (length + SEPARATION**2)
    alpha = np.clip(trust * measured + (1 - trust) * geometric, 0, 1)
    return gaussian(alpha.astype(np.float32), 0.6)


def _signed_distance(bits: Bits) -> Floats:
    """Pixels to the outline: positive inside, negative outside."""
    return np.where(bits, distance_to(~bits) - 0.5, 0.5 - distance_to(bits))
