"""Which step of one run is which step of another."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from difflib import SequenceMatcher
from typing import Any

from visprog.analysis.lines import matched_lines
from visprog.trace import Run, Step

Pair = tuple[str, str]


def align(a: Run, b: Run) -> list[Pair]:
    """Pairs of steps, one of each run, in the order of ``a``.

    Of one program, the same calls are pairs. Of different ones those are whose whole history is the
    same (tool, constants, and the steps that went into it), then those of one tool that use steps
    which are pairs already, in the same arguments, then those of one tool in the order of the runs.
    """
    inputs = {name: name for name, _ in a.images if name in dict(b.images)}
    found = _Pairs(a, b, inputs)
    if a.program == b.program:
        found.by(_positions(a), _positions(b))
    else:
        found.by(_histories(a), _histories(b))
        found.by_inputs()
        found.by_line()
        found.in_order()
    order = {step.id: place for place, step in enumerate(a.steps)}
    return sorted(found.pairs.items(), key=lambda pair: order[pair[0]])


class _Pairs:
    def __init__(self, a: Run, b: Run, inputs: dict[str, str]) -> None:
        self.a, self.b = a, b
        self.pairs: dict[str, str] = {}
        self._inputs = inputs

    def by(self, left: dict[str, Any], right: dict[str, Any]) -> None:
        """Pair what has the same key, in order."""
        waiting: dict[Any, list[str]] = defaultdict(list)
        taken = set(self.pairs.values())
        for step, key in right.items():
            if step not in taken:
                waiting[key].append(step)
        for step, key in left.items():
            if step not in self.pairs and waiting.get(key):
                self.pairs[step] = waiting[key].pop(0)

    def by_inputs(self) -> None:
        """Pair, from the first step on, what is of one tool and uses the same pairs."""
        names = {**self._inputs}
        taken = set(self.pairs.values())
        for one in self.a.steps:
            if one.id not in self.pairs:
                wanted = _uses(one, {**names, **self.pairs})
                for other in self.b.steps:
                    if other.id in taken or other.tool != one.tool:
                        continue
                    same = {name: name for name in [*names.values(), *self.pairs.values()]}
                    if wanted and wanted == _uses(other, same):
                        self.pairs[one.id] = other.id
                        taken.add(other.id)
                        break

    def by_line(self) -> None:
        """Pair what is of one tool on lines that are the same."""
        lines = matched_lines(self.a.program or "", self.b.program or "")
        self.by(
            {step.id: (step.tool, step.line) for step in self.a.steps},
            {step.id: (step.tool, lines.get(step.line, -1)) for step in self.b.steps},
        )

    def in_order(self) -> None:
        left = [step for step in self.a.steps if step.id not in self.pairs]
        taken = set(self.pairs.values())
        right = [step for step in self.b.steps if step.id not in taken]
        matcher = SequenceMatcher(
            None, [step.tool for step in left], [step.tool for step in right], autojunk=False
        )
        for i, j, size in matcher.get_matching_blocks():
            for offset in range(size):
                self.pairs[left[i + offset].id] = right[j + offset].id


def _positions(run: Run) -> dict[str, Any]:
    seen: Counter[Any] = Counter()
    found = {}
    for step in run.steps:
        place = (step.tool, step.line, step.column)
        found[step.id] = (*place, seen[place])
        seen[place] += 1
    return found


def constants(step: Step) -> dict[str, Any]:
    """A step's arguments as stored, refs as nothing."""
    return {name: _without_refs(item) for name, item in step.arguments.json.items()}


def _without_refs(data: Any) -> Any:
    if isinstance(data, list):
        return [_without_refs(item) for item in data]
    if isinstance(data, dict):
        if "$ref" in data:
            return {"$ref": None}
        return {name: _without_refs(item) for name, item in data.items()}
    return data


def _histories(run: Run) -> dict[str, Any]:
    """For each step a key of everything that went into it."""
    keys: dict[str, Any] = {name: name for name, _ in run.images}
    for step in run.steps:
        used = sorted(
            (edge.kind, edge.label if edge.kind == "data" else "", str(keys.get(edge.source)))
            for edge in step.edges
        )
        said = json.dumps(constants(step), sort_keys=True)
        keys[step.id] = hash((step.tool, said, tuple(used)))
    return {step.id: keys[step.id] for step in run.steps}


def _uses(step: Step, names: dict[str, str]) -> frozenset[tuple[str, str]] | None:
    """The arguments of a step and what they use; ``None`` when something has no pair."""
    data = [edge for edge in step.edges if edge.kind == "data"]
    if any(edge.source not in names for edge in data):
        return None
    return frozenset((edge.label, names[edge.source]) for edge in data)
