"""The runtime for visual programs: planned, sandboxed, executed as a graph, traced step by step.

import visprog
answer = visprog.ask("boat.png", "Are there exactly 3 people in the boat?")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from visprog.answer import Answer
    from visprog.quick import ask, ask_async, run, run_async
    from visprog.session import Session
    from visprog.tool import tool

__all__ = ["Answer", "Session", "ask", "ask_async", "run", "run_async", "tool"]

_HOMES = {
    "Answer": "visprog.answer",
    "Session": "visprog.session",
    "ask": "visprog.quick",
    "ask_async": "visprog.quick",
    "run": "visprog.quick",
    "run_async": "visprog.quick",
    "tool": "visprog.tool",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'visprog' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
