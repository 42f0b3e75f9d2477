"""Batches that are killed: ``python -m tests.trace.killed_batch FOLDER KILLS SEED``.

Everything is imported once; every batch is a fork that opens a session and runs programs side by
side, and is killed with SIGKILL at a random point of it. Each call of the tool MARK leaves a line
in ``FOLDER/NUMBER/marks``, which the trace must not fall behind of.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path

import numpy as np

from visprog.plugins import tools as installed
from visprog.session import Session
from visprog.tool import ToolSpec, ToolTable, tool
from visprog.types import Image

PROGRAMS = 6
STEPS = 8

PACK = """\
name = "bare"
about = "no model"
[roles.caption]
family = "none"
checkpoint = "none"
revision = "none"
"""


def program(number: int) -> str:
    """A chain of marks, each with a picture to keep; the answer is ``number + STEPS``."""
    lines = [f"X0=EVAL(expr='{number}')"]
    for step in range(STEPS):
        box = [step, step, 60 + step, 60 + number]
        lines.append(f"I{step}=CROP(image=IMAGE,box={box})")
        lines.append(f"X{step + 1}=MARK(x=X{step},image=I{step},name='{number}')")
    return "\n".join([*lines, f"RESULT(var=X{STEPS})"]) + "\n"


def picture() -> Image:
    return Image(np.random.default_rng(0).integers(0, 256, (96, 96, 3), np.uint8))


def marking(marks: Path) -> ToolSpec:
    @tool("MARK", example="X1=MARK(x=X0,image=I0,name='0')")
    def mark(x: float, image: Image, name: str) -> float:
        """One more, and a line in a file that says so."""
        file = os.open(marks, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        os.write(file, f"{name} {x}\n".encode())
        os.close(file)
        return x + 1

    return mark


def session(folder: Path, installed_tools: ToolTable) -> Session:
    folder.mkdir(parents=True, exist_ok=True)
    pack = folder / "bare.toml"
    pack.write_text(PACK)
    table = ToolTable([*installed_tools.specs, marking(folder / "marks")])
    return Session(pack=str(pack), tools=table, trace_dir=folder / "runs")


async def batch(opened: Session) -> list[object]:
    answers = await asyncio.gather(
        *(opened.run_async(program(number), picture()) for number in range(PROGRAMS))
    )
    return [answer.value for answer in answers]


def forked(folder: Path, table: ToolTable) -> int:
    child = os.fork()
    if child == 0:
        os.setsid()
        try:
            with session(folder, table) as opened:
                asyncio.run(batch(opened))
        finally:
            os._exit(0)
    return child


def marked(file: Path) -> int:
    return file.read_bytes().count(b"\n") if file.exists() else 0


def main(folder: Path, kills: int, seed: int) -> None:
    """Each batch is killed when a random number of its steps has been made, and a little later."""
    table = installed()
    chance = random.Random(seed)
    killed = late = 0
    while killed < kills:
        place = folder / str(killed)
        child = forked(place, table)
        wanted = chance.randrange(PROGRAMS * STEPS)
        ended = 0
        while not ended and marked(place / "marks") < wanted:
            time.sleep(0.002)
            ended, _ = os.waitpid(child, os.WNOHANG)
        if not ended:
            time.sleep(chance.uniform(0.0, 0.02))
            os.kill(child, signal.SIGKILL)
            _, status = os.waitpid(child, 0)
            if os.WIFSIGNALED(status):
                killed += 1
                continue
        late += 1  # the batch had ended by itself: once more
        shutil.rmtree(place)
    print(json.dumps({"kills": killed, "too_late": late}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
