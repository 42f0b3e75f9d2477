"""One call of a tool as program text, and the programs that calls are put into."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from visprog.tool import Param, ToolSpec

CALL = "CALL"
"""Where the call stands in the expression that a program answers."""

ENTRY = "def execute_command(image, other):\n"

LOOKS = {"image": "{}.width", "images": "len({})", "regions": "len({})", "texts": "len({})"}
"""By the type that a tool returns, how a program looks at the result, and so waits for it."""


@dataclass(frozen=True, slots=True)
class Call:
    """A tool with arguments as source text; a method's first one is the patch it is called on."""

    spec: ToolSpec
    arguments: Mapping[str, str]

    @property
    def name(self) -> str:
        """What a program writes: of ``ImagePatch.llm_query`` the last part."""
        return self.spec.name.rpartition(".")[2]

    @property
    def params(self) -> tuple[Param, ...]:
        """The parameters that stand between the brackets, each by its name."""
        named = tuple(param for param in self.spec.params if not param.variadic)
        return named[1:] if self.spec.method else named

    @property
    def variadic(self) -> bool:
        return any(param.variadic for param in self.spec.params)

    def text(
        self,
        arguments: Mapping[str, str] | None = None,
        *,
        positional: Sequence[str] = (),
        name: str | None = None,
    ) -> str:
        """The call, with other ``arguments`` or another ``name``; ``positional`` ones stand for
        those between the brackets."""
        given = dict(self.arguments if arguments is None else arguments)
        called = name or self.name
        if self.spec.method:
            called = f"{given.pop(self.spec.params[0].name)}.{called}"
        inside = positional or [f"{key}={text}" for key, text in given.items()]
        return f"{called}({', '.join(inside)})"


def answering(spec: ToolSpec, expression: str) -> str:
    """A program over the pictures ``image`` and ``other`` that answers an expression."""
    if spec.dialect == "vipergpt":
        return f"{ENTRY}    return {expression}\n"
    return f"ANSWER={expression}\n"


def listing(spec: ToolSpec, calls: Sequence[str]) -> str:
    """A program with one call in each line, from :func:`first_line` on."""
    lines = [f"X{number}={call}\n" for number, call in enumerate(calls)]
    if spec.dialect == "vipergpt":
        return ENTRY + "".join(f"    {line}" for line in lines)
    return "".join(lines)


def first_line(spec: ToolSpec) -> int:
    """The line of the first call in :func:`listing`."""
    return 2 if spec.dialect == "vipergpt" else 1


def catching(spec: ToolSpec, calls: Sequence[str]) -> str:
    """A program that makes every call and answers, for each, what it raised, or None."""
    looked = LOOKS.get(spec.returns, "{} == 0").format("X")
    lines = ["SAID=[]\n"]
    for call in calls:
        lines += [
            "try:\n",
            f"    X={call}\n",
            f"    Y={looked}\n",
            "    SAID.append(None)\n",
            "except (ToolError, TypeError) as error:\n",
            "    SAID.append(str(error))\n",
        ]
    if spec.dialect == "vipergpt":
        return ENTRY + "".join(f"    {line}" for line in lines) + "    return SAID\n"
    return "".join(lines) + "ANSWER=SAID\n"
