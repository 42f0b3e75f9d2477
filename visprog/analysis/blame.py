"""One run, with whatever is known to be right: the method that goes with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from visprog.analysis.attribution import attribute
from visprog.analysis.causal import (
    Changes,
    Outcome,
    Rerun,
    SetMechanism,
    SetValue,
    Structure,
    players,
)
from visprog.analysis.confidence import of_step
from visprog.analysis.distance import Failed, compare
from visprog.analysis.findings import Findings, of_attribution, of_repairs, of_suspicions
from visprog.analysis.gold.annotated import NoGold
from visprog.analysis.offline import NeedsModels
from visprog.analysis.proposals import Proposal
from visprog.analysis.proposing import Other, others, proposed
from visprog.analysis.recording import Recording
from visprog.analysis.repair import repairable
from visprog.analysis.replay import Mechanism
from visprog.analysis.suspicion import invariants, suspects
from visprog.analysis.whole import Whole
from visprog.errors import ToolError
from visprog.session import Session
from visprog.types import Image
from visprog.wording import wording
from visprog_planners.answers import normalised, right

SAME = 0.002
"""Pictures of which a smaller share of pixels differs are the same answer."""


def same(answer: Any, other: Any) -> bool:
    """Whether two answers are the same; words and numbers as questions compare them."""
    if isinstance(answer, Failed) or isinstance(other, Failed):
        return False
    if isinstance(answer, Image) or isinstance(other, Image):
        return type(answer) is type(other) and compare(answer, other).distance <= SAME
    return right(answer, other)


def blame(
    session: Session,
    recording: Recording,
    *,
    oracles: Mapping[str, Callable[..., Any]] | None = None,
    values: Mapping[str, Any] | None = None,
    answer: Any = None,
    opinions: Mapping[str, Mechanism] | None = None,
    programs: Sequence[str] = (),
) -> Findings:
    """Attribute a run by the best gold there is.

    ``oracles`` are perfect tools by name, ``values`` right values by step: with either, blame is
    proved. With the right ``answer`` alone, repairs are tried. With nothing, it is said where to
    look first. Without ``answer`` the perfect run's counts as right. Models run only for inputs
    that they did not get in the run; ``session`` has them.

    What is tried, where the right values are not known, comes from the run's own evidence, from
    ``opinions``, other mechanisms by step or tool as :func:`visprog.analysis.replay` takes them,
    and from the calls of other ``programs``, as texts, for the same question. Raises
    ``ProgramError`` for a program that the checker refuses.
    """
    model = Structure(recording, session.tools, again=Whole(session, recording))
    if oracles or values:
        return _proved(session, model, oracles or {}, values or {}, answer)
    order = [step for step in players(model.graph) if step in model.nodes]
    tried = others(session, recording, programs)
    proposals = proposed(session, model, order, opinions or {}, tried)
    rerun = _Once(model)
    if answer is None:
        sure = {step.id: of_step(step, recording.run.models) for step in recording.run.steps}
        breaches = invariants(recording.run, model)
        looks = suspects(rerun, order, proposals, sure, model.observed.answer, breaches)
        return _noted(of_suspicions(recording.run, looks), tried)

    def score(value: Any) -> float:
        return float(same(value, answer))

    if score(model.observed.answer):
        return _noted(of_repairs(recording.run, (), answer, True), tried)
    labels = _labels(rerun, model.observed, proposals, answer)
    repairs = repairable(rerun, order, proposals, score, labels, same)
    return _noted(of_repairs(recording.run, repairs, answer, False), tried, answer)


class _Once:
    """The same :class:`Rerun`, which does nothing twice; changes are known by their identity."""

    def __init__(self, rerun: Rerun) -> None:
        self._rerun = rerun
        self._known: dict[tuple[tuple[str, int], ...], tuple[Changes, Outcome]] = {}

    def __call__(self, changes: Changes) -> Outcome:
        key = tuple(sorted((step, id(change)) for step, change in changes.items()))
        if key not in self._known:
            self._known[key] = (changes, self._rerun(changes))
        return self._known[key][1]


def _noted(found: Findings, tried: Sequence[Other], answer: Any = None) -> Findings:
    """The findings with what the other programs came to."""
    notes = []
    for number, other in enumerate(tried, 1):
        failed = isinstance(other.answer, Failed)
        said = f"fails: {other.answer.message}" if failed else f"answers {wording(other.answer)}"
        is_right = answer is not None and same(other.answer, answer)
        notes.append(f"program {number} {said}" + (", which is right" if is_right else ""))
    return replace(found, notes=(*found.notes, *notes))


def _proved(
    session: Session,
    model: Structure,
    oracles: Mapping[str, Callable[..., Any]],
    values: Mapping[str, Any],
    answer: Any,
) -> Findings:
    ways = _ways(model, oracles, values)
    expected = model(ways).answer if answer is None else answer

    def score(value: Any) -> float:
        return float(same(value, expected))

    found = attribute(model, model.graph, model.observed, ways, score)
    said = None if isinstance(expected, Failed) else expected
    return of_attribution(model.recording.run, found, said, session.tools)


def _ways(
    model: Structure, oracles: Mapping[str, Callable[..., Any]], values: Mapping[str, Any]
) -> dict[str, SetMechanism | SetValue]:
    """What stands in for each step: a correction by hand, an oracle that knows, or the tool itself
    where it asks no model. A step with none of them is taken as right."""
    found: dict[str, SetMechanism | SetValue] = {}
    for step, node in model.nodes.items():
        function = oracles.get(node.tool)
        exact = model.exact(step)
        if step in values:
            found[step] = SetValue(values[step])
        elif function is not None and _knows(model, step, function):
            found[step] = SetMechanism(function)
        elif exact is not None:
            found[step] = exact
    return found


def _knows(model: Structure, step: str, function: Callable[..., Any]) -> bool:
    """Whether the oracle can answer what the step was asked."""
    try:
        model.asked(step, function)
    except NoGold:
        return False
    except (ToolError, NeedsModels):
        return True
    return True


def _labels(
    rerun: Rerun, observed: Outcome, proposals: Sequence[Proposal], answer: Any
) -> list[Any]:
    """Answers that the run might have given: what chance has to choose from."""
    if normalised(answer) in ("yes", "no"):
        return ["yes", "no"]
    found = [answer]
    for outcome in (observed, *(rerun({one.step: one.change}) for one in proposals)):
        other = outcome.answer
        if not isinstance(other, Failed) and not any(same(other, known) for known in found):
            found.append(other)
    return found
