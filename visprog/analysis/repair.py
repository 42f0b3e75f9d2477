"""Where a wrong answer is repairable, when only the right answer is known.

For every step, alternatives are put in and the rest runs on. A yes/no answer is right half the time
whatever is changed, so what counts is how much more often the answer turns right than it turns into
a *placebo*, the answer to some other question. The result is a ranking with intervals, and it says
"repairable at", never "at fault".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from visprog.analysis.attribution import Score
from visprog.analysis.causal import Rerun
from visprog.analysis.proposals import Proposal
from visprog.analysis.rate import Rate, difference, fisher, holm


@dataclass(frozen=True, slots=True)
class Repair:
    """What trying other values at one step showed."""

    step: str
    repaired: Rate
    """Of the alternatives that were tried, those that make the answer right."""
    placebo: Rate
    """Of alternatives and placebo answers, how often one gives the other."""
    gain: float
    """The plausibility of all alternatives that repair, less that of hitting a placebo."""
    interval: tuple[float, float]
    """95 % interval of ``repaired - placebo`` (Newcombe)."""
    chance: float
    """How probable so many repairs are by chance (Fisher, adjusted by Holm for all steps)."""

    @property
    def proved(self) -> bool:
        """Whether chance does not explain it, at 5 %."""
        return self.chance < 0.05


def repairable(
    rerun: Rerun,
    steps: Sequence[str],
    proposals: Iterable[Proposal],
    score: Score,
    placebos: Sequence[Any],
    same: Callable[[Any, Any], bool],
    *,
    goal: float = 1.0,
) -> list[Repair]:
    """Steps by how well the answer can be repaired at them, best first; ties in the given order.

    ``placebos`` are right answers of other questions of the kind, also those that happen to be the
    same; ``same`` says whether an answer is one of them. Without placebos nothing is corrected.
    """
    by_step: dict[str, list[Proposal]] = {step: [] for step in steps}
    for proposal in proposals:
        by_step[proposal.step].append(proposal)
    found = []
    for step, tried in by_step.items():
        hits = tries = placebo_hits = 0
        gain = 0.0
        for proposal in tried:
            answer = rerun({step: proposal.change}).answer
            right = score(answer) >= goal
            by_luck = sum(same(answer, other) for other in placebos)
            hits, tries = hits + right, tries + 1
            placebo_hits += by_luck
            luck = by_luck / len(placebos) if placebos else 0.0
            gain += proposal.weight * (right - luck)
        repaired = Rate(hits, tries)
        placebo = Rate(placebo_hits, tries * len(placebos))
        interval = difference(repaired, placebo)
        found.append(Repair(step, repaired, placebo, gain, interval, fisher(repaired, placebo)))
    adjusted = holm({item.step: item.chance for item in found})
    found = [
        Repair(r.step, r.repaired, r.placebo, r.gain, r.interval, adjusted[r.step]) for r in found
    ]
    place = {step: index for index, step in enumerate(steps)}
    return sorted(found, key=lambda item: (-round(item.gain, 9), place[item.step]))
