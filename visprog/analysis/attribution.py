"""Who is to blame for a wrong answer, when the right value of every step is known.

For every step the *mechanism* is exchanged for an oracle and the rest runs on: ``v(S)`` is the
score of the answer when the steps in ``S`` are done by oracles on the inputs that they really get.
From it follow necessity, minimal correction sets and exact Shapley blame. The planner is asked
about first: an answer that is wrong even with perfect tools is the program's fault.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from visprog.analysis.causal import (
    Changes,
    Outcome,
    Rerun,
    SetMechanism,
    SetValue,
    parents,
    players,
)
from visprog.analysis.coalitions import Game, earliest, minimal_sets, remembered, shapley
from visprog.analysis.distance import Failed, Gap, compare
from visprog.graph import StepGraph

Class: TypeAlias = Literal["ok", "inherited", "intrinsic", "masked"]
Verdict: TypeAlias = Literal["clean", "lucky", "planner", "tools"]
WITHIN = "within tolerance"
"""The type of a deviation that is small and decides all the same."""

Score: TypeAlias = Callable[[Any], float]
"""How right an answer is, in [0, 1]."""


@dataclass(frozen=True, slots=True)
class StepBlame:
    """One step against its oracle."""

    step: str
    observed: Gap
    """The recorded value against the right one."""
    intrinsic: Gap
    """What the step makes of the *right* inputs against the right value."""
    blame: float = 0.0
    """Shapley value over the intrinsically wrong steps; they add up to what perfect tools gain."""
    alone: float = 0.0
    """``v({step}) - v({})``: what the oracle gains here alone."""
    repairable: bool = False
    """The answer is right when this step's *value* is corrected; says nothing about blame."""

    @property
    def kind(self) -> Class:
        """``ok``; ``inherited``: wrong, on wrong inputs; ``intrinsic``: wrong by itself;
        ``masked``: wrong by itself, yet right here."""
        if self.intrinsic.wrong:
            return "intrinsic" if self.observed.wrong else "masked"
        return "inherited" if self.observed.wrong else "ok"


@dataclass(frozen=True, slots=True)
class Passing:
    """An edge along which an error could travel: its source is wrong, all else is right."""

    source: str
    target: str
    label: str
    transmitted: bool
    """The target is wrong too; otherwise it absorbed the error."""


