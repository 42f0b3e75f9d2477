"""Files of programs, each with the stage at which it must have ended, and how they really ended.

Who runs them is the caller's affair; ``visprog sandbox corpus`` takes a whole session over
:func:`canned` tools.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from visprog.program import Limits
from visprog.tool import ToolTable
from visprog.types import Box, Image, Mask, Point, Region, Regions

STAGES = ("rejected", "error", "killed", "completed")
QUICK = Limits(wall_seconds=20.0, cpu_seconds=1.0)
CANARY_DIRECTORY = Path("/tmp/sandbox_canary")
"""Where the programs of the corpora try to leave a file."""
CANARY_VARIABLE = "SANDBOX_CANARY"
"""The variable of the environment that they try to read."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one program ended."""

    id: str
    category: str
    stage: str
    """``rejected``, ``error``, ``killed`` or ``completed``."""
    late: bool
    """It ended later than the stage that the file asks for."""
    hung: bool
    canary: bool
    message: str
    seconds: float


def canned(tools: ToolTable) -> ToolTable:
    """The same tools without models: what one of these returns depends on its declared type alone.

    Tools that need no model stay as they are, so that they meet what is thrown at them.
    """
    pixels = np.arange(48 * 64 * 3, dtype=np.uint32).reshape(48, 64, 3) % 251
    image = Image(pixels.astype(np.uint8))
    boxes = (Box(2, 3, 20, 30), Box(24, 5, 60, 40))
    regions = Regions.of([Region(box, "thing", 0.9) for box in boxes], image)
    values: dict[str, Any] = {
        "image": image,
        "images": [image.crop(box) for box in boxes],
        "regions": regions,
        "region": regions[0],
        "mask": Mask(np.zeros((48, 64), dtype=np.bool_)),
        "box": boxes[0],
        "point": Point(4.0, 5.0),
        "text": "yes",
        "number": 2,
        "boolean": True,
        "texts": ["yes", "no"],
        "any": "yes",
        "nothing": None,
    }
    return tools.replaced(
        {spec.name: _constant(values[spec.returns]) for spec in tools.specs if spec.roles}
    )


def _constant(value: Any) -> Callable[..., Any]:
    return lambda **arguments: value


def programs(path: Path | str) -> list[dict[str, str]]:
    """The programs of a file: ``id``, ``program``, and perhaps ``category`` and ``must`` of each.

    Raises ``OSError`` for a file that cannot be read and ``ValueError`` for one that is no corpus.
    """
    read: Any = json.loads(Path(path).read_text("utf-8", "surrogatepass"))
    entries: list[dict[str, str]] = read if isinstance(read, list) else [read]
    for number, entry in enumerate(entries, 1):
        if not isinstance(entry, dict) or not {"id", "program"} <= set(entry):
            raise ValueError(f"entry {number} has no id or no program")
        if entry.get("must", "completed") not in STAGES:
            raise ValueError(f"entry {number}: must is one of {', '.join(STAGES)}")
    return entries


Ran: TypeAlias = tuple[str, str]
"""The stage that a program reached, and the error or the value as text."""


async def outcome(
    program: Mapping[str, str], run: Callable[[str], Awaitable[Ran]], limits: Limits = QUICK
) -> Outcome:
    """Run one program, with both canaries planted. ``run`` gives a text to the whole system."""
    secret = f"canary-{os.getpid()}-{time.monotonic_ns()}"
    before = _files()
    held = os.environ.get(CANARY_VARIABLE)
    os.environ[CANARY_VARIABLE] = secret
    started = time.monotonic()
    try:
        stage, message = await run(program["program"])
    finally:
        if held is None:
            del os.environ[CANARY_VARIABLE]
        else:
            os.environ[CANARY_VARIABLE] = held
    seconds = time.monotonic() - started
    must = program.get("must", "completed")
    # A budget that ran out is as good as an error.
    reached = "error" if stage == "killed" and must == "error" else stage
    return Outcome(
        program["id"],
        program.get("category", program.get("style", "")),
        stage,
        STAGES.index(reached) > STAGES.index(must),
        seconds > limits.wall_seconds + 5,
        secret in message or _files() != before,
        message[:300],
        round(seconds, 3),
    )


def _files() -> set[str]:
    directories = (CANARY_DIRECTORY, Path(tempfile.gettempdir()))
    return {
        str(entry)
        for directory in directories
        if directory.is_dir()
        for entry in directory.iterdir()
        if "pwned" in entry.name or directory == CANARY_DIRECTORY
    }


def summary(results: list[Outcome]) -> dict[str, Any]:
    """``run, completed, hung, canary, late, by_category`` as data."""
    counts = Counter(result.category for result in results)
    stages = Counter((result.category, result.stage) for result in results)
    return {
        "run": len(results),
        "completed": sum(result.stage == "completed" for result in results),
        "hung": sum(result.hung for result in results),
        "canary": sum(result.canary for result in results),
        "late": sum(result.late for result in results),
        "by_category": {
            category: {
                "run": counts[category],
                **{stage: stages[category, stage] for stage in STAGES if stages[category, stage]},
            }
            for category in sorted(counts)
        },
    }


def as_data(result: Outcome) -> dict[str, Any]:
    """One outcome as JSON has it."""
    return asdict(result)
