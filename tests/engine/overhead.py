"""What one step costs beside its tool, and what recording it costs: ``python -m
tests.engine.overhead``.

Measures chains of no-op steps with and without a trace, in turn, in microseconds a step: of this
thread's processor time (what the engine and the recorder do on the hot path; pictures are encoded
on another thread) and of wall time (which a busy machine inflates). The last line has, for each
kind of step, what recording adds, and the ratio to the same steps without a trace.

``NOP`` and ``ANOP`` pass a number on; ``FOUND`` returns ten regions with their picture; ``CROP``
cuts a new picture of 128 x 128 pixels, whose content has to be hashed to be recorded; ``ASK`` shows
a model a picture, and what became of that is recorded, too.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from visprog.engine import Engine
from visprog.events import Event
from visprog.model import Item, Model, ModelSpec, op
from visprog.program import Ref, Site, ToolCall
from visprog.tool import Context, ToolTable, tool
from visprog.trace import Recorder, Run
from visprog.types import Box, Image, Region, Regions

STEPS = 300
REPEATS = 15

PICTURE = Image(np.random.default_rng(0).integers(0, 256, (480, 640, 3), np.uint8))
REGIONS = Regions.of(
    (Region(Box(i, i, i + 50, i + 50), "dog", 0.5, frame=PICTURE.frame) for i in range(10)), PICTURE
)


@tool("NOP", example="X=NOP(x=1)")
def nop(x: float, text: str) -> float:
    """Nothing."""
    return x


@tool("ANOP", example="X=ANOP(x=1)")
async def anop(x: float, text: str) -> float:
    """Nothing, asynchronously."""
    return x


@tool("FOUND", example="X=FOUND(x=1)")
def found(x: object, text: str) -> Regions:
    """Ten regions."""
    return REGIONS


@tool("CROP", example="X=CROP(x=1)")
def crop(x: object, text: str) -> Image:
    """Another part of the picture every time."""
    left, top = divmod(int(text), 300)
    return PICTURE.crop(Box(left, top, left + 128, top + 128))


class Echo(Model):
    """Answers with the question; sees pictures as a detector does."""

    family = "echo"

    def load(self) -> None:
        """There are no weights."""

    def sight(self) -> dict[str, Any]:
        return {
            "resize": {"height": 960, "width": 960},
            "interpolation": "bilinear",
            "pad": True,
            "mean": [0.48, 0.46, 0.41],
            "std": [0.27, 0.26, 0.28],
        }

    @op(max_batch=8)
    def answer(self, items: list[Item]) -> list[Any]:
        return [item["question"] for item in items]


@tool("ASK", example="X=ASK(x=1)", roles=("vqa",))
async def ask(x: object, text: str, context: Context) -> str:
    """What a model says about the picture."""
    said: str = await context.models.vqa.answer(image=PICTURE, question=text)
    return said


MODELS = {"vqa": ModelSpec("vqa", "echo", "none", "1")}


async def chain(engine: Engine, name: str, *, trace: bool) -> tuple[float, float]:
    """Processor and wall time of one step, in microseconds; one look in ten."""
    with tempfile.TemporaryDirectory() as root:
        recorder, run = Recorder(Path(root)), Run()

        def emit(event: Event) -> None:
            if trace:
                recorder(event)
                run.apply(event)

        executor = engine.executor(ToolTable([nop, anop, found, crop, ask]), emit)
        last: Ref = executor.provide("ONE", 1)
        thread, clock = time.thread_time(), time.perf_counter()
        for index in range(STEPS):
            arguments = {"x": last, "text": str(index)}
            last = executor.call(ToolCall(name, arguments, Site(index)))
            if index % 10 == 9 and name != "CROP":
                await executor.look(last, Site(index))
        await executor.resolve(last)
        cpu = (time.thread_time() - thread) / STEPS * 1e6
        wall = (time.perf_counter() - clock) / STEPS * 1e6
        await executor.close()
        recorder.close()
    return cpu, wall


async def main() -> None:
    engine = Engine(MODELS, {"echo": Echo}, cache_dir=None, device="cpu")
    added, ratios = {}, {}
    for name in ("NOP", "ANOP", "FOUND", "CROP", "ASK"):
        results: dict[bool, list[tuple[float, float]]] = {False: [], True: []}
        for _ in range(REPEATS):
            for trace in (False, True):  # in turn, so that both meet the same machine
                results[trace].append(await chain(engine, name, trace=trace))
        cpu = {trace: statistics.median(c for c, _ in results[trace]) for trace in results}
        for trace in (False, True):
            wall = statistics.median(w for _, w in results[trace])
            shown = {"cpu_us": round(cpu[trace], 1), "wall_us": round(wall, 1)}
            print(json.dumps({"tool": name, "trace": trace, **shown}))
        added[name] = round(cpu[True] - cpu[False], 1)
        ratios[name] = round(cpu[True] / cpu[False], 2)
    await engine.close()
    print(json.dumps({"recording_us": added, "ratio": ratios}))


if __name__ == "__main__":
    asyncio.run(main())
