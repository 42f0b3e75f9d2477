"""Figures of pointing: a pointer's saved folder, the centres of detections, a model in training."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from PIL import Image as PilImage
from transformers import Molmo2ForConditionalGeneration

from visprog.model import ModelSpec
from visprog.types import Image
from visprog_benchmarks.micro.captions import unpadded
from visprog_benchmarks.micro.detectors import owl
from visprog_benchmarks.micro.figures import share
from visprog_benchmarks.micro.pool import Pixels, Pool
from visprog_benchmarks.micro.recipe import Figures
from visprog_benchmarks.micro.scoring import Found
from visprog_benchmarks.micro.segmenters import Sam
from visprog_benchmarks.micro.session import autocast
from visprog_benchmarks.micro.views import Drawn, draw
from visprog_benchmarks.world import masks
from visprog_tools.calibration import calibrated
from visprog_tools.masking import innermost
from visprog_tools.models.molmo2 import ASK, Molmo2, parse
from visprog_tools.sprites import nouns

ABSENT = 2
"""Nouns that are asked for in each picture and are not there."""


class Pointer(Protocol):
    """Points at every instance of some nouns: for each, (n, 2) pixels of the picture."""

    def __call__(self, image: Pixels, names: list[str]) -> list[np.ndarray]: ...


class Molmo:
    """Molmo2 through the adapter that programs use."""

    def __init__(self, folder: Path, device: str) -> None:
        self._model = Molmo2(ModelSpec("point", "molmo2", str(folder), "local"), device)
        self._model.load()

    def __call__(self, image: Pixels, names: list[str]) -> list[np.ndarray]:
        items = [{"image": Image(image), "phrase": name} for name in names]
        return self._model.point(items)


class Detections:
    """The stand-in, as the tool POINT does it: innermost points of what a detector's folder finds,
    cut out by a segmenter's."""

    def __init__(self, detector: Path, segmenter: Path, device: str) -> None:
        self._owl, self._sam = owl(detector, device), Sam(segmenter, device)
        self._settings = json.loads((detector / "visprog.json").read_text(encoding="utf-8"))

    def __call__(self, image: Pixels, names: list[str]) -> list[np.ndarray]:
        points = []
        for name in names:
            found = self._owl(image, [name])
            sure = calibrated(found.scores.numpy(), self._settings) >= self._settings["threshold"]
            kept = Found(found.boxes[sure], found.scores[sure], found.labels[sure])
            boxes = kept.suppressed(self._settings["nms_iou"]).boxes.tolist()
            asked = [{"image": Image(image), "box": tuple(b), "multiple": False} for b in boxes]
            middles = [
                innermost(cut[0]) or ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
                for box, cut in zip(boxes, self._sam(asked) if asked else [], strict=True)
            ]
            points.append(np.array(middles, np.float32).reshape(-1, 2))
        return points


