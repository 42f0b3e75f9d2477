"""What the recipe of a role is, and where each of them is.

A recipe is a module of this package with a constant `RECIPE`. Modules are imported when a role is
asked for, since they import torch.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from visprog.errors import Unavailable

Figures = dict[str, Any]

MODULES: Mapping[str, str] = {
    "classify": "classify",
    "detect": "detect",
    "locate": "locate",
    "segment": "segment",
    "point": "point",
    "vqa": "vqa",
    "caption": "caption",
    "depth": "depth",
    "ocr": "ocr",
    "inpaint": "inpaint",
}
"""By role, the module of its recipe, in the order in which they build on one another."""
ROLES = tuple(MODULES)


@dataclass(frozen=True, slots=True)
class Run:
    """One training: how long, on what, from what, and where its files are.

    With `steps` it ends after so many and not by the clock: the same seed on the same machine then
    gives the same weights, as far as its matrix products are deterministic.
    """

    out: Path
    """The folder of the weights."""
    work: Path
    """The folder of checkpoint and log."""
    pool: Path
    """The folder of drawn scenes, for recipes that say `pooled`."""
    hours: float
    steps: int | None = None
    seed: int = 0
    device: str = "cpu"
    resume: bool = True
    """Go on from the checkpoint in `work` where there is one."""
    starts: Mapping[str, Path] = field(default_factory=dict)
    """By role, the folders of the weights that this training starts from."""
    begin: Path | None = None
    """A saved folder of this role to train on, where there is no checkpoint."""
    workers: int = 0
    """Processes that draw batches ahead."""

    def sized(self, *, cpu: int, cuda: int) -> int:
        """A batch: what one core learns from fastest, or what keeps a GPU busy."""
        return cuda if self.device.startswith("cuda") else cpu


class Measure(Protocol):
    def __call__(self, folder: Path, *, scenes: int, device: str) -> Figures: ...


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the model of one role is made, and how a saved folder is measured."""

    role: str
    hours: float
    """How long it trains where nobody says, on one core."""
    headline: tuple[str, ...]
    """Where the figure that stands for the role is in what `evaluate` returns."""
    train: Callable[[Run], Figures]
    """Train, save the folder, and return the last figures on validation scenes."""
    checks: Callable[[Run], Figures]
    """Before training: what a constant predictor gets, and whether one batch can be learnt."""
    evaluate: Measure
    """Figures of a saved folder on test scenes, as `figures.share` and `figures.mean` make them."""
    settings: Measure | None = None
    """What callers need beside the weights, chosen on validation scenes (`visprog.json`)."""
    stand_in: Measure | None = None
    """The same figures of what serves the role while a pack has no weights for it; the folder is
    the pack's."""
    needs: tuple[str, ...] = ()
    """The roles whose weights it starts from."""
    pooled: bool = True
    """It trains on frames drawn once (`micro.pool`) rather than on scenes drawn as it goes."""


def recipe(role: str) -> Recipe:
    """The recipe of one of `ROLES`. Raises `Unavailable` without the library that it needs."""
    try:
        found: Recipe = import_module(f"visprog_benchmarks.micro.{MODULES[role]}").RECIPE
    except ImportError as error:
        if error.name == "diffusers":
            needed = "the library diffusers: pip install 'visprog[diffusion]'"
        elif error.name == "transformers":
            needed = f"a newer transformers ({error.msg}): pip install --upgrade transformers"
        else:
            raise
        raise Unavailable(f"training {role} needs {needed}") from error
    return found
