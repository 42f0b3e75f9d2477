"""Figures of the saved folders on test scenes, with 95 % intervals."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn.functional import normalize
from transformers import AutoProcessor, CLIPModel

from visprog_benchmarks.micro.detectors import Detector, find_all
from visprog_benchmarks.micro.figures import share, statistic
from visprog_benchmarks.micro.phrases import coloured, prompt
from visprog_benchmarks.micro.pool import NOUN_INDEX, Pixels
from visprog_benchmarks.micro.scoring import Found, Truth, Verdict, judge_all, rank
from visprog_benchmarks.micro.views import View, draw, holder_views, whole_views
from visprog_benchmarks.world import HELD_OUT, Scene
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
        name: {"what": what} | _figures(detector, views, settings["threshold"], settings["nms_iou"])
        for name, (what, views) in axes.items()
        if views
    }
    return {"threshold": settings["threshold"], "nms_iou": settings["nms_iou"], "axes": figures}


def choose_settings(detector: Detector, *, scenes: int = 300) -> dict[str, float]:
    """Threshold and NMS overlap with the best F1 on validation scenes and crops of holders."""
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
            best = {"f1": round(f1, 4), "threshold": round(threshold, 3), "nms_iou": iou}
    return best


def classifier_settings(folder: Path, *, scenes: int, device: str) -> dict[str, Any]:
    """The prompt ensemble, with `{a}` for the noun with its article, and the learnt temperature."""
    model = CLIPModel.from_pretrained(folder, dtype=torch.float32)
    templates = [text.replace("a {}", "{a}").replace("{}", "{bare}") for text in ENSEMBLE]
    return {"templates": templates, "logit_scale": round(model.logit_scale.exp().item(), 2)}


def evaluate_classify(folder: Path, *, scenes: int = 300, device: str = "cpu") -> dict[str, Any]:
    """Zero-shot top-1 of a classifier folder on the boxes of test scenes.

    Over all nouns, over five nouns (the right one and four others), and over the eight colours of
    tintable things.
    """
    model = CLIPModel.from_pretrained(folder, dtype=torch.float32).to(device).eval()
    processor = AutoProcessor.from_pretrained(folder)
    rng = np.random.default_rng(7)
    crops, labels, colours = [], [], []
    for drawn in draw("test", scenes):
        for thing in drawn.scene.things:
            left, top, right, bottom = _loosened(thing.box, rng, drawn.scene)
            crops.append(drawn.image[top:bottom, left:right])
            labels.append(NOUN_INDEX[thing.noun])
            colours.append(-1 if thing.colour is None else list(COLOURS).index(thing.colour))
    with torch.inference_mode():
        images = _image_embeddings(model, processor, crops, device)
        names = _prototypes(model, processor, list(nouns()), device)
        similar = (images @ names.T).cpu().numpy()
        truth = np.array(labels)
        all_nouns = similar.argmax(1) == truth
        five = []
        for row, label in zip(similar, truth, strict=True):
            others = rng.choice(np.setdiff1d(np.arange(len(nouns())), [label]), 4, replace=False)
            five.append(bool((row[label] > row[others]).all()))
        tones = []
        for index in np.flatnonzero(np.array(colours) >= 0):
            phrases = list(coloured(nouns()[labels[index]]))
            toned = _prototypes(model, processor, phrases, device)
            tones.append(int((images[index] @ toned.T).argmax()) == colours[index])
    return {
        "nouns": share("right noun of 141 (chance 0.7 %)", int(all_nouns.sum()), len(crops)),
        "five": share("right noun of 5 (chance 20 %)", sum(five), len(five)),
        "colours": share("right colour of 8 (chance 12.5 %)", sum(tones), len(tones)),
    }


def _figures(detector: Detector, views: list[View], threshold: float, iou: float) -> dict[str, Any]:
    truths = [view.truth for view in views]
    found = [one.suppressed(iou) for one in find_all(detector, views)]
    half, strict = judge_all(found, truths, 0.5), judge_all(found, truths, 0.75)
    at_half = rank(half)
    taken = at_half.scores >= threshold
    hits = int(at_half.right[taken].sum())
    counts = [
        right
        for one, truth in zip(found, truths, strict=True)
        for right in _counts_right(one.above(threshold), truth)
    ]
    return {
        "pictures": len(views),
        "things": at_half.things,
        "ap50": statistic("AP50", half, _average_precision),
        "ap75": statistic("AP75", strict, _average_precision),
        "precision": share("precision", hits, int(taken.sum())),
        "recall": share("recall", hits, at_half.things),
        "count_exact": share("exact count", sum(counts), len(counts)),
    }


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
