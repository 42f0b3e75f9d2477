"""Where to look first, when nothing is known to be right.

A step is suspicious when it is unsure *and* the answer hangs on it: the product of its doubt and of
how much the answer changes with it. Beside that stand hard invariants, which need no statistics: a
crop outside its picture, a count that is not the number of boxes. "Look here first" is no verdict.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from visprog.analysis.causal import Node, Rerun, Structure, parents
from visprog.analysis.distance import Failed, compare
from visprog.analysis.proposals import Proposal
from visprog.trace import Run
from visprog.types import Image, Mask, Region, Regions

SLIVER = 4.0
"""A box or crop narrower than this, in pixels, shows nothing."""


@dataclass(frozen=True, slots=True)
class Breach:
    """A hard invariant that a step breaks."""

    step: str
    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class Suspicion:
    """How much a step deserves a look."""

    step: str
    doubt: float
    """1 - its confidence."""
    sensitivity: float
    """The mean distance by which the answer changes with it, weighted by plausibility."""
    breaches: tuple[Breach, ...] = ()

    @property
    def risk(self) -> float:
        """``doubt * sensitivity``, and a whole more for every broken invariant."""
        return self.doubt * self.sensitivity + len(self.breaches)


def suspects(
    rerun: Rerun,
    steps: Sequence[str],
    proposals: Iterable[Proposal],
    confidences: Mapping[str, float | None],
    answer: Any,
    breaches: Iterable[Breach] = (),
    *,
    unknown: float = 0.7,
) -> list[Suspicion]:
    """Steps by how much they deserve a look, most first; ties in the given order.

    ``unknown`` is the confidence of a step that says nothing.
    """
    broken: dict[str, list[Breach]] = {}
    for breach in breaches:
        broken.setdefault(breach.step, []).append(breach)
    changes: dict[str, list[tuple[float, float]]] = {step: [] for step in steps}
    for proposal in proposals:
        other = rerun({proposal.step: proposal.change}).answer
        changes[proposal.step].append((proposal.weight, compare(other, answer).distance))
    found = []
    for step in steps:
        own = confidences.get(step)
        total = sum(weight for weight, _ in changes[step])
        moved = sum(weight * apart for weight, apart in changes[step])
        found.append(
            Suspicion(
                step,
                1 - (unknown if own is None else own),
                moved / total if total else 0.0,
                tuple(broken.get(step, ())),
            )
        )
    place = {step: index for index, step in enumerate(steps)}
    return sorted(found, key=lambda item: (-round(item.risk, 9), place[item.step]))


def invariants(run: Run, structure: Structure) -> list[Breach]:
    """Everything in a recorded run that cannot be right, or was said to be a way out."""
    found = []
    for step in run.steps:
        for note in step.noted:
            if note.code in ("empty-fallback", "no-category", "outside"):
                found.append(Breach(step.id, note.code, note.message))
    for node in structure.nodes.values():
        found += _value_breaches(node)
        found += _counted(node, structure)
    return found


def _value_breaches(node: Node) -> list[Breach]:
    value = node.value
    match value:
        case Failed():
            return [Breach(node.id, "failed", value.message)]
        case Image() if min(value.width, value.height) < SLIVER:
            size = f"{value.width} x {value.height}"
            return [Breach(node.id, "sliver", f"a crop of {size} pixels shows nothing")]
        case Mask() if not value.area:
            return [Breach(node.id, "empty-mask", "the mask has no pixel")]
        case Regions() | Region():
            regions = [value] if isinstance(value, Region) else list(value)
            return [
                Breach(node.id, "sliver", f"a box of {r.box.width:.0f} x {r.box.height:.0f} pixels")
                for r in regions
                if min(r.box.width, r.box.height) < SLIVER
            ]
    return []


def _counted(node: Node, structure: Structure) -> list[Breach]:
    """A step that asks no model and can be done again comes to what it came to."""
    again = structure.again_exact(node.id)
    if again is None or not compare(node.value, again).distance:
        return []
    sources = ", ".join(parents(structure.graph, node.id)) or "the pictures"
    return [Breach(node.id, "not-reproduced", f"{node.tool} of {sources} comes to {again!r:.60}")]
