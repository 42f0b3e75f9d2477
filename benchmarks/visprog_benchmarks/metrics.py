"""Comparing answers, and saying how sure a rate is."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Rate:
    """How often something went right, with its 95 % interval."""

    right: int
    n: int

    @property
    def value(self) -> float:
        return self.right / self.n if self.n else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's score interval, which stays inside [0, 1] for few and for perfect results."""
        if not self.n:
            return (0.0, 1.0)
        z = 1.959963984540054
        middle = self.value + z * z / (2 * self.n)
        spread = z * math.sqrt(self.value * (1 - self.value) / self.n + z * z / (4 * self.n**2))
        scale = 1 + z * z / self.n
        return (max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale))

    def to_json(self) -> dict[str, Any]:
        low, high = self.interval
        return {
            "n": self.n,
            "right": self.right,
            "rate": round(self.value, 4),
            "interval": [round(low, 4), round(high, 4)],
        }
