"""Batches for a training, drawn ahead of it by processes of their own where that is worth it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

import numpy as np
import torch
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from visprog_benchmarks.micro.recipe import Run

T = TypeVar("T")
AHEAD = 4
"""Batches that each process keeps ready."""


def supply(run: Run, draw: Callable[[np.random.Generator], T], step: int = 0) -> Iterator[T]:
    """Endless batches on the run's device; `draw` makes one on the CPU.

    With `run.workers` processes, which take turns, so that seed and number of processes decide what
    comes. `step` is where an interrupted training goes on.
    """
    stream = _Stream(draw, (run.seed, step))
    if not run.workers:
        return (moved(batch, run.device) for batch in stream)
    loader = DataLoader(
        stream,
        batch_size=None,
        num_workers=run.workers,
        prefetch_factor=AHEAD,
        multiprocessing_context="fork",  # the drawn scenes, gigabytes of them, are shared so
        worker_init_fn=_alone,
        collate_fn=_as_it_is,
    )
    return (moved(batch, run.device) for batch in loader)


def moved(value: Any, device: str) -> Any:
    """Tensors, also those in tuples and dataclasses, on the device."""
    if isinstance(value, torch.Tensor):
        return value.to(device, non_blocking=True)
    if isinstance(value, tuple):
        return tuple(moved(part, device) for part in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {f.name: moved(getattr(value, f.name), device) for f in dataclasses.fields(value)}
        return dataclasses.replace(value, **fields)
    return value


class _Stream(IterableDataset[T], Generic[T]):
    def __init__(self, draw: Callable[[np.random.Generator], T], seed: tuple[int, ...]) -> None:
        self._draw, self._seed = draw, seed

    def __iter__(self) -> Iterator[T]:
        worker = get_worker_info()
        rng = np.random.default_rng((*self._seed, worker.id if worker else 0))
        while True:
            yield self._draw(rng)


def _as_it_is(batch: T) -> T:
    return batch


def _alone(_: int) -> None:
    import cv2

    cv2.setNumThreads(0)
