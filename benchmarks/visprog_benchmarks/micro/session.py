"""One training: its time budget, learning rate, checkpoints and log."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import nn


@dataclass
class Budget:
    """How long to train and how the learning rate follows: warm-up, then a cosine to 1 %."""

    hours: float
    peak: float
    warm_up: int = 200
    spent: float = 0.0
    step: int = 0
    _mark: float = field(default_factory=time.monotonic)

    @property
    def share(self) -> float:
        return min(1.0, self.spent / (self.hours * 3600))

    def steps(self) -> Iterator[float]:
        """The learning rate of each step until the time is spent."""
        self._mark = time.monotonic()
        while self.share < 1:
            yield self.rate()
            self.step += 1

    def tick(self) -> None:
        """Count the time since the last tick as spent."""
        now = time.monotonic()
        self.spent, self._mark = self.spent + now - self._mark, now

    def rate(self) -> float:
        cosine = 0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * self.share))
        return self.peak * cosine * min(1.0, (self.step + 1) / self.warm_up)


class Trainer:
    """AdamW with clipping and checkpoints around one module.

    Files in `folder`: `checkpoint.pt` (weights, optimiser, time spent) and `log.jsonl`.
    """

    def __init__(
        self, model: nn.Module, budget: Budget, folder: Path, *, decay: float, resume: bool
    ) -> None:
        self.model, self.budget, self.folder = model, budget, folder
        folder.mkdir(parents=True, exist_ok=True)
        weights = [p for p in model.parameters() if p.requires_grad]
        groups = [
            {"params": [p for p in weights if p.ndim >= 2], "weight_decay": decay},
            {"params": [p for p in weights if p.ndim < 2], "weight_decay": 0.0},
        ]
        self.optimiser = torch.optim.AdamW(groups, lr=budget.peak, betas=(0.9, 0.98))
        self._checkpoint = folder / "checkpoint.pt"
        if resume and self._checkpoint.exists():
            state = torch.load(self._checkpoint, map_location="cpu", weights_only=True)
            model.load_state_dict(state["model"])
            self.optimiser.load_state_dict(state["optimiser"])
            budget.spent, budget.step = state["spent"], state["step"]

    def update(self, loss: torch.Tensor, rate: float, clip: float = 5.0) -> None:
        """One optimiser step; gradients are averaged over processes when there are several."""
        self.optimiser.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        self.budget.tick()
        average_gradients(self.model, self.budget)
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), clip)
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        self.optimiser.step()

    def save(self) -> None:
        state = {
            "model": self.model.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "spent": self.budget.spent,
            "step": self.budget.step,
        }
        unfinished = self._checkpoint.with_suffix(".part")
        torch.save(state, unfinished)
        unfinished.rename(self._checkpoint)

    def log(self, **figures: Any) -> None:
        line = {"minutes": round(self.budget.spent / 60, 2), "step": self.budget.step, **figures}
        print(json.dumps(line), flush=True)
        with (self.folder / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")


def average_gradients(model: nn.Module, budget: Budget) -> None:
    """Average gradients, and the time spent, over the processes of `torch.distributed`.

    One message per step; sharing the clock keeps the processes at the same learning rate and
    makes them stop together.
    """
    if not torch.distributed.is_initialized():
        return
    gradients = [p.grad for p in model.parameters() if p.grad is not None]
    clock = torch.tensor([budget.spent], device=gradients[0].device)
    flat = torch.cat([*(gradient.reshape(-1) for gradient in gradients), clock])
    torch.distributed.all_reduce(flat)
    flat /= torch.distributed.get_world_size()
    start = 0
    for gradient in gradients:
        gradient.copy_(flat[start : start + gradient.numel()].view_as(gradient))
        start += gradient.numel()
    budget.spent = float(flat[-1])


def place_among_processes() -> tuple[int, int]:
    """This process's number and how many there are, for `torch.distributed`."""
    if not torch.distributed.is_initialized():
        return 0, 1
    return torch.distributed.get_rank(), torch.distributed.get_world_size()


def is_chief() -> bool:
    """Whether this process writes files and figures."""
    return place_among_processes()[0] == 0


def autocast(device: str) -> AbstractContextManager[object]:
    """bfloat16 matrix products: 2.5 times faster on a CPU with avx512_bf16, and on GPUs."""
    return torch.autocast(device, torch.bfloat16)
