"""The example library's scenes and the judging of what its programs come to.

Expectations are written by hand beside each example, from the description of its scene; nothing in
here runs an example's program to learn what is right.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import numpy as np

from visprog import plugins
from visprog.answer import Answer
from visprog.session import Session
from visprog.tool import ToolTable
from visprog.types import Bits, Box, Image, Mask, Pixels, Region, Regions
from visprog_benchmarks.metrics import right
from visprog_benchmarks.world.described import Described, described
from visprog_benchmarks.world.oracle import Oracle
from visprog_benchmarks.world.oracle.words import names
from visprog_benchmarks.world.render import masks, render
from visprog_benchmarks.world.scene import Scene
from visprog_planners.library import examples, scene_descriptions, wrong_examples
from visprog_tools import grounds
from visprog_tools.filters import grown, shrunk
from visprog_tools.locate import HALVES

SLACK = 6
"""Pixels by which soft edges may reach over an outline."""


@cache
def scene(name: str) -> Described:
    return described(scene_descriptions()[name])


@cache
def rendered(name: str) -> Image:
    return Image(render(scene(name).scene)[0])


@cache
def owners(name: str) -> Mapping[str, Bits]:
    """The pixels of every thing, by id, and of the ``ground``."""
    found = scene(name)
    ids = render(found.scene)[1]
    own = masks(ids, len(found.scene.things))
    return {"ground": ids == 0, **{thing: own[index] for thing, index in found.places.items()}}


def tools() -> ToolTable:
    """The shipped tools, with eyes that never err: LOC, SEG and the rest answer from the scene."""
    used = {name for shown in (*examples(), *wrong_examples()) for name in shown.scenes}
    eyes = Eyes({name: scene(name).scene for name in used})
    return plugins.tools().replaced(eyes.tools())


class Eyes(Oracle):
    """The oracle, with half pictures for LOC and true masks for SEG."""

    def __init__(self, scenes: Mapping[str, Scene]) -> None:
        super().__init__((rendered(name), found) for name, found in scenes.items())
        self._names = {rendered(name).frame.root: name for name in scenes}

    def tools(self) -> dict[str, Callable[..., Any]]:
        return {**super().tools(), "SEG": self.seg}

    def loc(self, image: Image, object: str) -> Regions:
        if object in HALVES:
            left, top, right, bottom = HALVES[object]
            width, height = image.width, image.height
            box = Box(left * width, top * height, right * width, bottom * height)
            return Regions.of([Region(box, object, 1.0, frame=image.frame)], image)
        return super().loc(image, object)

    def seg(
        self, image: Image, object: Any = None, choice: str = "best", query: str | None = None
    ) -> Regions:
        phrase = query if object is None else object
        own = owners(self._names[image.frame.root])
        found = scene(self._names[image.frame.root])
        if isinstance(phrase, Regions):
            things = [self.known.of(image, region) for region in phrase]
            wanted = [(r.label, t) for r, t in zip(phrase, things, strict=True) if t is not None]
        elif grounds.ground_named(phrase):
            return Regions.of([self._region(image, own["ground"], phrase)], image)
        else:
            wanted = [(phrase, thing) for thing in self.known.things(image) if names(phrase, thing)]
        ids = {index: name for name, index in found.places.items()}
        indices = [(label, found.scene.things.index(thing)) for label, thing in wanted]
        return Regions.of([self._region(image, own[ids[i]], label) for label, i in indices], image)

    def _region(self, image: Image, bits: Bits, label: str) -> Region:
        left, top, right, bottom = (round(e) for e in image.frame.to_root(image.box).xyxy)
        mask = Mask(bits[top:bottom, left:right])
        assert mask.box is not None
        return Region(mask.box, label, 1.0, mask=mask, frame=image.frame)


def run(session: Session, scenes: tuple[str, ...], program: str) -> Answer:
    return session.run(program, [rendered(name) for name in scenes])


def judge(answer: Answer, scenes: tuple[str, ...], expects: Mapping[str, Any]) -> str:
    """What is wrong with a result; empty when nothing is."""
    if not answer.ok:
        return f"{answer.status}: {answer.error}"
    (kind, wanted), *_ = expects.items()
    if kind == "answer":
        return "" if right(answer.result, wanted) else f"{answer.result!r} is not {wanted!r}"
    if kind == "things":
        return _things(answer.result, scenes[0], wanted)
    if kind == "tags":
        step = next(step for step in answer.steps if step.tool == "TAG")
        source = step.arguments.load()["object"]
        return _tags(answer.run.step(source.step).load(), answer, scenes[0], wanted)
    return "; ".join(filter(None, (_edit(answer.result, scenes[0], item) for item in wanted)))


def _things(result: Any, name: str, wanted: list[str]) -> str:
    found = list(result) if isinstance(result, Regions | list | tuple) else [result]
    boxes = [
        item.frame.to_root(item.box) if isinstance(item, Image) else item.root_box for item in found
    ]
    left = list(wanted)
    for box in boxes:
        fit = [t for t in left if _box(name, t).iou(box) > 0.85]
        if not fit:
            return f"a box at {box.xyxy} is none of {wanted}"
        left.remove(fit[0])
    return f"not found: {left}" if left else ""


def _tags(regions: Regions, answer: Answer, name: str, wanted: Mapping[str, str]) -> str:
    if wrong := _things(regions, name, list(wanted)):
        return wrong
    for region in regions:
        thing = max(wanted, key=lambda t: _box(name, t).iou(region.root_box))
        if region.label != wanted[thing]:
            return f"{thing} is tagged {region.label}"
    drawn = (answer.result.pixels != rendered(name).pixels).any(-1)
    return "" if drawn.any() else "nothing was drawn"


def _box(name: str, thing: str) -> Any:
    found = Mask(owners(name)[thing]).box
    assert found is not None
    return found


def _edit(result: Image, name: str, wanted: Mapping[str, Any]) -> str:
    """Whether an edit did what it should where it should, and nothing elsewhere."""
    if "size" in wanted:
        size = [result.width, result.height]
        return "" if size == wanted["size"] else f"{size} is not {wanted['size']}"
    if "crop" in wanted:
        box = _box(name, wanted["crop"][0])
        scale = wanted.get("scale", 1)
        error = max(abs(result.width - box.width * scale), abs(result.height - box.height * scale))
        return "" if error <= 2 * scale else f"{result.width} x {result.height} is not the crop"
    before, after = rendered(name).pixels, result.pixels
    things = wanted.get("where") or wanted["outside"]
    own = np.any([owners(name)[thing] for thing in things], axis=0)
    where = shrunk(own, SLACK) if "where" in wanted else ~grown(own, 6 * SLACK)
    return "" if CHECKS[wanted["becomes"]](before, after, where, name) else f"not {wanted}"


def untouched(result: Image, name: str, edits: list[Mapping[str, Any]]) -> bool:
    """Whether the pixels that no edit is about are as they were."""
    before, after = rendered(name).pixels, result.pixels
    if before.shape != after.shape:
        return True
    kept = np.ones(before.shape[:2], bool)
    for wanted in edits:
        things = wanted.get("where") or wanted["outside"]
        own = np.any([owners(name)[thing] for thing in things], axis=0)
        # an emoji covers more than the thing: a square around it
        kept &= ~grown(own, 90) if "where" in wanted else shrunk(own, SLACK)
    return bool(np.array_equal(before[kept], after[kept]))


Check = Callable[[Pixels, Pixels, Bits, str], bool]


def _mean(pixels: Pixels, where: Bits) -> Any:
    return pixels[where].astype(float).mean(0)


def _detail(pixels: Pixels, where: Bits) -> float:
    return float(np.abs(np.diff(pixels.astype(int), axis=1))[where[:, 1:]].mean())


def _like_ground(before: Pixels, after: Pixels, where: Bits, name: str) -> bool:
    ground = _mean(before, shrunk(owners(name)["ground"], SLACK))
    return bool(np.abs(_mean(after, where) - ground).max() < 30)


def _purple(before: Pixels, after: Pixels, where: Bits, name: str) -> bool:
    red, green, blue = _mean(after, where)
    return bool(green < red - 20 and green < blue - 20)


CHECKS: Mapping[str, Check] = {
    "grey": lambda before, after, where, name: bool(
        np.ptp(after[where].astype(int), axis=-1).max() <= 1
    ),
    "blurred": lambda before, after, where, name: (
        _detail(after, where) < 0.6 * _detail(before, where)
    ),
    "darker": lambda before, after, where, name: bool(
        _mean(after, where).mean() < 0.7 * _mean(before, where).mean()
    ),
    "bright": lambda before, after, where, name: bool(_mean(after, where).min() > 180),
    "red": lambda before, after, where, name: bool(_mean(after, where).argmax() == 0),
    "green": lambda before, after, where, name: bool(_mean(after, where).argmax() == 1),
    "blue": lambda before, after, where, name: bool(_mean(after, where).argmax() == 2),
    "purple": _purple,
    "ground": _like_ground,
    "other": lambda before, after, where, name: bool((before != after).any(-1)[where].mean() > 0.8),
}
"""By what an edit makes of the pixels that it is about."""
