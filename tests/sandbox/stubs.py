"""A small real engine for the sandbox's tests: it keeps values, starts steps and answers looks.

Its tools are deterministic functions of their arguments; a test may change some of the answers.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from visprog.attributes import ATTRIBUTES
from visprog.errors import ToolError
from visprog.program import Control, Finished, Limits, Ref, Site, ToolCall
from visprog.tool import ToolTable, tool
from visprog.types import Box, Image, Region, Regions
from visprog_sandbox import Sandbox

CORPORA = Path(__file__).parent.parent / "corpora"
FAST = Limits(wall_seconds=30.0, cpu_seconds=2.0)
WORDS = ("red", "blue", "green", "yes", "no", "dog", "cat", "two words")


def number_of(text: str, most: int) -> int:
    """A fixed number for a text."""
    return sum(text.encode()) % most


@tool("LOC", "LOCATE", example="BOX0=LOC(image=IMAGE, object='dog')")
def loc(image: Image, object: str) -> Regions:
    """Find things."""
    return found(image, object)


def found(image: Image, name: str) -> Regions:
    count = {"nothing": 0, "unicorn": 0}.get(name, 1 + number_of(name, 4))
    left = image.frame.left
    regions = [
        Region(Box(5.0 * i, 2.0 * i, 5.0 * i + 20 + 7 * ((i * 3) % 4), 30.0 + i + left), name, 0.9)
        for i in range(count)
    ]
    return Regions.of(regions, image)


@tool("COUNT", example="N=COUNT(box=BOX0)")
def count(box: Regions) -> int:
    """How many."""
    return len(box)


@tool("CROP", example="IMAGE0=CROP(image=IMAGE, box=BOX0)")
def crop(image: Image, box: Regions) -> Image:
    """Cut out the first region."""
    if not isinstance(box, Regions) or not len(box):
        raise ToolError("CROP: there is nothing to crop to")
    return image.crop(box[0].box)


@tool("VQA", example="A=VQA(image=IMAGE, question='What?')")
def vqa(image: Image, question: str) -> str:
    """Answer a question."""
    return WORDS[(number_of(question, 97) + image.width) % len(WORDS)]


@tool("EVAL", example="A=EVAL(expr='{N} == 3')")
def evaluate(expr: object, **values: object) -> object:
    """Evaluate; here, arithmetic on the bound values only."""
    if not isinstance(expr, str):
        if isinstance(expr, bool | int | float):
            return expr
        raise ToolError("EVAL needs an expression")
    return calculate(expr, values)


def calculate(expr: str, values: Mapping[str, object]) -> object:
    """The smallest evaluator that the corpora need."""
    import ast
    import operator
    import re

    if len(expr) > 1000:
        raise ToolError("EVAL: too long")
    text = re.sub(r"\{([A-Za-z]\w*)\}", r"\1", expr)
    try:
        tree = ast.parse(text, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ToolError("EVAL: not an expression") from None
    known: dict[type, Callable[[Any, Any], Any]] = {
        ast.Add: operator.add, ast.Sub: operator.sub, ast.Eq: operator.eq, ast.Gt: operator.gt,
        ast.Lt: operator.lt, ast.GtE: operator.ge, ast.LtE: operator.le, ast.NotEq: operator.ne,
    }  # fmt: skip

    def walk(node: ast.AST, depth: int = 0) -> Any:
        if depth > 20:
            raise ToolError("EVAL: too deep")
        if isinstance(node, ast.Expression):
            return walk(node.body)
        if isinstance(node, ast.Constant) and isinstance(node.value, bool | int | float | str):
            return node.value
        if isinstance(node, ast.Name) and node.id in values:
            return values[node.id]
        if isinstance(node, ast.BinOp) and type(node.op) in known:
            return known[type(node.op)](walk(node.left, depth + 1), walk(node.right, depth + 1))
        if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in known:
            compared = known[type(node.ops[0])]
            return compared(walk(node.left, depth + 1), walk(node.comparators[0], depth + 1))
        if isinstance(node, ast.IfExp):
            yes, no = walk(node.body, depth + 1), walk(node.orelse, depth + 1)
            return yes if walk(node.test, depth + 1) else no
        raise ToolError(f"EVAL: {type(node).__name__} is not allowed")

    return walk(tree)


@tool("RESULT", example="RESULT(var=A)")
def result(var: object) -> object:
    """The answer."""
    return var


def viper(name: str, method: bool = True) -> Any:
    return tool(name, example=f"{name}(...)", dialect="vipergpt", method=method)


@viper("find")
def find(image: Image, object_name: str) -> list[Image]:
    """Patches that show the object."""
    return [image.crop(region.box) for region in found(image, object_name)]


@viper("exists")
def exists(image: Image, object_name: str) -> bool:
    """Whether it is there."""
    return len(found(image, object_name)) > 0


@viper("verify_property")
def verify_property(image: Image, object_name: str, attribute: str) -> bool:
    """Whether the object has the property."""
    return (number_of(object_name + attribute, 5) + image.width) % 3 == 0


@viper("best_text_match")
def best_text_match(image: Image, option_list: list[str], prefix: str = "") -> str:
    """The option that fits."""
    return option_list[image.width % len(option_list)]


@viper("simple_query")
def simple_query(image: Image, question: str = "What is this?") -> str:
    """Answer a question."""
    return WORDS[(number_of(question, 97) + image.width) % len(WORDS)]


@viper("compute_depth")
def compute_depth(image: Image) -> float:
    """How far away."""
    return 1000.0 / (image.width + image.height)


@viper("crop")
def crop_patch(image: Image, left: float, lower: float, right: float, upper: float) -> Image:
    """A part, y upwards."""
    try:
        return image.crop(Box(left, image.height - upper, right, image.height - lower))
    except (TypeError, ValueError) as error:
        raise ToolError(f"crop: {error}") from None


@viper("overlaps_with")
def overlaps_with(image: Image, left: float, lower: float, right: float, upper: float) -> bool:
    """Whether the rectangles overlap."""
    return bool(left < right)


@viper("distance", method=False)
def distance(patch_a: Image, patch_b: Image) -> float:
    """Between two patches."""
    return abs(patch_a.width - patch_b.width) + 0.5


@viper("bool_to_yesno", method=False)
def bool_to_yesno(bool_answer: bool) -> str:
    """yes or no."""
    return "yes" if bool_answer else "no"


@viper("best_image_match", method=False)
def best_image_match(
    list_patches: list[Image], content: list[str], return_index: bool = False
) -> Any:
    """The patch that fits best."""
    best = max(range(len(list_patches)), key=lambda i: list_patches[i].width)
    return best if return_index else list_patches[best]


@viper("llm_query", method=False)
def llm_query(query: str, context: str = "", long_answer: bool = True) -> str:
    """Ask a language model."""
    return query[::-1]


TOOLS = ToolTable(
    [
        loc, count, crop, vqa, evaluate, result, find, exists, verify_property, best_text_match,
        simple_query, compute_depth, crop_patch, overlaps_with, distance, bool_to_yesno,
        best_image_match, llm_query,
    ]
)  # fmt: skip


@dataclass
class Step:
    """One call that a program made, and what became of it."""

    id: str
    call: ToolCall
    task: asyncio.Task[Any]

    def data(self) -> set[str]:
        """The steps that it uses by value."""
        used = {step for steps in self.call.sources.values() for step in steps}
        return used | refs(self.call.arguments)

    def uses(self) -> set[str]:
        return self.data() | controls(self.call.control)


def refs(value: Any) -> set[str]:
    """The steps that a value refers to."""
    if isinstance(value, Ref):
        return {value.step}
    if isinstance(value, Mapping):
        return refs(list(value.values())) | refs(list(value))
    if isinstance(value, list | tuple):
        return set().union(*(refs(item) for item in value))
    return set()


def controls(decisions: tuple[Control, ...]) -> set[str]:
    return {step for decision in decisions for step in decision.steps}


@dataclass
class MiniEngine:
    """Implements :class:`visprog.program.Calls` over the functions of a tool table."""

    change: Mapping[int, Callable[[Any], Any]] = field(default_factory=dict)
    """By number of the step: what to make of its value."""
    steps: dict[str, Step] = field(default_factory=dict)
    prints: list[str] = field(default_factory=list)
    looks: list[tuple[str, Site]] = field(default_factory=list)
    images: dict[str, Image] = field(default_factory=dict)
    tools: ToolTable = field(default_factory=lambda: TOOLS)
    delay: float = 0.0
    called: asyncio.Event = field(default_factory=asyncio.Event)

    def call(self, call: ToolCall) -> Ref:
        name = f"s{len(self.steps) + 1}"
        spec = self.tools[call.tool]
        for used in refs(call.arguments) | {s for v in call.sources.values() for s in v}:
            assert used in self.steps or used in self.images
        task = asyncio.create_task(self._run(len(self.steps) + 1, call))
        task.add_done_callback(lambda done: done.cancelled() or done.exception())
        self.steps[name] = Step(name, call, task)
        self.called.set()
        return Ref(name, spec.returns)

    async def _run(self, number: int, call: ToolCall) -> Any:
        if self.delay:
            await asyncio.sleep(self.delay)
        spec = self.tools[call.tool]
        arguments = {name: await self._value(value) for name, value in call.arguments.items()}
        for param in spec.params:
            value = arguments.get(param.name)
            if param.type == "image" and value is not None and not isinstance(value, Image):
                raise ToolError(f"{spec.name}: {param.name} is not an image")
            if param.type == "text" and value is not None and not isinstance(value, str):
                raise ToolError(f"{spec.name}: {param.name} is not a text")
        value = spec(**arguments)
        return self.change.get(number, lambda same: same)(value)

    async def _value(self, value: Any) -> Any:
        if isinstance(value, Ref):
            if value.step in self.images:
                return self.images[value.step]
            result = await asyncio.shield(self.steps[value.step].task)
            for index in value.path:
                result = result[index]
            return result
        if isinstance(value, list | tuple):
            return type(value)([await self._value(item) for item in value])
        if isinstance(value, dict):
            return {key: await self._value(item) for key, item in value.items()}
        return value

    async def look(self, ref: Ref, site: Site) -> Any:
        self.looks.append((str(ref), site))
        value = await self._value(ref)
        if isinstance(value, Regions):
            return [Ref(ref.step, "region", (*ref.path, i)) for i in range(len(value))]
        if isinstance(value, list) and value and isinstance(value[0], Image):
            return [Ref(ref.step, "image", (*ref.path, i)) for i in range(len(value))]
        if isinstance(value, Image) and ref.type == "any":
            return Ref(ref.step, "image", ref.path)
        if isinstance(value, Image | Region):
            raise ToolError("an image cannot be looked at")
        return value

    async def attribute(self, ref: Ref, name: str, site: Site) -> Any:
        self.looks.append((f"{ref}.{name}", site))
        return ATTRIBUTES[ref.type][name](await self._value(ref))  # type: ignore[index]

    def printed(self, text: str, site: Site) -> None:
        self.prints.append(text)

    def named(self, tool: str) -> list[Step]:
        return [step for step in self.steps.values() if step.call.tool == tool]

    def causes(self, uses: set[str]) -> set[str]:
        """Everything that could have changed what uses these steps."""
        seen: set[str] = set()
        waiting = list(uses)
        while waiting:
            step = waiting.pop()
            if step not in seen:
                seen.add(step)
                if step in self.steps:
                    waiting.extend(self.steps[step].uses())
        return seen


def picture() -> Image:
    pixels = np.arange(60 * 80 * 3, dtype=np.uint32).reshape(60, 80, 3) % 251
    return Image(pixels.astype(np.uint8))


@dataclass
class Bench:
    """A sandbox and the small engine, joined: ``await bench(text)`` runs a program."""

    sandbox: Sandbox

    async def __call__(
        self, text: str, engine: MiniEngine | None = None, limits: Limits = FAST, images: int = 1
    ) -> tuple[MiniEngine, Finished]:
        engine = engine or MiniEngine()
        names = ["IMAGE"] if images == 1 else [f"IMAGE{i + 1}" for i in range(images)]
        pairs = []
        for name in names:
            engine.images[name] = picture()
            pairs.append((name, Ref(name, "image")))
        if images == 1:
            pairs.append(("image", pairs[0][1]))
        program = await self.sandbox.check(text, [name for name, _ in pairs], limits)
        finished = await self.sandbox.run(program, engine, pairs, limits)
        return engine, finished

    async def value(self, text: str, **options: Any) -> Any:
        engine, finished = await self(text, **options)
        return await engine._value(finished.value)


def corpus(name: str) -> list[Any]:
    programs = json.loads((CORPORA / f"{name}.json").read_text())
    return [pytest.param(program, id=program["id"]) for program in programs]
