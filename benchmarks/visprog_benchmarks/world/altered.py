"""The scene that a picture would be of, had something else stood there: what a right edit shows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from visprog.errors import ToolError
from visprog.types import Box
from visprog_benchmarks.world.grounds import GROUNDS
from visprog_benchmarks.world.scene import Pose, Scene, Thing, size_word
from visprog_tools.grounds import ground_named
from visprog_tools.sprites import COLOURS, draw, singulars, sprites

LIKE = {"beach": "sand"}
"""Grounds by other words than the world has for them."""


def without(scene: Scene, gone: Collection[int]) -> Scene:
    """The scene without some of its things; what a thing that is gone held, nothing holds."""
    left = [index for index in range(len(scene.things)) if index not in gone]
    place = {index: number for number, index in enumerate(left)}
    things = (scene.things[index] for index in left)
    return replace(
        scene,
        things=tuple(
            replace(
                thing,
                depth=number,
                inside=None if thing.inside is None else place.get(thing.inside),
                on=None if thing.on is None else place.get(thing.on),
            )
            for number, thing in enumerate(things)
        ),
    )


def on_ground(scene: Scene, phrase: str) -> Scene | None:
    """The scene on the ground that a phrase names; None for a phrase that names none. Raises
    ``ToolError`` for a ground that the world does not have."""
    named = ground_named(phrase)
    if named is None:
        return None
    ground = LIKE.get(named, named)
    if ground not in GROUNDS:
        raise ToolError(f"no scene is on {phrase[:60]!r}: the world has {', '.join(GROUNDS)}")
    return replace(scene, ground=ground)


def with_thing(scene: Scene, phrase: str, box: Box, front: int) -> Scene:
    """The scene with one more thing, as large as a box of it allows, behind its things from the
    ``front``-th on that hold nothing. Raises ``ToolError`` for a phrase that names no drawing."""
    words = phrase.lower().split()
    if words[:1] in (["a"], ["an"], ["the"]):
        words = words[1:]
    for cut in range(len(words)):
        noun = singulars().get(" ".join(words[cut:]))
        colour = next((word for word in words[:cut] if word in COLOURS), None)
        if noun is None or not set(words[:cut]) <= {colour}:
            continue
        if colour is not None and not sprites()[noun].tintable:
            raise ToolError(f"no {noun} of the world is {colour}")
        return _put(scene, noun, colour, box, front)
    raise ToolError(f"the world has no drawing of {phrase[:60]!r}")


def _put(scene: Scene, noun: str, colour: str | None, box: Box, front: int) -> Scene:
    height, width = draw(noun, colour).shape[:2]
    scale = min(box.width / width, box.height / height)
    pose = Pose(box.center.x, box.center.y, max(width, height) * scale)
    size = size_word(pose.length, scene.width, scene.height)
    half_x, half_y = width * scale / 2, height * scale / 2
    drawn = Box(pose.x - half_x, pose.y - half_y, pose.x + half_x, pose.y + half_y)
    shown = drawn.clipped(scene.width, scene.height)
    thing = Thing(noun, colour, size, shown.xyxy, 1.0, 0, None, None, pose)
    return _inserted(scene, thing, front)


def _inserted(scene: Scene, thing: Thing, at: int) -> Scene:
    def moved(index: int | None) -> int | None:
        return index if index is None or index < at else index + 1

    things = [replace(one, inside=moved(one.inside), on=moved(one.on)) for one in scene.things]
    things.insert(at, thing)
    return replace(
        scene, things=tuple(replace(one, depth=depth) for depth, one in enumerate(things))
    )
