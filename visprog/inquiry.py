"""The whole course of one question: programs, their repair, their runs, and which answer counts.

Every program that runs is a run of its own. The one whose answer counts says in its trace which
others were tried (``tried``) and why it was taken (``chosen``).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from visprog import confidence, picture
from visprog.answer import Answer
from visprog.drafting import Check, checked, drafted
from visprog.effort import Effort
from visprog.errors import PlanError, ProgramError, Unavailable, VisprogError, WorkerLost
from visprog.events import Chosen, Emit, Event, Planned, Tried
from visprog.program import Program
from visprog.record import Record
from visprog.retelling import doubt, retold
from visprog.tool import ToolTable
from visprog.types import Image
from visprog.wording import wording
from visprog_planners import ballot
from visprog_planners.planner import Plan, Planner, Request, Turn, Usage
from visprog_planners.tasks import task_of

T = TypeVar("T")

SHOWN = 200
"""Characters of an answer that a `tried` event keeps."""


@dataclass(frozen=True)
class Parts:
    """What an inquiry needs of its session."""

    planner: Planner
    tools: ToolTable
    check: Check
    execute: Callable[[Program, Mapping[str, Image], Record], Awaitable[None]]
    record: Callable[[str, Mapping[str, Image]], Record]
    effort: Effort


@dataclass(eq=False)
class Try:
    """One program and what came of it."""

    record: Record
    sample: int
    plan: Plan | None
    text: str
    doubt: str = ""
    """Why its run looks wrong although it gave an answer."""
    count: int = 1
    """How many samples wrote it."""

    @property
    def rank(self) -> int:
        """0 is an answer, 1 an answer in doubt, 2 a failed run, 3 a rejected program."""
        error = self.record.error
        if error is None:
            return 1 if self.doubt else 0
        return 3 if isinstance(error, ProgramError) else 2

    @property
    def wrong(self) -> str:
        return self.doubt if self.record.error is None else str(self.record.error)

    @property
    def evidence(self) -> float:
        return confidence.of_answer(self.record.run) if self.rank < 2 else 0.0

    def told(self) -> Tried:
        record = self.record
        answer = wording(record.run.answer) if record.error is None else str(record.error)
        return Tried(
            run=record.id,
            program=self.text,
            status=record.run.status,
            answer=answer[:SHOWN],
            sample=self.sample,
            doubt=self.doubt,
            evidence=round(self.evidence, 4),
        )


@dataclass(eq=False)
class Draft:
    """What the planner wrote as one sample, and whether the checker takes it."""

    sample: int
    events: list[Event] = field(default_factory=list)
    plan: Plan | None = None
    program: Program | None = None
    error: VisprogError | None = None


class Inquiry:
    """One question about some pictures."""

    def __init__(
        self,
        parts: Parts,
        question: str,
        images: Mapping[str, Image],
        before: Turn | None = None,
        reading: int | None = None,
    ) -> None:
        self._parts = parts
        self._question = question
        self._before = before
        self._reading = reading
        self._images = images
        self._pictures = picture.distinct(images)
        self._open: list[Record] = []
        self._ended: list[Record] = []
        self._remarks: list[str] = []
        self._spent: dict[int, Usage] = {}

    async def answer(self) -> Answer:
        """Raises ``PlanError`` when there is no program, ``Unavailable`` for what is missing."""
        try:
            chosen = await self._course()
        except BaseException as error:
            for record in self._open:
                if record not in self._ended:
                    record.end(error)
                record.close()
            raise
        return chosen.record.answer()

    # ---- the course

    async def _course(self) -> Try:
        effort = self._parts.effort
        first = self._opened()  # from the first moment on there is a trace
        drafts = await _all([self._draft(n, first) for n in range(effort.samples)])
        groups: dict[str, list[Draft]] = {}
        for draft in drafts:
            if draft.program is not None:
                groups.setdefault(draft.program.text, []).append(draft)
        chains = await _all([self._chain(group, first) for group in groups.values()])
        tries = [best for chain in chains for best in chain]
        tries += self._rejected(drafts, first)
        finals = [min(chain, key=lambda t: t.rank) for chain in chains]
        return await self._decided(tries, finals, drafts, first)

    def _opened(self) -> Record:
        record = self._parts.record(self._question, self._images)
        self._open.append(record)
        return record

    def _ends(self, record: Record, error: VisprogError | None) -> None:
        """Raises an error that is no outcome of the program: missing weights, bad settings."""
        self._ended.append(record)
        if not record.end(error) and error is not None:
            raise error

    def _request(self, sample: int) -> Request:
        return Request(
            self._question,
            len(self._pictures),
            self._parts.tools,
            sample=sample,
            before=self._before,
            reading=self._reading,
        )

    async def _draft(self, sample: int, first: Record) -> Draft:
        draft = Draft(sample)
        emit: Emit = first.emit if sample == 0 else draft.events.append
        try:
            draft.plan, draft.program = await self._drafted(sample, emit)
        except (PlanError, ProgramError, Unavailable) as error:
            draft.error = error
        return draft

    async def _drafted(
        self, sample: int, emit: Emit, plan: Plan | None = None
    ) -> tuple[Plan, Program]:
        parts = self._parts

        def counted(event: Event) -> None:
            if isinstance(event, Planned):  # its usage covers everything before it
                self._spent[sample] = Usage(**event.usage)
            emit(event)

        return await drafted(
            parts.planner,
            self._request(sample),
            tuple(self._images),
            parts.check,
            counted,
            repairs=parts.effort.repairs,
            plan=plan,
        )

    async def _chain(self, group: Sequence[Draft], first: Record) -> list[Try]:
        """A program's run, and those of what the planner makes of it when it fails."""
        draft = group[0]
        assert draft.plan is not None
        assert draft.program is not None
        sample, plan, program = draft.sample, draft.plan, draft.program
        record = first if sample == 0 else self._with(draft.events)
        tries: list[Try] = []
        for rerun in range(self._parts.effort.reruns + 1):
            tries.append(await self._run(record, sample, plan, program, len(group)))
            last = tries[-1]
            if not last.wrong or rerun == self._parts.effort.reruns:
                break
            if isinstance(last.record.error, WorkerLost):
                break
            events: list[Event] = []
            try:
                told = retold(last.record.run, last.wrong)
                plan = await self._parts.planner.repair(self._request(sample), plan, told)
                if any(plan.program == done.text for done in tries):
                    break
                plan, program = await self._drafted(sample, events.append, plan)
            except ProgramError as error:
                record = self._with(events)
                self._ends(record, error)
                tries.append(Try(record, sample, plan, record.run.program or "", count=len(group)))
                break
            except (PlanError, Unavailable) as error:
                self._remarks.append(f"it was not tried again: {error}")
                break
            record = self._with(events)
        return tries

    def _with(self, events: Sequence[Event]) -> Record:
        record = self._opened()
        for event in events:
            record.emit(event)
        return record

    async def _run(
        self, record: Record, sample: int, plan: Plan | None, program: Program, count: int = 1
    ) -> Try:
        failed: VisprogError | None = None
        try:
            await self._parts.execute(program, self._images, record)
        except VisprogError as error:
            failed = error
        self._ends(record, failed)
        editing = task_of(self._question, len(self._pictures)) == "editing"
        doubted = doubt(record.run, editing) if failed is None else ""
        return Try(record, sample, plan, program.text, doubted, count)

    def _rejected(self, drafts: Sequence[Draft], first: Record) -> list[Try]:
        """The samples that the checker did not take, each with a record."""
        tries = []
        for draft in drafts:
            if isinstance(draft.error, ProgramError):
                record = first if draft.sample == 0 else self._with(draft.events)
                self._ends(record, draft.error)
                tries.append(Try(record, draft.sample, None, record.run.program or ""))
        return tries

    # ---- the decision

    async def _decided(
        self,
        tries: list[Try],
        finals: Sequence[Try],
        drafts: Sequence[Draft],
        first: Record,
    ) -> Try:
        usable = [final for final in finals if final.rank < 2]
        sure = [final for final in usable if final.rank == 0] or usable
        if sure:
            chosen, why = self._elected(sure, tries, drafts)
        else:
            chosen, why = await self._without(tries, drafts)
        others = [other for other in tries if other is not chosen]
        if first not in (done.record for done in tries):  # its planner had no program
            self._ended.append(first)
            first.end(drafts[0].error)
        for record in self._open:
            if record is not chosen.record:
                record.close()
        if others or len(drafts) > 1 or why.by == "fallback":
            for other in others:
                chosen.record.emit(other.told())
            chosen.record.emit(why)
        if chosen.doubt:
            chosen.record.warn(f"this answer looks wrong: {chosen.doubt}")
        chosen.record.spent = sum(self._spent.values(), Usage())
        chosen.record.close()
        return chosen

    def _elected(
        self, sure: Sequence[Try], tries: Sequence[Try], drafts: Sequence[Draft]
    ) -> tuple[Try, Chosen]:
        effort = self._parts.effort
        if len(drafts) == 1:
            kept = "" if sure[0] is tries[-1] else "the program after it did no better"
            before = "" if sure[0] is tries[0] else f"the one before it: {tries[0].wrong}"
            reason = "; ".join(filter(None, (kept, before, *self._remarks)))
            return sure[0], Chosen("rerun", {}, 1.0, 0.0, reason)
        votes = [
            ballot.Vote(ballot.key_of(one.record.run.answer), one.count, one.evidence)
            for one in sure
        ]
        tally = ballot.count(votes, by_evidence=effort.choose == "evidence")
        chosen = sure[tally.winner]
        voted = sum(one.count for one in sure)
        agree = sum(vote.count for vote in votes if vote.key == votes[tally.winner].key)
        told = f"{agree} of {voted} programs agree, of {len(drafts)} that were asked for"
        reason = "; ".join([told, *self._remarks])
        weights = {_short(key): weight for key, weight in tally.weights.items()}
        return chosen, Chosen(effort.choose, weights, tally.agreement, tally.spread, reason)

    async def _without(self, tries: list[Try], drafts: Sequence[Draft]) -> tuple[Try, Chosen]:
        """When no program gave an answer: the policy, whose own program joins ``tries``. Raises
        when there is nothing to show."""
        errors = [draft.error for draft in drafts if draft.error is not None]
        best = min(tries, key=lambda one: one.rank, default=None)
        why = best.wrong if best is not None else str(errors[0])
        if self._falls_back(errors):
            fallback = await self._fallback()
            tries.append(fallback)
            if fallback.rank < 2:
                fallback.record.warn(f"no program gave an answer ({why}); the vqa model alone did")
                return fallback, Chosen("fallback", {}, 1.0, 0.0, f"vqa: {why}")
            self._remarks.append(f"the vqa model alone: {fallback.wrong}")
        if best is None:
            raise errors[0]
        return best, Chosen("nothing", {}, 0.0, 0.0, "; ".join([why, *self._remarks]))

    def _falls_back(self, errors: Sequence[VisprogError]) -> bool:
        if self._parts.effort.fallback != "vqa":
            return False
        if task_of(self._question, len(self._pictures)) in ("editing", "tagging"):
            self._remarks.append("vqa has no answer to an instruction")
            return False
        return not any(isinstance(error, Unavailable) for error in errors)

    async def _fallback(self) -> Try:
        names = [name for name, _ in self._pictures]
        more = f",more=[{', '.join(names[1:])}]" if len(names) > 1 else ""
        text = (
            f"ANSWER0=VQA(image={names[0]},question={self._question!r}{more})\n"
            "FINAL_RESULT=RESULT(var=ANSWER0)\n"
        )
        record = self._opened()
        record.emit(Planned("fallback: vqa", text))
        try:
            program = await checked(text, tuple(self._images), self._parts.check, record.emit)
        except ProgramError as error:  # the tools have no VQA
            self._ends(record, error)
            return Try(record, 0, None, text)
        return await self._run(record, 0, None, program)


def _short(key: str) -> str:
    return key if len(key) <= SHOWN else f"{key[: SHOWN - 1]}…"


async def _all(work: Sequence[Coroutine[Any, Any, T]]) -> list[T]:
    """Every result in order. The first failure ends the others and is raised itself."""
    if len(work) == 1:
        return [await work[0]]
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one) for one in work]
    except BaseExceptionGroup as failed:
        raise failed.exceptions[0] from None
    return [task.result() for task in tasks]
