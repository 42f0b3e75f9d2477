"""Every program of the two corpora, in real child processes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox.stubs import Bench, corpus
from visprog.errors import LimitExceeded, ProgramError, ToolError
from visprog.program import Limits
from visprog_sandbox import ProgramCrashed

SMALL = Limits(wall_seconds=30.0, cpu_seconds=0.5, memory_bytes=256 * 2**20)
STAGES = ("rejected", "error", "killed")
CANARY = Path("/tmp/sandbox_canary/pwned")
SECRET = "a secret of the host"

VALUES: dict[str, Any] = {
    "benign-01": 3,
    "benign-03": "no",
    "benign-04": False,
    "benign-11": "cat",
    "benign-14": "it is a horse",
    "benign-19": 0,
    "benign-20": "none",
    "benign-23": "cat is left of yes",
    "benign-27": "Green",
    "benign-29": "yes",
    "benign-30": "apple (3)",
    "benign-32": 1,
    "benign-33": [
        {"i": 0, "label": "a", "box": [0, 30, 20, 60]},
        {"i": 1, "label": "b", "box": [5, 29, 46, 58]},
        {"i": 2, "label": "c", "box": [10, 28, 44, 56]},
    ],
    "benign-34": False,
    "benign-37": "sitting",
    "benign-39": [3, 2, 1, 2, 3, 4, 9],
    "benign-40": "yes",
    "benign-42": "yes",
    "benign-43": [4, 0],
    "benign-44": 2,
    "benign-45": 2,
}
"""What the stub tools lead to, worked out by running the programs in plain Python over them."""


@pytest.mark.parametrize("program", corpus("benign"))
async def test_benign_programs_give_their_value(bench: Bench, program: dict[str, str]) -> None:
    value = await bench.value(program["program"])
    if program["id"] in VALUES:
        assert value == VALUES[program["id"]]
        assert type(value) is type(VALUES[program["id"]])


@pytest.fixture
def canary() -> Iterator[None]:
    CANARY.parent.mkdir(exist_ok=True)
    CANARY.unlink(missing_ok=True)
    yield
    assert not CANARY.exists()


@pytest.mark.usefixtures("canary")
@pytest.mark.parametrize("program", corpus("hostile"))
async def test_hostile_programs_end_in_time(
    bench: Bench, program: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SANDBOX_CANARY", SECRET)
    stage = "completed"
    try:
        await bench.value(program["program"], limits=SMALL)
    except ProgramError:
        stage = "rejected"
    except (ToolError, ProgramCrashed) as error:
        stage = "error" if SECRET not in str(error) else "leaked"
    except LimitExceeded:
        # A budget that ran out is as good as an error, and later than a rejection.
        stage = "error" if program["must"] == "error" else "killed"
    assert stage in STAGES
    assert STAGES.index(stage) <= STAGES.index(program["must"])
