"""The syntax nodes that this package puts into a program, and what they call.

No parser produces them, so the policy can let them pass while everything that the program itself
wrote goes through it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Any

from visprog_sandbox.scope import Scope


class Internal(ast.Name):
    """A name that only this package may use."""


class Hook(ast.Call):
    """A call that this package put in."""


class InternalLambda(ast.Lambda):
    """A function that this package put in."""


HOOKS = {
    "_begin_": "begin", "_clear_": "clear", "_load_": "load", "_loaded_": "loaded",
    "_pair_": "pair", "_drop_": "drop", "_set_": "set", "_store_": "store",
    "_store_each_": "store_each", "_walrus_": "walrus", "_define_": "define",
    "_decide_": "decide", "_operand_": "operand",
    "_mark_": "mark", "_end_": "end", "_each_": "each", "_join_": "join", "_enter_": "enter",
    "_return_": "return_", "_call_": "call", "_try_": "try_", "_caught_": "caught",
    "_finally_": "finally_", "_tried_": "tried",
}  # fmt: skip
"""Name in the program's code, and method of the ledger."""


def hook(name: str, *arguments: ast.expr) -> Hook:
    return Hook(func=Internal(id=name, ctx=ast.Load()), args=list(arguments), keywords=[])


def const(value: Any) -> ast.Constant:
    return ast.Constant(value=value)


def sequence(items: Iterable[ast.expr]) -> ast.Tuple:
    return ast.Tuple(elts=list(items), ctx=ast.Load())


def shadow(scope: Scope) -> Internal:
    """The variable that holds the activation of ``scope``."""
    return Internal(id=f"_s{scope.index}_", ctx=ast.Load())


def begin() -> Hook:
    return hook("_begin_")


def nothing() -> Internal:
    """The steps of a constant."""
    return Internal(id="_none_", ctx=ast.Load())
