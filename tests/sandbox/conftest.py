"""Fixtures of the sandbox's tests."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.sandbox.stubs import TOOLS, Bench
from visprog_sandbox import Sandbox


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    async with Sandbox(TOOLS) as sandbox:
        yield Bench(sandbox)
