"""Let atheris look for an input that breaks what may only refuse. ``TARGET`` and libFuzzer's flags.

``source``  program text to the checker: a program or its findings.
``frame``   bytes of a hostile child to the host: a reply, a last word, or the end of the run.
``eval``    an EVAL expression with a text and a number bound: a value or a tool error.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["visprog_sandbox", "visprog_tools.expression"]):
    from visprog_sandbox import wire
    from visprog_sandbox.check import Rejected, check
    from visprog_sandbox.host import surface_of
    from visprog_tools.expression import evaluate

from tests.sandbox.hostile import good
from tests.sandbox.stubs import CORPORA, TOOLS
from tests.sandbox.test_frames import converse
from visprog.errors import ToolError

SURFACE = surface_of(TOOLS)
LONGEST = 4000
BENIGN = CORPORA / "benign.json"


def source(data: bytes) -> None:
    text = atheris.FuzzedDataProvider(data).ConsumeUnicodeNoSurrogates(LONGEST)
    try:
        check(text, ["IMAGE"], SURFACE)
    except (Rejected, RecursionError, MemoryError):
        return  # in a child the last two end the run


def frame(data: bytes) -> None:
    body = data[: wire.MAX_FRAME]
    _, _, ending = asyncio.run(converse(len(body).to_bytes(wire.HEADER, "big") + body))
    assert ending


def expression(data: bytes) -> None:
    text = atheris.FuzzedDataProvider(data).ConsumeUnicodeNoSurrogates(LONGEST)
    try:
        evaluate(text, {"A": "a text", "N": 3})
    except ToolError:
        return


TARGETS: dict[str, Callable[[bytes], None]] = {
    "source": source,
    "frame": frame,
    "eval": expression,
}


def seeds(name: str) -> Iterator[bytes]:
    """Inputs to start from: what is accepted."""
    if name == "frame":
        yield from (json.dumps(message).encode() for message in good("TOKEN"))
    elif name == "eval":
        yield from (
            b"{N} == 3",
            b"'yes' if {N} > 2 and {A} == 'a' else 'no'",
            b"len([{N}, 2]) ** 2",
        )
    else:
        yield from (case["program"].encode() for case in json.loads(BENIGN.read_text("utf-8")))


if __name__ == "__main__":
    name = sys.argv.pop(1)
    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(seeds(name)):
            Path(corpus, str(number)).write_bytes(seed)
        atheris.Setup([*sys.argv, corpus], TARGETS[name])
        atheris.Fuzz()
