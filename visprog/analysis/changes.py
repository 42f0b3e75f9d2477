"""What to change in a replay, as people say it: ``s3=2``, ``LOC=DETECT``, ``0.4``."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from visprog.analysis.given import value_for
from visprog.analysis.recording import Recording
from visprog.analysis.replay import Mechanism, Served
from visprog.engine.binding import bind
from visprog.errors import UsageError
from visprog.model import ModelSpec
from visprog.session import Session
from visprog.tool import Context, ToolSpec
from visprog_tools import packs


@dataclass(frozen=True)
class Changes:
    """What :func:`visprog.analysis.replay` takes, and the words for it."""

    values: Mapping[str, Any] = field(default_factory=dict)
    mechanisms: Mapping[str, Mechanism] = field(default_factory=dict)
    program: str | None = None
    said: Mapping[str, Any] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.values or self.mechanisms or self.program is not None)


def changes(
    session: Session,
    recording: Recording,
    *,
    sets: Sequence[str] = (),
    swaps: Sequence[str] = (),
    thresholds: Sequence[str] = (),
    program: str | None = None,
) -> Changes:
    """Read ``STEP=VALUE``, ``TOOL=MODEL`` and ``[TOOL=]NUMBER``.

    A step is its id, the variable that it defines, or its tool when that is one step; a tool stands
    for all its steps, also in ``swaps`` by step. Raises :class:`UsageError`.
    """
    targets = _targets(session, recording)
    values: dict[str, Any] = {}
    for text in sets:
        name, value = _split(text, "--set STEP=VALUE")
        step = recording.find(name, targets)
        values[step] = value_for(recording, step, _spec(session, recording, step), value)
    mechanisms: dict[str, Mechanism] = {}
    for text in swaps:
        name, what = _split(text, "--swap TOOL=MODEL")
        where, spec = _where(session, recording, name, targets)
        mechanisms[where] = _swapped(session, spec, what)
    for text in thresholds:
        name, number = text.rpartition("=")[::2]
        places = [_where(session, recording, name, targets)] if name else None
        for where, spec in places or _with_threshold(session, recording):
            mechanisms[where] = _at(session, recording, spec, _threshold(number))
    said: dict[str, Any] = {}
    if sets:
        said["set"] = {step: values[step] for step in values}
    if swaps:
        said["swap"] = list(swaps)
    if thresholds:
        said["threshold"] = list(thresholds)
    if program is not None:
        said["program"] = program
    return Changes(values, mechanisms, program, said)


def _targets(session: Session, recording: Recording) -> dict[tuple[int, int], str]:
    """The variable that each call defines, by line and column."""
    calls = recording.checked(session).calls
    return {(c.site.line, c.site.column): c.target for c in calls if c.target is not None}


def _split(text: str, form: str) -> tuple[str, str]:
    name, equals, rest = text.partition("=")
    if not (equals and name.strip() and rest):
        raise UsageError(f"{text!r} is not of the form {form}")
    return name.strip(), rest.strip()


def _spec(session: Session, recording: Recording, step: str) -> ToolSpec:
    name = recording.run.step(step).tool
    spec = session.tools.get(name)
    if spec is None:
        raise UsageError(f"{step} called {name}, which is no tool here")
    return spec


def _where(
    session: Session, recording: Recording, name: str, targets: Mapping[tuple[int, int], str]
) -> tuple[str, ToolSpec]:
    """What a mechanism is for: a tool's name, or a step's id; and the tool."""
    if name in session.tools:
        spec = session.tools[name]
        return spec.name, spec
    step = recording.find(name, targets)
    return step, _spec(session, recording, step)


# -- other tools and models


def _swapped(session: Session, spec: ToolSpec, what: str) -> Mechanism:
    if what in session.tools:
        return _other_tool(spec, session.tools[what])
    if not spec.roles:
        raise UsageError(f"{spec.name} asks no model: it can be swapped for another tool only")
    if what in packs.SHIPPED or what.endswith(".toml"):
        models = packs.load(what).models
        found = {role: models[role] for role in spec.roles if role in models}
        if not found:
            roles = ", ".join(spec.roles)
            raise UsageError(f"pack {what} has no model for {spec.name}: it needs {roles}")
        return Served(found)
    found = _by_checkpoint(session, spec, what)
    if found:
        return Served(found)
    raise UsageError(
        f"{spec.name} cannot be swapped for {what!r}: name another tool, a pack "
        f"({', '.join(packs.SHIPPED)}, or a .toml file), or a checkpoint that a pack has for "
        f"{', '.join(spec.roles)}"
    )


def _by_checkpoint(session: Session, spec: ToolSpec, what: str) -> dict[str, ModelSpec]:
    """The roles of a tool for which a pack has this checkpoint, by its whole or its last name."""
    shelves = [session.pack.models, *(packs.load(name).models for name in packs.SHIPPED)]
    found: dict[str, ModelSpec] = {}
    for role in spec.roles:
        for models in shelves:
            model = models.get(role)
            if model is not None and what in (model.checkpoint, Path(model.checkpoint).name):
                found.setdefault(role, model)
    return found


def _other_tool(spec: ToolSpec, other: ToolSpec) -> Mechanism:
    names = {param.name for param in other.params}
    variadic = any(param.variadic for param in other.params)
    needed = {param.name for param in other.params if param.required}
    mine = {param.name for param in spec.params}
    asked = {param.name for param in spec.params if param.required}
    if other.returns != spec.returns or not (needed <= mine and (variadic or asked <= names)):
        raise UsageError(f"{other.signature} cannot stand in for {spec.signature}")

    async def instead(context: Context, **values: Any) -> Any:
        given = dict(bind(other, values).ready)
        if other.context_param is not None:
            given[other.context_param] = context
        result = other.function(**given)
        return await result if inspect.isawaitable(result) else result

    instead.__qualname__ = other.name
    return instead


# -- thresholds


def _threshold(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise UsageError(f"a threshold is a number from 0 to 1, not {text!r}")
    return number


def _with_threshold(session: Session, recording: Recording) -> list[tuple[str, ToolSpec]]:
    """The tools of the run whose models have one."""
    tools = {step.tool: session.tools.get(step.tool) for step in recording.steps}
    found = [
        (spec.name, spec)
        for spec in tools.values()
        if spec is not None and _with_settings(session, recording, spec)
    ]
    if not found:
        raise UsageError(f"no step of run {recording.id} has a threshold")
    return found


def _at(session: Session, recording: Recording, spec: ToolSpec, threshold: float) -> Served:
    models = _with_settings(session, recording, spec)
    if not models:
        raise UsageError(f"{spec.name} has no threshold")
    return Served(
        {
            role: dataclasses.replace(model, settings={**model.settings, "threshold": threshold})
            for role, model in models.items()
        },
        recorded=True,
    )


def _with_settings(session: Session, recording: Recording, spec: ToolSpec) -> dict[str, ModelSpec]:
    """The models of a tool that have a threshold, as they were when the run was recorded."""
    found = {}
    for role in spec.roles:
        model = recorded_model(recording, role) or session.pack.models.get(role)
        if model is not None and "threshold" in model.settings:
            found[role] = model
    return found


def recorded_model(recording: Recording, role: str) -> ModelSpec | None:
    """The model that served a role, from the trace."""
    facts = recording.run.models.get(role)
    if facts is None:
        return None
    names = {item.name for item in dataclasses.fields(ModelSpec)}
    return ModelSpec(role=role, **{k: v for k, v in facts.items() if k in names})
