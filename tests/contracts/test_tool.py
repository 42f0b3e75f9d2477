"""A tool's spec is read from its signature."""

from __future__ import annotations

import dataclasses

import pytest

from visprog.tool import Context, ToolSpec, ToolTable, tool
from visprog.types import Image, Regions


@tool("LOC", "Loc", example="BOX0=LOC(image=IMAGE,object='dog')", roles=("locate",))
async def loc(image: Image, object: str, context: Context, limit: int | None = None) -> Regions:
    """Find things.

    More about it.
    """
    return Regions()


@tool("EVAL", example="ANSWER0=EVAL(expr='1')")
def evaluate(expr: str, **names: object) -> object:
    """Evaluate."""
    return expr


def test_the_spec_is_the_signature() -> None:
    assert loc.signature == "LOC(image: image, object: text, limit: number = None) -> regions"
    assert loc.summary == "Find things."
    assert [param.required for param in loc.params] == [True, True, False]
    assert loc.context_param == "context"
    assert loc.roles == ("locate",)
    assert evaluate.signature == "EVAL(expr: text, **names: any) -> any"
    assert evaluate.params[1].variadic
    assert evaluate.context_param is None


def test_a_spec_is_still_the_function() -> None:
    assert isinstance(evaluate, ToolSpec)
    assert evaluate("1 + 1") == "1 + 1"


def test_a_tool_needs_a_docstring_and_known_types() -> None:
    with pytest.raises(TypeError, match="NODOC needs a docstring"):

        @tool("NODOC", example="")
        def nodoc(x: int) -> int:
            return x

    with pytest.raises(TypeError, match=r"tool SET: parameter x is annotated .*set"):

        @tool("SET", example="")
        def with_set(x: set[int]) -> int:
            """Count."""
            return len(x)


def test_a_table_finds_tools_by_every_name() -> None:
    table = ToolTable([loc, evaluate])
    assert table["LOC"] is table["Loc"] is loc
    assert set(table) == {"LOC", "Loc", "EVAL"}
    with pytest.raises(ValueError, match="two tools are called LOC"):
        ToolTable([loc, dataclasses.replace(loc, aliases=())])


def test_a_replaced_mechanism_keeps_the_spec() -> None:
    table = ToolTable([loc, evaluate]).replaced({"LOC": lambda image, object: Regions()})
    assert table["Loc"].signature == loc.signature
    assert table["LOC"].function is not loc.function
    assert table["EVAL"] is evaluate
    with pytest.raises(ValueError, match="no tool is called NONE"):
        table.replaced({"NONE": lambda: None})
