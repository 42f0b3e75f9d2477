"""EMOJI: an emoji on each region, large enough to hide it.

VisProg's tool of that name pasted one on the box through AugLy; any emoji goes by its Unicode name
here, and the drawings are Noto Color Emoji's.
"""

from __future__ import annotations

import numpy as np

from visprog.errors import ToolError
from visprog.tool import Context, tool
from visprog.types import Image, Regions
from visprog_tools.edit.area import areas, box_of, nothing
from visprog_tools.edit.finish import finish
from visprog_tools.edit.stamp import stamp
from visprog_tools.emoji import UnknownEmoji, draw, find, has_tone

GROWN = 1.12
"""The emoji's shorter side over the region's longer one: a disc that covers an ellipse."""


@tool(
    "EMOJI",
    "Emoji",
    example="IMAGE0=EMOJI(image=IMAGE,object=OBJ0,emoji='smiling face with sunglasses')",
)
def emoji(image: Image, object: Regions, emoji: str, context: Context) -> Image:
    """Put an emoji on each region, covering it.

    `emoji` is a Unicode name ("winking face"; underscores will do) or the character itself (😎).
    """
    if not emoji.strip():
        raise ToolError("EMOJI needs an emoji: a name such as 'winking face', or the character")
    try:
        found = find(emoji)
    except UnknownEmoji as error:
        raise ToolError(f"EMOJI: {error}") from None
    if has_tone(emoji):
        context.note("no-skin-tone", f"{found.name} was drawn without its skin tone")
    if nothing("EMOJI", object, context):
        return image
    drawing = draw(found)
    own_height, own_width = drawing.shape[:2]
    colours = image.pixels.astype(np.float32)
    touched = np.zeros(colours.shape[:2], np.bool_)
    hidden: list[float] = []
    for bits in areas("EMOJI", image, object, context):
        box = box_of(bits)
        side = GROWN * max(box.width, box.height) / min(own_height, own_width)
        mark = stamp(drawing, side * own_width, box.center.x, box.center.y)
        colours = mark.on(colours)
        covered = mark.covered(bits.shape)
        touched |= covered > 0
        hidden.append(round(float(covered[bits].mean()), 3))
    context.note(
        "emoji",
        f"{found.characters} {found.name} hides {min(hidden):.0%} or more of each region",
        name=found.name,
        hidden=hidden,
    )
    return finish("EMOJI", image, colours, touched, context)
