"""Which function owns which name, and what a statement may change.

The checker (undefined names) and the flow transformer (who is affected by a decision) ask here.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

Function: TypeAlias = ast.FunctionDef | ast.Lambda
Comprehension: TypeAlias = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)

MUTATORS = frozenset(
    {
        "append", "extend", "insert", "pop", "remove", "clear", "sort", "reverse",
        "update", "setdefault", "popitem", "add", "discard",
    }
)  # fmt: skip
"""Methods of lists, dicts and sets that change them."""


def names_in(target: ast.expr | None) -> Iterator[ast.Name]:
    """The names that an assignment to ``target`` binds."""
    if isinstance(target, ast.Name):
        yield target
    elif isinstance(target, ast.Starred):
        yield from names_in(target.value)
    elif isinstance(target, ast.Tuple | ast.List):
        for element in target.elts:
            yield from names_in(element)


def same_shape(target: ast.expr, value: ast.expr) -> bool:
    """Whether ``a, b = x, y`` can be followed element by element."""
    return (
        isinstance(target, ast.Tuple | ast.List)
        and isinstance(value, ast.Tuple | ast.List)
        and len(target.elts) == len(value.elts)
        and not any(isinstance(element, ast.Starred) for element in (*target.elts, *value.elts))
    )


def parameters(node: Function) -> list[str]:
    """Parameter names in the order in which positional arguments fill them; ``*`` the rest."""
    arguments = node.args
    names = [arg.arg for arg in (*arguments.posonlyargs, *arguments.args)]
    names += [f"*{arg.arg}" for arg in (arguments.vararg,) if arg]
    names += [arg.arg for arg in arguments.kwonlyargs]
    names += [f"**{arg.arg}" for arg in (arguments.kwarg,) if arg]
    return names


def own_nodes(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """Nodes that are executed in the scope itself: not the bodies of functions in it."""
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, ast.FunctionDef | ast.Lambda):
            waiting += [d for d in (*node.args.defaults, *node.args.kw_defaults) if d]
        else:
            waiting.extend(ast.iter_child_nodes(node))


def bound(nodes: Iterable[ast.AST]) -> set[str]:
    """Names that statements or expressions bind in their own scope (comprehensions have theirs)."""
    names: set[str] = set()
    hidden: set[int] = set()
    for node in own_nodes(nodes):
        if isinstance(node, COMPREHENSIONS):
            for generator in node.generators:
                hidden.update(id(name) for name in names_in(generator.target))
        elif isinstance(node, ast.FunctionDef | ast.ExceptHandler):
            names.update([node.name] if node.name else [])
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names.update((alias.asname or alias.name).split(".")[0] for alias in node.names)
        elif isinstance(node, ast.Name) and id(node) not in hidden:
            names.update([] if isinstance(node.ctx, ast.Load) else [node.id])
    return names


def root(node: ast.expr) -> str | None:
    """The variable that ``a.b[0].c`` starts from."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Starred):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


@dataclass(slots=True)
class Effects:
    """What a piece of program may change: variables by binding, containers by mutation."""

    names: set[str] = field(default_factory=set)
    containers: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Scope:
    """The module or one function: its names, and the activation variable that the ledger uses."""

    node: ast.Module | Function
    parent: Scope | None
    index: int
    names: set[str] = field(default_factory=set)
    borrowed: set[str] = field(default_factory=set)
    """Names that ``nonlocal`` takes from an outer function."""
    functions: dict[str, ast.FunctionDef] = field(default_factory=dict)

    @classmethod
    def of(cls, node: ast.Module | Function, parent: Scope | None, index: int) -> Scope:
        scope = cls(node, parent, index)
        body: list[ast.AST] = [node.body] if isinstance(node, ast.Lambda) else list(node.body)
        scope.names = bound(body)
        if not isinstance(node, ast.Module):
            scope.names |= {name.lstrip("*") for name in parameters(node)}
        for inner in own_nodes(body):
            if isinstance(inner, ast.Nonlocal):
                scope.borrowed.update(inner.names)
            elif isinstance(inner, ast.FunctionDef):
                scope.functions[inner.name] = inner
        scope.names -= scope.borrowed
        return scope

    def owner(self, name: str) -> Scope | None:
        """The scope whose variable ``name`` is, seen from here; ``None`` for a built-in."""
        scope: Scope | None = self
        while scope is not None and name not in scope.names:
            scope = scope.parent
        return scope

    def function(self, name: str) -> ast.FunctionDef | None:
        """The definition that ``name`` may stand for."""
        scope = self.owner(name)
        return scope.functions.get(name) if scope else None

    def effects(self, nodes: Iterable[ast.AST], seen: frozenset[str] = frozenset()) -> Effects:
        """What ``nodes`` may change, also through the program's own functions that they call."""
        nodes = list(nodes)
        found = Effects(bound(nodes))
        for node in own_nodes(nodes):
            if isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load):
                if name := root(node):
                    found.containers.add(name)
            elif isinstance(node, ast.AugAssign):
                if name := root(node.target):
                    found.containers.add(name)
            elif isinstance(node, ast.Call):
                self._call_effects(node, seen, found)
        return found

    def _call_effects(self, node: ast.Call, seen: frozenset[str], found: Effects) -> None:
        if isinstance(node.func, ast.Attribute):
            if node.func.attr in MUTATORS and (name := root(node.func)):
                found.containers.add(name)
            return
        if not isinstance(node.func, ast.Name) or node.func.id in seen:
            return
        function = self.function(node.func.id)
        if function is None:
            return
        inner = Scope.of(function, self, -1)
        outside = inner.effects(function.body, seen | {node.func.id})
        taken = set(parameters(function))
        found.names |= outside.names - inner.names
        found.containers |= outside.containers - inner.names
        if outside.containers & {name.lstrip("*") for name in taken}:
            arguments = (*node.args, *(keyword.value for keyword in node.keywords))
            found.containers |= {name for value in arguments if (name := root(value))}


def exits(nodes: Iterable[ast.stmt]) -> str:
    """How statements may leave early: ``function``, ``loop`` (an enclosing one) or not at all."""
    how = ""
    for node in nodes:
        if isinstance(node, ast.Return | ast.Raise):
            return "function"
        if isinstance(node, ast.Break | ast.Continue):
            how = "loop"
            continue
        if isinstance(node, ast.FunctionDef):
            continue
        loop = isinstance(node, ast.For | ast.While)
        for name in ("body", "orelse", "finalbody"):
            inner = exits(getattr(node, name, ()))
            if inner == "function":
                return inner
            if inner and not (loop and name == "body"):
                how = inner
        for handler in getattr(node, "handlers", ()):
            inner = exits(handler.body)
            if inner == "function":
                return inner
            how = inner or how
    return how
