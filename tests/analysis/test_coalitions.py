"""Shapley values and minimal sets of games whose solution is known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visprog.analysis.coalitions import EXACT, earliest, minimal_sets, shapley

WEIGHTS = st.dictionaries(st.sampled_from("abcdef"), st.floats(-1, 1), min_size=1)


def test_gloves() -> None:
    """One left and two right gloves: the left one is worth 2/3 of a pair."""
    values = shapley(
        ["left", "right1", "right2"],
        lambda chosen: float("left" in chosen and len(chosen) > 1),
    )
    assert values == pytest.approx({"left": 2 / 3, "right1": 1 / 6, "right2": 1 / 6})


@given(WEIGHTS)
def test_of_an_additive_game_each_gets_its_own(weights: dict[str, float]) -> None:
    values = shapley(list(weights), lambda chosen: sum(weights[player] for player in chosen))
    assert values == pytest.approx(weights)


@given(st.integers(0, 2**32), st.integers(1, 5))
def test_the_values_add_up(seed: int, n: int) -> None:
    players = [str(number) for number in range(n)]

    def game(chosen: frozenset[str]) -> float:
        return (hash((seed, chosen)) % 1000) / 1000

    total = game(frozenset(players)) - game(frozenset())
    assert sum(shapley(players, game).values()) == pytest.approx(total)


def test_many_players_are_sampled_and_still_add_up() -> None:
    players = [str(number) for number in range(EXACT + 4)]
    values = shapley(players, lambda chosen: float({"0", "1"} <= chosen))
    assert sum(values.values()) == pytest.approx(1.0)
    assert values["0"] == pytest.approx(0.5, abs=0.1)
    assert values["5"] == 0.0


def test_minimal_sets_hold_no_other() -> None:
    def game(chosen: frozenset[str]) -> float:
        return float("a" in chosen or {"b", "c"} <= chosen)

    assert minimal_sets(list("abcd"), game) == [("a",), ("b", "c")]
    assert minimal_sets(list("bd"), game) == []
    assert minimal_sets([], lambda chosen: 1.0) == [()]


def test_the_earliest_have_no_cause_among_them() -> None:
    causes = {"a": set[str](), "b": {"a"}, "c": set[str]()}
    assert earliest(["a", "b", "c"], causes) == ["a", "c"]
