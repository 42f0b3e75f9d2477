"""Gold of a user's own: COCO, GQA and corrections by hand, read and used as oracles."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from visprog.analysis.gold import Annotated, NoGold, Oracles, Relations, Thing, coco, gqa
from visprog.errors import UsageError
from visprog.types import Box, Image, Region, Regions

IMAGE = Image(np.zeros((40, 60, 3), np.uint8))
INSTANCES: dict[str, Any] = {
    "images": [{"id": 7, "file_name": "street.jpg", "width": 60, "height": 40}],
    "categories": [{"id": 1, "name": "dog"}, {"id": 3, "name": "traffic light"}],
    "annotations": [
        {
            "image_id": 7,
            "category_id": 1,
            "bbox": [5, 10, 20, 10],
            "segmentation": [[5, 10, 24, 10, 24, 19, 5, 19]],
        },
        {
            "image_id": 7,
            "category_id": 3,
            "bbox": [30, 0, 2, 3],
            "segmentation": {"size": [40, 60], "counts": [1200, 3, 37, 3, 1157]},
        },
        {"image_id": 7, "category_id": 1, "bbox": [0, 0, 60, 40], "iscrowd": 1},
        {"image_id": 8, "category_id": 1, "bbox": [0, 0, 6, 4]},
    ],
}
GRAPHS: dict[str, Any] = {
    "2354": {
        "width": 60,
        "height": 40,
        "objects": {
            "1": {"name": "car", "x": 1, "y": 2, "w": 20, "h": 10, "attributes": ["red", "parked"]},
            "2": {"name": "car", "x": 30, "y": 2, "w": 20, "h": 10, "attributes": ["blue"]},
            "3": {"name": "man", "x": 32, "y": 20, "w": 5, "h": 15, "attributes": []},
        },
    }
}


def stored(folder: Path, body: Any) -> Path:
    path = folder / "gold.json"
    path.write_text(json.dumps(body))
    return path


def test_coco_boxes_and_masks(tmp_path: Path) -> None:
    found = coco(stored(tmp_path, INSTANCES))
    dog, light = found.things
    assert dog.box.xyxy == (5, 10, 25, 20)
    assert dog.mask is not None
    assert dog.mask.box == Box(5, 10, 25, 20)
    assert light.mask is not None
    assert light.mask.box == Box(30, 0, 32, 3)
    assert light.mask.area == 6


def test_compressed_runs_are_the_plain_ones(tmp_path: Path) -> None:
    """As cocoapi's rleToString writes them: ``[1200, 3, 37, 3, 1157]``, the fourth and fifth as
    differences from two before."""
    body = json.loads(json.dumps(INSTANCES))
    body["annotations"][1]["segmentation"]["counts"] = "`U13U10PS1"
    plain, packed = coco(stored(tmp_path, INSTANCES)), coco(stored(tmp_path, body))
    assert plain.things[1].mask == packed.things[1].mask


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda body: body.pop("images"), "not a file of COCO instances"),
        (lambda body: body["images"].append({"id": 8}), "say which"),
        (
            lambda body: body["annotations"][1]["segmentation"].update(counts=[5]),
            "not a file of COCO instances",
        ),
    ],
)
def test_a_bad_coco_file_is_refused(tmp_path: Path, change: Any, said: str) -> None:
    body = json.loads(json.dumps(INSTANCES))
    change(body)
    with pytest.raises(UsageError, match=said):
        coco(stored(tmp_path, body))


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot read"):
        coco(tmp_path / "none.json")
    with pytest.raises(UsageError, match="no picture other"):
        coco(stored(tmp_path, INSTANCES), "other.jpg")
    with pytest.raises(UsageError, match="not a file of GQA"):
        gqa(stored(tmp_path, {"1": {"objects": []}}))
    with pytest.raises(UsageError, match="60 x 40"):
        Oracles([(IMAGE.crop(Box(0, 0, 9, 9)), coco(stored(tmp_path, INSTANCES)))])


def test_oracles_from_coco(tmp_path: Path) -> None:
    oracles = Oracles([(IMAGE, coco(stored(tmp_path, INSTANCES), "7"))])
    assert [region.box.xyxy for region in oracles.loc(IMAGE, "dogs")] == [(5, 10, 25, 20)]
    (segment,) = oracles.seg(IMAGE, "dog")
    assert segment.mask is not None
    crop = IMAGE.crop(Box(0, 5, 30, 40))
    assert [region.box.xyxy for region in oracles.loc(crop, "dog")] == [(5, 5, 25, 15)]
    (cut,) = oracles.seg(crop, "dog")
    assert cut.mask is not None
    assert cut.mask.box == Box(5, 5, 25, 15)
    assert not oracles.exists(crop, "traffic light")
    with pytest.raises(NoGold, match="annotated names"):
        oracles.loc(IMAGE, "unicorn")
    with pytest.raises(NoGold, match="not annotated"):
        oracles.loc(Image(np.ones((4, 4, 3), np.uint8)), "dog")


def test_oracles_from_gqa(tmp_path: Path) -> None:
    oracles = Oracles([(IMAGE, gqa(stored(tmp_path, GRAPHS)))])
    assert len(oracles.loc(IMAGE, "cars")) == 2
    assert len(oracles.loc(IMAGE, "red car")) == 1
    assert len(oracles.loc(IMAGE, "dog")) == 0
    red, blue = oracles.find(IMAGE, "car")
    assert oracles.verify_property(red, "car", "red")
    assert not oracles.verify_property(blue, "car", "red")
    assert oracles.best_text_match(blue, ["red car", "blue car"]) == "blue car"
    cars = oracles.loc(IMAGE, "car")
    assert [r.label for r in oracles.classify(IMAGE, cars, ["red car", "blue car"])] == [
        "red car",
        "blue car",
    ]
    assert oracles.select(IMAGE, cars, ["blue car"])[0].box == cars[1].box
    with pytest.raises(NoGold, match="looks"):
        oracles.loc(IMAGE, "tall man")
    with pytest.raises(NoGold, match="no mask"):
        oracles.seg(IMAGE, "car")


def test_a_region_without_a_thing_has_no_class() -> None:
    annotated = Annotated(60, 40, (Thing("dog", Box(0, 0, 9, 9)),))
    oracles = Oracles([(IMAGE, annotated)])
    elsewhere = Regions.of([Region(Box(30, 20, 40, 30), frame=IMAGE.frame)], IMAGE)
    with pytest.raises(NoGold):
        oracles.classify(IMAGE, elsewhere, ["dog", "cat"])


TABLE: dict[str, Any] = {
    "77": {
        "width": 120,
        "height": 80,
        "objects": {
            "10": {
                "name": "man", "x": 0, "y": 10, "w": 30, "h": 60, "attributes": ["tall"],
                "relations": [
                    {"object": "11", "name": "holding"},
                    {"object": "12", "name": "to the left of"},
                    {"object": "99", "name": "near"},
                ],
            },
            "11": {"name": "cup", "x": 20, "y": 30, "w": 8, "h": 8, "attributes": ["red"]},
            "12": {
                "name": "table", "x": 50, "y": 40, "w": 60, "h": 40,
                "attributes": ["wooden", "brown"],
                "relations": [{"object": "14", "name": "to the left of"}],
            },
            "13": {
                "name": "cup", "x": 70, "y": 30, "w": 8, "h": 12, "attributes": ["blue"],
                "relations": [{"object": "12", "name": "on"}],
            },
            "14": {"name": "lamp", "x": 30, "y": 0, "w": 60, "h": 38, "attributes": []},
        },
    }
}  # fmt: skip
ROOM = Image(np.zeros((80, 120, 3), np.uint8))


@pytest.fixture
def room(tmp_path: Path) -> Oracles:
    return Oracles([(ROOM, gqa(stored(tmp_path, TABLE)))])


def test_a_phrase_with_a_relation_means_what_is_annotated_so(room: Oracles) -> None:
    def lefts(phrase: str) -> list[float]:
        return [region.box.left for region in room.loc(ROOM, phrase)]

    assert lefts("cup") == [20, 70]
    assert lefts("cup on the table") == [70]
    assert lefts("cups that are on top of the wooden table") == [70]
    assert lefts("man holding a red cup") == [0]
    assert lefts("man holding a blue cup to the left of the table") == []
    assert lefts("man to the left of the table") == [0]
    assert lefts("table to the right of the man") == [50]
    assert lefts("man to the right of the table") == []
    assert lefts("cup to the right of the man") == [70]  # the boxes say so
    with pytest.raises(NoGold, match="nobody says"):
        room.loc(ROOM, "table near the lamp")
    with pytest.raises(NoGold, match="looks"):
        room.loc(ROOM, "tall lamp")
    assert not room.exists(ROOM.crop(Box(0, 0, 40, 80)), "cup on the table")
    cups = room.loc(ROOM, "cup")
    assert room.select(ROOM, cups, ["cup on the table"])[0].box == cups[1].box


def test_a_name_may_have_a_relation_in_it() -> None:
    things = (
        Thing("glass of wine", Box(0, 0, 9, 9), attributes=frozenset({"full"})),
        Thing("wine", Box(20, 0, 29, 9)),
    )
    oracles = Oracles([(IMAGE, Annotated(60, 40, things, relations=Relations.of([(1, "of", 0)])))])
    assert [region.box.left for region in oracles.loc(IMAGE, "full glass of wine")] == [0]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Is there a cup on the table?", "yes"),
        ("Is there a dog to the left of the table?", "no"),
        ("Are there any lamps in this picture?", "yes"),
        ("Is the man to the left of the table?", "yes"),
        ("Is the table to the left of the man?", "no"),
        ("Is the man to the left or to the right of the lamp?", "left"),
        ("What is the man holding?", "cup"),
        ("What is on the table?", "cup"),
        ("Who is to the left of the table?", "man"),
        ("What is the cup on?", "table"),
        ("How many cups are there?", "2"),
        ("What color is the cup on the table?", "blue"),
        ("Is the table wooden?", "yes"),
        ("Is the table brown or white?", "brown"),
        ("On which side of the picture is the lamp?", "right"),
    ],
)
def test_questions_about_relations_are_answered(room: Oracles, question: str, answer: str) -> None:
    assert room.vqa(ROOM, question) == answer


@pytest.mark.parametrize(
    "question",
    [
        "What color is the cup?",  # there are two
        "What color is the lamp?",
        "Is the lamp old?",
        "Is the table behind the lamp?",
        "What is to the right of the man?",  # several things
        "Why is the man there?",
    ],
)
def test_what_nobody_annotated_has_no_gold(room: Oracles, question: str) -> None:
    with pytest.raises(NoGold):
        room.vqa(ROOM, question)


def test_a_crop_beside_holds_what_is_annotated_to_be_there(room: Oracles) -> None:
    """The table is left of the lamp, says the annotation; half of it lies right of its middle."""
    context: Any = None
    lamp = room.loc(ROOM, "lamp")
    wide = room.crop_leftof(ROOM, lamp, context)
    assert (wide.width, wide.height) == (110, 80)
    assert len(room.loc(wide, "table")) == 1
    with pytest.raises(NoGold, match="nothing else"):
        room.crop_leftof(ROOM, room.loc(ROOM, "table"), context)
    with pytest.raises(NoGold, match="nothing annotated"):
        room.crop_rightof(ROOM, Regions.of([], ROOM), context)
    crop = room.find(ROOM, "blue cup")[0]
    assert room.simple_query(crop) == "cup"
