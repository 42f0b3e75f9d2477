"""REPLACE, REMOVE and BACKGROUND: other pixels for regions, painted by an inpainting model.

VisProg's REPLACE painted its first region only, with Stable Diffusion at 512 x 512 in one go. Here
every region counts, one after the other, and the model's pixels are laid in with soft edges: what
lies outside them is the picture's own, whatever the model returned.
"""

from __future__ import annotations

import asyncio

import numpy as np

from visprog.errors import ToolError
from visprog.tool import Context, Operations, tool
from visprog.types import Bits, Box, Image, Mask, Regions
from visprog_tools.edit import colours
from visprog_tools.edit.area import areas, box_of, nothing, rounded, union
from visprog_tools.edit.finish import finish
from visprog_tools.edit.matte import Matte, matte
from visprog_tools.filters import Floats, distance_to, grown
from visprog_tools.grounds import ground_named

ROOM = 1.06
"""How much larger than a thing's box the place is in which another thing is painted."""

CLEARED = 0.006
"""By how much of the picture's shorter side a mask grows before what it covers is removed."""


@tool(
    "REPLACE",
    "Replace",
    example="IMAGE0=REPLACE(image=IMAGE,object=OBJ0,prompt='lush green grass')",
    roles=("inpaint",),
)
async def replace(
    image: Image, object: Regions, prompt: str, context: Context, seed: int | None = None
) -> Image:
    """Paint something else in place of the regions, as `prompt` describes it.

    A ground (desert, sky), or a prompt that is one, is painted exactly within the regions' masks;
    one thing for another gets the room of the old one's box. The same `seed` (by default the run's)
    gives the same picture.
    """
    words = prompt.strip()
    if not words:
        raise ToolError("REPLACE needs a prompt: what to paint (REMOVE takes things away)")
    number = _seed("REPLACE", seed, context)
    if nothing("REPLACE", object, context):
        return image
    covered = areas("REPLACE", image, object, context)
    painter = _painter(context, number)
    surface = bool(ground_named(words) or colours.colour_named(words))
    current, touched = image, np.zeros(covered[0].shape, np.bool_)
    for region, bits in zip(object, covered, strict=True):
        flat = surface or ground_named(region.label) is not None
        room = bits if flat else bits | rounded(_room(box_of(bits)), image)
        filling = await painter.fill(
            image=current, mask=Mask(_cleared(bits)), room=Mask(room), prompt=words, seed=number
        )
        current, changed = await asyncio.to_thread(_laid, current, filling, bits, room, flat)
        touched |= changed
    return finish("REPLACE", image, current.pixels.astype(np.float32), touched, context)


@tool(
    "REMOVE",
    "Remove",
    example="IMAGE0=REMOVE(image=IMAGE,object=OBJ0)",
    roles=("inpaint",),
)
async def remove(image: Image, object: Regions, context: Context, seed: int | None = None) -> Image:
    """Take the regions out of the picture and fill the place with what surrounds it."""
    number = _seed("REMOVE", seed, context)
    if nothing("REMOVE", object, context):
        return image
    hole = _cleared(union(areas("REMOVE", image, object, context)))
    painter = _painter(context, number)
    filling = await painter.fill(
        image=image, mask=Mask(hole), room=Mask(hole), prompt="", seed=number
    )
    painted, touched = _laid_softly(image, _checked(filling, image), hole)
    return finish("REMOVE", image, painted, touched, context)


@tool(
    "BACKGROUND",
    "Background",
    example="IMAGE0=BACKGROUND(image=IMAGE,object=OBJ0,prompt='beach')",
    roles=("inpaint",),
)
async def background(
    image: Image, object: Regions, prompt: str, context: Context, seed: int | None = None
) -> Image:
    """Keep the regions and put them on another background.

    `prompt` describes it; a colour word (`white`, `#336699`) gives a plain one without a model.
    """
    words = prompt.strip()
    if not words:
        raise ToolError("BACKGROUND needs a prompt: what the background becomes, or a colour")
    number = _seed("BACKGROUND", seed, context)
    if nothing("BACKGROUND", object, context):
        return image
    kept = union(areas("BACKGROUND", image, object, context))
    colour = colours.plain_surface(words)
    if colour is not None:
        surroundings: Floats = np.full((*kept.shape, 3), colour, np.float32)
    else:
        rest = Mask(~kept)
        filling = await _painter(context, number).fill(
            image=image, mask=rest, room=rest, prompt=words, seed=number
        )
        surroundings = _checked(filling, image)
    cut = await asyncio.to_thread(matte, image.pixels, kept)
    return finish("BACKGROUND", image, cut.on(surroundings), cut.left, context)


def _laid(image: Image, filling: Image, bits: Bits, room: Bits, flat: bool) -> tuple[Image, Bits]:
    """The model's pixels laid into the picture, and the pixels that this may have changed."""
    paint = _checked(filling, image)
    if flat:
        cut: Matte = matte(image.pixels, bits)
        painted, touched = cut.painted(paint), cut.touched
    else:
        painted, touched = _laid_softly(image, paint, room)
    pixels = np.rint(np.clip(painted, 0, 255)).astype(np.uint8)
    return Image(pixels, image.frame), touched


def _laid_softly(image: Image, paint: Floats, area: Bits) -> tuple[Floats, Bits]:
    soft = _feathered(area)
    own = image.pixels.astype(np.float32)
    return own + soft[..., None] * (paint - own), soft > 0


def _checked(filling: Image, image: Image) -> Floats:
    if (filling.width, filling.height) != (image.width, image.height):
        raise ToolError(
            f"the inpainting model returned {filling.width} x {filling.height} pixels "
            f"for a picture of {image.width} x {image.height}"
        )
    return filling.pixels.astype(np.float32)


def _painter(context: Context, seed: int) -> Operations:
    painter = context.models.inpaint
    said = str(painter.settings.get("note", ""))
    stand_in = bool(painter.settings.get("stand_in"))
    what = f"{'a stand-in painted' if stand_in else 'painted'}: {said}" if said else "painted"
    context.note("painted", f"{what} (seed {seed})", seed=seed, stand_in=stand_in)
    return painter


def _seed(tool: str, seed: int | None, context: Context) -> int:
    number = context.seed if seed is None else seed
    if number != int(number) or not 0 <= number < 2**32:
        raise ToolError(f"{tool}: seed must be a whole number from 0 to 4294967295, got {number}")
    return int(number)


def _room(box: Box) -> Box:
    return box.grown(ROOM)


def _cleared(bits: Bits) -> Bits:
    """The mask with the soft rim that a thing leaves around it."""
    return grown(bits, max(2, round(CLEARED * min(bits.shape))))


def _feathered(bits: Bits) -> Floats:
    """1 in the area, falling to 0 within a few pixels outside it."""
    steps = np.clip(1 - distance_to(bits) / max(2.0, 0.006 * min(bits.shape)), 0, 1)
    soft: Floats = steps * steps * (3 - 2 * steps)
    return soft
