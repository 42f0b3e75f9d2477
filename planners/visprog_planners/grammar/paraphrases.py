"""Ways of saying the same: turns of phrase, brought to those that the grammar has rules for.

They are in ``paraphrases.txt``, with lists of words in ``lists.txt``, by form: seeing, having,
lacking, standing somewhere, comparing numbers. A pattern covers a form and
leaves the things that the question is about alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

OFFERED = re.compile(
    r"\b(?P<how>any(?: one)?|at least one|one|some|either|all|each|every one|both|none|neither"
    r"|exactly one|only one|just one) of (?:these|the following|the two|the three|them)"
    r"(?: things| two| three)*, (?P<what>.+)$"
)
"""``any of these: a cow, a pig, a cloud``."""


@dataclass(frozen=True)
class Turn:
    """A turn of phrase, and what stands for it; compiled when a text may have it."""

    source: str
    instead: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(self.source)

    @cached_property
    def needs(self) -> frozenset[str]:
        """What every text has that the pattern is in."""
        return literals(self.source)

    def substituted(self, text: str) -> str | None:
        """The text with the other turn wherever this one stands, ``None`` where it does not."""
        if not all(part in text for part in self.needs) or not self.pattern.search(text):
            return None
        after = self.pattern.sub(f" {self.instead} ", text)
        return re.sub(r" +(?=,| |$)", "", after).strip(" ,")


def literals(pattern: str) -> frozenset[str]:
    """Texts that stand in every match of a regular expression, as far as that is plain outside of
    its groups."""
    runs, run, depth, place = {""}, "", 0, 0
    while place < len(pattern):
        char = pattern[place]
        if depth == 0 and (char.isalpha() or char in " ,"):
            run += char
        else:
            runs.add(run[:-1] if char in "?*{" else run)
            run = ""
        if char == "[":
            place = pattern.index("]", place + 2)
        elif char == "\\":
            place += 1
        elif char == "|" and depth == 0:
            return frozenset()
        depth += (char == "(") - (char == ")")
        place += 1
    return frozenset({*runs, run} - {"", " "})


def paraphrased(text: str) -> str:
    """The text in the grammar's own turns of phrase."""
    for turn in _turns():
        after = turn.substituted(text)
        text = text if after is None else after
    return OFFERED.sub(_offered, text)


def table(name: str) -> tuple[Turn, ...]:
    """The lines ``PATTERN => TEXT`` of a file of this package, with the words of ``lists.txt``."""
    lists = {f"{{{name}}}": f"(?:{words})" for name, words in _lists()}
    found = []
    for line in _lines(name):
        pattern, _, instead = line.partition(" =>")
        for name_, words in lists.items():
            pattern = pattern.replace(name_, words)
        found.append(Turn(pattern, instead.removeprefix(" ")))
    return tuple(found)


@cache
def _turns() -> tuple[Turn, ...]:
    return table("paraphrases.txt")


def _lists() -> Iterator[tuple[str, str]]:
    """The lines ``NAME = WORD|WORD``; a list may use those before it."""
    found: dict[str, str] = {}
    for line in _lines("lists.txt"):
        name, _, words = line.partition(" = ")
        for other, its in found.items():
            words = words.replace(f"{{{other}}}", f"(?:{its})")
        found[name] = words
    yield from found.items()


def _lines(name: str) -> Iterator[str]:
    text = files("visprog_planners.grammar").joinpath(name).read_text("utf-8")
    yield from (line for line in text.splitlines() if line.strip() and not line.startswith("#"))


def _offered(found: re.Match[str]) -> str:
    """The things of a list, joined as what stands before it says."""
    items = re.split(r", (?:and |or )?| and | or ", found.group("what"))
    how = found.group("how")
    if how in {"exactly one", "only one", "just one"}:
        return f"either {' or '.join(items)} but not both" if len(items) == 2 else found.group()
    if how in {"all", "each", "every one", "both"}:
        return " and ".join(items)
    if how in {"none", "neither"}:
        return f"neither {' nor '.join(items)}"
    return " or ".join(items)
