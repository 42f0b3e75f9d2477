"""Looking again: one row a thing, closer crops, boxes that move only to the same thing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visprog.types import Box, Image
from visprog_tools.models import refine


def table(*rows: tuple[float, ...]) -> refine.Table:
    return np.array(rows, dtype=np.float32).reshape(-1, 6)


def picture(width: int = 400, height: int = 300) -> Image:
    return Image(np.zeros((height, width, 3), np.uint8))


def test_boxes_of_one_thing_vote() -> None:
    found = refine.merged(
        table((0, 0.9, 10, 10, 30, 30), (0, 0.3, 14, 10, 34, 30), (0, 0.8, 100, 10, 120, 30))
    )
    assert found[:, 1].tolist() == pytest.approx([0.9, 0.8])
    assert found[0, 2:].tolist() == pytest.approx([11, 10, 31, 30])


def test_other_phrases_do_not_vote() -> None:
    rows = table((0, 0.9, 10, 10, 30, 30), (1, 0.8, 12, 10, 32, 30))
    assert refine.merged(rows).tolist() == rows.tolist()
    assert refine.merged(table()).shape == (0, 6)


edge, score = st.floats(0, 90, width=32), st.floats(0.0625, 1, width=32)


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 1), edge, edge, st.floats(0.0625, 1, width=32)), max_size=8)
)
def test_what_is_merged_no_longer_overlaps_what_beat_it(
    things: list[tuple[int, float, float, float]],
) -> None:
    rows = table(*[(phrase, score, x, y, x + 10, y + 10) for phrase, x, y, score in things])
    found = refine.merged(rows)
    assert len(found) <= len(rows)
    assert set(found[:, 1].tolist()) <= set(rows[:, 1].tolist())
    assert (np.diff(found[:, 1]) <= 0).all()


def test_the_window_is_square_inside_and_closer() -> None:
    box = refine.window(table((0, 0.9, 5, 5, 45, 25))[0], 2.0, picture())
    assert box == Box(0, 0, 80, 80)
    assert refine.window(table((0, 0.9, 0, 0, 300, 200))[0], 2.0, picture()) is None


def look(score: float, *found: tuple[float, ...], number: int = 0) -> list[float]:
    """Where a thing at (100, 100, 120, 120) is after a look into the crop at (80, 80, 140, 140)."""
    row = table((0, score, 100, 100, 120, 120))[0]
    whole = picture()
    refine.corrected(row, table(*found), whole.crop(Box(80, 80, 140, 140)), whole, number)
    return [float(value) for value in row[1:]]


def test_a_closer_look_corrects_the_box_and_tempers_the_score() -> None:
    assert look(0.9, (0, 0.4, 22, 20, 42, 40)) == pytest.approx([0.6, 101.2, 100, 121.2, 120])
    assert look(0.9, (0, 0.4, 21, 20, 41, 40), number=1) == pytest.approx(
        [0.9, 100.6, 100, 120.6, 120]
    )


def test_a_later_look_asks_for_more_overlap() -> None:
    assert look(0.9, (0, 0.4, 24, 20, 44, 40), number=1) == pytest.approx([0.9, 100, 100, 120, 120])


def test_nothing_or_something_else_leaves_the_box() -> None:
    assert look(0.9) == pytest.approx([0.45, 100, 100, 120, 120])
    assert look(0.9, (0, 0.9, 0, 0, 15, 15)) == pytest.approx([0.45, 100, 100, 120, 120])
    assert look(0.9, (0, 0.05, 20, 20, 40, 40), number=1) == pytest.approx(
        [0.9, 100, 100, 120, 120]
    )


THING = Box(101, 87, 187, 164)


def coarse(asked: list[tuple[Image, tuple[str, ...]]]) -> list[refine.Table]:
    """A detector that sees sixteen cells along each side: edges are where cells end."""
    tables = []
    for image, _ in asked:
        box = image.frame.from_root(THING)
        cell = max(image.width, image.height) / 16
        tables.append(table((0, 0.9, *(round(edge / cell) * cell for edge in box.xyxy))))
    return tables


def test_every_closer_look_places_the_box_better() -> None:
    errors = []
    for zooms in ((), (2.0,), (2.0, 1.2)):
        item = {"image": picture(), "phrases": ("dog",), "zooms": zooms}
        (found,) = refine.closer(coarse, [item], coarse([(picture(), ("dog",))]), 16)
        errors.append(float(np.abs(found[0, 2:] - np.array(THING.xyxy)).max()))
    assert errors[0] > 1.5 * errors[1]
    assert errors[1] >= errors[2]


def test_a_picture_that_the_model_saw_in_full_is_not_looked_at_again() -> None:
    item = {"image": picture(), "phrases": ("dog",), "zooms": (2.0,)}
    first = coarse([(picture(), ("dog",))])
    (found,) = refine.closer(coarse, [item], first, 400)
    assert found.tolist() == first[0].tolist()
