"""A model that costs what it is told to, tools that use it, and a run around an executor."""

from __future__ import annotations

import threading
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from visprog.engine import Engine, Executor
from visprog.errors import Unavailable
from visprog.events import Event
from visprog.model import Item, Model, ModelSpec, op
from visprog.program import Control, Ref, Site, ToolCall
from visprog.tool import Context, ToolSpec, ToolTable, tool
from visprog.trace import Run
from visprog.types import Image, Regions


@dataclass
class Lab:
    """What a fake model is told, and what it did."""

    seconds: float = 0.0
    """Per batch."""
    loads: int = 0
    batches: list[tuple[str, list[Item]]] = field(default_factory=list)
    absent: bool = False
    """No weights."""
    gate: threading.Event = field(default_factory=threading.Event)
    """Batches wait for it."""
    barrier: threading.Barrier | None = None
    """Batches of two models meet here."""

    def __post_init__(self) -> None:
        self.gate.set()

    @property
    def sizes(self) -> list[int]:
        return [len(items) for _, items in self.batches]

    @property
    def questions(self) -> list[list[str]]:
        return [[item["question"] for item in items] for _, items in self.batches]


class Fake(Model):
    """Answers a question with the question. Settings: ``lab``."""

    family = "fake"
    roles = ("vqa",)

    def load(self) -> None:
        lab: Lab = self.spec.settings["lab"]
        lab.loads += 1
        if lab.absent:
            raise Unavailable(f"the weights of {self.spec.checkpoint} are not there")

    @op(max_batch=8)
    def answer(self, items: list[Item]) -> list[Any]:
        """``question`` to text. ``bad`` fails alone, ``poison`` takes its batch along."""
        lab: Lab = self.spec.settings["lab"]
        lab.batches.append(("answer", items))
        lab.gate.wait(30)
        if lab.barrier is not None:
            lab.barrier.wait(30)
        time.sleep(lab.seconds)
        if any(item["question"] == "poison" for item in items):
            raise RuntimeError("CUDA error: poison")
        return [
            ValueError("bad question") if item["question"] == "bad" else f"{item['question']}!"
            for item in items
        ]

    @op(max_batch=8, bucket=lambda item: item["image"].pixels.shape)
    def sized(self, items: list[Item]) -> list[Any]:
        """Only images of one shape share a batch."""
        lab: Lab = self.spec.settings["lab"]
        lab.batches.append(("sized", items))
        return [list(item["image"].pixels.shape) for item in items]

    @op(max_batch=8)
    def short(self, items: list[Item]) -> list[Any]:
        """Forgets one result."""
        return ["x"] * (len(items) - 1)


def spec(lab: Lab, role: str = "vqa", **changes: Any) -> ModelSpec:
    return ModelSpec(
        **{
            "role": role,
            "family": "fake",
            "checkpoint": "fake/vqa",
            "revision": "1",
            "settings": {"lab": lab},
            **changes,
        }
    )


@tool("VQA", "Vqa", example="ANSWER0=VQA(image=IMAGE,question='what?')", roles=("vqa",))
async def vqa(image: Image, question: str, context: Context) -> str:
    """Ask about a picture."""
    answer: str = await context.models.vqa.answer(image=image, question=question)
    return answer


@tool("EVAL", example="ANSWER0=EVAL(expr='1')")
def evaluate(expr: str, **names: object) -> object:
    """Return the names, for want of an evaluator."""
    return dict(names)


@tool("ADD", example="SUM=ADD(a=1,b=2)")
def add(a: float, b: float = 1) -> float:
    """The sum."""
    return a + b


@tool("COUNT", example="N=COUNT(box=BOX0)")
def count(box: Regions) -> int:
    """How many."""
    return len(box)


@tool("ECHO", example="X=ECHO(value=IMAGE)")
def echo(value: object) -> object:
    """What was given."""
    return value


@tool("BREAK", example="X=BREAK(how='tool')")
def broken(how: object, after: object = None) -> object:
    """Fail."""
    from visprog.errors import ToolError

    if how == "tool":
        raise ToolError("nothing to see here")
    if how == "exit":
        raise SystemExit(3)
    raise ZeroDivisionError("by design\nwith a second line")


TOOLS = (vqa, evaluate, add, count, echo, broken)


class Play:
    """A run: an executor, its events and their fold, and shorthand for calls."""

    def __init__(self, executor: Executor, events: list[Event], run: Run) -> None:
        self.executor = executor
        self.events = events
        self.run = run
        self.line = 0

    def call(
        self,
        name: str,
        arguments: Mapping[str, Any] | None = None,
        /,
        *,
        sources: Mapping[str, tuple[str, ...]] | None = None,
        control: tuple[Control, ...] = (),
        **more: Any,
    ) -> Ref:
        self.line += 1
        given = {**(arguments or {}), **more}
        return self.executor.call(ToolCall(name, given, Site(self.line), sources or {}, control))

    async def look(self, ref: Ref) -> Any:
        return await self.executor.look(ref, Site(99))

    def of(self, kind: type[Any]) -> list[Any]:
        return [event for event in self.events if isinstance(event, kind)]


@asynccontextmanager
async def playing(engine: Engine, *more: ToolSpec, **settings: Any) -> AsyncIterator[Play]:
    """A run on an engine."""
    events: list[Event] = []
    run = Run()

    def emit(event: Event) -> None:
        events.append(event)
        run.apply(event)

    executor = engine.executor(ToolTable([*TOOLS, *more]), emit, **settings)
    try:
        yield Play(executor, events, run)
    finally:
        await executor.close()


@asynccontextmanager
async def engine_of(
    *specs: ModelSpec, cache_dir: Path | None = None, **settings: Any
) -> AsyncIterator[Engine]:
    """An engine on the CPU that gives askers much time, since the machine may be busy."""
    settings = {"settle_seconds": 2.0, **settings}
    engine = Engine(
        {item.role: item for item in specs},
        {"fake": Fake},
        cache_dir=cache_dir,
        device="cpu",
        **settings,
    )
    async with engine:
        yield engine
        assert engine.broker.idle, "somebody still counts as active, or a job was left behind"


def picture(shade: int = 0, width: int = 4, height: int = 3) -> Image:
    return Image(np.full((height, width, 3), shade, np.uint8))
