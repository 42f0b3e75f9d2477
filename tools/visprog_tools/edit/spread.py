"""Carrying known values into unknown pixels, smoothly: the push-pull pyramid.

Gortler et al., "The Lumigraph", 1996, section 3.4.2. Known values are averaged down level by level
until everything is covered; on the way back each unknown pixel takes what the coarser level says.
"""

from __future__ import annotations

import numpy as np

from visprog.types import Bits
from visprog_tools.filters import Floats, scaled


def spread(values: Floats, known: Bits) -> Floats:
    """``values`` (h, w, c) where ``known`` (h, w), and a smooth continuation of them elsewhere.

    With nothing known the values come back as they are.
    """
    if not known.any() or known.all():
        return values
    weights = known.astype(np.float32)[..., None]
    return np.where(weights > 0, values, _pulled(values * weights, weights))


def _pulled(sums: Floats, weights: Floats) -> Floats:
    """The weighted mean of each pixel, from coarser levels where its own weight is below one."""
    import cv2

    height, width = weights.shape[:2]
    own = sums / np.maximum(weights, 1e-6)
    if weights.min() >= 1 or max(height, width) == 1:
        return own
    size = ((width + 1) // 2, (height + 1) // 2)
    covered = scaled(weights, *size).reshape(size[1], size[0], 1)
    smaller = scaled(sums, *size).reshape(size[1], size[0], -1)
    scale = np.minimum(4.0, 1 / np.maximum(covered, 1e-6))  # at most one full pixel in four
    coarse = _pulled(smaller * scale, covered * scale)
    wide = np.asarray(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR))
    return own * weights + wide.reshape(height, width, -1) * (1 - weights)
