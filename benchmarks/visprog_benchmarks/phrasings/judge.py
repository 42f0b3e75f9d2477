"""Whether the program for a phrasing is right: it is run with perfect tools on every state of the
place that the phrasing is about, and its answers are compared with the truth."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from visprog import plugins
from visprog.errors import PlanError, ProgramError
from visprog.session import Session
from visprog.types import Image
from visprog_benchmarks.metrics import normalised, right
from visprog_benchmarks.phrasings import world
from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.dataset_style import gqa, nlvr, stories, told
from visprog_benchmarks.phrasings.dataset_style.story import Story
from visprog_benchmarks.phrasings.sights import SIGHTS
from visprog_benchmarks.phrasings.truth import Shown, Truth
from visprog_benchmarks.world.oracle import Oracle, picture
from visprog_planners import Planner

Half = Literal["open", "held back"]
List = Literal["world", "gqa", "nlvr"]
Kind = Literal["right", "wrong", "refused", "failed"]

WHOLE: Mapping[str, Half] = {
    **dict.fromkeys(world.OPEN, "open"),
    **dict.fromkeys(world.HELD_BACK, "held back"),
}
"""Files of the world's list that are not halved."""

IN_FLIGHT = 4
"""Programs that run at once."""


@dataclass(frozen=True, slots=True)
class Case:
    """A phrasing with the pictures of every state of its place, and the answer on each."""

    list: List
    family: str
    half: Half
    place: str
    question: str
    states: tuple[tuple[Image, ...], ...]
    answers: tuple[Any, ...]
    """``None`` where the question takes for granted what is not so."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a phrasing: ``failed`` is a run that ended in an error."""

    case: Case
    kind: Kind
    detail: str = ""

    def to_json(self) -> dict[str, Any]:
        return {
            "list": self.case.list,
            "family": self.case.family,
            "half": self.case.half,
            "question": self.case.question,
            "verdict": self.kind,
            "detail": self.detail,
        }


class Pictures:
    """The pictures of all phrasings, each rendered once, and the perfect tools for them.

    A picture that a question is about twice is two pictures of the same pixels.
    """

    def __init__(self) -> None:
        self._made: dict[tuple[Shown | Story, int], Image] = {}

    def of(self, shown: Sequence[Shown | Story]) -> tuple[Image, ...]:
        """The pictures of the scenes or stories that one state shows."""
        images = []
        for place, what in enumerate(shown):
            key = (what, shown[:place].count(what))
            if key not in self._made:
                self._made[key] = told.picture(what) if isinstance(what, Story) else picture(what)
            images.append(self._made[key])
        return tuple(images)

    def oracle(self) -> Oracle:
        """Perfect tools for what was rendered."""
        known = ((image, what) for (what, _), image in self._made.items())
        return Oracle((image, what) for image, what in known if not isinstance(what, Story))

    def teller(self) -> told.Told:
        """Perfect tools for what was told."""
        known = ((image, what) for (what, _), image in self._made.items())
        return told.Told((image, what) for image, what in known if isinstance(what, Story))


def cases(pictures: Pictures) -> list[Case]:
    """Every question and statement, those held back among them."""
    found = [
        _asked("world", family, number, row, pictures)
        for family, rows in world.ALL.items()
        for number, row in enumerate(rows)
    ]
    found += [
        _told("gqa", number, row, ((story,) for story in stories.PLACES[row.place]), pictures)
        for number, row in enumerate(gqa.ROWS)
    ]
    found += [
        _asked("nlvr", "counts", number, row, pictures) for number, row in enumerate(nlvr.WORLD)
    ]
    found += [
        _told("nlvr", number, row, stories.PAIRS[row.place], pictures)
        for number, row in enumerate(nlvr.ROWS)
    ]
    return found


def _asked(list_: List, family: str, number: int, row: Asked, pictures: Pictures) -> Case:
    states = SIGHTS[row.place]
    answers = tuple(_answer(row, scenes) for scenes in states)
    images = tuple(pictures.of(scenes) for scenes in states)
    return Case(list_, family, half(number, family), row.place, row.question, images, answers)


def _answer(row: Asked, scenes: tuple[Shown, ...]) -> Any:
    try:
        return row.answer(Truth(scenes))
    except ValueError:  # "the leftmost car" where there is none
        return None


def _told(list_: List, number: int, row: gqa.Told, states: Any, pictures: Pictures) -> Case:
    images = tuple(pictures.of(many) for many in states)
    return Case(list_, "told", half(number), row.place, row.question, images, row.answers)


def half(number: int, family: str = "") -> Half:
    """Where a file's row of this number belongs: every other one is held back, unless all or none
    of its file is."""
    return WHOLE.get(family, "held back" if number % 2 else "open")


Run = tuple[str, List, str, str]
"""A program, the list and the place whose pictures it is run on, the answers it should give."""


async def judge(session: Session, case: Case, known: dict[Run, tuple[Kind, str]]) -> Verdict:
    """Plan once, run on every state. ``known`` keeps what became of each run: many phrasings of one
    question make one program."""
    try:
        _, program = await session.plan_async(case.question, len(case.states[0]))
    except (PlanError, ProgramError) as error:
        return Verdict(case, "refused" if isinstance(error, PlanError) else "failed", str(error))
    run = (program.text, case.list, case.place, repr(case.answers))
    if run not in known:
        known[run] = await _run(session, case, program.text)
    return Verdict(case, *known[run])


async def _run(session: Session, case: Case, program: str) -> tuple[Kind, str]:
    for images, expected in zip(case.states, case.answers, strict=True):
        if expected is None:
            continue
        answer = await session.run_async(program, list(images))
        if answer.error is not None:
            return "failed", f"{answer.error}\n{program}"
        if not right(_place(answer.result, len(images)), _place(expected, len(images))):
            got = f"{normalised(answer.result)}, not {normalised(expected)}"
            return "wrong", f"{got}\n{program}"
    return "right", program


def _place(answer: Any, pictures: int) -> Any:
    """Of two pictures the left one is image 1 too, and the right one image 2."""
    sides = {"left": "image 1", "right": "image 2"} if pictures == 2 else {}
    return sides.get(answer, answer) if isinstance(answer, str) else answer


def judged(
    planner: str | Planner = "grammar",
    planner_url: str | None = None,
    halves: Collection[Half] = ("open", "held back"),
) -> list[Verdict]:
    """Every phrasing of the halves, in order. Raises ``Unavailable`` for a planner that is not
    there."""
    pictures = Pictures()
    every = [case for case in cases(pictures) if case.half in halves]
    drawn = plugins.tools().replaced(pictures.oracle().tools())
    imagined = plugins.tools().replaced(pictures.teller().tools())
    found: dict[int, Verdict] = {}
    for tools, told_ in ((drawn, False), (imagined, True)):
        some = [case for case in every if (case.family == "told") is told_]
        with Session(
            pack="micro", tools=tools, planner=planner, planner_url=planner_url
        ) as session:
            for verdict in asyncio.run(_all(session, some)):
                found[id(verdict.case)] = verdict
    return [found[id(case)] for case in every]


async def _all(session: Session, some: Sequence[Case]) -> list[Verdict]:
    gate = asyncio.Semaphore(IN_FLIGHT)
    known: dict[Run, tuple[Kind, str]] = {}

    async def one(case: Case) -> Verdict:
        async with gate:
            return await judge(session, case, known)

    return list(await asyncio.gather(*(one(case) for case in some)))
