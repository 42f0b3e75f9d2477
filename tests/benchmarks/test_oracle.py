"""Perfect tools against a scene put together by hand."""

from __future__ import annotations

import pytest

from visprog.errors import ToolError
from visprog.tool import ToolTable
from visprog.types import Box, Image
from visprog_benchmarks.world.layout import Put, compose
from visprog_benchmarks.world.oracle import Oracle, picture
from visprog_benchmarks.world.scene import Scene
from visprog_tools import TOOLS


@pytest.fixture(scope="module")
def scene() -> Scene:
    return compose(
        [
            Put("boat", (0.3, 0.6), 0.5, holds=(Put("person"), Put("dog"))),
            Put("car", (0.8, 0.3), 0.25, "red"),
            Put("car", (0.8, 0.8), 0.25, "blue"),
        ],
        ground="water",
    )


@pytest.fixture(scope="module")
def image(scene: Scene) -> Image:
    return picture(scene)


@pytest.fixture(scope="module")
def oracle(scene: Scene, image: Image) -> Oracle:
    return Oracle([(image, scene)])


def test_it_finds_what_is_there(oracle: Oracle, image: Image) -> None:
    assert len(oracle.loc(image, "car")) == 2
    assert len(oracle.loc(image, "red car")) == 1
    assert len(oracle.loc(image, "cat")) == 0
    assert len(oracle.loc(image, "vehicle")) == 3
    found = oracle.detect(image, ["dog", "person"])
    assert [region.label for region in found] == ["dog", "person"]


def test_boxes_are_those_of_the_scene(oracle: Oracle, image: Image, scene: Scene) -> None:
    (boat,) = oracle.loc(image, "boat")
    assert boat.box.xyxy == scene.named("boat")[0].box


def test_a_crop_shows_what_lies_in_it(oracle: Oracle, image: Image) -> None:
    crop = image.crop(oracle.loc(image, "boat")[0].box)
    assert len(oracle.loc(crop, "person")) == 1
    assert len(oracle.loc(crop, "car")) == 0
    again = crop.crop(Box(0, 0, crop.width, crop.height))
    (person,) = oracle.loc(again, "person")
    assert person.root_box.iou(oracle.loc(image, "person")[0].box) > 0.9


def test_a_sliver_does_not_count(oracle: Oracle, image: Image, scene: Scene) -> None:
    left, top, right, bottom = scene.named("car")[0].box
    third = image.crop(Box(left, top, left + (right - left) / 3, bottom))
    assert not oracle.exists(third, "car")
    most = image.crop(Box(left, top, left + (right - left) * 0.8, bottom))
    assert oracle.exists(most, "car")


def test_properties_and_matches(oracle: Oracle, image: Image) -> None:
    red, blue = sorted(oracle.find(image, "car"), key=lambda patch: patch.frame.top)
    assert oracle.verify_property(red, "car", "red")
    assert not oracle.verify_property(blue, "car", "red")
    assert oracle.best_text_match(blue, ["red", "blue"], prefix="car") in {"red", "blue"}
    assert oracle.best_text_match(blue, ["red car", "blue car"]) == "blue car"
    assert oracle.best_text_match(blue, ["dog", "car"]) == "car"
    assert oracle.best_image_match([blue, red], ["red car"]) is red
    assert oracle.best_image_match([blue, red], ["red car"], return_index=True) == 1


def test_select_and_classify(oracle: Oracle, image: Image) -> None:
    cars = oracle.loc(image, "car")
    chosen = oracle.select(image, cars, ["blue car"])
    assert len(chosen) == 1
    assert chosen[0].box.center.y > image.height / 2
    labelled = oracle.classify(image, cars, ["red car", "blue car"])
    assert sorted(region.label for region in labelled) == ["blue car", "red car"]


def test_a_colour_alone_is_no_thing(oracle: Oracle, image: Image) -> None:
    assert len(oracle.loc(image, "red")) == 0


def test_another_picture_is_refused(oracle: Oracle) -> None:
    stranger = compose([Put("dog", (0.5, 0.5))], ground="sand")
    with pytest.raises(ToolError, match="know nothing"):
        oracle.loc(picture(stranger), "dog")


def test_it_takes_the_place_of_the_tools(oracle: Oracle) -> None:
    table = ToolTable(TOOLS).replaced(oracle.tools())
    for name, function in oracle.tools().items():
        parameters = [param.name for param in table[name].params]
        own = list(function.__code__.co_varnames[1 : function.__code__.co_argcount])
        assert own == parameters, name
