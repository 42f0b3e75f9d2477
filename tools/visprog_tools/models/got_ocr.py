"""GOT-OCR 2.0, which reads text in pictures (Wei et al., 2024, arXiv:2409.01704).

Checkpoint: ``stepfun-ai/GOT-OCR-2.0-hf`` (Apache-2.0, 0.6 billion weights). Chosen among the native
classes because it reads a whole picture, page or street sign, by itself: TrOCR reads one cut-out
line and needs a text detector before it, and the 0.9 billion models (PaddleOCR-VL, GLM-OCR) are
made for documents and cost half as much again.
"""

from __future__ import annotations

from typing import Any

from visprog.model import Item, op
from visprog_tools.models import checkpoint
from visprog_tools.models.sight import Sighted

TOKENS = 1024
STOP = "<|im_end|>"


class GotOcr(Sighted):
    """Serves the role ``ocr``."""

    family = "got_ocr"

    def load(self) -> None:
        with checkpoint.loading():
            from transformers import AutoProcessor, GotOcr2ForConditionalGeneration

        self._open(AutoProcessor, GotOcr2ForConditionalGeneration)
        self._processor.tokenizer.padding_side = "left"

    @op(max_batch=4)
    def read(self, items: list[Item]) -> list[Any]:
        """``image`` to the text in it, lines as they stand."""
        import torch

        inputs = self._processor(
            images=[item["image"].pixels.copy() for item in items],
            padding=True,
            return_tensors="pt",
        ).to(self.device, dtype=self._model.dtype)
        tokenizer = self._processor.tokenizer
        with torch.inference_mode():
            tokens = self._model.generate(
                **inputs,
                max_new_tokens=TOKENS,
                do_sample=False,
                tokenizer=tokenizer,
                stop_strings=STOP,
            )
        written = tokens[:, inputs["input_ids"].shape[1] :]
        texts = tokenizer.batch_decode(written, skip_special_tokens=True)
        return [text.strip() for text in texts]
