"""One training: its budget, learning rate, checkpoints, progress and log."""

from __future__ import annotations

import json
import math
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import nn
from transformers.utils import logging

from visprog.errors import UsageError
from visprog_benchmarks.micro.recipe import Run

Said = Mapping[str, float | torch.Tensor]
"""Figures of one step; tensors stay on their device until they are said: to read one is to wait."""

logging.disable_progress_bar()  # the lines of the log are the progress

SAVED_EVERY = 60.0
"""Seconds of training that a crash or Ctrl-C costs; no more than a twentieth of the hours."""
OVERFIT_STEPS = 60
"""Steps on one batch before training, at most; no more than a twentieth of the budget."""


@dataclass
class Budget:
    """How long to train and how the learning rate follows: warm-up, then a cosine to 1 %.

    The end is after `hours`, or after `limit` steps when that is given.
    """

    hours: float
    peak: float
    warm_up: int = 200
    limit: int | None = None
    spent: float = 0.0
    step: int = 0
    _mark: float = field(default_factory=time.monotonic)

    @classmethod
    def of(cls, run: Run, *, peak: float, warm_up: int = 200) -> Budget:
        return cls(run.hours, peak, warm_up, run.steps)

    @property
    def share(self) -> float:
        done = self.spent / (self.hours * 3600) if self.limit is None else self.step / self.limit
        return min(1.0, done)

    @property
    def left(self) -> float:
        """Seconds to the end, at the speed so far."""
        return self.spent * (1 / self.share - 1) if self.share else math.inf

    def steps(self) -> Iterator[float]:
        """The learning rate of each step until the budget is spent."""
        self._mark = time.monotonic()
        while self.share < 1:
            yield self.rate()

    def tick(self) -> None:
        """Count one step, and the time since the last tick as spent."""
        self.step += 1
        now = time.monotonic()
        self.spent, self._mark = self.spent + now - self._mark, now

    def rate(self) -> float:
        cosine = 0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * self.share))
        return self.peak * cosine * min(1.0, (self.step + 1) / self.warm_up)


