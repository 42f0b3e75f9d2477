"""Values as steps exchange them, for property tests."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from visprog.program import Ref
from visprog.types import Box, Frame, Image, Mask, Point, Region, Regions

coordinates = st.floats(-1e4, 1e4, allow_nan=False)
sizes = st.integers(1, 9)


@st.composite
def boxes(draw: st.DrawFn, numbers: st.SearchStrategy[float] = coordinates) -> Box:
    left, right = sorted((draw(numbers), draw(numbers)))
    top, bottom = sorted((draw(numbers), draw(numbers)))
    return Box(left, top, right, bottom)


points = st.builds(Point, coordinates, coordinates)
frames = st.builds(
    Frame,
    st.text("0123456789abcdef", min_size=64, max_size=64),
    st.integers(1, 5000),
    st.integers(1, 5000),
    coordinates,
    coordinates,
    st.floats(0.01, 100),
)


@st.composite
def images(draw: st.DrawFn) -> Image:
    pixels = draw(npst.arrays(np.uint8, (draw(sizes), draw(sizes), 3)))
    return Image(pixels, draw(st.none() | frames))


masks = st.builds(Mask, st.tuples(sizes, sizes).flatmap(lambda size: npst.arrays(np.bool_, size)))
arrays = npst.arrays(
    st.sampled_from([np.float32, np.int64, np.uint8]),
    npst.array_shapes(max_dims=3, max_side=4),
)
texts = st.text(st.characters(codec=None), max_size=12)  # lone surrogates too
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts


@st.composite
def regions(draw: st.DrawFn) -> Region:
    return Region(
        draw(boxes()),
        draw(texts),
        draw(st.floats(0, 1)),
        draw(st.none() | masks),
        draw(st.none() | frames),
        draw(st.lists(st.tuples(texts, scalars), max_size=2).map(tuple)),
    )


region_lists = st.builds(
    lambda items, image: Regions(tuple(items), image),
    st.lists(regions(), max_size=3),
    st.none() | images(),
)
refs = st.builds(
    Ref,
    st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,5}", fullmatch=True),
    st.sampled_from(["image", "regions", "any"]),
    st.lists(st.integers(0, 99), max_size=3).map(tuple),
)


def _containers(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(texts | st.integers(), inner, max_size=3)
    )


plain = st.recursive(scalars, _containers, max_leaves=8)
values = st.recursive(
    scalars | boxes() | points | images() | masks | arrays | regions() | region_lists,
    _containers,
    max_leaves=6,
)
