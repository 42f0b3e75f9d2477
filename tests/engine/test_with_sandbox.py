"""Programs in the real child process over the real engine: laziness, batches, the graph."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.engine.fakes import TOOLS, Lab, Play, engine_of, picture, playing, spec
from visprog.errors import ToolError, Unavailable
from visprog.program import Program, Ref
from visprog.tool import ToolTable
from visprog_sandbox import Sandbox

SIX = "\n".join(f"A{i}=VQA(image=IMAGE,question='q{i}')" for i in range(6))


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    sandbox = Sandbox(ToolTable(TOOLS))
    yield sandbox
    await sandbox.close()


async def result(sandbox: Sandbox, program: Program, play: Play, image: Ref) -> object:
    finished = await sandbox.run(program, play.executor, images=[("IMAGE", image)])
    return await play.executor.resolve(finished.value)


async def test_six_calls_of_a_program_are_one_batch(sandbox: Sandbox) -> None:
    lab = Lab()
    async with engine_of(spec(lab)) as engine, playing(engine) as play:
        program = await sandbox.check(f"{SIX}\nRESULT=ECHO(value=[A0,A5])", ("IMAGE",))
        image = play.executor.provide("IMAGE", picture())
        assert await result(sandbox, program, play, image) == ["q0!", "q5!"]
        assert lab.sizes == [6]
        sources = {edge.source for edge in play.executor.graph.edges_to("s7")}
        assert sources == {"s1", "s6"}


async def test_programs_side_by_side_share_batches(sandbox: Sandbox) -> None:
    lab = Lab()

    async def one(number: int) -> object:
        async with playing(engine) as play:
            text = f"A=VQA(image=IMAGE,question='p{number}')\nB=ECHO(value=A)"
            program = await sandbox.check(text, ("IMAGE",))
            image = play.executor.provide("IMAGE", picture())
            return await result(sandbox, program, play, image)

    async with engine_of(spec(lab)) as engine:
        lab.gate.clear()
        running = [asyncio.create_task(one(number)) for number in range(6)]
        while sum(engine.broker.depths().values()) < 6:  # noqa: ASYNC110 - the children's doing
            await asyncio.sleep(0.005)
        lab.gate.set()
        assert await asyncio.gather(*running) == [f"p{number}!" for number in range(6)]
    assert len(lab.sizes) <= 2  # the first to come may go alone


async def test_errors_cross_the_child_as_what_they_are(sandbox: Sandbox) -> None:
    lab = Lab(absent=True)
    async with engine_of(spec(lab)) as engine:
        async with playing(engine) as play:
            program = await sandbox.check("A=BREAK(how='tool')\nB=ECHO(value=A)", ("IMAGE",))
            image = play.executor.provide("IMAGE", picture())
            with pytest.raises(ToolError, match="nothing to see here"):
                await result(sandbox, program, play, image)
        async with playing(engine) as play:
            program = await sandbox.check("A=VQA(image=IMAGE,question='q')", ("IMAGE",))
            image = play.executor.provide("IMAGE", picture())
            with pytest.raises(Unavailable, match="weights of fake/vqa"):
                await result(sandbox, program, play, image)
