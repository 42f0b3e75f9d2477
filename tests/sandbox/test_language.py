# ruff: noqa: E501  (one line each)
"""The Python that planners write: accepted, with CPython's values, or refused with a useful hint."""

from __future__ import annotations

import pytest

from tests.sandbox.stubs import Bench, MiniEngine
from visprog.errors import Diagnostic, ProgramError, ToolError
from visprog_sandbox import ProgramCrashed

SNIPPETS = {
    "augmented subscripts": "d = {'a': 1}\nd['a'] += 2\nd['a'] **= 2\nX = d",
    "augmented list": "xs = [1]\nys = xs\nxs += [2]\nX = ys",
    "annotated assignment": "total: int = 3\nname: str\nX = total",
    "typing": "from typing import List, Optional\nimport typing\ndef f(a: List[int]) -> Optional[int]:\n"
    "    return a[0]\nX = f([1])",
    "math": "import math\nfrom math import sqrt as root\nX = [math.floor(2.5), root(16), math.pi > 3]",
    "format": "X = '{} {1}'.format(1) if False else '{0}-{name:>5}-{x[k]}'.format(1, name='a', "
    "x={'k': 2})",
    "f-strings": "w = 6\nv = 3.14159\nX = f'{v:.2f}|{v!r:>10}|{\"a\":^{w}}|{w=}'",
    "percent": "X = '%s is %05.1f%% of %d in 2024' % ('a', 12.345, 7)",
    "percent with names": "X = '%(a)s %(b)d' % {'a': 'x', 'b': 2}",
    "unpacking": "a, (b, *c), d = 1, (2, 3, 4), 5\n[e, f] = [6, 7]\nX = [a, b, c, d, e, f]",
    "chained assignment": "a = b, c = [1, 2]\nX = [a, b, c]",
    "star arguments": "def f(*a, k=1, **n):\n    return [a, k, n]\nX = f(*[1, 2], **{'k': 3, 'z': 4})",
    "sorting": "X = sorted([(2, 'b'), (1, 'a')], key=lambda p: (-p[0], p[1]), reverse=True)",
    "comprehensions": "X = [{a: b for a, b in zip('ab', [1, 2])}, sorted({1, 1}), [a for a in (1, 2) if a > 1]]",
    "nested functions": "def outer():\n    n = 0\n    def inner():\n        nonlocal n\n        n += 1\n"
    "        return n\n    inner()\n    return inner()\nX = outer()",
    "lambda defaults": "fs = [lambda x, i=i: x + i for i in range(3)]\nX = [f(10) for f in fs]",
    "late binding": "fs = [lambda: i for i in range(3)]\nX = [f() for f in fs]",
    "try": "def f(x):\n    try:\n        return 1 // x\n    except ZeroDivisionError as e:\n"
    "        return str(e)\n    finally:\n        log.append(x)\nlog = []\nX = [f(0), f(1), log]",
    "try else": "X = []\ntry:\n    X.append(1)\nexcept ValueError:\n    X.append(2)\nelse:\n    X.append(3)",
    "bare except": "try:\n    X = [][0]\nexcept:\n    X = 'caught'",
    "raise and catch": "try:\n    raise ValueError('no')\nexcept (KeyError, ValueError) as e:\n    X = f'{e}'",
    "loops": "X = 0\nfor i in range(9):\n    if i == 2:\n        continue\n    if i == 5:\n        break\n"
    "    X += i\nelse:\n    X = -1",
    "while else": "n = 3\nwhile n:\n    n -= 1\nelse:\n    n = 'done'\nX = n",
    "walrus": "xs = [1, 2, 3]\nX = [y for x in xs if (y := x * 2) > 2] + [y]",
    "slices": "xs = list(range(9))\nxs[1:3] = [0]\ndel xs[-1]\nX = [xs[::2], 'abc'[::-1], (1, 2, 3)[1:]]",
    "dict methods": "d = {'a': 1}\nd.setdefault('b', []).append(2)\nd.update(c=3)\n"
    "X = [d, list(d.items()), d.pop('c'), d.get('q', 0), 'a' in d]",
    "set methods": "s = {1, 2}\ns.add(3)\nX = [sorted(s & {2, 3, 4}), 9 in s | {9}, sorted(s - {1}), len(s)]",
    "text methods": "X = ' Two Words '.strip().lower().split() + ['a-b'.replace('-', '+'), 'x'.zfill(3)]",
    "unbound text method": "X = sorted(['b', 'A'], key=str.lower)",
    "builtins": "X = [sum([1, 2]), max(1, 3), min([2, 1]), abs(-1), round(2.567, 1), any([0, 1]), "
    "all([]), list(reversed([1, 2])), list(enumerate('a', 1)), divmod(7, 2), next(iter([5]), 0)]",
    "map and filter": "X = [list(map(lambda a, b: a + b, [1], [2])), list(filter(None, [0, 1]))]",
    "isinstance": "X = [isinstance(1, int), isinstance('a', (int, str)), isinstance(None, dict)]",
    "comparisons": "x = 5\nX = [1 < x < 9, x is not None, x not in [1], not x, 1 == 1.0]",
    "numbers": "X = [7 // 2, 7 % 3, 2 ** 10, 1e3, 0x10, -3, 5 / 2, 1 << 4, 6 & 3, 6 | 1, 6 ^ 2, ~1]",
    "ternary": "a = 3\nX = 'big' if a > 2 else 'small' if a > 1 else 'tiny'",
    "assert": "assert 1 + 1 == 2, 'arithmetic'\nX = 1",
    "docstring and pass": "def f():\n    '''Says it.'''\n    pass\nX = f()",
    "global names in functions": "N = 4\ndef f():\n    return N + 1\nX = f()",
    "recursion": "def fact(n):\n    return 1 if n < 2 else n * fact(n - 1)\nX = fact(20)",
    "deep recursion": "def down(n):\n    return 0 if n == 0 else 1 + down(n - 1)\nX = down(400)",
    "sorting in place": "xs = [3, 1, 2]\nxs.sort(key=lambda v: -v)\nxs.reverse()\nX = xs",
    "infinity": "best = float('inf')\nfor v in [3, 2]:\n    if v < best:\n        best = v\nX = best",
    "unusual names": "print_count = 1\nlist_of = [2]\n_ = 3\nfor _ in range(2):\n    pass\nX = [_, list_of]",
    "shadowed built-ins": "sum = 3\nmax = [1]\nX = [sum, max]",
    "generator expressions": "X = [sum(a * b for a, b in [(1, 2), (3, 4)]), ','.join(str(i) for i in (1, 2))]",
    "conditional import": "import math\nX = math.hypot(3, 4) if True else 0",
    "is on values": "a = None\nX = [a is None, (a or 'x') is not None]",
    "multiple del": "a = [1, 2, 3]\nb = {'x': 1}\ndel a[0], b['x']\nX = [a, b]",
}  # fmt: skip


