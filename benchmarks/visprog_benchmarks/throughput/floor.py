"""The least that a workload can take: every different operation once, in full batches, and nothing
else. Models are called directly, one batch after the other."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from visprog.engine.cache import cache_key
from visprog.model import Item, Model, ModelSpec

Call = tuple[ModelSpec, type[Model], str, Item]


class Floor:
    """The operations of a workload, and their models, loaded. What is asked twice counts once."""

    def __init__(self, calls: Iterable[Call]) -> None:
        self._groups: dict[tuple[str, str, Any], list[Item]] = defaultdict(list)
        self._models: dict[str, Model] = {}
        seen: set[str] = set()
        for spec, family, operation, item in calls:
            name = cache_key(spec, operation, item)
            if name is not None and name in seen:
                continue
            if name is not None:
                seen.add(name)
            if spec.key not in self._models:
                self._models[spec.key] = family(spec)
                self._models[spec.key].load()
            op = family.operations()[operation]
            bucket = op.bucket(item) if op.bucket else None
            self._groups[spec.key, operation, bucket].append(item)

    @property
    def operations(self) -> int:
        return sum(map(len, self._groups.values()))

    def warm(self) -> None:
        """Compute one item of every kind: a model's first batch is slower than the others."""
        for (key, operation, _), items in self._groups.items():
            getattr(self._models[key], operation)(items[:1])

    def seconds(self) -> float:
        """Run everything; the models have forgotten what they kept."""
        for model in self._models.values():
            model.embeddings.clear()
        started = time.perf_counter()
        for (key, operation, _), items in self._groups.items():
            model = self._models[key]
            op = model.operations()[operation]
            size = max(1, min(op.max_batch, model.spec.max_batch or op.max_batch))
            for start in range(0, len(items), size):
                getattr(model, operation)(items[start : start + size])
        return time.perf_counter() - started
