"""Writes the ledger's hooks into a program, so that every value's dependencies are known.

This runs on the syntax tree as parsed, before RestrictedPython's transformation; everything that
the program itself wrote still goes through the policy afterwards.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence

from visprog_sandbox.decisions import Fork
from visprog_sandbox.hooks import (
    Hook,
    Internal,
    InternalLambda,
    begin,
    const,
    hook,
    nothing,
    sequence,
    shadow,
)
from visprog_sandbox.scope import (
    Comprehension,
    Effects,
    Function,
    Scope,
    exits,
    names_in,
    parameters,
    same_shape,
)


class Flow(ast.NodeTransformer):
    """Instruments a module in place. ``forks`` and ``signatures`` are the ledger's tables."""

    def __init__(self) -> None:
        self.forks: list[Fork] = []
        self.signatures: list[list[str]] = []
        self._scopes = 0
        self._temporary = 0
        self._layers: list[tuple[Scope, set[str], str]] = []
        """Where names live, outermost first: functions, and comprehensions inside them."""
        self._scope: Scope

    def module(self, tree: ast.Module) -> ast.Module:
        self._scope = Scope.of(tree, None, 0)
        self._layers.append((self._scope, self._scope.names, ""))
        tree.body = self._block(tree.body)
        return ast.fix_missing_locations(tree)

    # Names

    def _home(self, name: str) -> tuple[Scope, str] | None:
        for scope, names, suffix in reversed(self._layers):
            if name in names:
                return scope, name + suffix
        return None

    def _target(self, name: str) -> ast.expr | None:
        home = self._home(name)
        return sequence([shadow(home[0]), const(home[1])]) if home else None

    def _targets(self, names: Iterable[str]) -> ast.Tuple:
        found = (self._target(name) for name in dict.fromkeys(names))
        return sequence(target for target in found if target is not None)

    def _plain_target(self, name: str) -> ast.expr | None:
        """As a statement sees the name: not through a comprehension around it."""
        owner = self._scope.owner(name)
        return sequence([shadow(owner), const(name)]) if owner else None

    def _fork(self, node: ast.AST, how: str = "", loop: bool = False) -> ast.Constant:
        site = (getattr(node, "lineno", 1), getattr(node, "col_offset", 0))
        self.forks.append(Fork(site, how, loop))
        return const(len(self.forks) - 1)

    def _here(self) -> Internal:
        return shadow(self._scope)

    # Statements

    def _block(self, body: Sequence[ast.stmt]) -> list[ast.stmt]:
        result: list[ast.stmt] = []
        for statement in body:
            new = self.visit(statement)
            for item in new if isinstance(new, list) else [new]:
                ast.copy_location(item, statement)
                result.append(item)
        return result or [ast.Pass()]

    def _after(self, name: str, number: ast.Constant, effects: Effects) -> ast.Expr:
        containers = []
        for variable in sorted(effects.containers):
            if self._scope.owner(variable) is not None:
                nothing = ast.arguments(
                    posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[]
                )
                loaded = ast.Name(id=variable, ctx=ast.Load())
                containers.append(ast.Lambda(args=nothing, body=loaded))
        targets = (self._plain_target(variable) for variable in sorted(effects.names))
        return ast.Expr(
            value=hook(
                name,
                self._here(),
                const(number.value),
                sequence(target for target in targets if target is not None),
                sequence(containers),
            )
        )

    def visit_Expr(self, node: ast.Expr) -> ast.stmt:
        if not isinstance(node.value, ast.Constant):
            node.value = hook("_drop_", begin(), self.visit(node.value))
        return node

    def visit_Assign(self, node: ast.Assign) -> ast.stmt | list[ast.stmt]:
        nested = [t for t in node.targets if isinstance(t, ast.Tuple | ast.List)]
        if len(node.targets) > 1 and nested:
            return self._one_by_one(node)
        if len(node.targets) == 1 and nested and same_shape(nested[0], node.value):
            return self._pairwise(node, nested[0])
        names = [name.id for target in node.targets for name in names_in(target)]
        value = self.visit(node.value)
        if nested:
            value = hook("_spread_", value)
        node.value = self._stored(names, value)
        node.targets = [self.visit(target) for target in node.targets]
        return node

    def _stored(self, names: Sequence[str], value: ast.expr) -> ast.expr:
        home = self._home(names[0]) if len(names) == 1 else None
        if home is not None:
            return hook("_set_", shadow(home[0]), const(home[1]), begin(), value)
        return hook("_store_", self._targets(names), begin(), value)

    def _one_by_one(self, node: ast.Assign) -> list[ast.stmt]:
        """RestrictedPython would evaluate the value once for each target."""
        self._temporary += 1
        name = f"_v{self._temporary}_"
        key = sequence([self._here(), const(name)])
        keep = ast.Assign(
            targets=[Internal(id=name, ctx=ast.Store())],
            value=hook("_store_", sequence([key]), begin(), self.visit(node.value)),
        )
        result: list[ast.stmt] = [ast.copy_location(keep, node)]
        for target in node.targets:
            again = hook("_load_", Internal(id=name, ctx=ast.Load()), self._here(), const(name))
            if isinstance(target, ast.Tuple | ast.List):
                again = hook("_spread_", again)
            names = [inner.id for inner in names_in(target)]
            value = hook("_store_", self._targets(names), begin(), again)
            assign = ast.Assign(targets=[self.visit(target)], value=value)
            result.append(ast.copy_location(assign, node))
        return result

    def _pairwise(self, node: ast.Assign, target: ast.Tuple | ast.List) -> ast.stmt:
        assert isinstance(node.value, ast.Tuple | ast.List)
        targets = sequence(
            self._targets(name.id for name in names_in(element)) for element in target.elts
        )
        pairs = sequence(self._argument(value) for value in node.value.elts)
        node.value = hook("_store_each_", targets, pairs)
        node.targets = [self.visit(target)]
        return node

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.stmt:
        operator = const(type(node.op).__name__)
        value = self.visit(node.value)
        if isinstance(node.target, ast.Name):
            name = node.target.id
            current = self.visit(ast.copy_location(ast.Name(id=name, ctx=ast.Load()), node.target))
            changed = hook("_inplace_", operator, current, value)
            return ast.Assign(targets=[node.target], value=self._stored([name], changed))
        assert isinstance(node.target, ast.Subscript)
        container, key = self.visit(node.target.value), self.visit(node.target.slice)
        update = hook("_update_", operator, container, key, value)
        return ast.Expr(value=hook("_drop_", begin(), update))

    def visit_Delete(self, node: ast.Delete) -> list[ast.stmt]:
        node.targets = [self.visit(target) for target in node.targets]
        return [ast.Expr(value=hook("_clear_")), node]

    def visit_Return(self, node: ast.Return) -> ast.stmt:
        value = self.visit(node.value) if node.value else const(None)
        node.value = hook("_return_", self._here(), begin(), value)
        return node

    def visit_Raise(self, node: ast.Raise) -> list[ast.stmt]:
        node.exc = self.visit(node.exc) if node.exc else None
        node.cause = self.visit(node.cause) if node.cause else None
        return [ast.Expr(value=hook("_clear_")), node]

    def visit_Assert(self, node: ast.Assert) -> ast.stmt:
        number = self._fork(node, "function")
        node.test = hook("_decide_", self._here(), number, begin(), self.visit(node.test))
        node.msg = self.visit(node.msg) if node.msg else None
        return node

    def visit_If(self, node: ast.If) -> list[ast.stmt]:
        effects = self._scope.effects([*node.body, *node.orelse])
        number = self._fork(node, exits([*node.body, *node.orelse]))
        node.test = hook("_decide_", self._here(), number, begin(), self.visit(node.test))
        node.body = self._block(node.body)
        node.orelse = self._block(node.orelse) if node.orelse else []
        return [node, self._after("_join_", number, effects)]

    def visit_While(self, node: ast.While) -> list[ast.stmt]:
        effects = self._scope.effects([node.test, *node.body, *node.orelse])
        number = self._fork(node, self._loop_exits(node), loop=True)
        node.test = hook("_decide_", self._here(), number, begin(), self.visit(node.test))
        node.body = self._block(node.body)
        node.orelse = self._block(node.orelse) if node.orelse else []
        return [node, self._after("_join_", number, effects)]

    def visit_For(self, node: ast.For) -> list[ast.stmt]:
        effects = self._scope.effects([node.target, *node.body, *node.orelse])
        number = self._fork(node, self._loop_exits(node), loop=True)
        targets = self._targets(name.id for name in names_in(node.target))
        iterable = self.visit(node.iter)
        node.iter = hook("_each_", self._here(), number, targets, begin(), iterable)
        node.target = self.visit(node.target)
        node.body = self._block(node.body)
        node.orelse = self._block(node.orelse) if node.orelse else []
        return [node, self._after("_join_", number, effects)]

    @staticmethod
    def _loop_exits(node: ast.For | ast.While) -> str:
        inside = "function" if exits(node.body) == "function" else ""
        return inside or exits(node.orelse)

    def visit_Try(self, node: ast.Try) -> list[ast.stmt]:
        handlers = [statement for handler in node.handlers for statement in handler.body]
        how = exits(handlers)
        effects = Effects()
        if not all(exits(handler.body) for handler in node.handlers):
            effects = self._scope.effects([*node.body, *handlers, *node.orelse])
        number = self._fork(node, how)
        node.body = self._block(node.body)
        for handler in node.handlers:
            self._handler(handler, number)
        node.orelse = self._block(node.orelse) if node.orelse else []
        if node.finalbody:
            restore = ast.Expr(value=hook("_finally_", self._here()))
            node.finalbody = [restore, *self._block(node.finalbody)]
        start = ast.Expr(value=hook("_try_", self._here(), const(number.value)))
        return [start, node, self._after("_tried_", number, effects)]

    def _handler(self, handler: ast.ExceptHandler, number: ast.Constant) -> None:
        target = self._plain_target(handler.name) if handler.name else None
        restore = hook("_caught_", self._here(), const(number.value), target or const(None))
        handler.body = [ast.Expr(value=restore), *self._block(handler.body)]

    def visit_FunctionDef(self, node: ast.FunctionDef) -> list[ast.stmt]:
        self._defaults(node)
        home = self._plain_target(node.name)
        assert isinstance(home, ast.Tuple)
        outer, self._scope = self._scope, self._inner(node)
        here = self._scope
        self._layers.append((here, here.names, ""))
        body = self._block(node.body)
        self._layers.pop()
        enter = ast.Assign(
            targets=[Internal(id=f"_s{here.index}_", ctx=ast.Store())],
            value=hook("_enter_", const(len(self.signatures))),
        )
        self.signatures.append(parameters(node))
        leave = ast.Expr(value=hook("_return_", shadow(here), begin(), const(None)))
        node.body = [enter, *body, ast.copy_location(leave, node.body[-1])]
        self._scope = outer
        return [
            ast.Expr(value=hook("_clear_")),
            node,
            ast.Expr(value=hook("_define_", *home.elts)),
        ]

    def _inner(self, node: Function) -> Scope:
        self._scopes += 1
        return Scope.of(node, self._scope, self._scopes)

    def _defaults(self, node: Function) -> None:
        node.args.defaults = [self.visit(value) for value in node.args.defaults]
        node.args.kw_defaults = [value and self.visit(value) for value in node.args.kw_defaults]

    # Expressions

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if not isinstance(node.ctx, ast.Load):
            return node
        home = self._home(node.id)
        if home is None:
            return node
        return ast.copy_location(hook("_load_", node, shadow(home[0]), const(home[1])), node)

    def visit_Lambda(self, node: ast.Lambda) -> ast.expr:
        """The body moves into a function of its activation: ``(lambda _s: body)(enter())``."""
        self._defaults(node)
        outer, self._scope = self._scope, self._inner(node)
        here = self._scope
        self._layers.append((here, here.names, ""))
        body = self.visit(node.body)
        self._layers.pop()
        enter = hook("_enter_", const(len(self.signatures)))
        self.signatures.append(parameters(node))
        arguments = ast.arguments(
            posonlyargs=[], args=[ast.arg(arg=f"_s{here.index}_")], kwonlyargs=[],
            kw_defaults=[], defaults=[],
        )  # fmt: skip
        inner = InternalLambda(args=arguments, body=hook("_return_", shadow(here), begin(), body))
        node.body = Hook(func=inner, args=[enter], keywords=[])
        self._scope = outer
        return node

    def _argument(self, node: ast.expr) -> ast.expr:
        """``(steps, value)`` of an expression."""
        if isinstance(node, ast.Constant):
            return sequence([nothing(), node])
        if isinstance(node, ast.Name) and (home := self._home(node.id)) is not None:
            return hook("_loaded_", node, shadow(home[0]), const(home[1]))
        if isinstance(node, ast.Name):
            return sequence([nothing(), node])
        return hook("_pair_", begin(), self.visit(node))

    def visit_Call(self, node: ast.Call) -> ast.expr:
        callee = self._argument(node.func)
        positional: list[ast.expr] = []
        for argument in node.args:
            if isinstance(argument, ast.Starred):
                spread = hook("_pair_", begin(), hook("_spread_", self.visit(argument.value)))
                positional.append(sequence([ast.Starred(spread, ast.Load()), const(None)]))
            else:
                positional.append(self._argument(argument))
        named = sequence(
            sequence([const(keyword.arg), self._argument(keyword.value)])
            for keyword in node.keywords
        )
        call = hook("_call_", callee, sequence(positional), named)
        return ast.copy_location(call, node)

    def visit_IfExp(self, node: ast.IfExp) -> ast.expr:
        number = self._fork(node)
        node.test = hook("_decide_", self._here(), number, begin(), self.visit(node.test))
        node.body, node.orelse = self.visit(node.body), self.visit(node.orelse)
        return hook("_end_", hook("_mark_"), node)

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.expr:
        last = node.values.pop()
        operands: list[ast.expr] = []
        for value in node.values:
            number = self._fork(value)
            operands.append(hook("_operand_", self._here(), number, begin(), self.visit(value)))
        node.values = [*operands, self.visit(last)]
        return hook("_end_", hook("_mark_"), node)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> ast.expr:
        home = self._plain_target(node.target.id)
        assert isinstance(home, ast.Tuple)
        node.value = hook("_walrus_", *home.elts, begin(), self.visit(node.value))
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        node.value, node.slice = self.visit(node.value), self.visit(node.slice)
        return node

    def _comprehension(self, node: Comprehension) -> ast.expr:
        self._temporary += 1
        names = {name.id for part in node.generators for name in names_in(part.target)}
        first = self.visit(node.generators[0].iter)
        self._layers.append((self._scope, names, f"@{self._temporary}"))
        for index, part in enumerate(node.generators):
            number = self._fork(part.target, loop=True)
            targets = self._targets(name.id for name in names_in(part.target))
            iterable = first if index == 0 else self.visit(part.iter)
            part.iter = hook("_each_", self._here(), number, targets, begin(), iterable)
            part.ifs = [
                hook("_decide_", self._here(), self._fork(test), begin(), self.visit(test))
                for test in part.ifs
            ]
        if isinstance(node, ast.DictComp):
            node.key, node.value = self.visit(node.key), self.visit(node.value)
        else:
            node.elt = self.visit(node.elt)
        self._layers.pop()
        if isinstance(node, ast.GeneratorExp):
            return node
        return hook("_end_", hook("_mark_"), node)

    visit_ListComp = _comprehension  # noqa: N815
    visit_SetComp = _comprehension  # noqa: N815
    visit_DictComp = _comprehension  # noqa: N815
    visit_GeneratorExp = _comprehension  # noqa: N815
