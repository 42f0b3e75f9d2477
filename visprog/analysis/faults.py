"""Faults put into runs on purpose, so that attribution itself can be tested.

A *slip* spoils what a step's mechanism returns, on whatever inputs it gets: a box dropped, shifted
or relabelled, a mask shrunk, a yes turned into a no, a number off by one. A *misprint* spoils the
call in the program's text: an operand or an argument in the place of another.
"""

from __future__ import annotations

import ast
import itertools
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

import numpy as np

from visprog.analysis.distance import Failed
from visprog.types import Box, Image, Mask, Region, Regions

Slip: TypeAlias = Literal["drop", "add", "shift", "relabel", "shrink", "flip", "miscount"]

SLIPS: tuple[Slip, ...] = ("drop", "add", "shift", "relabel", "shrink", "flip", "miscount")


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault at one step."""

    step: str
    kind: str
    function: Callable[..., Any]
    """The faulty mechanism, with the tool's arguments by name."""


def slips(value: Any) -> list[Slip]:
    """The slips that a value of this kind allows."""
    match value:
        case Regions():
            if not len(value):
                return ["add"]
            masked: list[Slip] = ["shrink"] if all(region.mask for region in value) else []
            return ["drop", "shift", "relabel", "add", *masked]
        case list() if value and all(isinstance(item, Image) for item in value):
            return ["drop", "shift"]
        case Mask():
            return ["shrink"]
        case bool():
            return ["flip"]
        case int():
            return ["miscount"]
        case str():
            return ["flip"] if value.lower() in ("yes", "no") else ["relabel"]
    return []


def slipping(
    function: Callable[..., Any], slip: Slip, seed: int, labels: Sequence[str] = ()
) -> Callable[..., Any]:
    """The mechanism with a slip: the same inputs always give the same wrong value.

    ``labels`` are the words that a box or a text may be given wrongly.
    """

    def faulty(**arguments: Any) -> Any:
        value = function(**arguments)
        options = arguments.get("option_list") or arguments.get("categories") or labels
        return slipped(value, slip, random.Random(seed), list(options))

    return faulty


def slipped(value: Any, slip: Slip, draw: random.Random, labels: Sequence[str] = ()) -> Any:
    """The value with the slip; as it is when it has nothing of the kind."""
    if isinstance(value, Failed) or slip not in slips(value):
        return value
    match slip, value:
        case "drop", _:
            return _without(value, draw.randrange(len(value)))
        case "shift", Regions():
            return _with(value, lambda region: _shifted(region, value.image, draw), draw)
        case "shift", list():
            return _shifted_crop(value, draw)
        case "relabel", Regions():
            return _with(value, lambda region: _relabelled(region, labels, draw), draw)
        case "relabel", str():
            return _other(value, labels, draw)
        case "add", Regions():
            return _added(value, labels, draw)
        case "shrink", Mask():
            return shrunk(value, draw.uniform(0.3, 0.6))
        case "shrink", Regions():
            return _with(value, lambda region: _shrunk(region, draw.uniform(0.3, 0.6)), draw)
        case "flip", bool():
            return not value
        case "flip", str():
            return "no" if value.lower() == "yes" else "yes"
        case "miscount", int():
            return max(0, value + draw.choice((-1, 1, 2)))
    return value


def shrunk(mask: Mask, share: float) -> Mask:
    """The mask drawn together around its middle until this share of its pixels is left."""
    rows, columns = np.nonzero(mask.bits)
    if not len(rows):
        return mask
    apart = (rows - rows.mean()) ** 2 + (columns - columns.mean()) ** 2
    keep = np.argsort(apart, kind="stable")[: max(1, round(share * len(rows)))]
    bits = np.zeros_like(mask.bits)
    bits[rows[keep], columns[keep]] = True
    return Mask(bits)


