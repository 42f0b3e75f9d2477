"""From a question to a checked program: what the planner writes, and its repair, bounded."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict

from visprog.errors import PlanError, ProgramError
from visprog.events import Checked, Emit, Planned
from visprog.program import Program
from visprog_planners.planner import Plan, Planner, Request

Check = Callable[[str, Sequence[str]], Awaitable[Program]]


async def checked(text: str, names: Sequence[str], check: Check, emit: Emit) -> Program:
    """The program, with what the checker said on record. Raises ``ProgramError``."""
    try:
        program = await check(text, tuple(names))
    except ProgramError as error:
        emit(Checked(text, "", error.diagnostics))
        raise
    emit(accepted(program))
    return program


def accepted(program: Program) -> Checked:
    """What the trace says of a program that the checker took."""
    calls = [[c.tool, c.site.line, c.site.column, c.target] for c in program.calls]
    return Checked(program.text, program.dialect, calls=calls)


async def drafted(
    planner: Planner,
    request: Request,
    names: Sequence[str],
    check: Check,
    emit: Emit,
    *,
    repairs: int,
    plan: Plan | None = None,
) -> tuple[Plan, Program]:
    """What the planner writes for the request, or makes of ``plan``, and its checked program.

    Everything that the checker objects to goes back in one turn, at most ``repairs`` times. Raises
    ``ProgramError`` for a program that stays wrong, and what the planner raises for none at all.
    """
    plan = plan or await planner.plan(request)
    for attempt in range(1, repairs + 2):
        emit(Planned(plan.planner, plan.program, attempt, plan.seconds, asdict(plan.usage)))
        try:
            program = await checked(plan.program, names, check, emit)
            if not program.advice or attempt > repairs:
                return plan, program
            return await _tidied(planner, request, plan, program, names, check, emit)
        except ProgramError as error:
            if attempt > repairs:
                raise
            try:
                repaired = await planner.repair(request, plan, error.diagnostics)
            except PlanError:  # it has no other program; what is wrong with this one is the answer
                raise error from None
            if repaired.program == plan.program:
                raise
            plan = repaired
    raise AssertionError("unreachable")


async def _tidied(
    planner: Planner,
    request: Request,
    plan: Plan,
    program: Program,
    names: Sequence[str],
    check: Check,
    emit: Emit,
) -> tuple[Plan, Program]:
    """What the planner makes of the checker's advice, if that is better; otherwise as it was.

    A call whose result nothing uses, or a line after the result, is often a slip of the pen.
    """
    try:
        again = await planner.repair(request, plan, program.advice)
        if again.program == plan.program:
            return plan, program
        better = await checked(again.program, names, check, emit)
    except (PlanError, ProgramError):
        return plan, program
    return (plan, program) if len(better.advice) >= len(program.advice) else (again, better)
