"""Grounds painted from noise: grass, sand, water, snow, sky, night, wood, stone, earth, beach.

Each is a picture of the whole frame, so that regions cut from one share light and perspective, and
nothing is tiled, so nothing repeats. Made from a seed alone; lengths are fractions of the frame, so
a ground looks alike at every size.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from visprog_tools.filters import Floats, gaussian, scaled

Colour = tuple[float, float, float]


@dataclass
class Canvas:
    """Where a ground is painted: its size and its source of randomness."""

    width: int
    height: int
    random: np.random.Generator

    @property
    def unit(self) -> float:
        """One pixel of a picture whose shorter side has 480."""
        return min(self.width, self.height) / 480

    @property
    def down(self) -> Floats:
        """0 at the top, 1 at the bottom, (height, 1)."""
        return np.linspace(0, 1, self.height, dtype=np.float32)[:, None]

    def noise(self, wide: float, high: float | None = None, octaves: int = 4) -> Floats:
        """Smooth noise, mean 0.5, mostly 0..1; the largest bumps are ``wide`` by ``high`` units."""
        high = wide if high is None else high
        total: Floats = np.zeros((self.height, self.width), np.float32)
        weight, sum_of = 1.0, 0.0
        for octave in range(octaves):
            columns = max(2, round(self.width / (wide * self.unit / 2**octave)))
            rows = max(2, round(self.height / (high * self.unit / 2**octave)))
            if columns > self.width or rows > self.height:
                break
            grid = self.random.random((rows + 2, columns + 2), np.float32)
            total += weight * scaled(grid, self.width, self.height)
            sum_of += weight
            weight *= 0.5
        return np.asarray(total / max(sum_of, 1.0))

    def grain(self, size: float = 1.0) -> Floats:
        """Independent noise of that many units, mean 0, deviation about 1."""
        white = self.random.standard_normal((self.height, self.width), np.float32)
        sigma = size * self.unit / 2
        if sigma < 0.5:
            return white
        soft = gaussian(white, sigma)
        return np.asarray(soft / max(float(soft.std()), 1e-6))


def mix(dark: Colour, light: Colour, amount: Floats) -> Floats:
    """``dark`` where the amount is 0, ``light`` where it is 1: (height, width, 3)."""
    low, high = np.array(dark, np.float32), np.array(light, np.float32)
    return low + (high - low) * np.clip(amount, 0, 1)[..., None]


def _lit(height: Floats, strength: float) -> Floats:
    """How much more (or less) light a relief gets from the upper left than flat ground."""
    down, across = np.gradient(height)
    return np.asarray(np.clip(-0.7 * strength * (across + down), -1, 1))


def _grass(canvas: Canvas) -> Floats:
    import cv2

    patches = canvas.noise(170, 90, 4)
    picture = mix((36, 78, 26), (70, 124, 44), patches) + 5 * canvas.grain(2)[..., None]
    picture = np.ascontiguousarray(np.clip(picture, 0, 255))
    count = int(canvas.width * canvas.height / (13 * canvas.unit**2))
    x = canvas.random.random(count) * canvas.width * 1.04 - 0.02 * canvas.width
    y = np.sort(canvas.random.random(count)) ** 0.9 * canvas.height * 1.06
    near = 0.55 + 0.75 * y / canvas.height
    length = canvas.unit * near * (9 + 9 * canvas.random.random(count))
    lean = canvas.random.normal(0, 0.42, count) * length
    rows = np.clip(y, 0, canvas.height - 1).astype(int)
    columns = np.clip(x, 0, canvas.width - 1).astype(int)
    light = 0.55 * patches[rows, columns] + 0.45 * canvas.random.random(count)
    tip = np.stack([x + lean, y - length], 1)
    bend = np.stack([x + 0.25 * lean, y - 0.55 * length], 1)
    root = np.stack([x, y], 1)
    blades = np.rint(np.stack([root, bend, tip], 1) * 16).astype(np.int32)
    shade = np.clip(light * 9, 0, 8).astype(int)
    thick = max(1, round(canvas.unit * 1.1))
    for part in np.array_split(np.arange(count), 28):  # back to front
        for step in canvas.random.permutation(9):
            some = part[shade[part] == step]
            if not len(some):
                continue
            amount = np.array([[step / 8]], np.float32)
            colour = mix((44, 96, 28), (150, 196, 84), amount)[0, 0]
            colour = colour + canvas.random.normal(0, 5, 3)
            cv2.polylines(
                picture, list(blades[some]), False, colour.tolist(), thick, cv2.LINE_AA, 4
            )
    return picture


def _sand(canvas: Canvas) -> Floats:
    dunes = canvas.noise(420, 200, 3)
    warp = canvas.noise(200, 90, 3)
    rows = canvas.down**1.25 * canvas.height / canvas.unit
    ripples = np.sin(rows / 2.6 + 16 * warp) * np.clip(canvas.noise(160, 120, 2) * 2.2 - 0.6, 0, 1)
    relief = dunes * 60 * canvas.unit + ripples * 0.9 * canvas.unit
    base = mix((206, 174, 120), (240, 216, 168), 0.15 + 0.75 * dunes)
    light = 34 * _lit(relief, 0.55) + 4.5 * canvas.grain(1) + 3 * canvas.grain(3)
    return base + light[..., None] * np.array((1, 0.95, 0.8), np.float32)


def _water(canvas: Canvas) -> Floats:
    far = 0.35 + 1.1 * canvas.down
    rows = canvas.height / canvas.unit * np.log(0.25 + canvas.down) / np.log(5)
    columns = np.arange(canvas.width, dtype=np.float32)[None] / canvas.unit
    waves: Floats = np.zeros((canvas.height, canvas.width), np.float32)
    for _ in range(5):
        warp = canvas.noise(150, 60, 3)
        tilt = canvas.random.normal(0, 0.10)
        length = canvas.random.uniform(9, 30)
        waves += (np.sin((rows + tilt * columns / far) * 6.28 / length + 9 * warp)).astype(
            np.float32
        ) * np.float32(length / 20)
    waves += 1.2 * (canvas.noise(60, 12, 4) - 0.5)
    crest = np.clip(waves / 7 + 0.5, 0, 1)
    depth = canvas.noise(400, 160, 2)
    base = mix((30, 92, 150), (98, 172, 214), 0.30 * depth + 0.55 * crest + 0.1)
    glint = np.clip(canvas.noise(26, 5, 3) * crest - 0.52, 0, 1) * 5
    painted: Floats = base + np.minimum(glint, 0.8)[..., None] * np.array(
        (110, 100, 80), np.float32
    )
    return painted


def _snow(canvas: Canvas) -> Floats:
    drifts = canvas.noise(330, 130, 3)
    relief = drifts * 55 * canvas.unit + canvas.noise(40, 22, 3) * 4 * canvas.unit
    light = _lit(relief, 0.9)
    base = mix((200, 216, 238), (248, 251, 255), 0.62 + 0.55 * light + 0.25 * (drifts - 0.5))
    sparkle = np.clip(canvas.grain(1) - 2.7, 0, 1) * 40
    painted: Floats = base + (1.6 * canvas.grain(1) + sparkle)[..., None]
    return painted


def _sky(canvas: Canvas) -> Floats:
    base = mix(
        (78, 146, 224),
        (196, 226, 248),
        np.broadcast_to(canvas.down**0.85, (canvas.height, canvas.width)),
    )
    shape = canvas.noise(330, 120, 6)
    cloud = np.clip((shape - 0.52) * 5.5, 0, 1)
    shaded = np.clip(0.75 + 2.2 * (shape - np.roll(shape, round(9 * canvas.unit), 0)), 0, 1)
    white = mix((206, 218, 232), (255, 255, 255), shaded)
    part = (cloud * cloud * (3 - 2 * cloud) * 0.92)[..., None]
    painted: Floats = base + part * (white - base)
    return painted


def _night(canvas: Canvas) -> Floats:
    import cv2

    base = mix((8, 12, 36), (40, 48, 98), canvas.down**1.4 + 0.25 * (canvas.noise(300) - 0.5))
    across = np.arange(canvas.width, dtype=np.float32)[None] / canvas.width
    band = np.exp(-(((canvas.down - 0.75 + 0.55 * across) / 0.20) ** 2))
    base += (band * canvas.noise(130, 80, 5) * 42)[..., None] * np.array((0.8, 0.8, 1), np.float32)
    stars: Floats = np.zeros((canvas.height, canvas.width), np.float32)
    for _ in range(420):
        x = int(canvas.random.random() * canvas.width)
        y = int(canvas.random.random() * canvas.height)
        size = canvas.random.random() ** 5
        reach = (0.35 + 0.9 * size) * canvas.unit
        cv2.circle(stars, (16 * x, 16 * y), round(16 * reach), 90 + 165 * size, -1, cv2.LINE_AA, 4)
    glow = gaussian(stars, max(0.6, 1.6 * canvas.unit))
    painted: Floats = base + np.maximum(stars, glow * 0.8)[..., None] * np.array(
        (0.95, 0.96, 1), np.float32
    )
    return painted


def _wood(canvas: Canvas) -> Floats:
    boards = 6
    place = canvas.down[:, 0] * boards + 0.37
    board = place.astype(int)
    edge = np.minimum(place - board, board + 1 - place)[:, None] * canvas.height / boards
    shade = canvas.random.random(boards + 2).astype(np.float32)[board][:, None]
    shift = canvas.random.integers(0, canvas.width, boards + 2)[board]
    fine, long = canvas.noise(260, 3, 2), canvas.noise(340, 26, 3)
    turn = (np.arange(canvas.width)[None] + shift[:, None]) % canvas.width
    row = np.arange(canvas.height)[:, None]
    fine, long = fine[row, turn], long[row, turn]
    rings = np.abs(((long * 7 + 0.6 * fine) % 1) * 2 - 1)
    amount = 0.30 * shade + 0.34 * rings + 0.36 * fine
    base = mix((132, 86, 50), (206, 158, 106), amount)
    gap = np.clip(1 - edge / (1.8 * canvas.unit), 0, 1)
    lip = np.clip(1 - np.abs(edge - 3 * canvas.unit) / (2 * canvas.unit), 0, 1)
    painted: Floats = (
        base * (1 - 0.72 * gap[..., None]) + (9 * lip + 2.5 * canvas.grain(1))[..., None]
    )
    return painted


def _stone(canvas: Canvas) -> Floats:
    import cv2

    step = 46 * canvas.unit
    rows, columns = int(canvas.height / step) + 3, int(canvas.width / step) + 3
    middles = np.stack(np.meshgrid(np.arange(rows), np.arange(columns), indexing="ij"), -1)
    places = (middles + 0.75 * canvas.random.random(middles.shape) - 1) * step
    places[..., 1] += (middles[..., 0] % 2) * step / 2
    tall, wide = canvas.height, canvas.width
    inside = places.reshape(-1, 2)
    kept = (inside >= 0).all(1) & (inside[:, 0] < tall) & (inside[:, 1] < wide)
    seeds = np.ones((tall, wide), np.uint8)
    at = inside[kept].astype(int)
    seeds[at[:, 0], at[:, 1]] = 0
    _, labels = cv2.distanceTransformWithLabels(seeds, cv2.DIST_L2, 5)
    joints = cv2.morphologyEx(
        labels.astype(np.float32), cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)
    )
    away = cv2.distanceTransform((joints == 0).astype(np.uint8), cv2.DIST_L2, 5) / canvas.unit
    dome = 1 - np.exp(-away / 6)
    tone = canvas.random.random(int(labels.max()) + 1).astype(np.float32)[labels]
    relief = dome * 9 * canvas.unit + canvas.noise(14, 14, 3) * 3 * canvas.unit
    base = mix((112, 110, 108), (176, 172, 164), 0.25 + 0.5 * tone + 0.2 * canvas.noise(20))
    joint = gaussian(np.clip(1 - away / 4, 0, 1), 1.1 * canvas.unit)[..., None]
    return base * (1 - 0.66 * joint) + (30 * _lit(relief, 0.8) + 3 * canvas.grain(1))[..., None]


def _earth(canvas: Canvas) -> Floats:
    lumps = canvas.noise(60, 36, 5)
    relief = lumps * 26 * canvas.unit + canvas.noise(9, 7, 2) * 3 * canvas.unit
    base = mix((84, 58, 38), (140, 102, 70), canvas.noise(200, 120, 4))
    return base + (34 * _lit(relief, 0.7) + 5 * canvas.grain(1))[..., None]


def _beach(canvas: Canvas) -> Floats:
    """Sky, then sea, then sand, with foam where they meet."""
    shore = 0.60 + 0.05 * (canvas.noise(300, 300, 2) - 0.5)
    horizon, down = 0.42, canvas.down
    soft = 1.5 / canvas.height
    sea = np.clip((down - horizon) / soft, 0, 1)[..., None]
    land = np.clip((down - shore) / (4 * soft), 0, 1)[..., None]
    picture = _part(canvas, _sky, horizon)
    picture = picture + sea * (_water(canvas) * np.float32(0.98) - picture)
    wet = np.clip(1 - (down - shore) / 0.07, 0, 1)[..., None]
    picture = picture + land * (_sand(canvas) * (1 - 0.16 * wet) - picture)
    lace = np.exp(-(((down - shore) / 0.008) ** 2)) * np.clip(canvas.noise(40, 20) * 2 - 0.25, 0, 1)
    painted: Floats = picture + lace[..., None] * (np.float32(248) - picture)
    return painted


def _part(canvas: Canvas, paint: Callable[[Canvas], Floats], share: float) -> Floats:
    """A ground squeezed into the upper part of the frame; its last row goes on below."""
    upper = Canvas(canvas.width, max(2, round(canvas.height * share)), canvas.random)
    top = paint(upper)
    return np.pad(top, ((0, canvas.height - upper.height), (0, 0), (0, 0)), mode="edge")


GROUNDS: Mapping[str, Callable[[Canvas], Floats]] = MappingProxyType(
    {
        "grass": _grass,
        "sand": _sand,
        "water": _water,
        "snow": _snow,
        "sky": _sky,
        "night": _night,
        "wood": _wood,
        "stone": _stone,
        "earth": _earth,
        "beach": _beach,
    }
)
"""Every ground by its name."""


def paint(ground: str, width: int, height: int, seed: int) -> Floats:
    """A ground as float32 (height, width, 3), 0..255; the same for the same arguments."""
    name = [seed, *ground.encode()]
    canvas = Canvas(width, height, np.random.default_rng(name))
    return np.clip(GROUNDS[ground](canvas), 0, 255).astype(np.float32)
