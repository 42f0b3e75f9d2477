"""Models that know the truth about the example scenes: with them every case must be right."""

from __future__ import annotations

from typing import Any

import numpy as np

from visprog.model import Item, Model, op
from visprog.types import Image
from visprog_benchmarks.toolcheck.stage import SIGN, TEXT, stage
from visprog_benchmarks.world.depth import depth_of


class Depth(Model):
    """Serves the role ``depth`` for the scene called desert and its crops."""

    family = "true_depth"

    def load(self) -> None:
        scene = stage("desert").scene
        assert scene is not None
        self._nearness = depth_of(scene).field

    @op(max_batch=8)
    def depth(self, items: list[Item]) -> list[Any]:
        """``image`` to a ``(height, width)`` float32 map; larger is farther away."""
        return [-self._nearness[_place(item["image"])] for item in items]


class Reader(Model):
    """Serves the role ``ocr``: the sign is read where it is, and nothing elsewhere."""

    family = "true_text"

    def load(self) -> None:
        self._signed = stage(SIGN).image.digest

    @op(max_batch=8)
    def read(self, items: list[Item]) -> list[Any]:
        """``image`` to its text."""
        return [TEXT if item["image"].digest == self._signed else "" for item in items]


def _place(image: Image) -> tuple[slice, slice]:
    left, top = round(image.frame.left), round(image.frame.top)
    return np.s_[top : top + image.height, left : left + image.width]


FAMILIES = (Depth, Reader)
