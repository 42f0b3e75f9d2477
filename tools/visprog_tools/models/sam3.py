"""SAM 3, which finds everything that a phrase names (Carion et al., 2025, arXiv:2511.16719).

Checkpoint: ``facebook/sam3``, under Meta's SAM licence and gated: its repository asks for your name
before it lets you fetch the weights, so no shipped pack names it. One checkpoint serves two
families: :class:`Sam3` finds boxes by phrase, :class:`Sam3Tracker` cuts masks from boxes and clicks
as SAM 2 does.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from visprog.model import Item, op
from visprog.types import Image
from visprog_tools.models import checkpoint
from visprog_tools.models.grounding_dino import FLOOR
from visprog_tools.models.sam2 import Sam2
from visprog_tools.models.sight import Sighted


class Sam3(Sighted):
    """Serves the roles ``locate`` and ``detect``."""

    family = "sam3"

    def load(self) -> None:
        with checkpoint.loading():
            from transformers import Sam3Model, Sam3Processor

        self._open(Sam3Processor, Sam3Model)

    @op(max_batch=4)
    def detect(self, items: list[Item]) -> list[Any]:
        """``image`` and ``phrases`` to an ``(n, 6)`` float32 array as :class:`Owlv2` gives it. Each
        picture is encoded once, whatever the number of phrases."""
        import torch

        with torch.inference_mode():
            return [self._found(item["image"], tuple(item["phrases"])) for item in items]

    def _found(self, image: Image, phrases: tuple[str, ...]) -> Any:
        import torch

        inputs = self._processor(
            images=[image.pixels.copy()] * len(phrases), text=list(phrases), return_tensors="pt"
        ).to(self.device)
        pixels = inputs["pixel_values"][:1].to(self._model.dtype)
        seen = self._model.get_vision_features(pixel_values=pixels)
        tables = []
        for column in range(len(phrases)):
            found = self._model(
                vision_embeds=seen,
                input_ids=inputs["input_ids"][column : column + 1],
                attention_mask=inputs["attention_mask"][column : column + 1],
            )
            scores = (found.pred_logits.sigmoid() * found.presence_logits.sigmoid())[0].float()
            sides = torch.tensor([image.width, image.height] * 2, device=scores.device)
            table = torch.cat(
                [
                    torch.full_like(scores, column)[:, None],
                    scores[:, None],
                    found.pred_boxes[0].float() * sides,
                ],
                dim=1,
            )
            tables.append(table[scores > FLOOR].cpu().numpy())
        rows = np.concatenate(tables).astype(np.float32)
        return rows[np.argsort(-rows[:, 1], kind="stable")]


class Sam3Tracker(Sam2):
    """Serves the role ``segment``."""

    family = "sam3_tracker"

    def _classes(self) -> tuple[Any, Any]:
        with checkpoint.loading():
            from transformers import Sam3TrackerModel, Sam3TrackerProcessor

        return Sam3TrackerModel, Sam3TrackerProcessor
