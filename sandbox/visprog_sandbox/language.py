"""What the language of programs does not have, found in a program as parsed."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from visprog_sandbox.findings import Finding
from visprog_sandbox.functions import MODULES
from visprog_sandbox.policy import IMPORT_HINTS, REFUSALS, SYNTAX

MATH_HINT = "math and typing can be imported; nothing else is needed"
MAX_ARGUMENTS = 100


def refused(tree: ast.Module) -> Iterator[Finding]:
    """Every construct that is not in the language, and every name that nobody may use."""
    for node in ast.walk(tree):
        name = type(node).__name__
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from _import(node)
        elif name not in SYNTAX and not isinstance(node, ast.operator):
            message, hint = REFUSALS.get(name, (f"{name} is not allowed", ""))
            yield Finding.at(node, "syntax-not-allowed", message, hint)
        elif isinstance(getattr(node, "op", None), ast.MatMult):
            yield Finding.at(node, "syntax-not-allowed", *REFUSALS["MatMult"])
        yield from _identifiers(node)
        yield from _details(node)


def _identifiers(node: ast.AST) -> Iterator[Finding]:
    for name in _named(node):
        if name.startswith("_") and name != "_":
            message = f"{name} starts with an underscore"
            yield Finding.at(node, "private-name", message, "rename it")
        elif not name.isascii():
            yield Finding.at(node, "name", f"{name!r} is not an ASCII name", "rename it")


def _named(node: ast.AST) -> Sequence[str]:
    """The names that a node writes itself."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.FunctionDef(name=name):
            return [name]
        case ast.arg(arg=str(name)) | ast.keyword(arg=str(name)):
            return [name]
        case ast.ExceptHandler(name=str(name)) | ast.alias(asname=str(name)):
            return [name]
        case ast.Nonlocal(names=names) | ast.Global(names=names):
            return names
    return []


def _details(node: ast.AST) -> Iterator[Finding]:
    match node:
        case ast.Constant(value=bytes() | complex() as value):
            message = f"{type(value).__name__} values are not allowed"
            yield Finding.at(node, "constant", message, "use text or numbers")
        case ast.FunctionDef() | ast.Lambda():
            yield from _function(node)
        case ast.Try(finalbody=body):
            for inner in _leaving(body):
                message = "a finally block cannot leave early"
                yield Finding.at(inner, "finally", message, "move it after the try")
        case ast.AugAssign(target=ast.Attribute()) | ast.AnnAssign(target=ast.Attribute()):
            yield Finding.at(node, "attribute-write", "attributes cannot be set", "use a variable")
        case ast.Call(args=args, keywords=keywords) if len(args) + len(keywords) > MAX_ARGUMENTS:
            yield Finding.at(node, "call", f"more than {MAX_ARGUMENTS} arguments")


def _function(node: ast.FunctionDef | ast.Lambda) -> Iterator[Finding]:
    if node.args.posonlyargs:
        message = "/ in parameters is not allowed"
        yield Finding.at(node, "positional-only", message, "leave it out")
    if isinstance(node, ast.Lambda):
        return
    if node.decorator_list:
        yield Finding.at(node, "decorator", "decorators are not allowed", "call the function")
    if getattr(node, "type_params", None):
        yield Finding.at(node, "type-parameters", "type parameters are not allowed", "drop them")


def _import(node: ast.Import | ast.ImportFrom) -> Iterator[Finding]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            if alias.name not in MODULES or alias.name == "__future__":
                yield _no_import(node, alias.name)
    elif node.level or node.module not in MODULES:
        yield _no_import(node, node.module or ".")
    else:
        for alias in node.names:
            if alias.name not in MODULES[node.module]:
                yield Finding.at(node, "import", f"{node.module} has no {alias.name} here")


def _no_import(node: ast.AST, name: str) -> Finding:
    hint = IMPORT_HINTS.get(name.split(".")[0], MATH_HINT)
    return Finding.at(node, "import", f"{name} cannot be imported", hint)


def _leaving(body: Sequence[ast.stmt]) -> list[ast.stmt]:
    return [
        node
        for statement in body
        for node in ast.walk(statement)
        if isinstance(node, ast.Return | ast.Break | ast.Continue)
    ]
