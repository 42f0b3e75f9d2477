"""Answers drawn from several pictures: of every one, of the highest number, of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from visprog_benchmarks.phrasings.truth import Truth, image


def every(t: Truth, says: Callable[[Truth], object]) -> list[bool]:
    """Of each picture, whether something is so in it."""
    return [bool(says(one)) for one in t.pictures()]


def tints(t: Truth, noun: str) -> list[str]:
    """The colour of the one thing of a noun in each picture."""
    return [one.colour(noun) for one in t.pictures()]


def highest(counts: Sequence[int]) -> str | None:
    """The picture with the highest of these numbers, if there is one such."""
    return image([one == max(counts) for one in counts])


def picture(t: Truth, says: Callable[[Truth], object]) -> Truth:
    """The one picture in which something is so. Raises ``ValueError`` unless there is one."""
    (found,) = [one for one in t.pictures() if says(one)]
    return found
