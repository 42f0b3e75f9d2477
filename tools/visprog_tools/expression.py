"""Evaluating an expression over bound values, by an allow-list over its syntax tree.

``{NAME}`` stands for a value, never for text: what a picture says can become a value and cannot
become code. VisProg's habits are kept: the texts ``yes`` and ``no`` count as true and false,
``xor`` is an operator, and a text that spells a number compares and calculates as that number.
"""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable, Mapping
from typing import Any

from visprog.errors import ToolError

MAX_TEXT = 2_000
"""Characters of an expression."""
MAX_NODES = 500
MAX_BITS = 4_096
"""Bits of an integer, and items of a text or list, that a calculation may reach."""

NUMBER_WORDS = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        ]
    )
}
TRUTH_WORDS = {"yes": True, "no": False, "true": True, "false": False}

_PLACEHOLDER = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")
_TOKENS = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\bxor\b|\{[^{}]*\}|[{}]""")
_PREFIX = "bound_"


def truth(value: Any) -> bool:
    """Python's truth, except that the words yes, no, true and false mean what they say."""
    if isinstance(value, str):
        return TRUTH_WORDS.get(value.strip().lower(), bool(value.strip()))
    return bool(value)


def number(value: Any) -> Any:
    """A text that spells a number, as that number; anything else unchanged."""
    if not isinstance(value, str):
        return value
    text = value.strip().lower()
    if text in NUMBER_WORDS:
        return NUMBER_WORDS[text]
    if re.fullmatch(r"[-+]?\d{1,18}", text):
        return int(text)
    if re.fullmatch(r"[-+]?\d{0,18}\.\d{1,18}", text):
        return float(text)
    return value


def _alike(left: Any, right: Any) -> tuple[Any, Any]:
    """Both sides in one type, where a word stands against a number or a truth value."""
    if isinstance(left, bool) and isinstance(right, str):
        return left, TRUTH_WORDS.get(right.strip().lower(), right)
    if isinstance(right, bool) and isinstance(left, str):
        return TRUTH_WORDS.get(left.strip().lower(), left), right
    if isinstance(left, str) and isinstance(right, str):
        return left.strip().lower(), right.strip().lower()
    if isinstance(left, int | float) or isinstance(right, int | float):
        return number(left), number(right)
    return left, right


def _compare(apply: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    return lambda left, right: apply(*_alike(left, right))


def _arithmetic(apply: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def calculate(left: Any, right: Any) -> Any:
        if not (isinstance(left, str) and isinstance(right, str)):
            left, right = number(left), number(right)
        return apply(left, right)

    return calculate


def _bounded_multiply(left: Any, right: Any) -> Any:
    for sequence, times in ((left, right), (right, left)):
        if isinstance(sequence, str | list | tuple):
            if not isinstance(times, int) or len(sequence) * max(times, 0) > MAX_BITS:
                raise ToolError("EVAL: repeating that often is too much")
            return sequence * times
    return left * right


def _bounded_power(left: Any, right: Any) -> Any:
    if not isinstance(left, int | float) or not isinstance(right, int | float):
        raise ToolError("EVAL: ** needs two numbers")
    if abs(right) > 64 or (isinstance(left, int) and left.bit_length() * abs(right) > MAX_BITS):
        raise ToolError(f"EVAL: {left} ** {right} is too large")
    return left**right


_BINARY: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: _arithmetic(operator.add),
    ast.Sub: _arithmetic(operator.sub),
    ast.Mult: _arithmetic(_bounded_multiply),
    ast.Div: _arithmetic(operator.truediv),
    ast.FloorDiv: _arithmetic(operator.floordiv),
    ast.Mod: lambda left, right: _modulo(left, right),
    ast.Pow: _arithmetic(_bounded_power),
    ast.BitXor: lambda left, right: truth(left) != truth(right),
}
_UNARY: Mapping[type[ast.unaryop], Callable[[Any], Any]] = {
    ast.Not: lambda value: not truth(value),
    ast.USub: lambda value: -number(value),
    ast.UAdd: lambda value: +number(value),
}
_COMPARE: Mapping[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: _compare(operator.eq),
    ast.NotEq: _compare(operator.ne),
    ast.Lt: _compare(operator.lt),
    ast.LtE: _compare(operator.le),
    ast.Gt: _compare(operator.gt),
    ast.GtE: _compare(operator.ge),
    ast.In: lambda left, right: left in right,
    ast.NotIn: lambda left, right: left not in right,
}


def _numbers(values: tuple[Any, ...]) -> list[Any]:
    items = values[0] if len(values) == 1 and isinstance(values[0], list | tuple) else values
    return [number(item) for item in items]


def _absolute(value: Any) -> Any:
    return abs(number(value))


def _rounded(value: Any, digits: int = 0) -> Any:
    return round(number(value), digits) if digits else round(number(value))


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "len": len,
    "min": lambda *values: min(_numbers(values)),
    "max": lambda *values: max(_numbers(values)),
    "sum": lambda values: sum(_numbers((values,))),
    "abs": _absolute,
    "round": _rounded,
    "any": lambda values: any(truth(value) for value in values),
    "all": lambda values: all(truth(value) for value in values),
    "int": lambda value: int(number(value)),
    "float": lambda value: float(number(value)),
    "bool": truth,
    "str": lambda value: str(value)[:MAX_BITS],
    "lower": lambda text: str(text).lower(),
}
"""What an expression may call."""


