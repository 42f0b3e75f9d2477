"""Two runs side by side: which steps are the same, where they part, and what differs there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from visprog.analysis.align import align, constants
from visprog.trace import Run, Step
from visprog.trace.held import Held
from visprog.types import Box, Image, Mask, Region, Regions, digest

MATCH = 0.5
"""Boxes with this intersection over union are of the same thing."""


@dataclass(frozen=True)
class Difference:
    """One pair of steps, or a step that only one of the runs has."""

    a: str | None
    b: str | None
    tool: str
    what: tuple[str, ...]
    """In words; empty when there is none."""
    first: bool = False
    """It differs, and nothing that it depends on does: here the runs part."""

    @property
    def same(self) -> bool:
        return not self.what

    def to_json(self) -> dict[str, Any]:
        return {
            "a": self.a,
            "b": self.b,
            "tool": self.tool,
            "what": list(self.what),
            "first": self.first,
        }


@dataclass(frozen=True)
class Diff:
    a: Run
    b: Run
    steps: tuple[Difference, ...]
    """Every step of both, as they follow in ``a``; those that only ``b`` has come last."""
    answer: tuple[str, ...]
    """What differs in the answers."""

    @property
    def first(self) -> Difference | None:
        """The first divergence."""
        return next((step for step in self.steps if step.first), None)

    def to_json(self) -> dict[str, Any]:
        return {
            "a": self.a.id,
            "b": self.b.id,
            "same": not self.answer and all(step.same for step in self.steps),
            "first": self.first.to_json() if self.first else None,
            "answer": list(self.answer),
            "answers": [self.a.answer_text, self.b.answer_text],
            "steps": [step.to_json() for step in self.steps],
        }


def diff(a: Run, b: Run) -> Diff:
    """Compare two runs step by step; their steps are paired by :func:`align`.

    A step whose value is not in the trace any more is said to lack it.
    """
    pairs = dict(align(a, b))
    partners = set(pairs.values())
    found: list[Difference] = []
    parted: set[str] = set()
    for step in a.steps:
        other = pairs.get(step.id)
        what = _between(step, b.step(other)) if other else ("only in the first run",)
        inherited = any(edge.source in parted for edge in step.edges)
        if what:
            parted.add(step.id)
        found.append(Difference(step.id, other, step.tool, what, bool(what) and not inherited))
    for step in b.steps:
        if step.id not in partners:
            sources = {edge.source for edge in step.edges}
            back = {other: mine for mine, other in pairs.items()}
            inherited = any(back.get(s, s) in parted or s in parted for s in sources)
            what = ("only in the second run",)
            found.append(Difference(None, step.id, step.tool, what, not inherited))
            parted.add(step.id)
    return Diff(a, b, tuple(found), tuple(_outcomes(a, b)))


def _outcomes(a: Run, b: Run) -> list[str]:
    if a.status != b.status:
        return [f"{a.status} -> {b.status}"]
    if a.status != "ok":
        one, other = ((run.error or {}).get("message") for run in (a, b))
        return [] if one == other else [f"{one} -> {other}"]
    one, other = _loaded(a), _loaded(b)
    return list(differences(one, other))


def _between(a: Step, b: Step) -> tuple[str, ...]:
    what: list[str] = []
    if a.tool != b.tool:
        what.append(f"{a.tool} -> {b.tool}")
    mine, others = constants(a), constants(b)
    for name in dict.fromkeys([*mine, *others]):
        if mine.get(name) != others.get(name):
            what.append(f"{name}: {a.args.get(name, '-')} -> {b.args.get(name, '-')}")
    if a.status != b.status or a.error != b.error:
        one, other = (step.error or step.status for step in (a, b))
        what.append(f"{one} -> {other}")
    elif a.status == "ok":
        what += differences(_loaded(a), _loaded(b))
    return tuple(what)


def _loaded(source: Step | Run) -> Any:
    try:
        return source.load() if isinstance(source, Step) else source.answer
    except KeyError as error:
        return _Lost(str(error.args[0]))


@dataclass(frozen=True)
class _Lost:
    why: str


def differences(a: Any, b: Any) -> list[str]:
    """What is different, in words; nothing when the values are the same."""
    match a, b:
        case _Lost(), _:
            return [a.why]
        case _, _Lost():
            return [b.why]
        case Regions() | Region(), Regions() | Region():
            return _regions(_items(a), _items(b))
        case (list() | tuple(), list() | tuple()) if a and b and _images(a) and _images(b):
            return _regions([_window(item) for item in a], [_window(item) for item in b])
        case Image(), Image():
            return _pictures(a, b)
        case Mask(), Mask():
            return _masks(a, b)
    if type(a) is type(b) and digest(a) == digest(b):
        return []
    return [f"{_short(a)} -> {_short(b)}"]


def pairs(a: Sequence[Region], b: Sequence[Region]) -> list[tuple[int, int, float]]:
    """Boxes matched one to one, best overlap first, in the root picture; the overlaps are
    :data:`MATCH` or more. Indices and intersection over union."""
    overlaps = sorted(
        ((one.root_box.iou(other.root_box), -i, -j) for i, one in enumerate(a)
         for j, other in enumerate(b)),
        reverse=True,
    )  # fmt: skip
    left, right = set(range(len(a))), set(range(len(b)))
    found = []
    for overlap, i, j in overlaps:
        if overlap >= MATCH and -i in left and -j in right:
            left.discard(-i)
            right.discard(-j)
            found.append((-i, -j, overlap))
    return sorted(found)


def _regions(a: list[Region], b: list[Region]) -> list[str]:
    matched = pairs(a, b)
    what = [] if len(a) == len(b) else [f"{len(a)} -> {len(b)} regions"]
    for i in sorted(set(range(len(a))) - {i for i, _, _ in matched}):
        what.append(f"gone: {_region(a[i])}")
    for j in sorted(set(range(len(b))) - {j for _, j, _ in matched}):
        what.append(f"new: {_region(b[j])}")
    for i, j, overlap in matched:
        one, other = a[i], b[j]
        changed = []
        if one.label != other.label:
            changed.append(f"{one.label} -> {other.label}")
        if overlap < 0.9995:
            changed.append(f"moved, IoU {overlap:.2f}")
        if abs(one.score - other.score) > 5e-4:
            changed.append(f"score {one.score:.3f} -> {other.score:.3f}")
        if i != j and len(a) == len(b):
            changed.append(f"place {i} -> {j}")
        if one.mask is not None and other.mask is not None:
            changed += _masks(one.mask, other.mask)
        elif one.mask is not other.mask:
            changed.append("mask gone" if other.mask is None else "mask new")
        if changed:
            what.append(f"{_region(one)}: {', '.join(changed)}")
    return what


def _pictures(a: Image, b: Image) -> list[str]:
    if a == b:
        return []
    if a.origin is not None and b.origin is not None and a.frame.root == b.frame.root:
        one, other = (image.frame.to_root(image.box) for image in (a, b))
        if one.iou(other) < 1:
            return [f"cut from {_box(one)} -> {_box(other)}, IoU {one.iou(other):.2f}"]
    if a.pixels.shape != b.pixels.shape:
        return [f"{a.width} x {a.height} -> {b.width} x {b.height} pixels"]
    differ = (a.pixels != b.pixels).any(axis=2)
    if not differ.any():
        return ["the same pixels from another place"]
    return [f"{int(differ.sum())} of {differ.size} pixels differ"]


def _masks(a: Mask, b: Mask) -> list[str]:
    if a == b:
        return []
    if a.bits.shape != b.bits.shape:
        return ["masks of other sizes"]
    union = int((a.bits | b.bits).sum())
    overlap = int((a.bits & b.bits).sum()) / union if union else 1.0
    return [f"mask {a.area} -> {b.area} pixels, IoU {overlap:.2f}"]


def _items(value: Regions | Region) -> list[Region]:
    return [value] if isinstance(value, Region) else list(value)


def _images(items: Sequence[Any]) -> bool:
    return all(isinstance(item, Image) for item in items)


def _window(image: Image) -> Region:
    return Region(image.frame.to_root(image.box), "patch")


def _region(region: Region) -> str:
    return f"{region.label or 'region'} {_box(region.box)}"


def _box(box: Box) -> str:
    return "[" + ", ".join(f"{edge:.0f}" for edge in box.xyxy) + "]"


def _short(value: Any) -> str:
    return Held(value).text
