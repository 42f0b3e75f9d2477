"""LOC, DETECT, COUNT and CROP on a table of detections."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tools.bench import Bench, Models, TableDetector, picture
from visprog.errors import ToolError
from visprog.types import Box, Region, Regions
from visprog_tools import count, crop, locate
from visprog_tools.detection import suppress

FOUND = [
    ("dog", 0.9, 0.0, 0.0, 20.0, 20.0),
    ("dog", 0.8, 1.0, 1.0, 21.0, 21.0),
    ("dog", 0.7, 60.0, 40.0, 90.0, 70.0),
    ("dog", 0.2, 30.0, 30.0, 40.0, 40.0),
    ("cat", 0.6, 1.0, 1.0, 20.0, 20.0),
]


def bench(empty: str = "error") -> Bench:
    detector = TableDetector(FOUND)
    return Bench(Models(locate=detector, detect=detector), empty=empty)  # type: ignore[arg-type]


async def test_loc_keeps_the_confident_and_records_the_rest() -> None:
    at = bench()
    dogs = await at.call(locate.loc, image=picture(), object="dog")
    assert [region.score for region in dogs] == pytest.approx([0.9, 0.7])
    assert {region.label for region in dogs} == {"dog"}
    ((code, message, facts),) = at.notes
    assert code == "candidates"
    assert message == "2 kept, 1 suppressed, 1 below 0.5"
    assert [region.score for region in facts["suppressed"]] == pytest.approx([0.8])
    assert [region.score for region in facts["below"]] == pytest.approx([0.2])


async def test_nothing_found_is_an_answer() -> None:
    at = bench()
    unicorns = await at.call(locate.loc, image=picture(), object="unicorn")
    assert len(unicorns) == 0
    assert await at.call(count.count, box=unicorns) == 0


async def test_detect_takes_several_names_and_suppresses_within_each() -> None:
    found = await bench().call(locate.detect, image=picture(), object=["dog", " cat "])
    assert [region.label for region in found] == ["dog", "dog", "cat"]


@pytest.mark.parametrize(
    ("half", "box"),
    [
        ("TOP", (0, 0, 100, 40)),
        ("BOTTOM", (0, 40, 100, 80)),
        ("LEFT", (0, 0, 50, 80)),
        ("RIGHT", (50, 0, 100, 80)),
    ],
)
async def test_halves_need_no_model(half: str, box: tuple[float, ...]) -> None:
    (region,) = await Bench().call(locate.loc, image=picture(), object=half)
    assert region.box.xyxy == box


@pytest.mark.parametrize("spec", [locate.loc, locate.detect])
async def test_an_empty_phrase_is_refused(spec: object) -> None:
    with pytest.raises(ToolError, match="empty"):
        await bench().call(spec, image=picture(), object="  " if spec is locate.loc else ["", " "])


async def test_a_box_found_in_a_crop_lies_in_the_root() -> None:
    whole = picture()
    part = whole.crop(Box(50, 30, 100, 80))
    (first, *_) = await bench().call(locate.loc, image=part, object="dog")
    assert first.box.xyxy == (0, 0, 20, 20)
    assert first.root_box.xyxy == (50, 30, 70, 50)


async def test_crop_takes_the_first_region_and_maps_between_frames() -> None:
    at, whole = bench(), picture()
    dogs = await at.call(locate.loc, image=whole, object="dog")
    cut = await at.call(crop.crop, image=whole, box=dogs)
    assert (cut.width, cut.height) == (20, 20)
    part = whole.crop(Box(10, 0, 100, 80))
    again = await at.call(crop.crop, image=part, box=dogs)
    assert (again.frame.left, again.frame.top, again.width) == (10, 0, 10)


@pytest.mark.parametrize(
    ("spec", "size", "corner"),
    [
        (crop.crop_leftof, (10, 80), (0, 0)),
        (crop.crop_rightof, (90, 80), (10, 0)),
        (crop.crop_above, (100, 10), (0, 0)),
        (crop.crop_below, (100, 70), (0, 10)),
    ],
)
async def test_half_planes_cut_at_the_centre(
    spec: object, size: tuple[int, int], corner: tuple[int, int]
) -> None:
    at, whole = bench(), picture()
    dogs = await at.call(locate.loc, image=whole, object="dog")
    cut = await at.call(spec, image=whole, box=dogs)
    assert (cut.width, cut.height) == size
    assert (cut.frame.left, cut.frame.top) == corner


@pytest.mark.parametrize("spec", [crop.crop, crop.crop_leftof, crop.crop_below])
async def test_cropping_to_nothing_is_never_silent(spec: object) -> None:
    with pytest.raises(ToolError, match="found nothing"):
        await bench().call(spec, image=picture(), box=Regions())
    lenient = bench("whole-image")
    assert await lenient.call(spec, image=picture(), box=Regions()) == picture()
    assert lenient.notes[0][0] == "empty-fallback"


async def test_a_program_may_ask_for_the_whole_picture_instead_of_nothing() -> None:
    at, whole = bench(), picture()
    assert await at.call(crop.crop, image=whole, box=Regions(), empty="whole-image") == whole
    assert [code for code, *_ in at.notes] == ["empty-asked"]
    with pytest.raises(ToolError, match="'whole-image' or left out, got 'error'"):
        await at.call(crop.crop, image=whole, box=Regions(), empty="error")


async def test_a_box_outside_the_picture_is_an_error() -> None:
    outside = Regions.of([Region(Box(200, 200, 220, 220))])
    with pytest.raises(ToolError, match="no pixels"):
        await bench().call(crop.crop, image=picture(), box=outside)


@pytest.mark.parametrize("spec", [crop.crop, crop.crop_leftof, crop.crop_below])
async def test_a_region_of_another_picture_is_an_error(spec: object) -> None:
    other = picture(60, 60)
    stranger = Regions.of([Region(Box(0, 0, 9, 9), frame=other.frame)], other)
    with pytest.raises(ToolError, match="box was found in another picture"):
        await bench().call(spec, image=picture(), box=stranger)


edges = st.tuples(*[st.floats(0, 50)] * 2, *[st.floats(51, 100)] * 2)


@given(st.lists(edges, max_size=8), st.floats(0.1, 0.9))
def test_what_survives_suppression_does_not_overlap(
    boxes: list[tuple[float, ...]], iou: float
) -> None:
    regions = [Region(Box(*box), "x", 1 - index / 10) for index, box in enumerate(boxes)]
    kept = suppress(regions, iou)
    assert all(a.box.iou(b.box) <= iou for i, a in enumerate(kept) for b in kept[i + 1 :])
    for region in regions:
        assert region in kept or any(region.box.iou(other.box) > iou for other in kept)
