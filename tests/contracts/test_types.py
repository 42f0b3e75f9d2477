"""Boxes, frames, images, masks: geometry, immutability and content hashes."""

from __future__ import annotations

import pickle
import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.contracts.strategies import boxes, coordinates, frames, images, masks, values
from visprog.types import Box, Frame, Image, Mask, Point, Region, Regions, digest

pixels_inside = st.floats(0, 64)


@example(Box(0, 0, 1e-313, 1e-313), Box(0, 0, 1e-313, 1e-313))
@given(boxes(), boxes())
def test_iou_is_symmetric_and_between_zero_and_one(a: Box, b: Box) -> None:
    assert a.iou(b) == b.iou(a)
    assert 0.0 <= a.iou(b) <= 1.0 + 1e-9


@given(boxes())
def test_a_box_with_an_area_overlaps_itself_wholly(box: Box) -> None:
    if box.area > 0:
        assert box.iou(box) == pytest.approx(1.0)
        assert box.intersection(box) == box


@given(boxes(), boxes())
def test_an_intersection_lies_inside_both(a: Box, b: Box) -> None:
    common = a.intersection(b)
    if common is not None:
        for box in (a, b):
            assert box.left <= common.left <= common.right <= box.right
            assert box.top <= common.top <= common.bottom <= box.bottom


@given(boxes(), st.integers(1, 100), st.integers(1, 100))
def test_a_clipped_box_is_inside_and_stays_so(box: Box, width: int, height: int) -> None:
    inside = box.clipped(width, height)
    assert 0 <= inside.left <= inside.right <= width
    assert 0 <= inside.top <= inside.bottom <= height
    assert inside.clipped(width, height) == inside


@given(boxes(), st.floats(0.1, 10))
def test_growing_keeps_the_centre(box: Box, factor: float) -> None:
    grown = box.grown(factor)
    assert grown.center.x == pytest.approx(box.center.x, abs=1e-6)
    assert grown.width == pytest.approx(box.width * factor, abs=1e-6)


@given(boxes(), coordinates, coordinates)
def test_moving_there_and_back_again(box: Box, dx: float, dy: float) -> None:
    back = box.moved(dx, dy).moved(-dx, -dy)
    assert back.xyxy == pytest.approx(box.xyxy, abs=1e-6)


@pytest.mark.parametrize(
    "corners", [(2, 0, 1, 1), (0, 2, 1, 1), (float("nan"), 0, 1, 1), (0, 0, float("inf"), 1)]
)
def test_a_box_refuses_corners_that_make_none(corners: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match=r"Box"):
        Box(*corners)


@given(frames, boxes())
def test_to_the_root_and_back(frame: Frame, box: Box) -> None:
    back = frame.from_root(frame.to_root(box))
    assert back.xyxy == pytest.approx(box.xyxy, abs=1e-3)


@given(images(), boxes(pixels_inside), boxes(pixels_inside))
def test_a_crop_of_a_crop_knows_where_it_lies(image: Image, first: Box, second: Box) -> None:
    image = Image(image.pixels)
    inner = image.crop(first).crop(second)
    place = inner.frame.to_root(inner.box)
    left, top, right, bottom = (int(edge) for edge in place.xyxy)
    assert np.array_equal(image.pixels[top:bottom, left:right], inner.pixels)
    assert inner.frame.root == image.digest
    assert (inner.frame.width, inner.frame.height) == (image.width, image.height)


@given(images(), boxes())
def test_a_crop_has_at_least_one_pixel(image: Image, box: Box) -> None:
    crop = image.crop(box)
    assert 1 <= crop.width <= image.width
    assert 1 <= crop.height <= image.height


