"""Before and after, side by side, under the words of the instruction."""

from __future__ import annotations

import textwrap

import numpy as np
from PIL import Image as PilImage
from PIL import ImageDraw, ImageFont

from visprog.types import Image

GAP = 12
PAPER = (250, 250, 248)
INK = (34, 34, 38)


def before_after(before: Image, after: Image, caption: str = "") -> Image:
    """One picture of both, each at its own proportions and at the height of the first."""
    height = before.height
    width = max(1, round(after.width * height / after.height))
    pair = (before.width, min(width, 3 * before.width))
    font = ImageFont.load_default(size=max(12, round(height * 0.042)))
    line = round(font.size * 1.35) if isinstance(font, ImageFont.FreeTypeFont) else 16
    lines = _wrapped(caption, sum(pair), line)
    head = GAP + len(lines) * line if lines else 0
    size = (sum(pair) + 3 * GAP, head + height + 2 * GAP)
    sheet = PilImage.new("RGB", size, PAPER)
    pen = ImageDraw.Draw(sheet)
    for number, text in enumerate(lines):
        pen.text((GAP, GAP + number * line), text, fill=INK, font=font)
    left = GAP
    for picture, across in ((before, pair[0]), (after, pair[1])):
        down = round(picture.height * across / picture.width)
        shown = PilImage.fromarray(picture.pixels)
        if (across, down) != shown.size:
            shown = shown.resize((across, down), PilImage.Resampling.LANCZOS)
        sheet.paste(shown, (left, head + GAP))
        left += across + GAP
    return Image(np.asarray(sheet))


def _wrapped(caption: str, width: int, line: int) -> list[str]:
    """The caption in at most three lines; letters are about half as wide as a line is high."""
    plain = "".join(c if ord(c) < 0x2190 else "" for c in caption)  # the font has no emoji
    return textwrap.wrap(" ".join(plain.split()), max(10, round(2.2 * width / line)))[:3]
