"""Reads a program and finds everything that is wrong with it, before anything runs.

Runs in the child: a source can make the parser itself fail, and then only the child is lost.
"""

from __future__ import annotations

import ast
import difflib
import re
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from types import CodeType
from typing import Any

from visprog_sandbox.flow import Flow
from visprog_sandbox.guards import ALL_METHODS
from visprog_sandbox.ledger import PROGRAM, Fork
from visprog_sandbox.names import BUILTINS, ENTRY, PATCH, Surface, Tool
from visprog_sandbox.policy import (
    IMPORT_HINTS,
    MAX_DEPTH,
    MAX_SYNTAX_NODES,
    MODULES,
    REFUSALS,
    SYNTAX,
    Policy,
    guard,
)
from visprog_sandbox.scope import COMPREHENSIONS, Scope, bound, names_in, parameters

BRACES = re.compile(r"\{([A-Za-z][A-Za-z0-9_]*)\}")
MATH_HINT = "math and typing can be imported; nothing else is needed"
MAX_DIAGNOSTICS = 50


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong; becomes a :class:`visprog.errors.Diagnostic` on the host."""

    line: int
    column: int
    code: str
    message: str
    hint: str = ""


class Rejected(Exception):
    """The program cannot run; ``findings`` says why."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        unique = sorted(set(findings), key=lambda item: (item.line, item.column, item.code))
        self.findings = unique[:MAX_DIAGNOSTICS]
        super().__init__(f"{len(unique)} findings")


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


def check(text: str, images: Sequence[str], surface: Surface) -> Checked:
    """Parse, check, instrument and compile. Raises :class:`Rejected`."""
    tree = _parse(text)
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    dialect = "vipergpt" if any(node.name == ENTRY for node in functions) else "visprog"
    _bind_braces(tree, surface, dialect)
    checker = Checker(tree, dialect, images, surface)
    if not checker.findings and all(_idle(statement) for statement in tree.body):
        raise Rejected([Finding(1, 0, "empty", "the program does nothing", "call a tool")])
    if checker.findings:
        raise Rejected(checker.findings)
    variables = _assigned_last(tree)
    flow = Flow()
    policy = Policy()
    try:
        tree = policy.visit(flow.module(Normalizer().visit(tree)))
        if policy.refusals:
            raise Rejected(Finding(*where, "restricted", why) for where, why in policy.refusals)
        code = compile(ast.fix_missing_locations(tree), PROGRAM, "exec", dont_inherit=True)
    except SyntaxError as error:
        line, column = error.lineno or 1, max((error.offset or 1) - 1, 0)
        raise Rejected([Finding(line, column, "syntax", str(error.msg))]) from None
    except (RecursionError, MemoryError, ValueError, OverflowError):
        raise Rejected([TOO_COMPLEX]) from None
    return Checked(dialect, checker.calls, code, flow.forks, flow.signatures, variables)


TOO_COMPLEX = Finding(1, 0, "too-complex", "the program is nested too deeply", "use more variables")


def _parse(text: str) -> ast.Module:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text, PROGRAM)
    except SyntaxError as error:
        line, column = error.lineno or 1, max((error.offset or 1) - 1, 0)
        raise Rejected([Finding(line, column, "syntax", str(error.msg))]) from None
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


def _idle(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant)
    return isinstance(statement, ast.Pass | ast.Import | ast.ImportFrom)


def _bind_braces(tree: ast.Module, surface: Surface, dialect: str) -> None:
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


def _assigned_last(tree: ast.Module) -> list[str]:
    names: dict[str, None] = {}
    for statement in tree.body:
        for name in sorted(bound([statement])):
            if not isinstance(statement, ast.FunctionDef | ast.Import | ast.ImportFrom):
                names.pop(name, None)
                names[name] = None
    return list(names)


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


