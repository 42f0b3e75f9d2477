"""Other pixels for regions: REPLACE, REMOVE and BACKGROUND, as if no painter ever erred.

What was taken away was never there: the scene is rendered again without it, on another ground, or
with another thing in its place, and the tool lays that in. There are other right pictures than this
one: :mod:`visprog_benchmarks.world.edited` judges what a painter made by what it was asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from visprog.tool import Context
from visprog.types import Bits, Image, Mask, Regions
from visprog_benchmarks.world.altered import on_ground, with_thing, without
from visprog_benchmarks.world.oracle import standing
from visprog_benchmarks.world.oracle.known import Known
from visprog_benchmarks.world.scene import Scene
from visprog_benchmarks.world.signs import SIGN, SignedScene
from visprog_tools.edit import colours
from visprog_tools.edit import replace as edits
from visprog_tools.edit.area import box_of

GONE = 0.5
"""A thing is taken away when this part of what can be seen of it is."""


class Painting:
    """The tools' own code and soft edges, with a painter that knows the scene.

    A picture that was edited before counts as the scene that it was made from.
    """

    known: Known

    def replace(
        self,
        image: Image,
        object: Regions,
        prompt: str,
        context: Context,
        seed: int | None = None,
    ) -> Image:
        """Raises ``ToolError`` for a prompt that the world has no picture of; so do the others."""
        given = {"image": image, "object": object, "prompt": prompt, "seed": seed}
        return self._paint(edits.replace, context, given)

    def remove(
        self, image: Image, object: Regions, context: Context, seed: int | None = None
    ) -> Image:
        given = {"image": image, "object": object, "seed": seed}
        return self._paint(edits.remove, context, given)

    def background(
        self,
        image: Image,
        object: Regions,
        prompt: str,
        context: Context,
        seed: int | None = None,
    ) -> Image:
        given = {"image": image, "object": object, "prompt": prompt, "seed": seed}
        return self._paint(edits.background, context, given)

    def _paint(self, tool: Any, context: Context, given: Mapping[str, Any]) -> Image:
        painter = {"inpaint": _Painter(self.known)}
        painted: Image = standing.call(tool, context, painter, **given)
        return painted


@dataclass(frozen=True)
class _Painter:
    """An inpainting model that is always right."""

    known: Known
    settings: Mapping[str, Any] = field(default_factory=dict)

    async def fill(self, image: Image, mask: Mask, room: Mask, prompt: str, seed: int) -> Image:
        del seed  # the scene looks in one way
        surface = colours.plain_surface(prompt) if prompt else None
        if surface is not None:
            plain = np.broadcast_to(np.array(surface, np.uint8), image.pixels.shape)
            return Image(plain.copy(), image.frame)
        ids, scene = self.known.ids(image), self.known.scene(image)
        covered = [
            _share(ids == index + 1, mask.bits) >= GONE for index in range(len(scene.things))
        ]
        gone = [index for index, one in enumerate(covered) if one]
        made = _made(without(scene, gone), prompt, image, room, gone)
        shown = self.known.shown(image)
        if isinstance(shown, SignedScene) and _share(ids == SIGN, mask.bits) < GONE:
            return self.known.view(image, replace(shown, scene=made))
        return self.known.view(image, made)


def _made(bare: Scene, prompt: str, image: Image, room: Mask, gone: list[int]) -> Scene:
    if not prompt:
        return bare
    placed = on_ground(bare, prompt)
    if placed is not None:
        return placed
    box = image.frame.to_root(box_of(room.bits))
    return with_thing(bare, prompt, box, min(gone, default=len(bare.things)))


def _share(bits: Bits, part: Bits) -> float:
    """Which part of some pixels lies in a part of the picture; 0 of none."""
    total = int(bits.sum())
    return int((bits & part).sum()) / total if total else 0.0
