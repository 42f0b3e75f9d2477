"""What a tool declares: a typed function, read into a :class:`ToolSpec` by :func:`tool`.

Planner prompts, the checker, command-line help, JSON schemas and the trace all derive from the
spec; nothing about a tool is written down twice.

    @tool("COUNT", example="ANSWER0=COUNT(box=BOX0)")
    def count(box: Regions) -> int:
        \"\"\"How many regions there are.\"\"\"
        return len(box)

A parameter annotated :class:`Context` is not part of the call: the engine passes it in. Tools that
need models are ``async`` and await ``context.models.detect.detect(...)``.
"""

from __future__ import annotations

import dataclasses
import inspect
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeAlias, TypeVar

from visprog.types import Box, Image, Mask, Point, Region, Regions

TypeName: TypeAlias = Literal[
    "image", "regions", "region", "mask", "box", "point",
    "text", "number", "boolean", "texts", "images", "any", "nothing",
]  # fmt: skip

TYPE_NAMES: Mapping[Any, TypeName] = {
    Image: "image",
    Regions: "regions",
    Region: "region",
    Mask: "mask",
    Box: "box",
    Point: "point",
    str: "text",
    int: "number",
    float: "number",
    bool: "boolean",
    list[str]: "texts",
    tuple[str, ...]: "texts",
    list[Image]: "images",
    tuple[Image, ...]: "images",
    object: "any",
    Any: "any",
    type(None): "nothing",
}
"""The annotations that a tool may use, and the names they go by everywhere else."""

PLAIN_TYPES = frozenset({"text", "number", "boolean", "texts", "any", "nothing", "box", "point"})
"""Types whose values a program may look at as they are; the others it sees item by item or not."""


class Operations(Protocol):
    """The operations of the model that serves one role; each is awaited with keyword arguments."""

    settings: Mapping[str, Any]
    """What the pack says about the model: thresholds, temperatures, whether it is a stand-in."""

    def __getattr__(self, operation: str) -> Callable[..., typing.Awaitable[Any]]: ...


class Models(Protocol):
    """Roles by name: ``models.detect.detect(image=..., phrases=...)``."""

    def __getattr__(self, role: str) -> Operations: ...


class Context(Protocol):
    """What the engine passes to a tool that asks for it."""

    models: Models
    seed: int
    empty: Literal["error", "whole-image"]
    """What CROP and its kin do when there is nothing to crop to."""

    def note(self, code: str, message: str, **facts: Any) -> None:
        """Record something about this step that the answer should not hide: a fallback, candidates
        that a threshold removed. ``facts`` are values as steps exchange them."""

    def whole(self, image: Image) -> Image:
        """The picture of this run that a crop was cut from; the crop itself when there is none."""


@dataclass(frozen=True, slots=True)
class Param:
    """One typed parameter of a tool."""

    name: str
    type: TypeName
    required: bool
    default: Any = None
    variadic: bool = False
    """Accepts any further keyword (EVAL's bound names)."""


@dataclass(frozen=True, slots=True)
class ToolSpec:
    """Everything that others need to know about a tool."""

    name: str
    aliases: tuple[str, ...]
    params: tuple[Param, ...]
    returns: TypeName
    doc: str
    example: str
    dialect: Literal["visprog", "vipergpt"]
    method: bool
    """A ViperGPT method: the first parameter is the patch that it is called on."""
    roles: tuple[str, ...]
    """The model roles it awaits; empty for a tool that computes by itself."""
    pure: bool
    """The same arguments always give the same value, so results may be cached and merged."""
    function: Callable[..., Any]

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.function(*args, **kwargs)

    @property
    def summary(self) -> str:
        """The docstring's first line."""
        return self.doc.splitlines()[0] if self.doc else ""

    @property
    def signature(self) -> str:
        """``LOC(image: image, object: text) -> regions``"""
        parts = []
        for param in self.params:
            text = f"{'**' if param.variadic else ''}{param.name}: {param.type}"
            if not param.required and not param.variadic:
                text += f" = {param.default!r}"
            parts.append(text)
        return f"{self.name}({', '.join(parts)}) -> {self.returns}"

    @property
    def context_param(self) -> str | None:
        """The parameter that receives the :class:`Context`, if the function asks for one."""
        hints = typing.get_type_hints(self.function)
        return next((name for name, hint in hints.items() if hint is Context), None)


