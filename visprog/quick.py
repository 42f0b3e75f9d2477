"""One question or one program, without holding a session."""

from __future__ import annotations

import asyncio
from typing import Any

from visprog import config
from visprog.answer import Answer
from visprog.picture import Pictures
from visprog.session import Session
from visprog.trace import Retention


def ask(images: Pictures, question: str, **settings: Any) -> Answer:
    """Ask one question; ``settings`` are :class:`Session`'s. Traces and caches as the command line
    does. For several questions hold a :class:`Session`: it keeps the models loaded."""
    with configured(**settings) as session:
        return session.ask(images, question)


def run(program: str, images: Pictures, **settings: Any) -> Answer:
    """Run one program as it stands; otherwise as :func:`ask`."""
    with configured(**settings) as session:
        return session.run(program, images)


async def ask_async(images: Pictures, question: str, **settings: Any) -> Answer:
    """:func:`ask` from a coroutine."""
    session = configured(**settings)
    try:
        return await session.ask_async(images, question)
    finally:
        await asyncio.to_thread(session.close)


async def run_async(program: str, images: Pictures, **settings: Any) -> Answer:
    """:func:`run` from a coroutine."""
    session = configured(**settings)
    try:
        return await session.run_async(program, images)
    finally:
        await asyncio.to_thread(session.close)


def configured(**settings: Any) -> Session:
    """A session with the environment's settings, overridden by those given and not ``None``."""
    found = config.load()
    chosen: dict[str, Any] = {
        "pack": found.pack,
        "planner": found.planner,
        "planner_url": found.planner_url,
        "llm": found.llm,
        "llm_url": found.llm_url,
        "trace_dir": found.trace_dir,
        "cache_dir": found.cache_dir,
        "device": found.device,
        "sandbox": found.sandbox,
        "retention": Retention(days=found.trace_days, megabytes=found.trace_megabytes),
    }
    chosen.update((name, value) for name, value in settings.items() if value is not None)
    return Session(**chosen)
