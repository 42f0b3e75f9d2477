"""Faces: where a drawn head's face is, which the scene graph follows from its pose."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from visprog.types import Bits
from visprog_benchmarks.world.render import drawn_at
from visprog_benchmarks.world.scene import Scene
from visprog_tools.sprites import draw

FACES: Mapping[str, tuple[float, float, float, float]] = MappingProxyType(
    {"person": (0.12, 0.28, 0.88, 0.99)}
)
"""By noun, its face from forehead to chin as fractions of the drawing's width and height. Animals
and toys have none: a face is a person's."""


def face(scene: Scene, ids: NDArray[np.uint8], index: int) -> tuple[Bits, float] | None:
    """The pixels of a thing's face that can be seen, and which part of it that is; None for a thing
    without a face. `ids` is the scene's id map, and the bits have its shape."""
    thing = scene.things[index]
    if thing.noun not in FACES:
        return None
    left, top, right, bottom = FACES[thing.noun]
    height, width = draw(thing.noun, thing.colour, thing.pose.variant).shape[:2]
    rows, columns = np.arange(ids.shape[0])[:, None] + 0.5, np.arange(ids.shape[1])[None, :] + 0.5
    x, y = drawn_at(thing.pose, width, height, columns, rows)
    inside = (x >= left * width) & (x <= right * width)
    inside &= (y >= top * height) & (y <= bottom * height)
    scale = thing.pose.length / max(height, width)
    whole = (right - left) * width * (bottom - top) * height * scale**2
    seen: Bits = inside & (ids == index + 1)
    return seen, float(seen.sum()) / whole
