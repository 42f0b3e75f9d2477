"""CLIP and its kin: one embedding space for images and texts.

CLIP: Radford et al., 2021, arXiv:2103.00020; MetaCLIP: Xu et al., 2023, arXiv:2309.16671; SigLIP:
Zhai et al., 2023, arXiv:2303.15343; SigLIP 2: Tschannen et al., 2025, arXiv:2502.14786. Loads any
checkpoint that ``AutoModel`` opens with ``get_image_features`` and ``get_text_features``. SigLIP 2
with a fixed resolution is a ``SiglipModel``; with NaFlex, a ``Siglip2Model``, whose processor keeps
the picture's shape and says beside the patches where they lie.
"""

from __future__ import annotations

from typing import Any

from visprog.model import Item, op
from visprog_tools.models import checkpoint
from visprog_tools.models.sight import Sighted

SIGMOID = ("siglip", "siglip2")
"""Trained on lower-case texts, padded to the last position, and without a mask on the padding."""


class Clip(Sighted):
    """Serves the role ``classify``."""

    family = "clip"

    def load(self) -> None:
        with checkpoint.loading():
            from transformers import AutoModel, AutoProcessor

        self._open(AutoProcessor, AutoModel)

    @op(max_batch=64)
    def image(self, items: list[Item]) -> list[Any]:
        """``image`` to a normalised ``(d,)`` float32 embedding."""
        inputs = self._processor.image_processor(
            images=[item["image"].pixels.copy() for item in items], return_tensors="pt"
        )
        inputs = inputs.to(self.device, self._model.dtype)
        return self._normalised(self._model.get_image_features, **inputs)

    @op(max_batch=128)
    def text(self, items: list[Item]) -> list[Any]:
        """``text`` to a normalised ``(d,)`` float32 embedding."""
        sigmoid = self._model.config.model_type in SIGMOID
        tokens = self._processor.tokenizer(
            [item["text"].lower() if sigmoid else item["text"] for item in items],
            padding="max_length",
            padding_side="right",
            truncation=True,
            max_length=self._model.config.text_config.max_position_embeddings,
            return_tensors="pt",
        ).to(self.device)
        if sigmoid:
            tokens.pop("attention_mask", None)
        return self._normalised(self._model.get_text_features, **tokens)

    @op(max_batch=1)
    def scale(self, items: list[Item]) -> list[Any]:
        """The factor on cosines that training ended with: 100 in OpenAI's CLIP."""
        return [float(self._model.logit_scale.detach().exp()) for _ in items]

    def _normalised(self, features: Any, **inputs: Any) -> list[Any]:
        import torch

        with torch.inference_mode():
            out = features(**inputs)
            vectors = getattr(out, "pooler_output", out).float()
            vectors = vectors / vectors.norm(dim=-1, keepdim=True)
        return list(vectors.cpu().numpy())
