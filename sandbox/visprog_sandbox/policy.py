# ruff: noqa: N802  (methods named after node classes)
"""What a program may be made of: one table, on top of RestrictedPython's transformer.

``SYNTAX`` names every kind of syntax-tree node that is accepted; whatever is not in it, also what a
later Python may invent, is refused. ``REFUSALS`` says what to write instead.
"""

from __future__ import annotations

import ast
from typing import Any

from RestrictedPython import RestrictingNodeTransformer

from visprog_sandbox.hooks import Hook, Internal, InternalLambda

SYNTAX: frozenset[str] = frozenset(
    [
        "Module",
        "Expr",
        "Assign",
        "AnnAssign",
        "AugAssign",
        "Delete",
        "Pass",
        "If",
        "For",
        "While",
        "Break",
        "Continue",
        "Try",
        "ExceptHandler",
        "Raise",
        "Assert",
        "FunctionDef",
        "Lambda",
        "arguments",
        "arg",
        "Return",
        "Nonlocal",
        "Import",
        "ImportFrom",
        "alias",
        "Name",
        "Constant",
        "JoinedStr",
        "FormattedValue",
        "Attribute",
        "Subscript",
        "Slice",
        "Starred",
        "Call",
        "keyword",
        "List",
        "Tuple",
        "Set",
        "Dict",
        "ListComp",
        "SetComp",
        "DictComp",
        "GeneratorExp",
        "comprehension",
        "BoolOp",
        "And",
        "Or",
        "UnaryOp",
        "Not",
        "USub",
        "UAdd",
        "Invert",
        "IfExp",
        "NamedExpr",
        "BinOp",
        "Add",
        "Sub",
        "Mult",
        "Div",
        "FloorDiv",
        "Mod",
        "Pow",
        "LShift",
        "RShift",
        "BitAnd",
        "BitOr",
        "BitXor",
        "Compare",
        "Eq",
        "NotEq",
        "Lt",
        "LtE",
        "Gt",
        "GtE",
        "Is",
        "IsNot",
        "In",
        "NotIn",
        "Load",
        "Store",
        "Del",
    ]
)

REFUSALS: dict[str, tuple[str, str]] = {
    "ClassDef": ("classes are not allowed", "use functions, lists and dicts"),
    "With": ("with is not allowed", "call the tools directly"),
    "AsyncWith": ("async is not allowed", "call the tools directly; they run side by side"),
    "AsyncFor": ("async is not allowed", "use a plain for"),
    "AsyncFunctionDef": ("async is not allowed", "use def; tools run side by side anyway"),
    "Await": ("await is not allowed", "a tool's value waits by itself when it is used"),
    "Yield": ("generators are not allowed", "append to a list and return it"),
    "YieldFrom": ("generators are not allowed", "append to a list and return it"),
    "Match": ("match is not allowed", "use if and elif"),
    "TryStar": ("except* is not allowed", "use except"),
    "Global": ("global is not allowed", "pass the value as an argument and return the new one"),
    "MatMult": ("@ is not an operator here", ""),
    "TypeAlias": ("type aliases are not allowed", "leave types out"),
    "TemplateStr": ("template strings are not allowed", "use an f-string"),
}

IMPORT_HINTS: dict[str, str] = {
    "re": "use str methods such as split, replace, startswith and in",
    "numpy": "use lists, sum, min, max and math",
    "PIL": "images are handled by the tools",
    "cv2": "images are handled by the tools",
    "torch": "models are called by the tools",
    "collections": "use a dict and counts[key] = counts.get(key, 0) + 1",
    "itertools": "use loops and comprehensions",
    "random": "programs give the same answer every time",
}

MAX_DEPTH = 90
"""Levels of nesting in the syntax tree. Deeper ones are refused before anything recurses."""

MAX_SYNTAX_NODES = 20_000

BOUNDED: dict[type[ast.operator], str] = {
    ast.Mod: "_mod_", ast.Mult: "_mult_", ast.Pow: "_pow_", ast.LShift: "_shift_",
}  # fmt: skip
"""Operators that are calls of a guard: they could make something without end."""


