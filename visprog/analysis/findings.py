"""What was found out about one run, as a file beside its trace.

``attribution.json`` in a run's folder says how the answer was judged, what every step is, and, as
far as gold reached, who is to blame. Reports and viewers read it; ``gold`` says what it rests on.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeAlias

from visprog.analysis.attribution import Attribution
from visprog.analysis.confidence import curve_of, of_answer, of_step
from visprog.analysis.repair import Repair
from visprog.analysis.suspicion import Suspicion
from visprog.errors import UsageError
from visprog.tool import ToolTable
from visprog.trace import Run
from visprog.trace.held import Held
from visprog.wording import wording

FILE = "attribution.json"
VERSION = 1

WRONG = ("intrinsic", "masked")
"""Steps that are wrong by themselves."""

Rests: TypeAlias = Literal["steps", "answer", "nothing"]
"""On gold for the steps, on the right answer alone, or on nothing that is known to be right."""


@dataclass(frozen=True)
class StepFinding:
    """One step of one run."""

    step: str
    tool: str
    asks_model: bool
    confidence: float | None
    kind: str | None = None
    """``ok``, ``inherited``, ``intrinsic``, ``masked``; ``None``: there is no gold for steps."""
    types: tuple[str, ...] = ()
    """What is wrong with what the step itself does, by name."""
    blame: float = 0.0
    alone: float = 0.0
    repairable: bool = False
    repair: Mapping[str, Any] | None = None
    """Of answer gold: ``repaired``, ``placebo``, ``gain``, ``interval``, ``chance``."""
    look: Mapping[str, Any] | None = None
    """Without gold: ``risk``, ``doubt``, ``sensitivity``, ``breaches``."""
    calibrated: bool = False
    """Whether ``confidence`` is a probability by the pack's curve, or what the step says."""


@dataclass(frozen=True)
class EdgeFinding:
    """An edge along which an error could travel, and whether it did."""

    source: str
    target: str
    label: str
    transmitted: bool


@dataclass(frozen=True)
class ToolFinding:
    """All steps of one tool in this run together."""

    tool: str
    alone: float
    blame: float


@dataclass(frozen=True)
class Findings:
    """All that is known of one run's rightness."""

    run: str
    gold: Rests
    expected: str | None
    """The right answer in a few words; ``None`` where it is not known."""
    answer: str
    right: bool | None
    verdict: str
    """``clean``, ``lucky``, ``planner``, ``tools``, or ``unknown``."""
    confidence: float
    """That the answer is right, from its steps' own confidences."""
    steps: tuple[StepFinding, ...]
    edges: tuple[EdgeFinding, ...] = ()
    tools: tuple[ToolFinding, ...] = ()
    looks: int = 0
    """Steps that ask a model: in a right run where that is known, otherwise in this one."""
    observed: float | None = None
    perfect: float | None = None
    corrections: tuple[tuple[str, ...], ...] = ()
    ranking: tuple[str, ...] = ()
    """Where to look, most to blame (or best repairable, or most suspicious) first."""
    by_value: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def sentence(self) -> str:
        """The finding in one sentence, with the class of its evidence."""
        first = self.ranking[0] if self.ranking else None
        named = next((f"{s.step} ({s.tool})" for s in self.steps if s.step == first), "no step")
        if self.verdict == "clean":
            return "clean: the answer is right and so is every step"
        if self.verdict == "lucky":
            wrong = [f"{s.step} ({s.tool})" for s in self.steps if s.kind in WRONG]
            said = f"{', '.join(wrong) or 'the program'} {'are' if len(wrong) > 1 else 'is'} wrong"
            return f"right for the wrong reasons: {said}"
        if self.verdict == "planner":
            return "proved: the program is wrong, perfect tools do not help"
        if self.gold == "steps":
            sets = " or ".join(" and ".join(steps) for steps in self.corrections[:3])
            fix = f"; with {sets} right, so is the answer" if sets else ""
            return f"proved: {named} is to blame{fix}"
        if self.gold == "answer" and self.right is False:
            return f"repairable here: {named}; which is not to say that it is at fault"
        if self.gold == "answer":
            return "the answer is right; nothing is known of the steps"
        return f"look here first: {named}"

    def to_json(self) -> dict[str, Any]:
        return {"v": VERSION, **dataclasses.asdict(self), "sentence": self.sentence}

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Findings:
        """Raises ``ValueError`` for anything that :meth:`to_json` does not write."""
        try:
            if body["v"] > VERSION:
                raise ValueError(f"written by a newer visprog (version {body['v']})")
            fields = {f.name: body[f.name] for f in dataclasses.fields(cls) if f.name in body}
            fields["steps"] = tuple(
                StepFinding(**{**step, "types": tuple(step["types"])}) for step in body["steps"]
            )
            fields["edges"] = tuple(EdgeFinding(**edge) for edge in body["edges"])
            fields["tools"] = tuple(ToolFinding(**tool) for tool in body["tools"])
            fields["corrections"] = tuple(tuple(steps) for steps in body["corrections"])
            for name in ("ranking", "by_value", "notes"):
                fields[name] = tuple(body[name])
            return cls(**fields)
        except (KeyError, TypeError) as error:
            raise ValueError(f"not findings: {error!r}") from None

    def save(self, folder: Path) -> Path:
        """Write them into a run's folder. Raises :class:`UsageError` when that cannot be done."""
        path = folder / FILE
        partial = path.with_name(f"{FILE}.part")
        try:
            partial.write_text(json.dumps(self.to_json(), ensure_ascii=False), "utf-8")
            partial.replace(path)
        except OSError as error:
            raise UsageError(f"cannot write {path}: {error.strerror or error}") from None
        return path


