"""OWLv2, an open-vocabulary detector (Minderer et al., 2023, arXiv:2306.09683).

Checkpoints: ``google/owlv2-*`` (Apache-2.0). Image and text towers meet only in the heads, so every
image and every phrase is encoded once, whichever calls share them, and kept for later ones.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from visprog.model import Item, op
from visprog.types import Image
from visprog_tools.models import checkpoint, refine
from visprog_tools.models.compiling import compiled
from visprog_tools.models.sight import Sighted
from visprog_tools.prompts import with_article

FLOOR = 0.02
"""Scores below this are not even candidates."""
MOST = 100
"""Candidates per call."""


class Owlv2(Sighted):
    """Serves the roles ``detect`` and ``locate``."""

    family = "owlv2"

    def load(self) -> None:
        with checkpoint.loading():
            from transformers import AutoProcessor, Owlv2ForObjectDetection

        self._open(AutoProcessor, Owlv2ForObjectDetection)
        embed = self._model.image_embedder
        self._embed = compiled(lambda x: embed(pixel_values=x)[0], self)

    @op(max_batch=16)
    def detect(self, items: list[Item]) -> list[Any]:
        """``image`` and ``phrases`` to an ``(n, 6)`` float32 array: phrase index, score, left, top,
        right, bottom in pixels of the image, best first, one row per box (its best phrase).

        With ``zooms`` there is one row for every thing, and its box is looked for again in crops of
        so many times its size, one after the other, as long as the picture has more pixels than the
        model saw.
        """
        tables = self._find([(item["image"], tuple(item["phrases"])) for item in items])
        seen = self._processor.image_processor.size["height"]
        return refine.closer(self._find, items, tables, seen)

    def _find(self, asked: list[tuple[Image, tuple[str, ...]]]) -> list[refine.Table]:
        """One table for every picture and its phrases; equal pictures are encoded once."""
        import torch

        images = {image.digest: image for image, _ in asked}
        phrases = list(dict.fromkeys(phrase for _, names in asked for phrase in names))
        with torch.inference_mode():
            seen = self.embeddings.of(images, self._encode)
            named = {f"phrase:{phrase}": phrase for phrase in phrases}
            queries = self.embeddings.of(named, lambda new: list(self._text_features(new)))
            tables = []
            for image, names in asked:
                grid, boxes = seen[image.digest]
                columns = torch.stack([queries[f"phrase:{phrase}"] for phrase in names])
                tables.append(self._candidates(grid, boxes, columns, image))
            return tables

    def _encode(self, images: list[Image]) -> list[tuple[Any, Any]]:
        """For each picture its features, ``(rows, columns, width)``, and its boxes, ``(patches,
        4)``."""
        features = self._image_features(images)
        boxes = self._boxes(features)
        return [(features[row].clone(), boxes[row].clone()) for row in range(len(images))]

    def _image_features(self, images: list[Image]) -> Any:
        """``(images, rows, columns, width)`` features of the patch grid."""
        inputs = self._processor.image_processor(
            images=[image.pixels.copy() for image in images], return_tensors="pt"
        )
        pixels = inputs["pixel_values"].to(self.device, self._model.dtype)
        return self._embed(pixels)

    def _text_features(self, phrases: list[str]) -> Any:
        """``(phrases, width)`` query embeddings."""
        tokens = self._processor.tokenizer(
            [f"a photo of {with_article(phrase)}" for phrase in phrases],
            padding="max_length",
            truncation=True,
            max_length=self._model.config.text_config.max_position_embeddings,
            return_tensors="pt",
        ).to(self.device)
        features = self._model.owlv2.get_text_features(**tokens)
        return getattr(features, "pooler_output", features)

    def _boxes(self, features: Any) -> Any:
        """``(images, patches, 4)`` boxes, fractions of the padded square: cx, cy, width, height."""
        count, rows, columns, width = features.shape
        return self._model.box_predictor(features.reshape(count, rows * columns, width), features)

    def _candidates(self, grid: Any, boxes: Any, queries: Any, image: Image) -> Any:
        import torch

        flat = grid.reshape(1, -1, grid.shape[-1])
        logits = self._model.class_predictor(flat, queries[None], None)[0][0].float()
        best, phrase = logits.max(-1)
        scores, order = best.sigmoid().topk(min(MOST, len(best)))
        side = float(max(image.width, image.height))
        center, size = (boxes[order].float() * side).split(2, -1)
        columns = [
            phrase[order, None].float(),
            scores[:, None],
            center - size / 2,
            center + size / 2,
        ]
        table = torch.cat(columns, 1).cpu().numpy()  # one transfer, which waits for the GPU
        return np.ascontiguousarray(table[table[:, 1] >= FLOOR])
