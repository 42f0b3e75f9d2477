"""Draw `page-*.webp` and `emoji.json` from the bitmaps of the font Noto Color Emoji.

Run once by a maintainer (`python -m visprog_tools.emoji.build NotoColorEmoji.ttf`; fontTools,
Pillow and the package `emoji`, whose table holds the Unicode CLDR short names, are needed). The
results are committed, so nobody else needs the font. Skin tones are left out: they would double
the size, and :func:`visprog_tools.emoji.find` answers them with the plain drawing and says so.
"""

from __future__ import annotations

import argparse
import io
import json
from pathlib import Path
from typing import Any

from PIL import Image

CELL = 128
COLUMNS = 16
PER_PAGE = COLUMNS * COLUMNS
MARGIN = 1
QUALITY = 78
HERE = Path(__file__).parent
TONES = range(0x1F3FB, 0x1F400)
VARIATION_SELECTOR = 0xFE0F


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("font", type=Path, help="NotoColorEmoji.ttf, the CBDT build")
    font = _Font(parser.parse_args().font)
    drawn = [(row, cell) for row in _rows() if (cell := font.draw(row[0])) is not None]
    for page in range(0, len(drawn), PER_PAGE):
        cells = [cell for _, cell in drawn[page : page + PER_PAGE]]
        sheet = Image.new("RGBA", (COLUMNS * CELL, -(-len(cells) // COLUMNS) * CELL))
        for index, cell in enumerate(cells):
            sheet.paste(cell, (index % COLUMNS * CELL, index // COLUMNS * CELL))
        path = HERE / f"page-{page // PER_PAGE}.webp"
        sheet.save(path, quality=QUALITY, method=6, alpha_quality=95)
    lines = ",\n".join(
        json.dumps([*row, list(_size(cell))], ensure_ascii=False) for row, cell in drawn
    )
    head = f'"font": "{font.name}", "licence": "OFL-1.1", "cell": {CELL}, "columns": {COLUMNS}'
    (HERE / "emoji.json").write_text(f'{{{head}, "emoji": [\n{lines}\n]}}\n', encoding="utf-8")


def _rows() -> list[tuple[str, str, list[str]]]:
    """(characters, name, further names) of every emoji without a skin tone, in Unicode's order."""
    from emoji import EMOJI_DATA  # type: ignore[import-not-found]

    rows = []
    for characters, entry in EMOJI_DATA.items():
        toned = len(characters) > 1 and any(ord(c) in TONES for c in characters)
        if entry["status"] > 2 or toned:  # neither a component nor fully qualified
            continue
        name, *others = (_plain(n) for n in (entry["en"], *entry.get("alias", [])))
        rows.append((characters, name, sorted({other for other in others if other != name})))
    return rows


def _plain(name: str) -> str:
    return name.strip(":").replace("_", " ").replace("\u2019", "'").lower()


class _Font:
    def __init__(self, path: Path) -> None:
        from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

        font: Any = TTFont(path)
        self._glyphs: dict[int, str] = font.getBestCmap()
        self._bitmaps = font["CBDT"].strikeData[0]
        self._ligatures: dict[tuple[str, ...], str] = {}
        for lookup in font["GSUB"].table.LookupList.Lookup:
            for table in lookup.SubTable:
                table = getattr(table, "ExtSubTable", table)
                for first, ligatures in getattr(table, "ligatures", {}).items():
                    for ligature in ligatures:
                        self._ligatures[first, *ligature.Component] = str(ligature.LigGlyph)
        self.name = f"{font['name'].getDebugName(4)} {font['head'].fontRevision:.3f}"

    def draw(self, characters: str) -> Image.Image | None:
        """The trimmed bitmap in the upper-left corner of a cell, or None when the font has none."""
        points = [ord(c) for c in characters if ord(c) != VARIATION_SELECTOR]
        if any(point not in self._glyphs for point in points):
            return None
        glyphs = tuple(self._glyphs[point] for point in points)
        glyph = glyphs[0] if len(glyphs) == 1 else self._ligatures.get(glyphs)
        if glyph not in self._bitmaps:
            return None
        image = Image.open(io.BytesIO(self._bitmaps[glyph].imageData)).convert("RGBA")
        image = image.crop(image.getchannel("A").getbbox())
        room = CELL - 2 * MARGIN
        if max(image.size) > room:
            image.thumbnail((room, room), Image.Resampling.LANCZOS)
        cell = Image.new("RGBA", (CELL, CELL))
        cell.paste(image, (MARGIN, MARGIN))
        return cell


def _size(cell: Image.Image) -> tuple[int, int]:
    left, top, right, bottom = cell.getchannel("A").getbbox() or (0, 0, 0, 0)
    return right - left, bottom - top


if __name__ == "__main__":
    main()
