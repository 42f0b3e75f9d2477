"""Asking a detector for a phrase, and keeping all that it said.

The operation ``detect(image, phrases)`` of the roles ``detect`` and ``locate`` returns every
candidate as an ``(n, 6)`` float32 array with the columns phrase index, score, left, top, right,
bottom (pixels of that image), best first. A pack may have it look again, closer, with ``zooms``.
Which candidates count is decided here, by the calibration, the threshold and the non-maximum
suppression that the pack chose on its validation split, and the rest is recorded.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from visprog.tool import Context, Operations
from visprog.types import Box, Image, Region, Regions
from visprog_tools.calibration import calibrated

RECORDED = 30
"""Candidates that did not count and are recorded all the same, at most."""


async def detect(
    image: Image, phrases: Sequence[str], detector: Operations, context: Context
) -> Regions:
    """The regions that show any of ``phrases``, best first, each labelled with its phrase."""
    closer = {"zooms": tuple(zooms)} if (zooms := detector.settings.get("zooms")) else {}
    found = await detector.detect(image=image, phrases=tuple(phrases), **closer)
    threshold = float(detector.settings.get("threshold", 0.3))
    nms_iou = float(detector.settings.get("nms_iou", 0.5))
    table = np.array(found)
    table[:, 1] = calibrated(table[:, 1], detector.settings)
    candidates = [
        Region(
            Box(float(left), float(top), float(max(left, right)), float(max(top, bottom))).clipped(
                image.width, image.height
            ),
            label=phrases[int(phrase)],
            score=float(score),
            frame=image.frame,
        )
        for phrase, score, left, top, right, bottom in table.tolist()
    ]
    confident = [region for region in candidates if region.score >= threshold]
    kept = suppress(confident, nms_iou)
    suppressed = [region for region in confident if region not in kept]
    below = [region for region in candidates if region.score < threshold]
    context.note(
        "candidates",
        f"{len(kept)} kept, {len(suppressed)} suppressed, {len(below)} below {threshold:g}",
        threshold=threshold,
        nms_iou=nms_iou,
        suppressed=Regions.of(suppressed[:RECORDED]),
        below=Regions.of(below[:RECORDED]),
    )
    return Regions.of(kept, image)


def suppress(regions: Sequence[Region], iou: float) -> list[Region]:
    """Greedy non-maximum suppression within each label; ``regions`` are best first."""
    kept: list[Region] = []
    for region in regions:
        rivals = (other for other in kept if other.label == region.label)
        if all(region.box.iou(other.box) <= iou for other in rivals):
            kept.append(region)
    return kept
