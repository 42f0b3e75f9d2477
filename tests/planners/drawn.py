"""Pictures of places and scenes, and sessions whose perfect tools know them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from visprog import plugins
from visprog.answer import Answer
from visprog.session import Session
from visprog_benchmarks.phrasings.judge import Pictures
from visprog_benchmarks.phrasings.sights import SIGHTS
from visprog_benchmarks.world.oracle import Oracle, picture
from visprog_benchmarks.world.scene import Scene

Ask = Callable[[str], Answer]


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


@contextmanager
def seeing(scene: Scene) -> Iterator[Ask]:
    """What asks about the picture of one scene."""
    image = picture(scene)
    tools = plugins.tools().replaced(Oracle([(image, scene)]).tools())
    with Session(pack="micro", tools=tools, planner="grammar") as session:
        yield lambda question: session.ask(image, question)
