"""The planner of editing instructions that needs no model."""

from __future__ import annotations

import time

from visprog.errors import PlanError
from visprog_planners.grammar import write_edits
from visprog_planners.grammar.instructions import read, spoken
from visprog_planners.grammar.reader import Unread
from visprog_planners.planner import Failure, Plan, Request

READS = (
    "replace X with Y, remove X, hide X (with an emoji), blur X, blur the rest, colour-pop X, "
    "highlight X, tag X, make X COLOUR, put the X on a Y background, crop to X, "
    "resize to W by H, and several of these joined by 'and'"
)
HINT = "name a language model with --planner PROVIDER/MODEL or --planner-url URL"


class InstructionPlanner:
    """Reads an editing instruction with a grammar and writes its program."""

    name = "grammar"

    async def plan(self, request: Request) -> Plan:
        """Raises ``PlanError`` for what the grammar cannot read; it never guesses."""
        start = time.perf_counter()
        try:
            edits = read(request.question)
        except Unread as error:
            raise PlanError(
                f"the offline grammar cannot read this instruction: {error}. "
                f"It reads: {READS}; for anything else {HINT}"
            ) from None
        return Plan(
            write_edits.write(edits),
            self.name,
            "visprog",
            seconds=time.perf_counter() - start,
            readings=(spoken(edits),),
        )

    async def repair(self, request: Request, plan: Plan, failure: Failure) -> Plan:
        """The grammar has one program for an instruction, so there is nothing to try."""
        raise PlanError(f"the offline grammar has no other program for this instruction; {HINT}")
