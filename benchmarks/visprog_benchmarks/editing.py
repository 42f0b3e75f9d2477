"""``visprog bench run world-edit``: unseen instructions on unseen scenes, judged pixel by pixel."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from visprog import plugins
from visprog.errors import PlanError
from visprog.session import Session
from visprog.types import Image
from visprog_benchmarks.metrics import Rate
from visprog_benchmarks.world.edited import Judged, judge
from visprog_benchmarks.world.instructions import Instruction, instructions
from visprog_benchmarks.world.oracle import Oracle, picture
from visprog_benchmarks.world.render import render

IN_FLIGHT = 4
"""Instructions followed at once."""
PERFECT = ("LOC", "DETECT", "SEG")
"""The tools that say where things are; those that edit have no truth to be exchanged for."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One instruction and what became of it."""

    given: Instruction
    judged: Judged | None
    message: str = ""

    @property
    def right(self) -> bool:
        return self.judged is not None and self.judged.right

    def to_json(self) -> dict[str, Any]:
        found: dict[str, Any] = {
            "seed": self.given.scene.seed,
            "kind": self.given.kind,
            "instruction": self.given.text,
            "right": self.right,
            "message": self.message,
        }
        if self.judged is None:
            return found
        return found | {
            "changed": round(self.judged.changed, 4),
            "spilt": round(self.judged.spilt, 4),
            "effect": self.judged.effect,
        }


def world_edit(
    n: int,
    seed: int,
    *,
    pack: str = "micro",
    planner: str = "grammar",
    planner_url: str | None = None,
) -> dict[str, Any]:
    """The share of edits that changed what they should and left the rest alone.

    End to end, and with perfect regions: the same tools edit, and where things are comes from the
    scene graph. Raises ``Unavailable`` when the pack's weights or the planner's service are absent.
    """
    start = time.perf_counter()
    given = instructions(n, seed)
    pictures = [picture(one.scene) for one in given]
    settings: dict[str, Any] = {"pack": pack, "planner": planner, "planner_url": planner_url}
    scenes = ((image, one.scene) for image, one in zip(pictures, given, strict=True))
    perfect = Oracle(scenes).tools()
    tools = plugins.tools().replaced({name: perfect[name] for name in PERFECT})
    with Session(tools=tools, **settings) as session:
        ideal = asyncio.run(_follow_all(session, given, pictures))
    with Session(**settings) as session:
        real = asyncio.run(_follow_all(session, given, pictures))
    return {
        "benchmark": "world-edit",
        "n": n,
        "seed": seed,
        "pack": pack,
        "planner": planner,
        **_figures("", real),
        **_figures("_perfect_regions", ideal),
        "kinds": {
            kind: {
                "end_to_end": _rate([one for one in real if one.given.kind == kind]),
                "perfect_regions": _rate([one for one in ideal if one.given.kind == kind]),
            }
            for kind in dict.fromkeys(one.kind for one in given)
        },
        "failures": [one.to_json() for one in real if not one.right],
        "failures_perfect_regions": [one.to_json() for one in ideal if not one.right],
        "seconds": round(time.perf_counter() - start, 2),
    }


def show(result: Mapping[str, Any]) -> None:
    """The figures as a table on standard output."""
    print(f"{'kind':18}{'n':>5}{'end to end':>12}{'perfect regions':>17}")
    for kind, row in result["kinds"].items():
        real, ideal = row["end_to_end"], row["perfect_regions"]
        print(f"{kind:18}{real['n']:>5}{real['rate']:>12.3f}{ideal['rate']:>17.3f}")
    for suffix, words in (("", "end to end"), ("_perfect_regions", "with perfect regions")):
        low, high = result[f"interval{suffix}"]
        print(
            f"{words}: {result[f'accuracy{suffix}']:.3f} ({low:.3f} .. {high:.3f}) right; region "
            f"changed {result[f'inside{suffix}']:.3f}, outside unchanged "
            f"{result[f'outside{suffix}']:.3f}"
        )
    for failure in result["failures"][:20]:
        print(f"  {failure['instruction']!r} on {failure['seed']}: {_why(failure)}")


def _why(failure: Mapping[str, Any]) -> str:
    if failure["message"]:
        return str(failure["message"])
    effect = "" if failure["effect"] else ", not as asked"
    return (
        f"{failure['changed']:.0%} of the region changed{effect}; "
        f"{failure['spilt']:.1%} of the rest changed"
    )


async def _follow_all(
    session: Session, given: Sequence[Instruction], pictures: Sequence[Image]
) -> list[Outcome]:
    gate = asyncio.Semaphore(IN_FLIGHT)

    async def one(instruction: Instruction, image: Image) -> Outcome:
        async with gate:
            return await _follow(session, instruction, image)

    return list(await asyncio.gather(*map(one, given, pictures)))


async def _follow(session: Session, instruction: Instruction, image: Image) -> Outcome:
    try:
        answer = await session.ask_async([image], instruction.text)
    except PlanError as error:
        return Outcome(instruction, None, str(error))
    if answer.error is not None:
        return Outcome(instruction, None, str(answer.error))
    if not isinstance(answer.result, Image):
        return Outcome(instruction, None, "the answer is no picture")
    return Outcome(
        instruction, judge(instruction, image, answer.result, render(instruction.scene)[1])
    )


def _figures(suffix: str, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    rate = Rate(sum(one.right for one in outcomes), len(outcomes))
    judged = [one.judged for one in outcomes if one.judged is not None]
    return {
        f"accuracy{suffix}": round(rate.value, 4),
        f"interval{suffix}": [round(edge, 4) for edge in rate.interval],
        f"inside{suffix}": round(sum(one.inside for one in judged) / len(outcomes), 4),
        f"outside{suffix}": round(sum(one.outside for one in judged) / len(outcomes), 4),
    }


def _rate(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    return Rate(sum(one.right for one in outcomes), len(outcomes)).to_json()
