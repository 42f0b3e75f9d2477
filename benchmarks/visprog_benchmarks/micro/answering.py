"""Exact answers of a vqa folder on test scenes, through the adapter that programs use."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from visprog.model import ModelSpec
from visprog.types import Image
from visprog_benchmarks.micro import reliability
from visprog_benchmarks.micro.asked import Asked, ask, constant, example
from visprog_benchmarks.micro.figures import share
from visprog_benchmarks.micro.pool import Pixels
from visprog_benchmarks.micro.reliability import Trials
from visprog_benchmarks.micro.sights import Sight, sight
from visprog_benchmarks.micro.views import Drawn, draw
from visprog_benchmarks.world.draws import Draws
from visprog_tools.calibration import calibrated
from visprog_tools.models.blip import Blip

AXES = {
    "plain": "whole pictures, 384 x 384",
    "wide": "whole pictures, 640 x 480",
    "crops": "crops around one thing, as CROP makes them",
    "harder": "harder scenes (up to 10 things, 8 % to 50 %, strong overlap)",
}
EACH = 8
"""Questions about one picture."""
BATCH = 16


@dataclass(frozen=True)
class Shown:
    """A picture, or a part of one, and what it shows."""

    image: Pixels
    sight: Sight


def whole_pictures(scenes: Iterable[Drawn]) -> Iterator[Shown]:
    for drawn in scenes:
        height, width = drawn.image.shape[:2]
        yield Shown(drawn.image, sight(drawn.scene, drawn.ids, (0, 0, width, height)))


def crops(scenes: Iterable[Drawn], draws: Draws) -> Iterator[Shown]:
    """What CROP leaves around one thing of each picture, preferably one that holds others; its
    box as a detector gives it, each edge off by up to 4 % of the extent."""
    for drawn in scenes:
        scene = drawn.scene
        indices = range(len(scene.things))
        holders = [index for index in indices if scene.held_by(index)]
        left, top, right, bottom = scene.things[draws.pick(holders or indices)].box
        dx, dy = 0.04 * (right - left), 0.04 * (bottom - top)
        window = (
            max(0, round(left + draws.number(-dx, dx))),
            max(0, round(top + draws.number(-dy, dy))),
            min(scene.width, round(right + draws.number(-dx, dx))),
            min(scene.height, round(bottom + draws.number(-dy, dy))),
        )
        part = drawn.image[window[1] : window[3], window[0] : window[2]]
        yield Shown(part, sight(scene, drawn.ids, window))


def test_pictures(scenes: int) -> dict[str, Iterator[Shown]]:
    """By axis: whole square pictures, 4:3 ones, crops, and pictures of harder scenes, each drawn
    when it is asked for."""
    plain = list(draw("test", scenes))
    return {
        "plain": whole_pictures(plain),
        "wide": whole_pictures(draw("test", scenes // 2, width=640, height=480)),
        "crops": crops(plain, Draws("crops", 0)),
        "harder": whole_pictures(draw("test", scenes // 2, split="harder")),
    }


def test_questions(scenes: int) -> Iterator[tuple[str, Shown, list[Asked]]]:
    """The axis, the picture, and what is asked about it, for every picture of the test."""
    draws = Draws("vqa test", 0)
    for axis, pictures in test_pictures(scenes).items():
        for shown in pictures:
            asked = [ask(shown.sight, draws) for _ in range(EACH)] if shown.sight.things else []
            yield axis, shown, asked


def evaluate_vqa(folder: Path, *, scenes: int, device: str) -> dict[str, Any]:
    """Shares of exactly right answers on test scenes, beside what the most frequent answers get.

    `exact` is over whole plain scenes and crops of them. There is a figure for every axis of
    `test_pictures` and for every kind of question, the latter over all but harder scenes.
    """
    model = _loaded(folder, device)
    settings = _settings(folder)
    axes: dict[str, list[bool]] = {}
    scored: list[Trials] = []
    kinds: dict[str, list[bool]] = {}
    usual: list[Asked] = []
    for axis, shown, asked in test_questions(scenes):
        trials = _trials(model, shown.image, asked)
        right = trials.right.tolist()
        axes.setdefault(axis, []).extend(right)
        if axis in ("plain", "crops"):
            scored.append(replace(trials, scores=calibrated(trials.scores, settings)))
        if axis != "harder":
            usual += asked
            for one, correct in zip(asked, right, strict=True):
                kinds.setdefault(one.kind, []).append(correct)
    guess = constant(usual)
    plain = axes["plain"] + axes["crops"]
    return {
        "exact": share("exact answers, whole plain pictures and crops", sum(plain), len(plain)),
        **{axis: share(AXES[axis], sum(right), len(right)) for axis, right in axes.items()},
        **{
            kind: share(
                f"{kind}: {example(kind)} (most frequent answer {guess[kind]:.2f})",
                sum(right),
                len(right),
            )
            for kind, right in sorted(kinds.items())
        },
        "most_frequent_answers": round(float(np.mean([guess[one.kind] for one in usual])), 3),
        **settings,
        **reliability.figures(scored, "whole plain pictures and crops"),
    }


def answer_settings(folder: Path, *, scenes: int, device: str) -> dict[str, float]:
    """What calibrates the answers' scores, by whole validation pictures and crops of them."""
    model = _loaded(folder, device)
    draws = Draws("vqa validation", 0)
    plain = list(draw("validation", scenes))
    trials = [
        _trials(model, shown.image, [ask(shown.sight, draws) for _ in range(EACH)])
        for shown in (*whole_pictures(plain), *crops(plain, draws))
        if shown.sight.things
    ]
    return reliability.fit_scores(Trials.joined(trials))


def _loaded(folder: Path, device: str) -> Blip:
    model = Blip(ModelSpec("vqa", "blip", str(folder), "local"), device)
    model.load()
    return model


def _settings(folder: Path) -> dict[str, float]:
    path = folder / "visprog.json"
    found: dict[str, float] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return found


def _trials(model: Blip, image: Pixels, asked: list[Asked]) -> Trials:
    """The scores of the answers before calibration, and whether each is exactly right."""
    items = [{"image": Image(image), "question": one.text, "scored": True} for one in asked]
    parts = [items[start : start + BATCH] for start in range(0, len(items), BATCH)]
    said = [answer for part in parts for answer in model.answer(part)]
    right = [answer["text"] == one.answer for answer, one in zip(said, asked, strict=True)]
    return Trials(np.array([answer["score"] for answer in said]), np.array(right, np.bool_))
