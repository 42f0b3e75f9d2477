"""What a language model knows of the world: LIST and LLM_QUERY, as if none ever erred.

They look at no picture. What is known is the shipped lists and the kinds that the nouns belong to.
"""

from __future__ import annotations

import re

from visprog.errors import ToolError
from visprog_tools import knowledge
from visprog_tools.llm import MOST_ITEMS
from visprog_tools.sprites import singulars, sprites

ARTICLES = frozenset({"a", "an", "the"})


class Knowing:
    """Raises ``ToolError`` for what the world does not settle."""

    def list_facts(self, query: str, max: float = 20) -> list[str]:
        if not 1 <= max <= MOST_ITEMS:
            raise ToolError(f"LIST: max is between 1 and {MOST_ITEMS}, got {max:g}")
        known = knowledge.listed(query)
        if known is None:
            raise ToolError(f"the world has no list of {query.strip()[:60]!r}")
        return list(known[: int(max)])

    def llm_query(self, query: str, facts: object = None) -> str:
        del facts  # what is known needs none
        return known(query)

    def vipergpt_llm_query(
        self, query: str, context: object = None, long_answer: bool = True
    ) -> str:
        del context, long_answer
        return known(query)

    def patch_llm_query(self, patch: object, question: str, long_answer: bool = True) -> str:
        del patch, long_answer
        return known(question)

    def process_guesses(
        self, prompt: str, guess1: str | None = None, guess2: str | None = None
    ) -> str:
        given = [guess.strip() for guess in (guess1, guess2) if guess and guess.strip()]
        if not given:
            raise ToolError("process_guesses needs at least one guess: guess1 or guess2")
        return given[0] if len(set(given)) == 1 else known(prompt)


def known(question: str) -> str:
    """``yes`` to "Is a boat a vehicle?", ``vehicle`` to "What kind of thing is a boat?"."""
    words = [word for word in re.findall(r"[\w-]+", question.lower()) if word not in ARTICLES]
    match words:
        case ["is" | "are", *rest]:
            for cut in range(1, len(rest)):
                noun = singulars().get(" ".join(rest[:cut]))
                said = _is(noun, " ".join(rest[cut:])) if noun else None
                if said is not None:
                    return "yes" if said else "no"
        case ["what", "kind" | "sort" | "type", "of", "thing", "is" | "are", *rest]:
            noun = singulars().get(" ".join(rest))
            if noun is not None:
                return sprites()[noun].category
    raise ToolError(f"the world does not settle {question.strip()[:60]!r}")


def _is(noun: str, kind: str) -> bool | None:
    """Whether a thing is of a kind; None for a kind that is none of the world's."""
    members = knowledge.listed(kind)
    category = sprites()[noun].category
    kinds = {sprite.category for sprite in sprites().values()}
    single = kind if kind in kinds else kind.removesuffix("s")
    if members is None and single not in kinds:
        return None
    return noun in (members or ()) or category == single
