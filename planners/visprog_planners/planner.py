"""What a planner is: a question and the tools at hand go in, the text of a program comes out.

A planner never runs anything and never sees a pixel. Whoever calls it checks the program; when the
checker or the run objects, :meth:`Planner.repair` gets every objection at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from visprog.errors import Diagnostic
from visprog.program import Dialect
from visprog.tool import ToolTable

Failure = str | Sequence[Diagnostic]
"""Why a program was turned down: the checker's diagnostics, or a failed run in words."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What was asked before in the same conversation, and the program for it."""

    question: str
    program: str
    before: Turn | None = None
    reading: int | None = None
    """Which of its readings was meant, where it has several; counted from 1."""


@dataclass(frozen=True, slots=True)
class Request:
    """A question, the number of pictures it is about, and what a program may call.

    ``images`` is 0 when nobody knows yet (``visprog plan``): the planner then takes one, or two
    when the question speaks of two. ``dialect`` is a wish; a planner keeps to it when it can.
    ``sample`` counts the programs that are wanted for one question: 0 is the one that the planner
    holds most likely, further ones may differ from it. After ``before`` a question may be a
    follow-up that changes the program written then ("and the cats?"). ``reading`` picks, counted
    from 1, among the readings that a ``PlanError`` for an ambiguous question names.
    """

    question: str
    images: int = 1
    tools: ToolTable | None = None
    dialect: Dialect | None = None
    sample: int = 0
    before: Turn | None = None
    reading: int | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    """What the requests to a language model came to. ``cost`` is in US dollars, where known."""

    requests: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    reused_tokens: int = 0
    """Tokens of prompts that the provider read from its own cache."""
    remembered: int = 0
    """Replies that were kept from before and not asked for."""
    cost: float | None = None
    seconds: float = 0.0

    def __add__(self, other: Usage) -> Usage:
        known = [cost for cost in (self.cost, other.cost) if cost is not None]
        return Usage(
            self.requests + other.requests,
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
            self.reused_tokens + other.reused_tokens,
            self.remembered + other.remembered,
            sum(known) if known else None,
            self.seconds + other.seconds,
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """A program as a planner wrote it, not yet checked.

    ``readings`` says in plain words how the question was understood, the reading taken first.
    ``repairs`` holds one line for every change that was made to an earlier text.
    """

    program: str
    planner: str
    dialect: Dialect
    seconds: float = 0.0
    usage: Usage = field(default_factory=Usage)
    readings: tuple[str, ...] = ()
    repairs: tuple[str, ...] = ()


class Planner(Protocol):
    """Writes programs; raises ``PlanError`` when it has none and ``Unavailable`` when its service
    cannot be reached."""

    name: str

    async def plan(self, request: Request) -> Plan: ...

    async def repair(self, request: Request, plan: Plan, failure: Failure) -> Plan: ...
