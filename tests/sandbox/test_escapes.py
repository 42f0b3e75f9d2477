# ruff: noqa: E501  (one line each)
"""Published escapes from RestrictedPython and smolagents, and their relatives, one by one.

Each is named after its advisory. None may complete: what is not refused before it runs must end in
an error or be killed.
"""

from __future__ import annotations

import pytest

from tests.sandbox.stubs import Bench
from visprog.errors import VisprogError
from visprog.program import Limits

LIMITS = Limits(wall_seconds=30.0, cpu_seconds=0.5, memory_bytes=256 * 2**20)

ADVISORIES = {
    "CVE-2023-37271 generator frames": "X = (x for x in [1]).gi_frame.f_back.f_globals",
    "CVE-2023-37271 through a comprehension": "X = [g.gi_code for g in [(x for x in [1])]]",
    "CVE-2023-41039 str.format": "X = '{0.__class__.__mro__}'.format(IMAGE)",
    "CVE-2023-41039 str.format_map": "X = '{x.__class__}'.format_map({'x': 1})",
    "CVE-2023-41039 unbound format": "X = str.format('{0.__class__}', 1)",
    "CVE-2023-41039 format as a key": "X = sorted(['{0.__class__}'], key=str.format)[0].x",
    "CVE-2023-41039 mapped format": "X = list(map(str.format, ['{0.__class__}'], [1]))",
    "CVE-2024-47532 AttributeError.obj": "try:\n    IMAGE.nope\nexcept AttributeError as e:\n    X = e.obj",
    "CVE-2024-47532 NameError.name": "try:\n    int('x')\nexcept ValueError as e:\n    X = e.args",
    "CVE-2025-22153 except star": "try:\n    1 / 0\nexcept* ZeroDivisionError as e:\n    X = e",
    "CVE-2026-55830 positional-only": "def f(_getattr_, /):\n    return IMAGE.x\nX = f(lambda o, n: o)",
    "CVE-2026-55830 keyword": "def f(**k):\n    return k\nX = f(_getattr_=1)['x']",
    "CVE-2026-76825 Formatter": "import string\nX = string.Formatter().get_field('0.x', (1,), {})",
    "7.2 a str subclass": "class S(str):\n    pass\nX = S('x')",
    "8.5 async generators": "X = (x async for x in []).ag_frame",
    "9.0 C iteration": "X = tuple(IMAGE)",
    "CVE-2025-5120 submodule walk": "import math\nX = math.sys",
    "CVE-2025-5120 typing walk": "import typing\nX = typing.sys.modules\nY = X.get",
    "CVE-2025-9959 dunder walk": "X = ().__class__.__base__.__subclasses__()",
    "CVE-2025-9959 indirect dunder": "n = '__cla' + 'ss__'\nX = getattr(IMAGE, n)",
    "CVE-2026-4963 augmented assignment": "IMAGE.__dict__ += {}",
    "CVE-2026-4963 with": "with IMAGE as x:\n    X = x",
    "CVE-2025-14931 pickle": "import pickle\nX = pickle.loads(b'')",
    "CVE-2025-24359 asteval format": "X = f'{IMAGE.__class__!r}'",
    "CVE-2026-55244 BaseException": "try:\n    1 / 0\nexcept BaseException:\n    X = 1",
}

