"""Repairs that need no model: names and spellings that are nearly right.

A planner that writes ``Loc(Image=IMAGE, ...)`` or ``COUN(box=BOX0)`` meant something that the
tool table knows. Each change is said in one line, and the checker judges the result as any other.
"""

from __future__ import annotations

import ast
import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from visprog.attributes import PATCH
from visprog.program import Dialect
from visprog.tool import ToolSpec, ToolTable
from visprog_planners.extract import parses

CLOSE = 0.75
"""How alike two names must be, by difflib's ratio, to be taken for one another."""

QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'})
MEANT: Mapping[str, str] = {
    "img": "image", "picture": "image", "photo": "image", "obj": "object", "query": "object",
    "boxes": "box", "region": "box", "regions": "box", "expression": "expr", "value": "var",
    "result": "var", "name": "object_name", "options": "option_list",
}  # fmt: skip
"""Parameter names that are often written for another one."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Some characters of one line to be replaced."""

    line: int
    start: int
    end: int
    text: str
    why: str


def by_rule(program: str, dialect: Dialect, tools: ToolTable) -> tuple[str, tuple[str, ...]]:
    """The program with near misses put right, and what was changed; unchanged when nothing fits."""
    program, notes = _quotes(program)
    if not parses(program):
        return program, tuple(notes)
    edits = sorted(_edits(program, dialect, tools), key=lambda edit: (edit.line, edit.start))
    lines = program.split("\n")
    for edit in reversed(edits):
        row = lines[edit.line - 1].encode()
        row = row[: edit.start] + edit.text.encode() + row[edit.end :]
        lines[edit.line - 1] = row.decode()
    return "\n".join(lines), (*notes, *(edit.why for edit in edits))


def _quotes(program: str) -> tuple[str, list[str]]:
    """Typographic quotes made straight, and apostrophes inside single quotes made safe."""
    notes = []
    straight = program.translate(QUOTES)
    if straight != program and not parses(program):
        program = straight
        notes.append("typographic quotes became straight ones")
    if not parses(program):
        lines = program.split("\n")
        for number, line in enumerate(lines):
            safe = re.sub(r"=\s*'([^\"]*?\w'\w[^\"]*?)'(?=\s*[,)])", r'="\1"', line)
            if safe != line and not parses(line.strip()) and parses(safe.strip()):
                lines[number] = safe
                notes.append(f"line {number + 1}: a text with an apostrophe got double quotes")
        program = "\n".join(lines)
    return program, notes


def _edits(program: str, dialect: Dialect, tools: ToolTable) -> Iterable[Edit]:
    own = {name: tools[name] for name in tools if tools[name].dialect == dialect}
    functions = {name: spec for name, spec in own.items() if not spec.method}
    methods = {name.removeprefix("ImagePatch."): spec for name, spec in own.items() if spec.method}
    tree = ast.parse(program)
    defined = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and _stored(node)}
    defined |= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        spec = None
        if isinstance(node.func, ast.Name) and dialect == "visprog":
            name = node.func.id
            right = _nearest(name, functions)
            if right is not None and name not in defined:
                spec = functions[right]
                if right != name:
                    start = node.func.col_offset
                    yield Edit(
                        node.lineno,
                        start,
                        start + len(name.encode()),
                        right,
                        f"line {node.lineno}: {name} became {right}",
                    )
        elif isinstance(node.func, ast.Name):
            spec = functions.get(node.func.id)
        elif isinstance(node.func, ast.Attribute):
            name = node.func.attr
            right = name if name in methods else _method(name, methods)
            if right is not None:
                spec = methods[right]
                if right != name and node.func.end_lineno and node.func.end_col_offset:
                    end = node.func.end_col_offset
                    yield Edit(
                        node.func.end_lineno,
                        end - len(name.encode()),
                        end,
                        right,
                        f"line {node.func.end_lineno}: .{name} became .{right}",
                    )
        if spec is not None:
            yield from _keywords(node, spec)


def _keywords(node: ast.Call, spec: ToolSpec) -> Iterable[Edit]:
    """Keyword arguments whose names are nearly those of the tool's parameters."""
    if any(param.variadic for param in spec.params) and spec.name != "EVAL":
        return
    names = [param.name for param in spec.params if not param.variadic]
    names = names[1:] if spec.method else names
    given = {word.arg for word in node.keywords if word.arg}
    free = [name for name in names[0 if spec.method else len(node.args) :] if name not in given]
    for word in node.keywords:
        if word.arg is None or word.arg in names:
            continue
        meant = MEANT.get(word.arg.lower())
        right = meant if meant in free else _nearest(word.arg, dict.fromkeys(free))
        if right is None and len(free) == 1 and len(node.keywords) == len(names):
            right = free[0]
        if right is not None:
            free.remove(right)
            yield Edit(
                word.lineno,
                word.col_offset,
                word.col_offset + len(word.arg.encode()),
                right,
                f"line {word.lineno}: argument {word.arg} of {spec.name} became {right}",
            )


def _nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that is meant: the same, but for case and underscores, or nearly the same."""
    names = list(known)
    if name in names:
        return name
    plain = {other.lower().replace("_", ""): other for other in reversed(names)}
    key = name.lower().replace("_", "")
    if key in plain:
        return plain[key]
    close = difflib.get_close_matches(key, plain, n=2, cutoff=CLOSE)
    if len(close) == 2 and _ratio(key, close[0]) == _ratio(key, close[1]):
        return None
    return plain[close[0]] if close else None


def _method(name: str, methods: Mapping[str, ToolSpec]) -> str | None:
    """As `_nearest`, but what is an attribute or a method of Python's own types stays."""
    if name in PATCH or any(hasattr(kind, name) for kind in (str, list, dict, set, tuple)):
        return None
    return _nearest(name, methods)


def _ratio(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other).ratio()


def _stored(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Store)
