"""Things told by what they hold, or as the other one: the programs give the truth of a scene."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from tests.planners.drawn import Ask, seeing
from visprog.errors import PlanError
from visprog_benchmarks.world.layout import Put, compose
from visprog_planners import Request
from visprog_planners.grammar import GrammarPlanner

SCENE = compose(
    [
        Put("bowl", (0.20, 0.70), 0.34, "red", holds=(Put("apple"), Put("apple"))),
        Put("bowl", (0.76, 0.74), 0.26, "blue", holds=(Put("pear"),)),
        Put("nest", (0.78, 0.24), 0.30, holds=(Put("egg"), Put("egg"), Put("egg"))),
        Put("couch", (0.16, 0.36), 0.20, "red"),
        Put("ball", (0.30, 0.20), 0.14, "green"),
        Put("ball", (0.50, 0.40), 0.20, "yellow"),
    ],
    ground="plain",
)


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    with seeing(SCENE) as asking:
        yield asking


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Is there a bowl with two apples in it?", True),
        ("Is there a bowl with three apples in it?", False),
        ("How many nests have at least two eggs in them?", 1),
        ("How many bowls hold between two and four apples?", 1),
        ("How many bowls hold more than two apples?", 0),
        ("What colour is the bowl with the most apples in it?", "red"),
        ("What colour is the bowl with the fewest apples in it?", "blue"),
        ("What colour is the bowl that holds exactly two apples?", "red"),
        ("Does every bowl have two apples in it?", False),
        ("Does every nest have three eggs in it?", True),
        ("Is the green ball higher than the other ball?", True),
        ("Is the ball on the left larger than the other ball?", False),
        ("Is the bowl with the pear in it to the right of the other bowl?", True),
        ("Is the red bowl smaller than the other one?", False),
        ("Which colour has just one ball?", "green and yellow"),
        ("Which colour has more than one ball?", "none"),
        ("How many pears are in the bowls?", 1),
        ("Are all the pears in the bowls?", True),
        ("How many apples are neither in the nest nor on the couch?", 2),
        ("How many empty couches are there?", 1),
        ("How many bowls are empty?", 0),
        ("How many full bowls are there?", 2),
        ("Are there more full bowls than empty ones?", True),
        ("Is there an empty red couch?", True),
        ("What is larger, the empty couch or the nest?", "nest"),
        ("How many of the bowls are not empty?", 2),
        ("Is there a yellow ball next to the nest?", True),
        ("Is there a green ball next to the nest?", False),
        ("How many balls are next to a nest?", 1),
        ("Is the nest next to a yellow ball?", True),
        ("Is there a green ball with a yellow ball beside it?", True),
        ("How many nests have a green ball next to them?", 0),
        ("Which has more apples in it, the red bowl or the blue one?", "red bowl"),
        ("Which holds a pear, the red bowl or the blue bowl?", "blue bowl"),
    ],
)
def test_it_is_answered_rightly(ask: Ask, question: str, answer: object) -> None:
    assert ask(question).value == answer


@pytest.mark.parametrize(
    "question",
    [
        "Is the other ball red?",
        "Is the ball larger than the other ball?",
        "Is a bowl with the most apples in it red?",
        "How many dogs are left of the other dog?",
        "Are the green balls larger than the other balls?",
    ],
)
def test_what_is_not_told_apart_is_refused(question: str) -> None:
    with pytest.raises(PlanError):
        asyncio.run(GrammarPlanner().plan(Request(question)))
