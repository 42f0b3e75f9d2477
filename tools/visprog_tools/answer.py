"""VQA: a question about a picture, answered by one model."""

from __future__ import annotations

from visprog.errors import ToolError
from visprog.tool import Context, tool
from visprog.types import Image


@tool(
    "VQA",
    example="ANSWER0=VQA(image=IMAGE,question='What is the man holding?')",
    roles=("vqa",),
)
async def vqa(image: Image, question: str, context: Context) -> str:
    """Answer a question about the picture in a word or two."""
    if not question.strip():
        raise ToolError("VQA needs a question: it is empty")
    answer = await context.models.vqa.answer(image=image, question=question.strip())
    return str(answer)
