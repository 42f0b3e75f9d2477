"""``visprog bench attribution``: the method and the baselines on the same faulty runs."""

from __future__ import annotations

import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from visprog.analysis.attribution import Attribution, attribute
from visprog.analysis.rate import Rate
from visprog_benchmarks.attribution.chains import chains
from visprog_benchmarks.attribution.injected import Case, clean, double, single
from visprog_benchmarks.attribution.judged import JUDGES, Judged, judge
from visprog_benchmarks.attribution.opinions import ERRS
from visprog_benchmarks.attribution.shapes import more_tasks
from visprog_benchmarks.attribution.stage import Sound, Task, sound_runs, staged
from visprog_benchmarks.world.questions import questions

FULL, QUICK = 660, 44
"""Questions asked; from almost every one comes a faulty run."""

FULL_CHAIN, QUICK_CHAIN = 200, 8
"""Runs for each length of chain."""

EXTRA = 3
"""One run in so many has a program that no question of the world needs: masks, edits, VQA."""

IN_FLIGHT = 12
"""Runs judged at once: most of the time each waits for its sandbox."""

Found = TypeVar("Found")


def attribution(
    n: int = FULL, seed: int = 0, *, progress: bool = True, chain_runs: int = FULL_CHAIN
) -> dict[str, Any]:
    """Put faults into ``n`` right runs and see who finds them.

    Tools are perfect (the scene graph answers), so the only thing that is wrong with a run is the
    fault. No model is loaded.
    """
    start = time.perf_counter()
    extra = n // EXTRA
    asked = [Task.of(question) for question in questions(n - extra, seed)]
    asked += more_tasks(extra, seed)
    with staged(asked) as stage:
        runs = sound_runs(stage, asked)
        placebos: dict[str, list[Any]] = defaultdict(list)
        for run in runs:
            placebos[run.task.family].append(run.gold)

        def judged_one(run: Sound, draw: random.Random) -> Judged | None:
            case = single(run, draw)
            if case is None:
                return None
            return judge(case, placebos[run.task.family], seed)

        say = _Progress(progress, len(runs))
        judged = _each(judged_one, runs, f"single {seed}", say.named("single faults"))
        pairs = _each(_pair_found, runs[: n // 2], f"double {seed}", say.named("two faults"))
        cleared = _each(_called_clean, runs, f"clean {seed}", say.named("clean runs"))
    table = {name: _places(judged, name) for name in JUDGES}
    step_gold, answer_gold = table["step gold"], table["answer gold"]
    return {
        "benchmark": "attribution",
        "n": len(judged),
        "seed": seed,
        "shapes": len({item.case.sound.shape for item in judged}),
        "top1_step_gold": step_gold["top1"]["rate"],
        "top1_answer_gold": answer_gold["top1"]["rate"],
        "clean_n": len(cleared),
        "clean_called_clean": round(Rate.of(cleared).value, 4),
        "clean_interval": _interval(Rate.of(cleared)),
        "process_f1": _harmonic(step_gold["top1"]["rate"], Rate.of(cleared).value),
        "pairs_n": len(pairs),
        "pairs_found": round(Rate.of(pairs).value, 4),
        "baselines": {name: table[name]["top1"]["rate"] for name in JUDGES[3:]},
        "second_opinion_errs": ERRS,
        "table": table,
        "planner_called": Rate.of(
            item.attribution.verdict == ("planner" if item.case.misprinted else "tools")
            for item in judged
        ).to_json(),
        "by_group": _grouped(judged, _group),
        "by_kind": _grouped(judged, lambda item: item.case.kinds[0]),
        "by_shape": dict(Counter(item.case.sound.shape for item in judged).most_common()),
        "chains": chains(chain_runs, seed),
        "seconds": round(time.perf_counter() - start, 2),
    }


def show(result: Mapping[str, Any]) -> None:
    """The figures as tables on standard output."""
    print(f"{result['n']} faulty runs of {result['shapes']} shapes; guilty step ranked first")
    print(f"{'':20}{'first':>8}{'95 %':>16}{'mean 1/place':>14}")
    for name, row in result["table"].items():
        low, high = row["top1"]["interval"]
        print(f"{name:20}{row['top1']['rate']:>8.3f}{f'{low:.3f} .. {high:.3f}':>16}", end="")
        print(f"{row['mrr']:>14.3f}")
    for title in ("by_group", "by_kind"):
        print(f"\n{title.replace('_', ' '):20}{'n':>6}{'step gold':>12}{'answer gold':>13}")
        for name, row in result[title].items():
            print(f"{name:20}{row['n']:>6}{row['step gold']:>12.3f}{row['answer gold']:>13.3f}")
    print(
        f"\nclean runs called clean: {result['clean_called_clean']:.3f} of {result['clean_n']}; "
        f"two necessary faults are the minimal correction set: "
        f"{result['pairs_found']:.3f} of {result['pairs_n']}; "
        f"program and tools told apart: {result['planner_called']['rate']:.3f}"
    )
    print(f"\n{'K':>3}{'(1-e)^K':>10}{'measured':>10}{'95 %':>16}{'no step wrong':>15}{'n':>6}")
    for row in result["chains"]["rows"]:
        low, high = row["right"]["interval"]
        print(
            f"{row['k']:>3}{row['predicted']:>10.3f}{row['right']['rate']:>10.3f}"
            f"{f'{low:.3f} .. {high:.3f}':>16}{row['sound']['rate']:>15.3f}{row['right']['n']:>6}"
        )


def _each(
    work: Callable[[Sound, random.Random], Found | None],
    runs: Sequence[Sound],
    seed: str,
    say: _Progress,
) -> list[Found]:
    """What comes of the runs, several at once; the draws of each depend on its place alone."""

    def one(pair: tuple[int, Sound]) -> Found | None:
        index, run = pair
        found = work(run, random.Random(f"{seed} {index}"))
        say.step()
        return found

    with ThreadPoolExecutor(IN_FLIGHT) as pool:
        return [found for found in pool.map(one, enumerate(runs)) if found is not None]


def _pair_found(run: Sound, draw: random.Random) -> bool | None:
    """Whether two necessary faults are the one minimal correction; ``None``: no such two."""
    case = double(run, draw)
    if case is None:
        return None
    return [set(steps) for steps in _attributed(case).corrections] == [set(case.steps)]


def _called_clean(run: Sound, draw: random.Random) -> bool | None:
    case = clean(run, draw)
    return None if case is None else _attributed(case).verdict == "clean"


def _attributed(case: Case) -> Attribution:
    model, sound = case.model, case.sound
    perfect = sound.stage.perfect(model)
    return attribute(model, model.graph, case.recorded, perfect, sound.score)


def _places(judged: Sequence[Judged], name: str) -> dict[str, Any]:
    places = [item.places[name] for item in judged]
    mrr = sum(1 / place for place in places) / max(len(places), 1)
    return {"top1": Rate.of(place == 1 for place in places).to_json(), "mrr": round(mrr, 4)}


def _group(item: Judged) -> str:
    if item.case.misprinted:
        return "program"
    return "calculating step" if item.case.exact else "looking step"


def _grouped(judged: Sequence[Judged], key: Callable[[Judged], str]) -> dict[str, dict[str, Any]]:
    groups: dict[str, list[Judged]] = defaultdict(list)
    for item in judged:
        groups[key(item)].append(item)
    return {
        name: {
            "n": len(items),
            **{j: _places(items, j)["top1"]["rate"] for j in JUDGES},
        }
        for name, items in sorted(groups.items())
    }


def _interval(rate: Rate) -> list[float]:
    return [round(edge, 4) for edge in rate.interval]


def _harmonic(first: float, second: float) -> float:
    """ProcessBench's F1 of finding the wrong step and of leaving right runs alone."""
    return round(2 * first * second / (first + second), 4) if first + second else 0.0


class _Progress:
    """A line on standard error now and then."""

    def __init__(self, wanted: bool, total: int, name: str = "") -> None:
        self._wanted, self._total, self._name = wanted, total, name
        self._done, self._last = 0, time.monotonic()

    def named(self, name: str) -> _Progress:
        return _Progress(self._wanted, self._total, name)

    def step(self) -> None:
        self._done += 1
        if self._wanted and time.monotonic() - self._last > 2:
            self._last = time.monotonic()
            print(f"{self._name}: {self._done} of {self._total}", file=sys.stderr, flush=True)
