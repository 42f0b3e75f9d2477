"""What a replay will cost, before it runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from visprog.analysis.changes import Changes
from visprog.analysis.lines import matched_lines
from visprog.analysis.recording import Recording
from visprog.analysis.replay import Served
from visprog.session import Session


@dataclass(frozen=True)
class Forecast:
    """An upper bound: early cut-off may spare steps, another branch may add some."""

    run: tuple[str, ...]
    """Steps of the record that will be executed again, at most."""
    reused: tuple[str, ...]
    given: tuple[str, ...]
    new: int
    """Calls that the changed program makes and the old one did not."""
    seconds: float
    """What ``run`` took when it was recorded."""
    from_cache: tuple[str, ...]
    """Those of ``run`` whose models had not to compute then: they may take longer now."""
    models: tuple[str, ...]
    """Models that will be asked, unless the cache has what they would say: role and checkpoint."""

    def __str__(self) -> str:
        if not self.run and not self.new:
            return "nothing has to run again"
        total = len(self.run) + len(self.reused) + len(self.given)
        parts = [f"at most {len(self.run)} of {total} steps run again"]
        if self.run:
            parts[0] += f" ({', '.join(self.run)})"
            parts.append(f"{self.seconds:.2f} s when recorded")
        if self.new:
            parts.append(f"{self.new} new call{'' if self.new == 1 else 's'}")
        if self.from_cache:
            parts.append(f"{', '.join(self.from_cache)} came from the cache then")
        parts.append(f"models: {', '.join(self.models)}" if self.models else "no model is needed")
        return "; ".join(parts)

    def to_json(self) -> dict[str, Any]:
        return {
            "run": list(self.run),
            "reused": list(self.reused),
            "given": list(self.given),
            "new_calls": self.new,
            "seconds": self.seconds,
            "from_cache": list(self.from_cache),
            "models": list(self.models),
        }


def forecast(session: Session, recording: Recording, changes: Changes) -> Forecast:
    """What :func:`visprog.analysis.replay` would do with these changes."""
    changed = {*changes.values, *_swapped(recording, changes)}
    new = 0
    if changes.program is not None:
        edited, new = _edited(session, recording, changes.program)
        changed |= edited
    changed |= {step.id for step in recording.steps if step.status not in ("ok", "error")}
    cone = recording.cone(changed)
    run = [step for step in cone if step not in changes.values]
    steps = [recording.run.step(step) for step in run]
    return Forecast(
        run=tuple(run),
        reused=tuple(step.id for step in recording.steps if step.id not in cone),
        given=tuple(step for step in cone if step in changes.values),
        new=new,
        seconds=sum(step.ms for step in steps) / 1e3,
        from_cache=tuple(step.id for step in steps if step.cached),
        models=tuple(_models(session, recording, changes, run)),
    )


def _swapped(recording: Recording, changes: Changes) -> set[str]:
    return {
        step.id
        for step in recording.steps
        if step.id in changes.mechanisms or step.tool in changes.mechanisms
    }


def _edited(session: Session, recording: Recording, program: str) -> tuple[set[str], int]:
    """The steps of lines that are edited or gone, and how many calls stand on new ones."""
    old, new = recording.program.splitlines(), program.splitlines()
    kept = {
        line: before
        for line, before in matched_lines(recording.program, program).items()
        if new[line - 1] == old[before - 1]
    }
    calls = recording.checked(session, program).calls
    gone = {step.id for step in recording.steps if step.line not in kept.values()}
    return gone, sum(call.site.line not in kept for call in calls)


def _models(session: Session, recording: Recording, changes: Changes, run: list[str]) -> list[str]:
    found: dict[str, None] = {}
    for name in run:
        step = recording.run.step(name)
        mechanism = changes.mechanisms.get(name) or changes.mechanisms.get(step.tool)
        if mechanism is not None and not isinstance(mechanism, Served):
            continue
        if isinstance(mechanism, Served) and mechanism.recorded and recording.said(name):
            continue
        spec = session.tools.get(step.tool)
        served = mechanism.models if isinstance(mechanism, Served) else {}
        for role in spec.roles if spec is not None else ():
            model = served.get(role) or session.pack.models.get(role)
            found[f"{role} ({model.checkpoint.rpartition('/')[2]})" if model else role] = None
    return list(found)
