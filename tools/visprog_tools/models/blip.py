"""BLIP, which answers questions about pictures (Li et al., 2022, arXiv:2201.12086).

Checkpoints: ``Salesforce/blip-vqa-*`` (BSD-3-Clause).
"""

from __future__ import annotations

from typing import Any

from visprog.model import Item, Model, op
from visprog_tools.models import checkpoint


class Blip(Model):
    """Serves the role ``vqa``."""

    family = "blip"

    def load(self) -> None:
        from transformers import AutoProcessor, BlipForQuestionAnswering

        self._processor = checkpoint.pretrained(AutoProcessor.from_pretrained, self.spec)
        self._model = checkpoint.pretrained(
            BlipForQuestionAnswering.from_pretrained,
            self.spec,
            dtype=checkpoint.torch_dtype(self.spec),
        )
        self._model.to(self.device).eval()

    @op(max_batch=16)
    def answer(self, items: list[Item]) -> list[Any]:
        """``image`` and ``question`` to a short text."""
        import torch

        inputs = self._processor(
            images=[item["image"].pixels for item in items],
            text=[item["question"] for item in items],
            padding=True,
            return_tensors="pt",
        ).to(self.device)
        inputs["pixel_values"] = inputs["pixel_values"].to(self._model.dtype)
        with torch.inference_mode():
            tokens = self._model.generate(**inputs, max_new_tokens=10)
        return [
            text.strip()
            for text in self._processor.tokenizer.batch_decode(tokens, skip_special_tokens=True)
        ]
