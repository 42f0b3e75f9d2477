"""SEG on the real GrabCut with scenes whose masks are known, and its prompts one by one."""

from __future__ import annotations

import numpy as np
import pytest

from tests.tools.bench import Bench, Models, Scripted, Served, TableDetector, picture
from visprog.errors import ToolError
from visprog.model import ModelSpec
from visprog.types import Box, Image, Mask, Point, Region, Regions
from visprog_benchmarks.world import SEEDS, make_scene, render
from visprog_tools import segment
from visprog_tools.models.grabcut import GrabCut, outlined

SPEC = ModelSpec(role="segment", family="grabcut", checkpoint="code:grabcut", revision="1")


def square(left: int, top: int, right: int, bottom: int) -> Mask:
    bits = np.zeros((80, 100), np.bool_)
    bits[top:bottom, left:right] = True
    return Mask(bits)


THREE = [[square(10, 10, 30, 30), 0.9], [square(0, 0, 50, 80), 0.7], [square(15, 15, 20, 20), 0.4]]


def bench(answer: object = THREE, **settings: object) -> Bench:
    detector = TableDetector(
        [("dog", 0.9, 10.0, 20.0, 30.0, 50.0), ("person", 0.8, 60.0, 20.0, 90.0, 50.0)]
    )
    return Bench(Models(locate=detector, detect=detector, segment=Scripted(answer, **settings)))


def iou(a: Mask, bits: np.ndarray) -> float:  # type: ignore[type-arg]
    return float((a.bits & bits).sum() / (a.bits | bits).sum())


async def test_grabcut_finds_the_pixels_of_rendered_things() -> None:
    found = []
    for seed in SEEDS["test"][:12]:
        scene = make_scene(seed, split="plain", width=256, height=256)
        pixels, ids = render(scene)
        image = Image(pixels)
        things = Regions.of([Region(Box(*thing.box), thing.noun) for thing in scene.things])
        at = Bench(Models(segment=Served(GrabCut(SPEC))))
        for region, index in zip(
            await at.call(segment.seg, image=image, object=things),
            range(1, 1 + len(things)),
            strict=True,
        ):
            found.append(iou(region.mask, ids == index))
            assert region.box == region.mask.box
            assert region.frame == image.frame
    assert np.mean(found) > 0.75


def test_a_coarse_outline_is_moved_to_the_edges_of_the_picture() -> None:
    before, after = [], []
    for seed in SEEDS["test"][:6]:
        pixels, ids = render(make_scene(seed, split="plain", width=256, height=256))
        for index in range(1, ids.max() + 1):
            truth = ids == index
            cells = truth.reshape(32, 8, 32, 8).mean((1, 3)) > 0.5
            coarse = Mask(cells.repeat(8, 0).repeat(8, 1))
            before.append(iou(coarse, truth))
            after.append(iou(outlined(Image(pixels), coarse), truth))
    assert np.mean(before) < 0.8 < 0.85 < np.mean(after)
    nothing = Mask(np.zeros((256, 256), np.bool_))
    assert outlined(Image(pixels), nothing) is nothing


async def test_a_pack_may_ask_for_outlines_along_edges() -> None:
    asked = bench([THREE[0]], edges=True)
    await asked.call(segment.seg, image=picture(), object=[20, 20])
    assert asked.models.segment.asked[-1][1]["edges"] is True


async def test_by_phrase_is_locating_and_then_a_mask_from_every_box() -> None:
    at = bench([THREE[0]])
    (dog,) = await at.call(segment.seg, image=picture(), object="dog")
    assert (dog.label, dog.score) == ("dog", pytest.approx(0.9))
    assert dog.mask == THREE[0][0]
    assert dict(dog.extra)["mask_score"] == 0.9
    operation, asked = at.models.segment.asked[0]
    assert operation == "masks"
    assert asked["box"] == (10.0, 20.0, 30.0, 50.0)
    assert asked["multiple"] is False


async def test_query_is_another_name_for_the_phrase() -> None:
    (dog,) = await bench([THREE[0]]).call(segment.seg, image=picture(), query="dog")
    assert dog.label == "dog"


async def test_nothing_located_is_an_answer() -> None:
    assert len(await bench().call(segment.seg, image=picture(), object="unicorn")) == 0


async def test_without_an_object_everything_is_segmented() -> None:
    found = await bench([THREE[0]]).call(segment.seg, image=picture())
    assert [region.label for region in found] == ["dog", "person"]


