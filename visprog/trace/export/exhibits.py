"""A run laid out for showing: every value loaded once, every step in its class."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from visprog.graph import ANSWER, StepGraph
from visprog.program import Ref
from visprog.trace.run import Run, Step
from visprog.types import Image, Regions


@dataclass(frozen=True, slots=True)
class StepClass:
    """What a step is shown as: a colour (``name``), a sign for those who do not see it, words."""

    name: str
    sign: str
    words: str


CLASSES: Mapping[str, StepClass] = {
    item.name: item
    for item in (
        StepClass("ok", "●", "computed"),
        StepClass("cached", "◆", "from the cache"),
        StepClass("record", "↺", "from the parent's record"),
        StepClass("given", "✎", "value given"),
        StepClass("error", "✕", "failed"),
        StepClass("unfinished", "◌", "did not finish"),
        StepClass("intrinsic", "✖", "wrong by itself"),
        StepClass("inherited", "◐", "wrong, on wrong inputs"),
        StepClass("masked", "◑", "wrong by itself, yet right here"),
        StepClass("right", "✔", "right"),
        StepClass("input", "▣", "picture given"),
        StepClass("answer", "★", "answer"),
    )
}

SEVERITY = (
    "intrinsic", "error", "inherited", "masked", "given", "unfinished", "record", "cached",
    "right", "ok",
)  # fmt: skip
"""Of several steps on one line of the program, the first of these is shown."""

FALLBACKS = frozenset({"empty-fallback", "no-category", "no-mask", "untaught", "outside"})
"""Codes of notes that say that a tool did something other than what was asked."""


@dataclass(frozen=True, slots=True)
class Lost:
    """In the place of a value that the trace lacks."""

    why: str


@dataclass(frozen=True)
class Judged:
    """What is known about right and wrong, from an analysis or from a person.

    ``classes`` has, by step, ``ok``, ``intrinsic``, ``inherited`` or ``masked``; ``notes`` a
    sentence for a step; ``headline`` one for the run; ``expected`` the right answer in words.
    """

    classes: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    headline: str = ""
    expected: str | None = None


class Exhibits:
    """A run's steps and values for those who draw them."""

    def __init__(self, run: Run, judged: Judged | None = None) -> None:
        self.run = run
        self.judged = judged or Judged()
        self._values: dict[str, Any] = {}

    @cached_property
    def graph(self) -> StepGraph:
        return self.run.graph()

    @cached_property
    def steps(self) -> Mapping[str, Step]:
        return {step.id: step for step in self.run.steps}

    @cached_property
    def inputs(self) -> Mapping[str, Any]:
        return {name: self._load(held) for name, held in self.run.images}

    def value(self, node: str) -> Any:
        """What a node of the graph came to; :class:`Lost` or ``None`` when there is nothing."""
        if node not in self._values:
            if node in self.inputs:
                self._values[node] = self.inputs[node]
            elif node == ANSWER:
                self._values[node] = self._load(self.run) if self.run.status == "ok" else None
            else:
                step = self.steps.get(node)
                self._values[node] = self._load(step) if step is not None else None
        return self._values[node]

    def arguments(self, step: Step) -> dict[str, Any]:
        """What a step's tool was called with, refs resolved."""
        try:
            given = step.arguments.load()
        except (KeyError, ValueError) as error:
            return {"?": Lost(str(error.args[0]))}
        return {name: self._resolved(item) for name, item in given.items()}

    def pictures(self, step: Step) -> Iterator[tuple[str, Image]]:
        """The pictures among a step's arguments, by name."""
        for name, value in self.arguments(step).items():
            if isinstance(value, Image):
                yield name, value
            elif isinstance(value, Regions) and value.image is not None:
                yield name, value.image

    def facts(self, step: Step) -> dict[str, Any]:
        """Everything that the tool noted, by name; of several notes the last counts."""
        found: dict[str, Any] = {}
        for note in step.noted:
            try:
                facts = note.facts.load() if hasattr(note.facts, "load") else dict(note.facts)
            except (KeyError, ValueError):
                continue
            found.update(facts)
        return found

    def class_of(self, node: str) -> StepClass:
        if node in self.inputs or (node not in self.steps and node != ANSWER):
            return CLASSES["input"]
        if node == ANSWER:
            return CLASSES["answer"]
        step = self.steps[node]
        kind = self.judged.classes.get(node)
        if kind is not None:
            return CLASSES["right" if kind == "ok" else kind]
        if step.status != "ok":
            return CLASSES["error" if step.status == "error" else "unfinished"]
        return CLASSES[step.origin or ("cached" if step.cached else "ok")]

    def line_class(self, line: int) -> StepClass | None:
        """The class of a line of the program: that of the worst of its steps."""
        found = [self.class_of(step.id) for step in self.run.steps if step.line == line]
        return min(found, key=lambda item: SEVERITY.index(item.name), default=None)

    def fallbacks(self, step: Step) -> list[str]:
        return [note.message for note in step.noted if note.code in FALLBACKS]

    def _load(self, holder: Any) -> Any:
        try:
            return holder.answer if isinstance(holder, Run) else holder.load()
        except (KeyError, ValueError) as error:
            return Lost(str(error.args[0]))

    def _resolved(self, item: Any) -> Any:
        match item:
            case Ref():
                value = self.value(item.step)
                for index in item.path:
                    try:
                        value = (
                            list(value.values())[index] if isinstance(value, dict) else value[index]
                        )
                    except (LookupError, TypeError):
                        return Lost(f"{item} is not there")
                return value
            case list():
                return [self._resolved(part) for part in item]
            case tuple():
                return tuple(self._resolved(part) for part in item)
            case dict():
                return {name: self._resolved(part) for name, part in item.items()}
        return item