class Trainer:
    """AdamW with clipping, checkpoints and a log around one module.

    Files in `folder`: `checkpoint.pt` (weights, optimiser, time spent) and `log.jsonl`. `slow`
    names parts of the module that learn at a share of the rate. `begin` is a saved folder whose
    weights come first, a checkpoint's before them.
    """

    def __init__(
        self,
        model: nn.Module,
        budget: Budget,
        folder: Path,
        *,
        decay: float,
        resume: bool,
        slow: tuple[tuple[str, ...], float] = ((), 1.0),
        begin: Path | None = None,
    ) -> None:
        self.model, self.budget, self.folder = model, budget, folder
        folder.mkdir(parents=True, exist_ok=True)
        if begin is not None:
            take_weights(model, begin)
        on_gpu = next(model.parameters()).is_cuda
        self.optimiser = torch.optim.AdamW(
            _groups(model, decay, *slow), lr=budget.peak, betas=(0.9, 0.98), fused=on_gpu
        )
        self._checkpoint = folder / "checkpoint.pt"
        self._saved = budget.spent
        if resume and self._checkpoint.exists():
            state = torch.load(self._checkpoint, map_location="cpu", weights_only=True)
            model.load_state_dict(state["model"])
            self.optimiser.load_state_dict(state["optimiser"])
            budget.spent, budget.step = state["spent"], state["step"]
            self._saved = budget.spent

    def fit(
        self,
        loss: Callable[[], tuple[torch.Tensor, Said]],
        *,
        measure: Callable[[bool], dict[str, float]],
        keep: Callable[[], None],
        clip: float = 5.0,
        said: int = 100,
        looks: int = 6,
    ) -> dict[str, float]:
        """Train until the budget is spent; returns the last figures.

        `loss` draws a batch and gives its loss and figures for the log, said every so many steps.
        `measure` gives figures on validation scenes (True: on all of them) and `keep` saves the
        folder of the weights; both happen `looks` times, the last at the end.
        """
        chief = is_chief()
        self.model.train()
        look = int(self.budget.share * looks) + 1
        for rate in self.budget.steps():
            value, figures = loss()
            self.update(value, rate, clip)
            if not chief:
                continue
            if self.budget.step == 1 or self.budget.step % said == 0:
                self.log(**figures)
            if look / looks <= self.budget.share < 1:
                look = int(self.budget.share * looks) + 1
                keep()
                self.log(**measure(False))
            if self.budget.spent - self._saved > min(SAVED_EVERY, self.budget.hours * 180):
                self.save()
        if not chief:
            return {}
        self.save()
        keep()
        figures = measure(True)
        self.log(**figures)
        return figures

    def update(self, loss: torch.Tensor, rate: float, clip: float = 5.0) -> None:
        """One optimiser step; gradients are averaged over processes when there are several."""
        self.optimiser.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        self.budget.tick()
        average_gradients(self.model, self.budget)
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), clip)
        for group in self.optimiser.param_groups:
            group["lr"] = rate * group.get("share", 1.0)
        self.optimiser.step()

    def save(self) -> None:
        """Write the checkpoint: weights, optimiser and how far the budget is spent."""
        state = {
            "model": self.model.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "spent": self.budget.spent,
            "step": self.budget.step,
        }
        unfinished = self._checkpoint.with_suffix(".part")
        with unfinished.open("wb") as file:
            torch.save(state, file)
        unfinished.rename(self._checkpoint)
        self._saved = self.budget.spent

    def log(self, **figures: Any) -> None:
        """A line for people on stderr, and the same for programs in `log.jsonl`."""
        budget = self.budget
        figures = rounded(figures)
        line = {"minutes": round(budget.spent / 60, 2), "step": budget.step, **figures}
        with (self.folder / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")
        speed = budget.step / budget.spent if budget.spent else 0.0
        left = f"{budget.left / 60:.1f} min left" if budget.spent else "starting"
        shown = "  ".join(f"{name} {value}" for name, value in figures.items())
        print(
            f"{budget.share:4.0%}  step {budget.step}  {speed:.1f} steps/s  {left}  {shown}",
            file=sys.stderr,
            flush=True,
        )


def overfit(
    model: nn.Module,
    loss: Callable[[], tuple[torch.Tensor, Said]],
    run: Run,
    *,
    peak: float,
    clip: float = 5.0,
) -> dict[str, Any]:
    """Learn one batch by heart: what cannot do that will learn nothing in hours either.

    `loss` gives the loss of the same batch each time. Returns the figures of the first and the
    last step.
    """
    steps = OVERFIT_STEPS if run.steps is None else min(OVERFIT_STEPS, max(run.steps // 20, 2))
    hours = min(run.hours / 20, 1 / 60)
    start = time.monotonic()
    optimiser = torch.optim.AdamW(model.parameters(), lr=peak, betas=(0.9, 0.98))
    model.train()
    first: Said = {}
    last: Said = {}
    done = 0
    for done in range(1, steps + 1):
        value, last = loss()
        first = first or last
        optimiser.zero_grad(set_to_none=True)
        torch.autograd.backward(value)
        torch.nn.utils.clip_grad_norm_(model.parameters(), clip)
        optimiser.step()
        if done > 1 and time.monotonic() - start > hours * 3600:
            break
    return {"steps": done, "first": rounded(first), "last": rounded(last)}


def rounded(figures: Mapping[str, Any]) -> dict[str, Any]:
    """Numbers, also those that are tensors still, with four digits after the point."""
    return {
        name: round(float(value), 4) if isinstance(value, float | torch.Tensor) else value
        for name, value in figures.items()
    }


def take_weights(model: nn.Module, folder: Path) -> None:
    """Copy the weights of a saved folder into a model of the same shape.

    Raises `UsageError` when they do not fit.
    """
    weights = load_file(folder / "model.safetensors")
    try:
        missing, unexpected = model.load_state_dict(weights, strict=False)
    except RuntimeError as error:
        raise UsageError(f"the weights in {folder} do not fit: {error}") from error
    state = model.state_dict()
    shared = {state[name].data_ptr() for name in weights if name in state}
    lacking = [
        name
        for name in missing
        if state[name].data_ptr() not in shared and not name.endswith("num_batches_tracked")
    ]
    if unexpected or lacking:
        raise UsageError(f"the weights in {folder} do not fit: {[*unexpected, *lacking][:3]}")


def _groups(
    model: nn.Module, decay: float, slow: tuple[str, ...], share: float
) -> list[dict[str, Any]]:
    """Matrices decay, vectors do not; the parts named `slow` learn at a share of the rate."""
    groups: dict[tuple[bool, bool], list[nn.Parameter]] = {}
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            key = parameter.ndim >= 2, any(part in name for part in slow)
            groups.setdefault(key, []).append(parameter)
    return [
        {
            "params": groups[key],
            "weight_decay": decay if key[0] else 0.0,
            "share": share if key[1] else 1.0,
        }
        for key in sorted(groups, reverse=True)
    ]


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
