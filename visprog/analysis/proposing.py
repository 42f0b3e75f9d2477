"""Everything to try at the steps of a run whose right values nobody knows.

From the run's own evidence always; where somebody names them, from a second mechanism on the same
inputs, and from what other programs for the same question ask at the same step.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from visprog.analysis.align import align
from visprog.analysis.causal import Structure
from visprog.analysis.distance import Failed
from visprog.analysis.proposals import (
    OWN,
    Proposal,
    from_evidence,
    from_programs,
    recomputed,
    second_opinion,
)
from visprog.analysis.recording import Recording
from visprog.analysis.replay import Mechanism, replay
from visprog.program import refs_in
from visprog.session import Session


@dataclass(frozen=True)
class Other:
    """Another program for the run's question, and how it would have called the run's steps."""

    text: str
    answer: Any
    """What it comes to on the run's pictures; :class:`Failed` when that is nothing."""
    calls: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """By step of the run, the plain arguments in which its own call differs."""


def others(session: Session, recording: Recording, programs: Sequence[str]) -> list[Other]:
    """Run other programs on a run's pictures; what is the same call is not made again.

    Raises ``ProgramError`` for one that the checker refuses.
    """
    found = []
    for text in programs:
        child = replay(session, recording, program=text, keep=False).answer
        answer = child.result if child.ok else Failed(child.text)
        found.append(Other(text, answer, _differing(recording, Recording.of(child))))
    return found


def proposed(
    session: Session,
    model: Structure,
    order: Sequence[str],
    opinions: Mapping[str, Mechanism],
    programs: Sequence[Other],
) -> list[Proposal]:
    """What to try, step by step. ``opinions`` are mechanisms by step or tool; the step's wins."""
    found: list[Proposal] = []
    for step in order:
        node = model.nodes[step]
        opinion = opinions.get(step) or opinions.get(node.tool)
        exact = model.exact(step)
        own = (
            from_evidence(model.recording.run.step(step), node.value)
            if exact is None
            else recomputed(step, node.value, model.again_exact(step))
        )
        if opinion is not None:
            own = [replace(one, weight=one.weight * OWN) for one in own]
            found.append(second_opinion(node, opinion))
        found += own
        function = session.tools[node.tool].function if exact is None else exact.function
        calls = [other.calls[step] for other in programs if step in other.calls]
        found += from_programs(node, function, calls, len(calls) / max(1, len(programs)))
    return found


def _differing(recording: Recording, child: Recording) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for mine, theirs in align(recording.run, child.run):
        one, other = recording.run.step(mine), child.run.step(theirs)
        own, said = one.arguments.load(), other.arguments.load()
        if one.tool != other.tool or own.keys() != said.keys():
            continue
        plain = {
            name: value
            for name, value in said.items()
            if value != own[name] and not any(refs_in(value)) and not any(refs_in(own[name]))
        }
        if plain:
            found[mine] = plain
    return found
