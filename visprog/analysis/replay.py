"""A recorded run, executed again with something changed: only what depends on it runs.

    recording = Recording.of(answer)                        # or a Run, or a trace's folder
    what_if = replay(session, recording, values={"s1": boxes})
    blame = replay(session, recording, mechanisms={"LOC": oracle.loc})
    what_if.answer.value, what_if.executed, what_if.cut

The two interventions are kept apart. ``values`` is do(x := v): the step has that value, whatever
its inputs are, which shows where an answer could be repaired. ``mechanisms`` is do(f := g): another
function is called with the inputs that the step really got, which shows what is to blame. (Pearl,
*Causality*, 2nd ed., section 3.2.3, has both as the replacement of one equation.)

The program itself runs again, so a changed value may take another branch, call a loop's tools
another number of times, or make the run fail: the child is a run like any other.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from visprog.analysis.lines import matched_lines
from visprog.analysis.recording import Position, Recording, fingerprint
from visprog.answer import Answer
from visprog.engine.jobs import Outcome
from visprog.engine.kinds import FITS, describe
from visprog.engine.recall import Given, Instead
from visprog.errors import UsageError
from visprog.graph import Edge
from visprog.model import Item, ModelSpec
from visprog.program import Program, Site
from visprog.session import Session
from visprog.tool import ToolSpec
from visprog.trace import Run, Step


@dataclass(frozen=True)
class Served:
    """A mechanism: the tool itself, by other models or by the same ones with other settings."""

    models: Mapping[str, ModelSpec] = field(default_factory=dict)
    """By role; a role that is not named is served as the session's pack has it."""
    recorded: bool = False
    """What a model said on record counts again, so that settings (a threshold) need no model."""


Mechanism: TypeAlias = "Callable[..., Any] | Served"
"""A function with a tool's parameters (by name), sync or async, of which one that is called
``context`` receives the :class:`~visprog.tool.Context`; or :class:`Served`."""

Place: TypeAlias = tuple[str, int, int]
"""Tool, line and column in the recorded program."""

Fate: TypeAlias = Literal["given", "executed", "cut", "reused", "blocked"]


@dataclass(frozen=True)
class Replayed:
    """A child run, and what became of each of its steps.

    ``given``: its value was. ``executed``: its tool, or the mechanism in its place, was called.
    ``cut``: it depends on something that was changed or executed, but what it was called with came
    out as recorded, so its value is the recorded one (early cut-off). ``reused``: nothing that it
    depends on changed. ``blocked``: an input of it failed, or its call was refused.
    """

    answer: Answer
    """The child's outcome; ``answer.run`` is the child, ``answer.trace`` its folder."""
    parent: Recording = field(repr=False)
    fates: Mapping[str, Fate]
    """By step of the child."""
    twins: Mapping[str, str | None]
    """For each step of the child, the recorded step that was the same call, if there was one."""

    @property
    def run(self) -> Run:
        return self.answer.run

    @property
    def given(self) -> tuple[str, ...]:
        return self._with("given")

    @property
    def executed(self) -> tuple[str, ...]:
        return self._with("executed")

    @property
    def cut(self) -> tuple[str, ...]:
        return self._with("cut")

    @property
    def reused(self) -> tuple[str, ...]:
        return self._with("reused")

    @property
    def blocked(self) -> tuple[str, ...]:
        return self._with("blocked")

    def child_of(self, step: str) -> str | None:
        """The child's step that is the same call as a recorded one; ``None``: it was not made."""
        return next((child for child, twin in self.twins.items() if twin == step), None)

    def _with(self, fate: Fate) -> tuple[str, ...]:
        return tuple(step for step, found in self.fates.items() if found == fate)


