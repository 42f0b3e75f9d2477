"""CAPTION: what a picture shows, in one sentence."""

from __future__ import annotations

from collections.abc import Mapping

from visprog.tool import Context, tool
from visprog.types import Image
from visprog_tools.answer import text_of


@tool("CAPTION", "Caption", example="TEXT0=CAPTION(image=IMAGE)", roles=("caption",))
async def caption(image: Image, context: Context) -> str:
    """Describe the picture in one sentence."""
    reply = await context.models.caption.caption(image=image, scored=True)
    if isinstance(reply, Mapping) and "score" in reply:
        chance = float(reply["score"])
        context.note("written", f"with probability {chance:.3f}", probability=round(chance, 4))
        return str(reply["text"])
    return text_of(reply, context)
