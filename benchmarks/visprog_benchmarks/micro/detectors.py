"""Saved detector folders behind Hugging Face's classes and processors."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from transformers import AutoModelForZeroShotObjectDetection, AutoProcessor

from visprog.model import ModelSpec
from visprog.types import Image
from visprog_benchmarks.micro.losses import to_corners
from visprog_benchmarks.micro.pool import Pixels
from visprog_benchmarks.micro.scoring import Found, asked_labels
from visprog_benchmarks.micro.views import View
from visprog_tools.models.owlv2 import Owlv2
from visprog_tools.sprites import nouns

FLOOR = 0.02
"""Scores below this are no candidates."""
ZOOMS = (2.0, 1.4)
"""How closely the detector looks again, as the pack's setting of that name."""


class Detector(Protocol):
    """Finds names in a picture: boxes in its pixels, labels index the names."""

    def __call__(self, image: Pixels, names: list[str]) -> Found: ...


class Owl:
    """OWLv2 through the adapter that programs use: every name in one pass, then closer looks."""

    def __init__(self, folder: Path, device: str) -> None:
        self._model = Owlv2(ModelSpec("detect", "owlv2", str(folder), "local"), device)
        self._model.load()

    def __call__(self, image: Pixels, names: list[str]) -> Found:
        item = {"image": Image(image), "phrases": tuple(names), "zooms": ZOOMS}
        table = torch.from_numpy(self._model.detect([item])[0])
        return Found(table[:, 2:], table[:, 1], table[:, 0].long()).above(FLOOR)


class Dino:
    """Grounding DINO: one caption per name."""

    def __init__(self, folder: Path, device: str) -> None:
        self._processor = AutoProcessor.from_pretrained(folder)
        model: Any = AutoModelForZeroShotObjectDetection.from_pretrained(
            folder, dtype=torch.float32
        )
        self._model, self._device = model.to(device).eval(), device

    @torch.inference_mode()
    def __call__(self, image: Pixels, names: list[str]) -> Found:
        inputs = self._processor(
            images=[image] * len(names),
            text=[f"{name}." for name in names],
            padding=True,
            return_tensors="pt",
        ).to(self._device)
        outputs = self._model(**inputs)
        scores = outputs.logits.sigmoid().amax(-1)
        scale = torch.tensor([image.shape[1], image.shape[0]] * 2)
        boxes = to_corners(outputs.pred_boxes).cpu() * scale
        labels = torch.arange(len(names))[:, None].expand(scores.shape)
        return Found(boxes.flatten(0, 1), scores.flatten().cpu(), labels.flatten()).above(FLOOR)


def find_all(detector: Detector, views: list[View]) -> list[Found]:
    """What is found in each view for its own nouns and four absent ones, as noun indices."""
    rng = np.random.default_rng(11)
    found = []
    for view in views:
        asked = asked_labels(view.truth, rng)
        one = detector(view.image, [nouns()[index] for index in asked.tolist()])
        found.append(Found(one.boxes, one.scores, asked[one.labels]))
    return found
