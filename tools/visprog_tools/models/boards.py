"""Boards with writing on them, found by colour and shape: what comes before a reader of lines.

Classical, for drawn pictures: a board is one even colour with an upright, nearly rectangular
outline and something written in it. On photographs this finds little; a pack for those needs a
model that finds text or reads whole pictures.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from visprog.types import Bits, Pixels

Rectangle: TypeAlias = tuple[tuple[float, float], tuple[float, float], float]
"""OpenCV's turned rectangle: centre, (width, height), degrees clockwise."""

EVEN = 8
"""Difference from the next pixel, in any channel, up to which a colour counts as even."""
LEAST = 0.0015
"""Share of the picture that a board has at least."""
FILLED = 0.88
"""Share of its turned rectangle that a board fills at least."""
WRITTEN = (0.04, 0.7)
"""Share of a board that may be writing."""
TILT = 15.0
"""Degrees that a board may lean."""
SHORT = 10
"""Pixels of a board's shorter side, at least."""
INK = 40
"""Difference from the board, in any channel, that counts as ink."""
MARGIN = 0.12
"""What is left around a line, as a share of its height."""


def lines(image: Pixels) -> list[Pixels]:
    """The lines of writing on each board, upright and cut out, from the top down."""
    found = []
    for rectangle in rectangles(image):
        found += written(_upright(image, rectangle))
    return found


def rectangles(image: Pixels) -> list[Rectangle]:
    """The boards in a picture, from the top down and then from the left; wider than high when they
    lean less than 45 degrees."""
    import cv2

    even = (_steps(image) <= EVEN).astype(np.uint8)
    count, parts, facts, _ = cv2.connectedComponentsWithStats(even, connectivity=4)
    found: list[Rectangle] = []
    for part in range(1, count):
        left, top, width, height, area = (int(number) for number in facts[part])
        if min(width, height) < SHORT or area < LEAST * even.size * (1 - WRITTEN[1]):
            continue
        own = (parts[top : top + height, left : left + width] == part).astype(np.uint8)
        outlines, _ = cv2.findContours(own, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        outline = max(outlines, key=cv2.contourArea)
        whole = np.zeros_like(own)
        cv2.drawContours(whole, [outline], -1, 1, cv2.FILLED)
        filled = int(whole.sum())
        (x, y), sides, angle = cv2.minAreaRect(outline)
        while not -45 < angle <= 45:  # OpenCV 4 counts from 0 to 90 degrees, 5 from -90 to 0
            sides, angle = (sides[1], sides[0]), angle - 90 if angle > 0 else angle + 90
        room = (sides[0] + 1) * (sides[1] + 1)
        if (
            min(sides) >= SHORT
            and abs(angle) <= TILT
            and filled >= max(FILLED * room, LEAST * even.size)
            and WRITTEN[0] <= 1 - area / filled <= WRITTEN[1]
        ):
            found.append(((x + left, y + top), (float(sides[0]), float(sides[1])), float(angle)))
    inner = [one for one in found if not any(_holds(one, other) for other in found)]
    return sorted(inner, key=lambda rectangle: (rectangle[0][1], rectangle[0][0]))


def written(board: Pixels) -> list[Pixels]:
    """The lines on an upright board, each with a little room around it."""
    colour = np.median(board.reshape(-1, 3), axis=0)
    ink = np.abs(board.astype(np.float32) - colour).max(2) > INK
    ink = _inner(ink)
    found = []
    for top, bottom in _runs(np.asarray(ink.any(1))):
        columns = np.flatnonzero(ink[top:bottom].any(0))
        room = max(round(MARGIN * (bottom - top)), 1)
        rows = slice(max(top - room, 0), bottom + room)
        found.append(board[rows, max(int(columns[0]) - room, 0) : int(columns[-1]) + 1 + room])
    return found


def _holds(outer: Rectangle, inner: Rectangle) -> bool:
    """Whether a smaller rectangle lies in a larger one: a frame or the ground is no board."""
    (x, y), (width, height), _ = outer
    smaller = inner[1][0] * inner[1][1] < width * height
    return smaller and abs(inner[0][0] - x) < width / 2 and abs(inner[0][1] - y) < height / 2


def _steps(image: Pixels) -> npt.NDArray[np.int16]:
    """The largest difference, in any channel, from the pixel to the right or below."""
    values = image.astype(np.int16)
    steps = np.zeros(image.shape[:2], np.int16)
    steps[:, :-1] = np.abs(np.diff(values, axis=1)).max(2)
    steps[:-1] = np.maximum(steps[:-1], np.abs(np.diff(values, axis=0)).max(2))
    return steps


def _upright(image: Pixels, rectangle: Rectangle) -> Pixels:
    import cv2

    (x, y), (width, height), angle = rectangle
    turn = cv2.getRotationMatrix2D((x, y), angle, 1.0)
    turn[0, 2] += width / 2 - x
    turn[1, 2] += height / 2 - y
    size = (max(round(width), 1), max(round(height), 1))
    flags, edge = cv2.INTER_LINEAR, cv2.BORDER_REPLICATE
    turned: Any = cv2.warpAffine(image, turn, size, flags=flags, borderMode=edge)
    return np.asarray(turned, np.uint8)


def _inner(ink: Bits) -> Bits:
    """Without what touches the board's edge: a frame, or what stands beside the board."""
    import cv2

    count, parts = cv2.connectedComponents(ink.astype(np.uint8))
    edge = np.concatenate([parts[0], parts[-1], parts[:, 0], parts[:, -1]])
    kept = np.ones(count, np.bool_)
    kept[np.unique(edge)] = False
    kept[0] = False
    return np.asarray(kept[parts])


def _runs(rows: Bits) -> list[tuple[int, int]]:
    """First and last row (exclusive) of each line; a dot belongs to the line below it."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], rows.astype(np.int8), [0]])))
    runs = [(int(top), int(bottom)) for top, bottom in edges.reshape(-1, 2)]
    tallest = max((bottom - top for top, bottom in runs), default=0)
    joined: list[tuple[int, int]] = []
    pending: int | None = None
    for top, bottom in runs:
        if bottom - top < 0.4 * tallest:
            pending = top if pending is None else pending
            continue
        start = top if pending is None or top - pending > tallest else pending
        joined.append((start, bottom))
        pending = None
    return joined
