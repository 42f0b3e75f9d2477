"""Right runs on the rendered world with perfect tools: what faults are put into."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from visprog import plugins
from visprog.analysis import Recording
from visprog.analysis.causal import SetMechanism, Structure, Whole
from visprog.analysis.distance import Failed
from visprog.answer import Answer
from visprog.session import Session
from visprog.types import Image
from visprog_benchmarks.metrics import right
from visprog_benchmarks.world.oracle import Oracle, picture
from visprog_benchmarks.world.question import Question
from visprog_benchmarks.world.scene import Scene

IN_FLIGHT = 8


@dataclass
class Stage:
    """A session with perfect tools over the pictures of some questions."""

    session: Session
    pictures: Mapping[Scene, Image]
    oracles: Mapping[str, Callable[..., Any]]
    """By tool."""

    def images(self, question: Question) -> list[Image]:
        return [self.pictures[scene] for scene in question.scenes]

    def run(self, programs: Sequence[tuple[str, list[Image]]]) -> list[Answer]:
        """Programs on pictures, several at once."""
        gate = asyncio.Semaphore(IN_FLIGHT)

        async def one(program: str, images: list[Image]) -> Answer:
            async with gate:
                return await self.session.run_async(program, images)

        async def everything() -> list[Answer]:
            return list(await asyncio.gather(*(one(*pair) for pair in programs)))

        return asyncio.run(everything())

    def perfect(self, structure: Structure) -> dict[str, SetMechanism]:
        """Oracles of all steps: the scene graph for what looks, the tool itself for what counts."""
        found = {}
        for step, node in structure.nodes.items():
            function = self.oracles.get(node.tool)
            way = SetMechanism(function) if function else structure.exact(step)
            if way is not None:
                found[step] = way
        return found


@contextmanager
def staged(asked: Sequence[Question], pack: str = "micro") -> Iterator[Stage]:
    """Render the scenes of the questions and open the session."""
    scenes = {scene: None for question in asked for scene in question.scenes}
    pictures = {scene: picture(scene) for scene in scenes}
    oracles = Oracle((image, scene) for scene, image in pictures.items()).tools()
    with Session(tools=plugins.tools().replaced(oracles), pack=pack) as session:
        yield Stage(session, pictures, oracles)


@dataclass
class Sound:
    """A question, its right program and the run that answered it rightly."""

    question: Question
    answer: Answer
    stage: Stage

    @cached_property
    def recording(self) -> Recording:
        return Recording.of(self.answer)

    @cached_property
    def structure(self) -> Structure:
        return self.model()

    def model(self, natural: Mapping[str, SetMechanism] | None = None) -> Structure:
        """The run as a causal model, perhaps with a fault in it."""
        again = Whole(self.stage.session, self.recording)
        table = self.stage.session.tools
        return Structure(self.recording, table, natural=natural, again=again)

    def score(self, answer: Any) -> float:
        """1 for the right answer."""
        return float(not isinstance(answer, Failed) and right(answer, self.question.answer))

    @property
    def shape(self) -> str:
        """The tools in order, with the steps that each takes its data from."""
        names = {step.id: str(index) for index, step in enumerate(self.answer.steps, 1)}
        parts = []
        for step in self.answer.steps:
            sources = dict.fromkeys(names[e.source] for e in step.edges if e.source in names)
            parts.append(f"{step.tool}({','.join(sources)})")
        return " ".join(parts)


def sound_runs(stage: Stage, asked: Sequence[Question]) -> list[Sound]:
    """The runs that answer rightly; with perfect tools and right programs that is all of them."""
    answers = stage.run([(question.program, stage.images(question)) for question in asked])
    runs = [Sound(*pair, stage) for pair in zip(asked, answers, strict=True)]
    return [run for run in runs if run.answer.ok and run.score(run.answer.result)]