def _modulo(left: Any, right: Any) -> Any:
    if isinstance(left, str):
        raise ToolError("EVAL: % on a text is not offered; compare or join texts with +")
    return number(left) % number(right)


_OFFER = (
    "use values in braces, arithmetic, comparisons, and/or/not/xor, a if b else c, "
    f"and {', '.join(FUNCTIONS)}"
)
_GRAMMAR = (
    ast.Expression, ast.Constant, ast.Name, ast.Load, ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.And,
    ast.Or, ast.Compare, ast.IfExp, ast.List, ast.Tuple, ast.Subscript, ast.Call,
    *_BINARY, *_UNARY, *_COMPARE,
)  # fmt: skip


def evaluate(text: str, values: Mapping[str, Any]) -> Any:
    """The value of an expression in which ``{NAME}`` is bound to ``values["NAME"]``.

    Raises :class:`ToolError` for anything outside the grammar, unknown names, and results that
    grow past :data:`MAX_BITS`.
    """
    if len(text) > MAX_TEXT:
        raise ToolError(f"EVAL: expr is longer than {MAX_TEXT} characters")
    if not text.strip():
        raise ToolError("EVAL needs an expression: expr is empty")
    source = _TOKENS.sub(lambda token: _prepare(token.group(), values), text).strip()
    try:
        tree = ast.parse(source, mode="eval")
        _admit(tree, values)
        return _checked(_visit(tree.body, values))
    except ToolError:
        raise
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        reason = error.msg if isinstance(error, SyntaxError) else type(error).__name__
        raise ToolError(f"EVAL cannot read expr {text[:60]!r}: {reason}") from None
    except (TypeError, ArithmeticError, LookupError, AttributeError) as error:
        raise ToolError(f"EVAL cannot calculate expr {text[:60]!r}: {error}") from None


def _admit(tree: ast.Expression, values: Mapping[str, Any]) -> None:
    """Refuse the whole expression for any part outside the grammar, also one never reached."""
    nodes = list(ast.walk(tree))
    if len(nodes) > MAX_NODES:
        raise ToolError("EVAL: expr is too large")
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    for node in nodes:
        match node:
            case ast.Name(id=name) if id(node) in called:
                if name not in FUNCTIONS:
                    raise ToolError(f"EVAL: expr calls {name}(), which is not offered; {_OFFER}")
            case ast.Name(id=name):
                if not (name.startswith(_PREFIX) and name[len(_PREFIX) :] in values):
                    raise ToolError(
                        f"EVAL: expr has {name!r}, no value; write {{{name}}} for a variable"
                    )
            case ast.Call(keywords=[_, *_]) | ast.Constant(value=bytes() | complex()):
                raise ToolError(f"EVAL: expr has what is not offered; {_OFFER}")
            case _ if not isinstance(node, _GRAMMAR):
                raise ToolError(
                    f"EVAL: expr has {type(node).__name__}, which is not offered; {_OFFER}"
                )


