"""Another interpreter stands behind the same host side, in the same locked child."""

from __future__ import annotations

import pytest

from tests.sandbox.stubs import TOOLS, Bench
from visprog.errors import ProgramError, UsageError, WorkerLost
from visprog_sandbox import Sandbox

BOAT = """BOX0=LOC(image=IMAGE,object='boat')
IMAGE0=CROP(image=IMAGE,box=BOX0)
BOX1=LOC(image=IMAGE0,object='person')
N=COUNT(box=BOX1)
"""


async def test_two_interpreters_make_the_same_calls() -> None:
    seen = []
    for name in ("visprog_sandbox.restricted:Restricted", "tests.sandbox.straight:Straight"):
        async with Sandbox(TOOLS, interpreter=name) as sandbox:
            engine, finished = await Bench(sandbox)(BOAT)
        steps = [(step.call.tool, dict(step.call.arguments)) for step in engine.steps.values()]
        seen.append((steps, finished.value))
    assert [tool for tool, _ in seen[0][0]] == ["LOC", "CROP", "LOC", "COUNT"]
    assert seen[0] == seen[1]


async def test_an_interpreter_refuses_what_it_cannot_read() -> None:
    async with Sandbox(TOOLS, interpreter="tests.sandbox.straight:Straight") as sandbox:
        with pytest.raises(ProgramError, match="not a call of a tool"):
            await sandbox.check("for i in range(3):\n    pass")


@pytest.mark.parametrize(
    ("name", "error"),
    [("no_such_module:X", UsageError), ("visprog_sandbox.restricted:Nothing", WorkerLost)],
)
async def test_an_interpreter_that_is_not_there(name: str, error: type[Exception]) -> None:
    async with Sandbox(TOOLS, interpreter=name) as sandbox:
        with pytest.raises(error):
            await sandbox.check("X = 1")
