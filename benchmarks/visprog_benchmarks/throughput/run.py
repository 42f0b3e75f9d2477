"""``visprog bench throughput``: how near the engine comes to what the models allow.

Two workloads. *Calibrated*: programs whose models cost what a launch-bound GPU model costs
(:data:`BASE` ms a batch and :data:`EACH` ms an item) on one device that does one batch at a time.
*Micro*: the world's questions with the micro pack. For each, seconds of the floor, of sequential
execution, of a windowed batch of one model (calibrated alone), and of the engine on every backend;
what a run's program costs in its own process is part of the engine's time, planning and checking
are not.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from operator import eq
from pathlib import Path
from typing import Any

import numpy as np

from visprog import plugins
from visprog.engine.backends import Backend
from visprog.engine.backends.inline import InlineBackend
from visprog.engine.backends.named import backend_named
from visprog.model import ModelSpec
from visprog.picture import named
from visprog.program import Program
from visprog.types import Image
from visprog_benchmarks.throughput.calibrated import Calibrated, spec
from visprog_benchmarks.throughput.floor import Floor
from visprog_benchmarks.throughput.overhead import step_overhead
from visprog_benchmarks.throughput.stage import Recording, Stage, Task
from visprog_benchmarks.throughput.workload import (
    model_calls,
    questions,
    sequential,
    windowed,
)

BASE, EACH = 100.0, 2.0
"""Milliseconds: about what SAM 2-L's encoder takes on a GPU (97 ms on an RTX 4060 Ti)."""
LIVE = 32
SEQUENTIAL, WINDOWED = 4, 16
"""Programs that are executed one after the other, and in windows: all would take minutes."""


async def measure(
    backends: Sequence[str],
    *,
    programs: int,
    images: int,
    micro: int,
    together: bool = False,
    address: str | None = None,
    say: Callable[[str], None] = lambda text: None,
) -> dict[str, Any]:
    """Both workloads: ``programs`` over ``images``, and ``micro`` of the world's questions. The
    figures at the top are those of the calibrated workload on the slowest of the backends.
    ``together``: micro's models share a worker process, since each imports torch."""
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="visprog-") as folder:
        traces = Path(folder)
        say(f"calibrated: {programs} programs over {images} pictures, {LIVE} live")
        calibrated = await _calibrated(backends, programs, images, address, traces, say)
        say(f"micro: {micro} questions")
        small = await _micro([b for b in backends if b != "ray"], micro, together, say)
    overhead = await step_overhead()
    engines = calibrated["engine"].values()
    return {
        "benchmark": "throughput",
        "programs": programs,
        "images": images,
        "live": LIVE,
        "cost_ms": {"base": BASE, "each": EACH},
        "calibrated": calibrated,
        "micro": small,
        "step_overhead": overhead,
        "ratio_to_floor": max(entry["ratio_to_floor"] for entry in engines),
        "speedup_over_sequential": min(entry["speedup_over_sequential"] for entry in engines),
        "step_overhead_us": overhead["wall_us"],
        "seconds": round(time.perf_counter() - started, 1),
    }


async def _calibrated(
    backends: Sequence[str],
    programs: int,
    images: int,
    address: str | None,
    traces: Path,
    say: Callable[[str], None],
) -> dict[str, Any]:
    asked = questions(programs, images)
    tasks = [question.task for question in asked]
    models = _models(traces / "device")
    least = Floor(model_calls(asked, _models(traces / "floor's device")))
    # each on a device of its own, and asleep nearly all of the time: so at the same time
    (right, slow), (answers, window), floor = await asyncio.gather(
        asyncio.to_thread(sequential, asked[:SEQUENTIAL], **_loaded(traces / "sequential device")),
        asyncio.to_thread(
            windowed, asked[:WINDOWED], live=LIVE, **_loaded(traces / "windowed device")
        ),
        asyncio.to_thread(least.seconds),
    )
    each = slow / SEQUENTIAL
    window *= programs / len(answers)
    assert answers[:SEQUENTIAL] == right, "windowed execution gave another answer"
    families = {"calibrated": Calibrated}
    found: dict[str, Any] = {
        "floor_seconds": round(floor, 3),
        "operations": least.operations,
        "sequential_seconds": round(each * programs, 3),
        "windowed_seconds": round(window, 3),
        "engine": {},
    }
    for name in backends:
        backend = backend_named(name, address if name == "ray" else None)
        tools = plugins.tools()
        async with Stage(models, families, tools, backend, live=LIVE, slots=1) as stage:
            ready = await stage.checked(tasks)
            warm = await stage.checked([questions(2 * images, 2 * images)[-1].task])
            await stage.run(warm)  # the models are loaded
            lone = [await _timed(stage, one) for one in ready[:3]]
            stage.engine.broker.cache.clear()
            before = _batches(stage)
            given, took = await stage.run(ready)
            assert given[:SEQUENTIAL] == right, f"{name} gave another answer"
            assert given[: len(answers)] == answers, (
                f"{name} gave another answer than windowed execution"
            )
            batches = _batches(stage) - before
        found["engine"][name] = {
            "seconds": round(took, 3),
            "ratio_to_floor": round(took / floor, 3),
            "speedup_over_sequential": round(each * programs / took, 2),
            "speedup_over_windowed": round(window / took, 2),
            "lone_over_sequential": round(statistics.median(lone) / each, 3),
            "mean_batch": round(least.operations / batches, 2),
        }
        say(f"calibrated, {name}: {took:.2f} s, floor {floor:.2f} s")
    return found


