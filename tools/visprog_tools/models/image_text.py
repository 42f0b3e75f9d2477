"""Any model that reads pictures and text and writes text: Qwen3-VL, SmolVLM, LLaVA, Molmo2 ...

Whatever ``AutoModelForImageTextToText`` opens natively and has a chat template. Several pictures
and few-shot examples become turns of one conversation.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from visprog.model import Item, op
from visprog.types import Image
from visprog_tools.models import checkpoint
from visprog_tools.models.sight import Sighted

BRIEFLY = "{question} Answer in a word or two."
DESCRIBE = "Describe this picture in one sentence."
ANSWER_TOKENS = 32
CAPTION_TOKENS = 96


def turn(role: str, text: str, images: Sequence[Image] = ()) -> dict[str, Any]:
    """One message of a conversation, its pictures first."""
    from PIL import Image as PilImage

    content: list[dict[str, Any]] = [
        {"type": "image", "image": PilImage.fromarray(image.pixels)} for image in images
    ]
    return {"role": role, "content": [*content, {"type": "text", "text": text}]}


def conversation(item: Item) -> list[dict[str, Any]]:
    """The examples, each a question about a picture and its answer, and then the question."""
    turns: list[dict[str, Any]] = []
    for image, text in item.get("examples", ()):
        asked = BRIEFLY.format(question=item["question"])
        turns += [turn("user", asked, [image]), turn("assistant", text)]
    asked = BRIEFLY.format(question=item["question"])
    return [*turns, turn("user", asked, [item["image"], *item.get("more", ())])]


class ImageText(Sighted):
    """Serves the roles ``vqa`` and ``caption``."""

    family = "image_text"

    def load(self) -> None:
        with checkpoint.loading():
            from transformers import AutoModelForImageTextToText, AutoProcessor

        self._open(AutoProcessor, AutoModelForImageTextToText)
        self._processor.tokenizer.padding_side = "left"

    @op(max_batch=8)
    def answer(self, items: list[Item]) -> list[Any]:
        """``image`` and ``question``, further pictures in ``more`` and ``(image, text)`` pairs in
        ``examples``, to a short text."""
        return self._write([conversation(item) for item in items], ANSWER_TOKENS)

    @op(max_batch=8)
    def caption(self, items: list[Item]) -> list[Any]:
        """``image`` to one sentence."""
        asked = [[turn("user", DESCRIBE, [item["image"]])] for item in items]
        return self._write(asked, CAPTION_TOKENS)

    def _inputs(self, conversations: list[list[dict[str, Any]]]) -> Any:
        """The prompts as the model's chat template writes them, padded on the left, and what their
        pictures come to."""
        return self._processor.apply_chat_template(
            conversations,
            add_generation_prompt=True,
            tokenize=True,
            return_dict=True,
            return_tensors="pt",
            processor_kwargs={"padding": True},
        ).to(self.device, dtype=self._model.dtype)

    def _write(self, conversations: list[list[dict[str, Any]]], most: int) -> list[str]:
        import torch

        inputs = self._inputs(conversations)
        with torch.inference_mode():
            tokens = self._model.generate(**inputs, max_new_tokens=most, do_sample=False)
        written = tokens[:, inputs["input_ids"].shape[1] :]
        texts = self._processor.tokenizer.batch_decode(written, skip_special_tokens=True)
        return [text.strip() for text in texts]
