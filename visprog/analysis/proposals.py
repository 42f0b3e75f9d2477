"""Other values that a step might have had, for when the right one is not known.

They come from the step's own evidence (candidates below the threshold, the runner-up, a box fewer),
from a second mechanism asked about the *same inputs*, and from other programs. Each has a weight:
how plausible it is, as a share of all that the step could have said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from visprog.analysis.causal import Change, Node, SetMechanism, SetModels, SetValue
from visprog.analysis.distance import Failed, compare
from visprog.analysis.replay import Mechanism, Served
from visprog.trace import Step
from visprog.types import Regions

OWN = 0.3
"""The share of plausibility that a step's own evidence has beside a second mechanism's."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One change to try at one step."""

    step: str
    change: Change
    weight: float
    """Above 0; those of one step sum to at most 1."""
    source: str
    """``evidence``, ``second opinion``, ``recomputed``, ``program``."""


def from_evidence(step: Step, value: Any) -> list[Proposal]:
    """What the step itself considered and did not say."""
    options = [(other, chance) for other, chance in _alternatives(step, value) if chance > 0]
    total = sum(chance for _, chance in options)
    if not total:
        return []
    scale = min(1.0, total) / total
    return [Proposal(step.id, SetValue(v), chance * scale, "evidence") for v, chance in options]


def second_opinion(node: Node, mechanism: Mechanism, weight: float = 1.0 - OWN) -> Proposal:
    """Another mechanism for the step, on the inputs that it really got."""
    if isinstance(mechanism, Served):
        return Proposal(node.id, SetModels(mechanism), weight, "second opinion")
    return Proposal(node.id, SetMechanism(mechanism), weight, "second opinion")


def recomputed(step: str, recorded: Any, again: Any) -> list[Proposal]:
    """For a step that asks no model: what it comes to when it is done again, if that differs.

    A step that can be done again and comes to something else is wrong without any statistics.
    """
    if isinstance(again, Failed) or not compare(recorded, again).distance:
        return []
    return [Proposal(step, SetValue(again), 1.0, "recomputed")]


def from_programs(
    node: Node,
    function: Callable[..., Any],
    others: Iterable[Mapping[str, Any]],
    weight: float,
) -> list[Proposal]:
    """The same call as other programs for the question make it: the plain arguments that differ."""
    found: list[Mapping[str, Any]] = []
    for arguments in others:
        if arguments and arguments not in found:
            found.append(arguments)
    return [
        Proposal(node.id, SetMechanism(function, arguments), weight / len(found), "program")
        for arguments in found
    ]


def _alternatives(step: Step, value: Any) -> Iterator[tuple[Any, float]]:
    facts = [
        note.facts.load() if hasattr(note.facts, "load") else note.facts for note in step.noted
    ]
    match value:
        case Regions():
            yield from _other_regions(value, facts)
        case bool():
            yield not value, 1 - _top(facts, 0.8)
        case str():
            yield from _other_texts(value, facts)
        case int():
            for other in (value - 1, value + 1):
                if other >= 0:
                    yield other, 0.1
        case list() if value and len(value) < 20:
            for index in range(len(value)):
                yield [*value[:index], *value[index + 1 :]], 0.2 / len(value)


def _other_regions(value: Regions, facts: Sequence[Mapping[str, Any]]) -> Iterator[Any]:
    for index, region in enumerate(value):
        without = Regions((*value[:index], *value[index + 1 :]), value.image)
        yield without, max(0.05, 1 - region.score)
    for found in facts:
        for name in ("below", "suppressed"):
            for region in list(found.get(name) or ())[:5]:
                yield Regions((*value, region), value.image), region.score
    if 1 < len(value) < 10:  # the next-ranked one first: what CROP cuts out
        for index in range(1, len(value)):
            order = (value[index], *value[:index], *value[index + 1 :])
            yield Regions(order, value.image), 0.1


def _other_texts(value: str, facts: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, float]]:
    if value.lower() in ("yes", "no"):
        yield ("no" if value.lower() == "yes" else "yes"), 0.2
        return
    for found in facts:
        for text, chance in list(found.get("ranking") or ())[1:4]:
            yield str(text), float(chance)


def _top(facts: Sequence[Mapping[str, Any]], otherwise: float) -> float:
    for found in facts:
        if found.get("ranking"):
            return float(found["ranking"][0][1])
    return otherwise
