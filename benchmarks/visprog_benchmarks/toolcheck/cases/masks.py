"""UNION, INTERSECT, DIFFERENCE, INVERT, GROW: the same pixels that arithmetic on boxes gives; and
PICK."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from visprog.types import Bits
from visprog_benchmarks.toolcheck.case import Bad, Case, Judge
from visprog_benchmarks.toolcheck.judging import NEARBY, bits_of, expect, inside, regions_in
from visprog_benchmarks.toolcheck.stage import Stage

NOTHING = frozenset({"no region", "region of no area", "region outside"})
"""An empty mask is a mask: what has no pixel left is an empty result."""
PIXELS = 5


def _exactly(wanted: Callable[[Bits, Bits], Bits]) -> Judge:
    """The one region's mask is what ``wanted`` makes of the tree's box and the first bird's."""

    def judge(found: Any, stage: Stage) -> str:
        tree, bird = (inside(stage.box(noun), stage.image) for noun in ("tree", "bird"))
        right = wanted(tree, bird)
        regions = regions_in(found)
        expect(len(regions) == 1, f"{len(regions)} regions, expected 1")
        bits = bits_of(regions[0])
        wrong = int((bits ^ right).sum())
        return expect(wrong == 0, f"{int(bits.sum())} pixels, {wrong or 'none'} of them wrong")

    return judge


def _grown(found: Any, stage: Stage) -> str:
    """Every pixel at most so far from a pixel of the box, by the distance between their centres."""
    box, image = stage.box("car"), stage.image
    x, y = np.arange(image.width) + 0.5, np.arange(image.height) + 0.5
    dx = np.maximum(np.maximum(box.left + 0.5 - x, x - box.right + 0.5), 0)
    dy = np.maximum(np.maximum(box.top + 0.5 - y, y - box.bottom + 0.5), 0)
    right = np.hypot(dx[None], dy[:, None]) <= PIXELS
    bits = bits_of(regions_in(found)[0])
    gained = int(bits.sum() - inside(box, image).sum())
    return expect(np.array_equal(bits, right), f"{gained} pixels around the car, rounded corners")


def _second_bird(found: Any, stage: Stage) -> str:
    """The bird that one is left of."""
    second = sorted(stage.boxes("bird"), key=lambda box: box.center.x)[1]
    regions = regions_in(found)
    expect(len(regions) == 1, f"{len(regions)} regions, expected 1")
    away = abs(regions[0].root_box.center.x - second.center.x)
    return expect(away < NEARBY, f"a region {away:.0f} px beside the second bird's middle")


BOTH = {"image": "image", "object": "$tree", "other": "$bird"}
EITHER = {"object": NOTHING, "other": NOTHING}

CASES = (
    Case("UNION", BOTH, _exactly(lambda tree, bird: tree | bird), on="left", takes=EITHER),
    Case("INTERSECT", BOTH, _exactly(lambda tree, bird: tree & bird), on="left", takes=EITHER),
    Case("DIFFERENCE", BOTH, _exactly(lambda tree, bird: tree & ~bird), on="left", takes=EITHER),
    Case(
        "INVERT",
        {"image": "image", "object": "$tree"},
        _exactly(lambda tree, bird: ~tree),
        on="left",
        takes={"object": NOTHING},
    ),
    Case(
        "GROW",
        {"image": "image", "object": "$car", "pixels": str(PIXELS)},
        _grown,
        on="left",
        takes={"object": NOTHING},
        bad=(Bad("pixels", "100000", "too large"),),
    ),
    Case(
        "PICK",
        {"object": "LOC(image=image, object='bird')", "order": "'left'", "rank": "2"},
        _second_bird,
        on="left",
        takes={"object": NOTHING | {"region of another picture"}},
        bad=(
            Bad("order", "'tallest'", "unknown order"),
            Bad("rank", "0", "too small"),
        ),
    ),
)
