"""LOC and DETECT: where things are.

LOC is VisProg's localiser, served by Grounding DINO (Liu et al., 2023, arXiv:2303.05499); DETECT
asks OWLv2 (Minderer et al., 2023, arXiv:2306.09683) for several things at once.
"""

from __future__ import annotations

from visprog.errors import ToolError
from visprog.tool import Context, tool
from visprog.types import Box, Image, Region, Regions
from visprog_tools.detection import detect as ask

HALVES = {
    "TOP": (0.0, 0.0, 1.0, 0.5),
    "BOTTOM": (0.0, 0.5, 1.0, 1.0),
    "LEFT": (0.0, 0.0, 0.5, 1.0),
    "RIGHT": (0.5, 0.0, 1.0, 1.0),
}


@tool(
    "LOC",
    "Loc",
    "LOCATE",
    example="BOX0=LOC(image=IMAGE,object='boat')",
    roles=("locate",),
)
async def loc(image: Image, object: str, context: Context) -> Regions:
    """Find every instance of one thing; boxes in pixels of `image`, best first.

    `object` is a singular noun phrase. TOP, BOTTOM, LEFT and RIGHT are halves of the picture and
    need no model. No instance gives no regions, which is an answer, not an error.
    """
    phrase = object.strip()
    if not phrase:
        raise ToolError("LOC needs something to look for: object is empty")
    if half := HALVES.get(phrase):
        left, top, right, bottom = half
        w, h = image.width, image.height
        box = Box(left * w, top * h, right * w, bottom * h)
        return Regions.of([Region(box, phrase.lower(), frame=image.frame)], image)
    return await ask(image, (phrase,), context.models.locate, context)


@tool(
    "DETECT",
    "Detect",
    example="OBJ0=DETECT(image=IMAGE,object='dog,cat')",
    roles=("detect",),
)
async def detect(image: Image, object: list[str], context: Context) -> Regions:
    """Find every instance of several things at once, each region labelled with what it is.

    `object` is a list of singular noun phrases, or one text with commas.
    """
    phrases = tuple(phrase for phrase in (item.strip() for item in object) if phrase)
    if not phrases:
        raise ToolError("DETECT needs something to look for: object is empty")
    return await ask(image, phrases, context.models.detect, context)
