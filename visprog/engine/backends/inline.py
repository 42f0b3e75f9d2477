"""Models in this process, each on the broker's thread for it; torch releases the GIL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from visprog.model import Item, Model, ModelSpec


class InlineWorker:
    """A model object of this process."""

    def __init__(self, model: Model) -> None:
        self.device = model.device
        self._model: Model | None = model

    def run_batch(self, operation: str, items: list[Item]) -> Sequence[Any]:
        results: Sequence[Any] = getattr(self._model, operation)(items)
        return results

    def close(self) -> None:
        self._model = None


class InlineBackend:
    """Starts at once, shares the interpreter; the default for tests, the CPU and small models."""

    name = "inline"

    def spawn(self, spec: ModelSpec, family: type[Model], device: str) -> InlineWorker:
        model = family(spec, device)
        model.load()
        return InlineWorker(model)