@dataclass(frozen=True, slots=True)
class ToolBlame:
    """All steps of one tool together."""

    tool: str
    alone: float
    """What perfect mechanisms in all of them gain alone, as TIDE fixes one type of error."""
    blame: float
    """Shapley value over the tools; they add up to what perfect tools gain."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """What is wrong with a run and who did it."""

    verdict: Verdict
    """``clean``; ``lucky``: right although a step is wrong; ``planner``; ``tools``."""
    steps: tuple[StepBlame, ...]
    """In topological order."""
    observed: float
    """The score as it was: ``v({})``."""
    perfect: float
    """The score with perfect tools."""
    perfect_answer: Any
    corrections: tuple[tuple[str, ...], ...] = ()
    """Minimal sets of steps whose oracles make the answer right."""
    decisive: tuple[str, ...] = ()
    """Single steps whose oracle makes the answer right and that depend on no other such step."""
    edges: tuple[Passing, ...] = ()
    tools: tuple[ToolBlame, ...] = ()
    made: tuple[str, ...] = ()
    """The tools of the steps that a right run makes, one for each step."""
    by_value: tuple[str, ...] = field(default=())
    """Steps of which only a right value was known, not an oracle; with these, blame is by
    correcting values in the order of execution."""

    @property
    def ranking(self) -> list[str]:
        """The steps, guiltiest first; ties in the order of execution."""
        place = {item.step: index for index, item in enumerate(self.steps)}
        ordered = sorted(
            self.steps,
            key=lambda item: (
                -round(item.blame, 9),
                not item.intrinsic.wrong,
                not item.observed.wrong,
                place[item.step],
            ),
        )
        return [item.step for item in ordered]

    @property
    def culprits(self) -> tuple[str, ...]:
        """The intrinsically wrong steps that have blame, guiltiest first."""
        blamed = {item.step for item in self.steps if item.intrinsic.wrong and item.blame > 1e-9}
        return tuple(step for step in self.ranking if step in blamed)


def attribute(
    rerun: Rerun,
    graph: StepGraph,
    recorded: Outcome,
    oracles: Mapping[str, SetMechanism | SetValue],
    score: Score,
    *,
    calls: Mapping[str, Mapping[str, Any]] | None = None,
    goal: float = 1.0,
) -> Attribution:
    """Attribute the outcome of a run.

    ``oracles`` are the perfect mechanisms of the steps (or, where nobody has one, the right
    values); a step without any is taken as exact. ``calls`` are, by step, the plain arguments with
    which a right program makes the same call, where that is known (:func:`corrected_calls`): a step
    that was asked for the wrong thing is then found, too. ``goal`` is the score of a right answer.
    """
    order = players(graph)
    perfect = rerun(dict(oracles))
    oracles = {step: _asked(way, (calls or {}).get(step)) for step, way in oracles.items()}
    right = rerun(dict(oracles)) if calls else perfect
    before, after = score(recorded.answer), score(perfect.answer)
    findings = []
    for step in order:
        if step not in right.values:
            findings.append(StepBlame(step, Gap(0.0, False), Gap(0.0, False)))
            continue
        observed = compare(recorded.values.get(step, Failed("not executed")), right.values[step])
        own = _on_right_inputs(rerun, step, oracles)
        findings.append(StepBlame(step, observed, compare(own, right.values[step])))
    guilty = [item.step for item in findings if item.intrinsic.wrong]
    findings = [_with_cause(item, graph, guilty) for item in findings]

    def game(steps: frozenset[str]) -> float:
        return score(rerun({step: oracles[step] for step in steps if step in oracles}).answer)

    play = remembered(game)
    if after >= goal and play(frozenset(guilty)) < goal:
        findings = _tightened(findings, play, goal)
        guilty = [item.step for item in findings if item.intrinsic.wrong]
    blame = shapley(guilty, play)
    singles = [step for step in guilty if play(frozenset({step})) >= goal]
    steps = tuple(
        StepBlame(
            item.step,
            item.observed,
            item.intrinsic,
            blame.get(item.step, 0.0),
            play(frozenset({item.step})) - before if item.step in blame else 0.0,
            _repairable(rerun, item, right, score, goal) if before < goal else False,
        )
        for item in findings
    )
    return Attribution(
        verdict=_verdict(steps, before, after, goal),
        steps=steps,
        observed=before,
        perfect=after,
        perfect_answer=perfect.answer,
        corrections=tuple(minimal_sets(guilty, play, goal=goal)) if before < goal else (),
        decisive=tuple(earliest(singles, {step: graph.causes(step) for step in singles})),
        edges=tuple(_passings(graph, steps)),
        tools=tuple(_tools(graph, guilty, play, frozenset(oracles) & set(order))),
        made=tuple(_tool(graph, step, right) for step in right.values),
        by_value=tuple(step for step, way in oracles.items() if isinstance(way, SetValue)),
    )


def _tool(graph: StepGraph, step: str, outcome: Outcome) -> str:
    if step in outcome.tools:
        return outcome.tools[step]
    return str(graph.facts(step).get("tool"))


def _asked(
    way: SetMechanism | SetValue, arguments: Mapping[str, Any] | None
) -> SetMechanism | SetValue:
    """An oracle that answers what should have been asked."""
    if arguments is None or isinstance(way, SetValue):
        return way
    return SetMechanism(way.function, arguments)


def _on_right_inputs(
    rerun: Rerun, step: str, oracles: Mapping[str, SetMechanism | SetValue]
) -> Any:
    """What the step itself makes of right inputs: everyone else is perfect."""
    others: Changes = {name: way for name, way in oracles.items() if name != step}
    return rerun(others).values.get(step, Failed("not executed"))


def _with_cause(item: StepBlame, graph: StepGraph, guilty: Sequence[str]) -> StepBlame:
    """What is inherited comes from somewhere. A sound step with no wrong step before it differs
    from the right run because that has the same things in another order."""
    if item.kind != "inherited" or graph.causes(item.step) & set(guilty):
        return item
    observed = Gap(item.observed.distance, False)
    return StepBlame(item.step, observed, item.intrinsic)


def _tightened(findings: Sequence[StepBlame], play: Game[str], goal: float) -> list[StepBlame]:
    """The steps whose deviations within the tolerance decide count as wrong as well: without them
    the wrong answer would have no cause."""
    guilty = frozenset(item.step for item in findings if item.intrinsic.wrong)
    near = sorted(findings, key=lambda item: -item.intrinsic.distance)
    near = [item for item in near if item.intrinsic.distance > 0 and item.step not in guilty]
    sets = minimal_sets(
        [item.step for item in near], lambda more: play(guilty | more), goal=goal, largest=2
    )
    decisive = {step for steps in sets for step in steps} or {item.step for item in near}
    return [
        StepBlame(
            item.step,
            Gap(item.observed.distance, item.observed.distance > 0, (WITHIN,)),
            Gap(item.intrinsic.distance, True, (WITHIN,)),
        )
        if item.step in decisive
        else item
        for item in findings
    ]


def _repairable(rerun: Rerun, item: StepBlame, right: Outcome, score: Score, goal: float) -> bool:
    value = right.values.get(item.step, Failed(""))
    if isinstance(value, Failed) or not item.observed.distance:
        return False
    return score(rerun({item.step: SetValue(value)}).answer) >= goal


def _verdict(steps: Sequence[StepBlame], before: float, after: float, goal: float) -> Verdict:
    if before >= goal:
        wrong = any(item.intrinsic.wrong for item in steps)
        return "lucky" if wrong or after < goal else "clean"
    return "planner" if after < goal else "tools"


def _tools(
    graph: StepGraph, guilty: Sequence[str], play: Game[str], exchangeable: frozenset[str]
) -> list[ToolBlame]:
    by_tool: dict[str, set[str]] = {}
    for step in sorted(exchangeable):
        by_tool.setdefault(str(graph.facts(step).get("tool")), set()).add(step)
    wrong = [tool for tool, steps in by_tool.items() if steps & set(guilty)]

    def game(tools: frozenset[str]) -> float:
        return play(frozenset(step for step in guilty if any(step in by_tool[t] for t in tools)))

    shares = shapley(wrong, game)
    before = play(frozenset())
    return [
        ToolBlame(tool, play(frozenset(steps)) - before, shares.get(tool, 0.0))
        for tool, steps in by_tool.items()
    ]


def _passings(graph: StepGraph, steps: Sequence[StepBlame]) -> list[Passing]:
    """Edges whose source is wrong while the target itself and all else that it gets is right."""
    known = {item.step: item for item in steps}
    found = []
    for item in steps:
        sources = parents(graph, item.step)
        wrong = [name for name in sources if name in known and known[name].observed.wrong]
        if len(wrong) != 1 or item.intrinsic.wrong:
            continue
        for edge in graph.edges_to(item.step):
            if edge.source == wrong[0]:
                label = edge.label if edge.kind == "data" else "control"
                found.append(Passing(edge.source, edge.target, label, item.observed.wrong))
    return found
