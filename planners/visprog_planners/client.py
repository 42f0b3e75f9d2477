"""Asking a language model through LiteLLM, with patience that ends.

LiteLLM is imported on first use: it takes seconds. It is kept from fetching its price list, from
printing, and from retrying by itself, since retries are counted here.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import re
import time
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from visprog.errors import PlanError, Unavailable
from visprog_planners.extract import NOTHING
from visprog_planners.planner import Usage
from visprog_planners.prompt import Message

SECRET = re.compile(r"\b(sk|pk|key|gsk|xai|AIza)[-_]?[A-Za-z0-9*_-]{6,}\b|Bearer\s+\S+")
TOO_LONG = re.compile(r"context_length_exceeded|context (window|size|length)|prompt is too long")
REFUSED = re.compile(r"content_policy|content_filter|safety system|content management policy")
"""How servers say these two where LiteLLM does not tell them from any other bad request."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for one answer, and how often to ask again. Seconds."""

    request_seconds: float = 60.0
    total_seconds: float = 180.0
    attempts: int = 4
    backoff_seconds: float = 1.0
    longest_pause: float = 30.0


@dataclass(frozen=True, slots=True)
class Reply:
    """The text that a model wrote, and what it took."""

    text: str
    usage: Usage


class Client:
    """One model, by its LiteLLM string, perhaps behind an OpenAI-compatible URL.

    Keys come from the environment, as LiteLLM reads them, and never appear in a message. A server
    named by URL gets ``OPENAI_API_KEY`` when it is set and the word ``none`` otherwise, since most
    local servers want some key and look at none.
    """

    def __init__(
        self,
        model: str,
        *,
        api_base: str | None = None,
        patience: Patience | None = None,
        temperature: float | None = 0.0,
        max_tokens: int = 1024,
    ) -> None:
        self.model = model
        self.api_base = api_base
        self.patience = patience or Patience()
        self._settings: dict[str, Any] = {"max_tokens": max_tokens}
        if temperature is not None:
            self._settings["temperature"] = temperature

    async def complete(self, messages: Sequence[Message]) -> Reply:
        """The model's answer.

        Raises ``Unavailable`` when it cannot be had: no server, no key, no such model, or no
        success within the patience; ``PlanError`` when the model was reached and would not or
        could not answer this question.
        """
        await asyncio.to_thread(_litellm)  # the import alone takes longer than some answers
        patience, start = self.patience, time.monotonic()
        usage, last = Usage(), ""
        for attempt in range(1, patience.attempts + 1):
            left = patience.total_seconds - (time.monotonic() - start)
            if left <= 0:
                break
            began = time.monotonic()
            try:
                async with asyncio.timeout(min(patience.request_seconds, left)):
                    answer = await self._request(messages)
            except Exception as error:
                last = self._judged(error)
                usage += Usage(requests=1, seconds=time.monotonic() - began)
                pause = self._pause(error, attempt)
            else:
                usage += self._used(answer, time.monotonic() - began)
                text = self._text(answer)
                if text.strip():
                    return Reply(text, usage)
                last, pause = NOTHING, self._pause(None, attempt)
            left = patience.total_seconds - (time.monotonic() - start)
            if attempt < patience.attempts and pause < left:
                await asyncio.sleep(pause)
        tries = f"{usage.requests} tries" if usage.requests != 1 else "1 try"
        if last == NOTHING:
            raise PlanError(f"{self.model}: {NOTHING}, in {tries}")
        raise Unavailable(f"{self._who()} gave no answer in {tries}: {last}")

    async def _request(self, messages: Sequence[Message]) -> Any:
        settings = dict(self._settings)
        if self.api_base is not None:
            settings["api_base"] = self.api_base
            if not os.environ.get("OPENAI_API_KEY"):
                settings["api_key"] = "none"
        return await _litellm().acompletion(
            model=self.model,
            messages=[dict(message) for message in messages],
            timeout=self.patience.request_seconds,
            num_retries=0,
            max_retries=0,
            drop_params=True,
            **settings,
        )

    # ---- what went wrong

    def _judged(self, error: Exception) -> str:
        """One line about an error that may pass; raises for one that will not."""
        kinds = _litellm().exceptions
        line = _line(error)
        if isinstance(error, kinds.ContextWindowExceededError) or _says(error, TOO_LONG):
            raise PlanError(
                f"{self.model}: the prompt is longer than the model can read ({line}); "
                "choose a model with a longer context"
            ) from None
        if isinstance(error, kinds.ContentPolicyViolationError) or _says(error, REFUSED):
            raise PlanError(f"{self.model} refused this question by its policy: {line}") from None
        if isinstance(error, kinds.AuthenticationError | kinds.PermissionDeniedError):
            raise Unavailable(
                f"{self._who()} wants a key: set the provider's variable in the environment, such "
                f"as OPENAI_API_KEY ({line})"
            ) from None
        if isinstance(error, kinds.NotFoundError):
            raise Unavailable(f"{self._who()} was not found: {line}") from None
        if isinstance(error, TimeoutError | kinds.Timeout):
            return f"no answer within {self.patience.request_seconds:g} s"
        passing = (
            kinds.RateLimitError,
            kinds.InternalServerError,
            kinds.ServiceUnavailableError,
            kinds.APIConnectionError,
            kinds.APIError,
            ConnectionError,
        )
        if isinstance(error, kinds.BadRequestError) and not isinstance(error, passing):
            if "provider" in line.lower() and "not provided" in line.lower():
                raise Unavailable(
                    f"no provider is known for {self.model!r}: write PROVIDER/MODEL, such as "
                    "openai/gpt-5-mini or ollama/qwen3, or give --planner-url"
                ) from None
            raise PlanError(f"{self._who()} would not take the request: {line}") from None
        if isinstance(error, passing):
            return line
        raise Unavailable(f"{self._who()} failed: {type(error).__name__}: {line}") from error

    def _pause(self, error: Exception | None, attempt: int) -> float:
        patience = self.patience
        pause = patience.backoff_seconds * 2 ** (attempt - 1) * random.uniform(0.75, 1.25)
        headers = getattr(getattr(error, "response", None), "headers", None) or {}
        with contextlib.suppress(TypeError, ValueError):  # a date: our own pause serves
            pause = max(pause, float(headers.get("retry-after", 0)))
        return float(min(pause, patience.longest_pause))

    def _who(self) -> str:
        return f"{self.model} at {self.api_base}" if self.api_base else self.model

    # ---- what came back

    def _text(self, answer: Any) -> str:
        choice = answer.choices[0] if answer.choices else None
        if choice is None:
            return ""
        if choice.finish_reason == "content_filter":
            raise PlanError(f"{self.model} refused this question by its policy")
        return str(choice.message.content or "")

    def _used(self, answer: Any, seconds: float) -> Usage:
        usage = getattr(answer, "usage", None)
        try:
            cost = float(_litellm().completion_cost(completion_response=answer)) or None
        except Exception:  # no price is known for most local models, and LiteLLM says so by raising
            cost = None
        return Usage(
            requests=1,
            prompt_tokens=int(getattr(usage, "prompt_tokens", 0) or 0),
            completion_tokens=int(getattr(usage, "completion_tokens", 0) or 0),
            cost=cost,
            seconds=seconds,
        )


