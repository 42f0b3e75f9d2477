"""The phrasings to learn from: each has an answer that the picture decides, and none is twice."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest

from visprog_benchmarks.phrasings import world
from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.judge import Pictures
from visprog_benchmarks.phrasings.sights import SIGHTS
from visprog_benchmarks.phrasings.truth import Truth
from visprog_benchmarks.phrasings.world import practice

ROWS = [row for rows in practice.ALL.values() for row in rows]


def answers(row: Asked) -> list[Any]:
    """On every state of the place where the question can be answered."""
    found = []
    for scenes in SIGHTS[row.place]:
        try:
            found.append(row.answer(Truth(scenes)))
        except ValueError:  # the question takes for granted what is not so
            continue
    return [answer for answer in found if answer is not None]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.question)
def test_the_picture_decides_the_answer(row: Asked) -> None:
    found = answers(row)
    assert all(isinstance(answer, bool | int | str | list) for answer in found)
    assert len({str(answer) for answer in found}) > 1


def test_no_phrasing_is_there_twice() -> None:
    asked = [
        " ".join(re.findall(r"[a-z0-9]+", row.question.lower()))
        for rows in world.ALL.values()
        for row in rows
    ]
    here = {" ".join(re.findall(r"[a-z0-9]+", row.question.lower())) for row in ROWS}
    assert [text for text, times in Counter(asked).items() if times > 1 and text in here] == []


@pytest.mark.parametrize("family", practice.ALL)
def test_yes_is_as_likely_as_no(family: str) -> None:
    found = [a for row in practice.ALL[family] for a in answers(row) if isinstance(a, bool)]
    assert not found or 0.4 < sum(found) / len(found) < 0.6


def test_perfect_tools_read_the_signs() -> None:
    pictures = Pictures()
    left, right = pictures.of(SIGHTS["two signposts"][1])
    perfect = pictures.oracle()
    assert (perfect.ocr(left), perfect.ocr(right)) == ("OPEN", "CLOSED")
    assert perfect.vqa(right, "What is the ground?") == "sand"


def test_nothing_of_them_is_held_back() -> None:
    assert set(practice.ALL) <= world.OPEN
