"""The stand-in for an inpainting model: grounds painted as texture, things drawn from sprites.

It learns nothing and understands a prompt by its words: a ground (`lush green grass`, `beach`), a
plain colour (`white`), or a thing among the world's sprites and all emoji (`red car`, `unicorn`),
with a colour word and a few shades obeyed. An empty prompt fills the hole with its surroundings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from visprog.errors import ToolError
from visprog.model import Item, Model, op
from visprog.types import Bits, Image
from visprog_tools import emoji, sprites
from visprog_tools.edit import colours
from visprog_tools.edit.area import box_of
from visprog_tools.edit.holes import filled
from visprog_tools.edit.recolor import recoloured
from visprog_tools.edit.stamp import stamp
from visprog_tools.edit.textures import paint
from visprog_tools.filters import Floats
from visprog_tools.grounds import ground_named

OWN_COLOURS = {
    "grass": {"green"},
    "sand": {"yellow", "brown", "gold", "golden"},
    "water": {"blue"},
    "snow": {"white"},
    "sky": {"blue", "light blue"},
    "night": {"black", "dark blue", "blue"},
    "wood": {"brown"},
    "stone": {"gray"},
    "earth": {"brown"},
    "beach": {"yellow", "golden"},
    "any": set[str](),
}
"""Colour words that say of a ground what it is anyway."""

TONES = {"dark": 0.62, "bright": 1.15, "lush": 0.96, "pale": 1.1, "light": 1.08}
"""Words that make a texture darker or lighter."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a prompt asks for: a ground, a drawing, or neither and a plain colour."""

    ground: str | None = None
    drawing: NDArray[np.uint8] | None = None
    colour: colours.Rgb | None = None
    tone: float = 1.0
    lush: bool = False


class InpaintTextures(Model):
    """Serves the role ``inpaint``."""

    family = "inpaint_textures"

    def load(self) -> None:
        """Nothing to load: the drawings are read when they are first needed."""

    @op(max_batch=8)
    def fill(self, items: list[Item]) -> list[Any]:
        """``image``, ``mask``, ``room``, ``prompt`` and ``seed`` to a picture of the same size.

        ``mask`` is what goes away; ``room``, which contains it, is where paint may go.
        """
        return [self._attempt(item) for item in items]

    def _attempt(self, item: Item) -> Image | ToolError:
        try:
            wanted = understood(item["prompt"])
        except ToolError as error:
            return error
        image: Image = item["image"]
        if wanted.drawing is not None:
            picture = _with_drawing(image, item["mask"].bits, item["room"].bits, wanted)
        elif wanted.ground is not None or wanted.colour is not None:
            picture = _surface(image.width, image.height, wanted, int(item["seed"]))
        else:
            picture = filled(image.pixels, item["mask"].bits)
        pixels = np.rint(np.clip(picture, 0, 255)).astype(np.uint8)
        return Image(pixels, image.frame)


def understood(prompt: str) -> Wanted:
    """What the words of a prompt come to. Raises ``ToolError`` for what is not in the library."""
    text = " ".join(re.findall(r"[\w#'-]+|[^\w\s.,!?]+", prompt.lower()))
    text = re.sub(r"^(a|an|the|some|one|plain)\s+", "", text)
    if not text:
        return Wanted()
    colour_of = colours.plain_surface(re.sub(r"\b(background|wall|backdrop)$", "", text).strip())
    if colour_of is not None:
        return Wanted(colour=colour_of)
    words = text.split()
    tone = float(np.prod([TONES[word] for word in words if word in TONES] or [1.0]))
    named = _colour_in(words)
    if (ground := ground_named(text)) is not None:
        own = named is None or named[0] in OWN_COLOURS[ground]
        colour = None if own or named is None else named[1]
        ground = "stone" if ground == "any" else ground
        return Wanted(ground, None, colour, tone, "lush" in words)
    for name in _names(words):
        if (drawing := _drawing(name, named)) is not None:
            return Wanted(None, drawing)
    raise ToolError(
        f"the inpainting stand-in cannot paint {prompt[:60]!r}: it knows grounds (grass, sand, "
        "water, snow, sky, night sky, wood, stone, earth, beach), colours, and things that are "
        "sprites or emoji; a diffusion model paints anything (--pack standard)"
    )


def _colour_in(words: list[str]) -> tuple[str, colours.Rgb] | None:
    """The first colour word or pair of words, as the word and the colour."""
    for length in (2, 1):
        for first in range(len(words) - length + 1):
            name = " ".join(words[first : first + length]).replace("grey", "gray")
            if (length == 2 and name.split()[0] not in colours.SHADES) or ground_named(name):
                continue
            if (colour := colours.colour_named(name)) is not None:
                return name, colour
    return None


def _names(words: list[str]) -> Iterator[str]:
    """The phrase without words from its front, longest first: a small red car, ... car."""
    for first in range(len(words)):
        yield " ".join(words[first:])


def _drawing(name: str, colour: tuple[str, colours.Rgb] | None) -> NDArray[np.uint8] | None:
    """The sprite or emoji of that name, coloured."""
    noun = sprites.singulars().get(name)
    if noun is not None:
        word = colour[0] if colour else None
        if word in sprites.COLOURS and sprites.sprites()[noun].tintable:
            return sprites.draw(noun, word)
        return _coloured(sprites.draw(noun), colour)
    try:
        return _coloured(emoji.draw(emoji.find(name)), colour)
    except emoji.UnknownEmoji:
        return None


def _coloured(
    drawing: NDArray[np.uint8], colour: tuple[str, colours.Rgb] | None
) -> NDArray[np.uint8]:
    if colour is None:
        return drawing
    own = drawing[..., :3].astype(np.float32)
    changed = recoloured(own, drawing[..., 3] > 200, colour[1])
    return np.dstack([np.rint(changed).astype(np.uint8), drawing[..., 3]])


def _surface(width: int, height: int, wanted: Wanted, seed: int) -> Floats:
    """A texture, a tinted texture, or one colour."""
    if wanted.ground is None:
        assert wanted.colour is not None
        return np.full((height, width, 3), wanted.colour, np.float32)
    picture = paint(wanted.ground, width, height, seed)
    if wanted.colour is not None:
        everywhere: Bits = np.ones((height, width), np.bool_)
        grey = picture.mean(-1, keepdims=True)
        picture = recoloured(np.repeat(grey, 3, axis=2), everywhere, wanted.colour)
    if wanted.lush:
        grey = picture.mean(-1, keepdims=True)
        picture = grey + (picture - grey) * np.float32(1.12)
    return picture * np.float32(wanted.tone)


def _with_drawing(image: Image, mask: Bits, room: Bits, wanted: Wanted) -> Floats:
    """The hole filled with its surroundings and the drawing fitted into the room."""
    assert wanted.drawing is not None
    picture = filled(image.pixels, mask)
    box = box_of(room)
    height, width = wanted.drawing.shape[:2]
    scale = min(box.width / width, box.height / height) * 0.94
    y = box.bottom - 0.03 * box.height - scale * height / 2  # things stand on what they stood on
    return stamp(wanted.drawing, scale * width, box.center.x, y).on(picture)
