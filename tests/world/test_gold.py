"""Every family's question with the right value of every step of its program."""

from __future__ import annotations

import pytest

from visprog.types import Image, Regions
from visprog_benchmarks.metrics import right
from visprog_benchmarks.world.families import EVERY
from visprog_benchmarks.world.gold import Gold, gold
from visprog_benchmarks.world.questions import questions


@pytest.fixture(scope="module")
def found() -> list[Gold]:
    return list(gold(questions(len(EVERY), seed=2, families=EVERY)))


def test_every_family_has_gold_for_every_step(found: list[Gold]) -> None:
    assert {one.question.family for one in found} == set(EVERY)
    for one in found:
        assert one.steps, one.question.text
        assert all(step.value is not None for step in one.steps), one.question.text
        assert right(one.answer, one.question.answer), one.question.text


def test_gold_of_a_located_thing_is_its_box(found: list[Gold]) -> None:
    nearer = next(one for one in found if one.question.family == "nearer")
    (scene,) = nearer.question.scenes
    boxes = [step.value for step in nearer.steps if step.tool == "LOC"]
    assert len(boxes) == 2
    for regions in boxes:
        assert isinstance(regions, Regions)
        assert regions[0].box.xyxy in {thing.box for thing in scene.things}


def test_a_sign_is_in_the_picture_that_is_asked_about(found: list[Gold]) -> None:
    reading = next(one for one in found if one.question.family == "reading")
    assert isinstance(reading.images[0], Image)
    assert reading.steps[0].tool == "OCR"
    assert reading.steps[0].value.replace("\n", " ") == reading.question.answer
