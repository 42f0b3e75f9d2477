"""CLIP and its kin: one embedding space for images and texts.

Radford et al., 2021, arXiv:2103.00020. Loads any checkpoint that ``AutoModel`` opens with
``get_image_features`` and ``get_text_features``: CLIP, MetaCLIP, SigLIP and SigLIP 2.
"""

from __future__ import annotations

from typing import Any

from visprog.model import Item, Model, op
from visprog_tools.models import checkpoint


class Clip(Model):
    """Serves the role ``classify``."""

    family = "clip"

    def load(self) -> None:
        from transformers import AutoModel, AutoProcessor

        self._processor = checkpoint.pretrained(AutoProcessor.from_pretrained, self.spec)
        self._model = checkpoint.pretrained(
            AutoModel.from_pretrained, self.spec, dtype=checkpoint.torch_dtype(self.spec)
        )
        self._model.to(self.device).eval()

    @op(max_batch=64)
    def image(self, items: list[Item]) -> list[Any]:
        """``image`` to a normalised ``(d,)`` float32 embedding."""
        inputs = self._processor.image_processor(
            images=[item["image"].pixels.copy() for item in items], return_tensors="pt"
        )
        pixels = inputs["pixel_values"].to(self.device, self._model.dtype)
        return self._normalised(self._model.get_image_features, pixel_values=pixels)

    @op(max_batch=128)
    def text(self, items: list[Item]) -> list[Any]:
        """``text`` to a normalised ``(d,)`` float32 embedding."""
        tokens = self._processor.tokenizer(
            [item["text"] for item in items],
            padding="max_length",
            truncation=True,
            max_length=self._model.config.text_config.max_position_embeddings,
            return_tensors="pt",
        ).to(self.device)
        return self._normalised(self._model.get_text_features, **tokens)

    def _normalised(self, features: Any, **inputs: Any) -> list[Any]:
        import torch

        with torch.inference_mode():
            out = features(**inputs)
            vectors = getattr(out, "pooler_output", out).float()
            vectors = vectors / vectors.norm(dim=-1, keepdim=True)
        return list(vectors.cpu().numpy())
