"""The right value of every step of a question's program."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from visprog import plugins
from visprog.session import Session
from visprog.types import Image
from visprog_benchmarks.world.oracle import Oracle, picture
from visprog_benchmarks.world.question import Question


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its tool, what it was called with as the program says, and its right value."""

    name: str
    tool: str
    value: Any


@dataclass(frozen=True, slots=True)
class Gold:
    """A question with its pictures, the right value of every step in the order of the program, and
    the answer that follows from them."""

    question: Question
    images: tuple[Image, ...]
    steps: tuple[Step, ...]
    answer: Any

    @property
    def values(self) -> Mapping[str, Any]:
        """The values by the steps' names."""
        return {step.name: step.value for step in self.steps}


def gold(asked: Sequence[Question]) -> Iterator[Gold]:
    """Run each question's program with perfect tools.

    Raises what a run ended with: with perfect tools every program of the world runs to its end.
    """
    pictures = {shown: picture(shown) for question in asked for shown in question.shown}
    perfect = Oracle((image, shown) for shown, image in pictures.items()).tools()
    with Session(pack="micro", tools=plugins.tools().replaced(perfect)) as session:
        for question in asked:
            images = tuple(pictures[shown] for shown in question.shown)
            answer = session.run(question.program, images)
            steps = tuple(Step(step.id, step.tool, step.load()) for step in answer.steps)
            yield Gold(question, images, steps, answer.value)
