"""Saved detector folders behind the adapters that programs use."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import numpy as np
import torch

from visprog.model import ModelSpec
from visprog.types import Image
from visprog_benchmarks.micro.pool import Pixels
from visprog_benchmarks.micro.scoring import Found, asked_labels
from visprog_benchmarks.micro.views import View
from visprog_tools.models.grounding_dino import GroundingDino
from visprog_tools.models.owlv2 import Owlv2
from visprog_tools.sprites import nouns

FLOOR = 0.02
"""Scores below this are no candidates."""
ZOOMS = (1.7, 1.3)
"""How closely the detector looks again, as the pack's setting of that name."""


class Detector(Protocol):
    """Finds names in a picture: boxes in its pixels, labels index the names."""

    def __call__(self, image: Pixels, names: list[str]) -> Found: ...


class Adapted:
    """A detector through the adapter that programs use, with its closer looks."""

    def __init__(self, model: Owlv2 | GroundingDino) -> None:
        self._model = model
        model.load()

    def __call__(self, image: Pixels, names: list[str]) -> Found:
        item = {"image": Image(image), "phrases": tuple(names), "zooms": ZOOMS}
        table = torch.from_numpy(self._model.detect([item])[0])
        return Found(table[:, 2:], table[:, 1], table[:, 0].long()).above(FLOOR)


def owl(folder: Path, device: str) -> Detector:
    """OWLv2: every name in one pass."""
    return Adapted(Owlv2(ModelSpec("detect", "owlv2", str(folder), "local"), device))


def dino(folder: Path, device: str) -> Detector:
    """Grounding DINO: one caption per name."""
    return Adapted(
        GroundingDino(ModelSpec("locate", "grounding_dino", str(folder), "local"), device)
    )


def asked_of(views: list[View]) -> list[torch.Tensor]:
    """The noun indices that each view is asked for: its own and four that are not there."""
    rng = np.random.default_rng(11)
    return [asked_labels(view.truth, rng) for view in views]


def find_all(detector: Detector, views: list[View]) -> list[Found]:
    """What is found in each view of `asked_of`, as noun indices."""
    found = []
    for view, asked in zip(views, asked_of(views), strict=True):
        one = detector(view.image, [nouns()[index] for index in asked.tolist()])
        found.append(Found(one.boxes, one.scores, asked[one.labels]))
    return found
