"""Other words for a question that the grammar does not read as it stands.

``paraphrases.txt`` is applied to every text, in order. The rewordings, in the files of
``rewordings/``, are tried, each by itself and one after another, on what would be refused
otherwise: so a new one cannot change what is read already, and several work together without
knowing of each other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files

from visprog_planners.grammar.paraphrases import Turn, table

SHORTER = 1
"""What a rewording costs that only leaves words out."""

OTHER = 2
"""What any other costs."""

DEAREST = 8
"""What the rewordings of one question may cost together."""

TEXTS = 400
"""Texts that are tried for one question."""

DENIALS = re.compile(r"\b(?:not|no|none|never|nowhere|neither|nor|without|only|both|either)\b")
"""Each of these counts."""

WEIGHTY = re.compile(
    r"\b(?:others?|another|exactly|least|most|more|fewer|less|all|every|each|half|twice|except"
    r"|besides|than|left|right|above|below|between|behind|outside|\d+|one|two|three|four|five|six"
    r"|seven|eight|nine|ten|red|orange|yellow|green|blue|purple|brown|black|white|gray|pink|large"
    r"|big|small|same|different|first|second|third|last)\b"
)
"""These may be said twice."""


def reworded(text: str, settled: Callable[[str], str]) -> Iterator[list[str]]:
    """The texts that rewordings make of a text, those that cost alike together, cheapest first.

    ``settled`` brings a reworded text back into tidy form. No text comes twice, nor does the
    text itself.
    """
    seen = {text}
    found: list[set[str]] = [set() for _ in range(DEAREST + OTHER + 1)]
    last = [text]
    for cost in range(DEAREST + 1):
        if cost:
            last = sorted(found[cost] - seen, key=_length)[: TEXTS - len(seen)]
            seen.update(last)
            if last:
                yield last
        for before in last:
            for after, price in _next(before):
                found[cost + price].add(settled(after))


def _next(text: str) -> Iterator[tuple[str, int]]:
    """What each rewording by itself makes of a text, and what that costs."""
    for turn in _turns():
        after = turn.substituted(text)
        if after and not _swallowed(text, after, turn):
            yield after, SHORTER if _left_out(text, after) else OTHER


def _swallowed(before: str, after: str, turn: Turn) -> bool:
    """Whether words that the question turns on are gone that the rewording does not name."""
    gone = set(WEIGHTY.findall(before)) - set(WEIGHTY.findall(after))
    gone |= set(Counter(DENIALS.findall(before)) - Counter(DENIALS.findall(after)))
    said = turn.source.replace(r"\b", " ")
    return not all(
        re.search(rf"(?<![a-z]){word}(?:s\?)?(?![a-z])", said) or (word.isdigit() and r"\d" in said)
        for word in gone
    )


def _left_out(before: str, after: str) -> bool:
    """Whether the one text is the other without some of its words."""
    words = iter(before.replace(",", " ,").split())
    return all(word in words for word in after.replace(",", " ,").split() if word != ",")


def _length(text: str) -> tuple[int, str]:
    return len(text), text


@cache
def _turns() -> tuple[Turn, ...]:
    folder = files("visprog_planners.grammar").joinpath("rewordings")
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".txt"))
    return tuple(turn for name in names for turn in table(f"rewordings/{name}"))
