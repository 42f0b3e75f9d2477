"""The graph of a program as it stands in the text: which call uses what another defined.

A run's own graph is truer, since it knows which calls were made and how often; this one is there
before anything runs. Names are followed through assignments, loops and conditions; a call inside a
loop is one node.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TypeAlias

from visprog.graph import ANSWER, StepGraph
from visprog.program import Control, Program, Site

Sources: TypeAlias = dict[str, None]
"""Node names, each once, in order."""


def outline(program: Program, methods: Collection[str] = ()) -> StepGraph:
    """The static graph; nodes ``c1``, ``c2`` ... carry ``tool``, ``line`` and ``target``.

    ``methods`` names the tools that are called as methods of a patch: whether ``x.find(...)`` is
    one is not sure before the run, so the checker does not list it, and it is drawn.
    """
    return _Outline(program, methods).graph


class _Outline(ast.NodeVisitor):
    def __init__(self, program: Program, methods: Collection[str]) -> None:
        self._methods = frozenset(methods)
        self.graph = StepGraph()
        self._calls = {(c.site.line, c.site.column): c for c in program.calls}
        self._names: dict[str, Sources] = {}
        self._nodes: dict[tuple[int, int], str] = {}
        self._control: list[tuple[Sources, int]] = []
        self._answer: Sources = {}
        for statement in ast.parse(program.text).body:
            self.visit(statement)
        self.graph.add(ANSWER, {"value": list(self._answer)}, self._decisions())

    # ---- statements

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        for statement in node.body:
            self.visit(statement)

    def visit_Assign(self, node: ast.Assign) -> None:
        found = self._sources(node.value)
        for target in node.targets:
            for name in _names(target):
                self._names[name] = found
        self._answer = found

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        found = self._sources(node.value)
        for name in _names(node.target):
            self._names[name] = {**self._names.get(name, {}), **found}

    def visit_Expr(self, node: ast.Expr) -> None:
        found = self._sources(node.value)
        called = node.value
        if isinstance(called, ast.Call) and isinstance(called.func, ast.Attribute):
            for name in _names(called.func.value):  # found.append(patch)
                self._names[name] = {**self._names.get(name, {}), **found}

    def visit_Return(self, node: ast.Return) -> None:
        found = self._sources(node.value) if node.value else {}
        self._answer = {**self._returned(), **found, **self._under()}
        self._names["return"] = self._answer

    def visit_If(self, node: ast.If) -> None:
        self._guarded(self._sources(node.test), node.lineno, [*node.body, *node.orelse])

    def visit_While(self, node: ast.While) -> None:
        self._guarded(self._sources(node.test), node.lineno, [*node.body, *node.orelse])

    def visit_For(self, node: ast.For) -> None:
        found = self._sources(node.iter)
        for name in _names(node.target):
            self._names[name] = found
        self._guarded(found, node.lineno, [*node.body, *node.orelse])

    def visit_Assert(self, node: ast.Assert) -> None:
        self._sources(node.test)

    def _guarded(self, test: Sources, line: int, body: Iterable[ast.stmt]) -> None:
        self._control.append((test, line))
        for statement in body:
            self.visit(statement)
        self._control.pop()

    # ---- expressions

    def _sources(self, node: ast.expr) -> Sources:
        """The calls that an expression's value comes from; calls in it become nodes."""
        if isinstance(node, ast.Name):
            return self._names.get(node.id, {})
        if isinstance(node, ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp):
            return self._comprehension(node)
        if isinstance(node, ast.Call):
            return self._call(node)
        return self._union(ast.iter_child_nodes(node))

    def _union(self, nodes: Iterable[ast.AST]) -> Sources:
        found: Sources = {}
        for child in nodes:
            if isinstance(child, ast.expr):
                found |= self._sources(child)
            else:
                found |= self._union(ast.iter_child_nodes(child))
        return found

    def _comprehension(
        self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp
    ) -> Sources:
        found: Sources = {}
        for part in node.generators:
            over = self._sources(part.iter)
            for name in _names(part.target):
                self._names[name] = over
            found |= over | self._union(part.ifs)
        inner = (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,)
        return found | self._union(inner)

    def _call(self, node: ast.Call) -> Sources:
        data: dict[str, Sources] = {}
        if isinstance(node.func, ast.Attribute):
            data["self"] = self._sources(node.func.value)
        for number, argument in enumerate(node.args):
            data[f"argument {number + 1}"] = self._sources(argument)
        for word in node.keywords:
            data[word.arg or "**"] = self._sources(word.value) | self._inside(word.value)
        key = (node.lineno, node.col_offset)
        tool, target = self._tool(node)
        if tool is None or tool == "RESULT":
            return self._union_of(data)
        if key not in self._nodes:
            self._nodes[key] = f"c{len(self._nodes) + 1}"
            self.graph.add(
                self._nodes[key],
                {name: list(found) for name, found in data.items()},
                self._decisions(),
                tool=tool,
                line=node.lineno,
                target=target,
                said=[ast.unparse(argument) for argument in node.args]
                + [f"{word.arg}={ast.unparse(word.value)}" for word in node.keywords],
            )
        return {self._nodes[key]: None}

    def _tool(self, node: ast.Call) -> tuple[str | None, str | None]:
        call = self._calls.get((node.lineno, node.col_offset))
        if call is not None:
            return call.tool, call.target
        if isinstance(node.func, ast.Attribute) and node.func.attr in self._methods:
            return node.func.attr, None
        return None, None

    def _inside(self, node: ast.expr) -> Sources:
        """The calls behind ``{NAME}`` in the text of an EVAL."""
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            return {}
        return self._union_of(
            {name: found for name, found in self._names.items() if f"{{{name}}}" in node.value}
        )

    @staticmethod
    def _union_of(parts: Mapping[str, Sources]) -> Sources:
        found: Sources = {}
        for sources in parts.values():
            found |= sources
        return found

    def _decisions(self) -> list[Control]:
        return [Control(tuple(test), Site(line), "taken") for test, line in self._control if test]

    def _under(self) -> Sources:
        found: Sources = {}
        for test, _ in self._control:
            found |= test
        return found

    def _returned(self) -> Sources:
        return self._names.get("return", {})


def _names(target: ast.expr) -> Iterator[str]:
    for node in ast.walk(target):
        if isinstance(node, ast.Name):
            yield node.id
