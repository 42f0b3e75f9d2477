"""Values as people write them: JSON, a file, or the name of another step."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from visprog import picture
from visprog.analysis.recording import Recording
from visprog.errors import UsageError
from visprog.tool import ToolSpec, TypeName
from visprog.types import Box, Image, Mask, Point, Region, Regions

TRUTH = {"yes": True, "true": True, "no": False, "false": False}


def value_for(recording: Recording, step: str, spec: ToolSpec, text: str) -> Any:
    """The value that ``text`` means for a step.

    JSON for what is plain; for regions a list of boxes ``[left, top, right, bottom]``, of objects
    with ``box`` and perhaps ``label`` and ``score``, or of numbers, which choose among the regions
    that the step has; for pictures and masks (white is inside) a file; ``@FILE`` reads the text
    from a file; another step's id stands for its value. Raises :class:`UsageError`.
    """
    if text in {item.id for item in recording.steps} or text in recording.images:
        return recording.value(text)
    if text.startswith("@"):
        try:
            text = Path(text[1:]).read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"cannot read {text[1:]}: {error}") from None
    if spec.returns == "image":
        return picture.read(text)
    if spec.returns == "mask":
        return Mask(picture.read(text).pixels.mean(axis=2) > 127)
    return plain_for(recording, step, spec, _parsed(text))


def plain_for(recording: Recording, step: str, spec: ToolSpec, data: Any) -> Any:
    """The value that JSON data means for a step; see :func:`value_for`."""
    kind = spec.returns
    if kind == "any":
        kind = _kind_of(recording, step)
    try:
        return _typed(recording, step, kind, data)
    except (TypeError, ValueError, KeyError, IndexError) as error:
        got = json.dumps(data)[:60]
        raise UsageError(
            f"{step} ({spec.name}) has {spec.returns} as its value, not {got}: {error}"
        ) from None


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _kind_of(recording: Recording, step: str) -> TypeName:
    """What EVAL, RESULT and their like came to decides what is meant."""
    if recording.run.step(step).status != "ok":
        return "any"
    match recording.value(step):
        case bool():
            return "boolean"
        case str():
            return "text"
        case Regions():
            return "regions"
    return "any"


def _typed(recording: Recording, step: str, kind: TypeName, data: Any) -> Any:
    match kind:
        case "boolean":
            if isinstance(data, str) and data.lower() in TRUTH:
                return TRUTH[data.lower()]
            if not isinstance(data, bool):
                raise ValueError("say yes or no")
        case "number":
            if isinstance(data, bool) or not isinstance(data, int | float):
                raise ValueError("say a number")
        case "text":
            return data if isinstance(data, str) else json.dumps(data)
        case "texts":
            return [str(item) for item in data] if isinstance(data, list) else [str(data)]
        case "box":
            return Box(*map(float, data))
        case "point":
            return Point(*map(float, data))
        case "region":
            return _regions(recording, step, [data])[0]
        case "regions":
            return _regions(recording, step, data)
        case "images" | "image" | "mask":
            raise ValueError("name a step that has it, or a file")
    return data


def _regions(recording: Recording, step: str, data: Any) -> Regions:
    """New regions lie in the picture that the step looked at, and take a label that it gave."""
    if not isinstance(data, list):
        raise ValueError("say a list")
    if len(data) == 4 and all(_number(item) for item in data) and any(item > 3 for item in data):
        data = [data]  # one box, not four of the regions
    ok = recording.run.step(step).status == "ok"
    there = recording.value(step) if ok else Regions()
    known = list(there) if isinstance(there, Regions) else []
    image = there.image if isinstance(there, Regions) else None
    image = image or _looked_at(recording, step)
    found = []
    for item in data:
        if isinstance(item, int):
            found.append(known[item])
            continue
        facts = item if isinstance(item, dict) else {"box": item}
        box = Box(*map(float, facts["box"]))
        near = max(known, key=lambda region: region.box.iou(box), default=None)
        label = facts.get("label", near.label if near is not None else _asked_for(recording, step))
        frame = image.frame if image is not None else None
        found.append(Region(box, str(label), float(facts.get("score", 1.0)), frame=frame))
    return Regions.of(found, image)


def _number(item: Any) -> bool:
    return isinstance(item, int | float) and not isinstance(item, bool)


def _looked_at(recording: Recording, step: str) -> Image | None:
    """The first picture among what a step was called with."""
    for edge in recording.graph.edges_to(step):
        known = edge.source in recording.images or recording.run.step(edge.source).status == "ok"
        if edge.kind == "data" and known:
            value = recording.value(edge.source)
            if isinstance(value, Image):
                return value
    return None


def _asked_for(recording: Recording, step: str) -> str:
    """The first text among what a step was called with."""
    arguments = recording.run.step(step).args.values()
    return next((text for text in arguments if isinstance(text, str) and text.isprintable()), "")
