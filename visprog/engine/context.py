"""What the engine hands to a tool: models by role, the run's settings, a way to leave a note."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Any, Literal, Protocol

from visprog.engine.jobs import Outcome
from visprog.errors import ToolError, Unavailable, VisprogError
from visprog.model import Item, ModelSpec
from visprog.types import Image


class Asks(Protocol):
    """How a step asks a model; the executor's part."""

    async def __call__(self, spec: ModelSpec, operation: str, item: Item) -> Outcome: ...


class StepContext:
    """The :class:`visprog.tool.Context` of one step."""

    __slots__ = ("_note", "empty", "models", "seed", "whole")

    def __init__(
        self,
        models: StepModels,
        seed: int,
        empty: Literal["error", "whole-image"],
        note: Callable[[str, str, Mapping[str, Any]], None],
        whole: Callable[[Image], Image],
    ) -> None:
        self.models = models
        self.seed = seed
        self.empty: Literal["error", "whole-image"] = empty
        self._note = note
        self.whole = whole

    def note(self, code: str, message: str, **facts: Any) -> None:
        self._note(code, message, facts)


class StepModels:
    """``models.<role>``"""

    __slots__ = ("_ask", "_operations", "_specs")

    def __init__(
        self,
        specs: Mapping[str, ModelSpec],
        operations: Callable[[ModelSpec], tuple[str, ...]],
        ask: Asks,
    ) -> None:
        self._specs = specs
        self._operations = operations
        self._ask = ask

    def __getattr__(self, role: str) -> RoleOperations:
        if role.startswith("_"):
            raise AttributeError(role)
        spec = self._specs.get(role)
        if spec is None:
            served = ", ".join(sorted(self._specs)) or "no role"
            raise Unavailable(
                f"no model serves the role {role!r}: this pack serves {served}; "
                f"choose a pack that has it, or add a [{role}] table to yours"
            )
        return RoleOperations(spec, self._operations(spec), self._ask)


class RoleOperations:
    """``models.<role>.<operation>(...)`` and ``models.<role>.settings``"""

    __slots__ = ("_ask", "_operations", "_spec")

    def __init__(self, spec: ModelSpec, operations: tuple[str, ...], ask: Asks) -> None:
        self._spec = spec
        self._operations = operations
        self._ask = ask

    @property
    def settings(self) -> Mapping[str, Any]:
        """The pack's settings for the role, with ``stand_in`` and ``note``."""
        spec = self._spec
        said = {"stand_in": spec.kind == "stand-in", "note": spec.note}
        return MappingProxyType({**said, **spec.settings})

    def __getattr__(self, operation: str) -> Callable[..., Awaitable[Any]]:
        if operation.startswith("_") or operation not in self._operations:
            known = ", ".join(self._operations) or "none"
            owner = f"the {self._spec.role} model {self._spec.family}"
            raise AttributeError(f"{owner} has no operation {operation!r}; it has {known}")

        async def call(**item: Any) -> Any:
            outcome = await self._ask(self._spec, operation, item)
            error = outcome.error
            if error is None:
                return outcome.value
            if isinstance(error, VisprogError):
                raise error
            first = (str(error).strip() or "no message").splitlines()[0]
            message = f"{self._spec.role}.{operation} failed: {type(error).__name__}: {first}"
            raise ToolError(message) from error

        return call
