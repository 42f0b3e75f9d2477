"""The worker's side, the same in every backend: loaded models, and batches run on them."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
import weakref
from typing import Any

from visprog.engine.backends import OutOfMemory, Reply, WorkerDied
from visprog.engine.backends.failures import context_lost, is_out_of_memory
from visprog.model import Item, Model, ModelSpec


class Resident:
    """Models in one process, by the key of their spec. Used by one thread at a time."""

    def __init__(self) -> None:
        self._models: dict[str, Model] = {}

    def load(self, spec: ModelSpec, family: type[Model], device: str) -> None:
        """Raises ``Unavailable`` without weights."""
        model = family(spec, device)
        try:
            _load(model)
        except RuntimeError as error:
            if context_lost(error):
                raise WorkerDied(f"the GPU's context is lost: {error}") from error
            raise
        self._models[spec.key] = model

    def unload(self, key: str) -> None:
        model = self._models.pop(key, None)
        parts = _parts(model)
        del model
        _free(search=any(part() is not None for part in parts))

    @property
    def empty(self) -> bool:
        return not self._models

    def run(self, key: str, operation: str, items: list[Item]) -> Reply:
        """Raises what :meth:`WorkerHandle.run_batch` does, but for the deadline."""
        model = self._models[key]
        kept = model.embeddings
        hits, misses = kept.hits, kept.misses
        reason = ""
        _begin(model.device)
        try:
            results = list(getattr(model, operation)(items))
            if len(results) != len(items):
                message = f"{operation} gave {len(results)} results for {len(items)} items"
                raise RuntimeError(f"{model.spec.family}: {message}")
        except (Exception, SystemExit) as error:
            if context_lost(error):
                raise WorkerDied(f"the GPU's context is lost: {error}") from error
            if not is_out_of_memory(error):
                raise
            reason = str(error).strip().splitlines()[0] if str(error).strip() else "no message"
        if reason:  # the traceback, which held the batch's tensors, is gone by now
            kept.clear()
            _free()
            raise OutOfMemory(f"{len(items)} items: {reason}")
        remarks, model.remarks[:] = tuple(model.remarks), []
        return Reply(
            results,
            memory(model.device),
            kept.hits - hits,
            kept.misses - misses,
            peak(model.device),
            model.sight(),
            remarks,
        )


def memory(device: str) -> int:
    """Bytes that this process holds on the device."""
    torch: Any = sys.modules.get("torch")
    if torch is not None and device.startswith("cuda"):
        return int(torch.cuda.memory_reserved(device))
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:  # not Linux
        return 0


def peak(device: str) -> int:
    """Bytes that this process held at most: on its GPU since the batch began, else so far."""
    torch: Any = sys.modules.get("torch")
    if torch is not None and device.startswith("cuda"):
        return int(torch.cuda.max_memory_allocated(device))
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _begin(device: str) -> None:
    torch: Any = sys.modules.get("torch")
    if torch is not None and device.startswith("cuda"):
        torch.cuda.reset_peak_memory_stats(device)


def _load(model: Model) -> None:
    """A library that another thread is still importing (transformers) may put another module in its
    place when it is done: then the second try finds it whole."""
    try:
        model.load()
    except ImportError:
        model.load()


def _parts(model: Model | None) -> list[weakref.ref[Any]]:
    """What a model holds, and itself, without holding it."""
    found = []
    for part in (model, *(vars(model).values() if model is not None else ())):
        with contextlib.suppress(TypeError):  # numbers and the like
            found.append(weakref.ref(part))
    return found


def _free(*, search: bool = True) -> None:
    """``search`` for what holds itself: beside large libraries that takes a third of a second."""
    if search:
        gc.collect()
    torch: Any = sys.modules.get("torch")
    if torch is not None and torch.cuda.is_available() and torch.cuda.is_initialized():
        torch.cuda.empty_cache()
