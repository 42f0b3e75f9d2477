"""Figures of the saved folders, through the classes and processors that users load them with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn.functional import normalize
from transformers import AutoProcessor, CLIPModel, Owlv2ForObjectDetection

from visprog_benchmarks.micro.evaluate import Found, Ranking, Truth, asked_labels, rank
from visprog_benchmarks.micro.intervals import bootstrap, wilson
from visprog_benchmarks.micro.losses import to_corners
from visprog_benchmarks.micro.phrases import coloured, prompt
from visprog_benchmarks.micro.pool import NOUN_INDEX, Pixels
from visprog_benchmarks.world import SEEDS, Scene, Split, Stage, make_scene, render
from visprog_tools.sprites import COLOURS, nouns

FLOOR = 0.02
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


@dataclass(frozen=True)
class View:
    """A picture (or a part of one) and what can be seen in it."""

    image: Pixels
    truth: Truth


def scenes_of(
    stage: Stage, count: int, *, split: Split = "plain", width: int = 384, height: int = 384
) -> Iterator[tuple[Scene, Pixels, Pixels]]:
    """The first scenes of a stage with picture and id map."""
    for seed in SEEDS[stage][:count]:
        scene = make_scene(seed, split=split, width=width, height=height)
        yield scene, *render(scene)


def whole_views(scenes: Iterator[tuple[Scene, Pixels, Pixels]]) -> list[View]:
    """Whole pictures."""
    return [View(image, _truth(scene, (0, 0), None)) for scene, image, _ in scenes]


def holder_views(scenes: Iterator[tuple[Scene, Pixels, Pixels]]) -> list[View]:
    """What CROP leaves of each picture: the box of something that holds other things."""
    views = []
    for scene, image, ids in scenes:
        for index, thing in enumerate(scene.things):
            if scene.held_by(index):
                left, top, right, bottom = (round(edge) for edge in thing.box)
                part = (slice(top, bottom), slice(left, right))
                truth = _truth(scene, (left, top), ids[part])
                views.append(View(image[part], truth))
    return views


def evaluate_detect(folder: Path, *, scenes: int = 300, device: str = "cpu") -> dict[str, Any]:
    """AP, precision and recall of a detector folder on test scenes.

    Prompts are the nouns in the picture and four that are not. Axes: whole square pictures, whole
    4:3 pictures, crops of holders, the combinations kept for testing, and harder scenes.
    """
    detector = Detector(folder, device)
    settings = json.loads((folder / "visprog.json").read_text(encoding="utf-8"))
    threshold, iou = settings["threshold"], settings["nms_iou"]
    plain = list(scenes_of("test", scenes))
    axes = {
        "plain": whole_views(iter(plain)),
        "wide": whole_views(scenes_of("test", scenes // 2, width=640, height=480)),
        "crops": holder_views(iter(plain)),
        "harder": whole_views(scenes_of("test", scenes // 2, split="harder")),
    }
    figures = {name: _figures(detector, views, threshold, iou) for name, views in axes.items()}
    return {"threshold": threshold, "nms_iou": iou, "axes": figures}


def choose_settings(folder: Path, *, scenes: int = 300, device: str = "cpu") -> dict[str, float]:
    """Threshold and NMS overlap with the best F1 on validation scenes and their crops."""
    detector = Detector(folder, device)
    drawn = list(scenes_of("validation", scenes))
    views = whole_views(iter(drawn)) + holder_views(iter(drawn))
    found = detector.find_all(views)
    truths = [view.truth for view in views]
    best = {"f1": 0.0}
    for iou in (0.3, 0.4, 0.5, 0.6):
        ranking = rank([one.suppressed(iou) for one in found], truths, 0.5)
        threshold = ranking.best_threshold()
        precision, recall = ranking.at(threshold)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        if f1 > best["f1"]:
            best = {"f1": round(f1, 4), "threshold": round(threshold, 3), "nms_iou": iou}
    return best


class Detector:
    """A saved OWLv2 folder behind Hugging Face's classes."""

    def __init__(self, folder: Path, device: str) -> None:
        self._processor = AutoProcessor.from_pretrained(folder)
        model = Owlv2ForObjectDetection.from_pretrained(folder, dtype=torch.float32)
        self._model, self._device = model.to(device).eval(), device

    @torch.inference_mode()
    def find(self, image: Pixels, texts: list[str]) -> Found:
        """All boxes (pixels of the image) that score above the floor; labels index the texts."""
        inputs = self._processor(
            text=[texts], images=[image], padding="max_length", return_tensors="pt"
        ).to(self._device)
        outputs = self._model(**inputs)
        scores, labels = outputs.logits[0].sigmoid().max(-1)
        boxes = to_corners(outputs.pred_boxes[0]) * max(image.shape[:2])
        return Found(boxes.cpu(), scores.cpu(), labels.cpu()).above(FLOOR)

    def find_all(self, views: list[View]) -> list[Found]:
        """What is found in each view for its own nouns and four absent ones, as noun indices."""
        rng = np.random.default_rng(11)
        found = []
        for view in views:
            asked = asked_labels(view.truth, rng)
            texts = [prompt("a photo of a {}", nouns()[index]) for index in asked.tolist()]
            one = self.find(view.image, texts)
            found.append(Found(one.boxes, one.scores, asked[one.labels]))
        return found


