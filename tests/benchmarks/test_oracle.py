"""Perfect tools against a scene put together by hand."""

from __future__ import annotations

import inspect

import numpy as np
import pytest

from tests.benchmarks import plain
from visprog import plugins
from visprog.errors import ToolError
from visprog.tool import Context, ToolTable
from visprog.types import Bits, Box, Image, Region, Regions
from visprog_benchmarks.micro.answering import whole_pictures
from visprog_benchmarks.micro.asked import KINDS
from visprog_benchmarks.micro.views import draw
from visprog_benchmarks.world.altered import without
from visprog_benchmarks.world.draws import Draws
from visprog_benchmarks.world.layout import Put, compose
from visprog_benchmarks.world.oracle import Oracle, picture
from visprog_benchmarks.world.render import render
from visprog_benchmarks.world.scene import Scene
from visprog_benchmarks.world.signs import with_sign
from visprog_tools.builtin import TOOLS
from visprog_tools.filters import grown


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


def test_every_tool_that_asks_a_model_has_an_oracle(oracle: Oracle) -> None:
    asking = {spec.name for spec in plugins.tools().specs if spec.roles}
    assert asking == set(oracle.tools())


def test_a_face_is_a_person_s(oracle: Oracle, image: Image) -> None:
    (face,) = oracle.facedet(image)
    (person,) = oracle.loc(image, "person")
    assert face.label == "face"
    assert face.box.intersection(person.box) == face.box
    assert 0.3 < face.box.area / person.box.area < 0.8
    (wide,) = oracle.facedet(image, grow=1.5)
    assert wide.box.area > 1.5 * face.box.area
    assert not oracle.facedet(image.crop(oracle.loc(image, "red car")[0].box))


def test_a_face_that_is_covered_is_none() -> None:
    behind = compose([Put("person", (0.5, 0.5), 0.4), Put("car", (0.5, 0.62), 0.45)], ground="sand")
    shown = picture(behind)
    assert len(Oracle([(shown, behind)]).loc(shown, "person")) == 1
    assert not Oracle([(shown, behind)]).facedet(shown)


def test_what_is_removed_was_never_there(oracle: Oracle, image: Image, scene: Scene) -> None:
    """Beyond a soft edge the picture is that of the scene without the thing."""
    bare = picture(without(scene, [3]))
    cars = oracle.seg(image, "red car")
    after = oracle.remove(image, cars, plain.Context())
    mask = cars[0].mask
    assert mask is not None
    assert (after.pixels[mask.bits] == bare.pixels[mask.bits]).mean() > 0.9
    assert (after.pixels[:, :200] == image.pixels[:, :200]).all()
    again = oracle.remove(image.crop(cars[0].box.grown(1.4)), cars, plain.Context())
    assert again.frame.left > 0
    # nothing is taken away where the region is of nothing
    corner = Regions.of([Region(Box(0, 0, 40, 40), frame=image.frame)], image)
    assert (oracle.remove(image, corner, plain.Context()).pixels == image.pixels).all()


def test_what_is_replaced_stands_there(oracle: Oracle, image: Image) -> None:
    def changed(after: Image) -> Bits:
        return np.asarray((after.pixels != image.pixels).any(-1))

    context = plain.Context()
    snow = oracle.replace(image, oracle.seg(image, "water"), "white snow", context)
    thing = oracle.seg(image, "boat")[0].mask
    assert thing is not None
    assert snow.pixels[0, 0].min() > 190
    assert changed(snow)[~grown(thing.bits, 4)].mean() > 0.7
    boxes = oracle.seg(image, "red car")
    cat = oracle.replace(image, boxes, "a cat", context)
    assert changed(cat)[boxes[0].mask.bits].mean() > 0.8  # type: ignore[union-attr]
    white = oracle.background(image, oracle.seg(image, "boat"), "white", context)
    assert (white.pixels[-1, -1] == 246).all()
    beach = oracle.background(image, oracle.seg(image, "boat"), "beach", context)
    assert beach.pixels[0, 0, 0] > beach.pixels[0, 0, 2]
    for prompt in ("a unicorn", "a blue cat", "stone"):
        with pytest.raises(ToolError, match="world"):
            oracle.replace(image, boxes, prompt, context)


def test_a_sign_stays_unless_it_is_covered(scene: Scene) -> None:
    signed = with_sign(scene, "OPEN")
    shown = picture(signed)
    perfect = Oracle([(shown, signed)])
    sign = Regions.of([Region(Box(*signed.sign.box).grown(1.1), frame=shown.frame)], shown)
    gone = perfect.remove(shown, sign, plain.Context())
    left, top, right, bottom = (int(edge) for edge in Box(*signed.sign.box).grown(0.6).xyxy)
    window = slice(top, bottom), slice(left, right)
    assert (gone.pixels[window] == picture(scene).pixels[window]).all()
    kept = perfect.remove(shown, perfect.seg(shown, "dog"), plain.Context())
    assert (kept.pixels[window] == shown.pixels[window]).all()


def test_what_a_language_model_would_know(oracle: Oracle, image: Image) -> None:
    assert oracle.list_facts("farm animals", 2) == ["cow", "horse"]
    assert oracle.llm_query("Is a boat a vehicle?") == "yes"
    assert oracle.vipergpt_llm_query("Is a wine glass an animal?") == "no"
    assert oracle.patch_llm_query(image, "Is the penguin a bird?") == "yes"
    assert oracle.llm_query("What kind of thing is a teapot?") == "tableware"
    assert oracle.process_guesses("Is a dog a pet?", "no", "yes") == "yes"
    assert oracle.process_guesses("Who wrote it?", "Kafka", None) == "Kafka"
    with pytest.raises(ToolError, match="does not settle"):
        oracle.llm_query("Is a dog a tax?")
    with pytest.raises(ToolError, match="no list"):
        oracle.list_facts("kings of Norway")


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
    near, far = (oracle.depth(image, plain.Context(), Regions.of([one])) for one in (low, high))
    assert near < far
    assert oracle.compute_depth(image.crop(low.box)) == near
    behind = oracle.crop_behind(image, Regions.of([low]), plain.Context())
    front = oracle.crop_frontof(image, Regions.of([low]), plain.Context())
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
        ("Which is nearer, the red car or the blue car?", "car"),
        ("What colour is the nearest car?", "blue"),
        ("What colour is the car closest to the dog?", "blue"),
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


def test_a_sign_is_told_by_its_colour_and_by_what_it_says(scene: Scene) -> None:
    signed = with_sign(scene, "OPEN")
    shown = picture(signed)
    perfect = Oracle([(shown, signed)])
    colour = signed.sign.colour
    others = sorted({"red", "yellow", "green", "blue", "white", "black"} - {colour})
    for phrase in ("sign", f"{colour} sign", "open sign", f"a {colour} open board"):
        assert len(perfect.find(shown, phrase)) == 1
    for phrase in (f"{others[0]} sign", "stop sign", "sign dog"):
        assert perfect.find(shown, phrase) == []
    (patch,) = perfect.find(shown, "sign")
    assert perfect.verify_property(patch, "sign", colour)
    assert not perfect.verify_property(patch, "sign", others[0])
    options = [f"{one} sign" for one in (*others, colour)]
    assert perfect.best_text_match(patch, options) == f"{colour} sign"


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
