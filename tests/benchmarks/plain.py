"""A plain interpreter for programs that these tests trust.

It runs both dialects by Python's own means, with no sandbox and no engine, so that a wrong answer
is the fault of the program or of the oracle and of nothing else.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from visprog.attributes import PATCH
from visprog.errors import ToolError
from visprog.tool import ToolTable
from visprog.types import Image, Regions
from visprog_benchmarks.world.oracle import Oracle, picture
from visprog_benchmarks.world.scene import Scene
from visprog_tools.builtin import TOOLS
from visprog_tools.expression import evaluate


class Context:
    """What CROP and REPLACE ask of the engine."""

    empty = "error"
    seed = 0

    def whole(self, image: Image) -> Image:
        return image

    def note(self, code: str, message: str, **facts: Any) -> None:
        """Nothing is recorded here."""


def run(
    program: str, scenes: tuple[Scene, ...], others: Mapping[str, Callable[..., Any]] | None = None
) -> Any:
    """The value of a program on rendered scenes, with perfect tools; ``others`` take the place of
    further ones."""
    pictures = [_rendered(scene) for scene in scenes]
    table = ToolTable(TOOLS).replaced(Oracle(zip(pictures, scenes, strict=True)).tools())
    table = table.replaced(others or {})
    if program.lstrip().startswith("def "):
        return _vipergpt(program, pictures, table)
    return _visprog(program, pictures, table)


@lru_cache(maxsize=64)
def _rendered(scene: Scene) -> Image:
    return picture(scene)


def _call(table: ToolTable, name: str, *args: Any, **kwargs: Any) -> Any:
    spec = table[name]
    for param, value in zip(spec.params, args, strict=False):
        kwargs[param.name] = value
    for param in spec.params:
        value = kwargs.get(param.name)
        if param.type == "texts" and isinstance(value, str):
            kwargs[param.name] = value.split(",")
    if spec.context_param:
        kwargs[spec.context_param] = Context()
    value = spec(**kwargs)
    if inspect.iscoroutine(value):
        value.close()
        raise ToolError(f"{name} takes a model, and perfect tools have none")
    return value


def _visprog(program: str, pictures: list[Image], table: ToolTable) -> Any:
    several = [f"IMAGE{number}" for number in range(1, len(pictures) + 1)]
    names = {1: ["IMAGE"], 2: ["LEFT", "RIGHT"]}.get(len(pictures), several)
    state: dict[str, Any] = dict(zip(names, pictures, strict=True))
    value: Any = None
    for line in ast.parse(program).body:
        assert isinstance(line, ast.Assign)
        call, target = line.value, line.targets[0]
        assert isinstance(call, ast.Call)
        assert isinstance(call.func, ast.Name)
        assert isinstance(target, ast.Name)
        given = {word.arg: _argument(word.value, state) for word in call.keywords if word.arg}
        if call.func.id == "EVAL":
            value = evaluate(given["expr"], _plain(state))
        elif call.func.id == "RESULT":
            return given["var"]
        else:
            value = _call(table, call.func.id, **given)
        state[target.id] = value
    return value


def _argument(node: ast.expr, state: Mapping[str, Any]) -> Any:
    return state[node.id] if isinstance(node, ast.Name) else ast.literal_eval(node)


def _plain(state: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in state.items() if not isinstance(value, Image | Regions)}


def _vipergpt(program: str, pictures: list[Image], table: ToolTable) -> Any:
    class ImagePatch:
        def __init__(self, image: Image) -> None:
            self.image = image

        def __getattr__(self, name: str) -> Any:
            if name in PATCH:
                return PATCH[name](self.image)
            return _method(name, self.image)

    def wrapped(value: Any) -> Any:
        if isinstance(value, Image):
            return ImagePatch(value)
        return [wrapped(item) for item in value] if isinstance(value, list) else value

    def _method(name: str, image: Image) -> Callable[..., Any]:
        return lambda *args, **kwargs: wrapped(_call(table, name, image, *args, **kwargs))

    def distance(first: ImagePatch, second: ImagePatch) -> float:
        return float(_call(table, "distance", first.image, second.image))

    names: dict[str, Any] = {"ImagePatch": ImagePatch, "distance": distance}
    exec(compile(program, "program", "exec"), names)
    return names["execute_command"](*pictures)