def evaluate_pointer(pointer: Pointer, *, scenes: int) -> Figures:
    """Points and counts of every noun in test scenes, and of two that are not there.

    A point counts where it lies on the visible pixels of a thing of its noun.
    """
    kinds = {
        "plain": ("whole pictures, 384 x 384", draw("test", scenes)),
        "wide": ("whole pictures, 640 x 480", draw("test", scenes // 2, width=640, height=480)),
        "harder": (
            "harder scenes (up to 10 things, 8 % to 50 %, strong overlap)",
            draw("test", scenes // 2, split="harder"),
        ),
    }
    axes = {}
    for kind, (what, drawn) in kinds.items():
        rng = np.random.default_rng(13)
        axes[kind] = {"what": what} | _figures([_judged(pointer, one, rng) for one in drawn])
    return {"axes": axes}


def _judged(pointer: Pointer, drawn: Drawn, rng: np.random.Generator) -> list[tuple[int, ...]]:
    """For each noun that is asked: instances, points, first point right, distinct things hit."""
    names = [thing.noun for thing in drawn.scene.things]
    others = np.setdiff1d(nouns(), names)
    asked = [*dict.fromkeys(names), *map(str, rng.choice(others, ABSENT, replace=False))]
    shown = masks(drawn.ids, len(names))
    rows: list[tuple[int, ...]] = []
    for noun, points in zip(asked, pointer(drawn.image, asked), strict=True):
        own = [mask for mask, name in zip(shown, names, strict=True) if name == noun]
        hits = [_hit(own, point) for point in points]
        first = bool(hits) and hits[0] >= 0
        rows.append((len(own), len(points), int(first), len({hit for hit in hits if hit >= 0})))
    return rows


def _hit(own: list[np.ndarray], point: np.ndarray) -> int:
    """Which of the things the point lies on, -1 for none."""
    for number, mask in enumerate(own):
        height, width = mask.shape
        if mask[min(int(point[1]), height - 1), min(int(point[0]), width - 1)]:
            return number
    return -1


def _figures(judged: list[list[tuple[int, ...]]]) -> Figures:
    rows = [row for scene in judged for row in scene]
    present = [row for row in rows if row[0]]
    several = [row for row in present if row[0] > 1]
    absent = [row for row in rows if not row[0]]
    return {
        "pictures": len(judged),
        "things": sum(row[0] for row in present),
        "first": share("first point on the thing", sum(r[2] for r in present), len(present)),
        "count": share("exact count", sum(r[1] == r[0] for r in present), len(present)),
        "several": share(
            "exact count of two or more", sum(r[1] == r[0] for r in several), len(several)
        ),
        "every": share(
            "two or more: one point on each",
            sum(r[1] == r[0] == r[3] for r in several),
            len(several),
        ),
        "none": share("absent: no point", sum(not r[1] for r in absent), len(absent)),
    }


@torch.no_grad()
def measure_frames(
    model: Molmo2ForConditionalGeneration, processor: Any, held_out: Pool, count: int
) -> dict[str, float]:
    """On validation frames: the first point in the right box, counts, and what is not there."""
    model.eval()
    rng = np.random.default_rng(3)
    asked: list[tuple[np.ndarray, str, np.ndarray]] = []
    for index in range(min(count, len(held_out.images))):
        image, boxes = unpadded(held_out, index)
        labels = held_out.labels[index]
        clear = np.setdiff1d(labels[labels >= 0], labels[~held_out.whole[index]])
        asked += [(image, nouns()[n], boxes[labels == n]) for n in clear]
        absent = rng.choice(np.setdiff1d(np.arange(len(nouns())), labels))
        asked.append((image, nouns()[absent], boxes[:0]))
    rows = []
    for start in range(0, len(asked), 32):
        part = asked[start : start + 32]
        texts = _written(model, processor, [image for image, _, _ in part], [p for _, p, _ in part])
        for (_, _, boxes), text in zip(part, texts, strict=True):
            points = np.array([(x, y) for _, x, y in parse(text)]).reshape(-1, 2)
            first = bool(len(points)) and bool(
                ((points[0] >= boxes[:, :2]) & (points[0] <= boxes[:, 2:])).all(1).any()
            )
            rows.append((len(boxes), len(points), first))
    model.train()
    present = [row for row in rows if row[0]]
    several = [row for row in present if row[0] > 1]
    figures = {
        "first_in_box": [row[2] for row in present],
        "count": [row[0] == row[1] for row in present],
        "several": [row[0] == row[1] for row in several],
        "always_one": [row[0] == 1 for row in present],
        "none": [not row[1] for row in rows if not row[0]],
    }
    return {name: round(float(np.mean(right)), 4) for name, right in figures.items() if right}


def _written(
    model: Molmo2ForConditionalGeneration, processor: Any, images: list[Any], names: list[str]
) -> list[str]:
    """What the model writes when asked to point at each name in its picture."""
    conversations = [
        [
            {
                "role": "user",
                "content": [
                    {"type": "image", "image": PilImage.fromarray(image)},
                    {"type": "text", "text": ASK.format(phrase=name)},
                ],
            }
        ]
        for image, name in zip(images, names, strict=True)
    ]
    inputs = processor.apply_chat_template(
        conversations,
        add_generation_prompt=True,
        tokenize=True,
        return_dict=True,
        return_tensors="pt",
        processor_kwargs={"padding": True},
    ).to(model.device)
    with autocast(model.device.type):
        found = model.generate(**inputs, max_new_tokens=48, do_sample=False)
    texts: list[str] = processor.tokenizer.batch_decode(
        found[:, inputs["input_ids"].shape[1] :], skip_special_tokens=True
    )
    return texts
