"""The example library: every right program passes the checker and is right on its scenes with
perfect tools, through the whole of checker, sandbox and engine; every wrong one is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from tests.planners import shelf
from visprog.errors import ProgramError
from visprog.session import Session
from visprog_planners.library import (
    Example,
    WrongExample,
    examples,
    scene_descriptions,
    wrong_examples,
)
from visprog_planners.tasks import TASKS, task_of


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    with Session(pack="micro", tools=shelf.tools()) as opened:
        yield opened


def test_there_are_enough_of_every_task_and_dialect() -> None:
    tasks = Counter(example.task for example in examples())
    assert set(tasks) == set(TASKS)
    assert min(tasks.values()) >= 25
    dialects = {(example.task, example.dialect) for example in examples()}
    for task in ("answering", "pairs", "sets", "referring"):
        assert {(task, "visprog"), (task, "vipergpt")} <= dialects
    wrong = Counter(example.task for example in wrong_examples())
    assert set(wrong) == set(TASKS)
    assert min(wrong.values()) >= 2
    assert len({(shown.question, shown.scenes) for shown in examples()}) == len(examples())


@pytest.mark.parametrize("example", examples(), ids=lambda shown: f"{shown.task}: {shown.question}")
def test_every_example_is_right(session: Session, example: Example) -> None:
    answer = shelf.run(session, example.scenes, example.program)
    assert answer.run.dialect == example.dialect
    assert shelf.judge(answer, example.scenes, example.expects) == ""
    if "edit" in example.expects:
        assert shelf.untouched(answer.result, example.scenes[0], example.expects["edit"])


@pytest.mark.parametrize("shown", wrong_examples(), ids=lambda shown: shown.question)
def test_every_wrong_example_is_wrong_and_its_correction_right(
    session: Session, shown: WrongExample
) -> None:
    try:
        session.check(shown.program, len(shown.scenes))
    except ProgramError:
        pass
    else:
        answer = shelf.run(session, shown.scenes, shown.program)
        assert shelf.judge(answer, shown.scenes, shown.expects) != ""
    answer = shelf.run(session, shown.scenes, shown.right)
    assert shelf.judge(answer, shown.scenes, shown.expects) == ""


@pytest.mark.parametrize("example", examples(), ids=lambda shown: f"{shown.task}: {shown.question}")
def test_the_task_of_an_example_is_guessed_from_its_words(example: Example) -> None:
    assert task_of(example.question, example.images) == example.task


@pytest.mark.parametrize("name", scene_descriptions())
def test_every_thing_of_a_scene_can_be_seen(name: str) -> None:
    found = shelf.scene(name)
    assert len(found.places) == len(found.scene.things)
    assert min(thing.visible for thing in found.scene.things) > 0.5
