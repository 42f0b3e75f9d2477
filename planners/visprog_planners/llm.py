"""The planner that asks a language model: behind any provider, any URL, or in this process."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from visprog.errors import PlanError
from visprog_planners.client import Client, Patience
from visprog_planners.extract import extract
from visprog_planners.planner import Failure, Plan, Request
from visprog_planners.prompt import Prompting, messages, repair_messages
from visprog_planners.repair import by_rule
from visprog_planners.replies import Replies
from visprog_planners.source import Heard, Message, PromptTooLong, Sampling, Source

ATTEMPTS = 2
"""How often a model that answers without a program is asked again, the first time included."""

VARIED = 0.7
"""The temperature of further samples where the first is greedy; VisProg's."""

AGAIN = "That held no program. Answer with one program in a fenced code block and nothing else."


class LLMPlanner:
    """Writes programs with a language model; repairs by rule first and by the model second.

    ``prompting`` says which examples are shown; when a prompt is longer than the model can read it
    is asked once more without any. Replies are remembered in ``replies`` and streamed to ``heard``.
    """

    def __init__(
        self,
        model: str | Source,
        *,
        api_base: str | None = None,
        patience: Patience | None = None,
        temperature: float | None = 0.0,
        max_tokens: int = 1024,
        prompting: Prompting | None = None,
        replies: Replies | None = None,
        heard: Heard | None = None,
    ) -> None:
        source = source_named(model, api_base) if isinstance(model, str) else model
        self.name = source.name
        self.prompting = prompting or Prompting()
        self._sampling = Sampling(temperature, max_tokens)
        self._client = Client(source, patience=patience, replies=replies, heard=heard)

    async def plan(self, request: Request) -> Plan:
        """Raises ``PlanError`` when the model writes no program, ``Unavailable`` when there is no
        model to be had."""
        return await self._fitting(request, lambda shown: messages(request, shown))

    async def repair(self, request: Request, plan: Plan, failure: Failure) -> Plan:
        """The next text to try. A plan that no rule changes goes back to the model with every
        objection at once."""
        start = time.perf_counter()
        if request.tools is not None and not isinstance(failure, str):
            program, notes = by_rule(plan.program, plan.dialect, request.tools)
            if program != plan.program:
                return replace(
                    plan,
                    program=program,
                    seconds=plan.seconds + time.perf_counter() - start,
                    repairs=(*plan.repairs, *notes),
                )
        again = await self._fitting(
            request, lambda shown: repair_messages(request, shown, plan.program, failure)
        )
        return replace(
            again,
            seconds=plan.seconds + again.seconds,
            usage=plan.usage + again.usage,
            repairs=(*plan.repairs, "the model wrote it again"),
        )

    async def _fitting(self, request: Request, build: Callable[[Prompting], list[Message]]) -> Plan:
        """What the model writes; without examples where it cannot read them all."""
        try:
            return await self._written(request, build(self.prompting))
        except PromptTooLong:
            if not self.prompting.shows:
                raise
            return await self._written(request, build(Prompting(count=0, wrong=0)))

    async def _written(self, request: Request, asked: list[Message]) -> Plan:
        start = time.perf_counter()
        sampling = self._sampling
        if request.sample:
            sampling = replace(
                sampling, temperature=sampling.temperature or VARIED, seed=request.sample
            )
        reply = await self._client.complete(asked, sampling)
        usage = reply.usage
        for attempt in range(1, ATTEMPTS + 1):
            try:
                program, dialect = extract(reply.text)
                break
            except PlanError as error:
                if attempt == ATTEMPTS:
                    raise PlanError(f"{self.name}: {error}") from None
            said = {"role": "assistant", "content": reply.text[:4000]}
            again = [*asked, said, {"role": "user", "content": AGAIN}]
            reply = await self._client.complete(again, sampling)
            usage += reply.usage
        return Plan(
            program,
            self.name,
            dialect,
            seconds=time.perf_counter() - start,
            usage=usage,
        )


def source_named(model: str, api_base: str | None = None) -> Source:
    """``transformers/CHECKPOINT`` in this process, anything else through LiteLLM."""
    from visprog_planners.local import PREFIX, Local

    if model.startswith(PREFIX) and api_base is None:
        return Local(model.removeprefix(PREFIX))
    from visprog_planners.endpoint import Endpoint

    return Endpoint(model, api_base)
