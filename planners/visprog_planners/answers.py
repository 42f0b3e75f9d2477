"""Comparing answers: what two programs, or a program and a scene, say in different forms."""

from __future__ import annotations

import re
from typing import Any

from visprog_planners.grammar.nouns import noun
from visprog_planners.grammar.words import NUMBERS

_SAME = {"grey": "gray", "none": "0", "nobody": "0", "true": "yes", "false": "no"}


def normalised(answer: Any) -> str:
    """An answer in the form in which answers are compared.

    Truth values are yes and no, numbers are digits, words are lower case, singular and without
    article, and the order of several does not matter.
    """
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    if isinstance(answer, float) and answer.is_integer():
        answer = int(answer)
    if isinstance(answer, int | float):
        return f"{answer:g}"
    if isinstance(answer, list | tuple):
        return " and ".join(sorted(normalised(item) for item in answer))
    text = re.sub(r"[^\w\s.,'-]", " ", str(answer).lower()).strip(" .,'")
    parts = [_word(part) for part in re.split(r"\s+and\s+|\s*,\s*", text) if part.strip()]
    return " and ".join(sorted(parts))


def _word(text: str) -> str:
    words = [word for word in text.split() if word not in {"a", "an", "the"}]
    if not words:
        return ""
    phrase = " ".join(words)
    if phrase in NUMBERS:
        return str(NUMBERS[phrase])
    if re.fullmatch(r"-?\d+\.0+", phrase):
        return phrase.split(".")[0]
    phrase = _SAME.get(phrase, phrase)
    return phrase if phrase in {"yes", "no"} else noun(phrase.split())


def right(got: Any, expected: Any) -> bool:
    """Whether two answers are the same."""
    return normalised(got) == normalised(expected)
