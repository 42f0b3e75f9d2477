"""Questions, their answers and programs, and the perfect tools, against one another."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from tests.benchmarks import plain
from visprog_benchmarks.metrics import right
from visprog_benchmarks.world.families import FAMILIES
from visprog_benchmarks.world.question import Question
from visprog_benchmarks.world.questions import questions
from visprog_benchmarks.world.splits import SEEDS


@pytest.fixture(scope="module")
def asked() -> list[Question]:
    return questions(10 * len(FAMILIES), seed=7)


def test_the_same_seed_asks_the_same_questions() -> None:
    first, again = questions(30, seed=3), questions(30, seed=3)
    assert [(q.text, q.seeds, q.answer) for q in first] == [
        (q.text, q.seeds, q.answer) for q in again
    ]
    assert [q.text for q in first] != [q.text for q in questions(30, seed=4)]


def test_scenes_come_from_the_wanted_stage(asked: list[Question]) -> None:
    assert all(seed in SEEDS["test"] for question in asked for seed in question.seeds)
    train = questions(10, seed=1, split="train")
    assert all(seed in SEEDS["train"] for question in train for seed in question.seeds)


def test_no_question_is_asked_twice(asked: list[Question]) -> None:
    said = Counter((question.text, question.seeds) for question in asked)
    assert max(said.values()) == 1


def test_answers_are_balanced(asked: list[Question]) -> None:
    given: dict[str, Counter[str]] = defaultdict(Counter)
    for question in asked:
        given[question.family][question.answer] += 1
    assert set(given) == set(FAMILIES)
    for family, answers in given.items():
        if set(answers) <= {"yes", "no"}:
            assert abs(answers["yes"] - answers["no"]) <= 2, (family, answers)
        else:
            assert len(answers) >= 2, (family, answers)


def test_every_program_gives_the_answer_with_perfect_tools(asked: list[Question]) -> None:
    wrong = []
    for question in asked:
        got = plain.run(question.program, question.scenes)
        if not right(got, question.answer):
            wrong.append((question.family, question.text, question.seeds, got, question.answer))
    assert not wrong


def test_an_unknown_family_is_refused() -> None:
    with pytest.raises(ValueError, match="no family is called"):
        questions(1, seed=0, families=["riddles"])


def test_the_harder_world_can_be_asked_about() -> None:
    assert len(questions(22, seed=5, world="harder")) == 22
