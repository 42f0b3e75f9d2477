"""How a program uses names, attributes and tools: what cannot be right, and every call."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from visprog_sandbox.findings import Finding, did_you_mean
from visprog_sandbox.functions import MODULES
from visprog_sandbox.guards import ALL_METHODS
from visprog_sandbox.names import ENTRY, PATCH, Surface, Tool
from visprog_sandbox.scope import COMPREHENSIONS, Scope, bound, names_in, parameters


@dataclass
class Uses:
    """Collects findings, and the tool calls as they stand in the text."""

    tree: ast.Module
    dialect: str
    images: Sequence[str]
    surface: Surface
    findings: list[Finding] = field(default_factory=list)
    calls: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._tools = self.surface.functions(self.dialect)
        self._known = self.surface.names(self.dialect, self.images)
        self._attributes = ALL_METHODS.union(
            self.surface.methods, *self.surface.attributes.values()
        )
        self._modules = imported_modules(self.tree)
        module = Scope.of(self.tree, None, 0)
        self._block(self.tree.body, module, [])
        self._order(module)
        self._entry()
        self.calls.sort(key=lambda call: (call["line"], call["column"]))

    def _report(self, node: ast.AST, code: str, message: str, hint: str = "") -> None:
        self.findings.append(Finding.at(node, code, message, hint))

    # Scope by scope

    def _block(self, nodes: Sequence[ast.AST], scope: Scope, comprehended: list[set[str]]) -> None:
        for node in nodes:
            self._node(node, scope, comprehended, None)

    def _node(
        self, node: ast.AST, scope: Scope, comprehended: list[set[str]], target: str | None
    ) -> None:
        if isinstance(node, ast.FunctionDef | ast.Lambda):
            self._block([d for d in (*node.args.defaults, *node.args.kw_defaults) if d], scope,
                        comprehended)  # fmt: skip
            inner = Scope.of(node, scope, 0)
            inner.names |= set().union(*comprehended)
            body = [node.body] if isinstance(node, ast.Lambda) else node.body
            self._block(body, inner, [])
            return
        if isinstance(node, COMPREHENSIONS):
            names = {name.id for part in node.generators for name in names_in(part.target)}
            self._block(list(ast.iter_child_nodes(node)), scope, [*comprehended, names])
            return
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            self._name(node, scope, comprehended)
        elif isinstance(node, ast.Attribute):
            self._attribute(node)
        elif isinstance(node, ast.Call):
            self._call(node, scope, comprehended, target)
        elif isinstance(node, ast.Nonlocal):
            for name in node.names:
                outer = scope.parent
                if outer is None or (home := outer.owner(name)) is None or home.parent is None:
                    self._report(node, "nonlocal", f"no outer function defines {name}")
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            first = node.targets[0]
            target = first.id if isinstance(first, ast.Name) else None
            self._block(node.targets, scope, comprehended)
            self._node(node.value, scope, comprehended, target)
            return
        if isinstance(node, ast.arg | ast.AnnAssign):
            parts = [] if isinstance(node, ast.arg) else [node.target, node.value]
            self._block([part for part in parts if part], scope, comprehended)
            return
        self._block(list(ast.iter_child_nodes(node)), scope, comprehended)

    def _name(self, node: ast.Name, scope: Scope, comprehended: list[set[str]]) -> None:
        name = node.id
        if name in self._known or scope.owner(name) or any(name in names for names in comprehended):
            return
        if name.startswith("_"):
            return
        candidates = self._known | scope.names | bound(self.tree.body)
        tool = name.isupper()
        other = "vipergpt" if self.dialect == "visprog" else "visprog"
        if name in self.surface.functions(other) or name == PATCH:
            needs = f"def {ENTRY}(image):" if self.dialect == "visprog" else f"no {ENTRY}"
            self._report(node, "unknown-name", f"{name} is for programs with {needs}")
            return
        kind, code = ("tool", "unknown-tool") if tool else ("name", "undefined-name")
        if tool and not name.isalpha() and name not in self._tools and "_" not in name:
            kind, code = "name", "undefined-name"
        message = f"unknown tool {name}" if kind == "tool" else f"{name} is not defined"
        self._report(node, code, message, did_you_mean(name, candidates))

    def _attribute(self, node: ast.Attribute) -> None:
        if not isinstance(node.ctx, ast.Load):
            self._report(node, "attribute-write", "attributes cannot be set", "use a variable")
            return
        if isinstance(node.value, ast.Name) and node.value.id in self._modules:
            self._member(node, self._modules[node.value.id])
            return
        if node.attr not in self._attributes and not node.attr.startswith("_"):
            hint = did_you_mean(node.attr, self._attributes)
            self._report(node, "unknown-attribute", f"nothing has an attribute {node.attr}", hint)

    def _member(self, node: ast.Attribute, module: str) -> None:
        if module and node.attr not in MODULES[module] and not node.attr.startswith("_"):
            hint = did_you_mean(node.attr, MODULES[module])
            self._report(node, "unknown-attribute", f"{module} has no {node.attr} here", hint)

    def _call(
        self, node: ast.Call, scope: Scope, comprehended: list[set[str]], target: str | None
    ) -> None:
        tool: Tool | None = None
        implicit = 0
        if isinstance(node.func, ast.Name) and scope.owner(node.func.id) is None:
            tool = self._tools.get(node.func.id)
        elif isinstance(node.func, ast.Attribute) and node.func.attr not in ALL_METHODS:
            tool, implicit = self.surface.methods.get(node.func.attr), 1
        if tool is None:
            return
        uses = self._uses(node, tool, implicit)
        self.calls.append(
            {"tool": tool.name, "line": node.lineno, "column": node.col_offset, "target": target,
             "uses": uses}
        )  # fmt: skip
        if any(isinstance(a, ast.Starred) for a in node.args):
            return
        names = [keyword.arg for keyword in node.keywords]
        if None in names:
            return
        given = [name for name in names if name is not None]
        known = [p.name for p in tool.parameters if not p.variadic]
        unknown = [] if tool.variadic else [name for name in given if name not in known]
        for name in unknown:
            hint = did_you_mean(name, known) or f"it is {tool.signature}"
            self._report(node, "unknown-argument", f"{tool.name} has no argument {name}", hint)
        if unknown:
            return  # what seems to be missing is probably what was misspelt
        try:
            bound_to = tool.bind(len(node.args) + implicit, [n for n in given if n in known])
        except TypeError as error:
            self._report(node, "arguments", str(error), f"it is {tool.signature}")
            return
        self._constants(node, tool, implicit, bound_to)

    def _constants(
        self, node: ast.Call, tool: Tool, implicit: int, where: dict[str, int | str]
    ) -> None:
        """A constant can never be an image or a region."""
        for parameter in tool.parameters:
            place = where.get(parameter.name)
            if place is None or parameter.type not in ("image", "images", "regions", "region"):
                continue
            if isinstance(place, int):
                value = node.args[place - implicit] if place >= implicit else None
            else:
                value = next(k.value for k in node.keywords if k.arg == place)
            if isinstance(value, ast.Constant) and value.value is not None:
                article = "an image" if parameter.type == "image" else parameter.type
                got = f"{value.value!r}"[:40]
                self._report(
                    value, "argument-type", f"{tool.name}: {parameter.name} is {article}, not {got}"
                )

    @staticmethod
    def _uses(node: ast.Call, tool: Tool, implicit: int) -> list[tuple[str, list[str]]]:
        plain = [p.name for p in tool.parameters if not p.variadic]
        arguments: list[tuple[str, ast.expr]] = []
        if implicit and isinstance(node.func, ast.Attribute):
            arguments.append((plain[0], node.func.value))
        for index, value in enumerate(node.args):
            name = plain[index + implicit] if index + implicit < len(plain) else "*"
            arguments.append((name, value))
        arguments += [(keyword.arg or "**", keyword.value) for keyword in node.keywords]
        return [
            (name, sorted({n.id for n in ast.walk(value) if isinstance(n, ast.Name)}))
            for name, value in arguments
        ]

    def _order(self, module: Scope) -> None:
        """Names that the top level reads before any statement can have defined them."""
        defined: set[str] = set()
        for statement in self.tree.body:
            defined |= bound([statement])
            if isinstance(statement, ast.FunctionDef):
                continue
            local = {
                name.id
                for node in ast.walk(statement)
                if isinstance(node, ast.comprehension)
                for name in names_in(node.target)
            }
            local |= {
                name.lstrip("*")
                for node in ast.walk(statement)
                if isinstance(node, ast.Lambda | ast.FunctionDef)
                for name in parameters(node)
            }
            for node in ast.walk(statement):
                if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Load):
                    continue
                if node.id in module.names and node.id not in defined | local | self._known:
                    self._report(
                        node, "undefined-name", f"{node.id} is used before it is defined",
                        "move its assignment up",
                    )  # fmt: skip

    def _entry(self) -> None:
        if self.dialect != "vipergpt":
            return
        node = next(n for n in reversed(self.tree.body)
                    if isinstance(n, ast.FunctionDef) and n.name == ENTRY)  # fmt: skip
        needed = len(node.args.args) - len(node.args.defaults)
        keyword_only = sum(1 for value in node.args.kw_defaults if value is None)
        pictures = len({name.lower() for name in self.images} - {"left", "right"})
        if keyword_only or (pictures and needed > pictures):
            message = f"{ENTRY} takes {needed} images, but there are {pictures}"
            self._report(node, "entry", message)


def imported_modules(tree: ast.Module) -> dict[str, str]:
    """Names that ``import`` binds, with their module; ``""`` where something else binds it too."""
    modules: dict[str, str] = {}
    others: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=aliases):
                for alias in aliases:
                    name = alias.asname or alias.name
                    same = alias.name in MODULES and modules.get(name, alias.name) == alias.name
                    modules[name] = alias.name if same else ""
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()) | ast.arg(arg=name):
                others.add(name)
            case ast.FunctionDef(name=name) | ast.ExceptHandler(name=str(name)):
                others.add(name)
            case ast.ImportFrom(names=aliases):
                others.update(alias.asname or alias.name for alias in aliases)
    return {name: "" if name in others else module for name, module in modules.items()}
