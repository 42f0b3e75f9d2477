"""What a program sees: its dialect, and the tools under their names.

A dialect is only a set of names. The :class:`Surface` is the tool table as plain data; the host
writes it once, the children read it, and the checker and the running program both use it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from visprog_sandbox.functions import BOUNDED, EXCEPTIONS, OWN, PLAIN, TYPES

ENTRY = "execute_command"
PATCH = "ImagePatch"
BUILTINS: frozenset[str] = frozenset(
    {*PLAIN, *TYPES, *EXCEPTIONS, *OWN, *BOUNDED, "ToolError", "slice", "True", "False", "None"}
)


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    type: str
    required: bool
    variadic: bool


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool's signature, as data."""

    name: str
    aliases: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    returns: str
    dialect: str
    method: bool

    @property
    def signature(self) -> str:
        shown = self.parameters[1:] if self.method else self.parameters
        parts = [
            ("**" if p.variadic else "") + p.name + ("" if p.required or p.variadic else "=...")
            for p in shown
        ]
        return f"{self.name}({', '.join(parts)})"

    @property
    def variadic(self) -> bool:
        return any(parameter.variadic for parameter in self.parameters)

    def bind(self, count: int, named: Iterable[str]) -> dict[str, int | str]:
        """Parameter name -> position or keyword of its argument. Raises ``TypeError``."""
        plain = [parameter for parameter in self.parameters if not parameter.variadic]
        if count > len(plain):
            takes, got = (number - self.method for number in (len(plain), count))
            raise TypeError(f"{self.signature} takes {takes} arguments, got {got}")
        bound: dict[str, int | str] = {plain[index].name: index for index in range(count)}
        known = {parameter.name for parameter in plain}
        for name in named:
            if name in bound:
                raise TypeError(f"{self.signature} got two values for {name}")
            if name not in known and not self.variadic:
                raise TypeError(f"{self.signature} has no argument {name}")
            bound[name] = name
        missing = [p.name for p in plain if p.required and p.name not in bound]
        if missing:
            raise TypeError(f"{self.signature} needs {' and '.join(missing)}")
        return bound


class Surface:
    """All tools, and the attributes of opaque values."""

    def __init__(self, tools: Sequence[Tool], attributes: Mapping[str, Sequence[str]]) -> None:
        self.tools = tuple(tools)
        self.attributes = {kind: frozenset(names) for kind, names in attributes.items()}
        self.methods = {
            name.rpartition(".")[2]: tool  # "ImagePatch.llm_query" next to a function llm_query
            for tool in tools
            if tool.method
            for name in (tool.name, *tool.aliases)
        }

    def functions(self, dialect: str) -> dict[str, Tool]:
        """Tools that are called by name in a dialect."""
        return {
            name: tool
            for tool in self.tools
            if tool.dialect == dialect and not tool.method
            for name in (tool.name, *tool.aliases)
        }

    def names(self, dialect: str, images: Sequence[str]) -> set[str]:
        """Every name that a program of the dialect may read without defining it."""
        own = set(images) if dialect == "visprog" else {PATCH}
        return own | BUILTINS | set(self.functions(dialect))

    def to_data(self) -> dict[str, Any]:
        return {
            "tools": [
                [
                    tool.name,
                    tool.aliases,
                    [[p.name, p.type, p.required, p.variadic] for p in tool.parameters],
                    tool.returns,
                    tool.dialect,
                    tool.method,
                ]
                for tool in self.tools
            ],
            "attributes": {kind: sorted(names) for kind, names in self.attributes.items()},
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Surface:
        tools = [
            Tool(
                name,
                tuple(aliases),
                tuple(Parameter(*parameter) for parameter in parameters),
                returns,
                dialect,
                method,
            )
            for name, aliases, parameters, returns, dialect, method in data["tools"]
        ]
        return cls(tools, data["attributes"])
