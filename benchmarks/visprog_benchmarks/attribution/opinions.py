"""What stands in for imperfect knowledge in the benchmark: a second opinion, and confidences."""

from __future__ import annotations

import functools
import random
from collections.abc import Callable, Mapping
from typing import Any

from visprog.analysis.faults import slipping, slips
from visprog.types import digest
from visprog_benchmarks.attribution.injected import Case

ERRS = 0.2
"""The share of calls in which the second opinion is wrong."""

SURE, UNSURE = (8.0, 2.0), (5.0, 3.0)
"""Beta distributions of a step's confidence when it is right and when it is wrong. A wrong step is
less sure than a right one in 81 of 100 pairs, which is better than most detectors' scores."""


def second(function: Callable[..., Any], seed: int, errs: float = ERRS) -> Callable[..., Any]:
    """A mechanism that agrees with a perfect one except in a share of its calls."""

    @functools.wraps(function)
    def opinion(**arguments: Any) -> Any:
        value = function(**arguments)
        kinds = slips(value)
        if not kinds:
            return value
        draw = random.Random(f"{seed} {digest(arguments)}")
        if draw.random() >= errs:
            return value
        kind = draw.choice(kinds)
        return slipping(lambda **_: value, kind, draw.randrange(2**30), ["thing"])(**arguments)

    return opinion


def confidences(case: Case, seed: int) -> Mapping[str, float]:
    """By step; what asks no model is sure of itself, and says so when it is wrong, too."""
    table = case.sound.stage.session.tools
    found = {}
    for index, (step, node) in enumerate(case.model.nodes.items()):
        draw = random.Random(f"{seed} {index} {case.sound.task.text}")
        if not table[node.tool].roles:
            found[step] = 1.0
        else:
            found[step] = draw.betavariate(*(UNSURE if step in case.steps else SURE))
    return found
