"""Every emoji by name or by itself, drawn by the font Noto Color Emoji (OFL 1.1).

The pages and their table are package data made by `build.py`, so nothing here needs a font or the
network. Names are the Unicode CLDR short names ("smiling face with sunglasses") and the common
short forms ("sunglasses"); spaces, underscores, hyphens and colons are one.
"""

from __future__ import annotations

import difflib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

TONES = {chr(point) for point in range(0x1F3FB, 0x1F400)}
VARIATION_SELECTOR = "\ufe0f"
FILLER = {"emoji", "emoticon", "icon", "a", "an", "the", "of"}
HINTS = 5


@dataclass(frozen=True, slots=True)
class Emoji:
    """One emoji: its characters, its name and other names, and where its drawing is."""

    characters: str
    name: str
    others: tuple[str, ...]
    index: int
    size: tuple[int, int]
    """Width and height of the drawing in pixels, at most 126."""


class UnknownEmoji(LookupError):
    """No emoji, or more than one, goes by that name; ``hints`` are names close to it."""

    def __init__(self, wanted: str, hints: list[str]) -> None:
        self.hints = hints
        near = f"; near it: {', '.join(hints)}" if hints else ""
        super().__init__(f"no emoji is called {wanted[:60]!r}{near}")


@cache
def emoji() -> Mapping[str, Emoji]:
    """Every emoji by its name, in Unicode's order."""
    rows = enumerate(_table()["emoji"])
    found = (
        Emoji(characters, name, tuple(others), index, (size[0], size[1]))
        for index, (characters, name, others, size) in rows
    )
    return MappingProxyType({item.name: item for item in found})


def find(text: str) -> Emoji:
    """The emoji of a name, or of the characters themselves.

    A name may be short of the full one when only one emoji fits it. A skin tone is accepted and
    gives the plain drawing. Raises :class:`UnknownEmoji`.
    """
    if item := _by_characters().get(_bare(text.strip())):
        return item
    wanted = _normal(text)
    if item := _by_name().get(wanted) or _by_name().get(f"{wanted} face"):
        return item
    words = set(wanted.split())
    longer = [name for name in _by_name() if words and words <= set(name.split())]
    meant = {_by_name()[name].index: _by_name()[name] for name in longer}
    if len(meant) == 1:
        return next(iter(meant.values()))
    longer.sort(key=lambda name: (len(name.split()), name))
    near = difflib.get_close_matches(wanted, _by_name(), HINTS, 0.6)
    raise UnknownEmoji(text, list(dict.fromkeys([*longer, *near]))[:HINTS])


def has_tone(text: str) -> bool:
    """Whether the characters ask for a skin tone, which the drawings leave out."""
    return len(text) > 1 and bool(TONES & set(text))


@cache
def draw(item: Emoji) -> NDArray[np.uint8]:
    """The emoji's pixels, (height, width, 4) uint8 RGBA, trimmed; read-only."""
    table = _table()
    cell, columns = table["cell"], table["columns"]
    page, place = divmod(item.index, columns * columns)
    row, column = divmod(place, columns)
    width, height = item.size
    top, left = row * cell + 1, column * cell + 1
    pixels = _page(page)[top : top + height, left : left + width].copy()
    pixels.setflags(write=False)
    return pixels


def _normal(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.lower().replace("\u2019", "'"))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    words = re.sub(r"[^a-z0-9&+#*'.]+", " ", plain).split()
    return " ".join(word for word in words if word not in FILLER) or plain.strip()


def _bare(characters: str) -> str:
    tones = TONES if len(characters) > 1 else set()
    return "".join(c for c in characters if c != VARIATION_SELECTOR and c not in tones)


@cache
def _by_characters() -> dict[str, Emoji]:
    return {_bare(item.characters): item for item in emoji().values()}


@cache
def _by_name() -> dict[str, Emoji]:
    names: dict[str, Emoji] = {}
    for item in emoji().values():
        names.setdefault(_normal(item.name), item)
    for item in emoji().values():
        for other in item.others:
            names.setdefault(_normal(other), item)
    for item in emoji().values():  # 🇯🇵 is called "japan"; people also say "flag of japan"
        if len(item.characters) == 2 and all("🇦" <= c <= "🇿" for c in item.characters):
            for phrase in (f"flag {item.name}", f"{item.name} flag"):
                names.setdefault(_normal(phrase), item)
    return names


@cache
def _table() -> dict[str, Any]:
    text = files(__name__).joinpath("emoji.json").read_text(encoding="utf-8")
    table: dict[str, Any] = json.loads(text)
    return table


@cache
def _page(number: int) -> NDArray[np.uint8]:
    data = files(__name__).joinpath(f"page-{number}.webp").read_bytes()
    return np.asarray(Image.open(BytesIO(data)).convert("RGBA"))
