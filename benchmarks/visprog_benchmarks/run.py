"""Running a benchmark: questions in, one dictionary of figures out."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from visprog import plugins
from visprog.answer import Answer
from visprog.metrics import serve
from visprog.samples import Sample
from visprog.session import Session
from visprog.types import Image
from visprog_benchmarks.attribution import natural
from visprog_benchmarks.metrics import Rate, normalised, right
from visprog_benchmarks.progress import Progress
from visprog_benchmarks.world.families import EVERY
from visprog_benchmarks.world.oracle import Oracle, picture
from visprog_benchmarks.world.question import Question
from visprog_benchmarks.world.questions import questions
from visprog_benchmarks.world.scene import Scene
from visprog_benchmarks.world.signs import SignedScene
from visprog_planners import Planner

Shown: TypeAlias = Scene | SignedScene


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
    out: Path | None = None,
    metrics_port: int | None = None,
    **session: Any,
) -> dict[str, Any]:
    """Unseen questions about unseen scenes, end to end and with perfect tools.

    Questions of all families, by default; those that the grammar does not read come with their
    programs, whatever the planner.
    The second run has the same planner, checker, sandbox and engine, and tools that answer from
    the scene graph: what is wrong there is not the models' fault. ``trace_dir`` keeps the traces of
    the first, each with its attribution for :mod:`visprog.analysis.report`. With ``out``, a folder,
    finished questions are kept there, and a run that was cut off goes on where it ended.
    ``session`` are further settings of :class:`Session`: ``backend``, ``address``, ``replicas``,
    ``live``. Raises ``Unavailable`` when the pack's weights or the planner's service are absent.
    """
    start = time.perf_counter()
    settings: dict[str, Any] = {
        "pack": pack, "planner": planner, "planner_url": planner_url, **session
    }  # fmt: skip
    # opened first: what is wrong with the settings is said before minutes of drawing
    with Session(trace_dir=trace_dir, **settings) if end_to_end else nullcontext() as measured:
        asked = questions(
            n,
            seed,
            world="harder" if world == "harder" else "plain",
            families=EVERY if families is None else families,
        )
        pictures = _pictures(asked)
        oracle = Oracle((image, shown) for shown, image in pictures.items())
        perfect = oracle.tools()
        name = f"{world}-{seed}-{n}"

        def outcomes(asks: Session, what: str) -> list[Outcome]:
            journal = out / f"{name}-{what.replace(' ', '-')}.jsonl" if out else None
            with ExitStack() as stack:
                if metrics_port is not None:
                    _, end = serve(asks.status, metrics_port)
                    stack.callback(end)
                say = stack.enter_context(Progress(what, n, wanted=progress))
                return _ask_all(asks, asked, pictures, say, journal)

        real: list[Outcome] = []
        with Session(tools=plugins.tools().replaced(perfect), **settings) as asks:
            ideal = outcomes(asks, "perfect tools")
        if measured is not None:
            real = outcomes(measured, "end to end")
            if trace_dir is not None:
                with Progress("attribution", n, wanted=progress) as say:
                    _attribute(measured, real, oracle, say)
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


def _ask_all(
    session: Session,
    asked: Sequence[Question],
    pictures: Mapping[Shown, Image],
    say: Progress,
    journal: Path | None,
) -> list[Outcome]:
    found: dict[int, Outcome] = {}
    samples = (
        _sample(str(index), question, [pictures[shown] for shown in question.shown])
        for index, question in enumerate(asked)
    )
    for result in session.map(samples, journal=journal):
        number = int(result.id)
        message = "" if result.ok else result.text
        found[number] = Outcome(
            asked[number], result.status, result.value, result.program, message, result.answer
        )
        say.step(before=result.before)
    return [found[number] for number in range(len(asked))]


def _sample(id: str, question: Question, images: list[Image]) -> Sample:
    """The question, or its program where the planner would not read it."""
    if question.meaning is None:
        return Sample(id, images, program=question.program)
    return Sample(id, images, question=question.text)


def _attribute(
    session: Session, outcomes: Sequence[Outcome], oracle: Oracle, say: Progress
) -> None:
    """Put what the scene graph knows of every step beside the runs' traces."""
    for outcome in outcomes:
        if outcome.record is not None and outcome.record.trace is not None:
            found = natural.findings(session, outcome.record, outcome.question.answer, oracle)
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
