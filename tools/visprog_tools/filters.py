"""The few OpenCV operations that several tools need, with one type for pixels in calculation."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from visprog.types import Bits

Floats: TypeAlias = NDArray[np.floating[Any]]
"""Pixels while they are calculated with: (height, width) or (height, width, channels)."""


def gaussian(values: Floats, sigma: float) -> Floats:
    """A Gaussian blur."""
    import cv2

    return np.asarray(cv2.GaussianBlur(values, (0, 0), sigma), dtype=np.float32)


def gaussian_within(values: Floats, weights: Floats, sigma: float) -> Floats:
    """A Gaussian blur of (height, width, 3) of what the (height, width) weights keep; what they
    leave out does not bleed in. Far from anything kept, the values themselves."""
    total = gaussian(weights, sigma)[..., None]
    sums = gaussian(values * weights[..., None], sigma)
    return np.where(total > 1e-3, sums / np.maximum(total, 1e-3), values)


def scaled(values: Floats, width: int, height: int) -> Floats:
    """At another size: areas averaged when smaller, cubic when larger."""
    import cv2

    smaller = width * height < values.shape[0] * values.shape[1]
    way = cv2.INTER_AREA if smaller else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(values, (width, height), interpolation=way), dtype=np.float32)


def distance_to(bits: Bits) -> Floats:
    """How many pixels it is to the nearest one that is set; 0 on these."""
    import cv2

    away = cv2.distanceTransform(1 - bits.astype(np.uint8), cv2.DIST_L2, 5)
    return np.asarray(away, dtype=np.float32)


def grown(bits: Bits, radius: int) -> Bits:
    """With every pixel that is at most so far from one that is set."""
    import cv2

    return np.asarray(cv2.dilate(bits.astype(np.uint8), disc(radius)) > 0)


def shrunk(bits: Bits, radius: int) -> Bits:
    """Without every pixel that is at most so far from one that is not set."""
    import cv2

    return np.asarray(cv2.erode(bits.astype(np.uint8), disc(radius)) > 0)


def disc(radius: int) -> NDArray[np.uint8]:
    """A round structuring element."""
    import cv2

    size = (2 * radius + 1, 2 * radius + 1)
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, size), dtype=np.uint8)
