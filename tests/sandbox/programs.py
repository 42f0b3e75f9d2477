"""Programs from hypothesis: the plain Python that planners write, around a tool that gives numbers.

All loops are bounded, all variables are defined at the top, and an error may end any program.
"""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import reject
from hypothesis import strategies as st

NUMBERS = ("a", "b", "c", "d")
LISTS = ("xs", "ys")
DICTS = ("m",)
HELPERS = ("f", "g")

PRELUDE = """import math
from typing import List, Optional
a, b = 1, 2
c = 3
d: int = 4
note: Optional[str]
xs = [1, 2, 3]
ys: List[int] = xs
zs = [[1], [2]]
m = {'k': 1, 'z': 5}
"""


class Writer:
    """Draws one program, line by line."""

    def __init__(self, draw: Callable[[st.SearchStrategy[object]], object]) -> None:
        self._draw = draw
        self.lines: list[str] = []
        self._loops = 0

    def pick(self, *options: str) -> str:
        return str(self._draw(st.sampled_from(options)))

    def number(self, low: int, high: int) -> int:
        value = self._draw(st.integers(low, high))
        assert isinstance(value, int)
        return value

    # Expressions of whole numbers

    def expression(self, depth: int = 0) -> str:
        simple = ["const", "name", "name", "name", "tool"]
        nested = [
            "binary", "ternary", "bool", "len", "item", "key", "call", "sum", "comprehension",
            "lambda", "any", "max", "get", "format", "walrus", "sorted", "zip", "genexp",
            "method", "field", "dictcomp", "setcomp", "math", "keys", "text", "chain", "slice",
        ]  # fmt: skip
        kind = self.pick(*simple) if depth >= 2 else self.pick(*simple, *nested)
        inner = lambda: self.expression(depth + 1)  # noqa: E731
        match kind:
            case "const":
                return str(self.number(0, 4))
            case "name":
                return self.pick(*NUMBERS)
            case "tool":
                argument = self.pick(*NUMBERS, "1", "len(xs)", "m['k']", "a + b", "c")
                return f"NUM({argument})"
            case "binary":
                return f"({inner()} {self.pick('+', '-', '*', '%', '//')} {inner()})"
            case "ternary":
                return f"({inner()} if {self.condition(depth + 1)} else {inner()})"
            case "bool":
                return f"({inner()} {self.pick('and', 'or')} {inner()})"
            case "len":
                return f"len({self.pick(*LISTS, 'zs[0]', 'zs')})"
            case "item":
                return f"{self.pick(*LISTS, 'zs[1]')}[{inner()} % 2 - 1]"
            case "key":
                return f"m[{self.pick(repr('k'), repr('z'))}]"
            case "call":
                return f"{self.pick(*HELPERS)}({inner()}, {self.pick('y=', '')}{inner()})"
            case "sum":
                return f"sum({self.pick(*LISTS)})"
            case "comprehension":
                test = self.pick("", f" if q > {self.expression(2)}")
                element = self.pick("q", "q + a", "NUM(q)", "f(q, 1)")
                return f"len([{element} for q in {self.pick(*LISTS)}[:3]{test}])"
            case "genexp":
                return f"sum(q * {self.expression(2)} for q in {self.pick(*LISTS)}[:3])"
            case "lambda":
                return f"(lambda q, r=1: q + r + {self.pick(*NUMBERS)})({inner()})"
            case "any":
                return (
                    f"int({self.pick('any', 'all')}(NUM(q) > 2 for q in {self.pick(*LISTS)}[:3]))"
                )
            case "max":
                return f"{self.pick('max', 'min')}({inner()}, {inner()})"
            case "get":
                return f"m.get({self.pick(repr('k'), repr('q'))}, {inner()})"
            case "format":
                return f"len(f'{{{self.pick(*NUMBERS)}}}' + '%d' % {self.pick(*NUMBERS)})"
            case "walrus":
                return f"({self.pick(*NUMBERS)} := {inner()})"
            case "method":
                fill = self.pick("{}{}", "{1}-{0}", "{0:>4}{1!r}", "{0:05d}|{1}")
                return f"len('{fill}'.format({inner()}, {self.pick(*NUMBERS)}))"
            case "field":
                width = self.pick("3", "{b % 5 + 1}", "<6", "^{len(xs)}", "+d")
                return f"len(f'{{{self.pick(*NUMBERS)}:{width}}}')"
            case "dictcomp":
                value = self.pick("q", "NUM(q)", "q + a")
                return f"sum({{q % 4: {value} for q in {self.pick(*LISTS)}[:3]}}.values())"
            case "setcomp":
                return f"len({{q % {self.number(1, 4)} for q in {self.pick(*LISTS)}}})"
            case "math":
                call = self.pick("floor({} / 2)", "ceil({} * 0.3)", "gcd({}, 6)", "trunc({} / 3)")
                return "math." + call.format(inner())
            case "keys":
                key = self.pick("(q % 3, -q)", "NUM(q)", "-q", "abs(q - b)")
                order = self.pick("True", "False", "a > b")
                return f"sorted({self.pick(*LISTS)}[:4], key=lambda q: {key}, reverse={order})[0]"
            case "text":
                joined = f"','.join(str(q) for q in {self.pick(*LISTS)}[:3])"
                return f"len({joined}.split(',')[{self.pick('0', '-1')}])"
            case "chain":
                return f"int({self.pick(*NUMBERS)} < {inner()} <= {self.number(2, 9)})"
            case "slice":
                return f"sum({self.pick(*LISTS)}[{inner()} % 3 :: 2])"
            case "sorted":
                return f"sorted(xs, key=lambda q: q * {self.pick(*NUMBERS, '-1')})[0]"
            case _:
                return f"sum([u * v for u, v in zip({self.pick(*LISTS)}, [1, {inner()}])])"

    def condition(self, depth: int = 1) -> str:
        comparison = self.pick("<", ">", "==", "!=", ">=")
        plain = f"{self.expression(depth)} {comparison} {self.expression(depth)}"
        seen = f"NUM({self.pick(*NUMBERS, 'len(xs)', '1', '2')}) {comparison} {self.number(0, 4)}"
        return self.pick(
            seen, seen, seen, plain, f"not {plain}", f"{self.expression(depth)} in xs", "xs"
        )

    # Statements

    def block(self, indent: str, depth: int, where: str = "") -> None:
        for _ in range(self.number(1, 3)):
            self.statement(indent, depth, where)

    def statement(self, indent: str, depth: int, where: str) -> None:
        kinds = ["assign", "assign", "aug", "append", "setitem", "key", "pair", "call", "nested"]
        kinds += ["annotated", "star", "pop", "inner"]
        if depth < 3:
            kinds += ["if", "if", "for", "while", "try"]
        if where:
            kinds.append("leave")
        write = lambda text: self.lines.append(indent + text)  # noqa: E731
        deeper = indent + "    "
        name = self.pick(*NUMBERS)
        match self.pick(*kinds):
            case "assign":
                write(f"{name} = {self.expression()}")
            case "aug":
                write(f"{name} {self.pick('+=', '-=', '*=')} {self.expression(1)}")
            case "append":
                write(f"{self.pick(*LISTS, 'zs[0]')}.append({self.expression(1)})")
            case "setitem":
                write(
                    f"{self.pick(*LISTS, 'zs[1]')}[0] {self.pick('=', '+=')} {self.expression(1)}"
                )
            case "key":
                write(f"m[{self.pick(repr('k'), repr('z'))}] += {self.expression(1)}")
            case "pair":
                write(f"{name}, {self.pick(*NUMBERS)} = {self.expression(1)}, {self.expression(1)}")
            case "call":
                write(f"{name} = {self.pick(*HELPERS)}({self.expression(1)}, {self.expression(1)})")
            case "annotated":
                write(f"{name}: {self.pick('int', 'Optional[int]')} = {self.expression(1)}")
            case "star":
                write(f"{name}, *ys = [{self.expression(1)}, {self.expression(1)}, *xs[:2]]")
            case "pop":
                write(f"{name} = m.pop('t', {self.expression(1)}) + len(m.items())")
            case "inner":
                write(f"def h(v: int, w: Optional[int] = {self.number(0, 3)}) -> List[int]:")
                write(f"    return [v + {self.pick(*NUMBERS)}, {self.pick('w', 'NUM(v)', 'b')}]")
                write(f"{name} = h({self.expression(1)})[{self.pick('0', '1')}]")
            case "nested":
                write(f"ys = {self.pick('xs', '[a, b]', 'xs + [c]', 'zs[0]')}")
            case "if":
                write(f"if {self.condition()}:")
                self.block(deeper, depth + 1, where)
                if self.pick("else", "") == "else":
                    write("else:")
                    self.block(deeper, depth + 1, where)
            case "for":
                source = self.pick("xs[:3]", "range(2)", "ys[:2]", "[1, 2]", "list(m.values())")
                target = self.pick(*NUMBERS, "i", "i, d")
                source = f"enumerate({source})" if "," in target else source
                write(f"for {target} in {source}:")
                self.block(deeper, depth + 1, "loop" if where != "function" else "both")
                if self.pick("", "", "else"):
                    write("else:")
                    self.block(deeper, depth + 1, where)
            case "while":
                self._loops += 1
                counter = f"n{self._loops}"
                write(f"{counter} = 0")
                write(f"while {counter} < 3 and {self.condition()}:")
                write(f"    {counter} += 1")
                self.block(deeper, depth + 1, "loop" if where != "function" else "both")
            case "try":
                write("try:")
                self.block(deeper, depth + 1, where)
                write(f"    {name} = 6 // {self.expression(1)}")
                if self.pick("", "", "raise"):
                    write(f"    raise ValueError({self.expression(2)})")
                caught = self.pick("ZeroDivisionError", "Exception", "(IndexError, ValueError)")
                write(f"except {caught}:")
                self.block(deeper, depth + 1, where)
            case _:
                options = {
                    "loop": ["break", "continue"],
                    "function": [f"return {self.expression(1)}"],
                    "both": ["break", "continue", f"return {self.expression(1)}"],
                }
                write(self.pick(*options[where]))

    def helper(self, name: str) -> None:
        self.lines.append(f"def {name}(x, y=2):")
        if self.pick("nonlocal", ""):
            self.lines.append("    " + "nonlocal a, xs")
        else:
            self.lines.append("    a = x")
        self.lines += ["    b = y", "    c = d = 0", "    ys = []"]
        for _ in range(self.number(1, 3)):
            kind = self.pick("if", "assign", "append", "tool")
            match kind:
                case "if":
                    self.lines.append(f"    if x {self.pick('<', '>')} {self.pick('y', '2', 'b')}:")
                    self.lines.append(f"        {self.pick('return y', 'b = x', 'xs.append(y)')}")
                case "assign":
                    self.lines.append(f"    {self.pick(*NUMBERS)} = x + {self.pick('y', 'b', '1')}")
                case "append":
                    self.lines.append(f"    {self.pick('xs', 'ys')}.append({self.pick('x', 'y')})")
                case _:
                    self.lines.append(f"    c = NUM({self.pick('x', 'y', 'b')})")
        self.lines.append(f"    return {self.pick('x', 'b', 'c', 'x + y', 'len(xs)', 'a')}")


@st.composite
def programs(draw: Callable[[st.SearchStrategy[object]], object]) -> str:
    """The body of ``main()``, which the two sides wrap as they need."""
    writer = Writer(draw)
    for name in HELPERS:
        writer.helper(name)
    for _ in range(writer.number(2, 6)):
        writer.statement("", 0, "function")
    writer.lines.append(f"return {writer.pick(*NUMBERS, *LISTS, 'm', 'zs', writer.expression())}")
    lines = [*PRELUDE.splitlines(), *writer.lines]
    body = "\n".join("    " + line for line in lines)
    text = f"def execute_command(image):\n{body}\n"
    try:
        compile(text, "<drawn>", "exec")
    except SyntaxError:  # a walrus where Python has none
        reject()
    return text
