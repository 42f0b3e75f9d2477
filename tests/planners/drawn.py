"""Pictures of places, and a session whose perfect tools know them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from visprog import plugins
from visprog.session import Session
from visprog_benchmarks.phrasings.judge import Pictures
from visprog_benchmarks.phrasings.sights import SIGHTS


@contextmanager
def drawn(places: Iterable[str], states: int) -> Iterator[tuple[Pictures, Session]]:
    """The first so many states of each place."""
    pictures = Pictures()
    for place in set(places):
        for scenes in SIGHTS[place][:states]:
            pictures.of(scenes)
    tools = plugins.tools().replaced(pictures.oracle().tools())
    with Session(pack="micro", tools=tools, planner="grammar") as session:
        yield pictures, session
