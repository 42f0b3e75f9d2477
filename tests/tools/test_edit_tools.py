"""What each editing tool does to a picture, and what it says about bad arguments."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest

from tests.tools.bench import Scripted
from tests.tools.edit_bench import NOTE, bench, changed, found, mask, meadow
from visprog.errors import ToolError
from visprog.tool import ToolSpec
from visprog.types import Box, Image, Mask, Region, Regions
from visprog_tools.edit.editing import EDITING
from visprog_tools.filters import grown, shrunk

TOOLS: dict[str, ToolSpec] = {spec.name: spec for spec in EDITING}
ON_REGIONS: dict[str, dict[str, Any]] = {
    "REPLACE": {"prompt": "sand"},
    "REMOVE": {},
    "BACKGROUND": {"prompt": "snow"},
    "COLORPOP": {},
    "BGBLUR": {},
    "BLUR": {},
    "HIGHLIGHT": {},
    "RECOLOR": {"colour": "yellow"},
    "EMOJI": {"emoji": "dog face"},
    "TAG": {},
}
"""Every tool that takes regions, with further arguments that are right."""


def saturation(pixels: np.ndarray) -> np.ndarray:
    high = pixels.max(-1).astype(int)
    return np.asarray(high - pixels.min(-1))


def test_the_table_is_complete() -> None:
    assert set(TOOLS) == {*ON_REGIONS, "RESIZE"}
    assert all(spec.returns == "image" for spec in EDITING)
    assert all(spec.example.startswith(f"IMAGE0={spec.name}(") for spec in EDITING)


@pytest.mark.parametrize("name", ON_REGIONS)
async def test_every_region_counts(name: str) -> None:
    at = bench()
    after = await at.call(
        TOOLS[name], image=meadow(), object=found("disc", "square"), **ON_REGIONS[name]
    )
    touched = changed(meadow(), after)
    for label in ("disc", "square"):
        near = grown(mask(label).bits, 3)
        if name in {"BACKGROUND", "COLORPOP", "BGBLUR", "HIGHLIGHT"}:
            assert not touched[shrunk(mask(label).bits, 3)].any()
        else:
            assert touched[near].any()
    assert after.frame == meadow().frame
    codes = [code for code, *_ in at.notes]
    assert codes.count("outside_unchanged") == 1
    facts = next(facts for code, _, facts in at.notes if code == "outside_unchanged")
    assert facts["largest"] == 0


@pytest.mark.parametrize("name", ON_REGIONS)
async def test_nothing_to_edit_is_never_silent(name: str) -> None:
    with pytest.raises(ToolError, match=f"{name} has nothing to edit"):
        await bench().call(TOOLS[name], image=meadow(), object=Regions(), **ON_REGIONS[name])
    lenient = bench("whole-image")
    same = await lenient.call(TOOLS[name], image=meadow(), object=Regions(), **ON_REGIONS[name])
    assert same == meadow()
    assert lenient.notes[0][0] == "empty-fallback"


@pytest.mark.parametrize("name", sorted(set(ON_REGIONS) - {"TAG"}))
async def test_a_mask_of_another_picture_is_refused(name: str) -> None:
    foreign = Regions.of([Region(Box(0, 0, 5, 5), "x", mask=Mask(np.ones((7, 9), np.bool_)))])
    with pytest.raises(ToolError, match=f"{name}: .*9 x 7"):
        await bench().call(TOOLS[name], image=meadow(), object=foreign, **ON_REGIONS[name])


async def test_a_region_outside_the_picture_is_refused() -> None:
    outside = Regions.of([Region(Box(300, 300, 320, 320), "dog")])
    with pytest.raises(ToolError, match="object covers no pixel of the picture: dog"):
        await bench().call(TOOLS["BLUR"], image=meadow(), object=outside)


async def test_boxes_stand_in_for_masks_and_that_is_said() -> None:
    at = bench()
    after = await at.call(TOOLS["COLORPOP"], image=meadow(), object=found("disc", masks=False))
    assert ("box-only", 1) in [(code, facts.get("boxes")) for code, _, facts in at.notes]
    assert saturation(after.pixels)[30, 30] > 100
    assert saturation(after.pixels)[80, 5] <= 1


async def test_regions_found_in_a_crop_fit_the_whole() -> None:
    part = meadow().crop(Box(10, 10, 70, 60))
    inside = Mask(mask("disc").bits[10:60, 10:70])
    region = Region(inside.box or Box(0, 0, 1, 1), "disc", 1.0, inside, part.frame)
    at = bench()
    cropped = await at.call(TOOLS["BLUR"], image=meadow(), object=Regions.of([region], part))
    whole = await at.call(TOOLS["BLUR"], image=meadow(), object=found("disc"))
    assert cropped == whole


async def test_regions_of_the_original_fit_an_edited_picture() -> None:
    at = bench()
    popped = await at.call(TOOLS["COLORPOP"], image=meadow(), object=found("disc"))
    both = await at.call(TOOLS["BGBLUR"], image=popped, object=found("disc"))
    assert saturation(both.pixels)[30, 30] > 100
    assert both.frame.root == meadow().frame.root


# ---- single tools


async def test_colorpop_greys_the_rest_only() -> None:
    after = await bench().call(TOOLS["COLORPOP"], image=meadow(), object=found("disc"))
    assert saturation(after.pixels)[~grown(mask("disc").bits, 3)].max() <= 1


async def test_bgblur_does_not_bleed() -> None:
    at = bench()
    after = await at.call(TOOLS["BGBLUR"], image=meadow(), object=found("disc"), radius=4)
    ring = grown(mask("disc").bits, 6) & ~grown(mask("disc").bits, 3)
    redness = after.pixels[ring].astype(int) @ (1, -1, 0)
    assert redness.mean() < -40  # as green as the meadow


async def test_replace_paints_a_ground_within_the_mask() -> None:
    at = bench()
    after = await at.call(TOOLS["REPLACE"], image=meadow(), object=found("disc"), prompt="snow")
    assert after.pixels[30, 30].min() > 180
    assert not changed(meadow(), after)[~grown(mask("disc").bits, 4)].any()
    note = next(message for code, message, _ in at.notes if code == "painted")
    assert note == f"a stand-in painted: {NOTE} (seed 0)"


async def test_replace_gives_a_thing_the_room_of_the_old_box() -> None:
    at = bench()
    after = await at.call(TOOLS["REPLACE"], image=meadow(), object=found("square"), prompt="a sun")
    assert after.pixels[35, 85, 0] > 200
    assert after.pixels[35, 85, 2] < 120


async def test_remove_leaves_the_surroundings() -> None:
    after = await bench().call(TOOLS["REMOVE"], image=meadow(), object=found("disc", "square"))
    hole = mask("disc").bits | mask("square").bits
    assert np.abs(after.pixels[hole].mean(0) - (70, 140, 50)).max() < 12
    assert after.pixels[hole].std(0).min() > 3  # grain, not a smear


async def test_background_takes_a_colour_without_a_model() -> None:
    at = bench()
    at.models.inpaint = None
    after = await at.call(
        TOOLS["BACKGROUND"], image=meadow(), object=found("disc"), prompt="#336699"
    )
    assert tuple(after.pixels[85, 3]) == (0x33, 0x66, 0x99)
    assert after.pixels[30, 30, 0] > 200


async def test_recolor_keeps_light_and_shade() -> None:
    pixels = meadow().pixels.copy()
    pixels[20:30, 20:40] = (110, 20, 20)
    shaded = Image(pixels)
    region = dataclasses.replace(found("disc")[0], frame=None)
    at = bench()
    after = await at.call(
        TOOLS["RECOLOR"], image=shaded, object=Regions.of([region]), colour="blue"
    )
    bright, dark = after.pixels[36, 30].astype(int), after.pixels[25, 30].astype(int)
    assert bright.argmax() == dark.argmax() == 2
    assert bright.sum() > dark.sum() + 60


async def test_recolor_colours_grey_things_too() -> None:
    after = await bench().call(TOOLS["RECOLOR"], image=meadow(), object=found("bar"), colour="red")
    assert after.pixels[75, 60].argmax() == 0
    assert after.pixels[75, 60, 0] > after.pixels[75, 60, 1] + 60


async def test_emoji_hides_by_name_and_by_character() -> None:
    at = bench()
    by_name = await at.call(
        TOOLS["EMOJI"], image=meadow(), object=found("disc"), emoji="smiling_face_with_sunglasses"
    )
    by_character = await at.call(TOOLS["EMOJI"], image=meadow(), object=found("disc"), emoji="😎")
    assert by_name == by_character
    hidden = next(facts["hidden"] for code, _, facts in at.notes if code == "emoji")
    assert hidden[0] > 0.97


async def test_tag_keeps_labels_apart() -> None:
    boxes = [Region(Box(40, 40, 70, 60), "cat", 0.7), Region(Box(40, 40, 72, 62), "dog", 0.6)]
    at = bench()
    after = await at.call(TOOLS["TAG"], image=meadow(), object=Regions.of(boxes))
    assert changed(meadow(), after).any()
    assert at.notes[0][:2] == ("tagged", "cat, dog")


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ({"width": 60, "height": 45}, (60, 45)),
        ({"width": 60}, (60, 45)),
        ({"height": 180}, (240, 180)),
        ({"width": 33, "height": 80}, (33, 80)),
        ({"scale": 0.5}, (60, 45)),
        ({"scale": 2}, (240, 180)),
    ],
)
async def test_resize(sizes: dict[str, float], expected: tuple[int, int]) -> None:
    after = await bench().call(TOOLS["RESIZE"], image=meadow(), **sizes)
    assert (after.width, after.height) == expected


async def test_regions_fit_a_picture_resized_in_proportion() -> None:
    at = bench()
    small = await at.call(TOOLS["RESIZE"], image=meadow(), width=60)
    after = await at.call(TOOLS["COLORPOP"], image=small, object=found("disc"))
    assert saturation(after.pixels)[15, 15] > 100
    assert saturation(after.pixels)[40, 3] <= 1


# ---- bad arguments

BAD: list[tuple[str, dict[str, Any], str]] = [
    ("REPLACE", {"prompt": "  "}, "needs a prompt"),
    ("REPLACE", {"prompt": "a bureaucratic delay"}, "cannot paint 'a bureaucratic delay'"),
    ("REPLACE", {"prompt": "sand", "seed": -1}, "seed must be a whole number"),
    ("REMOVE", {"seed": 1.5}, "seed must be a whole number"),
    ("BACKGROUND", {"prompt": ""}, "needs a prompt"),
    ("BGBLUR", {"radius": 0}, "radius must be above 0"),
    ("BLUR", {"radius": 1e6}, "radius must be above 0"),
    ("RECOLOR", {"colour": "bleu"}, "knows no colour 'bleu'; near it: blue"),
    ("RECOLOR", {"colour": ""}, "knows no colour"),
    ("EMOJI", {"emoji": "smilng face"}, "near it: smiling face"),
    ("EMOJI", {"emoji": ""}, "needs an emoji"),
]


@pytest.mark.parametrize(("name", "arguments", "message"), BAD)
async def test_bad_arguments(name: str, arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ToolError, match=message) as caught:
        await bench().call(TOOLS[name], image=meadow(), object=found("disc"), **arguments)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("sizes", "message"),
    [
        ({}, "a width, a height or both"),
        ({"width": 60, "scale": 0.5}, "or else a scale"),
        ({"scale": 0}, "scale 0 gives a width"),
        ({"scale": 1e5}, "gives a width that is not between"),
        ({"width": 0}, "width must be a whole number"),
        ({"height": 2.5}, "height must be a whole number"),
        ({"width": 10**6}, "from 1 to"),
    ],
)
async def test_bad_sizes(sizes: dict[str, Any], message: str) -> None:
    with pytest.raises(ToolError, match=message):
        await bench().call(TOOLS["RESIZE"], image=meadow(), **sizes)


async def test_what_a_model_does_outside_the_mask_is_left_out() -> None:
    """A diffusion model changes every pixel a little; the picture keeps its own."""
    at = bench()
    noisy = Image(255 - meadow().pixels)
    at.models.inpaint = Scripted(noisy, note="noise", stand_in=False)
    after = await at.call(TOOLS["REPLACE"], image=meadow(), object=found("disc"), prompt="sand")
    assert not changed(meadow(), after)[~grown(mask("disc").bits, 4)].any()
    assert np.array_equal(after.pixels[30, 30], noisy.pixels[30, 30])


async def test_a_model_that_returns_another_size_is_refused() -> None:
    at = bench()
    at.models.inpaint = Scripted(meadow(60, 45), note="", stand_in=False)
    with pytest.raises(ToolError, match="returned 60 x 45"):
        await at.call(TOOLS["REMOVE"], image=meadow(), object=found("disc"))
