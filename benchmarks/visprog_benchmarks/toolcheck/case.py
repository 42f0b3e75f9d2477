"""A right call of one tool, and what may go wrong with its arguments beyond their types."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from visprog_benchmarks.toolcheck.stage import Stage

Judge: TypeAlias = Callable[[Any, Stage], str]
"""What came of the right call, and the picture's truth, to what was seen, in a few words.

Raises :class:`Wrong` when it is not right."""


class Wrong(Exception):
    """A result that is not what the picture shows; the message says both."""


@dataclass(frozen=True, slots=True)
class Bad:
    """A value that one parameter must refuse, as source text.

    ``value`` may be ``None`` for a parameter left out that this call cannot do without.
    """

    argument: str
    value: str | None
    kind: str
    """Of bad argument: "too large", "unknown colour"."""


@dataclass(frozen=True, slots=True)
class Case:
    """How a tool is checked. Arguments are Python expressions over ``image`` and, in VisProg
    programs, every other tool; :meth:`Stage.filled` says what ``$car`` in them stands for."""

    tool: str
    arguments: Mapping[str, str]
    judge: Judge
    on: str = "boat"
    """The picture, as :func:`~visprog_benchmarks.toolcheck.stage.stage` knows it."""
    answer: str = "CALL"
    """What the program answers, where that is not the result of the ``CALL`` alone."""
    bad: tuple[Bad, ...] = ()
    takes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By parameter, the kinds of arguments that are bad elsewhere and have a meaning here."""
