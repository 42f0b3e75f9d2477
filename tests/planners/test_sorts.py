"""Kinds that no detector knows are looked for by their members; what is on grass, where it is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.planners.drawn import Ask, seeing
from visprog_benchmarks.world.layout import Put, compose

SCENE = compose(
    [
        Put("dog", (0.10, 0.84), 0.14),
        Put("cat", (0.30, 0.84), 0.12),
        Put("cow", (0.55, 0.80), 0.18),
        Put("bicycle", (0.80, 0.80), 0.16),
        Put("airplane", (0.20, 0.20), 0.14),
        Put("helicopter", (0.50, 0.20), 0.14),
        Put("hat", (0.80, 0.30), 0.12, "red"),
        Put("shoe", (0.65, 0.45), 0.10, "blue"),
    ],
    ground="grass",
)


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    with seeing(SCENE) as asking:
        yield asking


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How many pets are there?", 2),
        ("Are there more aircraft than pets?", False),
        ("The airplane included, how many aircraft are there?", 2),
        ("How many two-wheelers are there if motorcycles count as well?", 1),
        ("Is there any cutlery?", False),
        ("Is the dog the only pet?", False),
        ("Is any of the headgear red?", True),
        ("Is a farm animal to the right of the cat?", True),
        ("Which farm animal can you see?", "cow"),
        ("Is the cow on the grass?", True),
        ("Is the cow standing in the snow?", False),
        ("Is there a dog on the sand?", False),
        ("Is a dog standing on grass?", True),
        ("Is there grass?", True),
        ("Is there no snow on the ground?", True),
        ("Is there grass under the cow?", True),
        ("Is there no dog on the grass?", False),
        ("Is the cat not in the snow?", True),
        ("Is either the hat or the shoe red, but not both?", True),
        ("Just one of them, the hat or the shoe, is green.", False),
    ],
)
def test_it_is_answered_rightly(ask: Ask, question: str, answer: object) -> None:
    assert ask(question).value == answer