def replay(
    session: Session,
    source: Recording | Run | Answer,
    *,
    values: Mapping[str, Any] | None = None,
    mechanisms: Mapping[str, Mechanism] | None = None,
    program: str | None = None,
    cut_off: bool = True,
    keep: bool = True,
    changes: Mapping[str, Any] | None = None,
) -> Replayed:
    """Execute a recorded run again, with what is changed and what depends on it.

    ``values`` gives recorded steps another value, by step id; a failed step may be given one too,
    and a given step does not fail with its inputs. ``mechanisms`` calls another function in place
    of a tool, by step id (of the recording) for one step or by tool name for all of them, also
    those that the recording lacks; the step's own id wins. ``program`` is another text: a call that
    got the same arguments as any recorded one of that tool is not made again.

    Without changes no tool runs and no model is needed, and the values are those of the record. A
    step that must run and is not changed runs ``session``'s tool and models; seed and ``empty`` are
    the record's. A run that was cut short is completed: what it had not finished runs.

    ``cut_off=False`` runs everything in the cone of the changes, also what is called with the same
    arguments as before. ``keep=False`` writes no trace of the child (for the thousands of an
    analysis); ``changes`` is what the child's trace says was changed, by default in a few words.

    Failures of the child's tools and program are in its answer's ``status``. Raises
    :class:`UsageError` for an unknown step or tool and for a value that is not of the step's type,
    ``ProgramError`` for a program that the checker refuses, ``Unavailable`` when a step that must
    run has no model.
    """
    recording = Recording.of(source)
    values, mechanisms = dict(values or {}), dict(mechanisms or {})
    _check(session, recording, values, mechanisms)
    checked = recording.checked(session, program)
    recall = _Recall(session, recording, values, mechanisms, checked, cut_off)
    answer = session.rerun(
        checked,
        recording.images,
        recall,
        question=recording.run.question,
        parent=recording.id,
        changes=changes if changes is not None else _said(values, mechanisms, program),
        seed=recording.seed,
        empty=recording.empty,
        keep=keep,
    )
    fates = {step.id: recall.fates.get(step.id, "blocked") for step in answer.steps}
    return Replayed(answer, recording, fates, recall.pairs())


