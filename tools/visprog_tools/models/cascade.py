"""scikit-image's face cascade, which stands in for a learned face detector.

Local binary patterns (Ahonen et al., 2006) in a cascade trained by OpenCV, shipped with
scikit-image (BSD-3-Clause): upright faces seen from the front, also on real photographs.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from visprog.model import Item, Model, op
from visprog.types import Image

LONGEST = 640
"""Larger pictures are searched at this size: the cascade looks at every position and scale."""
WINDOW = 24
"""Pixels, the smallest face that the cascade can see."""
SMALLEST = 1 / 12
"""Share of the picture's shorter side that a face must have."""
AGREEING = 8
"""Overlapping finds that make a face; with fewer, grass and a coffee cup have faces too."""


class Cascade(Model):
    """Stands in for the role ``face``."""

    family = "cascade"

    def load(self) -> None:
        from skimage.data import lbp_frontal_face_cascade_filename
        from skimage.feature import Cascade as SkimageCascade

        self._cascade = SkimageCascade(lbp_frontal_face_cascade_filename())

    @op(max_batch=1)
    def faces(self, items: list[Item]) -> list[Any]:
        """``image`` to ``(n, 5)`` float32: score (always 1: the cascade has none), left, top,
        right, bottom in pixels of the image, the largest first."""
        return [self._found(item["image"]) for item in items]

    def _found(self, image: Image) -> Any:
        from skimage.transform import resize

        longest = max(image.width, image.height)
        factor = max(1.0, longest / LONGEST)
        pixels = image.pixels
        if factor > 1:
            shape = (round(image.height / factor), round(image.width / factor), 3)
            pixels = resize(pixels, shape, anti_aliasing=True, preserve_range=True).astype(np.uint8)
        side = min(pixels.shape[:2])
        if side < WINDOW:
            return np.zeros((0, 5), np.float32)
        least = max(WINDOW, int(side * SMALLEST))
        found = self._cascade.detect_multi_scale(
            img=pixels,
            scale_factor=1.2,
            step_ratio=1,
            min_size=(least, least),
            max_size=(side, side),
            min_neighbor_number=AGREEING,
        )
        rows = [
            (1.0, box["c"], box["r"], box["c"] + box["width"], box["r"] + box["height"])
            for box in sorted(found, key=lambda box: -box["width"])
        ]
        table = np.array(rows, np.float32).reshape(-1, 5)
        table[:, 1:] *= factor
        return table
