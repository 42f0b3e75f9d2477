"""Grounding DINO, a detector that reads a caption (Liu et al., 2023, arXiv:2303.05499).

Checkpoints: ``IDEA-Research/grounding-dino-*``, MM-Grounding-DINO and LLMDet (Apache-2.0), all
opened by ``AutoModelForZeroShotObjectDetection``. Text and image are fused early, so each call is
its own forward pass; calls whose processed sizes agree share a batch.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from visprog.model import Item, op
from visprog.types import Image
from visprog_tools.models import checkpoint, refine
from visprog_tools.models.sight import Sighted

FLOOR = 0.05
"""Scores below this are not even candidates."""


class GroundingDino(Sighted):
    """Serves the role ``locate``."""

    family = "grounding_dino"

    def load(self) -> None:
        with checkpoint.loading():
            from transformers import AutoModelForZeroShotObjectDetection, AutoProcessor

        self._open(AutoProcessor, AutoModelForZeroShotObjectDetection)

    @op(max_batch=8, bucket=lambda item: (item["image"].width, item["image"].height))
    def detect(self, items: list[Item]) -> list[Any]:
        """``image`` and ``phrases`` to an ``(n, 6)`` float32 array as :class:`Owlv2` gives it.

        Each phrase is asked by itself: two phrases above the threshold in one caption come back as
        one merged label. ``zooms`` are as there.
        """
        tables = self._tables([(item["image"], tuple(item["phrases"])) for item in items])
        if not any(item.get("zooms") for item in items):
            return tables
        return refine.closer(self._tables, items, tables, self._side())

    def _side(self) -> int:
        """The shorter side of a picture, in pixels, as the model sees it."""
        size = self._processor.image_processor.size
        return int(size.get("height") or size["shortest_edge"])

    def _tables(self, pictures: list[tuple[Image, tuple[str, ...]]]) -> list[refine.Table]:
        """One table for every picture and its phrases."""
        asked = [
            (index, column, f"{phrase.lower().strip(' .')}.")
            for index, (_, phrases) in enumerate(pictures)
            for column, phrase in enumerate(phrases)
        ]
        found = self._find([(pictures[index][0], caption) for index, _, caption in asked])
        rows: list[list[list[float]]] = [[] for _ in pictures]
        for (index, column, _), (scores, boxes) in zip(asked, found, strict=True):
            for score, box in zip(scores.tolist(), boxes.tolist(), strict=True):
                rows[index].append([float(column), score, *box])
        return [
            np.array(sorted(table, key=lambda row: -row[1]), dtype=np.float32).reshape(-1, 6)
            for table in rows
        ]

    def _find(self, asked: list[tuple[Image, str]]) -> list[tuple[Any, Any]]:
        """For each picture and its caption, scores ``(n,)`` above the floor and boxes ``(n, 4)`` in
        pixels."""
        import torch

        inputs = self._processor(
            images=[image.pixels.copy() for image, _ in asked],
            text=[caption for _, caption in asked],
            padding=True,
            return_tensors="pt",
        ).to(self.device)
        inputs["pixel_values"] = inputs["pixel_values"].to(self._model.dtype)
        with torch.inference_mode():
            outputs = self._model(**inputs)
            images = [image for image, _ in asked]
            return above_floor(outputs.logits, outputs.pred_boxes, images)


def above_floor(logits: Any, boxes: Any, images: list[Image]) -> list[tuple[Any, Any]]:
    """The candidates on each picture: scores ``(n,)``, and boxes ``(n, 4)`` in pixels, xyxy.

    ``logits`` are ``(images, queries, tokens)``, ``boxes`` ``(images, queries, 4)`` fractions: cx,
    cy, width, height. (The processor's own post-processing also spells out each box's words.)
    """
    import torch

    scores = logits.sigmoid().amax(-1).float().cpu()
    center, size = boxes.float().cpu().split(2, -1)
    corners = torch.cat([center - size / 2, center + size / 2], -1)
    corners *= torch.tensor([[image.width, image.height] * 2 for image in images])[:, None]
    return [(row[row > FLOOR], at[row > FLOOR]) for row, at in zip(scores, corners, strict=True)]