@dataclass
class Checker:
    """Collects every finding and every tool call of a program."""

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
        self._modules: set[str] = set()
        self._syntax()
        module = Scope.of(self.tree, None, 0)
        self._block(self.tree.body, module, [])
        self._order(module)
        self._entry()
        self.calls.sort(key=lambda call: (call["line"], call["column"]))

    def _report(self, node: ast.AST, code: str, message: str, hint: str = "") -> None:
        line, column = getattr(node, "lineno", 1), getattr(node, "col_offset", 0)
        self.findings.append(Finding(line, column, code, message, hint))

    # What the language does not have

    def _syntax(self) -> None:
        for node in ast.walk(self.tree):
            name = type(node).__name__
            if isinstance(node, ast.Import | ast.ImportFrom):
                self._import(node)
            elif name not in SYNTAX and not isinstance(node, ast.operator):
                message, hint = REFUSALS.get(name, (f"{name} is not allowed", ""))
                self._report(node, "syntax-not-allowed", message, hint)
            elif isinstance(getattr(node, "op", None), ast.MatMult):
                self._report(node, "syntax-not-allowed", *REFUSALS["MatMult"])
            self._details(node)

    def _details(self, node: ast.AST) -> None:
        for name in _identifiers(node):
            if name.startswith("_") and name != "_":
                self._report(node, "private-name", f"{name} starts with an underscore", "rename it")
            elif not name.isascii():
                self._report(node, "name", f"{name!r} is not an ASCII name", "rename it")
        if isinstance(node, ast.Constant) and type(node.value) in (bytes, complex):
            kind = type(node.value).__name__
            self._report(node, "constant", f"{kind} values are not allowed", "use text or numbers")
        elif isinstance(node, ast.FunctionDef | ast.Lambda):
            self._function(node)
        elif isinstance(node, ast.Try):
            for inner in _leaving(node.finalbody):
                self._report(
                    inner, "finally", "a finally block cannot leave early", "move it after the try"
                )
        elif isinstance(node, ast.AugAssign | ast.AnnAssign):
            if isinstance(node.target, ast.Attribute):
                self._report(node, "attribute-write", "attributes cannot be set", "use a variable")
        elif isinstance(node, ast.Call) and len(node.keywords) + len(node.args) > 100:
            self._report(node, "call", "more than 100 arguments")

    def _function(self, node: ast.FunctionDef | ast.Lambda) -> None:
        if node.args.posonlyargs:
            self._report(node, "positional-only", "/ in parameters is not allowed", "leave it out")
        if isinstance(node, ast.Lambda):
            return
        if node.decorator_list:
            self._report(node, "decorator", "decorators are not allowed", "call the function")
        if getattr(node, "type_params", None):
            self._report(node, "type-parameters", "type parameters are not allowed", "drop them")

    def _import(self, node: ast.Import | ast.ImportFrom) -> None:
        if isinstance(node, ast.ImportFrom):
            known = {"math": self._math(), "typing": None, "__future__": None}
            if node.level or node.module not in known:
                self._no_import(node, node.module or ".")
                return
            allowed = known[node.module]
            for alias in node.names:
                if alias.name == "*" or (allowed is not None and alias.name not in allowed):
                    self._report(node, "import", f"{node.module}.{alias.name} cannot be imported")
            return
        for alias in node.names:
            if alias.name not in MODULES or alias.name == "__future__":
                self._no_import(node, alias.name)
            else:
                self._modules.add(alias.asname or alias.name)

    def _no_import(self, node: ast.AST, name: str) -> None:
        hint = IMPORT_HINTS.get(name.split(".")[0], MATH_HINT)
        self._report(node, "import", f"{name} cannot be imported", hint)

    @staticmethod
    def _math() -> set[str]:
        from visprog_sandbox.functions import MATH

        return set(MATH)

    # Names and calls, scope by scope

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
        self._report(node, code, message, _did_you_mean(name, candidates))

    def _attribute(self, node: ast.Attribute) -> None:
        if not isinstance(node.ctx, ast.Load):
            self._report(node, "attribute-write", "attributes cannot be set", "use a variable")
            return
        if isinstance(node.value, ast.Name) and node.value.id in self._modules:
            return
        if node.attr not in self._attributes and not node.attr.startswith("_"):
            hint = _did_you_mean(node.attr, self._attributes)
            self._report(node, "unknown-attribute", f"nothing has an attribute {node.attr}", hint)

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
            hint = _did_you_mean(name, known) or f"it is {tool.signature}"
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


def _identifiers(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, ast.Attribute):
        return [node.attr]
    if isinstance(node, ast.FunctionDef):
        return [node.name]
    if isinstance(node, ast.arg | ast.keyword):
        return [node.arg] if node.arg else []
    if isinstance(node, ast.ExceptHandler):
        return [node.name] if node.name else []
    if isinstance(node, ast.alias):
        return [node.asname] if node.asname else []
    if isinstance(node, ast.Nonlocal | ast.Global):
        return list(node.names)
    return []


def _leaving(body: Sequence[ast.stmt]) -> list[ast.stmt]:
    return [
        node
        for statement in body
        for node in ast.walk(statement)
        if isinstance(node, ast.Return | ast.Break | ast.Continue)
    ]


def _did_you_mean(name: str, candidates: Iterable[str]) -> str:
    candidates = sorted(candidates)
    by_case = {candidate.lower(): candidate for candidate in candidates}
    if name.lower() in by_case:
        return f"did you mean {by_case[name.lower()]}?"
    close = difflib.get_close_matches(name, candidates, n=1, cutoff=0.6)
    if not close:
        close = [c for c in candidates if len(c) > 2 and name.startswith(c + "_")][-1:]
    return f"did you mean {close[0]}?" if close else ""


assert BUILTINS
