"""The phrasings of ``phrasings.json``: how people ask, with the right answer on a given scene.

They were written apart from the grammar. ``answer`` null means that the question must be refused;
``may_refuse`` that refusing is as good as the right answer. A wrong answer is never good.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from tests.benchmarks import plain
from visprog.errors import PlanError, ToolError
from visprog_benchmarks.metrics import right
from visprog_benchmarks.world.layout import Put, compose
from visprog_benchmarks.world.scene import Scene
from visprog_planners import Request
from visprog_planners.grammar import GrammarPlanner


@dataclass(frozen=True)
class Phrasing:
    """One way to ask."""

    question: str
    images: tuple[str, ...]
    answer: str | None
    may_refuse: bool = False


@dataclass(frozen=True)
class Verdict:
    """What became of a phrasing."""

    phrasing: Phrasing
    kind: Literal["right", "wrong", "refused", "failed", "crashed"]
    detail: str

    @property
    def good(self) -> bool:
        if self.kind in {"refused", "failed"}:
            return self.phrasing.answer is None or self.phrasing.may_refuse
        return self.kind == "right"


@cache
def _table() -> Mapping[str, Any]:
    path = Path(__file__).with_name("phrasings.json")
    table: Mapping[str, Any] = json.loads(path.read_text("utf-8"))
    return table


def phrasings() -> list[Phrasing]:
    return [
        Phrasing(row["question"], tuple(row["images"]), row["answer"], row.get("may_refuse", False))
        for row in _table()["phrasings"]
    ]


@cache
def scene(name: str) -> Scene:
    description = _table()["scenes"][name]
    return compose([_put(put) for put in description["puts"]], ground=description["ground"])


def _put(row: Mapping[str, Any]) -> Put:
    return Put(
        row["noun"],
        tuple(row["at"]) if "at" in row else None,
        row.get("size"),
        row.get("colour"),
        holds=tuple(_put(held) for held in row.get("holds", ())),
    )


def judge(phrasing: Phrasing) -> Verdict:
    """Plan with the grammar, run with perfect tools, compare."""
    request = Request(phrasing.question, len(phrasing.images))
    try:
        program = asyncio.run(GrammarPlanner().plan(request)).program
    except PlanError as error:
        return Verdict(phrasing, "refused", str(error))
    try:
        got = plain.run(program, tuple(scene(name) for name in phrasing.images))
    except (ToolError, AssertionError) as error:  # a run that says what it did not find
        return Verdict(phrasing, "failed", f"{error}\n{program}")
    except Exception as error:  # whatever it is, the program should not have done it
        return Verdict(phrasing, "crashed", f"{type(error).__name__}: {error}\n{program}")
    same = phrasing.answer is not None and right(got, phrasing.answer)
    return Verdict(phrasing, "right" if same else "wrong", f"{got!r}\n{program}")
