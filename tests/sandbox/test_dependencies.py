"""What a call, and the answer, depend on: every true dependency, and no unrelated one."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from tests.sandbox.stubs import Bench, controls, refs


@dataclass(frozen=True)
class Case:
    """By step: what each argument uses (``data``), and what the call hangs on (``control``)."""

    name: str
    program: str
    data: dict[str, dict[str, str]] = field(default_factory=dict)
    control: dict[str, str] = field(default_factory=dict)
    answer: tuple[str, str] | None = None


VISPROG = [
    Case(
        "a comparison of a value",
        """
boat = LOC(image, 'boat')
other = LOC(image, 'cat')
count = COUNT(boat)
answer = EVAL(count == 3)
RESULT(var=answer)
""",
        data={"s3": {"box": "s1"}, "s4": {"expr": "s3"}, "s5": {"var": "s4"}},
        answer=("s4", ""),
    ),
    Case(
        "len in a variable",
        "dogs = LOC(IMAGE, 'dog')\nn = len(dogs)\nm = n + 1\nRESULT(var=EVAL(m > 2))",
        data={"s2": {"expr": "s1"}},
    ),
    Case(
        "an if",
        """
dogs = LOC(IMAGE, 'dog')
cats = LOC(IMAGE, 'cat')
if len(dogs) > 2:
    LOC(IMAGE, 'bone')
LOC(IMAGE, 'bowl')
""",
        data={"s3": {"object": ""}, "s4": {"object": ""}},
        control={"s3": "s1", "s4": ""},
    ),
    Case(
        "a variable that an untaken branch would have set",
        """
dogs = LOC(IMAGE, 'dog')
x = 1
y = 2
if len(dogs) > 100:
    x = 5
RESULT(var=EVAL(x))
EVAL(y)
""",
        data={"s2": {"expr": "s1"}, "s4": {"expr": ""}},
        control={"s2": "", "s4": ""},
    ),
    Case(
        "a list that an untaken branch would have changed, under another name",
        """
dogs = LOC(IMAGE, 'dog')
xs = [1]
ys = xs
zs = [2]
if len(dogs) > 100:
    xs.append(5)
EVAL(len(ys))
EVAL(len(zs))
""",
        data={"s2": {"expr": "s1"}, "s3": {"expr": ""}},
    ),
    Case(
        "containers, aliases and nesting",
        """
dogs = LOC(IMAGE, 'dog')
cats = LOC(IMAGE, 'cat')
d = {'a': []}
inner = d['a']
inner.append(len(dogs))
other = {}
other['k'] = len(cats)
other['k'] += 1
EVAL(d['a'][0])
EVAL(other['k'])
EVAL(len(str(d)))
""",
        data={"s3": {"expr": "s1"}, "s4": {"expr": "s2"}, "s5": {"expr": "s1"}},
    ),
    Case(
        "a helper function's arguments are told apart",
        """
def add(a, b):
    VQA(IMAGE, 'about ' + str(a))
    VQA(IMAGE, 'about ' + str(b))
    return a + b
dogs = LOC(IMAGE, 'dog')
cats = LOC(IMAGE, 'cat')
total = add(len(dogs), b=len(cats))
EVAL(total)
""",
        data={"s3": {"question": "s1"}, "s4": {"question": "s2"}, "s5": {"expr": "s1 s2"}},
    ),
    Case(
        "an early return of a helper decides its value",
        """
def kind(boxes):
    if len(boxes) > 2:
        return 'many'
    VQA(IMAGE, 'why?')
    return 'few'
x = kind(LOC(IMAGE, 'dog'))
y = 'plain'
VQA(IMAGE, x)
VQA(IMAGE, y)
""",
        data={"s2": {"question": "s1"}, "s3": {"question": ""}},
        control={"s2": "", "s3": ""},
    ),
    Case(
        "closures",
        """
dogs = LOC(IMAGE, 'dog')
cats = LOC(IMAGE, 'cat')
def counter():
    n = 0
    def bump(by):
        nonlocal n
        n += by
        return n
    return bump
bump = counter()
bump(1)
EVAL(bump(1))
bump(len(dogs))
EVAL(bump(1))
RESULT(EVAL(len(cats)))
""",
        data={"s3": {"expr": ""}, "s4": {"expr": "s1"}, "s5": {"expr": "s2"}},
    ),
    Case(
        "a while loop",
        """
dogs = LOC(IMAGE, 'dog')
cats = LOC(IMAGE, 'cat')
n = 0
while n < len(dogs):
    VQA(IMAGE, str(n))
    n += 1
