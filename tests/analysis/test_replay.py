"""A replay runs what depends on the change, and nothing else."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analysis.conftest import EXAMPLES
from visprog.analysis import Recording, replay
from visprog.errors import ProgramError, Unavailable, UsageError
from visprog.session import Session
from visprog.tool import Context
from visprog.trace import read
from visprog.types import Image, Region, Regions

CHAIN = ["s1", "s2", "s3", "s4", "s5", "s6"]


def test_without_a_change_no_model_is_needed_and_every_value_is_the_recorded_one(
    people: Recording, without_models: Session
) -> None:
    again = replay(without_models, people)
    assert again.reused == tuple(CHAIN)
    assert again.executed == again.given == again.cut == again.blocked == ()
    assert again.answer.value is people.answer is True
    for step in CHAIN:
        assert again.run.step(step).load() == people.value(step)
    assert again.run.graph().edges() == people.graph.edges()
    assert again.run.usage["model_calls"] == 0


def test_the_child_is_a_run_of_its_own_that_knows_its_parent(
    session: Session, people: Recording
) -> None:
    child = replay(session, people, values={"s4": 2})
    assert child.answer.trace is not None
    stored = read(child.answer.trace)
    assert stored.id != people.id
    assert stored.parent == people.id
    assert stored.changes is not None
    assert stored.changes.load() == {"values": {"s4": 2}}
    assert [step.origin for step in stored.steps] == ["record"] * 3 + ["given", "", ""]
    assert stored.question == people.run.question
    # what was on record of a step that was not run again is on the child's record too
    assert stored.steps[0].notes == people.steps[0].notes
    assert stored.steps[0].ms == people.steps[0].ms
    assert [call.model for call in stored.steps[0].model_calls] == [
        call.model for call in people.steps[0].model_calls
    ]
    # and the child can be replayed in its turn
    grandchild = replay(session, Recording.of(child.answer.trace), values={"s4": 3})
    assert grandchild.answer.value is True


@pytest.mark.parametrize("step", CHAIN)
def test_changing_one_step_runs_exactly_its_descendants(
    session: Session, people: Recording, step: str
) -> None:
    """Here with the value that it had: without cut-off everything below runs, with it nothing."""
    below = {name for name in people.graph.cone(step) if name != "answer"}
    same = {step: people.value(step)}
    every = replay(session, people, values=same, cut_off=False, keep=False)
    assert set(every.executed) == below
    assert set(every.reused) == set(CHAIN) - below - {step}
    fewer = replay(session, people, values=same, keep=False)
    assert fewer.executed == ()
    assert set(fewer.cut) == below
    assert fewer.answer.value is every.answer.value is True


def test_a_change_is_cut_off_where_the_same_value_comes_out(
    session: Session, people: Recording
) -> None:
    """Other boxes, the same number of them: COUNT runs, and nothing after it."""
    moved = Regions(
        tuple(dataclasses.replace(r, box=r.box.moved(1, 0)) for r in people.value("s3")),
        people.value("s3").image,
    )
    again = replay(session, people, values={"s3": moved}, keep=False)
    assert (again.given, again.executed, again.cut) == (("s3",), ("s4",), ("s5", "s6"))


def test_a_value_and_a_mechanism_are_two_things(session: Session, people: Recording) -> None:
    """A value stands whatever comes in; a mechanism gets what the step really got."""
    got: list[Any] = []

    def fewer(image: Image, object: str) -> Regions:
        got.append((image, object))
        return Regions(people.value("s3")[:2].items, image)

    value = replay(session, people, values={"s3": people.value("s3")[:2]}, keep=False)
    assert (value.answer.value, value.executed) == (False, ("s4", "s5", "s6"))
    mechanism = replay(session, people, mechanisms={"s3": fewer}, keep=False)
    assert (mechanism.answer.value, mechanism.given) == (False, ())
    assert mechanism.executed == ("s3", "s4", "s5", "s6")
    assert got == [(people.value("s2"), "person")]


def test_a_mechanism_of_a_tool_serves_all_its_steps_and_may_ask_models(
    session: Session, people: Recording
) -> None:
    asked: list[str] = []

    async def loc(image: Image, object: str, context: Context) -> Regions:
        asked.append(object)
        spec = session.tools["LOC"]
        found: Regions = await spec.function(image=image, object=object, context=context)
        return found

    again = replay(session, people, mechanisms={"LOC": loc}, keep=False)
    assert asked == ["boat", "person"]
    assert again.executed == ("s1", "s3")
    assert again.cut == ("s2", "s4", "s5", "s6")
    assert again.answer.value is True
    one = replay(session, people, mechanisms={"LOC": loc, "s1": lambda **_: Regions()}, keep=False)
    assert one.answer.status == "error"
    assert asked == ["boat", "person"]


def test_what_must_run_asks_the_session_s_models(
    people: Recording, without_models: Session
) -> None:
    with pytest.raises(Unavailable, match="locate"):
        replay(without_models, people, values={"s2": people.images["IMAGE"]}, keep=False)


def test_a_change_that_breaks_the_program_is_an_answer(session: Session, people: Recording) -> None:
    broken = replay(session, people, values={"s1": Regions()}, keep=False)
    assert broken.answer.status == "error"
    assert "found nothing" in broken.answer.text
    assert broken.blocked == ("s3", "s4", "s5", "s6")
    # a failure repeats from the record, without the tool
    again = replay(session, Recording.of(broken.run), keep=False)
    assert again.answer.text == broken.answer.text
    assert again.executed == ()


def test_a_failed_step_can_be_given_a_value(session: Session, people: Recording) -> None:
    failed = replay(session, people, values={"s1": Regions()}, keep=False)
    for step, value in (("s2", people.value("s2")), ("s3", people.value("s3")), ("s5", True)):
        mended = replay(session, failed.run, values={step: value}, keep=False)
        assert mended.answer.value is True, step
        assert mended.given == (step,)


BRANCH = """
def execute_command(image):
    patch = ImagePatch(image)
    people = patch.find('person')
    if len(people) > 3:
        return patch.exists('boat')
    total = 0
    for person in people:
        total = total + len(person.find('person'))
    return str(total)
