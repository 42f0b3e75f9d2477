"""Gold of a user's own: COCO, GQA and corrections by hand, read and used as oracles."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from visprog.analysis.gold import Annotated, NoGold, Oracles, Thing, coco, gqa
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
