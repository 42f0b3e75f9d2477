"""What a program may write in several ways, in the one that the rest of the child knows."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from visprog_sandbox.names import Surface
from visprog_sandbox.policy import guard

BRACES = re.compile(r"\{([A-Za-z][A-Za-z0-9_]*)\}")


def bind_braces(tree: ast.Module, surface: Surface, dialect: str) -> None:
    """``EVAL(expr="{A} == 3")`` becomes ``EVAL(expr="{A} == 3", A=A)``."""
    variadic = {name for name, tool in surface.functions(dialect).items() if tool.variadic}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        if node.func.id not in variadic:
            continue
        texts = [*node.args[:1], *(k.value for k in node.keywords if k.arg == "expr")]
        given = {keyword.arg for keyword in node.keywords}
        for text in texts:
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                for name in dict.fromkeys(BRACES.findall(text.value)):
                    if name not in given:
                        load = ast.copy_location(ast.Name(id=name, ctx=ast.Load()), text)
                        keyword = ast.keyword(arg=name, value=load)
                        node.keywords.append(ast.copy_location(keyword, text))
                        given.add(name)


class Normalizer(ast.NodeTransformer):
    """Annotations are for people; an import assigns the table that stands for the module."""

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.stmt:
        if node.value is None:
            return ast.copy_location(ast.Pass(), node)
        return ast.copy_location(ast.Assign(targets=[node.target], value=node.value), node)

    def visit_Import(self, node: ast.Import) -> list[ast.stmt]:
        return [self._bind(alias.asname or alias.name, [alias.name], node) for alias in node.names]

    def visit_ImportFrom(self, node: ast.ImportFrom) -> list[ast.stmt]:
        if node.module in (None, "__future__"):
            return [ast.copy_location(ast.Pass(), node)]
        return [
            self._bind(alias.asname or alias.name, [str(node.module), alias.name], node)
            for alias in node.names
        ]

    @staticmethod
    def _bind(name: str, path: Sequence[str], node: ast.stmt) -> ast.stmt:
        value = guard("_import_", *(ast.Constant(value=part) for part in path))
        target = ast.Name(id=name, ctx=ast.Store())
        return ast.copy_location(ast.Assign(targets=[target], value=value), node)
