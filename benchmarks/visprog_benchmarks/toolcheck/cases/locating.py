"""LOC, DETECT, SEG, POINT, FACEDET: found where they are."""

from __future__ import annotations

from typing import Any

from visprog_benchmarks.toolcheck.case import Bad, Case
from visprog_benchmarks.toolcheck.judging import bits_of, expect, located, overlap, regions_in
from visprog_benchmarks.toolcheck.stage import PHOTOGRAPH, Stage

LEAST = 0.7
"""Mask IoU that a segmenter should reach on a thing that stands alone."""


def _one_mask(found: Any, stage: Stage) -> str:
    regions = regions_in(found)
    expect(len(regions) == 1, f"{len(regions)} regions, expected the duck")
    iou = overlap(bits_of(regions[0]), stage.masks("duck")[0])
    return expect(iou >= LEAST, f"the duck, mask IoU {iou:.2f}")


def _on_each_bird(found: Any, stage: Stage) -> str:
    points = [region.box.center for region in regions_in(found)]
    birds = list(stage.boxes("bird"))
    hit = [bird for bird in birds if sum(bird.contains(point) for point in points) == 1]
    said = f"{len(points)} points, one on each of {len(hit)} birds"
    return expect(len(points) == len(birds) == len(hit), said)


CASES = (
    Case("LOC", {"image": "image", "object": "'boat'"}, located("boat")),
    Case(
        "DETECT",
        {"image": "image", "object": "'dog,cat'"},
        located("dog", "cat"),
        on="right",
    ),
    Case(
        "SEG",
        {"image": "image", "object": "'duck'"},
        _one_mask,
        bad=(
            Bad("choice", "'huge'", "unknown choice"),
            Bad("query", "'cat'", "object and query"),
            Bad("object", "''", "empty text"),
            Bad("object", "[]", "no region"),
            Bad("object", "5", "number for a thing"),
            Bad("object", "image", "image for a thing"),
            Bad("object", "[-40, 80]", "click outside"),
            Bad("object", "[[80, 80, 7]]", "unknown label of a click"),
            Bad("object", "[[80, 80, 0]]", "no click on the thing"),
            Bad("object", "[160, 160, 40, 40]", "box inside out"),
            Bad("object", "[90000, 90000, 90060, 90060]", "box outside"),
            Bad("object", "UNION(image=other, object=[9, 9, 99, 99])", "region of another picture"),
        ),
    ),
    Case("POINT", {"image": "image", "object": "'bird'"}, _on_each_bird, on="left"),
    Case(
        "FACEDET",
        {"image": "image"},
        located("face"),
        on=PHOTOGRAPH,
        bad=(Bad("grow", "0", "too small"), Bad("grow", "1000", "too large")),
    ),
)