class _Recall:
    """The :class:`visprog.engine.Recall` of one replay."""

    def __init__(
        self,
        session: Session,
        recording: Recording,
        values: Mapping[str, Any],
        mechanisms: Mapping[str, Mechanism],
        program: Program,
        cut_off: bool,
    ) -> None:
        self.fates: dict[str, Fate] = {}
        self.twins: dict[str, str | None] = {}
        self._recording = recording
        self._values = values
        self._mechanisms = mechanisms
        self._cut_off = cut_off
        self._known = recording.index(session.tools)
        self._lines = matched_lines(recording.program, program.text)
        self._seen: Counter[Place] = Counter()
        self._places: dict[str, Place] = {}
        self._made: dict[str, str] = {}
        """By recorded step, the child's that made the same call with the same arguments."""
        self._edges: dict[str, tuple[Edge, ...]] = {}
        self._cone: set[str] = set()

    def called(
        self, step: str, spec: ToolSpec, site: Site, edges: tuple[Edge, ...]
    ) -> Given | None:
        self._edges[step] = edges
        twin = self._twin(step, spec, site)
        self.twins[step] = twin.id if twin is not None else None
        if twin is None or twin.id not in self._values:
            return None
        self._cone.add(step)
        self.fates[step] = "given"
        return Given("given", self._values[twin.id])

    def ready(self, step: str, spec: ToolSpec, values: Mapping[str, Any]) -> Given | Instead | None:
        twin, known = self._known_call(step, spec, values)
        inside = any(edge.source in self._cone for edge in self._edges[step])
        if inside:
            self._cone.add(step)
        if twin is not None and twin in self._values:
            self._cone.add(step)
            self.fates[step] = "given"
            return Given("given", self._values[twin])
        instead = self._mechanisms.get(twin or "") or self._mechanisms.get(spec.name)
        if instead is not None:
            self._cone.add(step)
            self.fates[step] = "executed"
            return self._instead(instead, twin)
        if known is None or (inside and not self._cut_off):
            self._cone.add(step)
            self.fates[step] = "executed"
            return None
        self.fates[step] = "cut" if inside else "reused"
        failed = known.status == "error"
        return Given(
            "record",
            None if failed else self._recording.value(known.id),
            known.error if failed else None,
            known.ms,
            tuple(known.model_calls),
            tuple(known.noted),
        )

    def pairs(self) -> dict[str, str | None]:
        """For each step the recorded one that it is; no two are one."""
        return {
            step: twin if twin is not None and self._made.get(twin, step) == step else None
            for step, twin in self.twins.items()
        }

    def _instead(self, mechanism: Mechanism, twin: str | None) -> Instead:
        if not isinstance(mechanism, Served):
            return Instead(mechanism)
        if not mechanism.recorded or twin is None:
            return Instead(models=mechanism.models)
        said = self._recording.said(twin)

        def answers(role: str, operation: str, item: Item) -> Outcome | None:
            with contextlib.suppress(TypeError):  # an argument that is not kept on record
                return said.get((role, operation, fingerprint(item)))
            return None

        return Instead(models=mechanism.models, answers=answers)

    def _twin(self, step: str, spec: ToolSpec, site: Site) -> Step | None:
        line = self._lines.get(site.line)
        if line is None:
            return None
        place = self._places[step] = (spec.name, line, site.column)
        nth, self._seen[place] = self._seen[place], self._seen[place] + 1
        return self._recording.positions.get(Position(*place, nth))

    def _known_call(
        self, step: str, spec: ToolSpec, values: Mapping[str, Any]
    ) -> tuple[str | None, Step | None]:
        """The recorded step that a step is, and the one whose value it would have.

        A loop may make the same call at another turn than before: of the calls at one place in the
        text, that with the same arguments is the same step, whatever its turn.
        """
        known = self._find(spec, values, self.twins[step])
        if known is None or self._places.get(step) != _place(known):
            return self.twins[step], known
        if self._made.setdefault(known.id, step) == step:
            self.twins[step] = known.id
        return known.id, known

    def _find(self, spec: ToolSpec, values: Mapping[str, Any], twin: str | None) -> Step | None:
        """The recorded step that was called with the same arguments, rather the twin."""
        same = self._known.get((spec.name, fingerprint(dict(values))), [])
        mine = [step for step in same if step.id == twin]
        if not spec.pure:
            same = mine
        return next(iter(mine or same), None)


def _place(step: Step) -> Place:
    return step.tool, step.line, step.column


def _check(
    session: Session,
    recording: Recording,
    values: Mapping[str, Any],
    mechanisms: Mapping[str, Mechanism],
) -> None:
    steps = {step.id: step for step in recording.steps}
    for name in {*values, *mechanisms} - set(steps):
        if name in values or name not in session.tools:
            known = ", ".join(steps) or "none"
            what = "step" if name in values else "step and no tool"
            raise UsageError(f"run {recording.id} has no {what} {name}; its steps are {known}")
    for name, value in values.items():
        spec = session.tools.get(steps[name].tool)
        if spec is not None and not FITS[spec.returns](value):
            got = describe(value)
            raise UsageError(f"{name} ({spec.name}) has {spec.returns} as its value, not {got}")


def _said(
    values: Mapping[str, Any], mechanisms: Mapping[str, Mechanism], program: str | None
) -> dict[str, Any]:
    """The changes as the child's trace keeps them."""
    said: dict[str, Any] = {}
    if values:
        said["values"] = dict(values)
    if mechanisms:
        said["mechanisms"] = {
            name: mechanism.models
            and {role: spec.checkpoint for role, spec in mechanism.models.items()}
            if isinstance(mechanism, Served)
            else getattr(mechanism, "__qualname__", type(mechanism).__qualname__)
            for name, mechanism in mechanisms.items()
        }
    if program is not None:
        said["program"] = program
    return said
