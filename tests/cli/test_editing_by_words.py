"""Every editing tool by an instruction, through the command line, on a shipped picture.

What came of it is compared with the ground truth of the scene: an edit of things changes nothing
outside them, an edit of the rest nothing within them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
import pytest

from tests.cli.test_commands import EXAMPLES, Run, visprog
from visprog.picture import read
from visprog.types import Bits, Box, Mask, Pixels
from visprog_benchmarks.world.examples import SCENES
from visprog_benchmarks.world.render import masks, render
from visprog_tools.edit.editing import EDITING
from visprog_tools.filters import grown, shrunk

__all__ = ["visprog"]

PICTURE = EXAMPLES / "left.png"
BEFORE = read(PICTURE).pixels
SLACK = 8
"""Pixels by which what is found may miss the truth."""

Edit = Callable[[str], tuple[Pixels, set[str]]]
Check = Callable[[Pixels, Bits], bool]


@cache
def truth(*nouns: str) -> Bits:
    """The pixels of the things of these nouns; of every thing without any."""
    scene = SCENES["left"]
    own = zip(masks(render(scene)[1], len(scene.things)), scene.things, strict=True)
    bits: Bits = np.any([mask for mask, thing in own if not nouns or thing.noun in nouns], axis=0)
    return bits


def box(*nouns: str) -> Box:
    around = Mask(truth(*nouns)).box
    assert around is not None
    return around


def detail(pixels: Pixels, where: Bits) -> float:
    """How much neighbours differ, on average."""
    return float(np.abs(np.diff(pixels.astype(int), axis=1))[where[:, 1:]].mean())


def another(after: Pixels, where: Bits) -> bool:
    return bool((after != BEFORE).any(-1)[where].mean() > 0.9)


def green(after: Pixels, where: Bits) -> bool:
    return bool(after[where].mean(0).argmax() == 1)


def blue(after: Pixels, where: Bits) -> bool:
    return bool(after[where].mean(0).argmax() == 2)


def grey(after: Pixels, where: Bits) -> bool:
    return bool(np.ptp(after[where].astype(int), axis=-1).max() <= 1)


def white(after: Pixels, where: Bits) -> bool:
    return bool(after[where].min() > 240)


def snowy(after: Pixels, where: Bits) -> bool:
    return bool(after[where].mean(0).min() > 180)


def dark(after: Pixels, where: Bits) -> bool:
    return bool(after[where].mean() < 0.6 * BEFORE[where].mean())


def blurred(after: Pixels, where: Bits) -> bool:
    return detail(after, where) < 0.5 * detail(BEFORE, where)


@dataclass(frozen=True)
class Case:
    """An instruction about the car, its tool, whether the car or the rest is edited, and what is
    then true of the edited pixels."""

    instruction: str
    tool: str
    edited: Literal["car", "rest"]
    outcome: Check
    reach: int = SLACK
    """How far outside the car a pixel may change."""


CASES = (
    Case("Replace the car with a boat", "REPLACE", "car", another, reach=16),
    Case("Turn the grass into snow", "REPLACE", "rest", snowy),
    Case("Remove the car", "REMOVE", "car", green),
    Case("Replace the background with snow", "BACKGROUND", "rest", snowy),
    Case("Make the background white", "BACKGROUND", "rest", white),
    Case("Put the car on a beach", "BACKGROUND", "rest", another),
    Case("Colour-pop the car", "COLORPOP", "rest", grey),
    Case("Blur everything but the car", "BGBLUR", "rest", blurred),
    Case("Blur the car", "BLUR", "car", blurred),
    Case("Highlight the car", "HIGHLIGHT", "rest", dark),
    Case("Hide the car with a sunglasses emoji \U0001f60e", "EMOJI", "car", another, reach=90),
    Case("Make the car blue", "RECOLOR", "car", blue),
)


@pytest.fixture(scope="module")
def cache_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Shared by all instructions: each thing is found once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def edit(visprog: Run, cache_dir: Path, tmp_path: Path) -> Edit:
    """``visprog edit``: the picture after an instruction, and the tools that were called."""

    def run(instruction: str) -> tuple[Pixels, set[str]]:
        out = tmp_path / "after.png"
        arguments = ("-o", str(out), "--cache-dir", str(cache_dir), "--json")
        code, printed, err = visprog("edit", str(PICTURE), instruction, *arguments)
        assert code == 0, err
        return read(out).pixels, {step["tool"] for step in json.loads(printed)["steps"]}

    return run


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.instruction)
def test_what_is_named_changes_and_nothing_else(edit: Edit, case: Case) -> None:
    after, tools = edit(case.instruction)
    assert case.tool in tools
    inside = shrunk(truth("car"), SLACK)
    if case.edited == "car":
        kept, changed = ~grown(truth("car"), case.reach), inside
    else:
        kept, changed = inside, ~grown(truth(), 4 * SLACK)
    assert np.array_equal(after[kept], BEFORE[kept])
    assert case.outcome(after, changed)


def test_tags_are_drawn_around_every_animal(edit: Edit) -> None:
    after, tools = edit("Tag all the animals")
    assert "TAG" in tools
    changed = (after != BEFORE).any(-1)
    animals = [thing for thing in SCENES["left"].things if thing.noun in ("dog", "bird")]
    assert len(animals) == 4
    for animal in animals:
        around = np.zeros_like(changed)
        left, top, right, bottom = (round(edge) for edge in animal.box)
        around[top:bottom, left:right] = True
        rim = grown(around, SLACK) & ~shrunk(around, SLACK)
        assert changed[rim].mean() > 0.1
    assert not changed[shrunk(truth("car"), SLACK)].any()


@pytest.mark.parametrize(
    ("instruction", "tool", "expected"),
    [
        ("Crop the car", "CROP", box("car")),
        ("Crop to the dogs", "CROP", box("dog")),
        ("Crop to the left of the car", "CROP_LEFTOF", Box(0, 0, box("car").center.x, 480)),
        ("Crop to the right of the car", "CROP_RIGHTOF", Box(box("car").center.x, 0, 480, 480)),
        ("Crop to what is above the car", "CROP_ABOVE", Box(0, 0, 480, box("car").center.y)),
        ("Crop below the car", "CROP_BELOW", Box(0, box("car").center.y, 480, 480)),
        ("Crop to the upper half", "CROP", Box(0, 0, 480, 240)),
    ],
)
def test_a_crop_is_a_part_of_the_picture(
    edit: Edit, instruction: str, tool: str, expected: Box
) -> None:
    after, tools = edit(instruction)
    assert tool in tools
    height, width = after.shape[:2]
    places = [
        (x, y)
        for x in range(480 - width + 1)
        for y in range(480 - height + 1)
        if np.array_equal(BEFORE[y, x : x + width], after[0])
    ]
    ((x, y),) = places
    assert np.array_equal(BEFORE[y : y + height, x : x + width], after)
    assert np.allclose((x, y, x + width, y + height), expected.xyxy, atol=SLACK)


@pytest.mark.parametrize(
    ("instruction", "size"),
    [
        ("Resize to 256x192", (256, 192)),
        ("Make it half as large", (240, 240)),
        ("Enlarge it by a factor of 1.5", (720, 720)),
    ],
)
def test_a_resized_picture_shows_the_same(
    edit: Edit, instruction: str, size: tuple[int, int]
) -> None:
    after, tools = edit(instruction)
    assert "RESIZE" in tools
    assert (after.shape[1], after.shape[0]) == size
    assert np.abs(after.mean((0, 1)) - BEFORE.mean((0, 1))).max() < 1


def test_every_editing_tool_is_reached() -> None:
    assert {spec.name for spec in EDITING} == {case.tool for case in CASES} | {"TAG", "RESIZE"}
