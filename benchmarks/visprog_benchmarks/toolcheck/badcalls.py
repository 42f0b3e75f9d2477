"""Every kind of wrong call of a tool, from its typed specification.

Each differs from a right call in one argument. What a constant in the text already shows, the
checker must refuse, before anything runs; the rest must end as the tool's own error.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from visprog.tool import Param, ToolSpec, TypeName
from visprog_benchmarks.toolcheck.call import Call
from visprog_benchmarks.toolcheck.case import Case

Stage = Literal["check", "run"]

FITTING: Mapping[TypeName, str] = MappingProxyType(
    {
        "image": "image",
        "regions": "[40, 40, 160, 160]",
        "region": "[40, 40, 160, 160]",
        "mask": "image",
        "box": "[40, 40, 160, 160]",
        "point": "[80, 80]",
        "text": "'boat'",
        "number": "1",
        "boolean": "True",
        "texts": "'boat,bird'",
        "images": "[image]",
        "any": "1",
        "nothing": "None",
    }
)
"""An expression of each type, for a tool of which no right call is known."""

UNFIT: Mapping[TypeName, tuple[tuple[str, str, Stage], ...]] = MappingProxyType(
    {
        "image": (
            ("text for an image", "'boat'", "check"),
            ("list for an image", "[image]", "run"),
        ),
        "regions": (
            ("text for regions", "'boat'", "check"),
            ("number for regions", "5", "check"),
            ("image for regions", "image", "check"),
            ("three numbers for a box", "[40, 40, 160]", "run"),
            ("box inside out", "[160, 160, 40, 40]", "run"),
        ),
        "region": (
            ("text for a region", "'boat'", "check"),
            ("box inside out", "[160, 160, 40, 40]", "run"),
        ),
        "mask": (("text for a mask", "'boat'", "run"),),
        "box": (
            ("text for a box", "'boat'", "run"),
            ("box inside out", "[160, 160, 40, 40]", "run"),
        ),
        "point": (
            ("text for a point", "'boat'", "run"),
            ("three numbers for a point", "[40, 40, 160]", "run"),
        ),
        "text": (("number for text", "5", "run"), ("image for text", "image", "check")),
        "number": (
            ("text for a number", "'three'", "run"),
            ("truth value for a number", "True", "run"),
            ("not a number", "float('nan')", "run"),
            ("endless", "float('inf')", "run"),
        ),
        "boolean": (("text for a truth value", "'yes'", "run"),),
        "texts": (("number for texts", "5", "run"), ("numbers for texts", "[5]", "run")),
        "images": (
            ("text for images", "'boat'", "check"),
            ("numbers for images", "[5]", "run"),
        ),
        "any": (),
        "nothing": (),
    }
)
"""By type, what is not of that type: the kind, an expression, and who must refuse it."""

EMPTY: Mapping[TypeName, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        "text": (("empty text", "''"), ("blank text", "'  '")),
        "texts": (("empty list", "[]"), ("blank text", "'  '"), ("blank items", "['', ' ']")),
        "images": (("empty list", "[]"),),
        "regions": (("no region", "[]"),),
    }
)
"""By type, what is of that type and has nothing in it."""

NOWHERE: tuple[tuple[str, str], ...] = (
    ("region of no area", "[80, 80, 80, 80]"),
    ("region outside", "[90000, 90000, 90060, 90060]"),
    ("region of another picture", "UNION(image=other, object=[40, 40, 160, 160])"),
)
"""Regions without a pixel in the picture that they are given with."""


@dataclass(frozen=True, slots=True)
class BadCall:
    """One wrong call, and how it must be refused."""

    kind: str
    argument: str
    """The parameter it is about; empty for the call as a whole."""
    text: str
    """The call, as it stands in a program."""
    stage: Stage
    mentions: tuple[str, ...]
    """What the error must name."""


def bad_calls(spec: ToolSpec, case: Case | None) -> list[BadCall]:
    """All wrong calls of a tool: by its name, by its arguments' presence, types and contents.

    ``case`` gives the right arguments around the wrong one, further values to be refused, and the
    kinds that mean something to this tool.
    """
    right = Call(spec, case.arguments if case else _fitting(spec))
    calls = [*_misnamed(right), *_miscounted(right)]
    takes = case.takes if case else {}
    for param in right.params:
        meant = takes.get(param.name, frozenset())
        calls += [call for call in _wrong_values(right, param) if call.kind not in meant]
    for bad in case.bad if case else ():
        calls.append(_wrong(right, bad.argument, bad.value, bad.kind))
    return calls


def _fitting(spec: ToolSpec) -> dict[str, str]:
    return {param.name: FITTING[param.type] for param in spec.params if param.required}


def _misnamed(right: Call) -> Iterator[BadCall]:
    name = right.name
    yield BadCall("misspelt tool", "", right.text(name=name + name[-1]), "check", (name,))
    if not right.variadic:
        text = right.text({**right.arguments, "nonsense": "1"})
        yield BadCall("unknown argument", "", text, "check", (name, "nonsense"))
    for param in right.params[:1]:
        text = right.text({**right.arguments, param.name: "nowhere"})
        yield BadCall("undefined variable", param.name, text, "check", ("nowhere",))


def _miscounted(right: Call) -> Iterator[BadCall]:
    for param in right.params:
        if param.required:
            rest = {name: text for name, text in right.arguments.items() if name != param.name}
            text, mentions = right.text(rest), (right.name, param.name)
            yield BadCall("left out", param.name, text, "check", mentions)
    text = right.text(positional=("1",) * (len(right.params) + 1))
    yield BadCall("one too many", "", text, "check", (right.name, "arguments"))


def _wrong_values(right: Call, param: Param) -> Iterator[BadCall]:
    for kind, value, stage in UNFIT[param.type]:
        yield _wrong(right, param.name, value, kind, stage)
    if param.required and param.type != "any":
        yield _wrong(right, param.name, "None", "None")
    if param.required:
        for kind, value in EMPTY.get(param.type, ()):
            yield _wrong(right, param.name, value, kind)
    if param.type == "regions" and right.spec.dialect == "visprog":
        for kind, value in NOWHERE:
            yield _wrong(right, param.name, value, kind)


def _wrong(right: Call, name: str, value: str | None, kind: str, stage: Stage = "run") -> BadCall:
    arguments = {key: text for key, text in right.arguments.items() if key != name}
    if value is not None:
        arguments[name] = value
    return BadCall(kind, name, right.text(arguments), stage, (right.name, name))