EVAL(n)
EVAL(len(cats))
""",
        data={"s3": {"question": ""}, "s6": {"expr": "s1"}, "s7": {"expr": "s2"}},
        control={"s3": "s1", "s5": "s1", "s6": "", "s7": ""},
    ),
    Case(
        "a break hangs on what was seen before it",
        """
found = 'none'
for name in ['dog', 'nothing', 'cat']:
    boxes = LOC(IMAGE, name)
    if len(boxes) == 0:
        found = name
        break
VQA(IMAGE, found)
VQA(IMAGE, 'else')
""",
        data={"s3": {"question": "s1 s2"}, "s4": {"question": ""}},
        control={"s2": "s1", "s3": "", "s4": ""},
    ),
    Case(
        "a ternary and boolean operators",
        """
dogs = LOC(IMAGE, 'dog')
cats = LOC(IMAGE, 'cat')
which = 'dog' if len(dogs) > 1 else 'cat'
VQA(IMAGE, which)
x = len(cats) > 100 and VQA(IMAGE, 'never')
y = len(cats) < 100 and VQA(IMAGE, 'asked')
VQA(IMAGE, str(y))
""",
        data={"s3": {"question": "s1"}, "s4": {"question": ""}, "s5": {"question": "s2 s4"}},
        control={"s3": "", "s4": "s2", "s5": ""},
    ),
    Case(
        "an error that is caught decides",
        """
dogs = LOC(IMAGE, 'unicorn')
cats = LOC(IMAGE, 'cat')
try:
    first = dogs[0]
    VQA(IMAGE, 'not reached')
except IndexError:
    VQA(IMAGE, 'handler')
VQA(IMAGE, 'after')
""",
        data={"s3": {"question": ""}},
        control={"s3": "s1", "s4": ""},
    ),
    Case(
        "unpacking keeps values apart",
        """
a, b = len(LOC(IMAGE, 'dog')), len(LOC(IMAGE, 'cat'))
a, b = b, a
EVAL(a)
EVAL(b)
""",
        data={"s3": {"expr": "s2"}, "s4": {"expr": "s1"}},
    ),
    Case(
        "f-strings, format, percent and join",
        """
a = VQA(IMAGE, 'one?')
b = VQA(IMAGE, 'two?')
VQA(IMAGE, f'is it {a}?')
VQA(IMAGE, 'is it {}?'.format(b))
VQA(IMAGE, 'is it %s?' % a)
VQA(IMAGE, ', '.join([a, b]))
""",
        data={
            "s3": {"question": "s1"},
            "s4": {"question": "s2"},
            "s5": {"question": "s1"},
            "s6": {"question": "s1 s2"},
        },
    ),
    Case(
        "text in braces binds variables",
        "N = COUNT(LOC(IMAGE, 'dog'))\nM = COUNT(LOC(IMAGE, 'cat'))\nEVAL(expr='{M} == 3')",
        data={"s5": {"expr": "", "M": "s4"}},
    ),
    Case(
        "a reassigned variable forgets",
        """
n = len(LOC(IMAGE, 'dog'))
n = 4
EVAL(n)
""",
        data={"s2": {"expr": ""}},
    ),
    Case(
        "any stops where it found one",
        """
names = ['a', 'nothing', 'c']
hit = any(len(LOC(IMAGE, name)) == 0 for name in names)
VQA(IMAGE, 'unrelated')
EVAL(hit)
""",
        data={"s3": {"question": ""}, "s4": {"expr": "s1 s2"}},
        control={"s2": "s1", "s3": "", "s4": ""},
    ),
    Case(
        "a lambda sees what it closes over",
        """
n = len(LOC(IMAGE, 'dog'))
m = len(LOC(IMAGE, 'cat'))
f = lambda x: x + n
EVAL(f(1))
EVAL((lambda x: x)(m))
xs = [k for k in sorted([3, 1, 2], key=lambda k: k * n)]
EVAL(xs[0])
EVAL(sum([k + m for k in [1, 2]]))
""",
        data={
            "s3": {"expr": "s1"},
            "s4": {"expr": "s2"},
            "s5": {"expr": "s1"},
            "s6": {"expr": "s2"},
        },
    ),
    Case(
        "the value without a RESULT",
        "dogs = LOC(IMAGE, 'dog')\ncats = LOC(IMAGE, 'cat')\nanswer = len(dogs)",
        answer=("s1", ""),
    ),
    Case(
        "a RESULT inside a decision",
        "d = LOC(IMAGE, 'dog')\nif len(d) > 1:\n    RESULT('many')\nelse:\n    RESULT('few')",
        control={"s2": "s1"},
        answer=("", "s1"),
    ),
    Case(
        "a value that an exhausted loop left",
        """
