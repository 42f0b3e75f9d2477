"""What types a program's names have, as far as the text alone tells, and where they cannot fit.

A name has a type when every assignment gives it the same one; in doubt it has none, and nothing is
said. So a finding is certain: an image where regions are wanted can never be right.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence

from visprog_sandbox.findings import Finding
from visprog_sandbox.names import ENTRY, PATCH, Surface, Tool

OPAQUE = frozenset({"image", "images", "regions", "region", "mask", "box", "point"})
PLAIN = frozenset({"text", "number", "boolean", "texts"})
UNFIT: Mapping[str, frozenset[str]] = {
    "image": PLAIN | OPAQUE - {"image"},
    "images": PLAIN | {"image", "regions", "region", "mask", "box", "point"},
    "regions": PLAIN | {"image", "images", "point"},
    "region": PLAIN | {"image", "images", "point"},
    "text": OPAQUE,
    "texts": OPAQUE,
    "number": OPAQUE | {"texts"},
    "boolean": OPAQUE - {"regions", "images"},
}
"""By a parameter's type, the types that it can never take."""

ITEMS = {"images": "image", "regions": "region", "texts": "text"}
WORDS = {
    "image": "an image", "images": "a list of images", "regions": "regions", "region": "a region",
    "text": "a text", "texts": "texts", "number": "a number", "boolean": "yes or no",
    "mask": "a mask", "box": "a box", "point": "a point",
}  # fmt: skip
LIKE = frozenset({"sorted", "list", "reversed"})
"""Functions that give a list of what they are given a list of."""


class Kinds:
    """The types of names in one program, and what is wrong with its calls by them."""

    def __init__(
        self, tree: ast.Module, dialect: str, images: Sequence[str], surface: Surface
    ) -> None:
        self._tools = surface.functions(dialect)
        self._methods = surface.methods if dialect == "vipergpt" else {}
        self._types: dict[str, str] = {}
        if dialect == "visprog":
            self._types.update(dict.fromkeys(images, "image"))
        for function in (n for n in tree.body if isinstance(n, ast.FunctionDef)):
            if function.name == ENTRY:
                self._types.update((argument.arg, "image") for argument in function.args.args)
        self._settle(tree)
        self.findings = [
            finding
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            for finding in self._call(node)
        ]

    # ---- types of names

    def _settle(self, tree: ast.Module) -> None:
        """Assignments say what names are, some through other names; a few rounds find them all."""
        fixed = frozenset(self._types)
        for _ in range(4):
            found: dict[str, set[str | None]] = {}
            for name, kind in self._assigned(tree):
                found.setdefault(name, set()).add(kind)
            known = {name: self._types[name] for name in fixed if name not in found}
            for name, kinds in found.items():
                if name in fixed:
                    kinds = kinds | {self._types.get(name)}
                (kind,) = kinds if len(kinds) == 1 else (None,)
                if kind is not None:
                    known[name] = kind
            if known == self._types:
                return
            self._types = known

    def _assigned(self, tree: ast.Module) -> Iterator[tuple[str, str | None]]:
        for node in ast.walk(tree):
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    yield name, self._of(value)
                case (
                    ast.For(target=ast.Name(id=name), iter=over)
                    | ast.comprehension(target=ast.Name(id=name), iter=over)
                ):
                    yield name, ITEMS.get(self._of(over) or "")
                case ast.Assign(targets=targets):
                    for target in targets:
                        yield from ((n.id, None) for n in _stored(target))
                case ast.For(target=target) | ast.comprehension(target=target):
                    yield from ((n.id, None) for n in _stored(target))
                case (
                    ast.AugAssign(target=target)
                    | ast.NamedExpr(target=target)
                    | ast.AnnAssign(target=target)
                    | ast.withitem(optional_vars=ast.expr() as target)
                ):
                    yield from ((n.id, None) for n in _stored(target))
                case ast.FunctionDef(name=name, args=args):
                    yield name, None
                    if name != ENTRY:
                        for argument in (*args.args, *args.kwonlyargs, *args.posonlyargs):
                            yield argument.arg, None
                case ast.Lambda(args=args):
                    yield from ((argument.arg, None) for argument in args.args)

    def _of(self, node: ast.expr) -> str | None:
        """The type of an expression, where the text tells it."""
        match node:
            case ast.Name(id=name):
                return self._types.get(name)
            case ast.Call(func=ast.Name(id=name), args=[first, *_]) if name in LIKE:
                return self._of(first)
            case ast.Call(func=ast.Name(id=name)) if name == PATCH and self._methods:
                return "image"
            case ast.Call():
                tool = self._tool(node)
                return tool.returns if tool is not None and tool.returns in WORDS else None
            case ast.Subscript(value=value, slice=ast.Slice()):
                return self._of(value)
            case ast.Subscript(value=value):
                return ITEMS.get(self._of(value) or "")
            case ast.ListComp(elt=element):
                kind = self._of(element)
                return next((many for many, one in ITEMS.items() if one == kind), None)
        return None

    def _tool(self, node: ast.Call) -> Tool | None:
        if isinstance(node.func, ast.Name) and node.func.id not in self._types:
            return self._tools.get(node.func.id)
        if isinstance(node.func, ast.Attribute) and self._of(node.func.value) == "image":
            return self._methods.get(node.func.attr)
        return None

    # ---- calls

    def _call(self, node: ast.Call) -> Iterator[Finding]:
        function = node.func
        if isinstance(function, ast.Attribute) and function.attr in self._methods:
            kind = self._of(function.value)
            if kind in ("images", "regions") and function.attr != "count":
                hint = "take one of them: [0], or a loop"
                message = f".{function.attr} is of one image, not of {WORDS[kind]}"
                yield Finding.at(node, "argument-type", message, hint)
                return
        tool = self._tool(node)
        starred = any(isinstance(argument, ast.Starred) for argument in node.args)
        if tool is None or starred or any(word.arg is None for word in node.keywords):
            return
        implicit = int(isinstance(function, ast.Attribute))
        try:
            where = tool.bind(len(node.args) + implicit, [str(w.arg) for w in node.keywords])
        except TypeError as error:
            if implicit:  # a method that texts have too is judged here alone
                yield Finding.at(node, "arguments", str(error), f"it is {tool.signature}")
            return
        given = {str(word.arg): word.value for word in node.keywords}
        for parameter in tool.parameters:
            place = where.get(parameter.name)
            if place is None or (isinstance(place, int) and place < implicit):
                continue
            value = node.args[place - implicit] if isinstance(place, int) else given[place]
            kind = self._of(value)
            if kind is not None and kind in UNFIT.get(parameter.type, ()):
                wanted = WORDS[parameter.type]
                message = f"{tool.name}: {parameter.name} is {wanted}, not {WORDS[kind]}"
                yield Finding.at(value, "argument-type", message, f"it is {tool.signature}")


def _stored(target: ast.expr) -> list[ast.Name]:
    return [node for node in ast.walk(target) if isinstance(node, ast.Name)]
