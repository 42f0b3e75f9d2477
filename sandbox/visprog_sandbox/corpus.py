"""Runs a file of programs in the full sandbox and says how each one ended.

The tool surface is the real one. Tools that need no model really run, so that EVAL meets what is
thrown at it; the others give canned values of the type that they declare.
"""

from __future__ import annotations

import inspect
import json
import os
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from visprog.attributes import ATTRIBUTES
from visprog.errors import LimitExceeded, ProgramError, RunFailure, ToolError, VisprogError
from visprog.program import Limits, Ref, Site, ToolCall
from visprog.tool import ToolSpec, ToolTable
from visprog.types import Box, Image, Mask, Point, Region, Regions
from visprog_sandbox.host import Sandbox

STAGES = ("rejected", "error", "killed", "completed")
QUICK = Limits(wall_seconds=20.0, cpu_seconds=1.0)
CANARY_DIRECTORY = Path("/tmp/sandbox_canary")
"""Where the programs of the corpora try to leave a file."""


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


class Canned:
    """An engine without models: what a tool returns depends on its declared type alone."""

    def __init__(self, tools: ToolTable) -> None:
        self._tools = tools
        pixels = np.arange(48 * 64 * 3, dtype=np.uint32).reshape(48, 64, 3) % 251
        self.image = Image(pixels.astype(np.uint8))
        boxes = (Box(2, 3, 20, 30), Box(24, 5, 60, 40))
        regions = Regions.of([Region(box, "thing", 0.9) for box in boxes], self.image)
        self._values: dict[str, Any] = {
            "image": self.image,
            "images": [self.image.crop(box) for box in boxes],
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
        self._steps: dict[str, Any] = {"IMAGE": self.image}

    def call(self, call: ToolCall) -> Ref:
        spec = self._tools[call.tool]
        name = f"s{len(self._steps)}"
        try:
            self._steps[name] = self._result(spec, call.arguments)
        except ToolError as error:
            self._steps[name] = error
        return Ref(name, spec.returns)

    def _result(self, spec: ToolSpec, arguments: Mapping[str, Any]) -> Any:
        given = {name: self.value(value) for name, value in arguments.items()}
        kinds = {"image": Image, "regions": Regions | Region, "text": str}
        for param in spec.params:
            value, kind = given.get(param.name), kinds.get(param.type)
            if kind is not None and value is not None and not isinstance(value, kind):
                raise ToolError(f"{spec.name}: {param.name} is {param.type}")
        if spec.roles or spec.context_param or inspect.iscoroutinefunction(spec.function):
            return self._values[spec.returns]
        try:
            return spec.function(**given)
        except VisprogError:
            raise
        except Exception as error:
            raise ToolError(f"{spec.name}: {type(error).__name__}") from None

    def value(self, value: Any) -> Any:
        """What a ref, or a value with refs inside, stands for."""
        if isinstance(value, Ref):
            found = self._steps[value.step]
            if isinstance(found, ToolError):
                raise found
            for index in value.path:
                found = found[index]
            return found
        if isinstance(value, list | tuple):
            return type(value)(self.value(item) for item in value)
        if isinstance(value, dict):
            return {key: self.value(item) for key, item in value.items()}
        return value

    async def look(self, ref: Ref, site: Site) -> Any:
        value = self.value(ref)
        if isinstance(value, Image | Mask | Region):
            raise ToolError(f"{ref} cannot be looked at")
        if isinstance(value, Regions | list):
            kind = "region" if isinstance(value, Regions) else "image"
            opaque = isinstance(value, Regions) or any(isinstance(v, Image) for v in value)
            refs = [Ref(ref.step, kind, (*ref.path, index)) for index in range(len(value))]
            return refs if opaque else value
        return value

    async def attribute(self, ref: Ref, name: str, site: Site) -> Any:
        return ATTRIBUTES[ref.type][name](self.value(ref))  # type: ignore[index]

    def printed(self, text: str, site: Site) -> None:
        """Nobody reads it."""


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


async def outcomes(
    path: Path | str, tools: ToolTable, limits: Limits = QUICK
) -> AsyncIterator[Outcome]:
    """Run every program of a file in the format of the corpora, one after the other."""
    async with Sandbox(tools) as sandbox:
        for program in programs(path):
            yield await outcome(program, sandbox, tools, limits)


async def outcome(
    program: Mapping[str, str], sandbox: Sandbox, tools: ToolTable, limits: Limits = QUICK
) -> Outcome:
    """Run one program, with both canaries planted."""
    secret = f"canary-{os.getpid()}-{time.monotonic_ns()}"
    before = _files()
    held = os.environ.get("SANDBOX_CANARY")
    os.environ["SANDBOX_CANARY"] = secret
    started = time.monotonic()
    try:
        stage, message = await _stage(program["program"], sandbox, tools, limits)
    finally:
        if held is None:
            del os.environ["SANDBOX_CANARY"]
        else:
            os.environ["SANDBOX_CANARY"] = held
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


async def _stage(text: str, sandbox: Sandbox, tools: ToolTable, limits: Limits) -> tuple[str, str]:
    engine = Canned(tools)
    ref = Ref("IMAGE", "image")
    try:
        program = await sandbox.check(text, ("IMAGE", "image"), limits)
        finished = await sandbox.run(program, engine, [("IMAGE", ref), ("image", ref)], limits)
        return "completed", repr(engine.value(finished.value))
    except ProgramError as error:
        return "rejected", str(error)
    except (LimitExceeded, RunFailure) as error:
        return "killed", str(error)
    except VisprogError as error:
        return "error", str(error)


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
