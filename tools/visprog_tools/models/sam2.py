"""SAM 2, masks from boxes and clicks (Ravi et al., 2024, arXiv:2408.00714).

Checkpoints: ``facebook/sam2.1-hiera-*`` (Apache-2.0), through transformers' own ``Sam2Model``. (On
PyPI ``segment-anything-2`` is an empty placeholder and ``sam2`` a third party's upload.) The image
encoder is nearly all of the work; its result is kept for each picture, so that any number of
prompts on a picture costs one pass.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from visprog.model import Item, Model, op
from visprog.types import Image, Mask
from visprog_tools.models import checkpoint

KEPT_BYTES = 2**30
"""Image embeddings that stay in the device's memory, at most; the oldest go first."""


class Sam2(Model):
    """Serves the role ``segment``."""

    family = "sam2"

    def load(self) -> None:
        from transformers import Sam2Model, Sam2Processor

        self._processor = checkpoint.pretrained(Sam2Processor.from_pretrained, self.spec)
        self._model = checkpoint.pretrained(
            Sam2Model.from_pretrained, self.spec, dtype=checkpoint.torch_dtype(self.spec)
        )
        self._model.to(self.device).eval()
        self._kept: OrderedDict[str, list[Any]] = OrderedDict()

    @op(max_batch=16)
    def masks(self, items: list[Item]) -> list[Any]:
        """``image`` and a prompt (see :mod:`visprog_tools.masking`) to ``[mask, score]`` pairs, the
        best first: three with ``multiple``, else one. A score is the IoU that SAM 2 expects."""
        import torch

        with torch.inference_mode():
            embeddings = self._embed({item["image"].digest: item["image"] for item in items})
            return [self._decode(embeddings[item["image"].digest], item) for item in items]

    def _embed(self, images: dict[str, Image]) -> dict[str, list[Any]]:
        """Three feature maps for each picture, each ``(1, channels, height, width)``."""
        known = {digest: self._kept[digest] for digest in images if digest in self._kept}
        new = {digest: image for digest, image in images.items() if digest not in known}
        if new:
            inputs = self._processor.image_processor(
                images=[image.pixels.copy() for image in new.values()], return_tensors="pt"
            )
            pixels = inputs["pixel_values"].to(self.device, self._model.dtype)
            levels = self._model.get_image_embeddings(pixels)
            for row, digest in enumerate(new):
                known[digest] = [level[row : row + 1].clone() for level in levels]
        for digest in images:
            self._kept[digest] = known[digest]
            self._kept.move_to_end(digest)
        while len(self._kept) > 1 and self._bytes() > KEPT_BYTES:
            self._kept.popitem(last=False)
        return known

    def _bytes(self) -> int:
        return sum(level.nbytes for levels in self._kept.values() for level in levels)

    def _decode(self, embedding: list[Any], item: Item) -> list[list[Any]]:
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
        scores = outputs.iou_scores[0, 0].float().cpu().tolist()
        pairs = [[Mask(mask.numpy()), score] for mask, score in zip(masks, scores, strict=True)]
        return sorted(pairs, key=lambda pair: -pair[1])
