"""PP-OCR's readers of one line of text (Cui et al., 2025, arXiv:2507.05595).

Convolutions over the line and a character or nothing at each place (CTC: Graves et al., 2006). A
few megabytes, and fast. They read a line that is cut out: with the setting ``boards`` the lines are
looked for on boards first (:mod:`visprog_tools.models.boards`), without it the picture is one line.
The micro pack's weights were trained here; ``PaddlePaddle/PP-OCRv5_mobile_rec_safetensors``
(Apache-2.0) has the same form.
"""

from __future__ import annotations

from typing import Any

from visprog.model import Item, op
from visprog.types import Pixels
from visprog_tools.models import boards, checkpoint
from visprog_tools.models.sight import Sighted


class PpOcr(Sighted):
    """Serves the role ``ocr``."""

    family = "pp_ocr"

    def load(self) -> None:
        with checkpoint.loading():
            from transformers import AutoImageProcessor, AutoModelForTextRecognition

        self._open(AutoImageProcessor, AutoModelForTextRecognition)

    @op(max_batch=8)
    def read(self, items: list[Item]) -> list[Any]:
        """``image`` to the text in it, line by line; empty where nothing can be read.

        A line whose mean confidence is below the setting ``threshold`` (0 by default) is no text.
        With ``scored``, ``{"text": ..., "lines": [[line, confidence], ...]}``, those lines too.
        """
        least = float(self.spec.settings.get("threshold", 0.0))
        found = []
        for item in items:
            lines = self.lines(item["image"].pixels)
            text = "\n".join(line for line, sure in lines if sure >= least)
            scored = {"text": text, "lines": [list(line) for line in lines]}
            found.append(scored if item.get("scored") else text)
        return found

    def lines(self, pixels: Pixels) -> list[tuple[str, float]]:
        """The lines in a picture that say something, and the mean confidence in the characters."""
        found = boards.lines(pixels) if self.spec.settings.get("boards") else [pixels]
        return [(text, sure) for text, sure in map(self._line, found) if text]

    def _line(self, pixels: Pixels) -> tuple[str, float]:
        """One at a time: the processor would squash the lines of a batch to the widest one's
        shape."""
        import torch

        inputs = self._processor(
            images=[pixels.copy()], input_data_format="channels_last", return_tensors="pt"
        )
        with torch.inference_mode():
            found = self._model(inputs["pixel_values"].to(self.device, self._model.dtype))
        (read,) = self._processor.post_process_text_recognition(found)
        return read["text"].strip(), float(read["score"])