"""


def test_another_value_takes_another_branch(session: Session, boat: Path) -> None:
    recording = Recording.of(session.run(BRANCH, boat))
    assert [step.tool for step in recording.steps] == ["find", "exists"]
    found = recording.value("s1")
    again = replay(session, recording, values={"s1": found[:2]}, keep=False)
    assert [step.tool for step in again.run.steps] == ["find", "find", "find"]
    assert again.executed == ("s2", "s3")
    assert again.twins == {"s1": "s1", "s2": None, "s3": None}
    back = replay(session, again.run, values={"s1": found}, keep=False)
    assert back.answer.value == recording.answer
    # a loop that grows by one calls its tool once more
    more = replay(session, again.run, values={"s1": found[:3]}, keep=False)
    assert (more.cut, more.executed) == (("s2", "s3"), ("s4",))


def test_a_call_that_comes_at_another_turn_of_a_loop_is_the_same_step(
    session: Session, boat: Path
) -> None:
    """Without the first patch every later call comes one turn earlier."""
    program = (
        "def execute_command(image):\n"
        "    found = ImagePatch(image).find('person')\n"
        "    return len([one for one in found if one.exists('person')])\n"
    )
    whole = Recording.of(session.run(program, [boat]))
    a, b, c = found = whole.value("s1")[:3]

    def said(*yes: Image) -> Any:
        return lambda patch, object_name: patch in yes

    changes = {"s1": lambda **_: [b, c], "s2": said(b), "s3": said()}
    faulty = Recording.of(replay(session, whole, mechanisms=changes, keep=False).run)
    assert faulty.answer == 1
    mended = {"s1": lambda **_: found, "s3": said(a, b, c)}
    again = replay(session, faulty, mechanisms=mended, keep=False)
    assert again.twins == {"s1": "s1", "s2": None, "s3": "s2", "s4": "s3"}
    assert again.cut == ("s3",)
    assert again.run.step("s4").load() is True
    given = replay(session, faulty, mechanisms={"s1": mended["s1"]}, values={"s3": True})
    assert given.run.step("s4").load() is True


@settings(max_examples=12, deadline=None)
@given(counts=st.dictionaries(st.sampled_from(["s2", "s4"]), st.integers(0, 4), max_size=2))
def test_two_arms_of_a_program_do_not_touch_each_other(
    session: Session, arms: Recording, counts: dict[str, int]
) -> None:
    """LOC s1, COUNT s2, LOC s3, COUNT s4, EVAL s5, RESULT s6: only EVAL joins them."""
    again = replay(session, arms, values=counts, keep=False)
    left, right = counts.get("s2", arms.value("s2")), counts.get("s4", arms.value("s4"))
    assert again.answer.value == left - right
    same = {n: v == arms.value(n) for n, v in counts.items()}
    assert again.given == tuple(sorted(counts))
    if all(same.values()):
        assert again.executed == ()
    else:
        assert "s5" in again.executed
    assert {"s1", "s3"} <= set(again.reused)


@pytest.fixture(scope="module")
def arms(session: Session, boat: Path) -> Recording:
    program = (
        "A=COUNT(box=LOC(image=IMAGE,object='person'))\n"
        "B=COUNT(box=LOC(image=IMAGE,object='boat'))\n"
        "RESULT(var=EVAL(expr='{A} - {B}'))\n"
    )
    return Recording.of(session.run(program, boat))


def test_another_program_keeps_what_it_has_in_common(session: Session, arms: Recording) -> None:
    edited = (
        "B=COUNT(box=LOC(image=IMAGE,object='boat'))\n"
        "A=COUNT(box=LOC(image=IMAGE,object='person'))\n"
        "# the sum now\n"
        "RESULT(var=EVAL(expr='{A} + {B}'))\n"
    )
    again = replay(session, arms, program=edited, keep=False)
    assert again.answer.value == arms.value("s2") + arms.value("s4")
    assert [again.run.step(step).tool for step in again.executed] == ["EVAL", "RESULT"]
    with pytest.raises(ProgramError):
        replay(session, arms, program="X=NOTHING()\n")


def test_two_pictures_keep_their_names(
    session: Session, boat: Path, without_models: Session
) -> None:
    program = (
        "A=COUNT(box=LOC(image=left,object='person'))\n"
        "B=COUNT(box=LOC(image=IMAGE2,object='boat'))\n"
        "RESULT(var=EVAL(expr='{A} == {B}'))\n"
    )
    answer = session.run(program, [boat, EXAMPLES / "sky.png"])
    assert answer.ok, answer.text
    assert answer.trace is not None
    again = replay(without_models, Recording.of(answer.trace), keep=False)
    assert again.answer.value == answer.value


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"values": {"s9": 1}}, "has no step s9; its steps are s1, s2"),
        ({"mechanisms": {"NOPE": len}}, "has no step and no tool NOPE"),
        ({"values": {"s4": "three"}}, r"s4 \(COUNT\) has number as its value, not text 'three'"),
        ({"values": {"s2": Region}}, r"s2 \(CROP\) has image as its value"),
    ],
)
def test_what_cannot_be_changed(
    session: Session, people: Recording, changes: dict[str, Any], message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        replay(session, people, **changes)


def test_a_run_that_was_cut_short_is_completed(
    session: Session, people: Recording, tmp_path: Path
) -> None:
    """At every line of its trace: what had been finished is not done again."""
    source = people.run
    assert session.trace_dir is not None
    lines = (session.trace_dir / source.id / "trace.jsonl").read_bytes().splitlines(True)
    cut = tmp_path / "cut"
    cut.mkdir()
    (cut / "blobs").symlink_to(session.trace_dir / source.id / "blobs")
    for count in range(3, len(lines)):
        (cut / "trace.jsonl").write_bytes(b"".join(lines[:count]))
        run = read(cut)
        finished = {step.id for step in run.steps if step.status == "ok"}
        again = replay(session, run, keep=False)
        assert again.answer.value is True
        assert set(again.reused) == finished
        assert set(again.executed) == set(CHAIN) - finished


def test_a_run_without_a_program_says_so(session: Session, boat: Path) -> None:
    answer = session.run("X=NOTHING()", boat)
    with pytest.raises(UsageError, match="no accepted program to replay"):
        Recording.of(answer)


def test_a_missing_picture_is_named(people: Recording, session: Session) -> None:
    answer = replay(session, people, values={"s4": 2}).answer
    assert answer.trace is not None
    (answer.trace / "blobs" / f"{people.images['IMAGE'].digest}.png").unlink()
    with pytest.raises(UsageError, match=r"cannot be replayed: blob .*\.png is not in the trace"):
        replay(session, Recording.of(answer.trace))
