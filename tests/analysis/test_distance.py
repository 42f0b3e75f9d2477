"""Values against right values: what counts as wrong, and what it is called."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visprog.analysis.distance import Failed, compare
from visprog.types import Box, Image, Mask, Point, Region, Regions

PICTURE = Image(np.zeros((100, 100, 3), np.uint8))


def found(*boxes: tuple[float, float, float, float], label: str = "dog") -> Regions:
    return Regions.of([Region(Box(*box), label, frame=PICTURE.frame) for box in boxes], PICTURE)


def square(size: int) -> Mask:
    bits = np.zeros((20, 20), np.bool_)
    bits[:size, :size] = True
    return Mask(bits)


def edited(share: float) -> Image:
    """The picture with the upper part of its pixels changed; it is still of the same place."""
    pixels = PICTURE.pixels.copy()
    pixels[: int(100 * share)] = 200
    return Image(pixels, PICTURE.frame)


A, B = (0, 0, 20, 20), (50, 50, 80, 80)


@pytest.mark.parametrize(
    ("value", "right", "types"),
    [
        (found(A, B), found(B, A), ()),
        (found((0, 0, 20, 19)), found(A), ()),
        (found(A), found(A, B), ("miss",)),
        (found(), found(A), ("miss",)),
        (found(A, B), found(A), ("background",)),
        (found(A, A), found(A), ("duplicate",)),
        (found((10, 0, 30, 20)), found(A), ("location",)),
        (found(A, label="cat"), found(A), ("class",)),
        (found((10, 0, 30, 20), label="cat"), found(A), ("both",)),
        (True, False, ("flip",)),
        (2, 3, ("count",)),
        (True, 1, ("kind",)),
        ("Red", " red", ()),
        ("red", "blue", ("text",)),
        (3.0, 3.01, ()),
        (PICTURE.crop(Box(0, 0, 50, 50)), PICTURE.crop(Box(0, 0, 48, 50)), ()),
        (PICTURE.crop(Box(0, 0, 50, 50)), PICTURE.crop(Box(50, 50, 99, 99)), ("window",)),
        (edited(0.5), PICTURE, ("pixels",)),
        (edited(0.01), PICTURE, ()),
        ([PICTURE.crop(Box(*A))], [], ("background",)),
        (square(10), square(9), ()),
        (square(10), square(3), ("mask",)),
        (Point(1, 1), Point(1, 3), ()),
        (Point(1, 1), Point(90, 1), ("location",)),
        (Failed("no"), 3, ("failed",)),
        (Failed("no"), Failed("other"), ()),
        ([1, 2], [1, 3], ("count",)),
        (None, None, ()),
    ],
)
def test_what_is_wrong(value: Any, right: Any, types: tuple[str, ...]) -> None:
    gap = compare(value, right)
    assert gap.types == types
    assert gap.wrong is bool(types)
    assert (gap.distance > 0) or not gap.wrong


BOXES = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(41, 90), st.integers(41, 90)),
    max_size=4,
)


@given(BOXES, BOXES)
def test_a_distance_is_one(first: list[Any], second: list[Any]) -> None:
    one, other = found(*first), found(*second)
    assert compare(one, one).distance == pytest.approx(0)
    assert not compare(one, one).wrong
    assert 0 <= compare(one, other).distance <= 1
    assert compare(one, other).wrong == compare(other, one).wrong
