"""A hostile child: whatever bytes it sends, the host answers, ends the run, or raises an error."""

from __future__ import annotations

import asyncio
import copy
import json
import os
import random
import socket
from typing import Any

import pytest

from tests.sandbox.stubs import TOOLS, MiniEngine
from visprog.errors import VisprogError
from visprog.program import Limits, Ref
from visprog_sandbox import wire
from visprog_sandbox.conversation import Conversation
from visprog_sandbox.warden import Child

FRAMES = int(os.environ.get("VISPROG_FUZZ_FRAMES", "4000"))
LIMITS = Limits(wall_seconds=10.0, calls=50, looks=50, printed=1000, bytes_out=200_000)

NASTY: list[Any] = [
    None, True, -1, 2**70, 1e308, "", "x", "\ud800", "h", [], [[]], {}, {"h": "0" * 16}, {"h": 5},
    {"l": 3}, {"l": [{"l": [{"l": []}]}]}, {"d": [[{"l": []}, 1]]}, {"d": [[1]]}, {"f": "nan"},
    {"f": "1e5"}, {"t": ["a"]}, {"z": []}, ["__class__"], {"__proto__": {}}, [1, 2], [1, 10**12],
    [[1, 2], 3], "IMAGE", "s1", "answer", "../..", "\x00", "ANSWER" * 50,
]  # fmt: skip
KEYS = ["op", "tool", "args", "sources", "control", "site", "h", "name", "text", "value", "type"]
OPS = ["call", "look", "attr", "print", "done", "raised", "limit", "rejected", "checked", "x", ""]


def good(token: str) -> list[dict[str, Any]]:
    """What an honest child says."""
    site = [1, 0]
    return [
        {"op": "call", "tool": "LOC", "args": {"image": {"h": token}, "object": "dog"},
         "sources": {}, "control": [], "site": site},
        {"op": "call", "tool": "EVAL", "args": {"expr": "1", "A": {"l": [1, {"h": token}]}},
         "sources": {"A": [token]}, "control": [[[token], site, "True"]], "site": site},
        {"op": "attr", "h": token, "name": "width", "site": site},
        {"op": "look", "h": token, "site": site},
        {"op": "print", "text": "hello", "site": site},
        {"op": "done", "value": {"h": token}, "sources": [token], "control": []},
        {"op": "raised", "type": "ValueError", "message": "m", "number": -1, "site": site},
        {"op": "rejected", "findings": [[1, 0, "c", "m", "h"]]},
        {"op": "checked", "dialect": "visprog", "calls": [
            {"tool": "LOC", "line": 1, "column": 0, "target": "X", "uses": [["image", ["IMAGE"]]]},
        ]},
    ]  # fmt: skip


def mutated(random: random.Random, token: str) -> bytes:
    """A frame that is nearly right, or not at all."""
    message: Any = json.loads(json.dumps(random.choice(good(token))))
    for _ in range(random.randint(0, 3)):
        kind = random.random()
        if kind < 0.5:
            message[random.choice(KEYS)] = copy.deepcopy(random.choice([*NASTY, *OPS]))
        elif kind < 0.7:
            message.pop(random.choice(list(message) or ["op"]), None)
        elif message.get("args"):
            args = message["args"]
            if isinstance(args, dict):
                args[random.choice(["image", "object", "expr", "_x", "é"])] = copy.deepcopy(
                    random.choice(NASTY)
                )
    body = json.dumps(message).encode()
    kind = random.random()
    if kind < 0.15 and body:
        at = random.randrange(len(body))
        body = body[:at] + random.randbytes(random.randint(0, 4)) + body[at + 1 :]
    elif kind < 0.2:
        body = random.randbytes(random.randint(0, 60))
    elif kind < 0.23:
        body = b"[" * random.randint(1, 100_000)
    elif kind < 0.25:
        body = b'{"op":' + b"9" * 5000 + b"}"
    size = len(body)
    if random.random() < 0.05:
        size = random.choice([0, size + 1, 2**31, 2**32 - 1, max(size - 1, 0)])
    return size.to_bytes(4, "big") + body


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


async def test_no_bytes_of_a_child_break_the_host(seeds: random.Random) -> None:
    sent = 0
    endings = set()
    while sent < FRAMES:
        count = seeds.randint(1, 6)
        sent += count
        frames = b"".join(mutated(seeds, "TOKEN") for _ in range(count))
        _, _, ending = await converse(frames)
        endings.add(ending)
    assert "ProgramError" in endings
    assert "WireError" in endings


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
