"""Fixtures of the sandbox's tests.

One sandbox, in one event loop, serves all tests but those that harm it: programs share nothing but
the process that forks their children, and that they do so is part of what is tested.
"""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.sandbox.stubs import TOOLS, Bench
from visprog_sandbox import Sandbox

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == HERE and inspect.iscoroutinefunction(getattr(item, "obj", None)):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def bench() -> AsyncIterator[Bench]:
    async with Sandbox(TOOLS) as sandbox:
        yield Bench(sandbox)


@pytest_asyncio.fixture(loop_scope="session")
async def own_bench() -> AsyncIterator[Bench]:
    """With a sandbox of its own, to be damaged."""
    async with Sandbox(TOOLS) as sandbox:
        yield Bench(sandbox)
