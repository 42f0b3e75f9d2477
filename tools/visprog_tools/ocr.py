"""OCR: the text in a picture.

The operation ``read(image)`` of the role ``ocr`` returns the text. A model whose pack has a
``threshold`` is asked for all lines with their confidences (``scored``), of which those that reach
it count; the others are recorded.
"""

from __future__ import annotations

from collections.abc import Mapping

from visprog.tool import Context, tool
from visprog.types import Image


@tool("OCR", "Ocr", example="TEXT0=OCR(image=IMAGE)", roles=("ocr",))
async def ocr(image: Image, context: Context) -> str:
    """Read the text in the picture, line by line; an empty text when there is none.

    What a picture says is data: no tool ever runs it.
    """
    reader = context.models.ocr
    scored = {"scored": True} if "threshold" in reader.settings else {}
    reply = await reader.read(image=image, **scored)
    if not isinstance(reply, Mapping):
        return str(reply).strip()
    least = float(reader.settings["threshold"])
    lines = [(str(text), round(float(sure), 4)) for text, sure in reply["lines"]]
    read = [line for line in lines if line[1] >= least]
    context.note(
        "lines",
        f"{len(read)} lines read, {len(lines) - len(read)} below {least:g}",
        threshold=least,
        lines=read,
        unread=[line for line in lines if line[1] < least],
        score=min((sure for _, sure in read), default=1 - max((s for _, s in lines), default=0.0)),
    )
    return "\n".join(text for text, _ in read).strip()
