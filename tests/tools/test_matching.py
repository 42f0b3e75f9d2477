"""CLASSIFY, SELECT and ImagePatch's matching methods, on colours that can be checked by eye."""

from __future__ import annotations

import pytest

from tests.tools.bench import Bench, ColourClip, Models, TableDetector, picture
from visprog.errors import ToolError
from visprog.types import Box, Image, Region, Regions
from visprog_tools import classify, patch, prompts


def bench() -> Bench:
    detector = TableDetector([("dog", 0.9, 10.0, 20.0, 30.0, 50.0)])
    return Bench(Models(locate=detector, classify=ColourClip()))


def halves(image: Image) -> Regions:
    return Regions.of(
        [Region(Box(0, 0, 50, 80), "thing"), Region(Box(50, 0, 100, 80), "thing")], image
    )


async def test_each_region_gets_its_category() -> None:
    at, whole = bench(), picture()
    found = await at.call(
        classify.classify, image=whole, object=halves(whole), categories=["red car", "blue car"]
    )
    assert [region.label for region in found] == ["red car", "blue car"]
    assert all(region.score > 0.9 for region in found)
    assert dict(found[0].extra)["detected_as"] == "thing"
    assert at.notes[0][0] == "classified"


async def test_one_each_keeps_the_best_of_every_category() -> None:
    whole = picture()
    twice = Regions.of([*halves(whole), Region(Box(0, 0, 60, 80), "thing")], whole)
    found = await bench().call(
        classify.classify, image=whole, object=twice, categories=["red", "blue"], one_each=True
    )
    assert sorted(region.label for region in found) == ["blue", "red"]
    assert next(r for r in found if r.label == "red").box.right == 50


async def test_select_by_query_and_category() -> None:
    at, whole = bench(), picture()
    (blue,) = await at.call(
        classify.select, image=whole, object=halves(whole), query=["blue thing"], category=None
    )
    assert blue.box.left == 50
    everything = await at.call(
        classify.select, image=whole, object=halves(whole), query=[], category="car"
    )
    assert len(everything) == 2
    assert at.notes[-1][0] == "no-category"


async def test_a_box_in_numbers_lies_in_the_picture_it_is_given_with() -> None:
    """Also when that is a crop: (0, 0) is the crop's corner, not the whole picture's."""
    right = picture().crop(Box(50, 0, 100, 80))
    numbers = Regions.of([Region(Box(0, 0, 50, 80))])
    (found,) = await bench().call(
        classify.classify, image=right, object=numbers, categories=["red", "blue"]
    )
    assert found.label == "blue"


@pytest.mark.parametrize(
    ("box", "said"),
    [
        (Box(5, 5, 5, 5), "object needs regions that have an area"),
        (Box(200, 0, 210, 9), "object covers no pixel"),
    ],
)
async def test_what_has_no_pixel_is_not_classified(box: Box, said: str) -> None:
    nowhere = Regions.of([Region(box, "thing")])
    for spec, words in (
        (classify.classify, {"categories": ["red", "blue"]}),
        (classify.select, {"query": ["red"]}),
    ):
        with pytest.raises(ToolError, match=said):
            await bench().call(spec, image=picture(), object=nowhere, **words)


async def test_properties_compete_with_other_colours() -> None:
    at = bench()
    left = picture().crop(Box(0, 0, 50, 80))
    assert await at.call(patch.verify_property, patch=left, object_name="car", attribute="red")
    assert not await at.call(patch.verify_property, patch=left, object_name="car", attribute="blue")
    word = await at.call(
        patch.best_text_match, patch=left, option_list=["green", "red", "blue"], prefix="car"
    )
    assert word == "red"


async def test_best_image_match_gives_a_patch_or_its_index() -> None:
    whole, at = picture(), bench()
    patches = [whole.crop(Box(0, 0, 50, 80)), whole.crop(Box(50, 0, 100, 80))]
    assert (
        await at.call(patch.best_image_match, list_patches=patches, content=["blue"]) is patches[1]
    )
    index = await at.call(
        patch.best_image_match, list_patches=patches, content=["blue"], return_index=True
    )
    assert index == 1


async def test_find_and_exists() -> None:
    at, whole = bench(), picture()
    (dog,) = await at.call(patch.find, patch=whole, object_name="dog")
    assert (dog.frame.left, dog.frame.top, dog.width, dog.height) == (10, 20, 20, 30)
    assert await at.call(patch.exists, patch=whole, object_name="dog")
    assert not await at.call(patch.exists, patch=whole, object_name="cat")


async def test_crop_counts_from_the_lower_left() -> None:
    cut = await Bench().call(patch.crop, patch=picture(), left=10, lower=0, right=30, upper=20)
    assert (cut.frame.left, cut.frame.top, cut.width, cut.height) == (10, 60, 20, 20)
    with pytest.raises(ToolError, match="y axis points up"):
        await Bench().call(patch.crop, patch=picture(), left=30, lower=0, right=10, upper=20)


async def test_overlap_and_distance() -> None:
    whole = picture()
    a, b = whole.crop(Box(0, 0, 20, 20)), whole.crop(Box(50, 40, 60, 60))
    assert await Bench().call(patch.overlaps_with, patch=a, left=10, lower=70, right=30, upper=80)
    assert not await Bench().call(
        patch.overlaps_with, patch=a, left=10, lower=0, right=30, upper=50
    )
    assert await Bench().call(patch.distance, patch_a=a, patch_b=b) == pytest.approx(
        (900 + 400) ** 0.5
    )
    assert await Bench().call(patch.distance, patch_a=a, patch_b=a) == -1.0


@pytest.mark.parametrize(
    ("spec", "arguments"),
    [
        (patch.find, {"object_name": " "}),
        (patch.exists, {"object_name": ""}),
        (patch.verify_property, {"object_name": "car", "attribute": " "}),
        (patch.best_text_match, {"option_list": []}),
        (patch.best_text_match, {"option_list": ["", " "]}),
        (patch.overlaps_with, {"left": 9, "lower": 0, "right": 5, "upper": 9}),
        (patch.overlaps_with, {"left": 0, "lower": 9, "right": 5, "upper": 5}),
    ],
)
async def test_bad_arguments_are_one_clear_line(spec: object, arguments: dict[str, object]) -> None:
    with pytest.raises(ToolError) as caught:
        await bench().call(spec, patch=picture(), **arguments)
    assert "\n" not in str(caught.value)


def test_articles_and_templates() -> None:
    assert prompts.with_article("umbrella") == "an umbrella"
    assert prompts.with_article("the dog") == "the dog"
    assert "a photo of the dog." in prompts.expand("dog")
    assert len(set(prompts.expand("dog"))) == len(prompts.ENSEMBLE)
