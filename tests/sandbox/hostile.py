"""A child that was taken over: what it says to the host is nearly right, or nothing at all.

It stands where an interpreter does, in a real locked process.
"""

from __future__ import annotations

import copy
import json
import os
import random
from collections.abc import Sequence
from typing import Any

from visprog_sandbox import wire
from visprog_sandbox.link import Link
from visprog_sandbox.names import Surface

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
        {"op": "checked", "dialect": "visprog", "advice": [[1, 0, "c", "m", "h"]], "calls": [
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


class Hostile:
    """The program's text is an order: ``frames SEED COUNT`` or ``deaf COUNT``."""

    def __init__(self, surface: Surface) -> None:
        pass

    def check(self, text: str, images: Sequence[str]) -> dict[str, Any]:
        return {"op": "checked", "dialect": "visprog", "calls": [], "advice": []}

    def run(self, text: str, images: Sequence[tuple[str, str]], link: Link) -> dict[str, Any]:
        order, *numbers = text.split()
        token = images[0][1]
        if order == "frames":
            seeds = random.Random(int(numbers[0]))
            for _ in range(int(numbers[1])):
                say(link, mutated(seeds, token))
        else:
            call = link.ask(good(token)[1] | {"op": "call"})
            look = wire.frame({"op": "look", "h": call["h"], "site": [1, 0]})
            for _ in range(int(numbers[0])):
                say(link, look)
        return {"op": "done", "value": None, "sources": [], "control": []}


def say(link: Link, data: bytes) -> None:
    while data:
        data = data[os.write(link.descriptor, data) :]
