"""Other words for a question that the grammar does not read as it stands.

``paraphrases.txt`` is applied to every text, in order. The rewordings, in the files of
``rewordings/``, are tried, each by itself and one after another, on what would be refused
otherwise: so a new one cannot change what is read already, and several work together without
knowing of each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files

from visprog_planners.grammar.paraphrases import Pattern, substituted, table

STEPS = 4
"""Rewordings that are applied one after another."""

TEXTS = 160
"""Texts that are tried for one question."""


def reworded(text: str, settled: Callable[[str], str]) -> Iterator[list[str]]:
    """The texts that one rewording makes of a text, those that two make of it, and so on.

    ``settled`` brings a reworded text back into tidy form. No text comes twice.
    """
    seen = {text}
    last = [text]
    for _ in range(STEPS):
        found: list[str] = []
        for before in last:
            for rule in _rules():
                if len(seen) > TEXTS:
                    break
                after = substituted(rule, before)
                if after is None or (after := settled(after)) in seen or not after:
                    continue
                seen.add(after)
                found.append(after)
        if not found:
            return
        yield found
        last = found


@cache
def _rules() -> tuple[Pattern, ...]:
    folder = files("visprog_planners.grammar").joinpath("rewordings")
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".txt"))
    return tuple(rule for name in names for rule in table(f"rewordings/{name}"))
