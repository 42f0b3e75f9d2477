"""Ways of saying the same: turns of phrase, brought to those that the grammar has rules for.

They are in ``paraphrases.txt``, with lists of words in ``lists.txt``, by form: seeing, having,
lacking, standing somewhere, comparing numbers. A pattern covers a form and
leaves the things that the question is about alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

OFFERED = re.compile(
    r"\b(?P<how>any(?: one)?|at least one|one|some|either|all|each|every one|both|none|neither"
    r"|exactly one|only one|just one) of (?:these|the following|the two|the three|them)"
    r"(?: things| two| three)*, (?P<what>.+)$"
)
"""``any of these: a cow, a pig, a cloud``."""


Pattern = tuple[re.Pattern[str], str]
"""A turn of phrase, and what stands for it."""


def paraphrased(text: str) -> str:
    """The text in the grammar's own turns of phrase."""
    for rule in _rules():
        after = substituted(rule, text)
        text = text if after is None else after
    return OFFERED.sub(_offered, text)


def substituted(rule: Pattern, text: str) -> str | None:
    """The text with a turn of phrase replaced wherever it stands, ``None`` where it does not."""
    pattern, instead = rule
    if not pattern.search(text):
        return None
    return re.sub(r" +(?=,| |$)", "", pattern.sub(f" {instead} ", text)).strip(" ,")


def table(name: str) -> tuple[Pattern, ...]:
    """The lines ``PATTERN => TEXT`` of a file of this package, with the words of ``lists.txt``."""
    lists = {f"{{{name}}}": f"(?:{words})" for name, words in _lists()}
    found = []
    for line in _lines(name):
        pattern, _, instead = line.partition(" =>")
        for name_, words in lists.items():
            pattern = pattern.replace(name_, words)
        found.append((re.compile(pattern), instead.removeprefix(" ")))
    return tuple(found)


@cache
def _rules() -> tuple[Pattern, ...]:
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