RELATIVES = {
    "builtins by name": "X = __builtins__['open']",
    "a function's globals": "def f():\n    pass\nX = f.__globals__",
    "a function's code": "def f():\n    pass\nX = f.__code__",
    "a tool's function": "X = LOC.function",
    "a tool's run": "X = LOC._run",
    "a handle's token": "X = IMAGE.token",
    "a handle's engine": "X = IMAGE._engine",
    "a method's receiver": "X = [].append.receiver",
    "a type's mro": "X = str.mro()",
    "a type by calling type": "X = type(IMAGE)",
    "vars": "X = vars()",
    "globals": "X = globals()",
    "eval under another name": "e = eval\nX = e('1')",
    "exec in a lambda": "X = (lambda: exec('1'))()",
    "compile": "X = compile('1', 'x', 'eval')",
    "the hooks": "X = _call_",
    "the hooks by keyword": "X = dict(_call_=1)._call_",
    "an internal name in braces": "X = EVAL(expr='{_s0_}')",
    "a shadowed hook": "_load_ = 1",
    "a shadowed hook as a target": "for _load_ in [1]:\n    pass",
    "a shadowed hook by import": "import math as _load_\nX = 1",
    "a shadowed hook in a comprehension": "X = [1 for _load_ in [1]]",
    "a shadowed hook as a function": "def _load_(*a):\n    return 1\nX = 1",
    "a shadowed hook by walrus": "X = (_load_ := 1)",
    "a shadowed hook by del": "del _load_\nX = 1",
    "fullwidth underscores": "X = IMAGE.＿＿class＿＿",
    "a decorator": "@print\ndef f():\n    pass\nX = 1",
    "a metaclass": "class M(metaclass=type):\n    pass\nX = 1",
    "a star import": "from math import *\nX = 1",
    "a dotted import": "import os.path\nX = 1",
    "import by function": "X = __import__('os')",
    "breakpoint": "breakpoint()",
    "input": "X = input()",
    "exit": "exit()",
    "SystemExit": "raise SystemExit",
    "a raised string": "raise 'x'",
    "a return in finally": "def f():\n    try:\n        return f()\n    finally:\n        return 1\nX = f()",
    "a break in finally": "while True:\n    try:\n        1 / 0\n    finally:\n        break\nX = 1",
    "a deep list": "a = []\nfor i in range(100000):\n    a = [a]\nRESULT(a)",
    "a list in itself": "a = []\na.append(a)\nRESULT(a)",
    "a dict in itself": "a = {}\na['a'] = a\nX = str(a)\nRESULT(a)",
    "a wide percent": "X = '%999999999d' % 1",
    "a starred percent": "X = '%*d' % (999999999, 1)",
    "a wide f-string by a variable": "w = 999999999\nX = f'{1:{w}}'",
    "a wide format by a field": "X = '{:{}}'.format(1, 999999999)",
    "padding": "X = 'a'.ljust(10**9)",
    "replace as a bomb": "X = ('a' * 10000).replace('a', 'b' * 10000)",
    "join as a bomb": "X = ('a' * 10000).join(['b'] * 100000)",
    "doubling text": "X = 'a'\nwhile True:\n    X += X",
    "doubling list": "X = [1]\nwhile True:\n    X += X",
    "a growing dict": "X = {}\ni = 0\nwhile True:\n    i += 1\n    X[i] = 'a' * 1000",
    "a shifted number": "X = 1 << 10**12",
    "a caught loop": "while True:\n    try:\n        while True:\n            pass\n    except:\n        pass",
    "a factorial": "X = 1\nfor i in range(1, 10**6):\n    X *= i",
    "sorting without end": "X = sorted(range(10**12))",
    "an endless product": "X = [1 for a in range(10**9) for b in range(10**9)]",
    "mutual comparison": "a, b = [], []\na.append(b)\nb.append(a)\nX = a == b",
    "an image as a number": "X = int(IMAGE)",
    "an image as text": "X = LOC(image='IMAGE', object='x')\nY = len(X)",
    "an image as an index": "X = [1][IMAGE]",
    "an image iterated": "X = [p for p in IMAGE]",
    "an image written": "IMAGE[0] = 1",
    "an image as a key, passed on": "RESULT(LOC({IMAGE: 1}, 'a'))\nX = len(LOC({IMAGE: 1}, 'a'))",
    "a region's pixels": "X = LOC(IMAGE, 'dog')[0].mask",
    "a handle copied by hand": "X = VQA(image={'h': 'x'}, question='?')\nY = X + 1",
    "an argument too many": "X = COUNT(LOC(IMAGE, 'a'), 1, 2, 3)",
    "an argument by stars": "X = COUNT(**{'box': LOC(IMAGE, 'a'), 'device': 'cuda'})",
    "null byte in a text": "X = len(LOC(IMAGE, 'a\\x00b' * 10**7))",
    "a very long line": "X = " + "+".join(["1"] * 9000),
    "deep parentheses": "X = " + "(" * 3000 + "1" + ")" * 3000,
    "deep subscripts": "X = a" + "[0]" * 2000,
    "deep attributes": "X = IMAGE" + ".left" * 2000,
    "deep calls": "X = " + "str(" * 150 + "1" + ")" * 150,
    "deep blocks": "".join(" " * i + "if 1:\n" for i in range(99)) + " " * 99 + "X = 1",
    "tabs and spaces": "if 1:\n\tX = 1\n        Y = 2",
    "an unknown encoding": "# -*- coding: nope -*-\nX = (",
    "a lone surrogate escape": "RESULT('\\udfff')",
    "a nested f-string": "X = f'{f\"{open}\"}'",
}  # fmt: skip


@pytest.mark.parametrize("name", [*ADVISORIES, *RELATIVES])
async def test_an_escape_leads_nowhere(bench: Bench, name: str) -> None:
    program = ADVISORIES.get(name) or RELATIVES[name]
    with pytest.raises(VisprogError):
        await bench.value(program, limits=LIMITS)