def misprints(program: str, line: int, words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Texts in which one operand or argument of the call on a line (from 1) is another: what was
    done (``operand``, ``argument``) and the whole program. ``words`` are other arguments."""
    lines = program.splitlines(keepends=True)
    text = lines[line - 1]

    def with_line(changed: str) -> str:
        return "".join((*lines[: line - 1], changed, *lines[line:]))

    if (found := re.search(r'(expr=)"([^"]*)"', text)) is not None:
        for changed in _swapped(found.group(2)):
            yield "operand", with_line(text[: found.start(2)] + changed + text[found.end(2) :])
        return
    for found in re.finditer(r"(object=|find\(|verify_property\()'([^']*)'", text):
        for word in words:
            if word != found.group(2):
                changed = text[: found.start(2)] + word + text[found.end(2) :]
                yield "argument", with_line(changed)


_PLACE = re.compile(r"\{(\w+)\}")

_MIRRORED: Mapping[type[ast.cmpop], ast.cmpop] = {
    ast.Gt: ast.Lt(),
    ast.Lt: ast.Gt(),
    ast.GtE: ast.LtE(),
    ast.LtE: ast.GtE(),
    ast.Eq: ast.NotEq(),
    ast.NotEq: ast.Eq(),
}


def _swapped(expression: str) -> Iterator[str]:
    """The expression with a comparison turned round, or one operand in another's place."""
    try:
        tree = ast.parse(_PLACE.sub(r"\1", expression), mode="eval")
    except SyntaxError:
        return
    names = list(dict.fromkeys(_PLACE.findall(expression)))
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            before = node.ops[0]
            node.ops[0] = _MIRRORED.get(type(before), before)
            yield _written(tree, names)
            node.ops[0] = before
    for first, second in itertools.pairwise(names):
        yield expression.replace(f"{{{first}}}", f"{{{second}}}")


def _written(tree: ast.Expression, names: Sequence[str]) -> str:
    text = ast.unparse(tree)
    for name in names:
        text = re.sub(rf"\b{name}\b", f"{{{name}}}", text)
    return text


def _with(value: Regions, change: Callable[[Region], Region], draw: random.Random) -> Regions:
    """The regions with one of them changed."""
    index = draw.randrange(len(value))
    return Regions((*value[:index], change(value[index]), *value[index + 1 :]), value.image)


def _shifted(region: Region, image: Image | None, draw: random.Random) -> Region:
    box = _moved(region.box, image, draw)
    if region.mask is None:
        return replace(region, box=box)
    dx, dy = round(box.left - region.box.left), round(box.top - region.box.top)
    rows, columns = np.nonzero(region.mask.bits)
    height, width = region.mask.bits.shape
    inside = (rows + dy >= 0) & (rows + dy < height) & (columns + dx >= 0) & (columns + dx < width)
    bits = np.zeros_like(region.mask.bits)
    bits[rows[inside] + dy, columns[inside] + dx] = True
    return replace(region, box=box, mask=Mask(bits))


def _relabelled(region: Region, labels: Sequence[str], draw: random.Random) -> Region:
    return replace(region, label=_other(region.label, labels, draw))


def _shrunk(region: Region, share: float) -> Region:
    return region if region.mask is None else replace(region, mask=shrunk(region.mask, share))


def _without(value: Regions | list[Any], index: int) -> Any:
    if isinstance(value, Regions):
        return Regions((*value[:index], *value[index + 1 :]), value.image)
    return [*value[:index], *value[index + 1 :]]


def _moved(box: Box, image: Image | None, draw: random.Random) -> Box:
    """The box by most of its size to a side, inside the picture where there is room."""
    width, height = max(box.width, 2.0), max(box.height, 2.0)
    whole = image.box if image is not None else Box(0, 0, 1e9, 1e9)
    ways = [(dx * width, dy * height) for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1))]
    draw.shuffle(ways)
    share = draw.uniform(0.7, 1.2)
    for dx, dy in ways:
        moved = box.moved(share * dx, share * dy)
        inside = moved.intersection(whole)
        if inside is not None and inside.area > 0.5 * box.area and inside.iou(box) < 0.5:
            return inside
    return box.grown(0.4)


def _shifted_crop(value: list[Image], draw: random.Random) -> list[Image]:
    """One crop moved by half its size within the pixels that it has."""
    index = draw.randrange(len(value))
    image = value[index]
    half = image.crop(Box(0, 0, max(1.0, image.width * 0.45), float(image.height)))
    return [*value[:index], half, *value[index + 1 :]]


def _added(value: Regions, labels: Sequence[str], draw: random.Random) -> Regions:
    """One more region somewhere in the picture, with a label of those that are there."""
    image = value.image
    if image is None:
        return value
    width, height = image.width * draw.uniform(0.2, 0.4), image.height * draw.uniform(0.2, 0.4)
    left, top = draw.uniform(0, image.width - width), draw.uniform(0, image.height - height)
    label = value[0].label if len(value) else (labels[0] if labels else "thing")
    box = Box(left, top, left + width, top + height)
    mask = None
    if len(value) and value[0].mask is not None:
        bits = np.zeros((image.height, image.width), np.bool_)
        bits[int(top) : int(top + height), int(left) : int(left + width)] = True
        mask = Mask(bits)
    return Regions((*value, Region(box, label, 0.5, mask, image.frame)), image)


def _other(label: str, labels: Sequence[str], draw: random.Random) -> str:
    others = [other for other in labels if other != label]
    return draw.choice(others) if others else f"not {label}"
