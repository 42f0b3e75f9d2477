"""Molmo2, which points (Ai2, 2025). Checkpoints: ``allenai/Molmo2-4B`` and ``-8B`` (Apache-2.0).

It writes points as text: ``<points coords="1 1 308 305 2 752 377">boats</points>`` is picture 1,
then for each point its number and x and y in thousandths of the picture; several pictures are
separated by ``;``, and a count comes as a sentence around the same tag.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from visprog.errors import Unavailable
from visprog.model import Item, op
from visprog_tools.models.image_text import ImageText, turn

ASK = "Point to every {phrase}."
TOKENS = 1024
"""Room for about a hundred points."""

TAG = re.compile(r'<(?:points|tracks)\b[^>]*? coords="([0-9\t:;, .]+)"[^>]*>')
PICTURE = re.compile(r"(?:^|\t|:|,|;)([0-9\.]+) ([0-9\. ]+)")
TRIPLE = re.compile(r"([0-9]+) ([0-9]{3,4}) ([0-9]{3,4})")
"""The model card's expressions, but other attributes may follow ``coords``: counts write
``alt="boats"`` there, which the card's own would miss."""


def parse(text: str) -> list[tuple[int, float, float]]:
    """The points in a text: the picture's position from 0, and x and y as fractions of it."""
    return [
        (int(float(number)) - 1, int(x) / 1000, int(y) / 1000)
        for tag in TAG.findall(text)
        for number, triples in PICTURE.findall(tag)
        for _, x, y in TRIPLE.findall(triples)
    ]


class Molmo2(ImageText):
    """Serves the roles ``point``, ``vqa`` and ``caption``."""

    family = "molmo2"

    def load(self) -> None:
        import transformers

        if not hasattr(transformers, "Molmo2ForConditionalGeneration"):
            raise Unavailable(
                f"Molmo2 needs transformers 5.20 or newer, here is {transformers.__version__}: "
                "pip install --upgrade transformers"
            )
        super().load()

    @op(max_batch=8)
    def point(self, items: list[Item]) -> list[Any]:
        """``image`` and ``phrase`` to ``(n, 2)`` float32 pixels, x and y."""
        asked = [
            [turn("user", ASK.format(phrase=item["phrase"]), [item["image"]])] for item in items
        ]
        written = self._write(asked, TOKENS)
        return [
            np.array(
                [
                    (x * item["image"].width, y * item["image"].height)
                    for picture, x, y in parse(text)
                    if picture == 0
                ],
                dtype=np.float32,
            ).reshape(-1, 2)
            for item, text in zip(items, written, strict=True)
        ]
