"""The ways of execution that are compared do the same work and come to the same answers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from visprog import plugins
from visprog.model import Item, op
from visprog_benchmarks.throughput import costs
from visprog_benchmarks.throughput.calibrated import Calibrated, spec
from visprog_benchmarks.throughput.floor import Floor
from visprog_benchmarks.throughput.overhead import step_overhead
from visprog_benchmarks.throughput.stage import Recording, Stage
from visprog_benchmarks.throughput.workload import model_calls, questions, sequential, windowed


@pytest.fixture
def models(tmp_path: Path) -> dict[str, Any]:
    device = str(tmp_path / "device")
    return {role: spec(role, device, 2.0, 0.1) for role in ("locate", "vqa")}


async def test_every_execution_gives_the_same_answers(models: dict[str, Any]) -> None:
    asked = questions(24, 6)
    assert len({(q.image.digest, q.thing, q.number % 4) for q in asked}) == 24
    locate, vqa = Calibrated(models["locate"]), Calibrated(models["vqa"])
    locate.load()
    vqa.load()
    right, slow = sequential(asked, locate, vqa)
    assert windowed(asked, locate, vqa, 8)[0] == right
    recording = Recording()
    families = {"calibrated": Calibrated}
    async with Stage(models, families, plugins.tools(), recording, live=8, slots=1) as stage:
        given, took = await stage.run(await stage.checked([q.task for q in asked]))
        (batches,) = {sum(m["batches"] for m in stage.engine.status()["models"])}
    assert given == right
    assert batches < len(recording.calls) == 72
    floor = Floor(recording.calls)
    assert floor.operations == Floor(model_calls(asked, models)).operations == 72
    assert floor.seconds() < slow
    assert took > 0


def test_the_floor_runs_full_batches(tmp_path: Path) -> None:
    sizes: list[int] = []

    class Counted(Calibrated):
        @op(max_batch=16)
        def answer(self, items: list[Item]) -> list[Any]:
            sizes.append(len(items))
            return items

    vqa = replace(spec("vqa", str(tmp_path / "device"), 0, 0), max_batch=4)
    calls = [(vqa, Counted, "answer", {"question": str(n)}) for n in range(10)]
    Floor(calls + calls[:3]).seconds()
    assert sizes == [4, 4, 2], "what is asked twice is computed once"


async def test_a_step_costs_microseconds() -> None:
    spent = await step_overhead(repeats=3)
    assert 1 < spent["cpu_us"] < 1000
    assert spent["wall_us"] >= 0.5 * spent["cpu_us"]


def test_costs_of_a_pack(tmp_path: Path) -> None:
    file = tmp_path / "costs.json"
    said: list[str] = []
    report = costs.measure(
        ["micro"], "cpu", file=file, seconds=60, seconds_per_model=20, batches=(1, 2),
        roles=["classify", "detect"], say=said.append,
    )  # fmt: skip
    assert file.is_file()
    assert len(said) == 2
    by_role = {model["role"]: model for model in report["models"]}
    assert set(by_role["classify"]["operations"]) == {"image", "text", "processor alone"}
    (first, *_) = by_role["detect"]["operations"]["detect"]
    assert first["batch"] == 1
    assert first["ms"] > 0
    assert by_role["detect"]["error"] is None
    assert "| micro | detect |" in costs.table(report)
