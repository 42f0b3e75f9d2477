"""The editing tools: what they name is changed as they say, and nothing else is changed."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import numpy as np

from visprog.types import Bits, Image
from visprog_benchmarks.toolcheck.case import Bad, Case, Judge
from visprog_benchmarks.toolcheck.judging import (
    around,
    changed_share,
    colour_of,
    difference,
    expect,
    image_in,
    inside,
    untouched,
)
from visprog_benchmarks.toolcheck.stage import Stage, staged
from visprog_benchmarks.world.examples import SCENES

CORE = -0.3
"""Of a thing's shorter side: how far inside its box a pixel is surely the thing's."""

Look = Callable[[Image, Stage, Bits, Bits], str]
"""The edited picture, its stage, the thing's core and everything away from it, to what was seen."""


def _edit(noun: str, look: Look, *, kept: str = "away") -> Judge:
    """``look`` judges, after the pixels that must be ``kept`` ("away" from the thing, or its
    "core") were found to be the picture's own."""

    def judge(found: Any, stage: Stage) -> str:
        image, box = image_in(found, stage), stage.box(noun)
        core = inside(box, stage.image, CORE * min(box.width, box.height))
        away = ~around([box], stage.image)
        untouched(image, stage, away if kept == "away" else core, kept)
        return look(image, stage, core, away)

    return judge


def _grassy(image: Image, stage: Stage, core: Bits, away: Bits) -> str:
    red, green, blue = colour_of(image, core)
    return expect(green > red and green > blue, f"rgb({red}, {green}, {blue}) in its place")


def _gone(image: Image, stage: Stage, core: Bits, away: Bits) -> str:
    """Nearer to the scene without the thing, which can be rendered, than the picture was."""
    truth = _without("boat", "duck")
    was = float(difference(stage.image, truth)[core].mean())
    now = float(difference(image, truth)[core].mean())
    said = f"{now:.0f} grey levels off the scene without it, {was:.0f} before"
    return expect(now < 0.5 * was, said)


@cache
def _without(name: str, noun: str) -> Image:
    scene = SCENES[name]
    things = tuple(thing for thing in scene.things if thing.noun != noun)
    return staged(name, dataclasses.replace(scene, things=things)).image


def _white(image: Image, stage: Stage, core: Bits, away: Bits) -> str:
    darkest = int(image.pixels[away].min())
    return expect(darkest > 230, f"the boat as it was, {darkest} of 255 or lighter around it")


def _grey(image: Image, stage: Stage, core: Bits, away: Bits) -> str:
    spread = int(np.ptp(image.pixels[away].astype(int), axis=1).max())
    return expect(spread == 0, f"the car as it was, channels {spread} apart elsewhere")


def _blurred(image: Image, stage: Stage, core: Bits, away: Bits) -> str:
    was, now = _detail(stage.image, away), _detail(image, away)
    return expect(now < 0.5 * was, f"the cat as it was, detail {was:.1f} -> {now:.1f} elsewhere")


def _veiled(image: Image, stage: Stage, core: Bits, away: Bits) -> str:
    was, now = _detail(stage.image, core), _detail(image, core)
    return expect(now < 0.5 * was, f"detail of the cat {was:.1f} -> {now:.1f}")


def _detail(image: Image, area: Bits) -> float:
    """Mean step between neighbouring pixels, in grey levels."""
    grey = image.pixels.astype(np.float64).mean(-1)
    steps = np.abs(np.diff(grey, axis=0, prepend=grey[:1])) + np.abs(
        np.diff(grey, axis=1, prepend=grey[:, :1])
    )
    return float(steps[area].mean())


def _dimmed(image: Image, stage: Stage, core: Bits, away: Bits) -> str:
    share = float(image.pixels[away].mean() / stage.image.pixels[away].mean())
    return expect(share < 0.7, f"the cat as it was, {share:.0%} of the light elsewhere")


