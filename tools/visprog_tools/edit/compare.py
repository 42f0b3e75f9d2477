"""Before and after, side by side, under the words of the instruction."""

from __future__ import annotations

from typing import Any

import numpy as np
from PIL import Image as PilImage
from PIL import ImageDraw, ImageFont

from visprog.types import Image
from visprog_tools import emoji

GAP = 12
PAPER = (250, 250, 248)
INK = (34, 34, 38)


def before_after(before: Image, after: Image, caption: str = "") -> Image:
    """One picture of both, each at its own proportions and at the height of the first."""
    height = before.height
    width = max(1, round(after.width * height / after.height))
    pair = (before.width, min(width, 3 * before.width))
    letters = _Letters(max(12, round(height * 0.042)))
    lines = letters.wrapped(caption, sum(pair) + GAP)
    head = GAP + len(lines) * letters.line if lines else 0
    sheet = PilImage.new("RGB", (sum(pair) + 3 * GAP, head + height + 2 * GAP), PAPER)
    for number, words in enumerate(lines):
        letters.draw(sheet, words, GAP, GAP + number * letters.line)
    left = GAP
    for picture, across in ((before, pair[0]), (after, pair[1])):
        down = round(picture.height * across / picture.width)
        shown = PilImage.fromarray(picture.pixels)
        if (across, down) != shown.size:
            shown = shown.resize((across, down), PilImage.Resampling.LANCZOS)
        sheet.paste(shown, (left, head + GAP))
        left += across + GAP
    return Image(np.asarray(sheet))


class _Letters:
    """Words in Pillow's own font; an emoji, which that font lacks, is its drawing."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.line = round(size * 1.4)
        self._font: Any = ImageFont.load_default(size=size)

    def wrapped(self, text: str, width: float) -> list[list[str]]:
        """The words in lines of at most that many pixels."""
        lines: list[list[str]] = []
        room = 0.0
        for word in text.split():
            need = self._width(word)
            if not lines or room < need:
                lines.append([])
                room = width
            lines[-1].append(word)
            room -= need
        return lines

    def draw(self, sheet: PilImage.Image, words: list[str], x: float, y: int) -> None:
        pen = ImageDraw.Draw(sheet)
        for word in words:
            if (drawing := _drawing(word)) is not None:
                side = round(self.size * 1.1)
                small = drawing.resize((side, side), PilImage.Resampling.LANCZOS)
                sheet.paste(small, (round(x), y), small)
            else:
                pen.text((x, y), word, fill=INK, font=self._font)
            x += self._width(word)

    def _width(self, word: str) -> float:
        own = 1.1 * self.size if _drawing(word) else float(self._font.getlength(word))
        return own + 0.28 * self.size


def _drawing(word: str) -> PilImage.Image | None:
    """The square drawing of a word that is an emoji."""
    if not word or word.isascii():
        return None
    try:
        pixels = emoji.draw(emoji.find(word))
    except emoji.UnknownEmoji:
        return None
    side = max(pixels.shape[:2])
    square = PilImage.new("RGBA", (side, side))
    square.paste(PilImage.fromarray(pixels), (0, (side - pixels.shape[0]) // 2))
    return square
