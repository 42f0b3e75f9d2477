"""SAM 2, masks from boxes and clicks (Ravi et al., 2024, arXiv:2408.00714).

Checkpoints: ``facebook/sam2.1-hiera-*`` (Apache-2.0), through transformers' own ``Sam2Model``. (On
PyPI ``segment-anything-2`` is an empty placeholder and ``sam2`` a third party's upload.) The image
encoder is nearly all of the work; its result is kept for each picture, so that any number of
prompts on a picture costs one pass.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import numpy.typing as npt

from visprog.embeddings import nbytes
from visprog.model import Item, op
from visprog.types import Image, Mask
from visprog_tools.models import checkpoint
from visprog_tools.models.compiling import compiled
from visprog_tools.models.grabcut import outlined
from visprog_tools.models.sight import Sighted


class Sam2(Sighted):
    """Serves the role ``segment``."""

    family = "sam2"

    def load(self) -> None:
        model, processor = self._classes()
        self._open(processor, model)
        self._embed = compiled(self._model.get_image_embeddings, self)

    def _classes(self) -> tuple[Any, Any]:
        """The model's class and its processor's."""
        with checkpoint.loading():
            from transformers import Sam2Model, Sam2Processor

        return Sam2Model, Sam2Processor

    @op(max_batch=16)
    def masks(self, items: list[Item]) -> list[Any]:
        """``image`` and a prompt (see :mod:`visprog_tools.masking`) to ``[mask, score]`` pairs, the
        best first: three with ``multiple``, else one. A score is the IoU that SAM 2 expects. With
        ``edges`` the outlines, which have a quarter of the model's resolution, are moved to the
        picture's own edges."""
        import torch

        with torch.inference_mode():
            images = {item["image"].digest: item["image"] for item in items}
            embeddings = self.embeddings.of(images, self._encode, self._bytes)
            found = self._decode([embeddings[item["image"].digest] for item in items], items)
        for item, pairs in zip(items, found, strict=True):
            if item.get("edges"):
                pairs[:] = [[outlined(item["image"], mask), score] for mask, score in pairs]
        return found

    def _encode(self, images: list[Image]) -> list[Any]:
        """Three feature maps for each picture, each ``(1, channels, height, width)``."""
        inputs = self._processor.image_processor(
            images=[image.pixels.copy() for image in images], return_tensors="pt"
        )
        pixels = inputs["pixel_values"].to(self.device, self._model.dtype)
        levels = self._embed(pixels)
        return [[level[row : row + 1].clone() for level in levels] for row in range(len(images))]

    def _bytes(self, embedding: Any) -> int:
        return nbytes(embedding)

    def _decode(self, embeddings: list[Any], items: list[Item]) -> list[list[Any]]:
        """For each prompt on its embedded picture the ``[mask, score]`` pairs, the best first.
        Prompts of one form share a pass, on whichever pictures they are."""
        import torch

        alike: dict[tuple[bool, int], list[int]] = defaultdict(list)
        for row, item in enumerate(items):
            alike[bool(item["multiple"]), len(item.get("points", ()))].append(row)
        found: list[list[Any]] = [[] for _ in items]
        for (multiple, points), rows in alike.items():
            levels = zip(*(embeddings[row] for row in rows), strict=True)
            seen = [torch.cat(level) for level in levels]
            prompts = self._prompts([items[row] for row in rows], points)
            outputs = self._model(image_embeddings=seen, multimask_output=multiple, **prompts)
            sizes = [[items[row]["image"].height, items[row]["image"].width] for row in rows]
            masks = self._processor.post_process_masks(outputs.pred_masks.float(), sizes)
            scores = outputs.iou_scores.float().cpu().numpy()
            for index, row in enumerate(rows):
                found[row] = best_first(masks[index][0].cpu().numpy(), scores[index, 0])
        return found

    def _prompts(self, items: list[Item], points: int) -> dict[str, Any]:
        """Boxes, or so many clicks each, in the model's own pixels."""
        sizes = [[item["image"].height, item["image"].width] for item in items]
        if not points:
            boxes = [[list(item["box"])] for item in items]
            prompt = self._processor(original_sizes=sizes, input_boxes=boxes, return_tensors="pt")
            return {"input_boxes": prompt["input_boxes"].to(self.device, self._model.dtype)}
        prompt = self._processor(
            original_sizes=sizes,
            input_points=[[[list(point) for point in item["points"]]] for item in items],
            input_labels=[[list(item["labels"])] for item in items],
            return_tensors="pt",
        )
        return {
            "input_points": prompt["input_points"].to(self.device, self._model.dtype),
            "input_labels": prompt["input_labels"].to(self.device),
        }


def best_first(masks: npt.NDArray[np.bool_], scores: npt.NDArray[Any]) -> list[list[Any]]:
    """``[mask, score]`` pairs of ``(n, height, width)`` masks and their ``(n,)`` scores."""
    pairs = [[Mask(mask), float(score)] for mask, score in zip(masks, scores, strict=True)]
    return sorted(pairs, key=lambda pair: -pair[1])
