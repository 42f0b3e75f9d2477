"""One shot, checking with repair, and voting, side by side: ``visprog bench planners``.

World questions with perfect tools, so that a wrong answer is the program's fault. The planner is
the project's own on a source that spoils programs at known rates (:mod:`.noise`). Its mistakes are
drawn for every reply by themselves, but for questions that it always misreads: a real model's are
more alike, so what voting gains here is more than it gains there.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from visprog import plugins
from visprog.effort import Effort
from visprog.errors import PlanError
from visprog.session import Session
from visprog.tool import ToolTable
from visprog.types import Image
from visprog_benchmarks.metrics import Rate, right
from visprog_benchmarks.planning.noise import NoisySource, Rates
from visprog_benchmarks.world.oracle import Oracle, picture
from visprog_benchmarks.world.question import Question
from visprog_benchmarks.world.questions import questions
from visprog_benchmarks.world.scene import Scene
from visprog_planners.llm import LLMPlanner
from visprog_planners.prompt import Prompting

IN_FLIGHT = 8

STRATEGIES: Mapping[str, Effort] = {
    "one shot": Effort(repairs=0, reruns=0),
    "check and repair": Effort(repairs=2, reruns=0),
    "check, repair, repair from runs": Effort(repairs=2, reruns=1),
    "vote of 5, no repair": Effort(repairs=0, reruns=0, samples=5),
    "vote of 5, with repair": Effort(repairs=2, reruns=1, samples=5),
    "evidence of 5, with repair": Effort(repairs=2, reruns=1, samples=5, choose="evidence"),
}
"""By name, in the order of the table."""


def compare(
    n: int,
    seed: int,
    *,
    rates: Rates | None = None,
    strategies: Sequence[str] = tuple(STRATEGIES),
    progress: bool = True,
) -> dict[str, Any]:
    """Every strategy on the same ``n`` questions of the test split, with the same noise."""
    start = time.perf_counter()
    asked = questions(n, seed)
    pictures = {scene: picture(scene) for scene in {s: None for q in asked for s in q.scenes}}
    perfect = Oracle((image, scene) for scene, image in pictures.items()).tools()
    tools = plugins.tools().replaced(perfect)
    rows = {}
    for name in strategies:
        rows[name] = _row(STRATEGIES[name], asked, pictures, tools, seed, rates)
        if progress:
            print(f"{name}: {rows[name]['rate']:.3f}", file=sys.stderr, flush=True)
    return {
        "benchmark": "planners",
        "n": n,
        "seed": seed,
        "noise": asdict(rates or Rates()),
        "strategies": rows,
        "seconds": round(time.perf_counter() - start, 2),
    }


def show(result: Mapping[str, Any]) -> None:
    """The strategies as a table on standard output."""
    print(f"{result['n']} questions, perfect tools, noise {result['noise']}")
    head = (
        f"{'strategy':34}{'right':>7}{'95 %':>15}{'no answer':>11}{'programs':>10}{'requests':>10}"
    )
    print(head)
    for name, row in result["strategies"].items():
        low, high = row["interval"]
        print(
            f"{name:34}{row['rate']:>7.3f}{f'{low:.3f} .. {high:.3f}':>15}"
            f"{row['no_answer']:>11}{row['programs']:>10.2f}{row['requests']:>10.2f}"
        )


def _row(
    effort: Effort,
    asked: Sequence[Question],
    pictures: Mapping[Scene, Image],
    tools: ToolTable,
    seed: int,
    rates: Rates | None,
) -> dict[str, Any]:
    source = NoisySource({question.text: question.program for question in asked}, seed, rates)
    planner = LLMPlanner(source, prompting=Prompting(count=2, wrong=0))
    with Session(pack="micro", planner=planner, tools=tools, effort=effort) as session:
        outcomes = asyncio.run(_ask_all(session, asked, pictures))
    rate = Rate(sum(outcome["right"] for outcome in outcomes), len(outcomes))
    return {
        **rate.to_json(),
        "no_answer": sum(outcome["status"] != "ok" for outcome in outcomes),
        "programs": _mean(outcome["programs"] for outcome in outcomes),
        "requests": _mean(outcome["requests"] for outcome in outcomes),
    }


async def _ask_all(
    session: Session, asked: Sequence[Question], pictures: Mapping[Scene, Image]
) -> list[dict[str, Any]]:
    gate = asyncio.Semaphore(IN_FLIGHT)

    async def one(question: Question) -> dict[str, Any]:
        async with gate:
            try:
                answer = await session.ask_async(
                    [pictures[scene] for scene in question.scenes], question.text
                )
            except PlanError:
                return {"right": False, "status": "no program", "programs": 0, "requests": 2}
        return {
            "right": answer.ok and right(answer.result, question.answer),
            "status": answer.status,
            "programs": 1 + len(answer.run.tried),
            "requests": answer.run.usage["requests"],
        }

    return list(await asyncio.gather(*(one(question) for question in asked)))


def _mean(numbers: Iterable[float]) -> float:
    found = list(numbers)
    return round(sum(found) / max(len(found), 1), 2)
