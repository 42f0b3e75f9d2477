"""SAM 2, masks from boxes and clicks (Ravi et al., 2024, arXiv:2408.00714).

Checkpoints: ``facebook/sam2.1-hiera-*`` (Apache-2.0), through transformers' own ``Sam2Model``. (On
PyPI ``segment-anything-2`` is an empty placeholder and ``sam2`` a third party's upload.) The image
encoder is nearly all of the work; its result is kept for each picture, so that any number of
prompts on a picture costs one pass.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

import numpy as np
import numpy.typing as npt

from visprog.model import Item, Model, op
from visprog.types import Image, Mask
from visprog_tools.models import checkpoint
from visprog_tools.models.grabcut import outlined

KEPT_BYTES = 2**30
"""Image embeddings that stay in the device's memory, at most; the oldest go first."""


class Sam2(Model):
    """Serves the role ``segment``."""

    family = "sam2"

    def load(self) -> None:
        model, processor = self._classes()
        self._processor = checkpoint.pretrained(processor.from_pretrained, self.spec)
        self._model = checkpoint.pretrained(
            model.from_pretrained, self.spec, dtype=checkpoint.torch_dtype(self.spec)
        )
        self._model.to(self.device).eval()
        self._kept: OrderedDict[str, Any] = OrderedDict()

    def _classes(self) -> tuple[Any, Any]:
        """The model's class and its processor's."""
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
            embeddings = self._embed({item["image"].digest: item["image"] for item in items})
            found = [self._decode(embeddings[item["image"].digest], item) for item in items]
        for item, pairs in zip(items, found, strict=True):
            if item.get("edges"):
                pairs[:] = [[outlined(item["image"], mask), score] for mask, score in pairs]
        return found

    def _embed(self, images: dict[str, Image]) -> dict[str, Any]:
        """What :meth:`_encode` made of each picture, now or earlier."""
        known = {digest: self._kept[digest] for digest in images if digest in self._kept}
        new = {digest: image for digest, image in images.items() if digest not in known}
        if new:
            known |= zip(new, self._encode(list(new.values())), strict=True)
        for digest in images:
            self._kept[digest] = known[digest]
            self._kept.move_to_end(digest)
        while len(self._kept) > 1 and sum(map(self._bytes, self._kept.values())) > KEPT_BYTES:
            self._kept.popitem(last=False)
        return known

    def _encode(self, images: list[Image]) -> list[Any]:
        """Three feature maps for each picture, each ``(1, channels, height, width)``."""
        inputs = self._processor.image_processor(
            images=[image.pixels.copy() for image in images], return_tensors="pt"
        )
        pixels = inputs["pixel_values"].to(self.device, self._model.dtype)
        levels = self._model.get_image_embeddings(pixels)
        return [[level[row : row + 1].clone() for level in levels] for row in range(len(images))]

    def _bytes(self, embedding: Any) -> int:
        return sum(level.nbytes for level in embedding)

    def _decode(self, embedding: Any, item: Item) -> list[list[Any]]:
        """The ``[mask, score]`` pairs of one prompt on an embedded picture, the best first."""
        image: Image = item["image"]
        size = [[image.height, image.width]]
        if "box" in item:
            prompt = self._processor(
                original_sizes=size, input_boxes=[[list(item["box"])]], return_tensors="pt"
            )
            given = {"input_boxes": prompt["input_boxes"].to(self.device, self._model.dtype)}
        else:
            prompt = self._processor(
                original_sizes=size,
                input_points=[[[list(point) for point in item["points"]]]],
                input_labels=[[list(item["labels"])]],
                return_tensors="pt",
            )
            given = {
                "input_points": prompt["input_points"].to(self.device, self._model.dtype),
                "input_labels": prompt["input_labels"].to(self.device),
            }
        outputs = self._model(
            image_embeddings=embedding, multimask_output=bool(item["multiple"]), **given
        )
        masks = self._processor.post_process_masks(outputs.pred_masks.float().cpu(), size)[0][0]
        return best_first(masks.numpy(), outputs.iou_scores[0, 0].float().cpu().numpy())


def best_first(masks: npt.NDArray[np.bool_], scores: npt.NDArray[Any]) -> list[list[Any]]:
    """``[mask, score]`` pairs of ``(n, height, width)`` masks and their ``(n,)`` scores."""
    pairs = [[Mask(mask), float(score)] for mask, score in zip(masks, scores, strict=True)]
    return sorted(pairs, key=lambda pair: -pair[1])
