"""What would be, by running the program again: exact for any change, and as slow as a run."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

from visprog.analysis.causal import (
    Change,
    Changes,
    Outcome,
    SetMechanism,
    SetModels,
    SetValue,
    answer_of,
    value_of,
)
from visprog.analysis.recording import Recording
from visprog.analysis.replay import Mechanism, replay
from visprog.engine.binding import convert
from visprog.errors import ToolError
from visprog.session import Session
from visprog.tool import ToolSpec


class Whole:
    """The :class:`Rerun` that runs the whole program again, in its sandbox, with a session's tools.

    Values are given by the recorded run's step names; a step that the recorded run does not have is
    named with a ``+`` before it.
    """

    def __init__(self, session: Session, recording: Recording) -> None:
        self._session = session
        self._recording = recording

    def __call__(self, changes: Changes) -> Outcome:
        values = {step: way.value for step, way in changes.items() if isinstance(way, SetValue)}
        mechanisms: dict[str, Mechanism] = {
            step: self._mechanism(step, way)
            for step, way in changes.items()
            if isinstance(way, SetMechanism)
        }
        mechanisms |= {s: way.served for s, way in changes.items() if isinstance(way, SetModels)}
        mechanisms |= self._throughout(changes)
        replayed = replay(
            self._session,
            self._recording,
            values=values,
            mechanisms=mechanisms,
            keep=False,
            changes={},
        )
        child = Recording.of(replayed.run)
        found: dict[str, Any] = {}
        tools: dict[str, str] = {}
        for step in child.steps:
            name = replayed.twins.get(step.id)
            if name is None:
                name = f"+{step.id}"
                tools[name] = step.tool
            found[name] = value_of(child, step)
        return Outcome(found, answer_of(child), tools)

    def _throughout(self, changes: Changes) -> dict[str, Callable[..., Any]]:
        """By tool, the mechanism that stands in for all of its recorded steps: it does so too for
        the steps that only the changed run has."""
        ways: dict[str, list[Change | None]] = {}
        for step in self._recording.steps:
            ways.setdefault(step.tool, []).append(changes.get(step.id))
        return {
            tool: first.function
            for tool, (first, *rest) in ways.items()
            if isinstance(first, SetMechanism)
            and not first.arguments
            and all(way == first for way in rest)
        }

    def _mechanism(self, step: str, way: SetMechanism) -> Callable[..., Any]:
        if not way.arguments:
            return way.function
        spec = self._session.tools[self._recording.run.step(step).tool]
        given = dict(bind_some(spec, way.arguments))

        @functools.wraps(way.function)
        def asked(**arguments: Any) -> Any:
            return way.function(**{**arguments, **given})

        return asked


def bind_some(spec: ToolSpec, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Some of a call's plain arguments, as the tool's parameters want them."""
    params = {param.name: param for param in spec.params}
    variadic = next((param for param in spec.params if param.variadic), None)
    found = {}
    for name, raw in arguments.items():
        param = params.get(name, variadic)
        if param is None:
            raise ToolError(f"{spec.name} has no parameter {name!r}")
        found[name] = convert(spec, param, name, raw)
    return found
