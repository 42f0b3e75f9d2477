"""The planner that needs no model: a grammar of the questions people ask."""

from __future__ import annotations

import time

from visprog.errors import PlanError
from visprog.program import Dialect
from visprog_planners.grammar import meaning as m
from visprog_planners.grammar import write_vipergpt, write_visprog
from visprog_planners.grammar.everyday import KINDS
from visprog_planners.grammar.reader import Unread, read
from visprog_planners.planner import Failure, Plan, Request

READS = (
    "counting, existence, exactly / at least / at most / more than, comparing counts, colours, "
    "left / right / above / below / in / on, which of two, what is in or on, and two images"
)
HINT = "name a language model with --planner PROVIDER/MODEL or --planner-url URL"


class GrammarPlanner:
    """Reads the question with a grammar and writes the program that its meaning calls for.

    ``dialect`` is for questions whose request wishes for none; by itself the planner takes
    VisProg's where that can say it.
    """

    name = "grammar"

    def __init__(self, dialect: Dialect | None = None) -> None:
        self.dialect = dialect

    async def plan(self, request: Request) -> Plan:
        """Raises ``PlanError`` for what the grammar cannot read; it never guesses."""
        start = time.perf_counter()
        try:
            meaning, images = read(request.question, request.images)
            program, dialect = _program(meaning, images, request.dialect or self.dialect)
        except Unread as error:
            raise PlanError(
                f"the offline grammar cannot read this question: {str(error).rstrip('.?')}. "
                f"It reads {READS}; for anything else {HINT}"
            ) from None
        return Plan(
            program,
            self.name,
            dialect,
            seconds=time.perf_counter() - start,
            readings=(str(meaning),),
        )

    async def repair(self, request: Request, plan: Plan, failure: Failure) -> Plan:
        """The grammar has one program for a question, so there is nothing to try."""
        raise PlanError(f"the offline grammar has no other program for this question; {HINT}")


def _program(meaning: m.Meaning, images: int, wish: Dialect | None) -> tuple[str, Dialect]:
    if isinstance(meaning, m.What) and meaning.kind is not None and meaning.kind not in KINDS:
        kinds = ", ".join(sorted(KINDS))
        raise Unread(f"'{meaning.kind}' is not among the kinds that it can list ({kinds})")
    if wish != "vipergpt":
        try:
            return write_visprog.write(meaning, images), "visprog"
        except write_visprog.NotHere:
            pass
    return write_vipergpt.write(meaning, images), "vipergpt"
