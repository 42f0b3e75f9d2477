"""Timelines, boxes and rows."""

from __future__ import annotations

import itertools
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from visprog.trace import Run
from visprog.trace.export.chrome import timeline
from visprog.trace.export.coco import detections, from_rle, rle
from visprog.trace.export.rows import rows
from visprog.types import Image, Regions

# -- Chrome's timeline


def test_every_step_is_a_slice_and_lanes_never_overlap(people: Run) -> None:
    shown = json.loads(json.dumps(timeline(people)))
    slices = [event for event in shown["traceEvents"] if event["ph"] == "X"]
    steps = [event for event in slices if event["pid"] == 1]
    assert [event["name"] for event in steps] == [f"{s.id} {s.tool}" for s in people.steps]
    assert sum(event["pid"] == 2 for event in slices) == 2  # two detections
    for event, step in zip(steps, people.steps, strict=True):
        assert event["dur"] == pytest.approx(step.ms * 1e3, abs=2)
        assert event["args"]["value"] == step.value
    lanes: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for event in slices:
        span = (event["ts"], event["ts"] + event["dur"])
        lanes.setdefault((event["pid"], event["tid"]), []).append(span)
    for spans in lanes.values():
        for (_, end), (start, _) in itertools.pairwise(sorted(spans)):
            assert end <= start + 1  # microseconds are rounded


def test_arrows_are_the_data_edges(people: Run) -> None:
    events = timeline(people)["traceEvents"]
    begins = {event["id"]: event for event in events if event["ph"] == "s"}
    ends = {event["id"]: event for event in events if event["ph"] == "f"}
    assert begins.keys() == ends.keys()
    known = {step.id for step in people.steps}
    edges = [e for s in people.steps for e in s.edges if e.kind == "data" and e.source in known]
    assert [begins[number]["name"] for number in begins] == [edge.label for edge in edges]
    for number, begin in begins.items():
        assert begin["ts"] <= ends[number]["ts"]
        assert ends[number]["bp"] == "e"


# -- COCO

masks_ = arrays.arrays(np.bool_, st.tuples(st.integers(1, 9), st.integers(1, 9)))


@given(masks_)
def test_run_lengths_are_columns_first_and_come_back(bits: np.ndarray) -> None:  # type: ignore[type-arg]
    body = json.loads(json.dumps(rle(bits)))
    assert body["size"] == list(bits.shape)
    assert sum(body["counts"]) == bits.size
    assert sum(body["counts"][1::2]) == bits.sum()
    np.testing.assert_array_equal(from_rle(body), bits)


def test_run_lengths_by_hand() -> None:
    bits = np.array([[0, 1, 1], [0, 1, 0]], np.bool_)
    assert rle(bits) == {"size": [2, 3], "counts": [2, 3, 1]}
    assert rle(~bits)["counts"] == [0, 2, 3, 1]
    with pytest.raises(ValueError, match="5 pixels in the runs of a 3 x 2 mask"):
        from_rle({"size": [2, 3], "counts": [5]})


def test_run_lengths_are_those_of_the_reference() -> None:
    coco = pytest.importorskip("pycocotools.mask", reason="pycocotools is not installed")
    bits = np.zeros((48, 64), np.bool_)
    bits[10:30, 20:50] = True
    compressed = coco.frPyObjects(rle(bits), 48, 64)
    np.testing.assert_array_equal(coco.decode(compressed).astype(bool), bits)


def test_boxes_lie_in_the_root_picture(people: Run) -> None:
    found = json.loads(json.dumps(detections(people)))
    (image,) = found["images"]
    picture = people.images[0][1].load()
    assert isinstance(picture, Image)
    assert (image["width"], image["height"]) == (picture.width, picture.height)
    assert image["file_name"] == f"blobs/{picture.digest}.png"
    assert [category["name"] for category in found["categories"]] == ["boat", "person"]
    regions = [(s.id, r) for s in people.steps if isinstance(v := s.load(), Regions) for r in v]
    assert len(found["annotations"]) == len(regions) == 4
    for body, (step, region) in zip(found["annotations"], regions, strict=True):
        box = region.root_box
        assert body["bbox"] == [box.left, box.top, box.width, box.height]
        assert body["score"] == region.score
        assert body["visprog"]["step"] == step
        assert body["visprog"]["box"] == list(region.box.xyxy)
    crop = people.step("s2").load()
    assert found["annotations"][1]["visprog"]["frame"] == [crop.frame.left, crop.frame.top, 1.0]
    assert len(detections(people, ["s1"])["annotations"]) == 1


def test_masks_of_a_crop_lie_in_the_root_picture_too(cropped: Run) -> None:
    found = [b for b in detections(cropped)["annotations"] if "segmentation" in b]
    regions = cropped.step("s3").load()
    crop = cropped.step("s2").load()
    assert len(found) == len(regions) >= 2
    top, left = int(crop.frame.top), int(crop.frame.left)
    for body, region in zip(found, regions, strict=True):
        whole = from_rle(body["segmentation"])
        assert whole.shape == (480, 640)
        part = whole[top : top + crop.height, left : left + crop.width]
        np.testing.assert_array_equal(part, region.mask.bits)
        assert whole.sum() == region.mask.area == body["area"]


# -- rows


def test_a_row_for_each_step_and_the_answer(people: Run) -> None:
    table = [json.loads(json.dumps(row)) for row in rows(people)]
    assert [row["step"] for row in table] == ["s1", "s2", "s3", "s4", "s5", "s6", "answer"]
    assert table[3]["value"] == 3
    assert table[3]["uses"] == ["s3"]
    assert table[4]["value"] == "yes"
    assert table[0]["value"][0]["label"] == "boat"
    assert table[0]["model_calls"] == 1
    assert table[-1]["value"] == "yes"
    assert table[-1]["uses"] == ["s6"]
