"""The open questions in other people's words: four ways each, by people who knew nothing of the
grammar.

A file has a question after ``= `` as it stands in the other lists, and a line for each other way of
asking it. One of the four is held back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources import files

from visprog_benchmarks.phrasings.asked import Asked

WAYS = 4
"""Other ways of asking one question."""

FILES = ("counts", "presence", "looks", "space", "several", "again")


def rephrased(asked: Iterable[Asked]) -> dict[str, tuple[Asked, ...]]:
    """The rows of every file, with the places and answers of the questions that they rephrase."""
    known = {row.question: row for row in reversed(list(asked))}
    return {f"rephrased {name}": tuple(_rows(name, known)) for name in FILES}


def _rows(name: str, known: dict[str, Asked]) -> Iterator[Asked]:
    folder = files("visprog_benchmarks.phrasings.world.rephrased")
    for line in folder.joinpath(f"{name}.txt").read_text("utf-8").splitlines():
        if line.startswith("= "):
            first = known[line.removeprefix("= ")]
        else:
            yield first._replace(question=line)
