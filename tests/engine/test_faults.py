"""What goes wrong with workers, on every backend: nothing is lost, doubled or left behind."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import numpy as np
import pytest

from tests.engine.fakes import Play, picture, playing
from tests.engine.faulty import Faulty, Log, Other, faulty
from tests.engine.test_backends import gone
from visprog.engine import Engine
from visprog.engine.backends import Backend
from visprog.engine.backends.process import ProcessBackend
from visprog.errors import RunFailure, ToolError, WorkerLost
from visprog.events import ModelCalled, Noted
from visprog.model import ModelSpec
from visprog.tool import Context, tool
from visprog.types import Image


@tool("SAY", example="X=SAY(text='a')", roles=("vqa",))
async def say(text: str, context: Context) -> str:
    """Ask the faulty model."""
    answer: str = await context.models.vqa.answer(text=text)
    return answer


@tool("SHOW", example="X=SHOW(image=IMAGE)", roles=("vqa",))
async def show(image: Image, context: Context) -> object:
    """Ask it about a picture."""
    return await context.models.vqa.answer(text="picture", image=image)


@tool("SEEN", example="X=SEEN(image=IMAGE)", roles=("vqa",))
async def seen(image: Image, context: Context) -> object:
    """Ask which process has the picture's embedding."""
    return await context.models.vqa.encoded(image=image)


@tool("OTHER", example="X=OTHER(text='a')", roles=("caption",))
async def other(text: str, context: Context) -> str:
    """Ask another model."""
    answer: str = await context.models.caption.answer(text=text)
    return answer


TOOLS = (say, show, seen, other)


@asynccontextmanager
async def engine_on(backend: Backend, *specs: ModelSpec, **settings: Any) -> AsyncIterator[Engine]:
    engine = Engine(
        {spec.role: spec for spec in specs},
        {"faulty": Faulty, "other": Other},
        cache_dir=None,
        device="cpu",
        backend=backend,
        **settings,
    )
    async with engine, asyncio.timeout(240):
        yield engine
        assert engine.broker.idle


def notes(play: Play) -> str:
    return "\n".join(note.message for note in play.of(Noted) if note.code == "worker")


async def answers(play: Play, *texts: str) -> list[Any]:
    """The answer to each text, or the error in its place."""
    refs = [play.call("SAY", text=text) for text in texts]

    async def look(ref: Any) -> Any:
        try:
            return await play.look(ref)
        except ToolError as error:
            return error

    return list(await asyncio.gather(*map(look, refs)))


async def test_a_worker_killed_under_500_programs(
    make: Callable[[], Backend], log: Log, kind: str
) -> None:
    """Again and again; every program has its own answer, once."""
    told: list[str] = []
    got: dict[int, list[Any]] = {}

    async def program(engine: Engine, number: int) -> None:
        async with engine.admission.program(0), playing(engine, *TOOLS) as play:
            words: tuple[str, ...] = (f"p{number}", "common", f"q{number}")
            if kind == "inline" and number in (100, 300):
                words = (*words, f"crash {log.path}.{number}")
            got[number] = (await answers(play, *words))[:3]
            told.append(notes(play))

    async def killer() -> None:
        for count in (60, 200, 350):
            while len(got) < count:  # noqa: ASYNC110
                await asyncio.sleep(0.002)
            with_pid = log.of("load")[-1]["pid"]
            os.kill(with_pid, signal.SIGKILL)

    async with engine_on(make(), faulty(log, seconds=0.002)) as engine:
        hunt = asyncio.create_task(killer()) if kind != "inline" else None
        await asyncio.gather(*(program(engine, number) for number in range(500)))
        if hunt is not None:
            await hunt
        (model,) = engine.status()["models"]
    assert got == {n: [f"p{n}!", "common!", f"q{n}!"] for n in range(500)}
    assert model["losses"] == model["restarts"] >= 2
    words = " ".join(told)
    assert {"inline": "the GPU's context is lost", "process": "SIGKILL", "ray": "was lost"}[
        kind
    ] in words
    if kind != "inline":
        assert all(gone(pid) for pid in log.pids)


