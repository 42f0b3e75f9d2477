"""The planner that asks a language model, any one that LiteLLM can reach."""

from __future__ import annotations

import time
from dataclasses import replace

from visprog.errors import PlanError
from visprog_planners.client import Client, Patience
from visprog_planners.extract import extract
from visprog_planners.planner import Failure, Plan, Request
from visprog_planners.prompt import Message, messages, repair_messages
from visprog_planners.repair import by_rule

ATTEMPTS = 2
"""How often a model that answers without a program is asked again, the first time included."""

AGAIN = "That held no program. Answer with one program in a fenced code block and nothing else."


class LLMPlanner:
    """Writes programs with a language model; repairs by rule first and by the model second."""

    def __init__(
        self,
        model: str,
        *,
        api_base: str | None = None,
        patience: Patience | None = None,
        temperature: float | None = 0.0,
        max_tokens: int = 1024,
    ) -> None:
        self.name = model
        self._client = Client(
            model,
            api_base=api_base,
            patience=patience,
            temperature=temperature,
            max_tokens=max_tokens,
        )

    async def plan(self, request: Request) -> Plan:
        """Raises ``PlanError`` when the model writes no program, ``Unavailable`` when there is no
        model to be had."""
        return await self._written(messages(request))

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
        again = await self._written(repair_messages(request, plan.program, failure))
        return replace(
            again,
            seconds=plan.seconds + again.seconds,
            usage=plan.usage + again.usage,
            repairs=(*plan.repairs, "the model wrote it again"),
        )

    async def _written(self, asked: list[Message]) -> Plan:
        start = time.perf_counter()
        reply = await self._client.complete(asked)
        usage = reply.usage
        for attempt in range(1, ATTEMPTS + 1):
            try:
                program, dialect = extract(reply.text)
                break
            except PlanError as error:
                if attempt == ATTEMPTS:
                    raise PlanError(f"{self.name}: {error}") from None
            said = {"role": "assistant", "content": reply.text[:4000]}
            reply = await self._client.complete([*asked, said, {"role": "user", "content": AGAIN}])
            usage += reply.usage
        return Plan(
            program,
            self.name,
            dialect,
            seconds=time.perf_counter() - start,
            usage=usage,
        )
