"""What many runs say: how often each tool errs, what becomes of its errors, what they cost.

Everything here is a count with an interval. Runs without gold for their steps count where only the
answer matters; runs without a known answer count in the costs alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

from visprog.analysis.calibration import (
    Bin,
    area_under,
    cross_fitted,
    expected_error,
    reliability,
    risk_coverage,
)
from visprog.analysis.findings import WRONG, Findings, StepFinding, load
from visprog.analysis.rate import Rate, bootstrap
from visprog.errors import UsageError
from visprog.trace import Run, read
from visprog.trace.recorder import LINES

PLANNER = "planner"
LONGEST = 6
"""Chains of more looks than this are counted together."""


@dataclass(frozen=True)
class Judged:
    """A run and what was found out about it, if anything was."""

    run: Run
    findings: Findings | None

    @property
    def right(self) -> bool | None:
        return self.findings.right if self.findings is not None else None

    @property
    def steps(self) -> tuple[StepFinding, ...]:
        """The steps with gold."""
        if self.findings is None or self.findings.gold != "steps":
            return ()
        return tuple(step for step in self.findings.steps if step.kind is not None)


@dataclass(frozen=True)
class ToolRow:
    """One tool over all runs."""

    tool: str
    wrong: Rate
    """Steps whose value is wrong, for whatever reason."""
    errs: Rate
    """Steps that are wrong by themselves, on right inputs."""
    inherited: int
    masked: int
    types: Mapping[str, int]
    asks_model: bool


@dataclass(frozen=True)
class Passage:
    """Errors on their way from one tool to another."""

    source: str
    target: str
    transmitted: Rate

    @property
    def absorbed(self) -> float:
        """1 - the rate of transmission."""
        return 1 - self.transmitted.value


@dataclass(frozen=True)
class Gain:
    """What perfect mechanisms of one tool (or a right program) would gain, in answers."""

    tool: str
    alone: float
    """Exchanged in isolation, as TIDE does."""
    alone_interval: tuple[float, float]
    share: float
    """Shapley; the shares of all tools and the planner add up to the gap."""
    share_interval: tuple[float, float]


@dataclass(frozen=True)
class Chain:
    """Runs whose answer depends on this many looks."""

    k: int
    right: Rate
    sound: Rate
    """Runs in which no step is wrong by itself."""
    predicted: float
    """``(1 - e)^K`` with one error rate for all tools."""
    predicted_interval: tuple[float, float]
    by_tool: float
    """The mean over runs of ``prod (1 - e_tool)``."""


@dataclass(frozen=True)
class Cost:
    """What runs cost, and what a right answer does."""

    seconds: float
    model_calls: int
    tokens: int
    money: float
    right: int

    def per_right(self, amount: float) -> float | None:
        return amount / self.right if self.right else None


@dataclass(frozen=True)
class Calibration:
    """Composed confidences of answers against their rightness."""

    bins: Sequence[Bin]
    error: float
    """ECE."""
    fitted_error: float
    """ECE once two numbers are fitted to the other half of the runs (Platt 1999)."""
    curve: Sequence[tuple[float, float]]
    area: float
    n: int


@dataclass(frozen=True)
class Report:
    """Everything over a set of runs."""

    runs: int
    failed: int
    """Runs without an answer."""
    right: Rate
    stepped: int
    """Runs with gold for their steps."""
    lucky: Rate
    """Of the right answers with gold for steps, those with a wrong step: right for the wrong
    reasons."""
    verdicts: Mapping[str, int]
    tools: Sequence[ToolRow]
    passages: Sequence[Passage]
    gap: float
    """1 - the share of right answers, over runs with gold for steps."""
    gains: Sequence[Gain]
    chains: Sequence[Chain]
    looks: Rate
    """Steps that ask a model and are wrong by themselves."""
    calibration: Calibration
    cost: Cost
    examples: Sequence[Judged]
    """Wrong and lucky ones, to look at."""

    def to_json(self) -> dict[str, Any]:
        body: dict[str, Any] = _json(self)
        return body


def collect(paths: Sequence[Path]) -> list[Judged]:
    """The runs in folders of traces (or folders of such folders), oldest first.

    Raises :class:`UsageError` when there is none, or a run's findings are damaged.
    """
    found = []
    for path in paths:
        if not path.is_dir():
            raise UsageError(f"no folder {path}: give a run's folder, or one that holds runs")
        folders = [path] if (path / LINES).is_file() else sorted(path.iterdir())
        found += [
            Judged(read(folder), load(folder)) for folder in folders if (folder / LINES).is_file()
        ]
    if not found:
        raise UsageError(f"no runs in {', '.join(map(str, paths))}")
    return found


def summarise(judged: Sequence[Judged], *, examples: int = 40) -> Report:
    """Count everything."""
    known = [item for item in judged if item.right is not None]
    stepped = [item for item in judged if item.steps]
    right_stepped = [item for item in stepped if item.right]
    looks = Rate.of(
        step.kind in WRONG for item in stepped for step in item.steps if step.asks_model
    )
    tools = _tools(stepped)
    verdicts = Counter(item.findings.verdict for item in judged if item.findings is not None)
    return Report(
        runs=len(judged),
        failed=sum(item.run.status != "ok" for item in judged),
        right=Rate.of(bool(item.right) for item in known),
        stepped=len(stepped),
        lucky=Rate.of(item.findings.verdict == "lucky" for item in right_stepped if item.findings),
        verdicts=dict(verdicts.most_common()),
        tools=tools,
        passages=_passages(stepped),
        gap=1 - fmean(bool(item.right) for item in stepped) if stepped else 0.0,
        gains=_gains(stepped),
        chains=_chains(known, looks, {row.tool: row.errs.value for row in tools}),
        looks=looks,
        calibration=_calibration(known),
        cost=_cost(judged),
        examples=[item for item in known if not item.right or _odd(item)][:examples],
    )


def _odd(item: Judged) -> bool:
    return item.findings is not None and item.findings.verdict == "lucky"


def _tools(judged: Sequence[Judged]) -> list[ToolRow]:
    by_tool: dict[str, list[StepFinding]] = defaultdict(list)
    for item in judged:
        for step in item.steps:
            by_tool[step.tool].append(step)
    rows = []
    for tool, steps in by_tool.items():
        kinds = Counter(step.kind for step in steps)
        errs = kinds["intrinsic"] + kinds["masked"]
        types = Counter(name for step in steps for name in step.types)
        rows.append(
            ToolRow(
                tool,
                Rate(kinds["intrinsic"] + kinds["inherited"], len(steps)),
                Rate(errs, len(steps)),
                kinds["inherited"],
                kinds["masked"],
                dict(types.most_common()),
                any(step.asks_model for step in steps),
            )
        )
    return sorted(rows, key=lambda row: (-row.errs.right, -row.errs.n, row.tool))


def _passages(judged: Sequence[Judged]) -> list[Passage]:
    counted: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for item in judged:
        assert item.findings is not None
        tools = {step.step: step.tool for step in item.findings.steps}
        for edge in item.findings.edges:
            pair = (tools.get(edge.source, "?"), tools.get(edge.target, "?"))
            counted[pair].append(edge.transmitted)
    rows = [Passage(*pair, Rate.of(outcomes)) for pair, outcomes in counted.items()]
    return sorted(rows, key=lambda row: -row.transmitted.n)


def _gains(judged: Sequence[Judged]) -> list[Gain]:
    """Per tool, and for the planner what perfect tools leave."""
    names: dict[str, None] = {}
    for item in judged:
        assert item.findings is not None
        names |= dict.fromkeys(tool.tool for tool in item.findings.tools)
    rows = [
        Gain(name, *_mean(judged, _of_tool(name, "alone")), *_mean(judged, _of_tool(name, "blame")))
        for name in names
    ]
    left = _mean(judged, lambda found: 1 - (found.perfect or 0.0))
    rows.append(Gain(PLANNER, *left, *left))
    return sorted(rows, key=lambda row: -row.share)


def _mean(
    judged: Sequence[Judged], value: Callable[[Findings], float]
) -> tuple[float, tuple[float, float]]:
    values = [value(item.findings) for item in judged if item.findings is not None]
    return (fmean(values) if values else 0.0), bootstrap(values)


def _of_tool(name: str, what: str) -> Callable[[Findings], float]:
    def value(found: Findings) -> float:
        return float(sum(getattr(tool, what) for tool in found.tools if tool.tool == name))

    return value


def _chains(judged: Sequence[Judged], looks: Rate, errs: Mapping[str, float]) -> list[Chain]:
    by_length: dict[int, list[Judged]] = defaultdict(list)
    for item in judged:
        assert item.findings is not None
        k = item.findings.looks
        if k:
            by_length[min(k, LONGEST + 1)].append(item)
    rows = []
    low, high = looks.interval
    for k, items in sorted(by_length.items()):
        stepped = [item for item in items if item.steps]
        rows.append(
            Chain(
                k,
                Rate.of(bool(item.right) for item in items),
                Rate.of(all(step.kind not in WRONG for step in item.steps) for item in stepped),
                (1 - looks.value) ** k,
                ((1 - high) ** k, (1 - low) ** k),
                fmean(_product(item, errs) for item in items),
            )
        )
    return rows


def _product(item: Judged, errs: Mapping[str, float]) -> float:
    chance = 1.0
    assert item.findings is not None
    for step in item.findings.steps:
        if step.asks_model:
            chance *= 1 - errs.get(step.tool, 0.0)
    return chance


def _calibration(judged: Sequence[Judged]) -> Calibration:
    sure = [item.findings.confidence for item in judged if item.findings is not None]
    right = [bool(item.right) for item in judged]
    curve = risk_coverage(sure, right)
    fitted = cross_fitted(sure, right)
    return Calibration(
        reliability(sure, right),
        expected_error(sure, right),
        expected_error(fitted, right),
        curve,
        area_under(curve),
        len(sure),
    )


def _cost(judged: Sequence[Judged]) -> Cost:
    usages = [item.run.usage for item in judged]
    return Cost(
        sum(item.run.seconds for item in judged),
        sum(int(usage.get("model_calls", 0)) for usage in usages),
        sum(int(usage.get("tokens", 0) or 0) for usage in usages),
        sum(float(usage.get("cost") or 0.0) for usage in usages),
        sum(bool(item.right) for item in judged),
    )


def _json(value: Any) -> Any:
    match value:
        case Rate() | Bin():
            return value.to_json()
        case Judged():
            return value.findings.to_json() if value.findings is not None else {"run": value.run.id}
        case float():
            return round(value, 6)
        case str() | int() | None:
            return value
        case Mapping():
            return {key: _json(item) for key, item in value.items()}
        case list() | tuple():
            return [_json(item) for item in value]
    return {name: _json(getattr(value, name)) for name in value.__dataclass_fields__}
