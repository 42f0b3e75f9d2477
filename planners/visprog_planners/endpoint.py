"""A model behind any provider or any OpenAI-compatible URL, through LiteLLM.

LiteLLM is imported on first use: it takes seconds. It is kept from fetching its price list, from
printing, and from retrying by itself, since retries are counted in the client.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import warnings
from collections.abc import Sequence
from functools import cache
from typing import Any, NoReturn

from visprog.errors import PlanError, Unavailable
from visprog_planners.source import (
    Heard,
    Message,
    Passing,
    PromptTooLong,
    Refused,
    Sampling,
    Written,
    without_user,
)

SECRET = re.compile(r"\b(sk|pk|key|gsk|xai|AIza)[-_]?[A-Za-z0-9*_-]{6,}\b|Bearer\s+\S+")
TOO_LONG = re.compile(r"context_length_exceeded|context (window|size|length)|prompt is too long")
REFUSED = re.compile(r"content_policy|content_filter|safety system|content management policy")
"""How servers say these two where LiteLLM does not tell them from any other bad request."""

MARKED = ("anthropic/", "bedrock/anthropic", "bedrock/us.anthropic", "vertex_ai/claude")
"""Providers that keep a prompt's beginning only where it is marked; others do so by themselves."""


class Endpoint:
    """One model by its LiteLLM string, perhaps behind a URL.

    Keys come from the environment, as LiteLLM reads them, and never appear in a message. A server
    named by URL gets ``OPENAI_API_KEY`` when it is set and the word ``none`` otherwise, since most
    local servers want some key and look at none.
    """

    def __init__(self, model: str, api_base: str | None = None) -> None:
        self.name = model
        self.place = without_user(api_base) if api_base else None
        self._base = api_base

    async def ready(self) -> None:
        await asyncio.to_thread(litellm)  # the import alone takes longer than some answers

    async def ask(
        self,
        messages: Sequence[Message],
        sampling: Sampling,
        seconds: float,
        heard: Heard | None = None,
    ) -> Written:
        settings = self._settings(messages, sampling, seconds)
        try:
            if heard is None:
                async with asyncio.timeout(seconds):
                    return self._whole(await litellm().acompletion(**settings))
            return await self._streamed(settings, seconds, heard)
        except (PlanError, Passing):
            raise
        except Exception as error:
            self._judge(error, seconds)

    def _settings(
        self, messages: Sequence[Message], sampling: Sampling, seconds: float
    ) -> dict[str, Any]:
        conversation: list[dict[str, Any]] = [dict(message) for message in messages]
        if self.name.startswith(MARKED) and conversation[0]["role"] == "system":
            part = {"type": "text", "text": conversation[0]["content"]}
            conversation[0]["content"] = [{**part, "cache_control": {"type": "ephemeral"}}]
        settings: dict[str, Any] = {
            "model": self.name,
            "messages": conversation,
            "timeout": seconds,
            "num_retries": 0,
            "max_retries": 0,
            "drop_params": True,
            "max_tokens": sampling.max_tokens,
        }
        if sampling.temperature is not None:
            settings["temperature"] = sampling.temperature
        if sampling.seed is not None:
            settings["seed"] = sampling.seed
        if self._base is not None:
            settings["api_base"] = self._base
            if not os.environ.get("OPENAI_API_KEY"):
                settings["api_key"] = "none"
        return settings

    # ---- what came back

    def _whole(self, answer: Any) -> Written:
        choice = answer.choices[0] if answer.choices else None
        text = str(choice.message.content or "") if choice is not None else ""
        self._check_finish(choice.finish_reason if choice is not None else None, text, answer)
        return self._counted(text, answer)

    async def _streamed(self, settings: dict[str, Any], seconds: float, heard: Heard) -> Written:
        pieces: list[str] = []
        chunks: list[Any] = []
        async with asyncio.timeout(seconds):
            stream = await litellm().acompletion(
                **settings, stream=True, stream_options={"include_usage": True}
            )
        try:
            while True:
                try:
                    async with asyncio.timeout(seconds):
                        chunk = await anext(stream)
                except StopAsyncIteration:
                    break
                chunks.append(chunk)
                piece = chunk.choices[0].delta.content if chunk.choices else None
                if piece:
                    pieces.append(piece)
                    heard(piece)
        finally:
            with contextlib.suppress(Exception):  # of a connection that is gone already
                await stream.aclose()
        text = "".join(pieces)
        # LiteLLM ends a stream that just stopped with a "stop" of its own
        finish = stream.received_finish_reason
        if finish is None:
            raise Passing(f"{self.who} broke off after {len(text)} characters")
        answer = litellm().stream_chunk_builder(chunks) if chunks else None
        counted = [chunk for chunk in chunks if getattr(chunk, "usage", None) is not None]
        self._check_finish(finish, text, answer)
        return self._counted(text, answer) if counted else Written(text)

    def _check_finish(self, finish: str | None, text: str, answer: Any) -> None:
        if finish == "content_filter":
            raise Refused(f"{self.name} refused this question by its policy")
        if finish == "length" and not text.strip():
            spent = getattr(getattr(answer, "usage", None), "completion_tokens", "all its")
            raise PlanError(f"{self.name} used {spent} tokens and wrote nothing: allow it more")

    def _counted(self, text: str, answer: Any) -> Written:
        usage = getattr(answer, "usage", None)
        details = getattr(usage, "prompt_tokens_details", None)
        cost = None
        if self._base is None:  # at a URL of one's own a known name has no known price
            with contextlib.suppress(Exception):  # it raises where it knows no price
                cost = float(litellm().completion_cost(answer, model=self.name)) or None
        return Written(
            text,
            prompt_tokens=int(getattr(usage, "prompt_tokens", 0) or 0),
            completion_tokens=int(getattr(usage, "completion_tokens", 0) or 0),
            reused_tokens=int(getattr(details, "cached_tokens", 0) or 0),
            cost=cost,
        )

    # ---- what went wrong

    @property
    def who(self) -> str:
        return f"{self.name} at {self.place}" if self.place else self.name

    def _judge(self, error: Exception, seconds: float) -> NoReturn:
        """Raises what can be done about a failure."""
        kinds = litellm().exceptions
        line = self._line(error)
        if isinstance(error, kinds.ContextWindowExceededError) or _says(error, TOO_LONG):
            raise PromptTooLong(
                f"{self.name}: the prompt is longer than the model can read ({line}); "
                "choose a model with a longer context"
            ) from None
        if isinstance(error, kinds.ContentPolicyViolationError) or _says(error, REFUSED):
            raise Refused(f"{self.name} refused this question by its policy: {line}") from None
        if isinstance(error, kinds.AuthenticationError | kinds.PermissionDeniedError):
            raise Unavailable(
                f"{self.who} wants a key: set the provider's variable in the environment, such "
                f"as OPENAI_API_KEY ({line})"
            ) from None
        if isinstance(error, kinds.NotFoundError):
            raise Unavailable(f"{self.who} was not found: {line}") from None
        if isinstance(error, TimeoutError | kinds.Timeout):
            raise Passing(f"no answer within {seconds:g} s") from None
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
                    f"no provider is known for {self.name!r}: write PROVIDER/MODEL, such as "
                    "openai/gpt-5-mini or ollama/qwen3, or give --planner-url"
                ) from None
            raise PlanError(f"{self.who} would not take the request: {line}") from None
        if isinstance(error, passing):
            raise Passing(line, _retry_after(error)) from None
        raise Unavailable(f"{self.who} failed: {type(error).__name__}: {line}") from error

    def _line(self, error: Exception) -> str:
        """The first line of an error, short, without anything that looks like a key."""
        text = SECRET.sub("***", without_user(str(error)))
        for name, value in os.environ.items():
            if value and len(value) >= 8 and name.upper().endswith(("_KEY", "_TOKEN", "_SECRET")):
                text = text.replace(value, "***")
        text = re.sub(r"^(litellm\.)?\w+(Error|Exception|Timeout):\s*", "", text.strip())
        first = text.split("\n")[0].strip()
        return first[:200] or type(error).__name__


def _retry_after(error: Exception) -> float:
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    with contextlib.suppress(TypeError, ValueError):  # a date: the client's own pause serves
        return float(headers.get("retry-after", 0))
    return 0.0


def _says(error: Exception, what: re.Pattern[str]) -> bool:
    """Whether a request was turned down for this reason."""
    if getattr(error, "status_code", None) not in (400, 413, 422):
        return False
    parts = (error, getattr(error, "code", ""), getattr(error, "body", ""))
    return any(what.search(str(part).lower()) for part in parts)


@cache
def litellm() -> Any:
    """The library, quiet and without network of its own."""
    os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")
    with warnings.catch_warnings():
        # its own, at import, and pydantic's about the models of the OpenAI client
        warnings.simplefilter("ignore")
        import litellm

        litellm.suppress_debug_info = True
        litellm.disable_aiohttp_transport = True  # its sessions outlive the loop that made them
        # what it imports on the first call, so that no request's patience is spent on it
        asked: dict[str, Any] = {
            "model": "openai/none",
            "messages": [{"role": "user", "content": "?"}],
            "mock_response": "!",
            "api_key": "none",
        }
        litellm.completion(**asked)
        litellm.stream_chunk_builder(list(litellm.completion(**asked, stream=True)))
    return litellm
