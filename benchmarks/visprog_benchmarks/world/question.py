"""One question about one or two scenes, with the answer that their scene graphs give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from visprog_benchmarks.world.scene import Scene
from visprog_planners.grammar import write_vipergpt, write_visprog
from visprog_planners.grammar.meaning import Meaning


@dataclass(frozen=True)
class Question:
    """A question whose answer is certain and can be seen.

    ``answer`` is ``yes``, ``no``, a number or a word, as text. ``meaning`` is what the question
    means, from which the right program follows; ``values`` will hold the right value of every step.
    """

    text: str
    scenes: tuple[Scene, ...]
    answer: str
    family: str
    meaning: Meaning = field(repr=False)
    values: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def seeds(self) -> tuple[int, ...]:
        return tuple(scene.seed for scene in self.scenes)

    @cached_property
    def program(self) -> str:
        """A program that gives the answer when every tool is right."""
        try:
            return write_visprog.write(self.meaning, len(self.scenes))
        except write_visprog.NotHere:
            return write_vipergpt.write(self.meaning, len(self.scenes))
