"""How near everything in a scene is: the truth that depth models learn and are measured by.

The scenes have no camera, so the world states one: it looks down on a level ground that fills the
picture, whose upper edge is five times as far away as its lower edge. The inverse depth of such a
ground grows evenly from row to row. Every thing stands upright on the ground where its lowest pixel
is, and all of it is as far away as that place; what is in or on another thing is where that stands.
Both can be seen. Where things overlap, what covers is nearer than what it covers, whatever their
places say: it is moved up to just before it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from visprog_benchmarks.world.render import painting_order, place
from visprog_benchmarks.world.scene import Scene

FARTHEST = 0.2
"""Inverse depth of the ground at the picture's upper edge; at its lower edge it is 1."""
STEP = 0.005
"""How much nearer than what it covers a thing is at least."""


@dataclass(frozen=True, slots=True)
class Depth:
    """Inverse depth: larger is nearer.

    `field` has one value for every pixel, float32 (height, width); `things` one for every thing of
    the scene, that of its body (the front of a holder, before its load, is nearer by a few `STEP`).
    """

    field: NDArray[np.float32]
    things: tuple[float, ...]


def depth_of(scene: Scene) -> Depth:
    """The inverse depth of a scene's pixels and things, in the order of its drawing."""
    field = ground(scene.width, scene.height)
    covered = np.zeros((scene.height, scene.width), np.bool_)
    things = [FARTHEST] * len(scene.things)
    for index, thing, lip in painting_order(scene.things):
        patch = place(thing.noun, thing.pose, scene.width, scene.height, None, lip)
        if patch is None:
            continue
        rows_in, columns_in, pixels = patch
        opaque = pixels[..., 3] >= 0.5
        if not opaque.any():
            continue
        if lip is not None:
            near = things[index]
        elif thing.holder is not None:
            near = things[thing.holder]
        else:
            base = rows_in.start + int(np.flatnonzero(opaque.any(1))[-1]) + 1
            near = at_row(base / scene.height)
        part = field[rows_in, columns_in]
        under = opaque & covered[rows_in, columns_in]
        if under.any():
            near = max(near, float(part[under].max()) + STEP)
        part[opaque] = near
        covered[rows_in, columns_in] |= opaque
        if lip is None:
            things[index] = near
    return Depth(field, tuple(things))


def ground(width: int, height: int) -> NDArray[np.float32]:
    """Inverse depth of a picture in which nothing stands, (height, width)."""
    rows = [at_row((row + 0.5) / height) for row in range(height)]
    return np.repeat(np.array(rows, np.float32)[:, None], width, axis=1)


def at_row(share: float) -> float:
    """Inverse depth of the ground at a height in the picture, from 0 (top) to 1 (bottom)."""
    return FARTHEST + (1 - FARTHEST) * share
