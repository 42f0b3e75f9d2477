"""Answers drawn from several pictures or words: of every one, of most, the only one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from visprog_benchmarks.phrasings.truth import Truth, image


def every(t: Truth, says: Callable[[Truth], object]) -> list[bool]:
    """Of each picture, whether something is so in it."""
    return [bool(says(one)) for one in t.pictures()]


def most(counts: Sequence[int]) -> str | None:
    """The picture with the highest of these numbers, if there is one such."""
    return image([one == max(counts) for one in counts])


def only(words: set[str]) -> str:
    """The one word. Raises ``ValueError`` unless there is one."""
    (word,) = words
    return word
