"""A third-party plugin: the tool SHARPNESS, and a model that measures it."""

from __future__ import annotations

from typing import Any

import numpy as np

from visprog.model import Item, Model, op
from visprog.tool import Context, tool
from visprog.types import Image


@tool("SHARPNESS", example="ANSWER0=SHARPNESS(image=IMAGE)", roles=("sharpness",))
async def sharpness(image: Image, context: Context) -> float:
    """How sharp the picture is: the variance of its Laplacian, in squared grey levels."""
    return float(await context.models.sharpness.measure(image=image))


class Laplacian(Model):
    """Serves the role ``sharpness`` without weights."""

    family = "laplacian"

    def load(self) -> None:
        self._weights = np.array([0.299, 0.587, 0.114])

    @op(max_batch=8)
    def measure(self, items: list[Item]) -> list[Any]:
        """``image`` to a number."""
        return [self._variance(item["image"]) for item in items]

    def _variance(self, image: Image) -> float:
        grey = image.pixels @ self._weights
        inner = grey[1:-1, 1:-1]
        around = grey[:-2, 1:-1] + grey[2:, 1:-1] + grey[1:-1, :-2] + grey[1:-1, 2:]
        return float((around - 4 * inner).var())


TOOLS = (sharpness,)
FAMILIES = (Laplacian,)
