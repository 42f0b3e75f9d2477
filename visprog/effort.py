"""How much is tried for one question, and what is done when nothing works."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from visprog.errors import UsageError

Choose = Literal["vote", "evidence"]
Fallback = Literal["none", "vqa"]


@dataclass(frozen=True, slots=True)
class Effort:
    """Bounds and policies; every run's trace has them among its settings.

    ``repairs`` is how often a program that the checker rejects goes back to the planner, ``reruns``
    how often one whose run failed or looks wrong does. ``samples`` programs are asked for, and
    ``choose`` decides between their answers: ``vote`` takes the answer of the most programs,
    ``evidence`` weighs each program by how sure its steps are. When no program gives an answer,
    ``fallback`` ``vqa`` asks the vqa model alone, and the answer says so.
    """

    repairs: int = 2
    reruns: int = 1
    samples: int = 1
    choose: Choose = "vote"
    fallback: Fallback = "none"

    def __post_init__(self) -> None:
        """Raises :class:`UsageError` for what no policy is."""
        for name in ("repairs", "reruns"):
            if getattr(self, name) < 0:
                raise UsageError(f"{name} is 0 or more, not {getattr(self, name)}")
        if self.samples < 1:
            raise UsageError(f"samples is 1 or more, not {self.samples}")
        for name, known in (("choose", get_args(Choose)), ("fallback", get_args(Fallback))):
            if getattr(self, name) not in known:
                raise UsageError(f"{name} is {' or '.join(known)}, not {getattr(self, name)}")