class Policy(RestrictingNodeTransformer):  # type: ignore[misc]
    """RestrictedPython's rules, with what programs need and it refuses rewritten to guarded forms.

    Runs after :mod:`visprog_sandbox.flow`. ``refusals`` holds places and reasons.
    """

    def __init__(self) -> None:
        super().__init__()
        self.refusals: list[tuple[tuple[int, int], str]] = []

    def error(self, node: ast.AST, info: str) -> None:
        where = (getattr(node, "lineno", 1), getattr(node, "col_offset", 0))
        self.refusals.append((where, info))

    def visit(self, node: ast.AST) -> Any:
        if type(node) not in (Hook, Internal, InternalLambda) and (
            type(node).__name__ not in SYNTAX or type(node).__module__ != "ast"
        ):
            self.not_allowed(node)
            return node
        return super().visit(node)

    # What this package put in

    def visit_Hook(self, node: Hook) -> ast.AST:
        node.func = self.visit(node.func)
        node.args = [self.visit(argument) for argument in node.args]
        return node

    def visit_Internal(self, node: Internal) -> ast.AST:
        return node

    def visit_InternalLambda(self, node: InternalLambda) -> ast.AST:
        node.body = self.visit(node.body)
        return node

    # What RestrictedPython treats otherwise

    def visit_Name(self, node: ast.Name) -> Any:
        if node.id == "print" and isinstance(node.ctx, ast.Load):
            return node
        return super().visit_Name(node)

    def visit_Nonlocal(self, node: ast.Nonlocal) -> ast.AST:
        for name in node.names:
            self.check_name(node, name)
        return node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.annotation = None
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> Any:
        node.returns = None
        return super().visit_FunctionDef(node)

    def visit_List(self, node: ast.List) -> Any:
        if isinstance(node.ctx, ast.Store):
            return self.visit(ast.copy_location(ast.Tuple(node.elts, ast.Store()), node))
        return super().visit_List(node)

    def visit_Assign(self, node: ast.Assign) -> Any:
        node.targets = [_as_tuple(target) for target in node.targets]
        return super().visit_Assign(node)

    def visit_For(self, node: ast.For) -> Any:
        node.target = _as_tuple(node.target)
        return super().visit_For(node)

    def visit_comprehension(self, node: ast.comprehension) -> Any:
        node.target = _as_tuple(node.target)
        return super().visit_comprehension(node)

    # Operations that C code would do on a handle's behalf, or without a bound

    def visit_FormattedValue(self, node: ast.FormattedValue) -> Any:
        spec = self.visit(node.format_spec) if node.format_spec else ast.Constant(value="")
        conversion = ast.Constant(value=chr(node.conversion) if node.conversion > 0 else "")
        text = guard("_format_", self.visit(node.value), conversion, spec)
        new = ast.FormattedValue(value=text, conversion=-1, format_spec=None)
        return ast.fix_missing_locations(ast.copy_location(new, node))

    def visit_BinOp(self, node: ast.BinOp) -> Any:
        node = self.node_contents_visit(node)
        name = BOUNDED.get(type(node.op))
        if name is not None:
            new = guard(name, node.left, node.right)
            return ast.fix_missing_locations(ast.copy_location(new, node))
        return node

    def visit_Compare(self, node: ast.Compare) -> Any:
        node = self.node_contents_visit(node)
        if any(isinstance(op, ast.Is | ast.IsNot | ast.In | ast.NotIn) for op in node.ops):
            node.left = guard("_plain_", node.left)
            node.comparators = [guard("_plain_", value) for value in node.comparators]
            ast.fix_missing_locations(node)
        return node


def guard(name: str, *arguments: ast.expr) -> Hook:
    return Hook(func=Internal(id=name, ctx=ast.Load()), args=list(arguments), keywords=[])


def _as_tuple(target: ast.expr) -> ast.expr:
    """RestrictedPython guards the unpacking of tuples only."""
    if isinstance(target, ast.List | ast.Tuple):
        elements = [_as_tuple(element) for element in target.elts]
        return ast.copy_location(ast.Tuple(elements, ast.Store()), target)
    return target
