"""Near and far: less apart than the two things are long on average."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.planners.drawn import Ask, seeing
from visprog_benchmarks.world.layout import Put, compose
from visprog_planners.grammar.reader import read

SCENE = compose(
    [
        Put("house", (0.24, 0.46), 0.40),
        Put("dog", (0.10, 0.84), 0.14),
        Put("cat", (0.46, 0.84), 0.12),
        Put("dog", (0.90, 0.84), 0.14),
        Put("car", (0.72, 0.22), 0.16, "red"),
        Put("car", (0.86, 0.24), 0.16, "blue"),
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
        ("How many dogs are near the house?", 1),
        ("Is there a dog near the house?", True),
        ("Is there a car close to the house?", False),
        ("Is the cat near the house?", True),
        ("Is the blue car far from the cat?", True),
        ("Are the red car and the blue car close to each other?", True),
        ("How many cars are near another car?", 2),
        ("How many dogs are near a dog?", 0),
        ("How many animals are near the house?", 2),
        ("Are both dogs near the house?", False),
        ("Is there anything near the blue car?", True),
        ("What colour is the car near the house?", "red"),
        ("What animal is near the house?", "dog"),
        ("Is there a dog with a cat near it?", False),
    ],
)
def test_it_is_answered_rightly(ask: Ask, question: str, answer: object) -> None:
    assert ask(question).value == answer


@pytest.mark.parametrize(
    ("asked", "plain"),
    [
        ("Is the dog not far from the house?", "Is the dog near the house?"),
        ("Are the dog and the house far apart?", "Is the dog not near the house?"),
        ("Does the dog stand close to a tree?", "Is the dog near a tree?"),
        ("Are there any cars nearby?", "Are there any cars?"),
        ("What is near the boat?", "What is closest to the boat?"),
        ("How many people have a dog near them?", "How many people are near a dog?"),
    ],
)
def test_it_means_the_same(asked: str, plain: str) -> None:
    assert read(asked)[0] == read(plain)[0]