def load(folder: Path) -> Findings | None:
    """The findings in a run's folder; ``None`` when there are none.

    Raises :class:`UsageError` for a file that is damaged.
    """
    path = folder / FILE
    try:
        return Findings.from_json(json.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise UsageError(f"cannot read {path}: {error}; delete it, or attribute again") from None


def of_attribution(
    run: Run, found: Attribution, expected: Any, table: ToolTable, goal: float = 1.0
) -> Findings:
    """Findings from gold for the steps; ``table`` says which tools ask models."""
    known = {item.step: item for item in found.steps}
    steps = tuple(
        _step(
            run,
            step.id,
            kind=known[step.id].kind if step.id in known else None,
            types=known[step.id].intrinsic.types if step.id in known else (),
            blame=known[step.id].blame if step.id in known else 0.0,
            alone=known[step.id].alone if step.id in known else 0.0,
            repairable=known[step.id].repairable if step.id in known else False,
        )
        for step in run.steps
    )
    return Findings(
        **_head(run, "steps", expected, found.observed >= goal, found.verdict)
        | {"looks": sum(bool(table[tool].roles) for tool in found.made if tool in table)},
        steps=steps,
        edges=tuple(EdgeFinding(e.source, e.target, e.label, e.transmitted) for e in found.edges),
        tools=tuple(ToolFinding(t.tool, t.alone, t.blame) for t in found.tools),
        observed=found.observed,
        perfect=found.perfect,
        corrections=found.corrections,
        ranking=tuple(found.ranking),
        by_value=found.by_value,
    )


def of_repairs(run: Run, repairs: Sequence[Repair], expected: Any, right: bool) -> Findings:
    """Findings from the right answer alone."""
    by_step = {item.step: item for item in repairs}
    steps = tuple(
        _step(run, step.id, repair=_repair(by_step[step.id]) if step.id in by_step else None)
        for step in run.steps
    )
    return Findings(
        **_head(run, "answer", expected, right, "unknown"),
        steps=steps,
        observed=float(right),
        ranking=tuple(item.step for item in repairs if item.gain > 0),
    )


def of_suspicions(run: Run, looks: Sequence[Suspicion]) -> Findings:
    """Findings without any gold."""
    by_step = {item.step: item for item in looks}
    steps = tuple(
        _step(run, step.id, look=_look(by_step[step.id]) if step.id in by_step else None)
        for step in run.steps
    )
    return Findings(
        **_head(run, "nothing", None, None, "unknown"),
        steps=steps,
        ranking=tuple(item.step for item in looks if item.risk > 0),
    )


def _head(run: Run, gold: Rests, expected: Any, right: bool | None, verdict: str) -> dict[str, Any]:
    return {
        "run": run.id,
        "gold": gold,
        "expected": None if expected is None else _said(Held(expected)),
        "answer": _said(run.result) if run.status == "ok" and run.result else run.answer_text,
        "right": right,
        "verdict": verdict,
        "confidence": round(of_answer(run), 6),
        "looks": sum(bool(step.model_calls) for step in run.steps),
    }


def _said(value: Held) -> str:
    return wording(value.json) if isinstance(value.json, bool) else value.said


def _step(run: Run, name: str, **found: Any) -> StepFinding:
    step = run.step(name)
    sure, curve = of_step(step, run.models), curve_of(step, run.models)
    asks = bool(step.model_calls)
    return StepFinding(name, step.tool, asks, sure, calibrated=curve is not None, **found)


def _repair(item: Repair) -> dict[str, Any]:
    return {
        "repaired": item.repaired.to_json(),
        "placebo": item.placebo.to_json(),
        "gain": round(item.gain, 6),
        "interval": [round(edge, 6) for edge in item.interval],
        "chance": round(item.chance, 6),
    }


def _look(item: Suspicion) -> dict[str, Any]:
    return {
        "risk": round(item.risk, 6),
        "doubt": round(item.doubt, 6),
        "sensitivity": round(item.sensitivity, 6),
        "breaches": [dataclasses.asdict(breach) for breach in item.breaches],
    }
