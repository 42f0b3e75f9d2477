"""One question about one scene or several, with the answer that their scene graphs give."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from visprog_benchmarks.world.scene import Scene
from visprog_benchmarks.world.signs import SignedScene, with_sign
from visprog_planners.grammar import write_vipergpt, write_visprog
from visprog_planners.grammar.meaning import Meaning


@dataclass(frozen=True)
class Question:
    """A question whose answer is certain and can be seen.

    ``answer`` is ``yes``, ``no``, a number or a word, as text. ``meaning`` is what the question
    means, from which the right program follows; a question that the grammar does not read has none
    and comes with its program (``written``). ``sign`` is put into the first scene.
    """

    text: str
    scenes: tuple[Scene, ...]
    answer: str
    family: str
    meaning: Meaning | None = field(repr=False)
    written: str = field(default="", repr=False)
    sign: str = ""

    @property
    def seeds(self) -> tuple[int, ...]:
        return tuple(scene.seed for scene in self.scenes)

    @property
    def shown(self) -> tuple[Scene | SignedScene, ...]:
        """The scenes with the sign in its place."""
        if not self.sign:
            return self.scenes
        return with_sign(self.scenes[0], self.sign), *self.scenes[1:]

    @cached_property
    def program(self) -> str:
        """A program that gives the answer when every tool is right."""
        if self.meaning is None:
            return self.written
        try:
            return write_visprog.write(self.meaning, len(self.scenes))
        except write_visprog.NotHere:
            return write_vipergpt.write(self.meaning, len(self.scenes))
