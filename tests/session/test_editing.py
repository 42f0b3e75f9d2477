"""A session asked to edit a picture instead of answering a question about it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from visprog.errors import PlanError
from visprog.graph import ANSWER
from visprog.picture import read
from visprog.session import Session
from visprog.types import Image


def test_an_instruction_is_answered_with_a_picture(session: Session, boat: Path) -> None:
    answer = session.ask(boat, "Crop to the left half and make it twice as large")
    assert [step.tool for step in answer.steps] == ["LOC", "CROP", "RESIZE", "RESULT"]
    assert isinstance(answer.value, Image)
    assert (answer.value.width, answer.value.height) == (640, 960)
    assert answer.picture is not None
    assert np.array_equal(read(answer.picture).pixels, answer.value.pixels)
    assert answer.graph.causes(ANSWER) >= {"s1", "s2", "s3"}


def test_the_answer_to_a_question_is_no_picture(session: Session, boat: Path) -> None:
    answer = session.run("RESULT(var=3)", boat)
    assert answer.picture is None


def test_an_instruction_can_be_planned(session: Session) -> None:
    plan, program = session.plan("Remove the duck")
    assert plan.readings == ("remove duck",)
    assert [call.tool for call in program.calls] == ["SEG", "REMOVE", "RESULT"]


def test_an_instruction_for_two_pictures_is_refused(session: Session, boat: Path) -> None:
    with pytest.raises(PlanError, match="edits one image, and there are 2"):
        session.ask([boat, boat.parent / "left.png"], "Remove the duck")