async def test_one_that_crashes_the_worker_takes_nobody_along(
    make: Callable[[], Backend], log: Log
) -> None:
    async with engine_on(make(), faulty(log)) as engine, playing(engine, *TOOLS) as play:
        refs = [play.call("SAY", text=text) for text in ("a", "b", "crash", "c")]
        async with playing(engine, *TOOLS) as innocent:
            assert await answers(innocent, "x", "y") == ["x!", "y!"]
        with pytest.raises(WorkerLost, match="twice with this item"):
            await play.look(refs[2])
        assert "with 6 in its batch" in notes(play) or "with 4 in its batch" in notes(play)


async def test_a_hang_costs_its_own_item_alone(
    make: Callable[[], Backend], log: Log, kind: str
) -> None:
    seconds = {"inline": 2, "process": 5, "ray": 12}[kind]  # loading has to fit in, too
    spec = faulty(log, deadline_seconds=seconds)
    async with (
        engine_on(make(), spec, settle_seconds=1.0) as engine,
        playing(engine, *TOOLS) as play,
        playing(engine, *TOOLS) as hanging,
    ):
        hung = hanging.call("SAY", text="hang 60")
        asked = [hanging.look(hung), answers(play, "a", "b")]
        lost, got = await asyncio.gather(*asked, return_exceptions=True)
        assert isinstance(lost, WorkerLost)
        assert f"did not answer within {seconds} s" in str(lost)
        assert got == ["a!", "b!"]
        assert f"did not answer within {seconds} s, with 3 in its batch" in notes(play)


async def test_out_of_memory_halves_the_batch_and_remembers(
    make: Callable[[], Backend], log: Log
) -> None:
    async with (
        engine_on(make(), faulty(log, fits=5), settle_seconds=2.0) as engine,
        playing(engine, *TOOLS) as play,
    ):
        words = [f"w{index}" for index in range(16)]
        assert await answers(play, *words) == [f"{word}!" for word in words]
        assert log.sizes == [16, 8, 4, 4, 8, 4, 4] or sorted(log.sizes)[-3:] == [8, 8, 16]
        assert "out of memory with 16 in a batch; halved" in notes(play)
        before = len(log.sizes)
        more = [f"v{index}" for index in range(16)]
        assert await answers(play, *more) == [f"{word}!" for word in more]
        assert max(log.sizes[before:]) == 4, "it must not be found out again"
        assert len(log.pids) == 1


async def test_what_does_not_fit_even_alone_fails_alone(
    make: Callable[[], Backend], log: Log
) -> None:
    async with engine_on(make(), faulty(log, fits=0)) as engine, playing(engine, *TOOLS) as play:
        a, b = await answers(play, "a", "b")
        assert "out of memory, even alone" in str(a)
        assert "out of memory, even alone" in str(b)


async def test_poison_is_found_and_the_others_are_answered(
    make: Callable[[], Backend], log: Log
) -> None:
    async with (
        engine_on(make(), faulty(log), settle_seconds=2.0) as engine,
        playing(engine, *TOOLS) as play,
    ):
        a, poison, bad, c = await answers(play, "a", "poison", "bad", "c")
        assert (a, c) == ("a!", "c!")
        assert "RuntimeError: poison in the batch" in str(poison)
        assert "ValueError: bad item" in str(bad)
        assert log.sizes == [4, 1, 1, 1, 1]
        assert "a batch of 4 failed (RuntimeError); tried again alone" in notes(play)
        assert len(log.pids) == 1