F = TypeVar("F", bound=Callable[..., Any])


def tool(
    name: str,
    *aliases: str,
    example: str,
    dialect: Literal["visprog", "vipergpt"] = "visprog",
    method: bool = False,
    roles: tuple[str, ...] = (),
    pure: bool = True,
) -> Callable[[F], ToolSpec]:
    """Turn a typed function into a :class:`ToolSpec`.

    Raises ``TypeError`` at import when the signature uses an annotation that is not in
    :data:`TYPE_NAMES`, or has no docstring.
    """

    def wrap(function: F) -> ToolSpec:
        if not function.__doc__:
            raise TypeError(f"tool {name} needs a docstring: it is what planners and people read")
        hints = typing.get_type_hints(function)
        params: list[Param] = []
        for parameter in inspect.signature(function).parameters.values():
            hint = hints.get(parameter.name)
            if hint is Context:
                continue
            params.append(
                Param(
                    name=parameter.name,
                    type=_type_name(name, parameter.name, hint),
                    required=parameter.default is parameter.empty
                    and parameter.kind is not parameter.VAR_KEYWORD,
                    default=None if parameter.default is parameter.empty else parameter.default,
                    variadic=parameter.kind is parameter.VAR_KEYWORD,
                )
            )
        return ToolSpec(
            name=name,
            aliases=aliases,
            params=tuple(params),
            returns=_type_name(name, "return", hints.get("return")),
            doc=inspect.cleandoc(function.__doc__),
            example=example,
            dialect=dialect,
            method=method,
            roles=roles,
            pure=pure,
            function=function,
        )

    return wrap


def _type_name(owner: str, parameter: str, hint: Any) -> TypeName:
    arms = [arm for arm in typing.get_args(hint) if arm is not type(None)]
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        hint = arms[0] if len(arms) == 1 else object
    try:
        return TYPE_NAMES[hint]
    except (KeyError, TypeError):
        allowed = ", ".join(sorted({getattr(key, "__name__", str(key)) for key in TYPE_NAMES}))
        raise TypeError(
            f"tool {owner}: parameter {parameter} is annotated {hint!r}; use one of {allowed}"
        ) from None


class ToolTable(Mapping[str, ToolSpec]):
    """Tools by name and alias, as the ``visprog.tools`` entry points offer them."""

    def __init__(self, specs: typing.Iterable[ToolSpec]) -> None:
        self.specs = tuple(specs)
        self._by_name: dict[str, ToolSpec] = {}
        for spec in self.specs:
            for key in (spec.name, *spec.aliases):
                if self._by_name.setdefault(key, spec) is not spec:
                    raise ValueError(f"two tools are called {key}")

    def __getitem__(self, name: str) -> ToolSpec:
        return self._by_name[name]

    def __iter__(self) -> typing.Iterator[str]:
        return iter(self._by_name)

    def __len__(self) -> int:
        return len(self._by_name)

    def replaced(self, functions: Mapping[str, Callable[..., Any]]) -> ToolTable:
        """The same tools with other mechanisms: ``{"LOC": oracle}`` keeps LOC's spec."""
        unknown = set(functions) - {spec.name for spec in self.specs}
        if unknown:
            raise ValueError(f"no tool is called {', '.join(sorted(unknown))}")
        return ToolTable(
            dataclasses.replace(spec, function=functions[spec.name])
            if spec.name in functions
            else spec
            for spec in self.specs
        )
