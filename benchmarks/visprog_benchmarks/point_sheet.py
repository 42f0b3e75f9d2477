"""Counting by pointing, and a mask from a point, to look at:
``python -m visprog_benchmarks.point_sheet SHEET.png``.

The points are drawn as the pack's pointer gave them, each with its number; under them what was
asked and what came of it.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from visprog import picture
from visprog.session import Session
from visprog.types import Bits, Image, Regions
from visprog_benchmarks.world import oracle
from visprog_benchmarks.world.layout import Put, compose
from visprog_benchmarks.world.scene import Scene
from visprog_tools.edit.compare import before_after

PARK = compose(
    [
        Put("tree", at=(0.26, 0.42), size=0.62, holds=(Put("bird"),)),
        Put("bird", at=(0.60, 0.20), size=0.2),
        Put("bird", at=(0.86, 0.34), size=0.2, flip=True),
        Put("dog", at=(0.60, 0.74), size=0.30),
        Put("bicycle", at=(0.86, 0.76), size=0.26),
    ],
    ground="grass",
    seed=9,
)
SEA = compose(
    [
        Put("boat", at=(0.34, 0.44), size=0.52, holds=(Put("person"),)),
        Put("boat", at=(0.78, 0.30), size=0.30, flip=True),
        Put("duck", at=(0.76, 0.76), size=0.2),
    ],
    ground="water",
    seed=3,
)
COUNTED = """OBJ0=POINT(image=IMAGE,object={noun!r})
ANSWER0=COUNT(box=OBJ0)
FINAL_RESULT=RESULT(var=ANSWER0)
"""
POINTED = """OBJ0=POINT(image=IMAGE,object={noun!r},masks=True)
FINAL_RESULT=RESULT(var=OBJ0)
"""
INK, EDGE, VEIL = (214, 30, 90), (255, 255, 255), (255, 214, 0)
DOT = 9
"""Pixels of a point's radius."""


def counted(session: Session, scene: Scene, noun: str, question: str) -> tuple[Image, str]:
    """The picture with a numbered point on everything that was counted, and question and answer."""
    image = oracle.picture(scene)
    answer = session.run(COUNTED.format(noun=noun), [image])
    points = answer.steps[0].load()
    return Image(_dotted(image.pixels, points)), f"{question} {answer.value}"


def pointed(session: Session, scene: Scene, noun: str) -> tuple[Image, str]:
    """The picture with every point and the mask that it gave."""
    image = oracle.picture(scene)
    regions = session.run(POINTED.format(noun=noun), [image]).value
    pixels = image.pixels.astype(np.float64)
    for region in regions:
        if region.mask is not None:
            pixels = _veiled(pixels, region.mask.bits)
    shown = np.rint(pixels).astype(np.uint8)
    return Image(_dotted(shown, regions)), f"Point to the {noun}, then its mask"


def sheet(session: Session) -> Image:
    """Two questions, one below the other: the picture as it was, and as it was answered."""
    rows = []
    for scene, (after, said) in (
        (PARK, counted(session, PARK, "bird", "How many birds are in this photo?")),
        (SEA, pointed(session, SEA, "boat")),
    ):
        rows.append(before_after(oracle.picture(scene), after, said).pixels)
    return Image(np.concatenate(rows))


def _dotted(pixels: NDArray[np.uint8], regions: Regions) -> NDArray[np.uint8]:
    import cv2

    drawn = pixels.copy()
    for number, region in enumerate(regions, start=1):
        x, y = dict(region.extra)["point"]
        at = round(x), round(y)
        cv2.circle(drawn, at, DOT + 2, EDGE, -1, cv2.LINE_AA)
        cv2.circle(drawn, at, DOT, INK, -1, cv2.LINE_AA)
        place = at[0] - 4, at[1] + 5
        cv2.putText(drawn, str(number), place, cv2.FONT_HERSHEY_SIMPLEX, 0.42, EDGE, 1, cv2.LINE_AA)
    return drawn


def _veiled(pixels: NDArray[np.float64], bits: Bits) -> NDArray[np.float64]:
    """A mask as a veil with an outline."""
    import cv2

    inner = cv2.erode(bits.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    veiled = pixels.copy()
    veiled[bits] = 0.6 * veiled[bits] + 0.4 * np.array(VEIL)
    veiled[bits & ~inner] = VEIL
    return veiled


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sheet", type=Path, help="where the PNG goes")
    where = parser.parse_args().sheet
    with Session(pack="micro") as session:
        picture.write(sheet(session), where)


if __name__ == "__main__":
    main()
