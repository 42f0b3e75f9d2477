"""Figures of the saved folders on test scenes, with 95 % intervals."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import normalize
from transformers import AutoProcessor, CLIPModel

from visprog_benchmarks.micro import reliability
from visprog_benchmarks.micro.detectors import Detector, asked_of, find_all
from visprog_benchmarks.micro.figures import share, statistic
from visprog_benchmarks.micro.phrases import coloured, prompt
from visprog_benchmarks.micro.pool import NOUN_INDEX, Pixels
from visprog_benchmarks.micro.reliability import Trials
from visprog_benchmarks.micro.scoring import Found, Truth, Verdict, judge_all, rank
from visprog_benchmarks.micro.views import View, draw, holder_views, whole_views
from visprog_benchmarks.world import HELD_OUT, Scene, Split, Stage
from visprog_tools.calibration import calibrated
from visprog_tools.sprites import COLOURS, nouns

ENSEMBLE = (
    "a {}",
    "{}",
    "a photo of a {}",
    "a photo of the {}",
    "a picture of a {}",
    "a good photo of a {}",
    "a close-up photo of a {}",
    "a photo of a small {}",
)
"""The prompts whose mean stands for a class at run time (`visprog.json`, key `templates`)."""

SPLITS: tuple[Split, ...] = ("plain", "harder")


def evaluate_detector(detector: Detector, folder: Path, *, scenes: int = 300) -> dict[str, Any]:
    """AP, precision, recall and exact counts of a detector on test scenes.

    Prompts are the nouns in the picture and four that are not. Axes: whole square pictures, whole
    4:3 pictures, crops of holders, pictures with a combination kept for testing, harder scenes.
    """
    settings = json.loads((folder / "visprog.json").read_text(encoding="utf-8"))
    plain = list(draw("test", scenes))
    kept = [
        drawn for drawn in draw("test", 6 * scenes, width=192, height=192) if _kept(drawn.scene)
    ]
    half = max(scenes // 2, 1)
    axes = {
        "plain": ("whole pictures, 384 x 384", whole_views(iter(plain))),
        "wide": (
            "whole pictures, 640 x 480",
            whole_views(draw("test", half, width=640, height=480)),
        ),
        "crops": ("crops of what holds things", holder_views(iter(plain))),
        "held_out_combinations": ("nouns on grounds kept for testing", whole_views(iter(kept))),
        "harder": (
            "harder scenes (up to 10 things, 8 % to 50 %, strong overlap)",
            whole_views(draw("test", half, split="harder")),
        ),
    }
    figures = {
        name: {"what": what} | _figures(detector, views, settings)
        for name, (what, views) in axes.items()
        if views
    }
    tables = {name: axis.pop("reliability") for name, axis in figures.items()}
    return {
        **{name: value for name, value in settings.items() if isinstance(value, int | float)},
        "axes": figures,
        "reliability": tables["plain"],
    }


def choose_settings(detector: Detector, *, scenes: int = 300) -> dict[str, float]:
    """Threshold and NMS overlap with the best F1 on validation scenes and crops of holders, and
    what calibrates the scores there. The threshold is one of calibrated scores."""
    drawn = list(draw("validation", scenes))
    views = whole_views(iter(drawn)) + holder_views(iter(drawn))
    found = find_all(detector, views)
    truths = [view.truth for view in views]
    best = {"f1": 0.0, "threshold": 0.5, "nms_iou": 0.5}
    for iou in (0.3, 0.4, 0.5, 0.6):
        ranking = rank(judge_all([one.suppressed(iou) for one in found], truths, 0.5))
        threshold = ranking.best_threshold()
        precision, recall = ranking.at(threshold)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        if f1 > best["f1"]:
            best = {"f1": round(f1, 4), "threshold": threshold, "nms_iou": iou}
    kept = [one.suppressed(best["nms_iou"]) for one in found]
    corrected = reliability.fit_scores(
        Trials.joined([_trials(verdict) for verdict in judge_all(kept, truths, 0.5)])
    )
    threshold = float(calibrated(np.array(best["threshold"]), corrected))
    # A little less, so that rounding leaves out none that counted.
    return {**best, **corrected, "threshold": math.floor(threshold * 1000) / 1000}


def classifier_settings(folder: Path, *, scenes: int, device: str) -> dict[str, Any]:
    """The prompt ensemble, with `{a}` for the noun with its article, and the factor on cosines.

    That is the learnt one over the temperature with which the right noun and the right colour are
    likeliest on validation crops, of plain scenes and of harder ones, where things cover each
    other.
    """
    templates = [text.replace("a {}", "{a}").replace("{}", "{bare}") for text in ENSEMBLE]
    model, processor = _classifier(folder, device)
    learnt = model.logit_scale.exp().item()
    tables = []
    for split in SPLITS:
        seen = _compared(model, processor, _boxed("validation", split, scenes), device)
        tables += [(learnt * seen.nouns, seen.labels), (learnt * seen.tones, seen.colours)]
    temperature = reliability.fit_temperature(tables)
    return {
        "templates": templates,
        "temperature": temperature,
        "logit_scale": round(learnt / temperature, 2),
    }


def evaluate_classify(folder: Path, *, scenes: int = 300, device: str = "cpu") -> dict[str, Any]:
    """Zero-shot top-1 of a classifier folder on the boxes of test scenes.

    Over all nouns, over five nouns (the right one and four others), and over the eight colours of
    tintable things.
    """
    model, processor = _classifier(folder, device)
    seen = _compared(model, processor, _boxed("test", "plain", scenes), device)
    covered = _compared(model, processor, _boxed("test", "harder", max(scenes // 2, 1)), device)
    rng = np.random.default_rng(7)
    five = []
    for row, label in zip(seen.nouns, seen.labels, strict=True):
        others = rng.choice(np.setdiff1d(np.arange(len(nouns())), [label]), 4, replace=False)
        five.append(bool((row[label] > row[others]).all()))
    scale = json.loads((folder / "visprog.json").read_text(encoding="utf-8"))["logit_scale"]
    named = reliability.chosen(scale * seen.nouns, seen.labels)
    toned = reliability.chosen(scale * seen.tones, seen.colours)
    harder = reliability.chosen(scale * covered.nouns, covered.labels)
    harder_toned = reliability.chosen(scale * covered.tones, covered.colours)
    both = [
        part
        for trials in (named, toned, harder, harder_toned)
        for part in reliability.singly(trials)
    ]
    return {
        "nouns": share("right noun of 141 (chance 0.7 %)", *_hits(named)),
        "five": share("right noun of 5 (chance 20 %)", sum(five), len(five)),
        "colours": share("right colour of 8 (chance 12.5 %)", *_hits(toned)),
        "harder": share("right noun of 141, harder scenes", *_hits(harder)),
        "harder_colours": share("right colour of 8, harder scenes", *_hits(harder_toned)),
        **reliability.figures(both, "nouns of 141 and colours of 8, plain and harder scenes"),
    }


@dataclass(frozen=True)
class _Boxed:
    """Crops of things, their nouns, and their colours (-1 for none)."""

    crops: list[Pixels]
    labels: NDArray[np.int64]
    colours: NDArray[np.int64]


@dataclass(frozen=True)
class _Compared:
    """Cosines of crops with all nouns (n, nouns), those of tintable things with their noun in all
    colours (m, colours), and which are right."""

    nouns: NDArray[np.float32]
    labels: NDArray[np.int64]
    tones: NDArray[np.float32]
    colours: NDArray[np.int64]


def _boxed(stage: Stage, split: Split, scenes: int) -> _Boxed:
    rng = np.random.default_rng(7)
    crops, labels, colours = [], [], []
    for drawn in draw(stage, scenes, split=split):
        for thing in drawn.scene.things:
            left, top, right, bottom = _loosened(thing.box, rng, drawn.scene)
            crops.append(drawn.image[top:bottom, left:right])
            labels.append(NOUN_INDEX[thing.noun])
            colours.append(-1 if thing.colour is None else list(COLOURS).index(thing.colour))
    return _Boxed(crops, np.array(labels), np.array(colours))


def _compared(model: CLIPModel, processor: Any, boxed: _Boxed, device: str) -> _Compared:
    with torch.inference_mode():
        images = _image_embeddings(model, processor, boxed.crops, device)
        names = _prototypes(model, processor, list(nouns()), device)
        tinted = np.flatnonzero(boxed.colours >= 0)
        tones = np.zeros((len(tinted), len(COLOURS)), np.float32)
        for row, index in enumerate(tinted):
            phrases = list(coloured(nouns()[boxed.labels[index]]))
            toned = _prototypes(model, processor, phrases, device)
            tones[row] = (images[index] @ toned.T).cpu().numpy()
    similar = (images @ names.T).cpu().numpy()
    return _Compared(similar, boxed.labels, tones, boxed.colours[tinted])


def _classifier(folder: Path, device: str) -> tuple[CLIPModel, Any]:
    model = CLIPModel.from_pretrained(folder, dtype=torch.float32).to(device).eval()
    return model, AutoProcessor.from_pretrained(folder)


def _hits(trials: Trials) -> tuple[int, int]:
    return int(trials.right.sum()), len(trials.right)


def _figures(
    detector: Detector, views: list[View], settings: Mapping[str, float]
) -> dict[str, Any]:
    truths = [view.truth for view in views]
    threshold = settings["threshold"]
    found = [
        replace(one, scores=torch.from_numpy(calibrated(one.scores.numpy(), settings)))
        for one in (raw.suppressed(settings["nms_iou"]) for raw in find_all(detector, views))
    ]
    half, strict = judge_all(found, truths, 0.5), judge_all(found, truths, 0.75)
    at_half = rank(half)
    taken = at_half.scores >= threshold
    hits = int(at_half.right[taken].sum())
    counts = [
        right
        for one, truth in zip(found, truths, strict=True)
        for right in _counts_right(one.above(threshold), truth)
    ]
    empty = [
        label not in one.above(threshold).labels
        for one, asked, truth in zip(found, asked_of(views), truths, strict=True)
        for label in asked
        if label not in truth.labels
    ]
    return {
        "pictures": len(views),
        "things": at_half.things,
        "ap50": statistic("AP50", half, _average_precision),
        "ap75": statistic("AP75", strict, _average_precision),
        "precision": share("precision", hits, int(taken.sum())),
        "recall": share("recall", hits, at_half.things),
        "count_exact": share("exact count", sum(counts), len(counts)),
        "none": share("absent: no box", sum(empty), len(empty)),
        **reliability.figures(
            [_trials(verdict, threshold) for verdict in half], "boxes that count"
        ),
    }


def _trials(verdict: Verdict, threshold: float = 0.0) -> Trials:
    taken = verdict.scores >= threshold
    return Trials(verdict.scores[taken], verdict.right[taken])


def _counts_right(found: Found, truth: Truth) -> list[bool]:
    """For each noun in the picture whether exactly as many boxes were found as there are."""
    labels = torch.unique(truth.labels[truth.asked]).tolist()
    return [
        int((found.labels == label).sum()) == int((truth.labels == label).sum()) for label in labels
    ]


def _average_precision(verdicts: Sequence[Verdict]) -> float:
    return rank(verdicts).average_precision()


def _kept(scene: Scene) -> bool:
    return any(HELD_OUT.get(thing.noun) == scene.ground for thing in scene.things)


def _loosened(box: Any, rng: np.random.Generator, scene: Scene) -> tuple[int, int, int, int]:
    """The box as a detector would give it: each edge off by up to 4 % of the extent."""
    width, height = box[2] - box[0], box[3] - box[1]
    shift = rng.uniform(-0.04, 0.04, 4) * (width, height, width, height)
    left, top, right, bottom = np.rint(np.array(box) + shift).astype(int).tolist()
    return max(0, left), max(0, top), min(scene.width, right), min(scene.height, bottom)


def _image_embeddings(
    model: CLIPModel, processor: Any, crops: list[Pixels], device: str
) -> torch.Tensor:
    parts = []
    for start in range(0, len(crops), 64):
        inputs = processor(images=crops[start : start + 64], return_tensors="pt").to(device)
        features = model.get_image_features(**inputs)
        parts.append(normalize(getattr(features, "pooler_output", features), dim=-1))
    return torch.cat(parts)


def _prototypes(model: CLIPModel, processor: Any, names: list[str], device: str) -> torch.Tensor:
    """The mean of each name's prompts, normalised, (names, width)."""
    texts = [prompt(template, name) for name in names for template in ENSEMBLE]
    inputs = processor(text=texts, padding="max_length", return_tensors="pt").to(device)
    features = model.get_text_features(**inputs)
    unit = normalize(getattr(features, "pooler_output", features), dim=-1)
    return normalize(unit.view(len(names), len(ENSEMBLE), -1).mean(1), dim=-1)
