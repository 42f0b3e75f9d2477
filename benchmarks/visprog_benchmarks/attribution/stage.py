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
from visprog.analysis.blame import same
from visprog.analysis.causal import SetMechanism, Structure
from visprog.analysis.whole import Whole
from visprog.answer import Answer
from visprog.session import Session
from visprog.types import Image
from visprog_benchmarks.world.oracle import Oracle, picture
from visprog_benchmarks.world.question import Question
from visprog_benchmarks.world.scene import Scene

IN_FLIGHT = 8


@dataclass(frozen=True)
class Task:
    """A program about one or two scenes. ``answer`` is the right one; ``None``: what the program
    comes to with perfect tools, which for a right program is the same."""

    text: str
    scenes: tuple[Scene, ...]
    family: str
    program: str
    answer: Any = None

    @classmethod
    def of(cls, question: Question) -> Task:
        return cls(
            question.text, question.scenes, question.family, question.program, question.answer
        )


@dataclass
class Stage:
    """A session with perfect tools over the pictures of some questions."""

    session: Session
    pictures: Mapping[Scene, Image]
    oracles: Mapping[str, Callable[..., Any]]
    """By tool."""

    def images(self, task: Task) -> list[Image]:
        return [self.pictures[scene] for scene in task.scenes]

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
def staged(tasks: Sequence[Task], pack: str = "micro") -> Iterator[Stage]:
    """Render the scenes of the tasks and open the session."""
    scenes = {scene: None for task in tasks for scene in task.scenes}
    pictures = {scene: picture(scene) for scene in scenes}
    oracles = Oracle((image, scene) for scene, image in pictures.items()).tools()
    with Session(tools=plugins.tools().replaced(oracles), pack=pack) as session:
        yield Stage(session, pictures, oracles)


@dataclass
class Sound:
    """A right program and the run that answered rightly."""

    task: Task
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
        return float(same(answer, self.gold))

    @property
    def gold(self) -> Any:
        """The right answer."""
        return self.answer.result if self.task.answer is None else self.task.answer

    @property
    def shape(self) -> str:
        """The tools in order, with the steps that each takes its data from."""
        names = {step.id: str(index) for index, step in enumerate(self.answer.steps, 1)}
        parts = []
        for step in self.answer.steps:
            sources = dict.fromkeys(names[e.source] for e in step.edges if e.source in names)
            parts.append(f"{step.tool}({','.join(sources)})")
        return " ".join(parts)


def sound_runs(stage: Stage, tasks: Sequence[Task]) -> list[Sound]:
    """The runs that answer rightly; with perfect tools and right programs that is all of them."""
    answers = stage.run([(task.program, stage.images(task)) for task in tasks])
    runs = [Sound(*pair, stage) for pair in zip(tasks, answers, strict=True)]
    return [run for run in runs if run.answer.ok and run.score(run.answer.result)]
