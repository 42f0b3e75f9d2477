"""How near a condition was to going the other way.

A record has the values that a program looked at and the outcome of every decision; the comparison
itself is in the program's text. Where a line compares one looked-at value with one number, the
three say how much that value would have had to differ.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

SIGNS: dict[type[ast.cmpop], str] = {
    ast.Gt: ">", ast.GtE: ">=", ast.Lt: "<", ast.LtE: "<=", ast.Eq: "==", ast.NotEq: "!=",
}  # fmt: skip
MIRRORED = {">": "<", ">=": "<=", "<": ">", "<=": ">=", "==": "==", "!=": "!="}


@dataclass(frozen=True, slots=True)
class Margin:
    """``value`` was compared with ``bound``."""

    value: float
    sign: str
    bound: float

    @property
    def away(self) -> float:
        """The least change of the value that changes the outcome; of fractions, its limit."""
        whole = isinstance(self.value, int) and isinstance(self.bound, int)
        unit, gap = int(whole), self.value - self.bound
        match self.sign:
            case ">":
                return gap if gap > 0 else unit - gap
            case ">=":
                return gap + unit if gap >= 0 else -gap
            case "<":
                return -gap if gap < 0 else gap + unit
            case "<=":
                return unit - gap if gap <= 0 else gap
            case _:
                return abs(gap) or unit

    def __str__(self) -> str:
        return f"{self.value:g} {self.sign} {self.bound:g}, {self.away:g} from flipping"


def of_line(program: str, line: int, shown: Sequence[Any]) -> Margin | None:
    """For the values that a program looked at on a line: numbers, or lists whose length is taken.

    ``None`` where there is more than one comparison with a number, or more than one such value.
    """
    found: list[tuple[bool, str, float]] = []
    for other, sign, bound in _comparisons(program):
        if other.lineno == line:
            length = isinstance(other, ast.Call) and getattr(other.func, "id", "") == "len"
            found.append((length, sign, bound))
    if len(found) != 1:
        return None
    length, sign, bound = found[0]
    if length:
        values: list[float] = [len(value) for value in shown if isinstance(value, list)]
    else:
        values = [value for value in shown if _number(value)]
    return Margin(values[0], sign, bound) if len(values) == 1 else None


def of_expression(text: str, values: Mapping[str, Any]) -> list[Margin]:
    """For an expression of EVAL, whose names stand in braces or bare."""
    return [
        Margin(values[other.id], sign, bound)
        for other, sign, bound in _comparisons(re.sub(r"\{(\w+)\}", r"\1", text))
        if isinstance(other, ast.Name) and _number(values.get(other.id))
    ]


def _comparisons(text: str) -> Iterator[tuple[ast.expr, str, float]]:
    """What is compared with a number, the sign as seen from it, and the number."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in ast.walk(tree):
        if not isinstance(node, ast.Compare) or len(node.ops) != 1:
            continue
        sign = SIGNS.get(type(node.ops[0]))
        if sign is None:
            continue
        left, right = node.left, node.comparators[0]
        if (bound := _constant(right)) is not None:
            yield left, sign, bound
        elif (bound := _constant(left)) is not None:
            yield right, MIRRORED[sign], bound


def _constant(node: ast.expr) -> float | None:
    try:
        value = ast.literal_eval(node)
    except (ValueError, TypeError, RecursionError, MemoryError):
        return None
    return value if _number(value) else None


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