last = ''
for box in LOC(IMAGE, 'dog'):
    last = 'seen'
VQA(IMAGE, last)
""",
        data={"s2": {"question": "s1"}},
        control={"s2": ""},
    ),
    Case(
        "star arguments",
        """
def ask(first, *rest, **named):
    VQA(IMAGE, str(first))
    VQA(IMAGE, str(rest))
a = len(LOC(IMAGE, 'dog'))
b = len(LOC(IMAGE, 'cat'))
args = [b]
ask(a, *args)
""",
        data={"s3": {"question": "s1 s2"}, "s4": {"question": "s1 s2"}},
    ),
]

VIPERGPT = [
    Case(
        "a loop over patches",
        """
def execute_command(image):
    p = ImagePatch(image)
    other = p.find('cat')
    for q in p.find('dog'):
        q.simple_query('what?')
    return 'done'
""",
        data={"s3": {"image": "s2"}},
        control={"s3": "s2"},
        answer=("", ""),
    ),
    Case(
        "a search with an early return",
        """
def execute_command(image):
    patches = ImagePatch(image).find('abc')
    for p in patches:
        if p.verify_property('abc', 'big'):
            return p
    return patches[0]
""",
        control={"s2": "s1", "s3": "s1 s2"},
        answer=("s1", "s1 s2 s3 s4"),
    ),
    Case(
        "sorting by a tool's value chooses the patch",
        """
def execute_command(image):
    patches = ImagePatch(image).find('abcd')
    patches.sort(key=lambda p: p.compute_depth())
    return patches[0].simple_query('what?')
""",
        data={"s2": {"image": "s1"}, "s5": {"image": "s1 s2 s3 s4"}},
        control={"s5": ""},
        answer=("s5", ""),
    ),
    Case(
        "a guard at the start",
        """
def execute_command(image):
    patches = ImagePatch(image).find('person')
    if not patches:
        return 'no one'
    word = 'standing'
    return patches[-1].best_text_match(option_list=[word, 'sitting'])
""",
        data={"s2": {"image": "s1", "option_list": ""}},
        control={"s2": "s1"},
        answer=("s2", "s1"),
    ),
    Case(
        "counting in a loop with a condition",
        """
def execute_command(image):
    count = 0
    patches = ImagePatch(image).find('abc')
    for p in patches:
        if p.verify_property('abc', 'big'):
            count += 1
    return count
""",
        answer=("s1 s2 s3 s4", ""),
    ),
    Case(
        "nothing is a value too",
        """
def execute_command(image):
    n = len(ImagePatch(image).find('abc'))
    if n > 100:
        return 'many'
""",
        answer=("", "s1"),
    ),
]


def words(text: str) -> set[str]:
    return set(text.split())


@pytest.mark.parametrize("case", [*VISPROG, *VIPERGPT], ids=lambda case: case.name)
async def test_dependencies(bench: Bench, case: Case) -> None:
    engine, finished = await bench(case.program)
    images = {"IMAGE"}
    for step, arguments in case.data.items():
        call = engine.steps[step].call
        for name, expected in arguments.items():
            used = set(call.sources.get(name, ())) | refs(call.arguments[name])
            assert used - images == words(expected), (step, name)
    for step, expected in case.control.items():
        assert controls(engine.steps[step].call.control) - images == words(expected), step
    if case.answer is not None:
        used = set(finished.sources) | refs(finished.value)
        results = {step for step in used if engine.steps[step].call.tool == "RESULT"}
        for call in (engine.steps[step].call for step in results):
            used |= set(call.sources.get("var", ())) | refs(call.arguments["var"])
        assert used - results - images == words(case.answer[0])
        assert controls(finished.control) - images == words(case.answer[1])


async def test_a_control_edge_says_where_and_which_way(bench: Bench) -> None:
    engine, _ = await bench(
        "dogs = LOC(IMAGE, 'dog')\nif len(dogs) > 2:\n    LOC(IMAGE, 'a')\nelse:\n"
        "    for d in dogs:\n        CROP(IMAGE, d)\n"
    )
    last = engine.steps[f"s{len(engine.steps)}"].call
    assert next((c.steps, c.site.line, c.taken) for c in last.control) == (
        ("s1",),
        2,
        "True" if last.tool == "LOC" else "False",
    )
    engine, _ = await bench("for d in LOC(IMAGE, 'abc'):\n    VQA(IMAGE, str(d.width))\n")
    taken = [step.call.control[0].taken for step in engine.named("VQA")]
    assert taken == [f"item {n}" for n in range(len(taken))]
    assert len(taken) > 1
