"""What holds for every edit of every picture: size, the untouched outside, the same twice."""

from __future__ import annotations

import asyncio
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tools.edit_bench import bench
from tests.tools.test_edit_tools import ON_REGIONS, TOOLS
from visprog.errors import ToolError
from visprog.types import Bits, Box, Image, Mask, Region, Regions
from visprog_tools.edit.finish import finish
from visprog_tools.edit.holes import filled
from visprog_tools.edit.matte import matte
from visprog_tools.edit.spread import spread
from visprog_tools.filters import grown

FEW = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
SIDES = st.integers(8, 48)


def noise(width: int, height: int, seed: int) -> Image:
    return Image(np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8))


@st.composite
def scenes(draw: st.DrawFn) -> tuple[Image, Regions]:
    """A noisy picture with one to three regions, some with a mask of any shape."""
    width, height = draw(SIDES), draw(SIDES)
    image = noise(width, height, draw(st.integers(0, 99)))
    regions = []
    for _ in range(draw(st.integers(1, 3))):
        left, top = draw(st.integers(0, width - 3)), draw(st.integers(0, height - 3))
        right, bottom = draw(st.integers(left + 2, width)), draw(st.integers(top + 2, height))
        mask = None
        if draw(st.booleans()):
            bits = np.zeros((height, width), np.bool_)
            bits[top:bottom, left:right] = True
            bits[top, left] = draw(st.booleans())
            mask = Mask(bits)
        box = Box(left, top, right, bottom)
        regions.append(Region(box, "thing", 0.5, mask, image.frame))
    return image, Regions.of(regions, image)


def reach(image: Image, regions: Regions) -> Bits:
    """Every pixel near a region's box."""
    bits = np.zeros((image.height, image.width), np.bool_)
    for region in regions:
        left, top, right, bottom = (int(edge) for edge in region.box.xyxy)
        bits[top:bottom, left:right] = True
    return grown(bits, 8)


@pytest.mark.parametrize("name", ON_REGIONS)
@FEW
@given(scene=scenes(), seed=st.integers(0, 5))
def test_same_size_same_frame_same_twice(
    name: str, scene: tuple[Image, Regions], seed: int
) -> None:
    image, regions = scene

    def run() -> Image:
        at = bench(seed=seed)
        edited: Image = asyncio.run(
            at.call(TOOLS[name], image=image, object=regions, **ON_REGIONS[name])
        )
        facts = [facts for code, _, facts in at.notes if code == "outside_unchanged"]
        assert [fact["largest"] for fact in facts] == [0]
        return edited

    first = run()
    assert (first.width, first.height, first.frame) == (image.width, image.height, image.frame)
    assert run().digest == first.digest


@pytest.mark.parametrize("name", ["REPLACE", "REMOVE", "RECOLOR", "BLUR"])
@FEW
@given(scene=scenes())
def test_what_is_far_from_every_region_stays(name: str, scene: tuple[Image, Regions]) -> None:
    image, regions = scene
    at = bench()
    edited = asyncio.run(at.call(TOOLS[name], image=image, object=regions, **ON_REGIONS[name]))
    far = ~reach(image, regions)
    assert np.array_equal(edited.pixels[far], image.pixels[far])


@FEW
@given(first=st.integers(0, 4), second=st.integers(5, 9))
def test_seeds_decide_what_is_painted(first: int, second: int) -> None:
    image = noise(40, 40, 0)
    bits = np.zeros((40, 40), np.bool_)
    bits[10:30, 10:30] = True
    regions = Regions.of([Region(Box(10, 10, 30, 30), "x", 1.0, Mask(bits), image.frame)], image)

    def run(**arguments: Any) -> Image:
        call = bench(seed=7).call(
            TOOLS["REPLACE"], image=image, object=regions, prompt="grass", **arguments
        )
        edited: Image = asyncio.run(call)
        return edited

    assert run(seed=first) == run(seed=first)
    assert run(seed=first) != run(seed=second)
    assert run() == run(seed=7)


@FEW
@given(scene=scenes())
def test_a_matte_is_exact_away_from_the_rim(scene: tuple[Image, Regions]) -> None:
    image, regions = scene
    for region in regions:
        if region.mask is None:
            continue
        cut = matte(image.pixels, region.mask.bits)
        own = image.pixels.astype(np.float32)
        assert ((cut.alpha >= 0) & (cut.alpha <= 1)).all()
        assert np.array_equal(cut.painted(own * 0)[~cut.touched], own[~cut.touched])
        assert np.array_equal(cut.on(own * 0)[~cut.left], own[~cut.left])
        assert (cut.alpha[grown(~region.mask.bits, 4)] < 1).any() or region.mask.bits.all()


def test_a_hard_edge_is_unmixed_exactly() -> None:
    """Half red, half green, the column between them a half of each: no halo of either is left."""
    pixels = np.zeros((40, 41, 3), np.uint8)
    pixels[:, :20, 0], pixels[:, 21:, 1] = 200, 200
    pixels[:, 20] = (100, 100, 0)
    bits = np.zeros((40, 41), np.bool_)
    bits[:, :21] = True
    cut = matte(pixels, bits)
    on_blue = cut.on(np.full((40, 41, 3), (0, 0, 200), np.float32))
    assert on_blue[20, :, 1].max() < 12  # nothing green came along
    assert 60 < on_blue[20, 20, 0] < 140


@FEW
@given(scene=scenes())
def test_holes_are_filled_and_nothing_else(scene: tuple[Image, Regions]) -> None:
    image, regions = scene
    bits = reach(image, regions[:1])
    result = filled(image.pixels, bits)
    assert np.isfinite(result).all()
    assert np.array_equal(result[~bits], image.pixels[~bits])


@FEW
@given(width=SIDES, height=SIDES, level=st.integers(0, 255))
def test_spreading_one_colour_gives_that_colour(width: int, height: int, level: int) -> None:
    values = np.full((height, width, 3), level, np.float32)
    known = np.zeros((height, width), np.bool_)
    known[height // 2, width // 2] = True
    assert np.allclose(spread(values * known[..., None], known), level, atol=0.5)


def test_an_edit_that_leaks_is_thrown_away() -> None:
    image = noise(10, 10, 0)
    leaky = image.pixels.astype(np.float32)
    leaky[0, 0] = 255 - leaky[0, 0]
    with pytest.raises(ToolError, match="outside the edited area"):
        finish("TEST", image, leaky, np.zeros((10, 10), np.bool_), bench())
