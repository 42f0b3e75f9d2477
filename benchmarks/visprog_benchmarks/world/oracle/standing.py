"""The tools' own code with perfect models in the place of theirs.

An oracle of this kind is a plain function: it is called by the engine, and outside of it when a
run is analysed. The models answer at once, and nothing is noted: what an oracle does is not asked.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any, cast

from visprog.tool import Context, ToolSpec


def call(tool: ToolSpec, context: Context, models: Mapping[str, Any], /, **arguments: Any) -> Any:
    """The tool's value in that context, with other models by role. Raises ``ToolError``."""
    work = tool.function(**arguments, context=_Standing(context, models))
    return _finished(work) if asyncio.iscoroutine(work) else work


def _finished(work: Coroutine[Any, Any, Any]) -> Any:
    """On a loop of its own, since the caller's thread may have one that runs."""
    run: Callable[[Coroutine[Any, Any, Any]], Any] = asyncio.run
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(run, work).result()


class _Standing:
    """The context of a call, with other models."""

    def __init__(self, own: Context, models: Mapping[str, Any]) -> None:
        self.seed, self.empty, self.whole = own.seed, own.empty, own.whole
        self.models = cast(Any, SimpleNamespace(**models))

    def note(self, code: str, message: str, **facts: Any) -> None:
        """Nobody reads it."""
