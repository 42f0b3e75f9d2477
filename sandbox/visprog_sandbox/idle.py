"""What a program computes and never uses: advice, since such a program still runs.

An unused call is often the sign of a wrong one: VisProg's own examples hide the face they did not
select because a later line names the earlier variable.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence

from visprog_sandbox.findings import Finding
from visprog_sandbox.names import ENTRY

RESULT = "RESULT"


def advice(tree: ast.Module, dialect: str, calls: Sequence[Mapping[str, object]]) -> list[Finding]:
    """Unused names, what is never reached, and a function that returns nothing."""
    found = [*_unused(tree, calls), *_unreachable(tree)]
    if dialect == "visprog":
        found += _after_result(tree)
    else:
        found += _no_return(tree)
    return sorted(found, key=lambda finding: (finding.line, finding.column))


def _unused(tree: ast.Module, calls: Sequence[Mapping[str, object]]) -> Iterator[Finding]:
    """Names that hold a call's result and are read nowhere; the last line is the result itself."""
    read = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
    texts = " ".join(
        n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)
    )
    tools = {(call["line"], call["column"]) for call in calls if call["tool"] != RESULT}
    last = tree.body[-1] if tree.body else None
    for node in ast.walk(tree):
        if not isinstance(node, ast.Assign) or node is last:
            continue
        target, value = node.targets[0], node.value
        called = isinstance(value, ast.Call) and (value.lineno, value.col_offset) in tools
        named = isinstance(target, ast.Name) and target.id not in read
        if called and isinstance(target, ast.Name) and named and f"{{{target.id}}}" not in texts:
            message = f"{target.id} is never used"
            yield Finding.at(node, "unused", message, "use it, or leave the line out")


def _after_result(tree: ast.Module) -> Iterator[Finding]:
    """Lines after ``RESULT``; without one the last line is the answer."""
    results = [number for number, node in enumerate(tree.body) if _calls(node, RESULT)]
    for node in tree.body[results[0] + 1 :] if results else ():
        yield Finding.at(node, "unreachable", "this stands after RESULT and changes nothing")


def _unreachable(tree: ast.Module) -> Iterator[Finding]:
    """Statements after a ``return``, ``break``, ``continue`` or ``raise`` of the same block."""
    for node in ast.walk(tree):
        for block in ("body", "orelse", "finalbody"):
            statements = getattr(node, block, None)
            if not isinstance(statements, list):
                continue
            for number, statement in enumerate(statements[:-1]):
                if isinstance(statement, ast.Return | ast.Break | ast.Continue | ast.Raise):
                    message = "this is never reached"
                    yield Finding.at(statements[number + 1], "unreachable", message)
                    break


def _no_return(tree: ast.Module) -> Iterator[Finding]:
    for node in tree.body:
        entry = isinstance(node, ast.FunctionDef) and node.name == ENTRY
        if entry and not any(isinstance(n, ast.Return) and n.value for n in ast.walk(node)):
            yield Finding.at(node, "no-result", f"{ENTRY} returns nothing", "return the answer")


def _calls(node: ast.stmt, name: str) -> bool:
    match node:
        case (
            ast.Assign(value=ast.Call(func=ast.Name(id=called)))
            | ast.Expr(value=ast.Call(func=ast.Name(id=called)))
        ):
            return called == name
    return False
