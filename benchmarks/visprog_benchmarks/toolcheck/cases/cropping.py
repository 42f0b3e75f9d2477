"""CROP and its variants: the right pixels of the right place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from visprog.types import Box, Image
from visprog_benchmarks.toolcheck.case import Bad, Case, Judge, Wrong
from visprog_benchmarks.toolcheck.judging import expect, image_in, inside
from visprog_benchmarks.toolcheck.stage import Stage

A_POINT: Mapping[str, frozenset[str]] = {
    "box": frozenset({"region of no area", "region outside"}),
}
"""A directional crop cuts at a centre: a point has one, and a picture may lie on one side of it."""


def _place(image: Image) -> Box:
    """Where a crop lies in the picture that it was cut from."""
    return image.frame.to_root(image.box)


def _whole(found: Any, stage: Stage) -> str:
    image, place = image_in(found), stage.box("boat")
    expect(_place(image) == place, f"cut at {_place(image).xyxy}, not at {place.xyxy}")
    pixels = stage.image.pixels[inside(place, stage.image)]
    same = np.array_equal(image.pixels.reshape(-1, 3), pixels)
    return expect(same, f"{image.width} x {image.height} pixels, as in the picture")


def _side(left: float, top: float, right: float, bottom: float) -> Judge:
    """The picture is cut on one side, where 0.5 stands for the boat's centre."""

    def judge(found: Any, stage: Stage) -> str:
        width, height = stage.image.width, stage.image.height
        centre = stage.box("boat").center
        across, down = {0.0: 0.0, 0.5: centre.x, 1.0: width}, {0.0: 0.0, 0.5: centre.y, 1.0: height}
        wanted = np.array([across[left], down[top], across[right], down[bottom]])
        place = _place(image_in(found))
        off = float(np.abs(np.array(place.xyxy) - wanted).max())
        return expect(off < 1, f"{place.width:g} x {place.height:g} pixels, {off:g} off the centre")

    return judge


def _in_front(found: Any, stage: Stage) -> str:
    place, person = _place(image_in(found)), stage.box("person")
    common = place.intersection(person)
    seen = common.area / person.area if common else 0.0
    said = f"{seen:.0%} of the person before the camel, from row {place.top:g}"
    return expect(seen > 0.7 and place.top > stage.box("sun").bottom, said)


def _behind(found: Any, stage: Stage) -> str:
    image = image_in(found)
    place, sun = _place(image), stage.box("sun")
    common = place.intersection(sun)
    if common is None or common.area < 0.9 * sun.area:
        raise Wrong(f"the sun, far behind the camel, is not in {place.xyxy}")
    feet = stage.box("person")
    near = Box(feet.left, feet.bottom - 10, feet.right, feet.bottom).intersection(place)
    if near is None:
        return f"the sun behind the camel, down to row {place.bottom:g}"
    area = inside(image.frame.from_root(near), image)
    grey = float((image.pixels[area].std(0) < 3).all())
    return expect(grey > 0, "the sun behind the camel, and grey for the person before it")


CASES = (
    Case(
        "CROP",
        {"image": "image", "box": "$boat"},
        _whole,
        bad=(
            Bad("grow", "0", "too small"),
            Bad("grow", "-1", "negative"),
            Bad("grow", "1000", "too large"),
        ),
    ),
    Case("CROP_LEFTOF", {"image": "image", "box": "$boat"}, _side(0, 0, 0.5, 1), takes=A_POINT),
    Case("CROP_RIGHTOF", {"image": "image", "box": "$boat"}, _side(0.5, 0, 1, 1), takes=A_POINT),
    Case("CROP_ABOVE", {"image": "image", "box": "$boat"}, _side(0, 0, 1, 0.5), takes=A_POINT),
    Case("CROP_BELOW", {"image": "image", "box": "$boat"}, _side(0, 0.5, 1, 1), takes=A_POINT),
    Case("CROP_FRONTOF", {"image": "image", "box": "$camel"}, _in_front, on="desert"),
    Case("CROP_BEHIND", {"image": "image", "box": "$camel"}, _behind, on="desert"),
)
