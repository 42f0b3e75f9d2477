"""Sprites of everyday things, drawn from the emoji font Noto Color Emoji (OFL 1.1).

The sheet and its table are package data, so nothing here needs a font or the network. `build.py`
made them. The same sprites make the rendered world (`visprog_benchmarks.world`), the EMOJI tool's
pictures and the inpainting stand-in's patches.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Mapping

Relation = Literal["in", "on"]

COLOURS: Mapping[str, tuple[int, int, int]] = MappingProxyType(
    {
        "red": (226, 36, 36),
        "orange": (250, 138, 20),
        "yellow": (252, 220, 40),
        "green": (44, 160, 60),
        "blue": (40, 100, 225),
        "purple": (150, 60, 195),
        "brown": (122, 76, 44),
        "black": (48, 48, 54),
    }
)
"""The colour words of the world, as sRGB. They apply to tintable nouns only."""


@dataclass(frozen=True, slots=True)
class Tint:
    """Which pixels of a sprite take a colour: those of one hue (0..1), or all when it is None."""

    hue: float | None
    light: float
    saturation: float | None


@dataclass(frozen=True, slots=True)
class Holds:
    """Where other things can be in or on a sprite, as fractions of its width and height.

    `region` (x0, y0, x1, y1) bounds the middle of a held thing's lower edge; what of it lies below
    `lip` is hidden behind the sprite. `size` bounds the held thing's long side as a fraction of
    the holder's long side; `what` lists the nouns (a repeated noun is likelier).
    """

    relation: Relation
    region: tuple[float, float, float, float]
    lip: float | None
    size: tuple[float, float]
    most: int
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sprite:
    """One noun's drawings and what the table says about it."""

    noun: str
    plural: str
    category: str
    unicode_name: str
    codepoints: tuple[str, ...]
    cells: tuple[int, ...]
    sizes: tuple[tuple[int, int], ...]
    tint: Tint | None
    holds: Holds | None

    @property
    def tintable(self) -> bool:
        return self.tint is not None


@cache
def sprites() -> Mapping[str, Sprite]:
    """Every sprite by its noun, in the table's order."""
    return MappingProxyType({row["noun"]: _sprite(row) for row in _table()["sprites"]})


@cache
def nouns() -> tuple[str, ...]:
    """Every noun in the singular, in the table's order."""
    return tuple(sprites())


@cache
def singulars() -> Mapping[str, str]:
    """From each plural (and each singular) to the singular."""
    plurals = {sprite.plural: noun for noun, sprite in sprites().items()}
    return MappingProxyType(plurals | {noun: noun for noun in sprites()})


@cache
def draw(noun: str, colour: str | None = None, variant: int = 0) -> NDArray[np.uint8]:
    """A sprite's pixels, (height, width, 4) uint8 RGBA, trimmed, long side about 120; read-only.

    `colour` is a key of `COLOURS` and needs a tintable noun; `variant` picks one of the drawings
    (people come in several skin tones).
    """
    sprite = sprites()[noun]
    table = _table()
    cell, columns = table["cell"], table["columns"]
    row, column = divmod(sprite.cells[variant], columns)
    width, height = sprite.sizes[variant]
    top, left = row * cell + 1, column * cell + 1
    pixels = _sheet()[top : top + height, left : left + width].copy()
    if colour is not None:
        if sprite.tint is None:
            raise ValueError(f"a {noun} takes no colour")
        pixels[..., :3] = _recolour(pixels[..., :3], sprite.tint, COLOURS[colour])
    pixels.setflags(write=False)
    return pixels


def _recolour(
    rgb: NDArray[np.uint8], tint: Tint, target: tuple[int, int, int]
) -> NDArray[np.uint8]:
    """Give the pixels of the tint's hue another colour, keeping shading and highlights.

    Only + - * / and comparisons in float64, so that every machine yields the same bytes.
    """
    pixels = rgb.astype(np.float64) / 255
    value = pixels.max(-1)
    shade = np.minimum(0.4 + 0.6 * value / tint.light, 1.1)[..., None]
    purity, weight = np.ones_like(value), np.ones_like(value)
    if tint.hue is not None and tint.saturation is not None:
        hue, saturation = _hue_and_saturation(pixels)
        distance = np.abs((hue - tint.hue + 0.5) % 1 - 0.5)
        weight = np.clip((0.12 - distance) / 0.03, 0, 1)
        weight *= np.clip((saturation - 0.04) / 0.12, 0, 1)
        purity = np.minimum(saturation / tint.saturation, 1)
    colour = purity[..., None] * np.array(target) / 255 + (1 - purity[..., None])
    mixed = pixels + weight[..., None] * (np.clip(shade * colour, 0, 1) - pixels)
    return np.asarray(np.rint(mixed * 255), np.uint8)


def _hue_and_saturation(
    pixels: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    red, green, blue = pixels[..., 0], pixels[..., 1], pixels[..., 2]
    high = pixels.max(-1)
    spread = high - pixels.min(-1)
    safe = np.where(spread > 0, spread, 1)
    hue = np.where(
        high == red,
        ((green - blue) / safe) % 6,
        np.where(high == green, (blue - red) / safe + 2, (red - green) / safe + 4),
    )
    return hue / 6, spread / np.where(high > 0, high, 1)


@cache
def _table() -> dict[str, Any]:
    text = files(__name__).joinpath("sprites.json").read_text(encoding="utf-8")
    table: dict[str, Any] = json.loads(text)
    return table


@cache
def _sheet() -> NDArray[np.uint8]:
    data = files(__name__).joinpath("sprites.png").read_bytes()
    return np.asarray(Image.open(BytesIO(data)).convert("RGBA"))


def _sprite(row: dict[str, Any]) -> Sprite:
    holds = row["holds"]
    return Sprite(
        noun=row["noun"],
        plural=row["plural"],
        category=row["category"],
        unicode_name=row["unicode_name"],
        codepoints=tuple(row["codepoints"]),
        cells=tuple(row["cells"]),
        sizes=tuple((width, height) for width, height in row["sizes"]),
        tint=Tint(**row["tint"]) if row["tint"] else None,
        holds=_holds(holds) if holds else None,
    )


def _holds(row: dict[str, Any]) -> Holds:
    return Holds(
        relation=row["relation"],
        region=tuple(row["region"]),
        lip=row["lip"],
        size=tuple(row["size"]),
        most=row["most"],
        what=tuple(row["what"]),
    )
