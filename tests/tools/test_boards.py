"""Boards are found by colour and shape, set upright, and cut into lines."""

import cv2
import numpy as np
import pytest

from visprog.types import Pixels
from visprog_tools.models import boards

YELLOW, RED, INK = (250, 214, 70), (166, 30, 36), (20, 20, 24)


def meadow(width: int = 320, height: int = 240) -> Pixels:
    """Uneven green."""
    rng = np.random.default_rng(0)
    return rng.integers((40, 110, 30), (90, 190, 80), (height, width, 3)).astype(np.uint8)


def board(*words: str, colour: tuple[int, int, int] = YELLOW, edge: int = 0) -> Pixels:
    """A board of 120 pixels' width with a word on each 40 pixels of its height."""
    pixels = np.full((40 * len(words) + 12, 120, 3), colour, np.uint8)
    for number, word in enumerate(words):
        place = (14, 40 * number + 36)
        cv2.putText(pixels, word, place, cv2.FONT_HERSHEY_SIMPLEX, 1.0, INK, 2, cv2.LINE_AA)
    if edge:
        cv2.rectangle(pixels, (4, 4), (115, len(pixels) - 5), INK, edge)
    return pixels


def put(image: Pixels, pixels: Pixels, x: int, y: int, angle: float = 0.0) -> Pixels:
    """The picture with a board on it, turned about its centre at x, y."""
    height, width = pixels.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turn[:, 2] += np.array([x - width / 2, y - height / 2])
    size = image.shape[1::-1]
    turned = cv2.warpAffine(pixels, turn, size)
    covers = cv2.warpAffine(np.ones((height, width), np.uint8), turn, size)
    return np.where(covers[..., None] > 0, turned, image).astype(np.uint8)


@pytest.mark.parametrize("angle", [0, -7, 9, 13])
def test_a_board_is_found_where_it_is_and_as_it_leans(angle: float) -> None:
    (found,) = boards.rectangles(put(meadow(), board("OPEN"), 150, 110, angle))
    (x, y), (width, height), turned = found
    assert (x, y) == pytest.approx((150, 110), abs=1.5)
    assert (width, height) == pytest.approx((120, 52), abs=4)
    assert turned == pytest.approx(-angle, abs=1)  # OpenCV's rectangles turn clockwise


@pytest.mark.parametrize("edge", [0, 2])
def test_lines_come_from_the_top_down_with_their_ink_and_little_else(edge: int) -> None:
    image = put(meadow(), board("WW", "OPENS", edge=edge), 160, 120, 5)
    first, second = boards.lines(image)
    for line, width in ((first, 50), (second, 95)):
        assert 22 <= line.shape[0] <= 34
        assert width - 15 <= line.shape[1] <= width + 15
        assert (np.abs(line.astype(int) - INK).max(2) < 60).mean() > 0.08
        assert (np.abs(line.astype(int) - YELLOW).max(2) < 60).mean() > 0.4


def test_several_boards_are_read_from_the_top_down() -> None:
    image = put(put(meadow(), board("II", colour=RED), 90, 180), board("WWWW"), 220, 50)
    upper, lower = boards.rectangles(image)
    assert upper[0][1] < lower[0][1]
    wide, narrow = boards.lines(image)
    assert wide.shape[1] > 2 * narrow.shape[1]


def test_a_dot_belongs_to_its_line() -> None:
    (line,) = boards.lines(put(meadow(), board("ij"), 160, 120))
    assert line.shape[0] > 28


def test_a_board_that_is_the_whole_picture_is_read() -> None:
    assert len(boards.lines(board("OPEN", "NOW"))) == 2


def test_what_is_no_board_with_writing_is_left_alone() -> None:
    empty = put(meadow(), np.full((60, 120, 3), RED, np.uint8), 160, 120)
    disc = meadow()
    cv2.circle(disc, (160, 120), 50, YELLOW, -1)
    cv2.putText(disc, "OPEN", (122, 130), cv2.FONT_HERSHEY_SIMPLEX, 1.0, INK, 2)
    leaning = put(meadow(), board("OPEN"), 160, 120, 30)
    for image in (meadow(), empty, disc, leaning, np.zeros((3, 3, 3), np.uint8)):
        assert boards.lines(image) == []
