"""``visprog bench confidence``: what the tools' confidences mean, and what that is worth.

Fitted on validation scenes, measured on test scenes, plain and harder ones. The curves of the micro
pack are made so (``--write``), and lie beside the weights that they are about: training a model
anew takes its curves away.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from visprog.analysis.calibration import area_under, expected_error, reliability, risk_coverage
from visprog.analysis.curves import Fitted, fitted, in_words
from visprog.analysis.rate import Rate
from visprog.analysis.reliability import Judged
from visprog.answer import Answer
from visprog.confidence import CURVES, of_answer, said_by
from visprog.errors import UsageError
from visprog.model import ModelSpec
from visprog.samples import Sample
from visprog.session import Session
from visprog.types import Image
from visprog_benchmarks.attribution import natural
from visprog_benchmarks.attribution.shapes import more_tasks
from visprog_benchmarks.progress import Progress
from visprog_benchmarks.world.families import EVERY
from visprog_benchmarks.world.oracle import Oracle, picture
from visprog_benchmarks.world.questions import questions
from visprog_benchmarks.world.scene import Split, Stage
from visprog_tools import packs
from visprog_tools.models import checkpoint

WORLDS: tuple[Split, ...] = ("plain", "harder")
EXTRA = 4
"""One run in so many has a program that no question needs: masks, selection, faces."""
PAINTERS = ("REPLACE", "REMOVE", "BACKGROUND")
"""Tools with more than one right value: their oracle does not say how often they are right."""
IN_FLIGHT = 8
"""Runs judged at once: most of the time each waits for its sandbox."""
COVERAGES = (0.5, 0.8, 0.9, 1.0)


def confidence(
    n: int,
    seed: int,
    *,
    pack: str = "micro",
    write: bool = False,
    progress: bool = True,
) -> dict[str, Any]:
    """Fit curves on ``n`` runs of each world's validation scenes, measure on ``n`` of its test
    scenes. With ``write`` they go beside the pack's embedded weights. Raises :class:`UsageError`
    when they cannot."""
    start = time.perf_counter()
    with Session(pack=pack) as session:
        if write and not any(map(_embedded, session.pack.models.values())):
            raise UsageError(
                f"pack {session.pack.name} has no embedded weights: without --write the curves "
                "are printed, to be copied into its settings"
            )
        known = [
            judged
            for world in WORLDS
            for judged in _judged(session, n, seed, "validation", world, progress)
        ]
        curves = fitted(known)
        worlds = {
            world: _measured(_judged(session, n, seed, "test", world, progress), curves)
            for world in WORLDS
        }
        if write:
            _write(session, curves)
    return {
        "benchmark": "confidence",
        "n": n,
        "seed": seed,
        "pack": pack,
        "fitted_on": len(known),
        "curves": {tool: found.to_json() for tool, found in curves.items()},
        "worlds": worlds,
        "seconds": round(time.perf_counter() - start, 2),
    }


def show(result: Mapping[str, Any]) -> None:
    """The figures as tables on standard output."""
    print(f"curves from {result['fitted_on']} runs on validation scenes")
    print(f"{'tool':18}{'n':>6}{'wrong':>7}{'slope':>8}{'shift':>8}{'rate':>8}{'passes':>8}")
    for tool, row in result["curves"].items():
        numbers = "".join(f"{row[name]:>8.3f}" for name in ("slope", "shift", "rate", "passes"))
        print(f"{tool:18}{row['n']:>6}{row['wrong']:>7}{numbers}")
    for world, row in result["worlds"].items():
        low, high = row["right"]["interval"]
        print(
            f"\n{world}: {row['right']['n']} runs on test scenes, right "
            f"{row['right']['rate']:.3f} ({low:.3f} .. {high:.3f})"
        )
        print(f"{'confidence':14}{'mean':>8}{'ECE':>8}{'95 %':>16}{'AURC':>9}", end="")
        print("".join(f"{f'risk at {c:.0%}':>14}" for c in COVERAGES))
        for name in ("said", "shipped", "fitted"):
            found = row.get(name)
            if found is None:
                continue
            low, high = found["ece_interval"]
            print(f"{name:14}{found['mean']:>8.3f}{found['ece']:>8.4f}", end="")
            print(f"{f'{low:.3f} .. {high:.3f}':>16}{found['aurc']:>9.5f}", end="")
            print("".join(f"{found['risk'][str(c)]:>14.4f}" for c in COVERAGES))


def _judged(
    session: Session, n: int, seed: int, split: Stage, world: Split, progress: bool
) -> list[Judged]:
    """Runs of a world with real models, every step of them judged by the scene graph."""
    extra = n // EXTRA
    asked = questions(n - extra, seed, split, world=world, families=EVERY)
    shown = {s: picture(s) for question in asked for s in question.shown}
    tasks = [
        task
        for task in more_tasks(extra, seed, split, world=world)
        if not any(name in task.program for name in PAINTERS)
    ]
    shown |= {s: picture(s) for task in tasks for s in task.scenes if s not in shown}
    oracle = Oracle((image, scene) for scene, image in shown.items())
    samples: list[tuple[str, list[Image], Any]] = [
        (question.program, [shown[s] for s in question.shown], question.answer)
        for question in asked
    ]
    samples += [(task.program, [shown[s] for s in task.scenes], None) for task in tasks]

    def judge(pair: tuple[Answer, Any]) -> Judged:
        answer, expected = pair
        return Judged(answer.run, natural.findings(session, answer, expected, oracle))

    found: list[Judged] = []
    with (
        Progress(f"{split}, {world}", len(samples), wanted=progress) as say,
        ThreadPoolExecutor(IN_FLIGHT) as pool,
    ):
        for one in pool.map(judge, _run(session, samples)):
            found.append(one)
            say.step()
    return found


def _run(
    session: Session, samples: Sequence[tuple[str, list[Image], Any]]
) -> Iterable[tuple[Answer, Any]]:
    expected = {str(index): gold for index, (_, _, gold) in enumerate(samples)}
    rows = (
        Sample(str(index), images, program=program)
        for index, (program, images, _) in enumerate(samples)
    )
    for result in session.map(rows):
        if result.answer is not None:
            yield result.answer, expected[result.id]


def _measured(judged: Sequence[Judged], curves: Mapping[str, Fitted]) -> dict[str, Any]:
    """Answers' confidences as steps say them, with the pack's curves, and with these."""
    known = [item for item in judged if item.run.status == "ok" and in_words(item)]
    right = [bool(item.right) for item in known]
    found: dict[str, Any] = {"right": Rate.of(right).to_json()}
    said = [
        of_answer(
            item.run,
            steps={step.id: said_by(step) for step in item.run.steps},
            transmission={step.tool: 1.0 for step in item.run.steps},
        )
        for item in known
    ]
    found["said"] = _figures(said, right)
    if any(CURVES in model.get("settings", {}) for model in known[0].run.models.values()):
        found["shipped"] = _figures([of_answer(item.run) for item in known], right)
    found["fitted"] = _figures([_with(item, curves) for item in known], right)
    return found


def _with(item: Judged, curves: Mapping[str, Fitted]) -> float:
    steps: dict[str, float | None] = {}
    for step in item.run.steps:
        said = said_by(step)
        found = curves.get(step.tool) if step.model_calls else None
        steps[step.id] = said if found is None else found.curve(said)
    passes = {tool: found.curve.passes for tool, found in curves.items()}
    return of_answer(item.run, steps=steps, transmission=passes)


def _figures(sure: Sequence[float], right: Sequence[bool]) -> dict[str, Any]:
    curve = risk_coverage(sure, right)
    pairs = list(zip(sure, right, strict=True))
    return {
        "mean": round(sum(sure) / len(sure), 4),
        "ece": round(expected_error(sure, right), 4),
        "ece_interval": [round(edge, 4) for edge in _interval(pairs)],
        "aurc": round(area_under(curve), 5),
        "risk": {
            str(c): round(next(risk for coverage, risk in curve if coverage >= c - 1e-9), 4)
            for c in COVERAGES
        },
        "bins": [one.to_json() for one in reliability(sure, right)],
    }


def _interval(pairs: Sequence[tuple[float, bool]], draws: int = 400) -> tuple[float, float]:
    """95 % of the calibration errors of as many runs drawn again."""
    import numpy as np

    generator = np.random.default_rng(0)
    found = []
    for _ in range(draws):
        chosen = generator.integers(0, len(pairs), len(pairs))
        some = [pairs[index] for index in chosen]
        found.append(expected_error([sure for sure, _ in some], [right for _, right in some]))
    low, high = np.quantile(found, (0.025, 0.975))
    return float(low), float(high)


def _write(session: Session, curves: Mapping[str, Fitted]) -> None:
    """Into `visprog.json` beside the weights of the first role of each tool that has some."""
    folders: dict[Path, dict[str, Any]] = {}
    for tool, found in curves.items():
        for role in session.tools[tool].roles:
            spec = session.pack.models.get(role)
            if spec is not None and _embedded(spec):
                folder = Path(checkpoint.location(spec.checkpoint))
                folders.setdefault(folder, {})[tool] = found.to_json()
                break
    for folder, rows in folders.items():
        path = folder / packs.MEASURED
        settings = json.loads(path.read_text("utf-8")) if path.is_file() else {}
        settings[CURVES] = rows
        path.write_text(json.dumps(settings, indent=2) + "\n", "utf-8")


def _embedded(spec: ModelSpec) -> bool:
    is_folder = spec.checkpoint.startswith(checkpoint.EMBEDDED)
    return is_folder and Path(checkpoint.location(spec.checkpoint)).is_dir()