def _prepare(token: str, values: Mapping[str, Any]) -> str:
    """Placeholders as identifiers and ``xor`` as ``^``; quoted texts stay as they are."""
    if token == "xor":
        return "^"
    if token[0] in "'\"":
        return token
    match = _PLACEHOLDER.fullmatch(token)
    if match is None:
        raise ToolError(f"EVAL: {token!r} is not a {{NAME}}; only plain names can stand in braces")
    if match.group(1) not in values:
        raise ToolError(f"EVAL: {{{match.group(1)}}} names nothing that the program has defined")
    return f" {_PREFIX}{match.group(1)} "


def _visit(node: ast.expr, values: Mapping[str, Any]) -> Any:
    """The value of an admitted expression."""
    match node:
        case ast.Constant(value=str() as value):
            return _fill(value, values)
        case ast.Constant(value=value):
            return value
        case ast.Name(id=name):
            return values[name[len(_PREFIX) :]]
        case ast.BinOp(left=left, op=op, right=right):
            return _checked(_BINARY[type(op)](_visit(left, values), _visit(right, values)))
        case ast.UnaryOp(op=unary, operand=operand):
            return _UNARY[type(unary)](_visit(operand, values))
        case ast.BoolOp(op=junction, values=operands):
            wanted = isinstance(junction, ast.Or)
            outcome: Any = not wanted
            for operand in operands:
                outcome = _visit(operand, values)
                if truth(outcome) is wanted:
                    break
            return outcome
        case ast.Compare(left=left, ops=relations, comparators=comparators):
            current = _visit(left, values)
            for relation, comparator in zip(relations, comparators, strict=True):
                following = _visit(comparator, values)
                if not _COMPARE[type(relation)](current, following):
                    return False
                current = following
            return True
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return _visit(body if truth(_visit(test, values)) else orelse, values)
        case ast.List(elts=items) | ast.Tuple(elts=items):
            return [_visit(item, values) for item in items]
        case ast.Subscript(value=container, slice=index):
            return _visit(container, values)[_visit(index, values)]
        case ast.Call(func=ast.Name(id=name), args=args):
            return FUNCTIONS[name](*(_visit(argument, values) for argument in args))
    raise ToolError(f"EVAL does not offer {type(node).__name__}; {_OFFER}")


def _fill(text: str, values: Mapping[str, Any]) -> str:
    """A quoted text with its placeholders filled in: the result is a text, whatever it says."""

    def show(match: re.Match[str]) -> str:
        if match.group(1) not in values:
            raise ToolError(f"EVAL: {{{match.group(1)}}} names nothing the program has defined")
        return str(values[match.group(1)])

    filled = _PLACEHOLDER.sub(show, text)
    if len(filled) > MAX_BITS:
        raise ToolError("EVAL: the text grew too long")
    return filled


def _short(value: str | list[Any] | tuple[Any, ...]) -> None:
    """Refuse what is long, also by what its items hold; ``[[0] * 4000] * 4000`` is short else."""
    items = 0
    waiting: list[Any] = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str | list | tuple):
            items += len(item)
            if items > MAX_BITS:
                raise ToolError("EVAL: the result grew too long")
            if not isinstance(item, str):
                waiting.extend(item)


def _checked(value: Any) -> Any:
    if isinstance(value, int) and value.bit_length() > MAX_BITS:
        raise ToolError("EVAL: the number grew too large")
    if isinstance(value, str | list | tuple):
        _short(value)
    if isinstance(value, float) and not math.isfinite(value):
        raise ToolError("EVAL: the result is not a finite number")
    return value
