"""Models that cost what a real one costs, and compute next to nothing.

A batch of ``n`` items takes ``base + each * n`` milliseconds of a device that does one batch at a
time, whichever process asks: the device is a file, and a batch holds a lock on it while it sleeps.
"""

from __future__ import annotations

import fcntl
import time
from typing import Any

import numpy as np

from visprog.model import Item, Model, ModelSpec, op


class Calibrated(Model):
    """Serves ``locate`` and ``vqa``. Settings: ``device`` (a file), ``base`` and ``each``."""

    family = "calibrated"

    def load(self) -> None:
        settings = self.spec.settings
        self._device = str(settings["device"])
        self._base, self._each = float(settings["base"]), float(settings["each"])

    @op(max_batch=16)
    def detect(self, items: list[Item]) -> list[Any]:
        """One box for each phrase, as :class:`visprog_tools.models.owlv2.Owlv2` gives them; where
        it lies follows from the picture and the phrase."""
        self._compute(len(items))
        return [_boxes(item) for item in items]

    @op(max_batch=16)
    def answer(self, items: list[Item]) -> list[Any]:
        """A word that follows from the picture and the question."""
        self._compute(len(items))
        return [f"{item['question']} {item['image'].digest[:6]}" for item in items]

    def _compute(self, count: int) -> None:
        with open(self._device, "ab") as device:
            fcntl.flock(device, fcntl.LOCK_EX)
            time.sleep((self._base + self._each * count) / 1e3)


def _boxes(item: Item) -> Any:
    image = item["image"]
    rows = []
    for index, phrase in enumerate(item["phrases"]):
        place = int(image.digest[:4], 16) + sum(map(ord, phrase))
        left, top = place % (image.width // 2), place // 7 % (image.height // 2)
        rows.append((index, 0.9, left, top, left + image.width // 3, top + image.height // 3))
    return np.array(rows, np.float32)


def spec(role: str, device: str, base: float, each: float) -> ModelSpec:
    settings = {"device": device, "base": base, "each": each}
    return ModelSpec(role, "calibrated", f"calibrated/{role}", "1", settings=settings)