def _models(device: Path) -> dict[str, ModelSpec]:
    return {role: spec(role, str(device), BASE, EACH) for role in ("locate", "vqa")}


def _loaded(device: Path) -> dict[str, Any]:
    found = {role: Calibrated(of) for role, of in _models(device).items()}
    for model in found.values():
        model.load()
    return found


def _batches(stage: Stage) -> int:
    return sum(int(model["batches"]) for model in stage.engine.status()["models"])


async def _timed(stage: Stage, one: Any) -> float:
    _, seconds = await stage.run([one])
    return seconds


async def _micro(
    backends: Sequence[str], count: int, together: bool, say: Callable[[str], None]
) -> dict[str, Any]:
    from visprog_benchmarks.world.oracle import picture
    from visprog_benchmarks.world.questions import questions as world_questions
    from visprog_tools import packs

    models = dict(packs.load("micro").models)
    if together:
        models = {
            role: replace(of, settings={**of.settings, "group": "micro"})
            for role, of in models.items()
        }
    families = plugins.families()
    asked = world_questions(count, 5)
    pictures = {scene: picture(scene) for question in asked for scene in question.scenes}
    tasks = [
        Task(question.program, named([pictures[scene] for scene in question.scenes]))
        for question in asked
    ]
    alone = {
        role: replace(of, max_batch=1, settings={**of.settings, "embedding_megabytes": 0})
        for role, of in models.items()
    }

    async def staged(
        of: Mapping[str, ModelSpec], backend: Backend, live: int, memory: int
    ) -> tuple[Stage, list[Any]]:
        tools = plugins.tools()
        stage = Stage(of, families, tools, backend, live=live, memory_bytes=memory)
        await stages.enter_async_context(stage)
        ready = await stage.checked(tasks)
        await stage.run(_one_of_each_kind(ready))  # the models are loaded
        stage.engine.broker.cache.clear()
        return stage, ready

    recording = Recording()
    hosts: dict[str, Backend] = {"inline": recording}
    hosts |= {name: backend_named(name) for name in backends if name != "inline"}
    async with AsyncExitStack() as stages:
        # importing and loading takes longer than everything else, and is not measured
        (slowly, programs), *others = await asyncio.gather(
            staged(alone, InlineBackend(), 1, 0),
            *(staged(models, host, LIVE, 256 * 2**20) for host in hosts.values()),
        )
        few = programs[::4]  # of every family
        right, slow = await slowly.run(few)
        say(f"micro, sequential: {len(few)} programs in {slow:.2f} s")
        slow *= count / len(few)
        recording.calls.clear()
        ran = {}
        for name, (stage, ready) in zip(hosts, others, strict=True):
            ran[name] = await stage.run(ready)
        least = Floor(recording.calls)
        least.warm()
        floor = least.seconds()
    found: dict[str, Any] = {
        "programs": count,
        "pictures": len(pictures),
        "floor_seconds": round(floor, 3),
        "operations": least.operations,
        "sequential_seconds": round(slow, 3),
        "engine": {},
    }
    for name in backends:
        answers, took = ran[name]
        found["engine"][name] = {
            "seconds": round(took, 3),
            "ratio_to_floor": round(took / floor, 3),
            "speedup_over_sequential": round(slow / took, 2),
            "same_answers": sum(map(eq, answers[::4], right)) / len(right),
        }
        say(f"micro, {name}: {took:.2f} s, floor {floor:.2f} s")
    return found


def _one_of_each_kind(ready: Sequence[tuple[Program, Task]]) -> list[tuple[Program, Task]]:
    """A program for every set of tools that is called."""
    kinds = {frozenset(call.tool for call in pair[0].calls): pair for pair in ready}
    return [
        (program, Task(task.program, _mirrored(task.images))) for program, task in kinds.values()
    ]


def _mirrored(images: Mapping[str, Image]) -> dict[str, Image]:
    """Other pictures of the same kind, so that loading the models makes nothing ready for later."""
    turned = {
        id(image): Image(np.ascontiguousarray(image.pixels[:, ::-1])) for image in images.values()
    }
    return {name: turned[id(image)] for name, image in images.items()}


def show(result: Mapping[str, Any]) -> None:
    """The ratios as a table on standard output."""
    print(f"{'workload':12}{'execution':14}{'seconds':>9}{'to floor':>10}{'speed-up':>10}")
    for name in ("calibrated", "micro"):
        part = result[name]
        floor, slow = part["floor_seconds"], part["sequential_seconds"]
        rows = {"floor": floor, "sequential": slow}
        if "windowed_seconds" in part:
            rows["windowed"] = part["windowed_seconds"]
        rows |= {f"ours, {kind}": entry["seconds"] for kind, entry in part["engine"].items()}
        for what, seconds in rows.items():
            print(
                f"{name:12}{what:14}{seconds:>9.2f}{seconds / floor:>10.2f}{slow / seconds:>10.2f}"
            )
    for kind, entry in result["calibrated"]["engine"].items():
        print(f"a lone question, {kind}: {entry['lone_over_sequential']:.2f} x sequential")
    print(f"a step, beside its tool and with the trace on: {result['step_overhead_us']:.0f} us")


def run(
    backends: Sequence[str], *, quick: bool, address: str | None, say: Callable[[str], None]
) -> dict[str, Any]:
    """The command. ``quick`` ends within 50 seconds on two cores."""
    programs, images, micro = (128, 32, 36) if quick else (640, 64, 200)
    return asyncio.run(
        measure(
            backends,
            programs=programs,
            images=images,
            micro=micro,
            together=quick,
            address=address,
            say=say,
        )
    )