def _figures(detector: Detector, views: list[View], threshold: float, iou: float) -> dict[str, Any]:
    found = [one.suppressed(iou) for one in detector.find_all(views)]
    pairs = list(zip(found, (view.truth for view in views), strict=True))

    def ranking(chosen: list[tuple[Found, Truth]], overlap: float) -> Ranking:
        return rank([one for one, _ in chosen], [truth for _, truth in chosen], overlap)

    at_half = ranking(pairs, 0.5)
    precision, recall = at_half.at(threshold)
    taken = at_half.scores >= threshold
    counted = [_counts_right(one.above(threshold), truth) for one, truth in pairs]
    names = [right for view in counted for right in view]
    return {
        "pictures": len(views),
        "things": at_half.things,
        "ap50": _with_interval(at_half.average_precision(), pairs, ranking, 0.5),
        "ap75": _with_interval(ranking(pairs, 0.75).average_precision(), pairs, ranking, 0.75),
        "precision": _share(int(at_half.right[taken].sum()), int(taken.sum()), precision),
        "recall": _share(int(at_half.right[taken].sum()), at_half.things, recall),
        "count_exact": _share(sum(names), len(names), sum(names) / max(len(names), 1)),
    }


def _counts_right(found: Found, truth: Truth) -> list[bool]:
    """For each noun in the picture whether exactly as many boxes were found as there are."""
    labels = torch.unique(truth.labels[truth.asked]).tolist()
    return [
        int((found.labels == label).sum()) == int((truth.labels == label).sum()) for label in labels
    ]


def _with_interval(value: float, pairs: Any, ranking: Any, overlap: float) -> dict[str, Any]:
    low, high = bootstrap(pairs, lambda chosen: ranking(chosen, overlap).average_precision())
    return {"value": round(value, 4), "interval": [round(low, 4), round(high, 4)]}


def _share(hits: int, trials: int, value: float) -> dict[str, Any]:
    low, high = wilson(hits, trials)
    return {"value": round(value, 4), "interval": [round(low, 4), round(high, 4)], "n": trials}


def _truth(scene: Scene, origin: tuple[int, int], ids: Pixels | None) -> Truth:
    """Boxes relative to a crop's origin; with `ids` (the crop's id map) what is left of them."""
    boxes, labels, asked = [], [], []
    for index, thing in enumerate(scene.things):
        box: Any = thing.box
        kept = True
        if ids is not None:
            rows, columns = np.nonzero(ids == index + 1)
            if len(rows) < 12:
                continue
            box = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
            area = (thing.box[2] - thing.box[0]) * (thing.box[3] - thing.box[1])
            kept = (box[2] - box[0]) * (box[3] - box[1]) >= 0.4 * area
        boxes.append([float(edge) for edge in box])
        labels.append(NOUN_INDEX[thing.noun])
        asked.append(bool(kept))
    return Truth(
        torch.tensor(boxes).reshape(-1, 4), torch.tensor(labels).long(), torch.tensor(asked)
    )


def evaluate_classify(folder: Path, *, scenes: int = 300, device: str = "cpu") -> dict[str, Any]:
    """Zero-shot top-1 of a classifier folder on the boxes of test scenes.

    Over all nouns, over five nouns (the right one and four others), and over the eight colours of
    tintable things.
    """
    model = CLIPModel.from_pretrained(folder, dtype=torch.float32).to(device).eval()
    processor = AutoProcessor.from_pretrained(folder)
    rng = np.random.default_rng(7)
    crops, labels, colours = [], [], []
    for scene, image, _ in scenes_of("test", scenes):
        for thing in scene.things:
            left, top, right, bottom = _loosened(thing.box, rng, scene)
            crops.append(image[top:bottom, left:right])
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
        "crops": len(crops),
        "nouns": _share(int(all_nouns.sum()), len(crops), float(all_nouns.mean())),
        "five": _share(sum(five), len(five), float(np.mean(five))),
        "colours": _share(sum(tones), len(tones), float(np.mean(tones))),
        "chance": {"nouns": round(1 / len(nouns()), 4), "five": 0.2, "colours": 0.125},
        "logit_scale": round(model.logit_scale.exp().item(), 2),
    }


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
