"""The values of a run's steps, by what programs and tools call them."""

from __future__ import annotations

import asyncio
from typing import Any

from visprog.engine.kinds import item_at
from visprog.engine.steps import Step
from visprog.errors import RunFailure, ToolError
from visprog.program import Ref
from visprog.types import Image


class Values:
    """Of the steps of one run, by name."""

    def __init__(self) -> None:
        self.steps: dict[str, Step] = {}

    def step(self, ref: Ref) -> Step:
        """Raises ``ToolError`` for a step that is not there."""
        step = self.steps.get(ref.step)
        if step is None:
            raise ToolError(f"there is no step {ref.step[:40]!r}")
        return step

    async def wait(self, step: Step) -> None:
        """Until the step is done, however."""
        if not step.done:
            future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            step.waiters.append(future)
            await future

    def read(self, ref: Ref) -> Any:
        """The value of a step that is done, or an item of it. Raises ``ToolError`` when it failed
        or has no such item."""
        value = self.parent(ref)
        if not ref.path:
            return value
        try:
            return item_at(value, ref.path[-1])
        except LookupError:
            raise ToolError(f"{ref} is not there: the value has no such item") from None

    def parent(self, ref: Ref) -> Any:
        """The value that holds the item; for a ref without a path, the value itself."""
        step = self.step(ref)
        if step.status == "error":
            raise ToolError(step.error)
        if step.status != "ok":
            raise RunFailure(f"the run ended before step {step.id} ({step.tool}) did")
        value = step.value
        try:
            for index in ref.path[:-1]:
                value = item_at(value, index)
        except LookupError:
            raise ToolError(f"{ref} is not there: the value has no such item") from None
        return value

    def filled(self, value: Any) -> Any:
        """``value`` with refs replaced by their values."""
        if isinstance(value, Ref):
            return self.read(value)
        if isinstance(value, list):
            return [self.filled(item) for item in value]
        if isinstance(value, tuple):
            return tuple(self.filled(item) for item in value)
        if isinstance(value, dict):
            return {key: self.filled(item) for key, item in value.items()}
        return value

    def whole(self, image: Image) -> Image:
        """The picture that a crop was cut from: always something the crop's step depends on."""
        if image.origin is None:
            return image
        for step in self.steps.values():
            value = step.value
            if not isinstance(value, Image) or value.origin is not None:
                continue
            if value.digest == image.frame.root:
                return value
        return image