@pytest.mark.parametrize("name", SNIPPETS)
async def test_snippets_give_the_value_of_cpython(bench: Bench, name: str) -> None:
    text = SNIPPETS[name]
    names: dict[str, object] = {}
    exec(text, names)
    wrapped = "def execute_command(image):\n" + "".join(
        f"    {line}\n" for line in text.splitlines()
    )
    expected = names["X"]
    for program in (text + "\nY = X\n", wrapped + "    return X\n"):
        value = await bench.value(program)
        assert value == expected


FINDINGS = {
    "an invented tool": ("X = CROP_NOT(image=IMAGE)", "unknown tool CROP_NOT", "CROP"),
    "a misspelt tool": ("X = LOK(image=IMAGE)", "unknown tool LOK", "LOC"),
    "an unknown argument": ("X = LOC(image=IMAGE, objekt='a')", "no argument objekt", "object"),
    "a missing argument": ("X = LOC(image=IMAGE)", "needs object", "LOC(image, object)"),
    "too many arguments": ("X = COUNT(1, 2)", "takes 1 arguments", ""),
    "an undefined name": ("RESULT(var=ANSWER)", "ANSWER", ""),
    "a name in braces": ("X = EVAL(expr='{NUMBER} == 1')", "NUMBER", ""),
    "a use before": ("y = x\nx = 1", "x is used before", "move"),
    "a text for an image": ("X = LOC('photo.png', 'dog')", "image is an image", ""),
    "an unknown method": ("X = IMAGE.serch('a')", "an attribute serch", ""),
    "a class": ("class A:\n    pass", "classes are not allowed", "functions"),
    "numpy": ("import numpy as np", "numpy cannot be imported", "lists"),
    "re": ("import re", "re cannot be imported", "str methods"),
    "with": ("with IMAGE as x:\n    pass", "with is not allowed", ""),
    "global": ("def f():\n    global x\n    x = 1", "global is not allowed", "return"),
    "syntax": ("X = (1,\nY = 2", "'(' was never closed", ""),
    "nothing": ("# only a comment", "does nothing", ""),
    "the other dialect": ("X = ImagePatch(IMAGE)", "ImagePatch is for programs with", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", FINDINGS)
async def test_findings_say_what_to_do(bench: Bench, name: str) -> None:
    text, message, hint = FINDINGS[name]
    with pytest.raises(ProgramError) as caught:
        await bench.sandbox.check(text)
    first = caught.value.diagnostics[0]
    assert message in first.message
    assert hint in first.hint


async def test_all_findings_come_at_once_in_order(bench: Bench) -> None:
    text = "import os\nX = LOC(image=IMAGE)\nclass A:\n    pass\nRESULT(var=NOPE, x=Y)\n"
    with pytest.raises(ProgramError) as caught:
        await bench.sandbox.check(text)
    places = [(d.line, d.column) for d in caught.value.diagnostics]
    assert places == sorted(places)
    assert {line for line, _ in places} == {1, 2, 3, 5}
    assert all(isinstance(d, Diagnostic) for d in caught.value.diagnostics)


async def test_a_crash_names_the_line_and_the_error(bench: Bench) -> None:
    with pytest.raises(ProgramCrashed, match="line 3: ZeroDivisionError") as caught:
        await bench("a = 1\ndef f(x):\n    return x / 0\n\nf(a)\n")
    assert (caught.value.line, caught.value.type) == (3, "ZeroDivisionError")


async def test_a_failed_step_can_be_caught_and_goes_on_as_itself_otherwise(bench: Bench) -> None:
    failing = "X = CROP(IMAGE, LOC(IMAGE, 'nothing'))\n"
    text = f"try:\n    Y = VQA({failing[4:].strip()}, 'a') == 'b'\nexcept ToolError as e:\n    Y = str(e)\n"
    _, finished = await bench(text)
    assert "nothing to crop to" in finished.value
    with pytest.raises(ToolError, match="nothing to crop to"):
        await bench(failing + "Y = VQA(X, 'a') == 'b'")


async def test_print_is_an_event(bench: Bench) -> None:
    engine = MiniEngine()
    await bench("print('a', 1, [2], sep='-')\nprint(VQA(IMAGE, 'x'), end='')\nX = 1", engine)
    assert engine.prints[0] == "a-1-[2]"
    assert len(engine.prints) == 2


async def test_two_images_and_a_patch(bench: Bench) -> None:
    text = (
        "def execute_command(image1, image2):\n    return [ImagePatch(image1).width, image2.height]"
    )
    _, finished = await bench(text, images=2)
    assert finished.value == [80, 60]
    text = "def execute_command(image):\n    return ImagePatch(image, 0, 0, 10, 20).height"
    assert await bench.value(text) == 20


async def test_a_tool_of_any_type_may_give_a_patch(bench: Bench) -> None:
    text = """
def execute_command(image):
    best = best_image_match(ImagePatch(image).find('abc'), ['red'])
    return [best.width, best.simple_query('what?'), best == image]
"""
    assert await bench.value(text) == [41, "two words", False]


async def test_tools_start_before_anyone_looks(bench: Bench) -> None:
    engine = MiniEngine(delay=0.2)
    await bench(
        "xs = [LOC(IMAGE, n) for n in ['a', 'b', 'c', 'd']]\nX = [len(x) for x in xs]", engine
    )
    started = [step.call.tool for step in engine.steps.values()]
    assert started == ["LOC"] * 4
    assert len(engine.looks) == 4
