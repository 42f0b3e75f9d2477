"""Which examples a prompt shows.

``fixed`` takes the first of the task, ``random`` draws some by a seed, ``similar`` takes those
whose questions are built most like the one asked, by BM25 (Robertson and Zaragoza, 2009) over the
words and pairs of words of the questions, with what is asked *about* left out: "How many dogs are
in the boat?" is like "How many cups are on the table?", not like "Is the dog in the boat red?".
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Any, Literal, get_args

from visprog.program import Dialect
from visprog_planners.grammar.everyday import COLOURS, NOUNS
from visprog_planners.grammar.nouns import noun
from visprog_planners.grammar.words import NUMBERS
from visprog_planners.library import Example, WrongExample, examples, wrong_examples
from visprog_planners.tasks import Task

Choice = Literal["fixed", "random", "similar"]
CHOICES: tuple[Choice, ...] = get_args(Choice)


def chosen(
    question: str,
    task: Task,
    count: int,
    how: Choice,
    *,
    seed: int = 0,
    dialect: Dialect | None = None,
) -> tuple[Example, ...]:
    """At most ``count`` examples of the task; the most similar one last, next to the question."""
    fit = [shown for shown in examples() if shown.task == task]
    fit = [shown for shown in fit if dialect in (None, shown.dialect)]
    if how == "fixed":
        return tuple(fit[:count])
    if how == "random":
        return tuple(random.Random(seed).sample(fit, min(count, len(fit))))
    return tuple(reversed(_nearest(question, fit, count)))


def chosen_wrong(
    question: str, task: Task, count: int, how: Choice, *, dialect: Dialect | None = None
) -> tuple[WrongExample, ...]:
    """At most ``count`` wrong programs of the task, those of similar questions with ``similar``."""
    fit = [shown for shown in wrong_examples() if shown.task == task]
    fit = [shown for shown in fit if dialect in (None, shown.dialect)]
    return tuple(_nearest(question, fit, count) if how == "similar" else fit[:count])


def shape(question: str) -> list[str]:
    """The words of a question and their pairs; things, colours and numbers only by their kind."""
    words = [_kind(word) for word in re.findall(r"[\w']+", question.lower())]
    words = [word for before, word in zip(["", *words], words, strict=False) if word != before]
    pairs = [f"{one} {two}" for one, two in pairwise(words)]
    return words + pairs


def _kind(word: str) -> str:
    if word in COLOURS:
        return "COLOUR"
    if word in NUMBERS or word.isdigit():
        return "NUMBER"
    return "THING" if noun([word]) in _THINGS else word


_THINGS = frozenset(part for name in NOUNS for part in name.split())


def _nearest(question: str, fit: Sequence[Any], count: int) -> list[Any]:
    """The most similar first; ties in the order of the library."""
    asked = shape(question)
    count = min(count, len(fit))
    if not count or not asked:
        return list(fit[:count])
    import numpy as np

    scores = _index(tuple(item.question for item in fit)).get_scores(asked)
    return [fit[place] for place in np.argsort(-scores, kind="stable")[:count]]


@cache
def _index(questions: tuple[str, ...]) -> Any:
    import bm25s

    index = bm25s.BM25()
    index.index([shape(question) for question in questions], show_progress=False)
    return index
