"""How much of what is held back the offline grammar reads rightly: rates alone, never a row."""

from __future__ import annotations

from collections import Counter

import pytest

from visprog_benchmarks.phrasings import judge, world

HELD_BACK: tuple[judge.Half, ...] = ("held back",)
LEAST = {"unseen": 0.98, "world": 0.98, "rephrased": 0.75, "dataset style": 0.95}


def written(case: judge.Case) -> str:
    """In which of the lists of docs/grammar.md it stands."""
    if case.family in world.UNSEEN:
        return "unseen"
    if case.family in world.REPHRASED:
        return "rephrased"
    return "world" if case.list == "world" else "dataset style"


@pytest.mark.slow
def test_what_is_held_back_is_read() -> None:
    given: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for verdict in judge.judged(halves=HELD_BACK):
        given[written(verdict.case)] += 1
        right[written(verdict.case)] += verdict.kind == "right"
    assert set(given) == set(LEAST)
    assert given["unseen"] >= 300
    rates = {name: right[name] / given[name] for name in given}
    assert [name for name in rates if rates[name] < LEAST[name]] == []