def _blue(image: Image, stage: Stage, core: Bits, away: Bits) -> str:
    share = changed_share(image, stage, core)
    was, now = (picture.pixels[core].mean(0) for picture in (stage.image, image))
    turned = now[2] > now[0] and was[0] > was[2]
    return expect(bool(turned), f"{share:.0%} of the red car recoloured, bluer than red")


def _hidden(image: Image, stage: Stage, core: Bits, away: Bits) -> str:
    share = changed_share(image, stage, core)
    return expect(share > 0.8, f"{share:.0%} of the core of the duck covered")


def _tagged(found: Any, stage: Stage) -> str:
    """Along the box's edges and in its label, and inside nowhere."""
    image, box = image_in(found, stage), stage.box("cat")
    untouched(image, stage, inside(box, stage.image, CORE * box.width), "the cat's")
    edge = inside(box, image, 1) & ~inside(box, image, -1)
    line = changed_share(image, stage, edge)
    elsewhere = changed_share(image, stage, ~around([box], image, 48))
    said = f"{line:.0%} of the box's outline drawn"
    return expect(line > 0.85 and elsewhere == 0, said)


def _halved(found: Any, stage: Stage) -> str:
    image = image_in(found)
    whole = stage.image.pixels.astype(np.float64)
    expect((image.width, image.height) == (240, 240), f"{image.width} x {image.height} pixels")
    mean = whole.reshape(240, 2, 240, 2, 3).mean((1, 3))
    off = float(np.abs(image.pixels - mean).mean())
    return expect(off < 3, f"240 x 240 pixels, {off:.1f} grey levels off the mean of each four")


def _on(noun: str, **further: str) -> Mapping[str, str]:
    return {"image": "image", "object": f"${noun}", **further}


SEEDS = (
    Bad("seed", "-1", "negative"),
    Bad("seed", "0.5", "not whole"),
    Bad("seed", "2 ** 40", "too large"),
)
RADII = (
    Bad("radius", "0", "too small"),
    Bad("radius", "-3", "negative"),
    Bad("radius", "100000", "too large"),
)
SIDES = (
    Bad("width", "0", "too small"),
    Bad("width", "10 ** 9", "too large"),
    Bad("height", "0.5", "not whole"),
    Bad("width", None, "no size"),
    Bad("scale", "2", "width and scale"),
)

CASES = (
    Case("REPLACE", _on("duck", prompt="'lush green grass'"), _edit("duck", _grassy), bad=SEEDS),
    Case("REMOVE", _on("duck"), _edit("duck", _gone), bad=SEEDS),
    Case(
        "BACKGROUND",
        _on("boat", prompt="'white'"),
        _edit("boat", _white, kept="core"),
        bad=SEEDS,
    ),
    Case("COLORPOP", _on("car"), _edit("car", _grey, kept="core"), on="left"),
    Case("BGBLUR", _on("cat"), _edit("cat", _blurred, kept="core"), on="right", bad=RADII),
    Case("BLUR", _on("cat"), _edit("cat", _veiled), on="right", bad=RADII),
    Case("HIGHLIGHT", _on("cat"), _edit("cat", _dimmed, kept="core"), on="right"),
    Case(
        "RECOLOR",
        _on("car", colour="'blue'"),
        _edit("car", _blue),
        on="left",
        bad=(Bad("colour", "'ultramauve'", "unknown colour"),),
    ),
    Case(
        "EMOJI",
        _on("duck", emoji="'winking face'"),
        _edit("duck", _hidden),
        bad=(Bad("emoji", "'no such face'", "unknown emoji"),),
    ),
    Case(
        "TAG",
        _on("cat"),
        _tagged,
        on="right",
        takes={"object": frozenset({"region of no area"})},  # a point may be tagged
    ),
    Case("RESIZE", {"image": "image", "width": "240"}, _halved, on="right", bad=SIDES),
)
