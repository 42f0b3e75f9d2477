"""The open questions in other people's words: four ways each, by people who knew nothing of the
grammar.

A file has a question after ``= `` as it stands in the other lists, and a line for each other way of
asking it. One of the four is held back: the first of the first question, the second of the next,
and so on. A line that stands in another list too is left to that list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files

from visprog_benchmarks.phrasings.asked import Asked

WAYS = 4
"""Other ways of asking one question."""

FILES = ("counts", "presence", "looks", "space", "several", "again")

Rows = dict[str, tuple[Asked, ...]]


def rephrased(asked: Iterable[Asked], elsewhere: Iterable[Asked]) -> tuple[Rows, Rows]:
    """The open rows and those held back, by file, with the places and answers of the questions
    that they rephrase."""
    asked = list(asked)
    known = {row.question: row for row in reversed(asked)}
    said = {plain(row.question) for row in (*asked, *elsewhere)}
    opened: Rows = {}
    held: Rows = {}
    for name in FILES:
        rows = []
        for held_back, row in _read(name, known):
            if plain(row.question) not in said:
                said.add(plain(row.question))
                rows.append((held_back, row))
        opened[f"rephrased {name}"] = tuple(row for held_back, row in rows if not held_back)
        held[f"rephrased, held back: {name}"] = tuple(row for held_back, row in rows if held_back)
    return opened, held


def plain(question: str) -> str:
    """Its words alone."""
    return " ".join(re.findall(r"[a-z0-9]+", question.lower()))


def _read(name: str, known: Mapping[str, Asked]) -> Iterator[tuple[bool, Asked]]:
    """Every other way, and whether it is held back."""
    folder = files("visprog_benchmarks.phrasings.world.rephrased")
    question, way = -1, 0
    for line in folder.joinpath(f"{name}.txt").read_text("utf-8").splitlines():
        if line.startswith("= "):
            first, question, way = known[line.removeprefix("= ")], question + 1, 0
        else:
            yield way == question % WAYS, first._replace(question=line)
            way += 1
