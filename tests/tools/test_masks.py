"""Mask algebra: the laws of sets, distances, and pictures that do not match."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.bench import picture
from visprog.errors import ToolError
from visprog.types import Box, Image, Mask, Region, Regions
from visprog_tools import masking, masks


def region(image: Image, left: int, top: int, right: int, bottom: int, label: str = "x") -> Region:
    box = Box(left, top, right, bottom)
    return Region(box, label, mask=masking.filled(box, image), frame=image.frame)


def area(regions: Regions) -> int:
    return sum(item.mask.area for item in regions if item.mask)


@given(
    left=st.integers(0, 40),
    top=st.integers(0, 40),
    wide=st.integers(5, 40),
    tall=st.integers(5, 40),
)
def test_a_mask_of_a_crop_lies_where_the_crop_was(
    left: int, top: int, wide: int, tall: int
) -> None:
    image = picture()
    crop = image.crop(Box(left, top, left + wide, top + tall))
    found = masking.mask_of(region(crop, 1, 2, 4, 5), image)
    wanted = np.zeros((image.height, image.width), np.bool_)
    wanted[top + 2 : top + 5, left + 1 : left + 4] = True
    assert np.array_equal(found.bits, wanted)


def test_union_intersection_difference_and_the_rest() -> None:
    image = picture()
    dog = Regions.of([region(image, 0, 0, 20, 20, "dog")], image)
    cat = Regions.of([region(image, 10, 0, 30, 20, "cat")], image)
    (both,) = masks.union(image=image, object=dog, other=cat)
    assert (both.mask.area, both.label, both.box.xyxy) == (600, "dog or cat", (0, 0, 30, 20))
    assert area(masks.intersect(image=image, object=dog, other=cat)) == 200
    (rest,) = masks.difference(image=image, object=dog, other=cat)
    assert (rest.mask.area, rest.label) == (200, "dog without cat")
    (outside,) = masks.invert(image=image, object=dog)
    assert (outside.mask.area, outside.label) == (100 * 80 - 400, "not dog")


def test_nothing_left_is_an_empty_answer() -> None:
    image = picture()
    dog = Regions.of([region(image, 0, 0, 20, 20)], image)
    assert len(masks.difference(image=image, object=dog, other=dog)) == 0
    assert len(masks.intersect(image=image, object=dog, other=Regions())) == 0
    assert area(masks.invert(image=image, object=Regions())) == 100 * 80


def test_a_region_without_a_mask_counts_as_its_box() -> None:
    image = picture()
    boxes = Regions.of([Region(Box(0.5, 0.5, 9.5, 9.5))], image)
    assert area(masks.union(image=image, object=boxes)) == 100


def test_grow_moves_the_outline() -> None:
    image = picture()
    dog = Regions.of([region(image, 40, 40, 60, 60)], image)
    (wider,) = masks.grow(image=image, object=dog, pixels=3)
    assert wider.box.xyxy == (37, 37, 63, 63)
    (narrower,) = masks.grow(image=image, object=dog, pixels=-3)
    assert narrower.box.xyxy == (43, 43, 57, 57)
    assert len(masks.grow(image=image, object=dog, pixels=-30)) == 0
    (same,) = masks.grow(image=image, object=dog, pixels=0)
    assert same.mask == dog[0].mask
    with pytest.raises(ToolError, match="pixels is between"):
        masks.grow(image=image, object=dog, pixels=5000)


def test_masks_of_another_crop_are_carried_over() -> None:
    whole = picture()
    part = whole.crop(Box(30, 20, 80, 70))
    dog = Regions.of([region(part, 0, 0, 10, 10)], part)
    (found,) = masks.union(image=whole, object=dog)
    assert found.box.xyxy == (30, 20, 40, 30)
    (back,) = masks.union(image=part, object=Regions.of([found], whole))
    assert back.mask == dog[0].mask


def test_masks_of_another_picture_are_refused() -> None:
    image, other = picture(), picture(60, 60)
    stranger = Regions.of([region(other, 0, 0, 10, 10)], other)
    with pytest.raises(ToolError, match="another picture"):
        masks.union(image=image, object=stranger)
    bare = Regions.of([Region(Box(0, 0, 5, 5), mask=Mask(np.ones((60, 60), np.bool_)))])
    with pytest.raises(ToolError, match="does not fit"):
        masks.union(image=image, object=bare)


boxes = st.tuples(st.integers(0, 50), st.integers(0, 40), st.integers(51, 100), st.integers(41, 80))


@settings(max_examples=40, deadline=None)
@given(boxes, boxes)
def test_the_laws_of_sets(a: tuple[int, ...], b: tuple[int, ...]) -> None:
    image = picture()
    first, second = Regions.of([region(image, *a)], image), Regions.of([region(image, *b)], image)
    either = area(masks.union(image=image, object=first, other=second))
    common = area(masks.intersect(image=image, object=first, other=second))
    only = area(masks.difference(image=image, object=first, other=second))
    assert either + common == area(first) + area(second)
    assert only + common == area(first)
    neither = masks.invert(image=image, object=Regions.of([*first, *second], image))
    assert area(neither) == image.width * image.height - either
