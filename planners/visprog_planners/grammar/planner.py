"""The planner that needs no model: a grammar of what people ask, and of the edits they want."""

from __future__ import annotations

import time

from visprog.errors import PlanError
from visprog.program import Dialect
from visprog_planners.grammar import instructions, write_edits, write_vipergpt, write_visprog
from visprog_planners.grammar import meaning as m
from visprog_planners.grammar.edits import Edit
from visprog_planners.grammar.everyday import KINDS
from visprog_planners.grammar.followups import follow
from visprog_planners.grammar.parts import Ambiguous, Unread
from visprog_planners.grammar.reader import read_plainly, read_reworded
from visprog_planners.planner import Failure, Plan, Request

READS = (
    "questions: counting, existence, exactly / at least / at most / more than / most of, comparing "
    "counts, colours, sizes, left / right / above / below / in / on / between / behind, which of "
    "two, what is in or on, where something is, what a sign says, what the image shows, and "
    "several images; and "
    "instructions: replace X with Y, remove X, change the background to Y, hide X with an emoji, "
    "blur X or all but X, colour-pop X, highlight X, tag X, make X COLOUR, crop to X, resize to W "
    "by H or by a factor, and several of these joined by 'and'"
)
HINT = "name a language model with --planner PROVIDER/MODEL or --planner-url URL"


class GrammarPlanner:
    """Reads a question, or an instruction to edit the picture, and writes the program for it.

    ``dialect`` is for questions whose request wishes for none; by itself the planner takes
    VisProg's where that can say it. Instructions are written in VisProg's, the only one that edits.
    """

    name = "grammar"

    def __init__(self, dialect: Dialect | None = None) -> None:
        self.dialect = dialect

    async def plan(self, request: Request) -> Plan:
        """Raises ``PlanError`` for what the grammar cannot read; it never guesses."""
        start = time.perf_counter()
        program, dialect, reading = self._read(request)
        seconds = time.perf_counter() - start
        return Plan(program, self.name, dialect, seconds=seconds, readings=(reading,))

    async def repair(self, request: Request, plan: Plan, failure: Failure) -> Plan:
        """The grammar has one program for a request, so there is nothing to try."""
        raise PlanError(f"the offline grammar has no other program for this; {HINT}")

    def _followed(self, request: Request) -> tuple[str, Dialect, str] | None:
        """The same for a follow-up to the turn before; None when the request stands alone."""
        if request.before is None:
            return None
        found = follow(request.before, request.question, request.images)
        if found is None:
            return None
        if isinstance(found[0], Edit):
            edits = tuple(part for part in found if isinstance(part, Edit))
            return write_edits.write(edits), "visprog", instructions.spoken(edits)
        meaning, images = found
        assert not isinstance(meaning, Edit)
        assert isinstance(images, int)
        program, dialect = _program(meaning, images, request.dialect or self.dialect)
        return program, dialect, str(meaning)

    def _read(self, request: Request) -> tuple[str, Dialect, str]:
        """The program for what is asked for, its dialect, and what was understood.

        It goes on from the turn before, or is a question, or an instruction to edit. What is
        none of these as it stands is tried as a question in other words.
        """
        asked = request.question, request.images, request.reading
        refused: list[Unread] = []
        try:
            return self._followed(request) or self._answering(request, read_plainly(*asked))
        except Unread as reason:
            refused.append(reason)
        try:
            return _editing(request)
        except Unread as reason:
            refused.append(reason)
        if not any(isinstance(reason, Ambiguous) for reason in refused):
            try:
                if found := read_reworded(*asked):
                    return self._answering(request, found)
            except Unread as reason:
                refused[0] = reason
        raise _refusal(*refused)

    def _answering(
        self, request: Request, found: tuple[m.Meaning, int]
    ) -> tuple[str, Dialect, str]:
        meaning, images = found
        program, dialect = _program(meaning, images, request.dialect or self.dialect)
        return program, dialect, str(meaning)


def _editing(request: Request) -> tuple[str, Dialect, str]:
    """The same for an instruction."""
    edits = instructions.read(request.question, request.reading)
    if request.images > 1:
        raise PlanError(f"an instruction edits one image, and there are {request.images}")
    return write_edits.write(edits), "visprog", instructions.spoken(edits)


def _refusal(no_question: Unread, no_instruction: Unread) -> PlanError:
    for reason in (no_question, no_instruction):
        if isinstance(reason, Ambiguous):
            said = str(reason).rstrip(".?")
            return PlanError(
                f"the offline grammar is not sure: {said}. Say which with --reading N "
                f"(in Python: reading=N), or {HINT}",
                reason.readings,
            )
    reasons = [str(reason).rstrip(".?") for reason in (no_question, no_instruction)]
    if reasons[0] == reasons[1]:
        why = f"the offline grammar cannot read this: {reasons[0]}"
    else:
        why = (
            f"the offline grammar cannot read this as a question: {reasons[0]}; "
            f"nor as an instruction: {reasons[1]}"
        )
    return PlanError(f"{why}. It reads {READS}; for anything else {HINT}")


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
