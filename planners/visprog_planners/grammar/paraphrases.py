"""Ways of saying the same: turns of phrase, brought to those that the grammar has rules for.

They are in ``paraphrases.txt``, by form: seeing, having, lacking, standing somewhere, comparing
numbers. A pattern covers a form and leaves the things that the question is about alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

OFFERED = re.compile(
    r"\b(?P<how>any(?: one)?|at least one|one|some|either|all|each|every one|both|none|neither"
    r"|exactly one|only one|just one) of (?:these|the following|the two|the three|them)"
    r"(?: things| two| three)*, (?P<what>.+)$"
)
"""``any of these: a cow, a pig, a cloud``."""


def paraphrased(text: str) -> str:
    """The text in the grammar's own turns of phrase."""
    for pattern, instead in _patterns():
        if pattern.search(text):
            text = re.sub(r" +(?=,| |$)", "", pattern.sub(f" {instead} ", text)).strip(" ,")
    return OFFERED.sub(_offered, text)


@cache
def _patterns() -> Sequence[tuple[re.Pattern[str], str]]:
    table = files("visprog_planners.grammar").joinpath("paraphrases.txt")
    return list(_read(table.read_text("utf-8")))


def _read(table: str) -> Iterator[tuple[re.Pattern[str], str]]:
    """The lines ``PATTERN => TEXT``; lines ``NAME = WORD|WORD`` give a list of words a name."""
    lists: dict[str, str] = {}
    for line in table.splitlines():
        name, equals, words = line.partition(" = ")
        if line.startswith("#") or not line.strip():
            continue
        if equals and name.isupper():
            lists[name] = f"(?:{words})"
            continue
        pattern, _, instead = line.partition(" =>")
        for name, words in lists.items():
            pattern = pattern.replace(f"{{{name}}}", words)
        yield re.compile(pattern), instead.removeprefix(" ")


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
