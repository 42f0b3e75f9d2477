"""Ways of saying the same: turns of phrase, brought to those that the grammar has rules for.

They are in ``paraphrases.txt``, with lists of words in ``lists.txt``, by form: seeing, having,
lacking, standing somewhere, comparing numbers. A pattern covers a form and
leaves the things that the question is about alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

from visprog_planners.grammar.literals import Clauses, fulfilled, needed

LIST = re.compile(r"\{([A-Z_]+)\}")
OFFERED = re.compile(
    r"\b(?P<how>any(?: one)?|at least one|one|some|either|all|each|every one|both|none|neither"
    r"|exactly one|only one|just one) of (?:these|the following|the two|the three|them)"
    r"(?: things| two| three)*, (?P<what>.+)$"
)
"""``any of these: a cow, a pig, a cloud``."""


@dataclass(frozen=True)
class Turn:
    """A turn of phrase as it is written, and what stands for it; compiled when a text may have
    it."""

    written: str
    instead: str

    @cached_property
    def source(self) -> str:
        """The regular expression, with the lists that it names."""
        return _with_lists(self.written, _lists())

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(self.source)

    @cached_property
    def needs(self) -> Clauses:
        """What every text has that the pattern is in."""
        return needed(self.written, _needs_of_lists())

    @cached_property
    def _words(self) -> tuple[str, ...]:
        """Those of its needs for which there is no choice."""
        return tuple(word for options in self.needs if len(options) == 1 for word in options)

    def substituted(self, text: str) -> str | None:
        """The text with the other turn wherever this one stands, ``None`` where it does not."""
        for word in self._words:
            if word not in text:
                return None
        # to look at the choices saves compiling; what is compiled is faster itself
        if "pattern" not in vars(self) and not fulfilled(self.needs, text):
            return None
        if not self.pattern.search(text):
            return None
        after = self.pattern.sub(f" {self.instead} ", text)
        return re.sub(r" +(?=,| |$)", "", after).strip(" ,")


def paraphrased(text: str) -> str:
    """The text in the grammar's own turns of phrase."""
    for turn in _turns():
        after = turn.substituted(text)
        text = text if after is None else after
    return OFFERED.sub(_offered, text)


def table(name: str) -> tuple[Turn, ...]:
    """The lines ``PATTERN => TEXT`` of a file of this package."""
    found = []
    for line in _lines(name):
        pattern, _, instead = line.partition(" =>")
        found.append(Turn(pattern, instead.removeprefix(" ")))
    return tuple(found)


@cache
def _turns() -> tuple[Turn, ...]:
    return table("paraphrases.txt")


@cache
def _lists() -> Mapping[str, str]:
    """By its name, each line ``NAME = WORD|WORD`` of ``lists.txt``; a list may use those before
    it."""
    found: dict[str, str] = {}
    for name, words in _written_lists():
        found[name] = _with_lists(words, found)
    return found


@cache
def _needs_of_lists() -> Mapping[str, Clauses]:
    found: dict[str, Clauses] = {}
    for name, words in _written_lists():
        found[name] = needed(words, found)
    return found


def _written_lists() -> Iterator[tuple[str, str]]:
    for line in _lines("lists.txt"):
        name, _, words = line.partition(" = ")
        yield name, words


def _with_lists(text: str, lists: Mapping[str, str]) -> str:
    return LIST.sub(lambda name: f"(?:{lists[name[1]]})" if name[1] in lists else name[0], text)


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
