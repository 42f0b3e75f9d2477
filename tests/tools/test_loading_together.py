"""Models that load at the same time, in a fresh process, as a run's first steps do."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import asyncio
from visprog import Session
from visprog_benchmarks.world import Put, compose
from visprog_benchmarks.world.oracle import picture

image = picture(compose([Put("dog", (0.5, 0.5), 0.5)], ground="grass"))
programs = [
    "A=VQA(image=IMAGE,question='What is this?')\\nRESULT(var=A)",
    "A=LOC(image=IMAGE,object='dog')\\nB=COUNT(box=A)\\nRESULT(var=B)",
    "A=CAPTION(image=IMAGE)\\nRESULT(var=A)",
    "A=DEPTH(image=IMAGE)\\nRESULT(var=A)",
    "A=SEG(image=IMAGE,object=[20.0,20.0,300.0,300.0])\\nB=COUNT(box=A)\\nRESULT(var=B)",
]

async def main():
    with Session(pack="micro") as session:
        runs = (session.run_async(program, [image]) for program in programs)
        for answer in await asyncio.gather(*runs):
            print(answer.status, answer.error or "")

asyncio.run(main())
"""


def test_models_that_load_at_once_all_load() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n")[:5] == ["ok "] * 5, done.stdout
