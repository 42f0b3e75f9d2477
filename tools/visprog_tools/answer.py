"""VQA: a question about one or more pictures, answered by one model.

The operation ``answer(image, question)`` of the role ``vqa`` returns a text, or, from an endpoint,
a dict with ``text`` and its price. ``more`` and ``examples`` are passed on only when they are
given; a model that takes one picture refuses them. A model whose pack calibrates it is asked for a
score as well (``scored``), which the step records.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from visprog.errors import ToolError
from visprog.tool import Context, tool
from visprog.types import Image
from visprog_tools.calibration import calibrated


@tool(
    "VQA",
    example="ANSWER0=VQA(image=IMAGE,question='What is the man holding?')",
    roles=("vqa",),
)
async def vqa(
    image: Image,
    question: str,
    context: Context,
    more: list[Image] | None = None,
    examples: object = None,
) -> str:
    """Answer a question about the picture in a word or two.

    `more` are further pictures that the question is about. `examples` are (image, answer) pairs
    shown before the question, for models that learn from them.
    """
    return await ask("VQA", image, question, context, more=more or (), examples=_pairs(examples))


async def ask(tool: str, image: Image, question: str, context: Context, **given: Any) -> str:
    """The vqa model's answer. Raises ``ToolError`` for an empty question."""
    if not question.strip():
        raise ToolError(f"{tool} needs a question: it is empty")
    model = context.models.vqa
    extra: dict[str, Any] = {name: tuple(value) for name, value in given.items() if value}
    if "temperature" in model.settings:
        extra["scored"] = True
    reply = await model.answer(image=image, question=question.strip(), **extra)
    if isinstance(reply, Mapping) and "score" in reply:
        score = float(calibrated(np.array(reply["score"]), model.settings))
        known = {"ranking": reply["ranking"]} if reply.get("ranking") else {}
        context.note("answered", f"{reply['text']} {score:.2f}", score=round(score, 4), **known)
        return str(reply["text"])
    return text_of(reply, context)


def text_of(reply: object, context: Context) -> str:
    """The text of a reply; what it cost goes on record."""
    if not isinstance(reply, Mapping):
        return str(reply)
    price = reply.get("cost")
    said = "unknown" if price is None else f"${price:.6f}"
    context.note(
        "cost", f"{reply.get('tokens', 0)} tokens, price {said}", cost=price, tokens=reply["tokens"]
    )
    return str(reply["text"])


def _pairs(examples: object) -> list[tuple[Image, str]]:
    if examples is None:
        return []
    if isinstance(examples, list | tuple) and all(
        isinstance(pair, list | tuple)
        and len(pair) == 2
        and isinstance(pair[0], Image)
        and isinstance(pair[1], str)
        for pair in examples
    ):
        return [(image, text) for image, text in examples]
    raise ToolError("VQA: examples is a list of (image, answer) pairs")
