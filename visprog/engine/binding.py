"""A call's arguments against its tool's spec.

Checked twice by the same rules: when the call is made, with refs judged by their declared type, and
before the tool runs, with the values themselves. Raises ``ToolError`` in one line that names the
tool and the parameter.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from visprog.engine.kinds import FITS, describe
from visprog.errors import ToolError
from visprog.program import Ref, refs_in
from visprog.tool import Param, ToolSpec, TypeName
from visprog.types import Box, Image, Point, Region, Regions

TEXT_LIMIT = 20_000
"""Characters of one text argument."""

ITEM_LIMIT = 10_000
"""Items of one argument, over all levels."""

REFS: Mapping[TypeName, frozenset[str]] = {
    "image": frozenset({"image"}),
    "regions": frozenset({"regions", "region", "box"}),
    "region": frozenset({"region", "box"}),
    "mask": frozenset({"mask"}),
    "box": frozenset({"box", "region"}),
    "point": frozenset({"point"}),
    "text": frozenset({"text"}),
    "number": frozenset({"number"}),
    "boolean": frozenset({"boolean"}),
    "texts": frozenset({"texts", "text"}),
    "images": frozenset({"images", "image"}),
    "nothing": frozenset({"nothing"}),
}
"""The types of refs that each parameter type accepts, besides ``any``, which is judged later."""

BOX = "[left, top, right, bottom]"

TAKES: Mapping[TypeName, str] = {
    "image": "an image",
    "regions": f"regions (or boxes {BOX})",
    "region": f"one region (or a box {BOX})",
    "mask": "a mask",
    "box": f"a box {BOX}",
    "point": "a point [x, y]",
    "text": "text",
    "number": "a number",
    "boolean": "True or False",
    "texts": "texts: a list, or one text with commas",
    "images": "a list of images",
    "any": "plain values and values of other steps",
    "nothing": "None",
}


@dataclass(frozen=True, slots=True)
class Bound:
    """Arguments that fit as far as can be known before the values are there."""

    spec: ToolSpec
    given: Mapping[str, Any]
    refs: Mapping[str, tuple[Ref, ...]]
    """For each argument, the refs inside it."""
    ready: Mapping[str, Any]
    """The arguments without refs, converted."""

    def values(self, read: Callable[[Ref], Any], parent: Callable[[Ref], Any]) -> dict[str, Any]:
        """What to call the tool with. ``read`` gives a ref's value, ``parent`` what holds it."""
        values = dict(self.ready)
        for name, refs in self.refs.items():
            param = _param(self.spec, name)
            value = convert(self.spec, param, name, _filled(self.given[name], read))
            if isinstance(value, Regions) and value.image is None:
                value = _with_image(value, [parent(ref) for ref in refs])
            values[name] = value
        return values


def bind(spec: ToolSpec, arguments: Mapping[str, Any]) -> Bound:
    """Check names and types of a call."""
    refs: dict[str, tuple[Ref, ...]] = {}
    ready: dict[str, Any] = {}
    for name, raw in arguments.items():
        param = _param(spec, name)
        found = tuple(refs_in(raw))
        if found:
            refs[name] = found
        value = convert(spec, param, name, raw)
        if not found:
            ready[name] = value
    missing = [p for p in spec.params if p.required and p.name not in arguments]
    if missing:
        wanted = ", ".join(f"{param.name} ({param.type})" for param in missing)
        raise ToolError(f"{spec.name} needs {wanted}")
    return Bound(spec, arguments, refs, ready)


def convert(spec: ToolSpec, param: Param, name: str, raw: Any) -> Any:
    """``raw`` as the parameter's type; a ref that may turn out right stays as it is."""
    if raw is None and not param.required and param.default is None:
        return None
    try:
        return _as(param.type, raw)
    except _Unfit as unfit:
        problem = str(unfit) or f"takes {TAKES[param.type]}, got {describe(raw)}"
        raise ToolError(f"{spec.name}: {name} {problem}") from None


class _Unfit(Exception):
    """The value is not of that type; the message completes ``TOOL: parameter ...``."""


def _param(spec: ToolSpec, name: str) -> Param:
    for param in spec.params:
        if param.name == name and not param.variadic:
            return param
    for param in spec.params:
        if param.variadic:
            return param
    names = ", ".join(param.name for param in spec.params) or "nothing"
    raise ToolError(f"{spec.name} has no parameter {name[:40]!r}; it takes {names}")