async def test_a_crash_loop_ends(make: Callable[[], Backend], log: Log) -> None:
    async with engine_on(make(), faulty(log, dies_loading=True)) as engine:
        for _ in range(4):
            async with playing(engine, *TOOLS) as play:
                with pytest.raises(WorkerLost, match="while it loaded"):
                    await play.look(play.call("SAY", text="a"))
        loads = len(log.of("load"))
        async with playing(engine, *TOOLS) as play:
            with pytest.raises(WorkerLost, match="is down: 4 workers were lost in a row"):
                await play.look(play.call("SAY", text="b"))
        assert len(log.of("load")) == loads == 4 * 3, "three attempts each"
        assert engine.status()["models"][0]["down"]


async def test_pictures_beyond_the_shared_memory_go_over_the_socket(log: Log) -> None:
    backend = ProcessBackend(area_bytes=2**16)
    async with engine_on(backend, faulty(log)) as engine, playing(engine, *TOOLS) as play:
        random = np.random.default_rng(3)
        images = [Image(random.integers(0, 256, (300, 400, 3), np.uint8)) for _ in range(5)]
        refs = [play.executor.provide(f"I{n}", image) for n, image in enumerate(images)]
        got = [await play.look(play.call("SHOW", image=ref)) for ref in refs]
        assert got == [["picture", i.digest, int(i.pixels.sum())] for i in images]
        assert {call.error for call in play.of(ModelCalled)} == {None}


async def test_replicas_share_the_work_and_each_keeps_its_pictures(
    make: Callable[[], Backend], log: Log, kind: str
) -> None:
    images = [picture(shade) for shade in range(24)]
    async with (
        engine_on(make(), faulty(log, replicas=2), settle_seconds=0.5) as engine,
        playing(engine, *TOOLS) as play,
    ):
        assert await answers(play, "a") == ["a!"]
        while engine.status()["models"][0]["loaded"] < 2:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        refs = [play.executor.provide(f"I{n}", image) for n, image in enumerate(images)]
        await play.executor.resolve([play.call("SEEN", image=ref) for ref in refs])
        first = {str(c.item["image"].digest): c.worker for c in play.of(ModelCalled)[1:]}
        assert len(log.of("load")) == 2
        if kind == "inline":
            return
        assert len(set(first.values())) == 2
        homes = {image.digest: int(image.digest[:8], 16) % 2 for image in images}
        by_home = {(homes[digest], worker) for digest, worker in first.items()}
        assert len(by_home) == 2, "every picture went to its own replica"


async def test_another_replica_takes_over_from_one_that_is_lost(
    make: Callable[[], Backend], log: Log, kind: str
) -> None:
    """Whose successor takes longer to load than the test lasts."""
    words = [f"w{number}" for number in range(12)]
    crash = f"crash {log.path}.once"
    async with (
        engine_on(make(), faulty(log, replicas=2, load_after=20.0), settle_seconds=0.5) as engine,
        playing(engine, *TOOLS) as play,
    ):
        assert await answers(play, "a") == ["a!"]
        while engine.status()["models"][0]["loaded"] < 2:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        assert await answers(play, crash, *words) == [f"{word}!" for word in (crash, *words)]
        (model,) = engine.status()["models"]
        assert (model["losses"], model["loaded"], model["restarts"]) == (1, 1, 0)
        assert "in its batch" in notes(play)
    if kind != "inline":
        lost, again = (line for line in log.of("answer") if crash in line["texts"])
        assert again["texts"] == [crash], "alone"
        assert again["pid"] != lost["pid"]


async def test_one_that_kills_two_replicas_fails_alone(
    make: Callable[[], Backend], log: Log
) -> None:
    async with (
        engine_on(make(), faulty(log, replicas=2), settle_seconds=0.5) as engine,
        playing(engine, *TOOLS) as play,
    ):
        assert await answers(play, "a") == ["a!"]
        while engine.status()["models"][0]["loaded"] < 2:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        bad, *_ = [play.call("SAY", text=text) for text in ("crash", "b", "c", "d")]
        with pytest.raises(WorkerLost, match="twice with this item"):
            await play.look(bad)
        async with playing(engine, *TOOLS) as innocent:
            assert await answers(innocent, "b", "c", "d") == ["b!", "c!", "d!"]


