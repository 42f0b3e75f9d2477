"""The whole way of one question, on the shipped weights."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

import visprog
from tests.session.conftest import EXAMPLES
from visprog.errors import (
    LimitExceeded,
    PlanError,
    ProgramError,
    ToolError,
    Unavailable,
    UsageError,
)
from visprog.graph import ANSWER
from visprog.program import Limits
from visprog.session import Session
from visprog.trace import read, runs

QUESTION = "Are there exactly 3 people in the boat?"


def test_the_question_of_the_demo(session: Session, boat: Path) -> None:
    answer = session.ask(boat, QUESTION)
    assert answer.text == "yes"
    tools = [step.tool for step in answer.steps]
    assert tools == ["LOC", "CROP", "LOC", "COUNT", "EVAL", "RESULT"]
    assert [step.status for step in answer.steps] == ["ok"] * 6
    assert answer.steps[3].load() == 3
    graph = answer.graph
    assert graph.causes(ANSWER) >= {step.id for step in answer.steps}
    assert ("s1", "s2", "data", "box") in graph.edges()


def test_a_second_identical_question_computes_nothing(session: Session, boat: Path) -> None:
    session.ask(boat, QUESTION)
    again = session.ask(boat, QUESTION)
    assert again.text == "yes"
    assert again.run.usage["model_calls"] == 0
    assert again.run.usage["cached"] == 2
    assert [step.cached for step in again.steps if step.tool == "LOC"] == [True, True]


def test_the_cache_on_disk_outlives_the_session(tmp_path: Path, boat: Path) -> None:
    for computed in (2, 0):
        with Session(pack="micro", cache_dir=tmp_path) as session:
            assert session.ask(boat, QUESTION).run.usage["model_calls"] == computed


@pytest.mark.parametrize("program", ["boat_positional", "boat_keyword"])
def test_the_programs_of_the_original_texts_run_as_written(
    session: Session, boat: Path, program: str
) -> None:
    answer = session.run((EXAMPLES / "programs" / f"{program}.txt").read_text(), boat)
    assert answer.text == "yes"


def test_a_plain_value_between_two_steps_is_an_edge(session: Session, boat: Path) -> None:
    program = "people = LOC(image, 'person')\nn = COUNT(people)\nRESULT(EVAL(n > 2))\n"
    answer = session.run(program, boat)
    assert ("s2", "s3", "data", "expr") in answer.graph.edges()


def test_vipergpt_programs(session: Session, boat: Path) -> None:
    program = """
def execute_command(image):
    image_patch = ImagePatch(image)
    boat = image_patch.find('boat')[0]
    people = [p for p in image_patch.find('person') if boat.left < p.horizontal_center < boat.right]
    return bool_to_yesno(len(people) == 3)
