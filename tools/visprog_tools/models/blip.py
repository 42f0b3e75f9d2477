"""BLIP, which answers questions about pictures and describes them (Li et al., 2022,
arXiv:2201.12086).

Checkpoints: ``Salesforce/blip-vqa-*`` and ``Salesforce/blip-image-captioning-*`` (BSD-3-Clause).
"""

from __future__ import annotations

from typing import Any

from visprog.model import Item, op
from visprog_tools.models import checkpoint
from visprog_tools.models.sight import Sighted
from visprog_tools.models.single_picture import answered_singly

ANSWER_TOKENS = 10
CAPTION_TOKENS = 40


class Blip(Sighted):
    """Serves the role ``vqa``."""

    family = "blip"

    def load(self) -> None:
        with checkpoint.loading():
            from transformers import AutoProcessor, BlipForQuestionAnswering

        self._open(AutoProcessor, BlipForQuestionAnswering)

    @op(max_batch=16)
    def answer(self, items: list[Item]) -> list[Any]:
        """``image`` and ``question`` to a short text; with ``scored``, to a dict with ``text``,
        ``score``, the probability that the model gives to it, and ``ranking``, the likeliest first
        words with theirs."""
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
            out = self._model.generate(
                **inputs,
                max_new_tokens=ANSWER_TOKENS,
                num_beams=1,
                output_logits=True,
                return_dict_in_generate=True,
            )
        texts = _texts(self._processor, out.sequences)
        scores = _scores(out, self._model.config.text_config.sep_token_id)
        rankings = _rankings(self._processor, out.logits[0])
        return [
            {"text": text, "score": score, "ranking": ranking} if item.get("scored") else text
            for item, text, score, ranking in zip(items, texts, scores, rankings, strict=True)
        ]


class BlipCaption(Sighted):
    """Serves the role ``caption``."""

    family = "blip_caption"

    def load(self) -> None:
        with checkpoint.loading():
            from transformers import AutoProcessor, BlipForConditionalGeneration

        self._open(AutoProcessor, BlipForConditionalGeneration)

    @op(max_batch=16)
    def caption(self, items: list[Item]) -> list[Any]:
        """``image`` to a short description; with ``scored``, to a dict with ``text`` and ``score``,
        the probability that the model gives to it."""
        import torch

        inputs = self._processor.image_processor(
            images=[item["image"].pixels.copy() for item in items], return_tensors="pt"
        )
        pixels = inputs["pixel_values"].to(self.device, self._model.dtype)
        with torch.inference_mode():
            out = self._model.generate(
                pixel_values=pixels,
                max_new_tokens=CAPTION_TOKENS,
                output_logits=True,
                return_dict_in_generate=True,
            )
        texts = _texts(self._processor, out.sequences)
        scores = _scores(out, self._model.config.text_config.sep_token_id)
        return [
            {"text": text, "score": score} if item.get("scored") else text
            for item, text, score in zip(items, texts, scores, strict=True)
        ]


def _scores(out: Any, end: int) -> list[float]:
    """The probability of each row's tokens with the end of its answer."""
    import torch

    shares = torch.stack(out.logits, 1).float().log_softmax(-1)
    tokens = out.sequences[:, -shares.shape[1] :]
    spoken = shares.gather(-1, tokens[..., None]).squeeze(-1)
    ended = (tokens == end).long().cumsum(1) - (tokens == end).long()
    return [float(score) for score in spoken.masked_fill(ended > 0, 0).sum(1).exp()]


def _rankings(processor: Any, logits: Any, count: int = 5) -> list[list[list[Any]]]:
    """For each row the likeliest tokens, by their text, and their probabilities."""
    best = logits.float().softmax(-1).topk(count)
    return [
        [
            [processor.tokenizer.decode([token]).strip(), round(share, 4)]
            for token, share in zip(tokens, shares, strict=True)
        ]
        for tokens, shares in zip(best.indices.tolist(), best.values.tolist(), strict=True)
    ]


def _texts(processor: Any, tokens: Any) -> list[str]:
    written = processor.tokenizer.batch_decode(tokens, skip_special_tokens=True)
    return [text.strip() for text in written]
