"""PICK: one of several regions, whatever their order and whichever crop they were found in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tools.bench import picture
from visprog.errors import ToolError
from visprog.types import Box, Image, Region, Regions
from visprog_tools.pick import ORDERS, pick


def region(image: Image, left: int, top: int, size: int) -> Region:
    return Region(Box(left, top, left + size, top + size), frame=image.frame)


PLACES = st.lists(
    st.tuples(st.integers(0, 50), st.integers(0, 50), st.integers(1, 20)), min_size=1, max_size=6
)


@given(PLACES, st.sampled_from(sorted(ORDERS)))
def test_ranks_put_all_regions_in_order(
    places: list[tuple[int, int, int]],
    order: str,
) -> None:
    image = picture()
    found = Regions.of([region(image, *place) for place in places], image)
    ranked = [pick(object=found, order=order, rank=rank + 1) for rank in range(len(found))]
    assert all(len(one) == 1 for one in ranked)
    keys = [ORDERS[order](one[0]) for one in ranked]
    assert keys == sorted(keys) == sorted(map(ORDERS[order], found))
    assert len(pick(object=found, order=order, rank=len(found) + 1)) == 0


def test_it_is_the_place_in_the_whole_picture_that_counts() -> None:
    image = picture()
    crop = image.crop(Box(40, 0, 90, 60))
    inside = region(crop, 0, 0, 5)  # at the left of the crop, at 40 in the picture
    outside = region(image, 20, 30, 9)
    both = Regions.of([inside, outside], image)
    assert pick(object=both, order="left")[0] == outside
    assert pick(object=both, order="right")[0] == inside
    assert pick(object=both, order="top")[0] == inside
    assert pick(object=both, order="bottom")[0] == outside
    assert pick(object=both, order="largest")[0] == outside
    assert pick(object=both, order="smallest")[0] == inside


@pytest.mark.parametrize(
    ("wrong", "said"), [({"order": "tallest"}, "order is one of left"), ({"rank": 0}, "from 1")]
)
def test_what_it_does_not_know_is_said(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(ToolError, match=said):
        pick(**{"object": Regions(), "order": "left", **wrong})
