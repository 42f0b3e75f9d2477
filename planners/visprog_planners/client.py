"""Asking a language model with patience that ends, and remembering what it replied."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from visprog.errors import PlanError, Unavailable
from visprog_planners.extract import NOTHING
from visprog_planners.planner import Usage
from visprog_planners.replies import Replies, key_of
from visprog_planners.source import Heard, Message, Passing, Sampling, Source, Written


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for one answer, and how often to ask again. Seconds."""

    request_seconds: float = 60.0
    """For a whole answer; for the next piece of one that is streamed."""
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
    """One source, asked until it answers or the patience ends.

    With ``heard`` replies are streamed to it, piece by piece; a request that is made again is
    heard again from its start. A reply that ``replies`` remembers is not asked for.
    """

    def __init__(
        self,
        source: Source,
        *,
        patience: Patience | None = None,
        replies: Replies | None = None,
        heard: Heard | None = None,
    ) -> None:
        self.source = source
        self.patience = patience or Patience()
        self.replies = replies or Replies()
        self.heard = heard

    async def complete(self, messages: Sequence[Message], sampling: Sampling) -> Reply:
        """The model's answer.

        Raises ``Unavailable`` when it cannot be had: no server, no key, no such model, or no
        success within the patience; ``PlanError`` when the model was reached and would not or
        could not answer this question.
        """
        key = key_of(self.source.name, self.source.place, messages, asdict(sampling))
        known = self.replies.get(key)
        if known is not None:
            return Reply(known, Usage(remembered=1))
        await self.source.ready()  # no request's patience is spent on that
        patience, end = self.patience, time.monotonic() + self.patience.total_seconds
        usage, last = Usage(), ""
        for attempt in range(1, patience.attempts + 1):
            left = end - time.monotonic()
            if left <= 0:
                break
            began = time.monotonic()
            after = 0.0
            try:
                async with asyncio.timeout(left):
                    written = await self.source.ask(
                        messages, sampling, min(patience.request_seconds, left), self.heard
                    )
            except (Passing, TimeoutError) as error:
                last = str(error) or f"no answer within {patience.total_seconds:g} s"
                after = getattr(error, "after", 0.0)
                usage += Usage(requests=1, seconds=time.monotonic() - began)
            else:
                usage += _used(written, time.monotonic() - began)
                if written.text.strip():
                    self.replies.put(key, written.text)
                    return Reply(written.text, usage)
                last = NOTHING
            pause = self._pause(after, attempt)
            if attempt == patience.attempts or pause >= end - time.monotonic():
                break
            await asyncio.sleep(pause)
        tries = f"{usage.requests} tries" if usage.requests != 1 else "1 try"
        name, place = self.source.name, self.source.place
        if last == NOTHING:
            raise PlanError(f"{name}: {NOTHING}, in {tries}")
        who = f"{name} at {place}" if place else name
        raise Unavailable(f"{who} gave no answer in {tries}: {last}")

    def _pause(self, after: float, attempt: int) -> float:
        """Seconds until the next request: what the server asked for, or twice the last time."""
        patience = self.patience
        pause = patience.backoff_seconds * 2 ** (attempt - 1) * random.uniform(0.75, 1.25)
        return float(min(max(pause, after), patience.longest_pause))


def _used(written: Written, seconds: float) -> Usage:
    return Usage(
        requests=1,
        prompt_tokens=written.prompt_tokens,
        completion_tokens=written.completion_tokens,
        reused_tokens=written.reused_tokens,
        cost=written.cost,
        seconds=seconds,
    )
