"""Pixels of a scene: the picture and, for every pixel, whose it is."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from visprog_benchmarks.world.draws import Draws
from visprog_benchmarks.world.grounds import paint_ground
from visprog_benchmarks.world.scene import Pose, Scene, Thing
from visprog_tools.sprites import draw, sprites

Floats = NDArray[np.float32]
Whole = NDArray[np.int64]


def render(scene: Scene) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """The picture, uint8 (height, width, 3) RGB, and the id map, uint8 (height, width).

    In the id map 0 is the ground and i + 1 is `scene.things[i]`; a pixel is a thing's where the
    thing is the frontmost one that covers at least half of it.
    """
    draws = Draws(f"ground {scene.ground}", scene.seed)
    canvas = paint_ground(scene.ground, draws, scene.width, scene.height)
    ids = np.zeros((scene.height, scene.width), np.uint8)
    for index, thing, lip in painting_order(scene.things):
        patch = place(thing.noun, thing.pose, scene.width, scene.height, thing.colour, lip)
        if patch is None:
            continue
        rows, columns, pixels = patch
        alpha = pixels[..., 3:]
        gain = np.array(thing.pose.gain, np.float32)
        colour = np.minimum(pixels[..., :3] * gain, 255 * alpha)
        canvas[rows, columns] = canvas[rows, columns] * (1 - alpha) + colour
        ids[rows, columns][alpha[..., 0] >= 0.5] = index + 1
    return np.rint(canvas).astype(np.uint8), ids


def masks(ids: NDArray[np.uint8], count: int) -> NDArray[np.bool_]:
    """Bool (count, height, width): the visible pixels of each thing, from an id map."""
    return np.equal(ids[None], np.arange(1, count + 1, dtype=np.uint8)[:, None, None])


def painting_order(things: tuple[Thing, ...]) -> list[tuple[int, Thing, float | None]]:
    """(index, thing, lip) back to front; a holder's front (below its lip) comes after its load."""
    order: list[tuple[int, Thing, float | None]] = []
    for index, thing in enumerate(things):
        order.append((index, thing, None))
        holder = thing.holder
        if holder is None or any(other.holder == holder for other in things[index + 1 :]):
            continue
        holds = sprites()[things[holder].noun].holds
        if holds is not None and holds.lip is not None:
            order.append((holder, things[holder], holds.lip))
    return order


def place(
    noun: str, pose: Pose, width: int, height: int, colour: str | None, lip: float | None = None
) -> tuple[slice, slice, Floats] | None:
    """A turned and scaled sprite: rows, columns, premultiplied RGBA (colour 0..255, alpha 0..1).

    With `lip`, only the part of the sprite below that fraction of its height. None when nothing
    lies in the frame.
    """
    sprite_height, sprite_width = draw(noun, colour, pose.variant).shape[:2]
    scale = pose.length / max(sprite_height, sprite_width)
    cosine, sine = _rounded(math.cos, pose.angle), _rounded(math.sin, pose.angle)
    half_x = (abs(cosine) * sprite_width + abs(sine) * sprite_height) * scale / 2 + 1
    half_y = (abs(sine) * sprite_width + abs(cosine) * sprite_height) * scale / 2 + 1
    left, right = max(0, math.floor(pose.x - half_x)), min(width, math.ceil(pose.x + half_x))
    top, bottom = max(0, math.floor(pose.y - half_y)), min(height, math.ceil(pose.y + half_y))
    if left >= right or top >= bottom:
        return None
    columns, rows = np.arange(left, right)[None, :] + 0.5, np.arange(top, bottom)[:, None] + 0.5
    x, y = drawn_at(pose, sprite_width, sprite_height, columns, rows)
    level = min(max(0, round(math.log2(1 / scale))), 4)
    pixels = _sample(_halved(noun, colour, pose.variant, level), x / 2**level, y / 2**level)
    if lip is not None:
        pixels[y < lip * sprite_height] = 0
    return slice(top, bottom), slice(left, right), pixels


def drawn_at(
    pose: Pose, width: int, height: int, x: NDArray[np.floating], y: NDArray[np.floating]
) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
    """Where in a drawing of this size points of the picture lie, in the drawing's own pixels."""
    scale = pose.length / max(height, width)
    cosine, sine = _rounded(math.cos, pose.angle), _rounded(math.sin, pose.angle)
    across, down = (x - pose.x) / scale, (y - pose.y) / scale
    along = cosine * across - sine * down
    return (-along if pose.flip else along) + width / 2, sine * across + cosine * down + height / 2


def _rounded(function: Callable[[float], float], degrees: float) -> float:
    """Cosine or sine, rounded so that the last digit of a machine's library does not matter."""
    value = function(math.radians(degrees))
    return round(value * 2**24) / 2**24


@lru_cache(maxsize=4096)
def _halved(noun: str, colour: str | None, variant: int, level: int) -> Floats:
    """The sprite, halved `level` times, premultiplied, with a transparent edge of two pixels."""
    if level:
        above = _halved(noun, colour, variant, level - 1)[2:-2, 2:-2]
        above = np.pad(above, ((0, above.shape[0] % 2), (0, above.shape[1] % 2), (0, 0)))
        pixels = above[::2, ::2] + above[1::2, ::2] + above[::2, 1::2] + above[1::2, 1::2]
        pixels = pixels * np.float32(0.25)
    else:
        pixels = draw(noun, colour, variant).astype(np.float32)
        pixels[..., 3] /= 255
        pixels[..., :3] *= pixels[..., 3:]
    return np.pad(pixels, ((2, 2), (2, 2), (0, 0)))


def _sample(source: Floats, x: NDArray[np.float64], y: NDArray[np.float64]) -> Floats:
    """Bilinear samples of a padded sprite at pixel coordinates x, y."""
    rows, columns = source.shape[:2]
    x = np.clip(x + 1.5, 0, columns - 1.001)
    y = np.clip(y + 1.5, 0, rows - 1.001)
    left, top = x.astype(np.int64), y.astype(np.int64)
    part_x = (x - left).astype(np.float32)[..., None]
    part_y = (y - top).astype(np.float32)[..., None]
    flat = source.reshape(-1, 4)
    corner: Whole = top * columns + left
    upper = flat[corner] + (flat[corner + 1] - flat[corner]) * part_x
    corner = corner + columns
    lower = flat[corner] + (flat[corner + 1] - flat[corner]) * part_x
    return upper + (lower - upper) * part_y