"""
    answer = session.run(program, boat)
    assert answer.text == "yes"
    assert answer.run.dialect == "vipergpt"


def test_an_empty_answer_is_said(session: Session, boat: Path) -> None:
    answer = session.run("def execute_command(image):\n    return ' and '.join([])\n", boat)
    assert (answer.result, answer.text) == ("", "none")


def test_a_caption_says_how_likely_it_is(session: Session, boat: Path) -> None:
    answer = session.run("A=CAPTION(image=IMAGE)\nRESULT(var=A)", boat)
    assert "boat" in answer.text
    (note,) = (note for note in answer.steps[0].noted if note.code == "written")
    assert 0 < note.facts["probability"] <= 1


def test_two_pictures(session: Session, boat: Path) -> None:
    answer = session.run(
        "A=COUNT(box=LOC(image=LEFT,object='person'))\n"
        "B=COUNT(box=LOC(image=RIGHT,object='person'))\n"
        "RESULT(var=EVAL(expr='{A} == {B}'))\n",
        [boat, boat],
    )
    assert answer.value is True


def test_a_rejected_program_says_everything_at_once(session: Session, boat: Path) -> None:
    answer = session.run("X=CROP_NOT(image=IMAGE)\nY=COUNT(boxes=X)\n", boat)
    assert answer.status == "rejected"
    assert isinstance(answer.error, ProgramError)
    assert {item.line for item in answer.error.diagnostics} == {1, 2}
    with pytest.raises(ProgramError):
        _ = answer.value
    assert answer.to_json()["error"]["line"] == 1


def test_a_failed_tool_is_an_answer_with_an_error(session: Session, boat: Path) -> None:
    answer = session.run(
        "RESULT(var=CROP(image=IMAGE,box=LOC(image=IMAGE,object='giraffe')))", boat
    )
    assert answer.status == "error"
    assert isinstance(answer.error, ToolError)
    assert "found nothing" in str(answer.error)


def test_a_program_that_never_ends_is_killed(boat: Path) -> None:
    limits = Limits(wall_seconds=20, cpu_seconds=1)
    with Session(pack="micro", limits=limits) as session:
        answer = session.run("while True:\n    pass\n", boat)
    assert answer.status == "killed"
    assert isinstance(answer.error, LimitExceeded)


def test_a_role_without_a_model_ends_the_run(session: Session, boat: Path) -> None:
    with pytest.raises(Unavailable, match="VISPROG_LLM"):
        session.run("RESULT(var=LLM_QUERY(query='What is it?'))", boat)


def test_a_question_that_cannot_be_read(session: Session, boat: Path) -> None:
    with pytest.raises(PlanError, match="--planner"):
        session.ask(boat, "Why is the sea salt?")
    with pytest.raises(UsageError, match="empty"):
        session.ask(boat, "  ")


def test_many_questions_at_once_from_another_loop(session: Session, boat: Path) -> None:
    async def all_at_once() -> list[str]:
        questions = [QUESTION, "How many people are there?", "Is there a dog?"] * 4
        answers = await asyncio.gather(*(session.ask_async(boat, q) for q in questions))
        return [answer.text for answer in answers]

    assert asyncio.run(all_at_once()) == ["yes", "4", "no"] * 4


def test_the_trace_on_disk_is_the_answer(session: Session, boat: Path) -> None:
    answer = session.ask(boat, QUESTION)
    assert answer.trace is not None
    assert session.trace_dir is not None
    record = read(answer.trace)
    assert record.to_json()["steps"] == answer.to_json()["steps"]
    assert record.answer is True
    assert runs(session.trace_dir)[0].id == record.id
    assert record.steps[0].load()[0].label == "boat"


def test_json_has_the_documented_fields(session: Session, boat: Path) -> None:
    body = session.ask(boat, QUESTION).to_json()
    assert set(body) >= {
        "answer", "status", "error", "program", "dialect", "planner", "pack", "run_id",
        "trace", "steps", "usage",
    }  # fmt: skip
    assert body["answer"] == "yes"
    for step in body["steps"]:
        assert set(step) >= {
            "id", "tool", "line", "args", "value", "status", "ms", "cached", "model",
        }  # fmt: skip
    assert set(body["usage"]) >= {"model_calls", "tokens", "seconds"}
    assert "stand-in" in body["steps"][0]["model"]


def test_a_notebook_shows_it_escaped(session: Session, boat: Path) -> None:
    html = session.run("RESULT(var='<script>alert(1)</script>')", boat)._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_a_closed_session_says_so(boat: Path) -> None:
    session = Session(pack="micro")
    session.close()
    session.close()
    with pytest.raises(UsageError, match="closed"):
        session.ask(boat, QUESTION)


async def test_one_question_without_holding_a_session(
    tmp_path: Path, boat: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISPROG_TRACE_DIR", str(tmp_path / "runs"))
    monkeypatch.setenv("VISPROG_CACHE_DIR", str(tmp_path / "cache"))
    first = await asyncio.to_thread(visprog.ask, boat, QUESTION, pack="micro")
    second = await visprog.ask_async(boat, QUESTION, pack="micro")
    assert (first.text, second.text) == ("yes", "yes")
    assert second.run.usage["model_calls"] == 0
    assert (await visprog.run_async("RESULT(var=2)", boat, pack="micro")).value == 2
    assert len(runs(tmp_path / "runs")) == 3
