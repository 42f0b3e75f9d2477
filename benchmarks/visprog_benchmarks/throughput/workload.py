"""N programs over M pictures, and how VisProg and ViperGPT would execute them.

Each program finds something, cuts it out, asks about the cut and about the whole picture: three
model calls, of which the second needs the first.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from visprog.model import Item, Model, ModelSpec
from visprog.types import Box, Image
from visprog_benchmarks.throughput.calibrated import Calibrated
from visprog_benchmarks.throughput.floor import Call
from visprog_benchmarks.throughput.stage import Task

THINGS = ("dog", "cat", "boat", "tree", "bird", "house", "bicycle", "car")

PROGRAM = """BOX0=LOC(image=IMAGE,object='{thing}')
IMAGE0=CROP(image=IMAGE,box=BOX0)
ANSWER0=VQA(image=IMAGE0,question='what is it doing, {number}?')
ANSWER1=VQA(image=IMAGE,question='where is this, {number}?')
ANSWER2=EVAL(expr="{{ANSWER0}} + {{ANSWER1}}")
FINAL_RESULT=RESULT(var=ANSWER2)"""

VIPERGPT_WINDOW = 0.2
VIPERGPT_BATCH = 32
"""ViperGPT's ``seconds_collect_data`` and the largest batch of the one model that collects."""


@dataclass(frozen=True)
class Question:
    """What one program asks."""

    image: Image
    thing: str
    number: int

    @property
    def task(self) -> Task:
        text = PROGRAM.format(thing=self.thing, number=self.number % 4)
        return Task(text, {"IMAGE": self.image})


def questions(programs: int, images: int) -> list[Question]:
    """Programs in turn over the pictures; no two ask the same."""
    random = np.random.default_rng(0)
    pictures = [Image(random.integers(0, 256, (120, 160, 3), np.uint8)) for _ in range(images)]
    found = []
    for number in range(programs):
        turn = number // images
        found.append(Question(pictures[number % images], THINGS[turn % len(THINGS)], turn))
    return found


def answered(question: Question, locate: Any, vqa: Any) -> str:
    """One program, step after step; ``locate`` and ``vqa`` take one item."""
    number = question.number % 4
    table = locate({"image": question.image, "phrases": (question.thing,)})
    crop = question.image.crop(Box(*map(float, table[0, 2:])))
    first = vqa({"image": crop, "question": f"what is it doing, {number}?"})
    second = vqa({"image": question.image, "question": f"where is this, {number}?"})
    return f"{first}{second}"


def model_calls(asked: Sequence[Question], models: Mapping[str, ModelSpec]) -> list[Call]:
    """What the programs ask of the models, however they are executed; takes no time."""
    calls: list[Call] = []

    def asking(role: str, operation: str) -> Callable[[Item], Any]:
        spec = models[role]
        free = Calibrated(replace(spec, settings={**spec.settings, "base": 0, "each": 0}))
        free.load()

        def ask(item: Item) -> Any:
            calls.append((spec, Calibrated, operation, item))
            return getattr(free, operation)([item])[0]

        return ask

    locate, vqa = asking("locate", "detect"), asking("vqa", "answer")
    for question in asked:
        answered(question, locate, vqa)
    return calls


def sequential(asked: Sequence[Question], locate: Model, vqa: Model) -> tuple[list[str], float]:
    """As VisProg does it: one program after the other, one call after the other. The answers, and
    seconds."""
    detect: Any = locate
    answer: Any = vqa
    started = time.perf_counter()
    found = [
        answered(question, lambda item: detect.detect([item])[0], lambda i: answer.answer([i])[0])
        for question in asked
    ]
    return found, time.perf_counter() - started


def windowed(
    asked: Sequence[Question], locate: Model, vqa: Model, live: int
) -> tuple[list[str], float]:
    """As ViperGPT does it: programs side by side; one model waits for a window's worth of calls,
    the others compute one at a time. The answers, and seconds."""
    collector = _Collector(vqa)
    turn = threading.Lock()
    detect: Any = locate

    def located(item: Item) -> Any:
        with turn:
            return detect.detect([item])[0]

    started = time.perf_counter()
    with ThreadPoolExecutor(live) as pool:
        found = list(pool.map(lambda q: answered(q, located, collector.ask), asked))
    seconds = time.perf_counter() - started
    collector.close()
    return found, seconds


class _Collector:
    def __init__(self, model: Any) -> None:
        self._model = model
        self._asked: queue.Queue[tuple[Item, Future[Any]] | None] = queue.Queue()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def ask(self, item: Item) -> Any:
        future: Future[Any] = Future()
        self._asked.put((item, future))
        return future.result()

    def close(self) -> None:
        self._asked.put(None)
        self._thread.join()

    def _serve(self) -> None:
        while True:
            batch: list[tuple[Item, Future[Any]]] = []
            until = time.perf_counter() + VIPERGPT_WINDOW
            while len(batch) < VIPERGPT_BATCH and (left := until - time.perf_counter()) > 0:
                try:
                    asked = self._asked.get(timeout=left)
                except queue.Empty:
                    break
                if asked is None:
                    return
                batch.append(asked)
            if batch:
                results = self._model.answer([item for item, _ in batch])
                for (_, future), result in zip(batch, results, strict=True):
                    future.set_result(result)
