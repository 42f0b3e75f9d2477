"""What a program may read from a value: ViperGPT's y axis points up, a region's down."""

from __future__ import annotations

import numpy as np
import pytest

from visprog.attributes import ATTRIBUTES
from visprog.types import Box, Image, Region

IMAGE = Image(np.zeros((100, 200, 3), np.uint8))


@pytest.mark.parametrize(
    ("image", "edges"),
    [
        (IMAGE, {"left": 0, "lower": 0, "right": 200, "upper": 100, "width": 200, "height": 100}),
        (
            IMAGE.crop(Box(10, 20, 50, 40)),
            {"left": 10, "lower": 60, "right": 50, "upper": 80, "width": 40, "height": 20},
        ),
        (
            IMAGE.crop(Box(10, 20, 50, 40)).crop(Box(0, 10, 20, 20)),
            {"left": 10, "lower": 60, "right": 30, "upper": 70, "horizontal_center": 20},
        ),
    ],
)
def test_a_patch_knows_where_it_lies_in_the_root_image(image: Image, edges: dict[str, int]) -> None:
    read = ATTRIBUTES["image"]
    assert {name: read[name](image) for name in edges} == edges
    whole = {name: read[name](image) for name in ("left", "lower", "right", "upper")}
    assert all(isinstance(number, int) for number in whole.values())


def test_a_region_keeps_y_downwards() -> None:
    region = Region(Box(1, 2, 4, 8), "dog", 0.5)
    read = ATTRIBUTES["region"]
    assert {name: read[name](region) for name in read} == {
        "label": "dog",
        "score": 0.5,
        "left": 1,
        "top": 2,
        "right": 4,
        "bottom": 8,
        "width": 3,
        "height": 6,
        "horizontal_center": 2.5,
        "vertical_center": 5,
    }
