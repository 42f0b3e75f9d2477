"""CuPL: what a class looks like, as a language model says (Pratt et al., 2022, arXiv:2209.03320).

The mean embedding of several descriptions stands for the class, as templates do otherwise. A pack
may bring a table of descriptions (setting ``descriptions``, class to texts) for its classifier;
classes that are not in it are described by the role ``llm``, or where no language model is set by
the shipped table of the world's nouns.
"""

from __future__ import annotations

import asyncio
import re

from visprog.tool import Context
from visprog_tools import knowledge
from visprog_tools.answer import text_of
from visprog_tools.prompts import with_article

QUESTIONS = (
    "Describe what {a} looks like.",
    "How can you identify {a}?",
    "What does {a} look like?",
    "Describe an image from the internet of {a}.",
    "Write a caption of an image of {a}.",
)
"""The paper's, for ImageNet."""
TOKENS = 64
"""The paper asks for at most 50 and cuts at the first sentence's end."""


async def of(phrase: str, context: Context) -> tuple[str, ...]:
    """One sentence for each question. Raises ``Unavailable`` when there is no language model."""
    table = context.models.classify.settings.get("descriptions", {})
    if phrase in table:
        return tuple(table[phrase])
    if context.models.llm.settings.get("tables") == knowledge.WORLD:
        known = knowledge.described(phrase)
        if known is not None:
            caution = context.models.classify.settings.get("cupl")
            said = f"{phrase}: from the shipped table of descriptions"
            context.note("table", f"{said}; {caution}" if caution else said)
            return known
    prompts = [question.replace("{a}", with_article(phrase)) for question in QUESTIONS]
    model = context.models.llm
    replies = await asyncio.gather(
        *(model.complete(prompt=f"{prompt} One sentence.", max_tokens=TOKENS) for prompt in prompts)
    )
    texts = (re.split(r"(?<=[.!?])\s", text_of(reply, context).strip())[0] for reply in replies)
    return tuple(dict.fromkeys(text for text in texts if text))
