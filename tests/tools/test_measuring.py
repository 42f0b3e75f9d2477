"""POINT, FACEDET, COLOR, DEPTH and the crops by depth."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from skimage.data import astronaut, chelsea, coffee, rocket

from tests.contracts.strategies import masks
from tests.tools.bench import Bench, Models, Scripted, Served, TableDetector, picture
from visprog.errors import ToolError
from visprog.model import ModelSpec
from visprog.types import Box, Image, Mask, Region, Regions
from visprog_benchmarks.world import SEEDS, make_scene, render
from visprog_tools import color, count, depth, face, point
from visprog_tools.masking import innermost
from visprog_tools.models.cascade import Cascade
from visprog_tools.models.grabcut import GrabCut

FACES = ModelSpec(role="face", family="cascade", checkpoint="code:lbp-cascade", revision="1")


def mask(left: int, top: int, right: int, bottom: int) -> Mask:
    bits = np.zeros((80, 100), np.bool_)
    bits[top:bottom, left:right] = True
    return Mask(bits)


# POINT


async def test_points_are_counted() -> None:
    pointer = Scripted(np.array([[10, 20], [60, 30]], np.float32))
    at = Bench(Models(point=pointer))
    found = await at.call(point.point, image=picture(), object=" boat ")
    assert await at.call(count.count, box=found) == 2
    assert [dict(region.extra)["point"] for region in found] == [(10, 20), (60, 30)]
    assert pointer.asked[0][1]["phrase"] == "boat"


async def test_every_point_can_be_checked_against_its_mask() -> None:
    places = np.array([[10, 10], [12, 12], [60, 30]], np.float32)
    answers = {10.0: mask(0, 0, 20, 20), 12.0: mask(0, 0, 20, 20), 60.0: mask(70, 50, 90, 70)}

    def masks(points: tuple[tuple[float, float], ...], **_: object) -> object:
        return [[answers[points[0][0]], 0.9]]

    at = Bench(Models(point=Scripted(places), segment=Scripted(masks)))
    found = await at.call(point.point, image=picture(), object="boat", masks=True)
    assert [region.mask.area for region in found] == [400, 400, 400]
    code, message, facts = at.notes[-1]
    assert code == "checked"
    assert message == "2 of 3 points lie in their mask, 1 pairs share one"
    assert facts["shared"] == [(0, 1)]


async def test_a_detector_may_stand_in_with_points_on_what_it_found() -> None:
    detector = TableDetector([("hook", 0.9, 10.0, 10.0, 70.0, 70.0)])
    detector.settings["by"] = "detection"
    pixels = np.full((80, 80, 3), (40, 160, 60), np.uint8)
    pixels[10:70, 10:26] = pixels[54:70, 10:70] = (200, 30, 30)
    segmenter = Served(GrabCut(ModelSpec("segment", "grabcut", "code:grabcut", "1"), "cpu"))
    at = Bench(Models(point=detector, segment=segmenter))
    (hook,) = await at.call(point.point, image=Image(pixels), object="hook")
    x, y = hook.box.center.x, hook.box.center.y
    assert at.notes[0][0] == "stand-in"
    assert tuple(pixels[int(y), int(x)]) == (200, 30, 30)
    assert tuple(pixels[40, 40]) != (200, 30, 30)


@given(masks)
def test_the_innermost_point_is_on_the_mask(mask: Mask) -> None:
    found = innermost(mask.bits)
    assert (found is None) == (not mask.bits.any())
    if found:
        assert mask.bits[int(found[1]), int(found[0])]


async def test_points_outside_are_noted_and_none_is_an_answer() -> None:
    at = Bench(Models(point=Scripted(np.array([[500, 20]], np.float32))))
    assert len(await at.call(point.point, image=picture(), object="boat", masks=True)) == 0
    assert at.notes[0][0] == "outside"


async def test_pointing_at_nothing_is_refused() -> None:
    with pytest.raises(ToolError, match="empty"):
        await Bench().call(point.point, image=picture(), object="")


# FACEDET


async def test_the_face_on_a_real_photograph() -> None:
    at = Bench(Models(face=Served(Cascade(FACES))))
    (found,) = await at.call(face.facedet, image=Image(astronaut()))
    assert found.label == "face"
    assert found.box.iou(Box(170, 65, 275, 175)) > 0.6
    (grown,) = await at.call(face.facedet, image=Image(astronaut()), grow=1.5)
    assert grown.box.width == pytest.approx(1.5 * found.box.width)
    for faceless in (coffee(), chelsea(), rocket(), picture().pixels):
        assert len(await at.call(face.facedet, image=Image(faceless))) == 0
    assert len(await at.call(face.facedet, image=picture(10, 10))) == 0


async def test_a_large_photograph_is_searched_small() -> None:
    large = Image(np.kron(astronaut(), np.ones((2, 2, 1), np.uint8)))
    at = Bench(Models(face=Served(Cascade(FACES))))
    (found,) = await at.call(face.facedet, image=large)
    assert found.box.iou(Box(340, 130, 550, 350)) > 0.6


async def test_a_detector_of_phrases_may_find_faces() -> None:
    detector = TableDetector([("human face", 0.9, 10.0, 20.0, 30.0, 50.0)])
    detector.settings |= {"by": "detection", "phrase": "human face"}
    (found,) = await Bench(Models(face=detector)).call(face.facedet, image=picture())
    assert (found.label, found.box.left) == ("face", 10)


@pytest.mark.parametrize("grow", [0, -1, 11])
async def test_faces_grow_within_reason(grow: float) -> None:
    with pytest.raises(ToolError, match="grow must be"):
        await Bench().call(face.facedet, image=picture(), grow=grow)


# COLOR


@pytest.mark.parametrize(
    ("rgb", "name"),
    [
        ((255, 0, 0), "red"),
        ((255, 165, 0), "orange"),
        ((255, 255, 0), "yellow"),
        ((0, 128, 0), "green"),
        ((135, 206, 235), "blue"),
        ((0, 0, 128), "blue"),
        ((128, 0, 128), "purple"),
        ((255, 192, 203), "pink"),
        ((139, 69, 19), "brown"),
        ((0, 0, 0), "black"),
        ((255, 255, 255), "white"),
        ((128, 128, 128), "grey"),
    ],
)
async def test_colours_by_their_names(rgb: tuple[int, int, int], name: str) -> None:
    image = Image(np.full((9, 9, 3), rgb, np.uint8))
    at = Bench()
    assert await at.call(color.color, image=image) == name
    assert at.notes[0][2]["ranking"][0] == [name, 1.0]


async def test_the_colours_of_rendered_things() -> None:
    right = []
    for seed in SEEDS["test"][:60]:
        scene = make_scene(seed, width=192, height=192)
        if not any(thing.colour for thing in scene.things):
            continue
        pixels, ids = render(scene)
        image = Image(pixels)
        for index, thing in enumerate(scene.things):
            bits = ids == index + 1
            if thing.colour is None or bits.sum() < 100:
                continue
            region = Region(Box(*thing.box), mask=Mask(bits), frame=image.frame)
            found = await Bench().call(color.color, image=image, object=Regions.of([region]))
            right.append(found == thing.colour)
    assert len(right) > 15
    assert np.mean(right) > 0.9


async def test_what_has_the_colour_of_the_sky() -> None:
    image, at = picture(), Bench()
    left, right = (Regions.of([Region(box)]) for box in (Box(0, 0, 50, 80), Box(50, 0, 100, 80)))
    assert await at.call(color.color, image=image, object=left) == "red"
    assert await at.call(color.color, image=image, object=right) == "blue"
    assert await at.call(color.color_distance, image=image, object=left, other=right) > 100
    assert await at.call(color.color_distance, image=image, object=left, other=left) == 0


@pytest.mark.parametrize(
    ("regions", "said"),
    [(Regions(), "found nothing"), (Regions.of([Region(Box(500, 0, 600, 9))]), "covers no pixel")],
)
async def test_no_pixels_have_no_colour(regions: Regions, said: str) -> None:
    with pytest.raises(ToolError, match=said):
        await Bench().call(color.color, image=picture(), object=regions)
    with pytest.raises(ToolError, match=said):
        await Bench().call(color.color_distance, image=picture(), object=regions, other=regions)


# DEPTH


def three_layers(empty: str = "error") -> Bench:
    """A near bottom, a thing in the middle at depth 5, a far top."""
    field = np.full((80, 100), 9.0, np.float32)
    field[30:50, 40:60] = 5.0
    field[50:] = 1.0
    return Bench(Models(depth=Scripted(field)), empty=empty)  # type: ignore[arg-type]


THING = Regions.of([Region(Box(40, 30, 60, 50))])


async def test_depth_is_the_median_of_the_region() -> None:
    at = three_layers()
    assert await at.call(depth.depth, image=picture(), object=THING) == 5.0
    assert await at.call(depth.depth, image=picture()) == 9.0
    assert await at.call(depth.compute_depth, patch=picture()) == 9.0


async def test_a_patch_is_measured_in_the_picture_it_was_cut_from() -> None:
    at = three_layers()
    at.given = picture()
    patches = [at.given.crop(Box(40, top, 60, top + 20)) for top in (5, 30, 55)]
    depths = [await at.call(depth.compute_depth, patch=patch) for patch in patches]
    assert depths == [9.0, 5.0, 1.0]
    assert {item["image"] for _, item in at.models.depth.asked} == {at.given}
    alone = Bench(Models(depth=Scripted(np.full((20, 20), 3.0, np.float32))))
    assert await alone.call(depth.compute_depth, patch=patches[0]) == 3.0


async def test_in_front_is_what_lies_nearer_and_behind_what_lies_farther() -> None:
    at, whole = three_layers(), picture()
    front = await at.call(depth.crop_frontof, image=whole, box=THING)
    assert (front.frame.top, front.height, front.width) == (50, 30, 100)
    assert front.frame.root == whole.digest
    behind = await at.call(depth.crop_behind, image=whole, box=THING)
    assert (behind.frame.top, behind.height) == (0, 50)
    assert tuple(behind.pixels[40, 50]) == depth.NEUTRAL
    assert tuple(behind.pixels[5, 5]) == (255, 0, 0)


async def test_the_ground_in_a_box_is_not_the_thing_in_it() -> None:
    """A thing at depth 5 fills two thirds of its box; behind it, above, the ground goes up to 9."""
    field = np.repeat(np.linspace(9, 1, 80, dtype=np.float32)[:, None], 100, axis=1)
    field[20:40, 40:54] = 5.0
    field[10:26, 70:90] = 6.0  # stands a little farther back
    at = Bench(Models(depth=Scripted(field)))
    box = Regions.of([Region(Box(40, 20, 60, 40))])
    behind = await at.call(depth.crop_behind, image=picture(), box=box)
    kept = (behind.pixels != depth.NEUTRAL).any(2)
    assert kept[10:26, 70:90].all()
    assert not kept[20:40, 40:54].any()


async def test_nothing_in_front_is_never_silent() -> None:
    lowest = Regions.of([Region(Box(0, 50, 100, 80))])
    for regions, said in ((lowest, "nothing lies in front of"), (Regions(), "found nothing")):
        with pytest.raises(ToolError, match=said):
            await three_layers().call(depth.crop_frontof, image=picture(), box=regions)
        lenient = three_layers("whole-image")
        whole = await lenient.call(depth.crop_frontof, image=picture(), box=regions)
        assert whole == picture()
        assert lenient.notes[-1][0] == "empty-fallback"


async def test_depth_of_nothing_is_refused() -> None:
    for regions, said in (
        (Regions(), "found nothing"),
        (Regions.of([Region(Box(200, 0, 300, 9))]), "covers no pixel"),
    ):
        with pytest.raises(ToolError, match=said):
            await three_layers().call(depth.depth, image=picture(), object=regions)


async def test_a_map_of_another_size_is_refused() -> None:
    at = Bench(Models(depth=Scripted(np.zeros((5, 5), np.float32))))
    with pytest.raises(ToolError, match="a map of"):
        await at.call(depth.depth, image=picture())