def _as(wanted: TypeName, raw: Any) -> Any:
    if wanted == "any":
        _plain(raw, [ITEM_LIMIT])
        return raw
    if isinstance(raw, Ref):
        if raw.type == "any" or raw.type in REFS[wanted]:
            return raw
        raise _Unfit
    match wanted:
        case "text":
            if isinstance(raw, str):
                return _text(raw)
        case "texts":
            if isinstance(raw, str):
                parts = (part.strip() for part in _text(raw).split(","))
                return [part for part in parts if part]
            if isinstance(raw, list | tuple):
                return _each("text", "texts", raw)
        case "images":
            if isinstance(raw, Image):
                return [raw]
            if isinstance(raw, list | tuple):
                return _each("image", "images", raw)
        case "number":
            if FITS["number"](raw):
                return _finite(raw)
        case "regions":
            return _regions(raw)
        case "region":
            if isinstance(raw, Region):
                return raw
            return Region(_box(raw))
        case "box":
            return raw.box if isinstance(raw, Region) else _box(raw)
        case "point":
            if isinstance(raw, list | tuple) and len(raw) == 2:
                x, y = (_as("number", item) for item in raw)
                return raw if Ref in (type(x), type(y)) else Point(x, y)
            if isinstance(raw, Point):
                return raw
        case _:
            if FITS[wanted](raw):
                return raw
    raise _Unfit


def _regions(raw: Any) -> Any:
    if isinstance(raw, Regions):
        return raw
    if isinstance(raw, Region | Box):
        return Regions.of([_as("region", raw)])
    if not isinstance(raw, list | tuple):
        raise _Unfit
    if len(raw) == 4 and all(_numeric(item) for item in raw):
        return Regions.of([Region(_box(raw))])
    if raw and all(_numeric(item) for item in raw):
        raise _Unfit(f"is no box: it has {len(raw)} numbers, and a box is {BOX}")
    items = _each("region", "regions", raw)
    if any(not isinstance(item, Region) for item in items):
        return raw  # refs among them: later
    return Regions.of(items)


def _each(wanted: TypeName, together: TypeName, raw: list[Any] | tuple[Any, ...]) -> list[Any]:
    """Every item as one type; an item that is not of it is named by its place."""
    items = []
    for place, item in enumerate(_few(raw)):
        try:
            items.append(_as(wanted, item))
        except _Unfit as unfit:
            if str(unfit):
                raise
            problem = f"takes {TAKES[together]}, and its item {place} is {describe(item)}"
            raise _Unfit(problem) from None
    return items


def _numeric(item: Any) -> bool:
    return item.type == "number" if isinstance(item, Ref) else FITS["number"](item)


def _box(raw: Any) -> Any:
    if isinstance(raw, Box):
        return raw
    if not (isinstance(raw, list | tuple) and len(raw) == 4):
        raise _Unfit
    numbers = [_as("number", item) for item in raw]
    if any(isinstance(number, Ref) for number in numbers):
        return Box(0, 0, 0, 0)  # its place is taken when the numbers are there
    try:
        return Box(*map(float, numbers))
    except (ValueError, OverflowError) as error:
        raise _Unfit(f"is no box: {error}") from None


def _finite(raw: int | float) -> int | float:
    try:
        finite = math.isfinite(raw)
    except OverflowError:
        raise _Unfit("takes a finite number, got one that is too large") from None
    if not finite:
        raise _Unfit(f"takes a finite number, got {raw}")
    return raw


def _text(raw: str) -> str:
    if len(raw) > TEXT_LIMIT:
        raise _Unfit(f"is too long: {len(raw)} characters, at most {TEXT_LIMIT}")
    return raw


def _few(raw: list[Any] | tuple[Any, ...]) -> list[Any] | tuple[Any, ...]:
    if len(raw) > ITEM_LIMIT:
        raise _Unfit(f"has too many items: {len(raw)}, at most {ITEM_LIMIT}")
    return raw


def _plain(raw: Any, left: list[int]) -> None:
    left[0] -= 1
    if left[0] < 0:
        raise _Unfit(f"has too many items: at most {ITEM_LIMIT}")
    if isinstance(raw, str):
        _text(raw)
    elif isinstance(raw, list | tuple):
        for item in raw:
            _plain(item, left)
    elif isinstance(raw, dict):
        for key, item in raw.items():
            _plain(key, left)
            _plain(item, left)
    elif not isinstance(raw, Ref) and not FITS["any"](raw):
        raise _Unfit


def _filled(raw: Any, read: Callable[[Ref], Any]) -> Any:
    if isinstance(raw, Ref):
        return read(raw)
    if isinstance(raw, list):
        return [_filled(item, read) for item in raw]
    if isinstance(raw, tuple):
        return tuple(_filled(item, read) for item in raw)
    if isinstance(raw, dict):
        return {key: _filled(item, read) for key, item in raw.items()}
    return raw


def _with_image(regions: Regions, parents: list[Any]) -> Regions:
    """Regions picked one by one keep the image that they were all found in."""
    images = [parent.image for parent in parents if isinstance(parent, Regions)]
    if len(images) == len(parents) > 0 and all(image is images[0] for image in images):
        return Regions(regions.items, images[0])
    return regions
