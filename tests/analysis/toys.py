"""Small causal models, made by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from visprog.analysis.causal import Changes, Outcome, SetMechanism, SetValue
from visprog.graph import ANSWER, StepGraph

Function = Callable[..., Any]


@dataclass
class Toy:
    """Steps as functions of the steps before them, by name; the last one is the answer."""

    functions: Mapping[str, Function]
    parents: Mapping[str, Sequence[str]]
    oracles: Mapping[str, Function]
    runs: list[Changes] = field(default_factory=list)

    def __call__(self, changes: Changes) -> Outcome:
        self.runs.append(changes)
        values: dict[str, Any] = {}
        for step, function in self.functions.items():
            change = changes.get(step)
            if isinstance(change, SetValue):
                values[step] = change.value
            else:
                used = change.function if change else function
                values[step] = used(*(values[parent] for parent in self.parents[step]))
        return Outcome(values, values[list(values)[-1]])

    @property
    def graph(self) -> StepGraph:
        graph = StepGraph()
        for step in self.functions:
            graph.add(step, {"x": self.parents[step]}, tool=step)
        graph.add(ANSWER, {"value": [list(self.functions)[-1]]}, tool=ANSWER)
        return graph

    @property
    def perfect(self) -> dict[str, SetMechanism | SetValue]:
        return {step: SetMechanism(function) for step, function in self.oracles.items()}


def chain(*, loc: int = 0, crop: int = 0, vqa: int = 0) -> Toy:
    """LOC -> CROP -> VQA over small integers; each adds its error to what it should give."""
    right: dict[str, Function] = {
        "loc": lambda: 10,
        "crop": lambda box: box * 2,
        "vqa": lambda image: image + 1,
    }
    faulty: dict[str, Function] = {
        "loc": lambda: 10 + loc,
        "crop": lambda box: box * 2 + crop,
        "vqa": lambda image: image + 1 + vqa,
    }
    return Toy(faulty, {"loc": (), "crop": ("loc",), "vqa": ("crop",)}, right)


def is_right(answer: Any) -> float:
    return float(answer == 21)
