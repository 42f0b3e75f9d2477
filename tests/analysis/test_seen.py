"""What models saw and say blind, from a trace."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from visprog.analysis import Recording
from visprog.analysis.prior import priors
from visprog.analysis.seen import seen
from visprog.errors import UsageError
from visprog.session import Session
from visprog.trace import read
from visprog.trace.export.page import page
from visprog.trace.export.sighting import sighting
from visprog_tools.models import sight

PROGRAM = """BOX0=LOC(image=IMAGE,object='boat')
IMAGE0=CROP(image=IMAGE,box=BOX0)
ANSWER0=VQA(image=IMAGE0,question='Is there a dog?')
ANSWER1=OCR(image=IMAGE)
OBJ0=FACEDET(image=IMAGE)
NUMBER=COUNT(box=OBJ0)
ANSWER2=EVAL(expr="{ANSWER0} == 'yes' and {ANSWER1} == '' and {NUMBER} == 0")
FINAL_RESULT=RESULT(var=ANSWER2)
"""


@pytest.fixture(scope="module")
def seeing(session: Session, boat: Path) -> Recording:
    answer = session.run(PROGRAM, [boat])
    assert answer.ok
    assert answer.trace is not None
    return Recording(read(answer.trace))


def test_every_call_says_what_became_of_its_picture(seeing: Recording) -> None:
    calls = {step.tool: step.model_calls[0] for step in seeing.steps if step.model_calls}
    boat = seeing.value("s2")
    scale = 128 / max(boat.width, boat.height)
    fitted = f"{round(boat.width * scale)} x {round(boat.height * scale)}"
    assert sighting(calls["LOC"]) == "640 x 480 at 128 x 96, padded to 128 x 128, bilinear"
    assert sighting(calls["VQA"]).startswith(f"{boat.width} x {boat.height} at {fitted}, padded")
    assert sighting(calls["OCR"]) == "640 x 480 at 160 x 48, bilinear"
    assert sighting(calls["FACEDET"]) == ""
    assert calls["VQA"].sight.json["mean"] == [0.5, 0.5, 0.5]  # type: ignore[attr-defined]
    assert all(call.peak > 50e6 for call in calls.values())
    assert "padded to 128 x 128, bilinear" in page(seeing.run)


def test_the_picture_is_made_again_as_the_model_saw_it(seeing: Recording) -> None:
    rows = list(seen(seeing))
    assert [(one.step, one.role) for one in rows] == [
        ("s1", "locate"),
        ("s3", "vqa"),
        ("s4", "ocr"),
        ("s5", "face"),
    ]
    loc, vqa, ocr, face = rows
    assert (loc.seen.width, loc.seen.height) == (128, 128)
    assert (ocr.seen.width, ocr.seen.height) == (160, 48)
    assert face.seen is face.given
    # the boat's crop fills its part of the square, and what is padded is even
    width = round(128 * vqa.given.width / max(vqa.given.width, vqa.given.height))
    height = round(128 * vqa.given.height / max(vqa.given.width, vqa.given.height))
    shown = vqa.seen.pixels
    for padding in (shown[height + 2 :], shown[:, width + 2 :]):
        assert len(np.unique(padding.reshape(-1, 3), axis=0)) <= 1
    assert min(width, height) < 120 <= max(width, height)
    middle = vqa.given.pixels.mean(axis=(0, 1))
    assert np.abs(shown[:height, :width].mean(axis=(0, 1)) - middle).max() < 6
    assert [one.step for one in seen(seeing, "s3")] == ["s3"]


def test_what_a_processor_does_is_read_from_it() -> None:
    class Processor:
        do_resize = do_center_crop = do_normalize = True
        do_pad = False
        size = {"shortest_edge": 224, "longest_edge": None}  # noqa: RUF012
        crop_size = {"height": 224, "width": 224}  # noqa: RUF012
        resample = 3
        image_mean, image_std = (0.1, 0.2, 0.3), (1, 1, 1)

    assert sight.of(Processor()) == {
        "resize": {"shortest_edge": 224},
        "interpolation": "bicubic",
        "crop": {"height": 224, "width": 224},
        "mean": [0.1, 0.2, 0.3],
        "std": [1, 1, 1],
    }


def test_a_step_is_asked_again_without_its_picture(session: Session, seeing: Recording) -> None:
    (one,) = priors(session, seeing)
    assert (one.step, one.tool, one.value) == ("s3", "VQA", seeing.value("s3"))
    assert one.blank in ("yes", "no")
    assert one.same == (one.blank == one.value)
    assert one.ranking[0][0] == one.value
    assert one.blank_ranking[0][0] == one.blank
    assert one.ranking != one.blank_ranking
    with pytest.raises(UsageError, match="does not answer"):
        priors(session, seeing, "s1")


EVERYTHING = """BOX0=LOC(image=IMAGE,object='boat')
ANSWER0=VQA(image=IMAGE,question='Is there a dog?')
OBJ0=SEG(image=IMAGE,object=[320,330])
OBJ1=CLASSIFY(image=IMAGE,object=BOX0,categories=['boat','car'])
OBJ2=SELECT(image=IMAGE,object=BOX0,query=['boat'],category=None)
FACE0=FACEDET(image=IMAGE)
TEXT0=OCR(image=IMAGE)
DEPTH0=DEPTH(image=IMAGE,object=BOX0)
OBJ3=POINT(image=IMAGE,object='person',masks=True)
TEXT1=CAPTION(image=IMAGE)
IMAGE0=REMOVE(image=IMAGE,object=OBJ0)
IMAGE1=TAG(image=IMAGE0,object=OBJ1)
IMAGE2=TAG(image=IMAGE1,object=OBJ2)
IMAGE3=TAG(image=IMAGE2,object=OBJ3)
FINAL_RESULT=RESULT(var=IMAGE3)
"""

FACTS = {
    "LOC": {"threshold", "nms_iou", "suppressed", "below"},
    "VQA": {"ranking", "score"},
    "SEG": {"candidates"},
    "CLASSIFY": {"rankings", "margins"},
    "SELECT": {"cosines"},
    "FACEDET": {"threshold", "nms_iou", "suppressed", "below"},
    "OCR": {"threshold", "lines", "unread", "score"},
    "DEPTH": {"quartiles", "range"},
    "POINT": {"points", "below", "shared"},
    "CAPTION": set(),
    "REMOVE": {"seed", "stand_in", "changed", "allowed", "largest"},
}
"""What a step notes besides its value; CAPTION's model says its sentence and nothing else."""


def test_what_a_run_can_know_of_a_step_is_on_record(tmp_path: Path, boat: Path) -> None:
    with Session(pack="micro", trace_dir=tmp_path) as session:  # with nothing in its cache
        answer = session.run(EVERYTHING, [boat])
    assert answer.ok, answer.text
    assert answer.trace is not None
    run = read(answer.trace)
    steps = {step.tool: step for step in run.steps}
    for tool, facts in FACTS.items():
        noted = {name for note in steps[tool].noted for name in note.facts.json}  # type: ignore[attr-defined]
        assert facts <= noted, tool
        calls = [call for call in steps[tool].model_calls if not call.cached]
        assert calls, tool
        for call in calls:
            assert call.model
            assert call.revision
            assert call.key
            assert call.device == "cpu"
            assert call.batch
            assert call.batch_size >= 1
            assert call.peak > 0
            shown = "image" in call.item.json  # type: ignore[attr-defined]
            assert bool(sighting(call)) == (shown and call.role not in ("face", "inpaint")), call
    models = run.models
    assert {"checkpoint", "revision", "dtype", "settings"} <= models["locate"].keys()
    assert run.settings["seed"] == 0
