"""The open questions in other people's words: each asks what its first question asks."""

from __future__ import annotations

from collections import Counter

from visprog_benchmarks.phrasings import judge, world
from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.sights import SIGHTS
from visprog_benchmarks.phrasings.world.rephrased import FILES, plain
from visprog_planners.grammar.parts import Unread
from visprog_planners.grammar.reader import read

EVERY = 12
"""Of the open ones, those that are read here."""

LEAST = 0.75
"""The share that is understood as the first question is; it was 0.36 before any was read."""

FIRST = {
    (row.place, row.answer): row.question
    for family, rows in world.ALL.items()
    if family not in world.REPHRASED | dict.fromkeys(world.UNSEEN)
    for row in rows
}


def test_no_line_is_there_twice_nor_in_another_list() -> None:
    said = Counter(
        plain(row.question) for rows in world.ALL.values() for row in dict.fromkeys(rows)
    )
    rephrased = [plain(row.question) for rows in world.REPHRASED.values() for row in rows]
    assert len(rephrased) > 3500
    assert [line for line in rephrased if said[line] > 1] == []


def test_one_of_four_is_held_back() -> None:
    halves = Counter(
        judge.half(number, family)
        for family, rows in world.REPHRASED.items()
        for number in range(len(rows))
    )
    assert len(world.REPHRASED) == 2 * len(FILES)
    assert 0.23 < halves["held back"] / halves.total() < 0.27


def test_most_mean_what_their_first_questions_mean() -> None:
    rows = [row for family in world.REPHRASED if family in world.OPEN for row in world.ALL[family]][
        ::EVERY
    ]
    found = Counter(_became(row) for row in rows)
    assert found["right"] >= LEAST * (found.total() - found["nothing to mean"]), found
    assert found["otherwise"] <= 0.2 * found.total(), found  # most are equal in effect


def _became(row: Asked) -> str:
    pictures = len(SIGHTS[row.place][0])
    try:
        meant, _ = read(FIRST[row.place, row.answer], pictures)
    except Unread:
        return "nothing to mean"
    try:
        return "right" if read(row.question, pictures)[0] == meant else "otherwise"
    except Unread:
        return "refused"
