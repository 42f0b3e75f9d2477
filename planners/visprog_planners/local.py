"""A language model in this process, by transformers' own classes.

The model string is ``transformers/`` and a folder or a Hub name whose files are in the local cache.
Nothing is fetched and no code of a checkpoint's own is run. One model answers one request at a
time, in a thread, and ends when its time is up.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Sequence
from typing import Any

from visprog.errors import Unavailable
from visprog_planners.source import Heard, Message, Passing, PromptTooLong, Sampling, Written

PREFIX = "transformers/"


class Local:
    """A causal language model with its tokenizer and, when it has one, its chat template."""

    place: str | None = None

    def __init__(self, checkpoint: str, device: str = "auto") -> None:
        self.name = f"{PREFIX}{checkpoint}"
        self._checkpoint = checkpoint
        self._device = device
        self._loaded: tuple[Any, Any] | None = None
        self._turn = threading.Lock()

    async def ready(self) -> None:
        """Raises ``Unavailable`` when the files are not there or are no language model."""
        await asyncio.to_thread(self._load)

    async def ask(
        self,
        messages: Sequence[Message],
        sampling: Sampling,
        seconds: float,
        heard: Heard | None = None,
    ) -> Written:
        stop = threading.Event()
        try:
            return await asyncio.to_thread(
                self._generate, list(messages), sampling, seconds, heard, stop
            )
        finally:
            stop.set()  # a cancelled request ends at its next token

    def _load(self) -> tuple[Any, Any]:
        """Tokenizer and model, loaded once."""
        with self._turn:
            if self._loaded is None:
                self._loaded = self._opened()
            return self._loaded

    def _opened(self) -> tuple[Any, Any]:
        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer

        device = self._device
        if device == "auto":
            device = "cuda" if torch.cuda.is_available() else "cpu"
        try:
            tokenizer = AutoTokenizer.from_pretrained(self._checkpoint, local_files_only=True)
            model = AutoModelForCausalLM.from_pretrained(
                self._checkpoint, local_files_only=True, dtype="auto"
            )
        except (OSError, ValueError) as error:
            line = str(error).strip().split("\n")[0][:200]
            raise Unavailable(
                f"no language model at {self._checkpoint}: give a folder, or fetch it first "
                f"with hf download {self._checkpoint} ({line})"
            ) from None
        return tokenizer, model.eval().to(device)

    def _generate(
        self,
        messages: list[Message],
        sampling: Sampling,
        seconds: float,
        heard: Heard | None,
        stop: threading.Event,
    ) -> Written:
        tokenizer, model = self._load()
        with self._turn:
            import torch
            from transformers import StoppingCriteriaList

            tokens = self._tokens(tokenizer, messages).to(model.device)
            length = tokens.shape[1]
            longest = getattr(model.config, "max_position_embeddings", None)
            if longest is not None and length + sampling.max_tokens > longest:
                raise PromptTooLong(
                    f"{self.name}: the prompt of {length} tokens and an answer of "
                    f"{sampling.max_tokens} are more than the {longest} that the model can read"
                )
            clock = _Clock(tokenizer, length, seconds, heard, stop)
            drawn = sampling.temperature is not None and sampling.temperature > 0
            settings: dict[str, Any] = {"temperature": sampling.temperature} if drawn else {}
            if sampling.seed is not None:
                torch.manual_seed(sampling.seed)
            with torch.inference_mode():
                out = model.generate(
                    input_ids=tokens,
                    attention_mask=torch.ones_like(tokens),
                    max_new_tokens=sampling.max_tokens,
                    do_sample=drawn,
                    stopping_criteria=StoppingCriteriaList([clock]),
                    pad_token_id=tokenizer.pad_token_id or tokenizer.eos_token_id,
                    **settings,
                )
        if clock.late:
            raise Passing(f"{self.name} was not done within {seconds:g} s")
        written = out[0, length:]
        text = tokenizer.decode(written, skip_special_tokens=True)
        return Written(text, int(length), int(written.shape[0]))

    def _tokens(self, tokenizer: Any, messages: list[Message]) -> Any:
        if tokenizer.chat_template:
            return tokenizer.apply_chat_template(
                [dict(message) for message in messages],
                add_generation_prompt=True,
                return_tensors="pt",
                return_dict=True,
            )["input_ids"]
        turns = "\n\n".join(f"{turn['role'].title()}: {turn['content']}" for turn in messages)
        return tokenizer(f"{turns}\n\nAssistant:", return_tensors="pt")["input_ids"]


class _Clock:
    """Ends a generation when its time is up or nobody waits for it; passes on what is written."""

    def __init__(
        self,
        tokenizer: Any,
        length: int,
        seconds: float,
        heard: Heard | None,
        stop: threading.Event,
    ) -> None:
        self._tokenizer, self._length = tokenizer, length
        self._seconds, self._end = seconds, time.monotonic() + seconds
        self._heard, self._said = heard, ""
        self._stop = stop
        self.late = False

    def __call__(self, tokens: Any, scores: Any, **unused: Any) -> Any:
        import torch

        if self._heard is not None:
            text = self._tokenizer.decode(tokens[0, self._length :], skip_special_tokens=True)
            if not text.endswith("\ufffd"):  # half of a character
                self._heard(text.removeprefix(self._said))
                self._said = text
        now = time.monotonic()
        self.late = now > self._end
        if self._heard is not None:
            self._end = now + self._seconds
        done = self.late or self._stop.is_set()
        return torch.full((tokens.shape[0],), done, dtype=torch.bool, device=tokens.device)
