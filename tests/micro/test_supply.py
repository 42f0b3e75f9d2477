"""Batches drawn ahead: what arrives, in which order, where an interrupted training goes on."""

from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
import torch

from visprog_benchmarks.micro.recipe import Run
from visprog_benchmarks.micro.supply import moved, supply


@dataclass(frozen=True)
class Batch:
    images: torch.Tensor
    kinds: tuple[str, ...]


def draw(rng: np.random.Generator) -> tuple[Batch, torch.Tensor]:
    number = torch.tensor(int(rng.integers(1 << 30)))
    return Batch(number.expand(3), ("a", "b")), number


def drawn(workers: int, *, seed: int = 0, step: int = 0, count: int = 6) -> list[int]:
    run = Run(Path(), Path(), Path(), hours=1, seed=seed, workers=workers)
    found = []
    for batch, number in islice(supply(run, draw, step), count):
        assert isinstance(batch, Batch)
        assert batch.images.tolist() == [int(number)] * 3
        assert batch.kinds == ("a", "b")
        found.append(int(number))
    return found


@pytest.mark.parametrize("workers", [0, 2])
def test_seed_and_step_decide_what_comes(workers: int) -> None:
    assert drawn(workers) == drawn(workers)
    assert drawn(workers) != drawn(workers, seed=1)
    assert not set(drawn(workers)) & set(drawn(workers, step=3))


def test_processes_take_turns_and_draw_different_batches() -> None:
    alone, both = drawn(0, count=3), drawn(2)
    assert both[::2] == alone
    assert len(set(both)) == 6


def test_everything_is_moved_and_nothing_else_changes() -> None:
    batch, number = moved(draw(np.random.default_rng(0)), "meta")
    assert batch.images.device.type == number.device.type == "meta"
    assert batch.kinds == ("a", "b")
