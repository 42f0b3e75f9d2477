"""Changes as people say them, what they will cost, and how two runs differ."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.analysis.conftest import EXAMPLES
from visprog import picture
from visprog.analysis import Recording, changes, diff, forecast, replay
from visprog.analysis.align import align
from visprog.errors import UsageError
from visprog.session import Session
from visprog.types import Box, Regions

EDITED = """\
BOX0=LOC(image=IMAGE,object='boat')
IMAGE0=CROP(image=IMAGE,box=BOX0)
BOX1=LOC(image=IMAGE0,object='person')
ANSWER0=COUNT(box=BOX1)
ANSWER1=EVAL(expr="{ANSWER0} > 1")
FINAL_RESULT=RESULT(var=ANSWER1)
"""


def said(session: Session, run: Recording, *sets: str) -> object:
    (value,) = changes(session, run, sets=sets).values.values()
    return value


def test_a_step_is_named_by_its_id_its_variable_or_its_tool(
    session: Session, people: Recording
) -> None:
    for name in ("s4", "ANSWER0", "COUNT", "count"):
        assert changes(session, people, sets=[f"{name}=2"]).values == {"s4": 2}
    with pytest.raises(UsageError, match="LOC is 2 steps: s1, s3; say which"):
        changes(session, people, sets=["LOC=[]"])
    with pytest.raises(UsageError, match="has no step s9"):
        changes(session, people, sets=["s9=2"])


def test_values_are_read_by_the_type_of_the_step(
    session: Session, people: Recording, tmp_path: Path
) -> None:
    boxes = said(session, people, 's1=[[1, 2, 30, 40], {"box": [5, 6, 7, 8], "label": "x"}]')
    assert isinstance(boxes, Regions)
    assert [(r.box, r.label, r.score) for r in boxes] == [
        (Box(1, 2, 30, 40), "boat", 1.0),
        (Box(5, 6, 7, 8), "x", 1.0),
    ]
    assert boxes[0].frame == people.images["IMAGE"].frame
    assert boxes.image == people.images["IMAGE"]
    assert said(session, people, "s3=[0, 2]") == Regions(
        (people.value("s3")[0], people.value("s3")[2])
    )
    assert len(said(session, people, "s1=[10, 20, 30, 40]")) == 1  # type: ignore[arg-type]
    assert said(session, people, "s5=no") is False
    assert said(session, people, "s6=false") is False
    assert said(session, people, "s2=IMAGE") == people.images["IMAGE"]
    assert said(session, people, "s3=s1") == people.value("s1")
    sky = EXAMPLES / "sky.png"
    assert said(session, people, f"s2={sky}") == picture.read(sky)
    (tmp_path / "two.json").write_text("2")
    assert said(session, people, f"s4=@{tmp_path / 'two.json'}") == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("s4=many", "COUNT.*has number as its value.*say a number"),
        ("s4=true", "say a number"),
        ("s1=[[3, 2, 1]]", "LOC"),
        ("s1=[[30, 2, 10, 4]]", "left <= right"),
        ("s3=[9]", "LOC"),
        ("s5=perhaps", "say yes or no"),
        ("s2=nowhere.png", "no such picture: nowhere.png"),
        ("s4=@nowhere.json", "cannot read nowhere.json"),
        ("s4", "is not of the form --set STEP=VALUE"),
    ],
)
def test_what_is_no_value_for_a_step(
    session: Session, people: Recording, text: str, message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        changes(session, people, sets=[text])


def test_another_threshold_needs_no_model_and_counts_what_was_below(
    without_models: Session, people: Recording
) -> None:
    scores = [region.score for region in people.value("s3")]
    between = (scores[1] + scores[2]) / 2
    change = changes(without_models, people, thresholds=[f"s3={between}"])
    expected = forecast(without_models, people, change)
    assert (expected.run, expected.models) == (("s3", "s4", "s5", "s6"), ())
    child = replay(without_models, people, mechanisms=change.mechanisms)
    assert child.run.step("s4").load() == 2
    assert child.answer.value is False


def test_a_lower_threshold_lets_in_what_was_below(
    session: Session, without_models: Session
) -> None:
    program = "BOX0=LOC(image=IMAGE,object='dog')\nFINAL_RESULT=RESULT(var=COUNT(box=BOX0))"
    trace = session.run(program, images=[EXAMPLES / "left.png"]).trace
    assert trace is not None
    dogs = Recording.of(trace)
    low = changes(without_models, dogs, thresholds=["LOC=0.0"])
    more = replay(without_models, dogs, mechanisms=low.mechanisms, keep=False)
    assert len(dogs.value("s1")) < len(more.run.step("s1").load())
    assert more.answer.value == len(more.run.step("s1").load())
    assert more.executed[0] == "s1"


def test_what_serves_a_tool_can_be_swapped(session: Session, people: Recording) -> None:
    micro = changes(session, people, swaps=["LOC=micro"])
    expected = forecast(session, people, micro)
    assert expected.models == ("locate (detect)",)
    again = replay(session, people, mechanisms=micro.mechanisms, keep=False)
    assert again.answer.value is True
    assert again.executed == ("s1", "s3")
    found = changes(session, people, swaps=["s3=DETECT"])
    detected = replay(session, people, mechanisms=found.mechanisms, keep=False)
    assert detected.run.step("s3").model_calls[0].role == "detect"
    assert "s1" in detected.reused
    other = changes(session, people, swaps=["CROP=CROP_ABOVE"])
    above = replay(session, people, mechanisms=other.mechanisms, keep=False)
    assert above.run.step("s2").load().box.height < people.value("s2").box.height * 2
    assert "s2" in above.executed


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("LOC=OCR", "cannot stand in for LOC"),
        ("COUNT=micro", "COUNT asks no model"),
        ("LOC=nobody/nothing", "cannot be swapped for 'nobody/nothing': name another tool"),
    ],
)
def test_what_cannot_be_swapped(
    session: Session, people: Recording, text: str, message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        changes(session, people, swaps=[text])


@pytest.mark.parametrize("text", ["2", "-0.1", "high", "COUNT=0.2"])
def test_what_is_no_threshold(session: Session, people: Recording, text: str) -> None:
    with pytest.raises(UsageError, match="threshold"):
        changes(session, people, thresholds=[text])


def test_a_forecast_is_an_upper_bound_of_what_runs(session: Session, people: Recording) -> None:
    for step in ("s1", "s2", "s3", "s4", "s5", "s6"):
        change = changes(session, people, sets=[f"{step}={step}"])
        expected = forecast(session, people, change)
        every = replay(session, people, values=change.values, cut_off=False, keep=False)
        assert expected.run == every.executed
        assert expected.reused == every.reused
        assert expected.given == (step,)
        ms = sum(people.run.step(name).ms for name in expected.run)
        assert expected.seconds == pytest.approx(ms / 1e3)
    nothing = forecast(session, people, changes(session, people))
    assert str(nothing) == "nothing has to run again"
    edit = forecast(session, people, changes(session, people, program=EDITED))
    assert (edit.run, edit.new) == (("s5", "s6"), 1)


# -- differences


def test_a_run_and_itself_are_the_same(people: Recording) -> None:
    found = diff(people.run, people.run)
    assert found.first is None
    assert found.answer == ()
    assert all(step.same for step in found.steps)


def test_the_first_divergence_is_where_the_runs_part(session: Session, people: Recording) -> None:
    value = people.value("s3")
    shifted = Regions((value[1], value[0]), value.image)
    child = replay(session, people, values={"s3": shifted}, keep=False)
    found = diff(people.run, child.run)
    assert found.first is not None
    assert found.first.a == "s3"
    assert found.first.what[0] == "3 -> 2 regions"
    assert found.first.what[1].startswith("gone: person [168")
    assert found.answer == ("True -> False",)
    assert [step.a for step in found.steps if step.first] == ["s3"]
    assert [step.same for step in found.steps] == [True, True, False, False, False, False]


def test_runs_of_two_programs_are_aligned_by_structure(
    session: Session, people: Recording, boat: Path
) -> None:
    reordered = (
        "n = COUNT(LOC(IMAGE, 'boat'))\n"
        "found = LOC(image=IMAGE,object='boat')\n"
        "part = CROP(image=IMAGE,box=found)\n"
        "who = LOC(image=part,object='person')\n"
        "RESULT(EVAL(COUNT(box=who) == 3))\n"
    )
    other = session.run(reordered, boat).run
    pairs = dict(align(people.run, other))
    tools = {step.id: step.tool for step in other.steps}
    assert [tools[pairs[step]] for step in ("s2", "s3", "s4")] == ["CROP", "LOC", "COUNT"]
    # the COUNT of people, not the COUNT of boats that comes first
    assert other.step(pairs["s4"]).load() == 3
    found = diff(people.run, other)
    assert {step.tool for step in found.steps if step.a is None} == {"LOC", "COUNT"}
    assert found.answer == ()


def test_moved_boxes_are_matched_and_measured(session: Session, people: Recording) -> None:
    import dataclasses

    value = people.value("s1")
    moved = Regions((dataclasses.replace(value[0], box=value[0].box.moved(20, 0)),), value.image)
    found = diff(people.run, replay(session, people, values={"s1": moved}, keep=False).run)
    assert found.first is not None
    assert "moved, IoU 0." in found.first.what[0]
    assert found.steps[1].what[0].startswith("cut from")
