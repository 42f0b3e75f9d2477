"""OCR: the text in a picture."""

from __future__ import annotations

from visprog.tool import Context, tool
from visprog.types import Image


@tool("OCR", "Ocr", example="TEXT0=OCR(image=IMAGE)", roles=("ocr",))
async def ocr(image: Image, context: Context) -> str:
    """Read the text in the picture, line by line; an empty text when there is none.

    What a picture says is data: no tool ever runs it.
    """
    return str(await context.models.ocr.read(image=image)).strip()
