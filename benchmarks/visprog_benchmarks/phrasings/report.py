"""The figures of ``visprog bench run phrasings``."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from visprog_benchmarks.metrics import Rate
from visprog_benchmarks.phrasings.judge import Verdict, judged
from visprog_benchmarks.phrasings.world import REPHRASED, UNSEEN
from visprog_planners import Planner

KINDS = ("right", "wrong", "failed", "refused")


def run(planner: str | Planner = "grammar", planner_url: str | None = None) -> dict[str, Any]:
    """Every phrasing planned, and its program run with perfect tools."""
    start = time.perf_counter()
    verdicts = judged(planner, planner_url)
    world = [verdict for verdict in verdicts if verdict.case.list == "world"]
    return {
        "benchmark": "phrasings",
        "planner": planner if isinstance(planner, str) else planner.name,
        "lists": {
            "world": _halves([v for v in world if v.case.family not in {*UNSEEN, *REPHRASED}]),
            "rephrased": _halves([v for v in world if v.case.family in REPHRASED]),
            "world unseen": _halves([v for v in world if v.case.family in UNSEEN]),
            "gqa and nlvr": _halves([v for v in verdicts if v.case.list != "world"]),
            "gqa": _halves([v for v in verdicts if v.case.list == "gqa"]),
            "nlvr": _halves([v for v in verdicts if v.case.list == "nlvr"]),
        },
        "failures": [v.to_json() for v in verdicts if v.kind != "right"],
        "seconds": round(time.perf_counter() - start, 2),
    }


def show(result: Mapping[str, Any]) -> None:
    """The figures as a table on standard output, and what was read wrongly."""
    print(f"{'list':14}{'half':12}{'n':>5}" + "".join(f"{k:>9}" for k in KINDS) + f"{'rate':>8}")
    for name, halves in result["lists"].items():
        for half, row in halves.items():
            counts = "".join(f"{row[kind]:>9}" for kind in KINDS)
            print(f"{name:14}{half:12}{row['n']:>5}{counts}{row['rate']:>8.3f}")
    for failure in result["failures"]:
        if failure["verdict"] in {"wrong", "failed"} and failure["half"] == "open":
            print(f"  {failure['verdict']}: {failure['question']}")


def _halves(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    return {
        half: _row([v for v in verdicts if half in ("both", v.case.half)])
        for half in ("open", "held back", "both")
    }


def _row(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    counts = {kind: sum(verdict.kind == kind for verdict in verdicts) for kind in KINDS}
    return {"n": len(verdicts), **counts, **_rate(counts["right"], len(verdicts))}


def _rate(right: int, n: int) -> dict[str, Any]:
    found = Rate(right, n).to_json()
    return {"rate": found["rate"], "interval": found["interval"]}
