"""EVAL: calculating with the values of earlier steps."""

from __future__ import annotations

from typing import Any

from visprog.errors import ToolError
from visprog.tool import tool
from visprog.types import Box, Image, Mask, Point, Region, Regions
from visprog_tools.expression import evaluate as calculate


@tool("EVAL", "Eval", example='ANSWER1=EVAL(expr="{ANSWER0} == 3")')
def evaluate(expr: object, **values: object) -> object:
    """Evaluate an expression; `{NAME}` in it stands for the value of that variable.

    Comparisons, arithmetic, and/or/not/xor, `a if b else c` and a few functions such as len, min,
    max and sum. A value that the program has calculated itself (`EVAL(count == 3)`) is passed
    through.
    """
    if not isinstance(expr, str):
        return _plain(expr, "expr")
    return calculate(expr, {name: _plain(value, name) for name, value in values.items()})


def _plain(value: Any, name: str) -> Any:
    """What an expression can calculate with: regions count as the list of their labels."""
    if isinstance(value, Regions):
        return [region.label for region in value]
    if isinstance(value, Image | Mask | Region | Box | Point):
        kind = type(value).__name__.lower()
        raise ToolError(f"EVAL: {name} must be a number, a text or a list of them, not {kind}")
    return value
