"""Colour words as sRGB: the world's eight, then every CSS name and `#rrggbb`."""

from __future__ import annotations

import difflib

from PIL import ImageColor

from visprog_tools.grounds import ground_named
from visprog_tools.sprites import COLOURS

Rgb = tuple[int, int, int]

EXTRA: dict[str, Rgb] = {
    "white": (246, 246, 246),
    "gray": (140, 140, 144),
    "pink": (250, 130, 180),
    "gold": (226, 178, 44),
    "turquoise": (48, 200, 196),
}
"""Common words whose CSS colour is too pure for a thing in a picture."""

SHADES = {"light": 0.45, "pale": 0.55, "bright": 0.12, "dark": -0.4, "deep": -0.3}
"""Towards white above zero, towards black below."""


def colour_named(words: str) -> Rgb | None:
    """The colour that these words name (`blue`, `dark green`, `#ff8800`), or None."""
    name = " ".join(words.lower().replace("-", " ").split()).replace("grey", "gray")
    name = name.removesuffix(" colour").removesuffix(" color").removesuffix(" coloured")
    if known := COLOURS.get(name) or EXTRA.get(name):
        return known
    first, _, rest = name.partition(" ")
    if first in SHADES and rest and (base := colour_named(rest)):
        return _shaded(base, SHADES[first])
    try:
        red, green, blue, *_ = ImageColor.getrgb(name.replace(" ", ""))
    except ValueError:
        return None
    return red, green, blue


def plain_surface(words: str) -> Rgb | None:
    """The colour of a prompt that is a colour and nothing else; snow is a ground."""
    return None if ground_named(words) else colour_named(words)


def near(words: str) -> list[str]:
    """Colour names that are written like these words."""
    return difflib.get_close_matches(
        words.lower(), [*COLOURS, *EXTRA, *ImageColor.colormap], 3, 0.6
    )


def _shaded(rgb: Rgb, amount: float) -> Rgb:
    goal = 255 if amount > 0 else 0
    red, green, blue = (round(part + abs(amount) * (goal - part)) for part in rgb)
    return red, green, blue
