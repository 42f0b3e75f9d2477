"""Tools called outside of the engine: what they find there instead of models."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from visprog.trace import Run
from visprog.types import Image


class NeedsModels(Exception):
    """A tool would ask its models what it did not ask them in the run."""


@dataclass(frozen=True)
class WithContext:
    """A function with its context; equal ones are one mechanism."""

    function: Callable[..., Any]
    parameter: str
    context: Any

    def __call__(self, **arguments: Any) -> Any:
        return self.function(**arguments, **{self.parameter: self.context})


class Offline:
    """The context of a tool that is called outside of the engine."""

    def __init__(self, run: Run, pictures: Sequence[Any]) -> None:
        empty = run.settings.get("empty", "error")
        self.empty: Literal["error", "whole-image"] = empty
        self.seed = int(run.settings.get("seed", 0))
        self._pictures = pictures

    @property
    def models(self) -> Any:
        raise NeedsModels

    def note(self, code: str, message: str, **facts: Any) -> None:
        """Notes belong to the recorded run."""

    def whole(self, image: Image) -> Image:
        roots = (p for p in self._pictures if isinstance(p, Image))
        return next((p for p in roots if p.digest == image.frame.root), image)
