"""One run, with whatever is known to be right: the method that goes with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from visprog.analysis.attribution import attribute
from visprog.analysis.causal import Outcome, SetMechanism, SetValue, Structure, players
from visprog.analysis.confidence import of_step
from visprog.analysis.distance import Failed, compare
from visprog.analysis.findings import Findings, of_attribution, of_repairs, of_suspicions
from visprog.analysis.gold.annotated import NoGold
from visprog.analysis.offline import NeedsModels
from visprog.analysis.proposals import Proposal, from_evidence, recomputed
from visprog.analysis.recording import Recording
from visprog.analysis.repair import repairable
from visprog.analysis.suspicion import invariants, suspects
from visprog.analysis.whole import Whole
from visprog.errors import ToolError
from visprog.session import Session
from visprog.types import Image
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
) -> Findings:
    """Attribute a run by the best gold there is.

    ``oracles`` are perfect tools by name, ``values`` right values by step: with either, blame is
    proved. With the right ``answer`` alone, repairs are tried. With nothing, it is said where to
    look first. Without ``answer`` the perfect run's counts as right. Models run only for inputs
    that they did not get in the run; ``session`` has them.
    """
    model = Structure(recording, session.tools, again=Whole(session, recording))
    if oracles or values:
        return _proved(session, model, oracles or {}, values or {}, answer)
    order = [step for step in players(model.graph) if step in model.nodes]
    proposals = _proposals(model, order)
    if answer is None:
        sure = {step.id: of_step(step) for step in recording.run.steps}
        breaches = invariants(recording.run, model)
        looks = suspects(model, order, proposals, sure, model.observed.answer, breaches)
        return of_suspicions(recording.run, looks)

    def score(value: Any) -> float:
        return float(same(value, answer))

    if score(model.observed.answer):
        return of_repairs(recording.run, (), answer, True)
    labels = _labels(model, proposals, answer)
    return of_repairs(
        recording.run, repairable(model, order, proposals, score, labels, same), answer, False
    )


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


def _proposals(model: Structure, order: Sequence[str]) -> list[Proposal]:
    found: list[Proposal] = []
    for step in order:
        node = model.nodes[step]
        if model.exact(step) is not None:
            again = model.again_exact(step)
            found += recomputed(step, node.value, again)
        else:
            found += from_evidence(model.recording.run.step(step), node.value)
    return found


def _labels(model: Structure, proposals: Sequence[Proposal], answer: Any) -> list[Any]:
    """Answers that the run might have given: what chance has to choose from."""
    found = [answer]
    outcomes: list[Outcome] = [model.observed]
    outcomes += [model({proposal.step: proposal.change}) for proposal in proposals]
    if normalised(answer) in ("yes", "no"):
        return ["yes", "no"]
    for outcome in outcomes:
        other = outcome.answer
        if not isinstance(other, Failed) and not any(same(other, known) for known in found):
            found.append(other)
    return found
