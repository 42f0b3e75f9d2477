"""CAPTION: what a picture shows, in one sentence."""

from __future__ import annotations

from visprog.tool import Context, tool
from visprog.types import Image
from visprog_tools.answer import text_of


@tool("CAPTION", "Caption", example="TEXT0=CAPTION(image=IMAGE)", roles=("caption",))
async def caption(image: Image, context: Context) -> str:
    """Describe the picture in one sentence."""
    return text_of(await context.models.caption.caption(image=image), context)
