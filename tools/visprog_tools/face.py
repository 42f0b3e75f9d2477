"""FACEDET: faces.

The operation ``faces(image)`` of the role ``face`` returns ``(n, 5)`` float32: score, left, top,
right, bottom. A pack may let an open-vocabulary detector serve instead, with ``by = "detection"``
and the ``phrase`` to ask for.
"""

from __future__ import annotations

import numpy as np

from visprog.errors import ToolError
from visprog.tool import Context, tool
from visprog.types import Box, Image, Region, Regions
from visprog_tools.detection import RECORDED, detect, suppress

OVERLAP = 0.3
"""IoU above which two boxes are one face."""


@tool("FACEDET", "FaceDet", example="OBJ0=FACEDET(image=IMAGE)", roles=("face",))
async def facedet(image: Image, context: Context, grow: float = 1.0) -> Regions:
    """Every face, best first, as a region labelled "face"; boxes scaled by `grow` (VisProg: 1.5).

    No face gives no regions, which is an answer, not an error.
    """
    if not 0 < grow <= 10:
        raise ToolError(f"FACEDET: grow must be above 0 and at most 10, got {grow:g}")
    finder = context.models.face
    if finder.settings.get("by") == "detection":
        phrase = str(finder.settings.get("phrase", "human face"))
        regions = list(await detect(image, (phrase,), finder, context))
    else:
        found = np.asarray(await finder.faces(image=image)).reshape(-1, 5)
        threshold = float(finder.settings.get("threshold", 0.5))
        candidates = [
            Region(Box(*box).clipped(image.width, image.height), "face", score, frame=image.frame)
            for score, *box in found.tolist()
        ]
        confident = [region for region in candidates if region.score >= threshold]
        regions = suppress(confident, OVERLAP)
        context.note(
            "candidates",
            f"{len(regions)} kept, {len(confident) - len(regions)} suppressed, "
            f"{len(candidates) - len(confident)} below {threshold:g}",
            threshold=threshold,
            nms_iou=OVERLAP,
            suppressed=Regions.of([one for one in confident if one not in regions][:RECORDED]),
            below=Regions.of([one for one in candidates if one.score < threshold][:RECORDED]),
        )
    faces = (
        Region(
            region.box.grown(grow).clipped(image.width, image.height),
            "face",
            region.score,
            frame=image.frame,
        )
        for region in regions
    )
    return Regions.of(faces, image)
