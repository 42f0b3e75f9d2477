"""One phrasing of a question, and where its right answer comes from."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from visprog_benchmarks.phrasings.truth import Truth


class Asked(NamedTuple):
    """A question as somebody typed it, the place it is asked about, and its answer there.

    The answer is read off the scene graph: a truth value, a number or a word; ``None`` where the
    question takes for granted what is not so, and nothing can be judged.
    """

    question: str
    place: str
    answer: Callable[[Truth], object]
