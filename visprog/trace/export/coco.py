"""What the steps of a run found, as COCO detections.

Boxes are ``[x, y, width, height]`` and masks run-length encoded (column-major, uncompressed), both
in the pixels of the picture that ``image_id`` names: the root picture, also for what was found in a
crop of it. ``visprog`` keeps what that loses: the step, the box in its own frame, and the frame.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from visprog.trace.export.exhibits import Exhibits
from visprog.trace.run import Run
from visprog.types import Bits, Frame, Image, Region, Regions


def detections(run: Run, steps: Sequence[str] = ()) -> dict[str, Any]:
    """All regions of the run, or of some of its steps. A value that the trace lacks is left out."""
    exhibits = Exhibits(run)
    pictures = {
        value.digest: (name, value)
        for name, value in exhibits.inputs.items()
        if isinstance(value, Image)
    }
    images = {
        digest: {
            "id": number,
            "file_name": f"blobs/{digest}.png",
            "width": image.width,
            "height": image.height,
            "name": name,
        }
        for number, (digest, (name, image)) in enumerate(pictures.items(), 1)
    }
    categories: dict[str, int] = {}
    annotations: list[dict[str, Any]] = []
    for step, region, seen in _found(exhibits, steps):
        frame = region.frame or (seen.frame if seen is not None else None)
        if frame is None:
            continue
        if frame.root not in images:  # an edited picture: nobody cut it from anything
            images[frame.root] = {
                "id": len(images) + 1,
                "file_name": f"blobs/{frame.root}.png",
                "width": frame.width,
                "height": frame.height,
                "name": "",
            }
        box = frame.to_root(region.box)
        number = categories.setdefault(region.label or "region", len(categories) + 1)
        body: dict[str, Any] = {
            "id": len(annotations) + 1,
            "image_id": images[frame.root]["id"],
            "category_id": number,
            "bbox": [box.left, box.top, box.width, box.height],
            "area": box.area,
            "score": region.score,
            "iscrowd": 0,
            "visprog": {
                "step": step,
                "box": list(region.box.xyxy),
                "frame": [frame.left, frame.top, frame.scale],
            },
        }
        if region.mask is not None and frame.scale == 1:
            bits = _placed(region.mask.bits, frame)
            body |= {"segmentation": rle(bits), "area": float(bits.sum())}
        annotations.append(body)
    return {
        "info": {"description": run.question or run.id, "version": run.id},
        "images": list(images.values()),
        "annotations": annotations,
        "categories": [{"id": number, "name": name} for name, number in categories.items()],
    }


def _found(exhibits: Exhibits, steps: Sequence[str]) -> Iterator[tuple[str, Region, Image | None]]:
    for step in exhibits.run.steps:
        if steps and step.id not in steps:
            continue
        value = exhibits.value(step.id)
        if isinstance(value, Regions):
            for region in value:
                yield step.id, region, value.image
        elif isinstance(value, Region):
            yield step.id, value, None


def _placed(bits: Bits, frame: Frame) -> Bits:
    """A mask of a crop in the root picture."""
    whole = np.zeros((frame.height, frame.width), np.bool_)
    top, left = round(frame.top), round(frame.left)
    height, width = bits.shape
    whole[top : top + height, left : left + width] = bits[
        : max(0, frame.height - top), : max(0, frame.width - left)
    ]
    return whole


def rle(bits: Bits) -> dict[str, Any]:
    """COCO's uncompressed run lengths: columns first, beginning with a run of zeros."""
    flat = bits.ravel(order="F")
    changes = np.flatnonzero(np.diff(flat)) + 1
    edges = np.concatenate([[0], changes, [flat.size]])
    counts = np.diff(edges).tolist()
    if flat.size and flat[0]:
        counts.insert(0, 0)
    return {"size": list(bits.shape), "counts": counts}


def from_rle(data: dict[str, Any]) -> Bits:
    """The inverse of :func:`rle`. Raises ``ValueError`` when counts and size do not agree."""
    height, width = data["size"]
    counts = np.asarray(data["counts"], dtype=np.int64)
    if (counts < 0).any() or counts.sum() != height * width:
        raise ValueError(f"{counts.sum()} pixels in the runs of a {width} x {height} mask")
    values = np.arange(len(counts)) % 2 == 1
    return np.repeat(values, counts).reshape((width, height)).T.copy()
