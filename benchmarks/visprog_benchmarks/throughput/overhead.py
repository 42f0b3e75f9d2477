"""What one step costs beside its tool: a chain of steps that do nothing, one look in ten."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from visprog.engine import Engine
from visprog.events import Event
from visprog.program import Ref, Site, ToolCall
from visprog.tool import ToolTable, tool
from visprog.trace import Recorder, Run

STEPS = 300
LOOKED = 10
"""One step in so many is looked at."""


@tool("NOP", example="X=NOP(x=1)")
def nop(x: float, text: str) -> float:
    """Nothing."""
    return x


@tool("ANOP", example="X=ANOP(x=1)")
async def anop(x: float, text: str) -> float:
    """Nothing, asynchronously."""
    return x


async def step_overhead(
    name: str = "NOP", *, trace: bool = True, repeats: int = 9
) -> dict[str, float]:
    """Microseconds a step: medians over every ten steps, up to the look that ends them, of chains
    of :data:`STEPS`. ``cpu_us`` is this thread's processor time (what the engine does), ``wall_us``
    wall time (which a busy machine inflates)."""
    engine = Engine({}, {}, cache_dir=None, device="cpu")
    cpu, wall = [], []
    for _ in range(repeats):
        with tempfile.TemporaryDirectory() as root:
            recorder, run = Recorder(Path(root)), Run()

            def emit(event: Event, recorder: Recorder = recorder, run: Run = run) -> None:
                if trace:
                    recorder(event)
                    run.apply(event)

            executor = engine.executor(ToolTable([nop, anop]), emit)
            last: Ref = executor.provide("ONE", 1)
            for start in range(0, STEPS, LOOKED):
                thread, clock = time.thread_time(), time.perf_counter()
                for index in range(start, start + LOOKED):
                    last = executor.call(ToolCall(name, {"x": last, "text": "hello"}, Site(index)))
                await executor.look(last, Site(start + LOOKED - 1))
                cpu.append((time.thread_time() - thread) / LOOKED * 1e6)
                wall.append((time.perf_counter() - clock) / LOOKED * 1e6)
            await executor.close()
            recorder.close()
    await engine.close()
    return {
        "cpu_us": round(statistics.median(cpu), 1),
        "wall_us": round(statistics.median(wall), 1),
    }
