"""One request to a language model: what is sent, what comes back, how it can fail.

A :class:`Source` asks once and says by the type of its error what can be done about it; whoever
asks again is :class:`~visprog_planners.client.Client`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from visprog.errors import PlanError

Message = Mapping[str, str]

Heard = Callable[[str], None]
"""Called with each piece of a reply as it is written."""


class PromptTooLong(PlanError):
    """The conversation is longer than the model can read."""


class Refused(PlanError):
    """The model, or its provider, will not answer this by its policy."""


class Passing(Exception):
    """A failure that may pass: asking again can help. The message is one line."""

    def __init__(self, message: str, after: float = 0.0) -> None:
        super().__init__(message)
        self.after = after
        """Seconds that the server asked to wait."""


@dataclass(frozen=True, slots=True)
class Sampling:
    """How a reply is drawn. ``temperature`` ``None`` leaves it to the model."""

    temperature: float | None = 0.0
    max_tokens: int = 1024
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """One reply. Tokens are 0 where the server did not count them."""

    text: str
    prompt_tokens: int = 0
    completion_tokens: int = 0
    reused_tokens: int = 0
    """Tokens of the prompt that the provider read from its own cache."""
    cost: float | None = None


class Source(Protocol):
    """Asks a model once.

    Raises :class:`PromptTooLong`, :class:`Refused`, another ``PlanError`` for a request that will
    never be answered, ``Unavailable`` when there is no model to be had, and :class:`Passing`.
    """

    name: str
    place: str | None
    """Where the model is served, without anything secret; ``None`` at its provider's."""

    async def ready(self) -> None:
        """What has to be done once and takes its time: imports, weights. Raises ``Unavailable``."""
        ...

    async def ask(
        self,
        messages: Sequence[Message],
        sampling: Sampling,
        seconds: float,
        heard: Heard | None = None,
    ) -> Written:
        """With ``heard`` the reply is streamed, and ``seconds`` bound the silence between two
        pieces; without, they bound the whole."""
        ...


def without_user(url: str) -> str:
    """A URL without the name and password that may stand in it."""
    return re.sub(r"(?<=//)[^/@\s]*@", "", url)
