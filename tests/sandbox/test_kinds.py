"""Types through both dialects, and what a program computes for nothing: seen before it runs."""

from __future__ import annotations

import asyncio

import pytest

from visprog.errors import ProgramError
from visprog.program import Program
from visprog.tool import ToolTable
from visprog_sandbox import Sandbox
from visprog_tools.builtin import TOOLS

VIPER = "def execute_command(image):\n    p = ImagePatch(image)\n"


def check(text: str, images: tuple[str, ...] = ("IMAGE",)) -> Program:
    async def checked() -> Program:
        sandbox = Sandbox(ToolTable(TOOLS))
        try:
            return await sandbox.check(text, images)
        finally:
            await sandbox.close()

    return asyncio.run(checked())


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("B=COUNT(box=IMAGE)\n", "box is regions, not an image"),
        (
            "B=LOC(image=IMAGE,object='a')\nC=CROP(image=B,box=B)\n",
            "image is an image, not regions",
        ),
        ("B=LOC(image=IMAGE,object='a')\nC=LOC(image=IMAGE,object=B)\n", "a text, not regions"),
        ("C=COUNT(box=IMAGE)\nD=CROP(image=IMAGE,box=C)\n", "box is regions, not a number"),
        (VIPER + "    dogs = p.find('a')\n    return dogs.exists('b')\n", "of one image, not of a"),
        (VIPER + "    return distance(p.find('a'), p)\n", "an image, not a list of images"),
        (VIPER + "    return p.find()\n", "needs object_name"),
        (
            VIPER + "    return [q.verify_property(q, 'red') for q in p.find('a')]\n",
            "object_name is a text, not an image",
        ),
        (VIPER + "    for q in p.find('a'):\n        return q.exists(q)\n", "a text, not an image"),
    ],
)
def test_what_cannot_fit_is_said_before_the_run(text: str, what: str) -> None:
    with pytest.raises(ProgramError) as caught:
        check(text)
    assert what in " ".join(map(str, caught.value.diagnostics))


@pytest.mark.parametrize(
    "text",
    [
        "A=LOC(image=IMAGE,object='a')\nA=CROP(image=IMAGE,box=A)\nB=LOC(image=A,object='b')\n",
        "A=LOC(image=IMAGE,object='a')\nB=COUNT(box=A[0])\nC=RESULT(var=B)\n",
        VIPER + "    x = p.find('a')\n    x = x[0] if x else p\n    return x.exists('b')\n",
        VIPER + "    return sorted(p.find('a'), key=lambda q: q.left)[0].exists('b')\n",
        VIPER + "    name = 'a b'\n    return name.find('b')\n",
        VIPER + "    return [a.exists('b') for a in p.find('a') + p.find('c')]\n",
    ],
)
def test_in_doubt_nothing_is_said(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (
            "A=LOC(image=IMAGE,object='a')\nB=LOC(image=IMAGE,object='b')\nC=COUNT(box=B)\n",
            ["unused"],
        ),
        ("A=LOC(image=IMAGE,object='a')\nR=RESULT(var=A)\nC=COUNT(box=A)\n", ["unreachable"]),
        (VIPER + "    return 1\n    q = p.exists('a')\n", ["unused", "unreachable"]),
        (VIPER + "    p.exists('a')\n", ["no-result"]),
        ("A=LOC(image=IMAGE,object='a')\nB=COUNT(box=A)\nC=EVAL(expr='{B} > 1')\n", []),
        (VIPER + "    if p.exists('a'):\n        return 1\n    return 2\n", []),
    ],
)
def test_what_is_computed_for_nothing_is_advice(text: str, codes: list[str]) -> None:
    assert sorted(noticed.code for noticed in check(text).advice) == sorted(codes)
