"""Arguments against the spec: what fits, what is converted, what is refused and how."""

from __future__ import annotations

from typing import Any

import pytest

from tests.engine.fakes import picture
from visprog.engine.binding import ITEM_LIMIT, TEXT_LIMIT, bind
from visprog.errors import ToolError
from visprog.program import Ref
from visprog.tool import tool
from visprog.types import Box, Image, Mask, Point, Region, Regions


@tool("ALL", example="ALL()")
def every(
    image: Image | None = None,
    images: list[Image] | None = None,
    regions: Regions | None = None,
    region: Region | None = None,
    mask: Mask | None = None,
    box: Box | None = None,
    point: Point | None = None,
    text: str | None = None,
    texts: list[str] | None = None,
    number: float | None = None,
    boolean: bool | None = None,
    anything: object = None,
) -> int:
    """Takes one of each."""
    return 0


@tool("TWO", example="TWO()")
def two(first: str, second: int = 3, **rest: object) -> int:
    """Takes some."""
    return 0


BOX = [0, 1, 2.5, 3]
REGION = Region(Box(0, 1, 2.5, 3))
PICTURE = picture()


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("text", "a, b", "a, b"),
        ("texts", "a, b,,c ", ["a", "b", "c"]),
        ("texts", ["a, b", "c"], ["a, b", "c"]),
        ("texts", (), []),
        ("number", 3, 3),
        ("number", -0.5, -0.5),
        ("boolean", False, False),
        ("box", BOX, REGION.box),
        ("point", (1, 2), Point(1, 2)),
        ("region", BOX, REGION),
        ("regions", BOX, Regions((REGION,))),
        ("regions", [BOX, tuple(BOX)], Regions((REGION, REGION))),
        ("regions", [], Regions()),
        ("anything", {"x": [1, None, ("a", 2.5)]}, {"x": [1, None, ("a", 2.5)]}),
        ("text", None, None),
    ],
)
def test_plain_arguments_become_the_parameters_type(name: str, raw: Any, value: Any) -> None:
    bound = bind(every, {name: raw})
    assert bound.values(lambda ref: None, lambda ref: None) == {name: value}


@pytest.mark.parametrize(
    ("name", "raw", "live", "value"),
    [
        ("image", Ref("s1", "image"), PICTURE, PICTURE),
        ("image", Ref("s1", "any"), PICTURE, PICTURE),
        ("images", [Ref("s1", "image"), Ref("s2", "any")], PICTURE, [PICTURE, PICTURE]),
        ("images", Ref("s1", "images"), [PICTURE], [PICTURE]),
        ("images", Ref("s1", "image"), PICTURE, [PICTURE]),
        ("regions", Ref("s1", "regions"), Regions((REGION,)), Regions((REGION,))),
        ("regions", Ref("s1", "region"), REGION, Regions((REGION,))),
        ("regions", [Ref("s1", "region"), BOX], REGION, Regions((REGION, REGION))),
        ("regions", Ref("s1", "box"), REGION.box, Regions((REGION,))),
        ("region", Ref("s1", "box"), REGION.box, REGION),
        ("box", Ref("s1", "region"), REGION, REGION.box),
        ("box", [0, 0, Ref("s1", "number"), 9], 5, Box(0, 0, 5, 9)),
        ("regions", [0, 0, Ref("s1", "number"), 9], 5, Regions((Region(Box(0, 0, 5, 9)),))),
        ("point", [Ref("s1", "number"), 2], 5, Point(5, 2)),
        ("text", Ref("s1", "any"), "x", "x"),
        ("texts", Ref("s1", "text"), "x, y", ["x", "y"]),
        ("texts", ["x", Ref("s1", "text")], "y", ["x", "y"]),
        ("number", Ref("s1", "number"), 4, 4),
        ("boolean", Ref("s1", "any"), True, True),
        ("anything", {"x": [Ref("s1", "image")]}, PICTURE, {"x": [PICTURE]}),
    ],
)
def test_refs_become_their_values(name: str, raw: Any, live: Any, value: Any) -> None:
    bound = bind(every, {name: raw})
    assert bound.refs[name]
    assert bound.values(lambda ref: live, lambda ref: None) == {name: value}


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        ("image", "IMAGE", "takes an image, got text 'IMAGE'"),
        ("image", Ref("s1", "regions"), "takes an image, got regions s1"),
        ("images", [1], "takes a list of images, and its item 0 is number 1"),
        ("text", 3, "takes text, got number 3"),
        ("text", ["a"], "takes text, got a list of 1"),
        ("text", "x" * (TEXT_LIMIT + 1), f"is too long: {TEXT_LIMIT + 1} characters"),
        ("texts", [1], "takes texts: .* and its item 0 is number 1"),
        ("number", float("inf"), "takes a finite number, got inf"),
        ("regions", [[1, 2, 3, 4], 5], "takes regions .* and its item 1 is number 5"),
        ("number", True, "takes a number, got boolean True"),
        ("number", "3", "takes a number, got text '3'"),
        ("boolean", 1, "takes True or False, got number 1"),
        ("box", [1, 2, 3], r"takes a box \[left, top, right, bottom\], got a list of 3"),
        ("box", [3, 0, 1, 1], "is no box: Box needs left <= right"),
        ("box", [0, 0, float("nan"), 1], "takes a finite number, got nan"),
        ("box", [0, 0, 10**400, 1], "takes a finite number, got one that is too large"),
        ("region", Ref("s1", "regions"), r"takes one region .*, got regions s1"),
        ("regions", [1, 2, 3], "is no box: it has 3 numbers, and a box is"),
        ("regions", "dog", r"takes regions .*, got text 'dog'"),
        ("regions", [["a", "b", "c", "d"]], "takes regions"),
        ("regions", [BOX] * (ITEM_LIMIT + 1), "has too many items: 10001"),
        ("mask", Ref("s1", "image"), "takes a mask, got image s1"),
        ("point", [1], "takes a point"),
        ("anything", [[0] * ITEM_LIMIT], "has too many items"),
        ("anything", {"x": object()}, "takes plain values"),
        ("anything", ["x" * (TEXT_LIMIT + 1)], "is too long"),
    ],
)
def test_what_does_not_fit_is_one_line_with_tool_and_parameter(
    name: str, raw: Any, words: str
) -> None:
    with pytest.raises(ToolError, match=f"^ALL: {name} {words}") as caught:
        bind(every, {name: raw})
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 200


def test_a_ref_of_any_type_is_judged_when_its_value_is_there() -> None:
    bound = bind(every, {"image": Ref("s1", "any")})
    with pytest.raises(ToolError, match=r"^ALL: image takes an image, got text 'x'"):
        bound.values(lambda ref: "x", lambda ref: None)


def test_names_are_checked() -> None:
    with pytest.raises(ToolError, match=r"^ALL has no parameter 'colour'; it takes image, images"):
        bind(every, {"colour": 1})
    with pytest.raises(ToolError, match=r"^TWO needs first \(text\)$"):
        bind(two, {"second": 1})
    with pytest.raises(ToolError, match=r"^TWO: second takes a number, got None"):
        bind(two, {"first": "x", "second": None})
    bound = bind(two, {"first": "x", "colour": [1]})
    assert bound.values(lambda ref: None, lambda ref: None) == {"first": "x", "colour": [1]}
