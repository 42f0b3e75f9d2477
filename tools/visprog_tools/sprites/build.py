"""Draw `sprites.png` and `sprites.json` from the bitmaps of the font Noto Color Emoji.

Run once by a maintainer (`python -m visprog_tools.sprites.build NotoColorEmoji.ttf`, fontTools and
Pillow needed); the results are committed, so nobody else needs the font.
"""

from __future__ import annotations

import argparse
import colorsys
import io
import json
import unicodedata
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

CELL = 128
COLUMNS = 12
MARGIN = 1
HERE = Path(__file__).parent

FRUIT = ["apple", "banana", "pear", "tangerine", "strawberry", "lemon", "peach", "carrot"]
BIRDS = ["bird", "owl", "parrot"]
PETS = ["cat", "dog", "teddy bear"]

# Where things stand on or in a sprite, as fractions of its width and height: `region` bounds the
# middle of a thing's lower edge (x0, y0, x1, y1); what lies below `lip` is hidden by the sprite.
# `size` is the thing's long side as a fraction of the sprite's long side.
HOLDS: dict[str, dict[str, Any]] = {
    "boat": {
        "relation": "in",
        "region": [0.14, 0.87, 0.88, 0.88],
        "lip": 0.82,
        "size": [0.20, 0.27],
        "most": 4,
        "what": ["person", "person", "person", "dog", "cat"],
    },
    "bus": {
        "relation": "in",
        "region": [0.16, 0.53, 0.92, 0.54],
        "lip": 0.51,
        "size": [0.18, 0.22],
        "most": 4,
        "what": ["person"],
    },
    "car": {
        "relation": "in",
        "region": [0.40, 0.43, 0.78, 0.44],
        "lip": 0.41,
        "size": [0.18, 0.21],
        "most": 2,
        "what": ["person", "person", "dog"],
    },
    "bathtub": {
        "relation": "in",
        "region": [0.17, 0.59, 0.83, 0.61],
        "lip": 0.53,
        "size": [0.22, 0.30],
        "most": 3,
        "what": ["person", "duck", "teddy bear", "fish"],
    },
    "basket": {
        "relation": "in",
        "region": [0.22, 0.49, 0.80, 0.51],
        "lip": 0.42,
        "size": [0.25, 0.34],
        "most": 3,
        "what": FRUIT,
    },
    "bowl": {
        "relation": "in",
        "region": [0.22, 0.53, 0.72, 0.55],
        "lip": 0.46,
        "size": [0.26, 0.34],
        "most": 3,
        "what": FRUIT,
    },
    "nest": {
        "relation": "in",
        "region": [0.32, 0.60, 0.72, 0.62],
        "lip": 0.56,
        "size": [0.24, 0.32],
        "most": 2,
        "what": ["egg", "egg", "bird"],
    },
    "plate": {
        "relation": "on",
        "region": [0.38, 0.66, 0.64, 0.74],
        "lip": None,
        "size": [0.30, 0.42],
        "most": 1,
        "what": ["apple", "donut", "cookie", "cake", "hamburger", "pizza", "cheese", "egg"],
    },
    "tree": {
        "relation": "on",
        "region": [0.16, 0.32, 0.84, 0.60],
        "lip": None,
        "size": [0.19, 0.27],
        "most": 4,
        "what": [*BIRDS, "bird", "bird"],
    },
    "bed": {
        "relation": "on",
        "region": [0.42, 0.50, 0.90, 0.60],
        "lip": None,
        "size": [0.22, 0.30],
        "most": 2,
        "what": [*PETS, "book", "cup", "shirt"],
    },
    "couch": {
        "relation": "on",
        "region": [0.22, 0.76, 0.78, 0.82],
        "lip": None,
        "size": [0.24, 0.32],
        "most": 2,
        "what": [*PETS, "person", "book", "cup"],
    },
    "chair": {
        "relation": "on",
        "region": [0.42, 0.46, 0.56, 0.50],
        "lip": None,
        "size": [0.32, 0.40],
        "most": 1,
        "what": [*PETS, "cup", "book", "hat", "apple"],
    },
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("font", type=Path, help="NotoColorEmoji.ttf, the CBDT build")
    font = _Font(parser.parse_args().font)
    cells: list[Image.Image] = []
    sprites = [_sprite(line, font, cells) for line in _noun_lines()]
    rows = -(-len(cells) // COLUMNS)
    sheet = Image.new("RGBA", (COLUMNS * CELL, rows * CELL))
    for index, cell in enumerate(cells):
        sheet.paste(cell, (index % COLUMNS * CELL, index // COLUMNS * CELL))
    sheet.save(HERE / "sprites.png", optimize=True)
    lines = ",\n".join(json.dumps(sprite, ensure_ascii=False) for sprite in sprites)
    head = f'"font": "{font.name}", "licence": "OFL-1.1", "cell": {CELL}, "columns": {COLUMNS}'
    (HERE / "sprites.json").write_text(f'{{{head}, "sprites": [\n{lines}\n]}}\n', encoding="utf-8")


class _Font:
    def __init__(self, path: Path) -> None:
        from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

        self._font = TTFont(path)
        self._names: dict[int, str] = self._font.getBestCmap()
        self._bitmaps = self._font["CBDT"].strikeData[0]
        self.name = f"{self._font['name'].getDebugName(4)} {self._font['head'].fontRevision:.3f}"

    def draw(self, code_points: tuple[int, ...]) -> Image.Image:
        """The glyph's bitmap, trimmed, in the upper-left corner of a cell (one pixel margin)."""
        glyph = self._names[code_points[0]]
        if len(code_points) > 1:
            glyph = self._ligature(glyph, [self._names[c] for c in code_points[1:]])
        image = Image.open(io.BytesIO(self._bitmaps[glyph].imageData)).convert("RGBA")
        image = image.crop(image.getchannel("A").getbbox())
        room = CELL - 2 * MARGIN
        if max(image.size) > room:
            image.thumbnail((room, room), Image.Resampling.LANCZOS)
        cell = Image.new("RGBA", (CELL, CELL))
        cell.paste(image, (MARGIN, MARGIN))
        return cell

    def _ligature(self, first: str, rest: list[str]) -> str:
        for lookup in self._font["GSUB"].table.LookupList.Lookup:
            for table in lookup.SubTable:
                table = getattr(table, "ExtSubTable", table)
                for ligature in getattr(table, "ligatures", {}).get(first, []):
                    if ligature.Component == rest:
                        return str(ligature.LigGlyph)
        raise LookupError(f"the font has no ligature {first} + {rest}")


def _noun_lines() -> list[list[str]]:
    text = (HERE / "source" / "nouns.txt").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [[field.strip() for field in row.split("|")] for row in rows]


def _sprite(fields: list[str], font: _Font, cells: list[Image.Image]) -> dict[str, Any]:
    noun, codes, category, *flags = fields
    options = {name: value for name, _, value in (flag.partition("=") for flag in flags)}
    drawings = [tuple(int(c, 16) for c in code.split()) for code in codes.split(",")]
    first = len(cells)
    cells += [font.draw(code_points) for code_points in drawings]
    return {
        "noun": noun,
        "plural": options.get("p", noun + "s"),
        "category": category,
        "codepoints": [" ".join(f"U+{c:04X}" for c in d) for d in drawings],
        "unicode_name": unicodedata.name(chr(drawings[0][0])).lower(),
        "cells": list(range(first, len(cells))),
        "sizes": [_content_size(cell) for cell in cells[first:]],
        "tint": _tint(cells[first], options["tint"]) if "tint" in options else None,
        "holds": HOLDS.get(noun),
    }


def _content_size(cell: Image.Image) -> list[int]:
    left, top, right, bottom = cell.getchannel("A").getbbox() or (0, 0, 0, 0)
    return [right - left, bottom - top]


def _tint(cell: Image.Image, which: str) -> dict[str, float | None]:
    """Which pixels take a colour (hue 0..1, None: all) and how bright and saturated they are."""
    rgba = np.asarray(cell, dtype=np.float64) / 255
    opaque = rgba[rgba[..., 3] > 0.9][:, :3]
    if which == "white":
        light = float(np.quantile(opaque.max(1), 0.8))
        return {"hue": None, "light": round(light, 3), "saturation": None}
    hsv = np.array([colorsys.rgb_to_hsv(*pixel) for pixel in opaque])
    hue = float(which) if which else _main_hue(hsv)
    distance = np.abs((hsv[:, 0] - hue + 0.5) % 1 - 0.5)
    near = hsv[(distance < 0.09) & (hsv[:, 1] > 0.15)]
    light, saturation = float(np.quantile(near[:, 2], 0.7)), float(np.quantile(near[:, 1], 0.6))
    return {"hue": round(hue, 3), "light": round(light, 3), "saturation": round(saturation, 3)}


def _main_hue(hsv: np.ndarray) -> float:
    weight = hsv[:, 1] * hsv[:, 2]
    histogram, edges = np.histogram(hsv[:, 0], bins=36, range=(0, 1), weights=weight)
    around = histogram + 0.5 * (np.roll(histogram, 1) + np.roll(histogram, -1))
    return float(edges[int(around.argmax())] + 0.5 / 36)


if __name__ == "__main__":
    main()
