"""What a model made of its inputs and may need again: image embeddings, encoded phrases.

One cache per loaded model, in the memory of its device, beside the model and never sent anywhere:
an embedding is many times larger than the picture, and useless without the weights that made it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

T = TypeVar("T")

MEGABYTES = 1024
"""Default budget; the pack's setting ``embedding_megabytes`` overrides it."""


class EmbeddingCache:
    """Least recently used goes first; bounded by bytes. Used by one thread at a time."""

    def __init__(self, budget: int) -> None:
        self.budget = budget
        self.bytes = self.hits = self.misses = 0
        self._kept: OrderedDict[str, tuple[Any, int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def of(
        self,
        wanted: Mapping[str, T],
        make: Callable[[list[T]], list[Any]],
        size: Callable[[Any], int] | None = None,
    ) -> dict[str, Any]:
        """The embedding of each input by its key. Those that are missing are made in one call of
        ``make``, which returns them in order; ``size`` says how many bytes one takes."""
        found = {key: self._kept[key][0] for key in wanted if key in self._kept}
        self.hits += len(found)
        for key in found:
            self._kept.move_to_end(key)
        new = {key: value for key, value in wanted.items() if key not in found}
        if new:
            self.misses += len(new)
            for key, embedding in zip(new, make(list(new.values())), strict=True):
                found[key] = embedding
                self._keep(key, embedding, (size or nbytes)(embedding))
        return found

    def clear(self) -> None:
        self._kept.clear()
        self.bytes = 0

    def _keep(self, key: str, embedding: Any, cost: int) -> None:
        if cost > self.budget:
            return
        while self.bytes + cost > self.budget:
            _, (_, freed) = self._kept.popitem(last=False)
            self.bytes -= freed
        self._kept[key] = embedding, cost
        self.bytes += cost


def nbytes(value: Any) -> int:
    """Of a tensor or an array, or of all in a list or a tuple."""
    if isinstance(value, list | tuple):
        return sum(map(nbytes, value))
    return int(value.nbytes)
