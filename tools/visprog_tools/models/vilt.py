"""ViLT, which chooses an answer from a list (Kim et al., 2021, arXiv:2102.03334).

VisProg's paper used it. Checkpoint: ``dandelin/vilt-b32-finetuned-vqa`` (Apache-2.0), which knows
3,129 answers.
"""

from __future__ import annotations

from typing import Any

from visprog.model import Item, op
from visprog_tools.models import checkpoint
from visprog_tools.models.sight import Sighted
from visprog_tools.models.single_picture import answered_singly

ANSWERS = 5
"""In a ranking."""


class Vilt(Sighted):
    """Serves the role ``vqa``."""

    family = "vilt"

    def load(self) -> None:
        with checkpoint.loading():
            from transformers import ViltForQuestionAnswering, ViltProcessor

        self._open(ViltProcessor, ViltForQuestionAnswering)

    @op(max_batch=16)
    def answer(self, items: list[Item]) -> list[Any]:
        """``image`` and ``question`` to the likeliest of the answers that the checkpoint has; with
        ``scored``, to a dict with ``text``, ``score`` and ``ranking``, the five likeliest answers
        with their scores, each between 0 and 1 by itself."""
        return answered_singly(self.family, items, self._answer)

    def _answer(self, items: list[Item]) -> list[Any]:
        import torch

        inputs = self._processor(
            images=[item["image"].pixels.copy() for item in items],
            text=[item["question"] for item in items],
            padding=True,
            truncation=True,
            return_tensors="pt",
        ).to(self.device, dtype=self._model.dtype)
        with torch.inference_mode():
            logits = self._model(**inputs).logits.float()
        best = logits.sigmoid().topk(min(ANSWERS, logits.shape[-1]))
        names = self._model.config.id2label
        replies: list[Any] = []
        for item, indices, scores in zip(
            items, best.indices.tolist(), best.values.tolist(), strict=True
        ):
            text = str(names[indices[0]])
            ranking = [
                [str(names[index]), round(score, 4)]
                for index, score in zip(indices, scores, strict=True)
            ]
            reply = {"text": text, "score": scores[0], "ranking": ranking}
            replies.append(reply if item.get("scored") else text)
        return replies
