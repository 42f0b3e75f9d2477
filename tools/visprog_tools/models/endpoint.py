"""Language and vision models behind an endpoint, through LiteLLM.

The checkpoint is ``endpoint:`` and a LiteLLM model string (``endpoint:ollama/qwen3``); an
OpenAI-compatible base URL may stand in the pack's setting ``api_base``. Keys are read by LiteLLM
from the environment, never from a pack; a server named by its URL gets the word ``none`` when
``OPENAI_API_KEY`` is not set, since most local ones want none. Pictures are sent as JPEG at a
bounded size. Every answer is a dict with ``text`` and what is known of its price: ``cost`` (US
dollars), ``tokens``.
"""

from __future__ import annotations

import base64
import io
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from visprog.errors import ToolError, Unavailable
from visprog.model import Item, Model, op
from visprog.types import Image
from visprog_tools.models import checkpoint
from visprog_tools.models.image_text import BRIEFLY, DESCRIBE

LONGEST = 1024
"""Pixels of the longer side of a picture that is sent."""
TIMEOUT_SECONDS = 120.0
ANSWER_TOKENS = 64
CAPTION_TOKENS = 160
RETRIES = 2


class Endpoint(Model):
    """Serves the roles ``llm``, ``vqa`` and ``caption``."""

    family = "litellm"
    remote = True

    def load(self) -> None:
        self._name = self.spec.checkpoint.removeprefix(checkpoint.ENDPOINT)
        if not self._name:
            raise Unavailable(
                f"no language model is named for the role {self.spec.role}: set VISPROG_LLM to a "
                "LiteLLM model string (such as ollama/qwen3), or name one in the pack"
            )
        os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")  # else it is fetched
        import litellm

        litellm.suppress_debug_info = True
        self._litellm = litellm

    @op(max_batch=8)
    def complete(self, items: list[Item]) -> list[Any]:
        """``prompt`` and ``max_tokens`` to ``{"text", "cost", "tokens"}``."""
        return self._all(
            [([_user(item["prompt"])], int(item.get("max_tokens", 256))) for item in items]
        )

    @op(max_batch=8)
    def answer(self, items: list[Item]) -> list[Any]:
        """``image`` and ``question``, ``more`` and ``examples``, to the same dict."""
        asked = []
        for item in items:
            question = BRIEFLY.format(question=item["question"])
            messages = []
            for image, text in item.get("examples", ()):
                messages += [_user(question, [image]), {"role": "assistant", "content": text}]
            messages.append(_user(question, [item["image"], *item.get("more", ())]))
            asked.append((messages, ANSWER_TOKENS))
        return self._all(asked)

    @op(max_batch=8)
    def caption(self, items: list[Item]) -> list[Any]:
        """``image`` to the same dict."""
        return self._all([([_user(DESCRIBE, [item["image"]])], CAPTION_TOKENS) for item in items])

    def _all(self, asked: list[tuple[list[dict[str, Any]], int]]) -> list[Any]:
        with ThreadPoolExecutor(len(asked)) as pool:
            return list(pool.map(lambda one: self._ask(*one), asked))

    def _ask(self, messages: list[dict[str, Any]], most: int) -> dict[str, Any] | ToolError:
        base = self.spec.settings.get("api_base")
        keyless = base is not None and not os.environ.get("OPENAI_API_KEY")
        try:
            reply = self._litellm.completion(
                model=self._name,
                messages=messages,
                max_tokens=most,
                temperature=0,
                timeout=TIMEOUT_SECONDS,
                num_retries=RETRIES,
                api_base=base,
                api_key="none" if keyless else None,
                drop_params=True,
            )
        except Exception as error:  # LiteLLM raises each provider's own
            lines = str(error).strip().splitlines() or [type(error).__name__]
            return ToolError(f"the model {self._name} did not answer: {lines[0][:200]}")
        return {
            "text": (reply.choices[0].message.content or "").strip(),
            "cost": self._cost(reply),
            "tokens": int(getattr(reply.usage, "total_tokens", 0) or 0),
        }

    def _cost(self, reply: Any) -> float | None:
        """In US dollars; ``None`` where LiteLLM knows no price."""
        try:
            return float(self._litellm.completion_cost(reply))
        except Exception:  # it raises for every model that is not in its table
            return None


def _user(text: str, images: Sequence[Image] = ()) -> dict[str, Any]:
    if not images:
        return {"role": "user", "content": text}
    parts = [{"type": "image_url", "image_url": {"url": data_url(image)}} for image in images]
    return {"role": "user", "content": [*parts, {"type": "text", "text": text}]}


def data_url(image: Image) -> str:
    """The picture as a JPEG, its longer side at most :data:`LONGEST` pixels."""
    from PIL import Image as PilImage

    picture = PilImage.fromarray(image.pixels)
    picture.thumbnail((LONGEST, LONGEST))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90)
    return "data:image/jpeg;base64," + base64.b64encode(out.getvalue()).decode()
