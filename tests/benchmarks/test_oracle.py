"""Perfect tools against a scene put together by hand."""

from __future__ import annotations

import asyncio
import inspect

import pytest

from tests.benchmarks import plain
from visprog.errors import ToolError
from visprog.tool import Context, ToolTable
from visprog.types import Box, Image, Regions
from visprog_benchmarks.micro.answering import whole_pictures
from visprog_benchmarks.micro.asked import KINDS
from visprog_benchmarks.micro.views import draw
from visprog_benchmarks.world.draws import Draws
from visprog_benchmarks.world.layout import Put, compose
from visprog_benchmarks.world.oracle import Oracle, picture
from visprog_benchmarks.world.render import render
from visprog_benchmarks.world.scene import Scene
from visprog_benchmarks.world.signs import with_sign
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
        hints = inspect.signature(function, eval_str=True).parameters
        own = [name for name, given in hints.items() if given.annotation is not Context]
        assert sorted(own) == sorted(parameters), name


def test_masks_are_those_of_the_scene(oracle: Oracle, image: Image, scene: Scene) -> None:
    ids = render(scene)[1]
    (boat,) = oracle.seg(image, "boat")
    assert boat.mask is not None
    assert (boat.mask.bits == (ids == 1)).all()
    (water,) = oracle.seg(image, "water")
    assert water.mask is not None
    assert (water.mask.bits == (ids == 0)).all()
    assert len(oracle.seg(image, "desert")) == 0
    assert len(oracle.seg(image)) == len(scene.things)
    cars = oracle.loc(image, "car")
    assert [region.box.xyxy for region in oracle.seg(image, cars)] == [
        region.box.xyxy for region in cars
    ]


def test_a_click_means_what_it_is_on(oracle: Oracle, image: Image) -> None:
    (boat,) = oracle.point(image, "boat")
    x, y = dict(boat.extra)["point"]
    (clicked,) = oracle.seg(image, [x, y])
    assert clicked.mask == oracle.seg(image, "boat")[0].mask
    (again,) = oracle.seg(image, oracle.point(image, "dog"))
    assert again.mask == oracle.seg(image, "dog")[0].mask
    assert len(oracle.point(image, "car", masks=True)) == 2


def test_masks_follow_into_a_crop(oracle: Oracle, image: Image) -> None:
    crop = image.crop(Box(100, 100, 400, 400))
    (person,) = oracle.seg(crop, "person")
    (whole,) = oracle.seg(image, "person")
    assert person.mask is not None
    assert whole.mask is not None
    assert (person.mask.bits == whole.mask.bits[100:400, 100:400]).all()


def test_depths_follow_the_ground(oracle: Oracle, image: Image) -> None:
    low, high = sorted(oracle.loc(image, "car"), key=lambda region: -region.box.bottom)
    near, far = (
        asyncio.run(oracle.depth(image, plain.Context(), Regions.of([one]))) for one in (low, high)
    )
    assert near < far
    assert oracle.compute_depth(image.crop(low.box)) == near
    behind = asyncio.run(oracle.crop_behind(image, Regions.of([low]), plain.Context()))
    front = asyncio.run(oracle.crop_frontof(image, Regions.of([low]), plain.Context()))
    assert behind.frame.top == 0
    assert front.frame.top > 0


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How many cars are there?", "2"),
        ("Is there a dog in the boat?", "yes"),
        ("Are there more cars than boats?", "yes"),
        ("What is the person in?", "boat"),
        ("What is the ground?", "water"),
        ("Is the dog on the left or on the right?", "left"),
        ("Is there a cat or a boat?", "yes"),
        ("Which is larger, the boat or the dog?", "boat"),
    ],
)
def test_questions_are_answered_from_the_scene(
    oracle: Oracle, image: Image, question: str, answer: str
) -> None:
    assert oracle.vqa(image, question) == answer


def test_short_questions_about_a_patch(oracle: Oracle, image: Image) -> None:
    (person,) = oracle.find(image, "person")
    assert oracle.simple_query(person) == "person"
    red = image.crop(oracle.loc(image, "red car")[0].box)
    assert oracle.simple_query(red, "What color is this car?") == "red"
    assert oracle.simple_query(red, "Is this car blue?") == "no"
    with pytest.raises(ToolError, match="cannot answer"):
        oracle.vqa(image, "Why is the sea salty?")


def test_what_the_vqa_model_is_asked_has_the_answers_it_is_taught() -> None:
    draws, wrong, total = Draws("asked", 1), [], 0
    for drawn in draw("test", 12):
        shown = Image(drawn.image)
        perfect = Oracle([(shown, drawn.scene)])
        (whole,) = whole_pictures([drawn])
        for kind, (_, make) in KINDS.items():
            if kind.endswith("kind") or (asked := make(whole.sight, draws)) is None:
                continue  # what is of a kind the nouns' table says, and everyday's another
            total += 1
            if perfect.vqa(shown, asked[0]) != asked[1]:
                wrong.append((kind, *asked))
    assert total > 100
    assert not wrong


def test_captions_tell_what_is_held_with_its_holder(oracle: Oracle, image: Image) -> None:
    assert oracle.caption(image) == "a person and a dog in a boat and two cars, on water"
    blue = image.crop(Box(440, 300, 600, 470))
    assert oracle.caption(blue) == "a blue car, on water"


def test_a_sign_is_read_where_it_can_be_seen(scene: Scene) -> None:
    signed = with_sign(scene, "OPEN\n24")
    shown = picture(signed)
    perfect = Oracle([(shown, signed)])
    assert perfect.ocr(shown) == "OPEN\n24"
    assert perfect.vqa(shown, "What does the sign say?") == "OPEN 24"
    left, top, right, bottom = signed.sign.box
    assert perfect.ocr(shown.crop(Box(left, top, right, bottom))) == "OPEN\n24"
    away = Box(0, 0, 60, 60) if left > 60 else Box(580, 420, 640, 480)
    assert perfect.ocr(shown.crop(away)) == ""
    assert len(perfect.loc(shown, "car")) == 2
