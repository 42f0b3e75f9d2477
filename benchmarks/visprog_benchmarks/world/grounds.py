"""The procedural grounds: arrays of floats 0..255, made from value noise.

Only elementwise float32 arithmetic (no sine, no matrix product), so that the bytes are the same on
every machine. Lengths are fractions of the frame, so a ground looks alike at every resolution.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from visprog_benchmarks.world.draws import Draws

Floats = NDArray[np.float32]
Rgb = tuple[float, float, float]


def paint_ground(name: str, draws: Draws, width: int, height: int) -> Floats:
    """The named ground as float32 (height, width, 3), 0..255."""
    return np.asarray(np.clip(GROUNDS[name](draws, width, height), 0, 255), np.float32)


def _grass(draws: Draws, width: int, height: int) -> Floats:
    patches = _noise(draws, width, height, 5, 5)
    blades = _noise(draws, width, height, 80, 14)
    fine = _noise(draws, width, height, 130, 40)
    base = _mix((74, 138, 52), (122, 178, 74), 0.65 * patches + 0.35 * blades)
    return base + _grey(26 * (blades - 0.5) + 16 * (fine - 0.5))


def _sand(draws: Draws, width: int, height: int) -> Floats:
    dunes = _noise(draws, width, height, 3, 5)
    ripples = _waves(height, width, 16, 0.5 * _noise(draws, width, height, 4, 3))
    grain = draws.grid(height, width)
    base = _mix((208, 178, 126), (238, 214, 168), dunes)
    return base + _grey(9 * (ripples - 0.5) + 14 * (grain - 0.5))


def _water(draws: Draws, width: int, height: int) -> Floats:
    depth = _noise(draws, width, height, 2, 4)
    swell = _waves(height, width, 13, 0.9 * _noise(draws, width, height, 6, 6))
    glint = _noise(draws, width, height, 16, 48)
    base = _mix((40, 108, 168), (92, 164, 210), 0.5 * depth + 0.5 * swell)
    return base + _grey(40 * np.maximum(glint - 0.74, 0) * 3)


def _snow(draws: Draws, width: int, height: int) -> Floats:
    drifts = _noise(draws, width, height, 3, 4)
    grain = draws.grid(height, width)
    return _mix((206, 218, 234), (246, 250, 254), drifts) + _grey(6 * (grain - 0.5))


def _sky(draws: Draws, width: int, height: int) -> Floats:
    down = np.broadcast_to(np.linspace(0, 1, height, dtype=np.float32)[:, None], (height, width))
    haze = _noise(draws, width, height, 3, 7)
    base = _mix((104, 168, 232), (192, 222, 246), down)
    return base + _grey(14 * (haze - 0.4))


def _wood(draws: Draws, width: int, height: int) -> Floats:
    planks = draws.whole(4, 6)
    edges = np.linspace(0, planks, height, endpoint=False, dtype=np.float32)
    plank = edges.astype(np.int64)
    shade = draws.grid(planks)[plank][:, None]
    grain = _noise(draws, width, height, 4, 90)
    long = _noise(draws, width, height, 6, 20)
    base = _mix((150, 102, 62), (196, 146, 96), 0.45 * shade + 0.3 * grain + 0.25 * long)
    seam = (edges - plank < planks * 1.6 / 128)[:, None]
    return base - _grey(np.broadcast_to(38 * seam.astype(np.float32), (height, width)))


def _night(draws: Draws, width: int, height: int) -> Floats:
    down = np.broadcast_to(np.linspace(0, 1, height, dtype=np.float32)[:, None], (height, width))
    glow = _noise(draws, width, height, 3, 3)
    base = _mix((14, 18, 46), (44, 50, 96), 0.6 * down + 0.4 * glow)
    stars = np.zeros((height, width), np.float32)
    for _ in range(40):
        row, column = int(draws.number() * height), int(draws.number() * width)
        stars[row, column] = draws.number(60, 190)
    return base + _grey(stars)


def _plain(draws: Draws, width: int, height: int) -> Floats:
    colour = (draws.number(150, 235), draws.number(150, 235), draws.number(150, 235))
    soft = _noise(draws, width, height, 2, 2)
    return _mix(colour, colour, soft) + _grey(10 * (soft - 0.5))


GROUNDS: Mapping[str, Callable[[Draws, int, int], Floats]] = MappingProxyType(
    {
        "grass": _grass,
        "sand": _sand,
        "water": _water,
        "snow": _snow,
        "sky": _sky,
        "wood": _wood,
        "night": _night,
        "plain": _plain,
    }
)
"""Every ground by its name."""


def _noise(draws: Draws, width: int, height: int, columns: int, rows: int) -> Floats:
    """Smooth noise 0..1 of about `columns` by `rows` bumps, (height, width)."""
    grid = draws.grid(rows + 2, columns + 2)
    at, part = _steps(height, rows)
    lines = grid[at] + (grid[at + 1] - grid[at]) * part[:, None]
    at, part = _steps(width, columns)
    return lines[:, at] + (lines[:, at + 1] - lines[:, at]) * part


def _steps(pixels: int, bumps: int) -> tuple[NDArray[np.int64], Floats]:
    place = np.arange(pixels, dtype=np.float32) * np.float32(bumps / pixels)
    at = place.astype(np.int64)
    part = place - at
    return at, part * part * (3 - 2 * part)


def _waves(height: int, width: int, crests: int, warp: Floats) -> Floats:
    """Horizontal triangle waves 0..1, bent by `warp` (in wave lengths)."""
    down = np.arange(height, dtype=np.float32)[:, None] * np.float32(crests / height)
    phase = down + warp
    return np.asarray(np.abs((phase - np.floor(phase)) * 2 - 1), np.float32)


def _mix(dark: Rgb, light: Rgb, amount: Floats) -> Floats:
    low, high = np.array(dark, np.float32), np.array(light, np.float32)
    return low + (high - low) * amount[..., None]


def _grey(amount: Floats) -> Floats:
    return amount[..., None]
