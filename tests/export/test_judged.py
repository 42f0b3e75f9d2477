"""What blame found out is on the page of the run."""

from __future__ import annotations

import copy

from tests.export.test_page import Document
from visprog.analysis import Recording, replay
from visprog.analysis.blame import blame
from visprog.analysis.judging import judged
from visprog.session import Session
from visprog.trace import Run
from visprog.trace.export.page import page
from visprog.types import Regions


def test_blame_colours_the_program_and_the_steps(session: Session, people: Run) -> None:
    recording = Recording(people)
    fewer = Regions(recording.value("s3")[:2].items, recording.value("s3").image)
    wrong = Recording.of(replay(session, recording, values={"s3": fewer}, keep=False).answer)
    found = blame(session, wrong, values={"s3": recording.value("s3")}, answer="yes")
    source = page(wrong.run, judged(found))
    document = Document(source)
    classes = {a["id"]: (a["class"] or "").rpartition("kind-")[2] for a in document.all("article")}
    assert classes["s3"] == "intrinsic"
    assert classes["s4"] == "inherited"
    assert "s3 (LOC) is to blame" in document.text
    assert "expected yes" in document.text
    assert "(calibrated)" in document.text
    assert "not calibrated" not in document.text


def test_what_is_not_calibrated_is_said_not_to_be(session: Session, people: Run) -> None:
    bare = copy.copy(people)
    bare.models = {role: {**facts, "settings": {}} for role, facts in dict(people.models).items()}
    found = blame(session, Recording(bare))
    text = Document(page(bare, judged(found))).text
    assert "as it says itself, not calibrated" in text
    assert "(calibrated)" not in text