@pytest.mark.parametrize(
    ("choice", "pixels"), [("best", 400), ("part", 25), ("object", 400), ("whole", 4000)]
)
async def test_a_click_is_ambiguous_and_the_choice_decides(choice: str, pixels: int) -> None:
    at = bench()
    (region,) = await at.call(segment.seg, image=picture(), object=[20, 20], choice=choice)
    assert region.mask.area == pixels
    assert at.models.segment.asked[0][1]["multiple"] is True
    ((_, message, facts),) = [note for note in at.notes if note[0] == "masks"]
    assert message.startswith(f"{choice} of 3 masks")
    assert [item.mask.area for item in facts["candidates"]] == [400, 4000, 25]


async def test_several_clicks_say_what_is_meant() -> None:
    at = bench([THREE[0]])
    await at.call(segment.seg, image=picture(), object=[[20, 20, 1], [70, 40, 0]])
    asked = at.models.segment.asked[0][1]
    assert asked["points"] == ((20.0, 20.0), (70.0, 40.0))
    assert asked["labels"] == (1, 0)
    assert asked["multiple"] is False


@pytest.mark.parametrize(
    "prompt",
    [Box(1, 2, 3, 4), [1, 2, 3, 4], Region(Box(1, 2, 3, 4)), [Region(Box(1, 2, 3, 4))]],
)
async def test_a_box_in_every_form(prompt: object) -> None:
    at = bench([THREE[0]])
    await at.call(segment.seg, image=picture(), object=prompt)
    assert at.models.segment.asked[0][1]["box"] == (1, 2, 3, 4)


@pytest.mark.parametrize("prompt", [Point(5, 6), [5, 6], Regions.of([Region(Box(5, 6, 5, 6))])])
async def test_a_click_in_every_form(prompt: object) -> None:
    at = bench()
    await at.call(segment.seg, image=picture(), object=prompt)
    assert at.models.segment.asked[0][1]["points"] == ((5, 6),)


async def test_regions_found_in_the_whole_are_placed_in_a_crop() -> None:
    whole = picture()
    part = whole.crop(Box(10, 10, 60, 60))
    at = bench([[Mask(np.ones((50, 50), np.bool_)), 1.0]])
    region = Region(Box(20, 20, 40, 40), frame=whole.frame)
    await at.call(segment.seg, image=part, object=Regions.of([region], whole))
    assert at.models.segment.asked[0][1]["box"] == (10, 10, 30, 30)


async def test_an_empty_mask_is_noted_and_left_out() -> None:
    at = bench([[square(0, 0, 0, 0), 0.2]])
    assert len(await at.call(segment.seg, image=picture(), object="dog")) == 0
    assert at.notes[-1][:2] == ("no-mask", "1 of 1 prompts gave an empty mask")


async def test_grounds_are_told_by_their_colours_where_the_pack_says_so() -> None:
    scene = next(
        scene
        for scene in (make_scene(seed, width=192, height=192) for seed in SEEDS["test"])
        if scene.ground == "grass"
    )
    pixels, ids = render(scene)
    at = bench(grounds=True)
    (grass,) = await at.call(segment.seg, image=Image(pixels), object="lush green grass")
    assert iou(grass.mask, ids == 0) > 0.9
    assert at.notes[0][0] == "stand-in"
    assert not at.models.segment.asked


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"object": " "}, "empty"),
        ({"object": "dog", "query": "dog"}, "not both"),
        ({"object": "dog", "choice": "biggest"}, "choice is one of"),
        ({"object": {"a": 1}}, "object is a phrase"),
        ({"object": []}, "object is a phrase"),
        ({"object": [1, 2, 3]}, "object is a phrase"),
        ({"object": [9, 2, 3, 4]}, "left <= right"),
        ({"object": [200, 2, 300, 4]}, "covers no pixel"),
        ({"object": [200, 2]}, "outside the picture"),
        ({"object": [[1, 2, 3]]}, "labelled 1"),
        ({"object": [[1, 2, 0]]}, "at least one click"),
        ({"object": [["a", 2]]}, "a click in object is"),
    ],
)
async def test_bad_arguments(arguments: dict[str, object], said: str) -> None:
    with pytest.raises(ToolError, match=said) as caught:
        await bench().call(segment.seg, image=picture(), **arguments)
    assert "\n" not in str(caught.value)


def test_grabcut_fills_a_click_at_three_tolerances_and_obeys_a_second_one() -> None:
    model = GrabCut(SPEC)
    item = {"image": picture(), "points": ((10.0, 10.0),), "labels": (1,), "multiple": True}
    (found,) = model.masks([item])
    assert len(found) == 3
    assert found[0][0].area == 50 * 80
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
    both = {"points": ((10.0, 10.0), (90.0, 10.0)), "labels": (1, 1), "multiple": False}
    ((everything, _),) = model.masks([{**item, **both}])[0]
    assert everything.area == 100 * 80
    ((left, _),) = model.masks([{**item, **both, "labels": (1, 0)}])[0]
    assert left.area == 50 * 80