def _says(error: Exception, what: re.Pattern[str]) -> bool:
    """Whether a request was turned down for this reason."""
    if getattr(error, "status_code", None) not in (400, 413, 422):
        return False
    parts = (error, getattr(error, "code", ""), getattr(error, "body", ""))
    return any(what.search(str(part).lower()) for part in parts)


def _line(error: Exception) -> str:
    """The first line of an error, short, without anything that looks like a key."""
    text = SECRET.sub("***", str(error))
    for name, value in os.environ.items():
        if value and len(value) >= 8 and name.upper().endswith(("_KEY", "_TOKEN", "_SECRET")):
            text = text.replace(value, "***")
    text = re.sub(r"^(litellm\.)?\w+(Error|Exception|Timeout):\s*", "", text.strip())
    first = text.split("\n")[0].strip()
    return first[:200] or type(error).__name__


@cache
def _litellm() -> Any:
    """The library, quiet and without network of its own."""
    os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")
    with warnings.catch_warnings():
        # its own, at import, and pydantic's about the models of the OpenAI client
        warnings.simplefilter("ignore")
        import litellm

        # what it imports on the first call, so that no request's patience is spent on it
        litellm.completion(
            "openai/none", [{"role": "user", "content": "?"}], mock_response="!", api_key="none"
        )
    litellm.suppress_debug_info = True
    litellm.disable_aiohttp_transport = True  # its sessions outlive the loop that made them
    return litellm
