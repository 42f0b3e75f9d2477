"""A workbench for single tools: a context whose models answer from a table, or are real."""

from __future__ import annotations

import inspect
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

import numpy as np

from visprog.model import Model
from visprog.tool import ToolSpec
from visprog.types import Image

FLOATS = np.float32


class TableDetector:
    """Serves ``detect`` from a list of ``(phrase, score, left, top, right, bottom)``."""

    def __init__(self, found: list[tuple[str, float, float, float, float, float]]) -> None:
        self.found = found
        self.settings = {"threshold": 0.5, "nms_iou": 0.5}

    async def detect(self, image: Image, phrases: tuple[str, ...]) -> Any:
        rows = [
            (phrases.index(phrase), score, *box)
            for phrase, score, *box in self.found
            if phrase in phrases
        ]
        rows.sort(key=lambda row: -row[1])
        return np.array(rows, dtype=FLOATS).reshape(-1, 6)


class ColourClip:
    """Embeds an image as its mean colour and a text as the colour word in it, both in RGB."""

    WORDS: ClassVar = {"red": (1, 0, 0), "green": (0, 1, 0), "blue": (0, 0, 1)}

    def __init__(self) -> None:
        self.settings = {"logit_scale": 20.0, "colours": tuple(self.WORDS)}

    async def image(self, image: Image) -> Any:
        return self._unit(image.pixels.reshape(-1, 3).mean(0) + 1e-3)

    async def text(self, text: str) -> Any:
        words = [self.WORDS[word] for word in text.strip(".").split() if word in self.WORDS]
        return self._unit(np.mean(words, axis=0) + 1e-3 if words else np.ones(3))

    @staticmethod
    def _unit(vector: Any) -> Any:
        return (vector / np.linalg.norm(vector)).astype(FLOATS)


class Served:
    """A model adapter as a tool meets it: one item at a time, errors raised."""

    def __init__(self, model: Model, **settings: Any) -> None:
        model.load()
        self._model = model
        self.settings = settings

    def __getattr__(self, operation: str) -> Any:
        async def call(**item: Any) -> Any:
            (result,) = getattr(self._model, operation)([item])
            if isinstance(result, Exception):
                raise result
            return result

        return call


class Scripted:
    """Answers every operation by a function of its arguments, and keeps what it was asked."""

    def __init__(self, answer: Any, **settings: Any) -> None:
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.settings = settings
        self._answer = answer

    def __getattr__(self, operation: str) -> Any:
        async def call(**item: Any) -> Any:
            self.asked.append((operation, item))
            return self._answer(**item) if callable(self._answer) else self._answer

        return call


@dataclass
class Models:
    locate: Any = None
    detect: Any = None
    classify: Any = None
    segment: Any = None
    point: Any = None
    face: Any = None
    vqa: Any = None
    caption: Any = None
    depth: Any = None
    ocr: Any = None
    llm: Any = None
    inpaint: Any = None


@dataclass
class Bench:
    """A :class:`visprog.tool.Context` that keeps the notes."""

    models: Any = field(default_factory=Models)
    seed: int = 0
    empty: Literal["error", "whole-image"] = "error"
    notes: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    given: Image | None = None
    """The picture that every crop was cut from."""

    def note(self, code: str, message: str, **facts: Any) -> None:
        self.notes.append((code, message, facts))

    def whole(self, image: Image) -> Image:
        return image if self.given is None else self.given

    async def call(self, spec: ToolSpec, **arguments: Any) -> Any:
        """Call a tool as the engine would, with this context where it asks for one."""
        if spec.context_param:
            arguments[spec.context_param] = self
        value = spec.function(**arguments)
        return await value if inspect.isawaitable(value) else value


def picture(width: int = 100, height: int = 80) -> Image:
    """Red on the left half, blue on the right."""
    pixels = np.zeros((height, width, 3), np.uint8)
    pixels[:, : width // 2, 0] = 255
    pixels[:, width // 2 :, 2] = 255
    return Image(pixels)