async def test_the_least_recently_used_model_leaves_for_another(
    make: Callable[[], Backend], log: Log, kind: str
) -> None:
    if kind == "ray":
        pytest.skip("Ray places its actors itself")
    specs = (
        faulty(log, memory_megabytes=600),
        faulty(log, "caption", "other", memory_megabytes=600),
    )
    budgets = {"cpu": 615 * 2**20}
    async with (
        engine_on(make(), *specs, budgets=budgets, residence_seconds=0.0) as engine,
        playing(engine, *TOOLS) as play,
    ):
        for turn in range(2):
            for name in ("SAY", "OTHER"):
                assert await play.look(play.call(name, text=f"t{turn}")) == f"t{turn}!"
        loads, (device,) = len(log.of("load")), engine.status()["devices"]
        evictions = sum(model["evictions"] for model in engine.status()["models"])
        if kind == "inline":  # what one model holds of the process cannot be measured
            assert (loads, evictions, device["held"]) == (4, 3, 600 * 2**20)
        else:  # once measured they are found to fit together
            assert (loads, evictions) == (3, 1)
            assert 20 * 2**20 < device["held"] < 600 * 2**20


async def test_a_model_larger_than_the_device_is_refused(log: Log) -> None:
    spec = faulty(log, memory_megabytes=4000)
    budgets = {"cpu": 1000 * 2**20}
    async with (
        engine_on(ProcessBackend(), spec, budgets=budgets) as engine,
        playing(engine, *TOOLS) as play,
    ):
        with pytest.raises(Exception, match=r"needs 4\.2 GB and cpu has 1\.0 GB for models"):
            await play.look(play.call("SAY", text="a"))


async def test_closing_with_a_batch_under_way_ends_the_worker(
    make: Callable[[], Backend], log: Log, kind: str
) -> None:
    engine = Engine(
        {"vqa": faulty(log)}, {"faulty": Faulty}, cache_dir=None, device="cpu", backend=make()
    )
    async with playing(engine, *TOOLS) as play:
        looking = asyncio.create_task(play.look(play.call("SAY", text="hang 30")))
        while not log.of("answer"):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        await engine.close()
        if kind != "inline":
            with pytest.raises(RunFailure):
                await looking
            assert gone(log.pids[0])
        looking.cancel()


SCRIPT = """
import asyncio, signal, sys
from pathlib import Path
from tests.engine.faulty import Faulty, Log, faulty
from visprog.engine import Engine
from visprog.engine.backends.process import ProcessBackend

async def main(log):
    specs = {"vqa": faulty(log, replicas=2)}
    families = {"faulty": Faulty}
    backend = ProcessBackend()
    engine = Engine(specs, families, cache_dir=None, device="cpu", backend=backend)
    async with engine:
        await engine.compute("vqa", "answer", [{"text": "hang 60"}, {"text": "hang 61"}] * 9)

# a shell that puts this test in the background has it ignore Ctrl-C, which children inherit
signal.signal(signal.SIGINT, signal.default_int_handler)
asyncio.run(main(Log(Path(sys.argv[1]))))
"""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_worker_outlives_its_host(log: Log, how: signal.Signals) -> None:
    """Ctrl-C, an end by the system, and one that nothing can react to."""
    host = subprocess.Popen(
        [sys.executable, "-W", "error", "-c", SCRIPT, str(log.path)],
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        until = time.monotonic() + 30
        while not log.of("answer") and time.monotonic() < until:
            time.sleep(0.02)
        pids = log.pids
        assert pids
        if how is signal.SIGINT:  # as a terminal does it: to everyone in the foreground
            os.killpg(host.pid, how)
        else:
            host.send_signal(how)
        host.wait(60)
        assert all(gone(pid) for pid in log.pids)
    finally:
        host.kill()
        host.communicate()
