"""Reads a program and finds everything that is wrong with it, before anything runs.

Runs in the child: a source can make the parser itself fail, and then only the child is lost.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from types import CodeType
from typing import Any

from visprog_sandbox.decisions import PROGRAM, Fork
from visprog_sandbox.findings import TOO_COMPLEX, Finding, Rejected
from visprog_sandbox.flow import Flow
from visprog_sandbox.idle import advice
from visprog_sandbox.kinds import Kinds
from visprog_sandbox.language import refused
from visprog_sandbox.names import ENTRY, Surface
from visprog_sandbox.normalize import Normalizer, bind_braces
from visprog_sandbox.policy import MAX_DEPTH, MAX_SYNTAX_NODES, Policy
from visprog_sandbox.scope import bound
from visprog_sandbox.uses import Uses


@dataclass(frozen=True, slots=True)
class Checked:
    """An accepted program, ready to be executed."""

    dialect: str
    calls: list[dict[str, Any]]
    code: CodeType
    forks: list[Fork]
    signatures: list[list[str]]
    variables: list[str]
    """Names that the top level assigns, in order of their last assignment."""
    advice: list[Finding]
    """What it computes for nothing."""


def check(text: str, images: Sequence[str], surface: Surface) -> Checked:
    """Parse, check, instrument and compile. Raises :class:`Rejected`."""
    tree = _parse(text)
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    dialect = "vipergpt" if any(node.name == ENTRY for node in functions) else "visprog"
    bind_braces(tree, surface, dialect)
    uses = Uses(tree, dialect, images, surface)
    kinds = Kinds(tree, dialect, images, surface)
    findings = [*refused(tree), *uses.findings, *kinds.findings]
    lines = {finding.line for finding in findings}
    findings += [finding for finding in _uncompilable(text) if finding.line not in lines]
    if findings:
        raise Rejected(findings)
    if all(_idle(statement) for statement in tree.body):
        raise Rejected([Finding(1, 0, "empty", "the program does nothing", "call a tool")])
    variables = _assigned_last(tree)
    idle = advice(tree, dialect, uses.calls)
    flow = Flow()
    policy = Policy()
    try:
        tree = policy.visit(flow.module(Normalizer().visit(tree)))
        if policy.refusals:
            raise Rejected(Finding(*where, "restricted", why) for where, why in policy.refusals)
        code = compile(ast.fix_missing_locations(tree), PROGRAM, "exec", dont_inherit=True)
    except SyntaxError as error:
        raise Rejected([Finding.of(error)]) from None
    except (RecursionError, MemoryError, ValueError, OverflowError):
        raise Rejected([TOO_COMPLEX]) from None
    return Checked(dialect, uses.calls, code, flow.forks, flow.signatures, variables, idle)


def _parse(text: str) -> ast.Module:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text, PROGRAM)
    except SyntaxError as error:
        raise Rejected([Finding.of(error)]) from None
    except (RecursionError, MemoryError, ValueError, OverflowError):
        raise Rejected([TOO_COMPLEX]) from None
    waiting: list[tuple[ast.AST, int]] = [(tree, 0)]
    count = 0
    while waiting:
        node, depth = waiting.pop()
        count += 1
        if depth > MAX_DEPTH or count > MAX_SYNTAX_NODES:
            raise Rejected([TOO_COMPLEX])
        waiting.extend((child, depth + 1) for child in ast.iter_child_nodes(node))
    return tree


def _uncompilable(text: str) -> list[Finding]:
    """What the parser lets pass and Python's compiler refuses: a repeated argument, a stray
    ``return``. Later the program is another one, in which that could not be seen."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, PROGRAM, "exec", dont_inherit=True)
    except SyntaxError as error:
        return [Finding.of(error)]
    except (RecursionError, MemoryError, ValueError, OverflowError):
        return [TOO_COMPLEX]
    return []


def _idle(statement: ast.stmt) -> bool:
    match statement:
        case ast.Expr(value=ast.Constant()) | ast.AnnAssign(value=None):
            return True
        case ast.Pass() | ast.Import() | ast.ImportFrom():
            return True
    return False


def _assigned_last(tree: ast.Module) -> list[str]:
    names: dict[str, None] = {}
    for statement in tree.body:
        for name in sorted(bound([statement])):
            if not isinstance(statement, ast.FunctionDef | ast.Import | ast.ImportFrom):
                names.pop(name, None)
                names[name] = None
    return list(names)