def test_pixels_and_masks_cannot_be_written() -> None:
    pixels, bits = np.zeros((2, 3, 3), np.uint8), np.zeros((2, 3), np.bool_)
    image, mask = Image(pixels), Mask(bits)
    pixels[0, 0, 0] = 9  # the caller's own array stays the caller's
    bits[0, 0] = True
    assert image.pixels.max() == 0
    assert mask.area == 0
    with pytest.raises(ValueError, match="read-only"):
        image.pixels[0, 0, 0] = 1
    with pytest.raises(ValueError, match="read-only"):
        mask.bits[0, 0] = True


@pytest.mark.parametrize(
    "array",
    [
        np.zeros((2, 2), np.uint8),
        np.zeros((2, 2, 4), np.uint8),
        np.zeros((2, 2, 3), np.float32),
        np.zeros((0, 2, 3), np.uint8),
    ],
)
def test_an_image_refuses_what_is_none(array: Any) -> None:
    with pytest.raises(ValueError, match="Image"):
        Image(array)


@given(masks)
def test_a_masks_box_is_tight(mask: Mask) -> None:
    box = mask.box
    if box is None:
        assert mask.area == 0
        return
    left, top, right, bottom = (int(edge) for edge in box.xyxy)
    assert mask.bits[top:bottom, left:right].sum() == mask.area
    assert mask.bits[top].any()
    assert mask.bits[:, right - 1].any()


@pytest.mark.parametrize("one", [1, 1.0, np.float32(1), np.float64(1), np.int64(1), True])
def test_equal_boxes_have_equal_hashes_whatever_made_their_numbers(one: Any) -> None:
    zero = one - one if not isinstance(one, bool) else False
    box = Box(zero, -0.0, one, one)
    assert box == Box(0, 0, 1, 1)
    assert digest(box) == digest(Box(0, 0, 1, 1))
    assert repr(box) == "Box(left=0.0, top=0.0, right=1.0, bottom=1.0)"
    assert Region(box, score=one).digest == Region(Box(0, 0, 1, 1)).digest
    assert digest(Point(one, zero)) == digest(Point(1, 0))


@given(values)
def test_a_digest_survives_a_copy(value: Any) -> None:
    assert digest(pickle.loads(pickle.dumps(value))) == digest(value)


@given(st.dictionaries(st.text(max_size=3), st.integers(), min_size=2, max_size=5))
def test_a_dicts_digest_does_not_know_its_order(value: dict[str, int]) -> None:
    assert digest(dict(reversed(value.items()))) == digest(value)


def test_values_of_different_types_differ() -> None:
    different: list[Any] = [
        None,
        False,
        0,
        0.0,
        "",
        "0",
        b"0",
        [],
        (),
        {},
        Point(0, 0),
        Box(0, 0, 0, 0),
    ]
    different += [Regions(), Mask(np.zeros((1, 1), np.bool_)), np.zeros(1), np.zeros((1, 1))]
    assert len({digest(value) for value in different}) == len(different)
    with pytest.raises(TypeError, match="object is not a value"):
        digest(object())


def test_a_digest_is_the_same_in_every_process() -> None:
    code = (
        "import numpy as np; from visprog.types import *;"
        "print(digest({'b': [1, 'x'], 'a': Region(Box(0, 0, 1, 2), 'dog', 0.5)}))"
    )
    prints = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(prints) == 1


def test_an_image_hashes_its_pixels_and_equality_counts_the_frame() -> None:
    image = Image(np.zeros((4, 4, 3), np.uint8))
    left, right = image.crop(Box(0, 0, 2, 2)), image.crop(Box(2, 2, 4, 4))
    assert left.digest == right.digest
    assert left != right
    assert left == image.crop(Box(0, 0, 2, 2))


def test_regions_are_an_immutable_list() -> None:
    items = [Region(Box(0, 0, 1, 1), name) for name in "abc"]
    found = Regions(items)  # type: ignore[arg-type]
    items.clear()
    assert [region.label for region in found] == ["a", "b", "c"]
    assert found[0].label == "a"
    assert [region.label for region in found[1:]] == ["b", "c"]
    assert isinstance(found[1:], Regions)
    assert hash(found) == hash(Regions(found.items))
