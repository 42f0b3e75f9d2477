"""A hostile child: whatever bytes it sends, the host answers, ends the run, or raises an error."""

from __future__ import annotations

import asyncio
import json
import os
import random
import resource
import socket
from typing import Any

import pytest

from tests.sandbox.hostile import NASTY, good, mutated
from tests.sandbox.stubs import TOOLS, Bench, MiniEngine
from visprog.errors import LimitExceeded, VisprogError
from visprog.program import Limits, Ref
from visprog_sandbox import Sandbox, wire
from visprog_sandbox.conversation import Conversation
from visprog_sandbox.warden import Child

FRAMES = int(os.environ.get("VISPROG_FUZZ_FRAMES", "4000"))
LIMITS = Limits(wall_seconds=10.0, calls=50, looks=50, printed=1000, bytes_out=200_000)


async def converse(frames: bytes) -> tuple[MiniEngine, Conversation, str]:
    """Feed a conversation with bytes that some child sent before it ended."""
    engine = MiniEngine()
    conversation = conversation_with(engine)
    token = conversation.image_tokens()[0][1]
    frames = frames.replace(b"TOKEN", token.encode())
    reader = asyncio.StreamReader()
    reader.feed_data(frames)
    reader.feed_eof()
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    _, writer = await asyncio.open_connection(sock=ours)
    ended = asyncio.get_running_loop().create_future()
    try:
        async with asyncio.timeout(20):
            message = await conversation.hold(Child(1, reader, writer, ended))
            if message["op"] in ("rejected", "checked"):
                conversation.program("X = 1", message)
            conversation.finish(message)
            return engine, conversation, "finished"
    except (VisprogError, wire.WireError, asyncio.IncompleteReadError) as error:
        return engine, conversation, type(error).__name__
    finally:
        writer.close()
        theirs.close()
        for step in engine.steps.values():
            step.task.cancel()


def conversation_with(engine: MiniEngine) -> Conversation:
    from tests.sandbox.stubs import picture

    engine.images["IMAGE"] = picture()
    return Conversation(TOOLS, engine, LIMITS, {"IMAGE": Ref("IMAGE", "image")})


@pytest.fixture
def seeds() -> random.Random:
    return random.Random(20261122)


@pytest.mark.parametrize("frames", [FRAMES, pytest.param(100_000, marks=pytest.mark.slow)])
async def test_no_bytes_of_a_child_break_the_host(seeds: random.Random, frames: int) -> None:
    sent = 0
    endings = set()
    before = peak_kibibytes()
    while sent < frames:
        count = seeds.randint(1, 6)
        sent += count
        sending = b"".join(mutated(seeds, "TOKEN") for _ in range(count))
        _, _, ending = await converse(sending)
        endings.add(ending)
    assert "ProgramError" in endings
    assert "WireError" in endings
    assert peak_kibibytes() - before < 128 * 1024, "the host grows with what a child sends"


def peak_kibibytes() -> int:
    """The most memory that this process ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


HOSTILE = "tests.sandbox.hostile:Hostile"


async def test_a_process_that_was_taken_over_ends_its_own_run_only() -> None:
    endings = set()
    async with Sandbox(TOOLS, interpreter=HOSTILE) as sandbox:
        bench = Bench(sandbox)
        for seed in range(40):
            try:
                await bench(f"frames {seed} 50", limits=LIMITS)
                endings.add("done")
            except VisprogError as error:
                endings.add(type(error).__name__)
    assert {"WorkerLost", "ProgramError"} <= endings


async def test_a_process_that_asks_and_never_listens_fills_no_memory() -> None:
    engine = MiniEngine(change={1: lambda value: "x" * 30_000})
    before = peak_kibibytes()
    async with Sandbox(TOOLS, interpreter=HOSTILE) as sandbox:
        with pytest.raises(LimitExceeded, match=r"longer than 3 s"):
            await Bench(sandbox)("deaf 19000", engine, Limits(wall_seconds=3.0))
    assert peak_kibibytes() - before < 64 * 1024


@pytest.mark.parametrize("operation", ["call", "look", "attr", "done"])
async def test_a_child_cannot_use_the_values_of_another_run(operation: str) -> None:
    """Two runs side by side in one host: one child knows every token of the other."""
    engine = MiniEngine()
    honest = conversation_with(engine)
    (_, theirs), *_ = honest.image_tokens()
    message = next(m for m in good(theirs) if m["op"] == operation)
    body = json.dumps(message).encode()
    other, _, ending = await converse(len(body).to_bytes(4, "big") + body)
    assert ending == "WireError"
    assert not other.steps
    assert not other.looks
    assert not engine.steps


async def test_a_value_larger_than_a_frame_is_a_tool_error_and_not_a_crash() -> None:
    engine = MiniEngine(change={1: lambda value: ["é" * 4000] * 4000})
    conversation = conversation_with(engine)
    token = conversation.image_tokens()[0][1]
    call = next(m for m in good(token) if m["op"] == "call")
    reply = conversation._answer(call)
    seen = await conversation._answer({"op": "look", "h": reply["h"], "site": [1, 0]})
    assert "cannot be looked at" in seen["error"]
    assert "cannot be looked at" in conversation._framed({"v": "é" * 2**20}).decode()
    for step in engine.steps.values():
        step.task.cancel()


async def test_a_frame_beyond_the_budget_is_never_read() -> None:
    _, _, ending = await converse((2**31).to_bytes(4, "big") + b"x")
    assert ending == "LimitExceeded"


@pytest.mark.parametrize(
    "change",
    [
        {"args": {"image": {"h": "f" * 16}, "object": "dog"}},
        {"args": {"image": {"h": "TOKEN"}, "object": "dog", "weights": "/etc"}},
        {"args": {"image": {"h": "TOKEN"}}},
        {"tool": "os.system"},
        {"sources": {"image": ["f" * 16]}},
        {"control": [[["f" * 16], [1, 0], "True"]]},
        {"site": [1]},
        {"site": [-1, 0]},
    ],
)
async def test_a_forged_call_ends_the_run(change: dict[str, Any]) -> None:
    message = {**good("TOKEN")[0], **change}
    body = json.dumps(message).encode()
    # The token has the length of the word that stands for it, so that the size stays right.
    token_size = 16 - len("TOKEN")
    size = len(body) + token_size * body.count(b"TOKEN")
    engine, _, ending = await converse(size.to_bytes(4, "big") + body)
    assert ending == "WireError"
    assert not engine.steps


@pytest.mark.parametrize("value", NASTY, ids=repr)
def test_decode_accepts_or_refuses(value: Any) -> None:
    try:
        wire.decode(value, lambda token: token)
    except wire.WireError:
        return


@pytest.mark.parametrize(
    "value", [None, True, 0, -5, 1.5, "é", [1, [2]], (1, "a"), {"a": {"b": [()]}}, {1: 2}]
)
def test_values_survive_the_journey(value: Any) -> None:
    travelled = wire.parse(wire.frame({"v": wire.encode(value, lambda item: None)})[4:])
    assert wire.decode(travelled["v"], lambda token: token) == value


@pytest.mark.parametrize("value", [2**5000, "\ud800", b"x", object(), [[[0] * 10] * 99] * 99])
def test_what_cannot_travel_is_refused_with_a_sentence(value: Any) -> None:
    with pytest.raises((ValueError, TypeError), match=r"be passed on|too large"):
        wire.encode(value, lambda item: None)
