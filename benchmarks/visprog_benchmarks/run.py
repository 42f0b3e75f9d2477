"""Running a benchmark: questions in, one dictionary of figures out."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from visprog import plugins
from visprog.answer import Answer
from visprog.errors import PlanError
from visprog.session import Session
from visprog.types import Image
from visprog_benchmarks.attribution import natural
from visprog_benchmarks.metrics import Rate, normalised, right
from visprog_benchmarks.world.families import EVERY
from visprog_benchmarks.world.oracle import Oracle, picture
from visprog_benchmarks.world.question import Question
from visprog_benchmarks.world.questions import questions
from visprog_benchmarks.world.scene import Scene
from visprog_benchmarks.world.signs import SignedScene
from visprog_planners import Planner

Shown: TypeAlias = Scene | SignedScene
IN_FLIGHT = 8
"""Questions asked at once, so that their tool calls can share batches."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question and what became of it."""

    question: Question
    status: str
    """``ok``, ``refused`` by the planner, or the answer's own status."""
    got: Any
    program: str
    message: str = ""
    record: Answer | None = field(default=None, repr=False, compare=False)

    @property
    def right(self) -> bool:
        return self.status == "ok" and right(self.got, self.question.answer)

    def to_json(self) -> dict[str, Any]:
        return {
            "seeds": list(self.question.seeds),
            "family": self.question.family,
            "question": self.question.text,
            "program": self.program,
            "got": normalised(self.got) if self.status == "ok" else None,
            "expected": self.question.answer,
            "status": self.status,
            "message": self.message,
        }


def world_vqa(
    n: int,
    seed: int,
    *,
    pack: str = "micro",
    planner: str | Planner = "grammar",
    planner_url: str | None = None,
    world: str = "plain",
    families: Sequence[str] | None = None,
    trace_dir: Path | None = None,
    end_to_end: bool = True,
    progress: bool = True,
) -> dict[str, Any]:
    """Unseen questions about unseen scenes, end to end and with perfect tools.

    Questions of all families, by default; those that the grammar does not read come with their
    programs, whatever the planner.
    The second run has the same planner, checker, sandbox and engine, and tools that answer from
    the scene graph: what is wrong there is not the models' fault. ``trace_dir`` keeps the traces of
    the first, each with its attribution for :mod:`visprog.analysis.report`. Raises ``Unavailable``
    when the pack's weights or the planner's service are absent.
    """
    start = time.perf_counter()
    asked = questions(
        n,
        seed,
        world="harder" if world == "harder" else "plain",
        families=EVERY if families is None else families,
    )
    pictures = _pictures(asked)
    say = _Progress(progress, n)
    oracle = Oracle((image, shown) for shown, image in pictures.items())
    perfect = oracle.tools()
    settings: dict[str, Any] = {"pack": pack, "planner": planner, "planner_url": planner_url}
    with Session(tools=plugins.tools().replaced(perfect), **settings) as session:
        ideal = asyncio.run(_ask_all(session, asked, pictures, say.named("perfect tools")))
    real: list[Outcome] = []
    if end_to_end:
        with Session(trace_dir=trace_dir, **settings) as session:
            real = asyncio.run(_ask_all(session, asked, pictures, say.named("end to end")))
            if trace_dir is not None:
                _attribute(session, real, oracle, say.named("attribution"))
    return {
        "benchmark": "world-vqa",
        "n": n,
        "seed": seed,
        "world": world,
        "pack": pack,
        "planner": planner if isinstance(planner, str) else planner.name,
        **_figures("", real),
        **_figures("_perfect_tools", ideal),
        "families": _families(real or ideal, ideal),
        "failures": [outcome.to_json() for outcome in real if not outcome.right],
        "failures_perfect_tools": [outcome.to_json() for outcome in ideal if not outcome.right],
        "seconds": round(time.perf_counter() - start, 2),
    }


