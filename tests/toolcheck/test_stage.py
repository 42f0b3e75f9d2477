"""What cases may say about the pictures."""

from __future__ import annotations

import numpy as np
import pytest

from visprog.errors import UsageError
from visprog_benchmarks.toolcheck.stage import PHOTOGRAPH, SIGN, stage


def test_names_stand_for_boxes_and_for_edges_with_the_y_axis_up() -> None:
    place = stage("left")
    first, second = place.boxes("dog")
    edges = [round(edge) for edge in first.xyxy]
    assert place.filled("COUNT(box=$dog)") == f"COUNT(box={edges})"
    assert place.filled("$dog2") == str([round(edge) for edge in second.xyxy])
    up = (place.image.height - first.bottom, place.image.height - first.top)
    assert place.filled("$dog.lower, $dog.upper") == f"{up[0]:g}, {up[1]:g}"


def test_masks_fill_their_boxes() -> None:
    place = stage("boat")
    for box, bits in zip(place.boxes("person"), place.masks("person"), strict=True):
        rows, columns = np.nonzero(bits)
        edges = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
        assert tuple(map(float, edges)) == box.xyxy


@pytest.mark.parametrize("text", ["$unicorn", "$dog3", "$dog0"])
def test_what_is_not_in_the_picture_has_no_place(text: str) -> None:
    with pytest.raises(UsageError, match="the picture left has no"):
        stage("left").filled(text)


def test_there_is_a_photograph_and_a_sign() -> None:
    assert stage(PHOTOGRAPH).boxes("face")
    assert (stage(SIGN).image.pixels != stage("right").image.pixels).any()
    with pytest.raises(UsageError, match="no picture is called moon: there is boat"):
        stage("moon")
