"""Runs on a machine without the models' packages: every layer, and the corpora's programs that need
no tool, as root and as an ordinary user. ``scripts/test-aarch64`` starts it.

    python guest.py hostile.json further.json
"""

from __future__ import annotations

import asyncio
import json
import os
import platform
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from visprog.errors import ProgramError, VisprogError
from visprog.program import Limits, Program, Ref, Site, ToolCall
from visprog.tool import ToolTable, tool
from visprog_sandbox import Sandbox
from visprog_sandbox.selftest import selftest

ALONE = ("bigint", "classes", "dunder", "frames", "guards", "loops", "memory", "recursion")
"""Kinds of programs that mostly need no tool to be what they are."""
SLOW = Limits(wall_seconds=300.0, cpu_seconds=3.0)
GOOD = "a = 1\nfor i in range(10):\n    a += i\nX = [a, f'{a:>5}', 'é'.upper(), IMAGE.width]"


@tool("RESULT", example="RESULT(var=A)")
def result(var: object) -> object:
    """The answer."""
    return var


class Nothing:
    """An engine without tools that compute."""

    def call(self, call: ToolCall) -> Ref:
        return Ref("s1", "any")

    async def look(self, ref: Ref, site: Site) -> Any:
        raise AssertionError(ref)

    async def attribute(self, ref: Ref, name: str, site: Site) -> Any:
        return 64

    def printed(self, text: str, site: Site) -> None:
        """Nobody reads it."""


def alone(corpus: str) -> list[dict[str, str]]:
    """Some of a file's programs."""
    entries = json.loads(Path(corpus).read_text("utf-8", "surrogatepass"))
    return [entry for entry in entries if entry["category"] in ALONE][::10]


async def everything(entries: list[dict[str, str]]) -> bool:
    sound = True
    for layer in await selftest():
        sound &= layer.holds or not layer.required
        print(f"{'holds' if layer.holds else 'DOES NOT HOLD'}  {layer.name}", flush=True)
    images = [("IMAGE", ref := Ref("IMAGE", "image")), ("image", ref)]
    async with Sandbox(ToolTable([result])) as sandbox:
        finished = await sandbox.run(Program(GOOD, "visprog"), Nothing(), images, SLOW)
        sound &= finished.value == [46, "   46", "É", 64]
        ended: Counter[str] = Counter()
        for entry in entries:
            try:
                program = await sandbox.check(entry["program"], ("IMAGE", "image"), SLOW)
                await sandbox.run(program, Nothing(), images, SLOW)
                ended[f"completed {entry['id']}"] += 1
                sound = False
            except ProgramError:
                ended["rejected"] += 1
            except VisprogError as error:
                ended[type(error).__name__] += 1
        print(dict(ended), flush=True)
    return sound


def main() -> None:
    entries = [entry for corpus in sys.argv[1:] for entry in alone(corpus)]
    for user in (0, 1000):
        pid = os.fork()
        if pid == 0:
            os.setgroups([])
            os.setresgid(user, user, user)
            os.setresuid(user, user, user)
            print(platform.machine(), platform.release(), "user", os.getuid(), flush=True)
            os._exit(0 if asyncio.run(everything(entries)) else 1)
        if os.waitpid(pid, 0)[1] != 0:
            print("NOT SOUND", flush=True)
            return
    print("SOUND", flush=True)


if __name__ == "__main__":
    main()