def show(result: Mapping[str, Any]) -> None:
    """The figures as a table on standard output."""
    print(f"{'family':18}{'n':>5}{'end to end':>12}{'95 %':>15}{'perfect tools':>15}")
    for name, row in result["families"].items():
        low, high = row["end_to_end"]["interval"]
        print(
            f"{name:18}{row['end_to_end']['n']:>5}{row['end_to_end']['rate']:>12.3f}"
            f"{f'{low:.2f} .. {high:.2f}':>15}{row['perfect_tools']['rate']:>15.3f}"
        )
    for suffix, words in (("", "end to end"), ("_perfect_tools", "with perfect tools")):
        if result[f"accuracy{suffix}"] is not None:
            low, high = result[f"interval{suffix}"]
            print(f"{words}: {result[f'accuracy{suffix}']:.3f} ({low:.3f} .. {high:.3f})")
    print(f"refused by the planner: {result['refused_perfect_tools']}")
    for failure in result["failures"][:20]:
        print(
            f"  {failure['question']!r} on {failure['seeds']}: "
            f"{failure['got'] or failure['message']}, expected {failure['expected']}"
        )


async def _ask_all(
    session: Session, asked: Sequence[Question], pictures: Mapping[Shown, Image], say: _Progress
) -> list[Outcome]:
    gate = asyncio.Semaphore(IN_FLIGHT)

    async def one(question: Question) -> Outcome:
        async with gate:
            outcome = await _ask(session, question, [pictures[s] for s in question.shown])
        say.step()
        return outcome

    return list(await asyncio.gather(*(one(question) for question in asked)))


async def _ask(session: Session, question: Question, images: list[Image]) -> Outcome:
    try:
        if question.meaning is None:
            answer = await session.run_async(question.program, images)
        else:
            answer = await session.ask_async(images, question.text)
    except PlanError as error:
        return Outcome(question, "refused", None, "", str(error))
    message = str(answer.error) if answer.error else ""
    return Outcome(question, answer.status, answer.result, answer.program, message, answer)


def _attribute(
    session: Session, outcomes: Sequence[Outcome], oracle: Oracle, say: _Progress
) -> None:
    """Put what the scene graph knows of every step beside the runs' traces."""
    for outcome in outcomes:
        if outcome.record is not None and outcome.record.trace is not None:
            found = natural.findings(session, outcome.record, outcome.question, oracle)
            found.save(outcome.record.trace)
        say.step()


def _pictures(asked: Sequence[Question]) -> dict[Shown, Image]:
    return {shown: picture(shown) for shown in {s: None for q in asked for s in q.shown}}


def _figures(suffix: str, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    rate = Rate(sum(outcome.right for outcome in outcomes), len(outcomes))
    if not outcomes:
        return {f"accuracy{suffix}": None, f"interval{suffix}": None, f"refused{suffix}": None}
    return {
        f"accuracy{suffix}": round(rate.value, 4),
        f"interval{suffix}": [round(edge, 4) for edge in rate.interval],
        f"refused{suffix}": sum(outcome.status == "refused" for outcome in outcomes),
        f"failed{suffix}": sum(outcome.status not in {"ok", "refused"} for outcome in outcomes),
    }


def _families(real: Sequence[Outcome], ideal: Sequence[Outcome]) -> dict[str, Any]:
    names = dict.fromkeys(outcome.question.family for outcome in ideal)
    return {
        name: {"end_to_end": _rate(name, real), "perfect_tools": _rate(name, ideal)}
        for name in names
    }


def _rate(family: str, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    own = [outcome.right for outcome in outcomes if outcome.question.family == family]
    return Rate(sum(own), len(own)).to_json()


class _Progress:
    """A line on standard error now and then."""

    def __init__(self, wanted: bool, total: int, name: str = "") -> None:
        self._wanted, self._total, self._name = wanted, total, name
        self._done, self._last = 0, time.monotonic()

    def named(self, name: str) -> _Progress:
        return _Progress(self._wanted, self._total, name)

    def step(self) -> None:
        self._done += 1
        now = time.monotonic()
        if self._wanted and (now - self._last > 2 or self._done == self._total):
            self._last = now
            print(f"{self._name}: {self._done} of {self._total}", file=sys.stderr, flush=True)
