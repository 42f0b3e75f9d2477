"""Generated programs: they behave as in CPython, and every dependency that matters is an edge."""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tests.sandbox.programs import programs
from tests.sandbox.stubs import Bench, MiniEngine, controls, refs, viper
from visprog.errors import LimitExceeded
from visprog.program import Limits
from visprog.tool import ToolTable
from visprog_sandbox import ProgramCrashed, Sandbox

EXAMPLES = int(os.environ.get("VISPROG_FUZZ_PROGRAMS", "15"))


@viper("NUM", method=False)
def number(value: float) -> float:
    """A number for a number."""
    return (value * 7 + 3) % 5


TOOLS = ToolTable([number])
LIMITS = Limits(wall_seconds=60.0, cpu_seconds=5.0, calls=200)


@dataclass
class Outcome:
    """One run: its value or error, and for each call where it was made and with what."""

    engine: MiniEngine
    value: Any
    error: str
    calls: list[tuple[int, Any]]
    uses: set[str]

    def causes(self, name: str) -> set[str]:
        used = self.uses if name == "answer" else self.engine.steps[name].uses()
        return self.engine.causes(used)


class Laboratory:
    """One event loop and one sandbox for all examples."""

    def __init__(self) -> None:
        self.runner = asyncio.Runner()
        self.bench = Bench(Sandbox(TOOLS))

    async def outcome(self, text: str, change: dict[int, Callable[[Any], Any]]) -> Outcome:
        engine = MiniEngine(change, tools=TOOLS)
        value, error, uses = None, "", set()
        try:
            _, finished = await self.bench(text, engine=engine, limits=LIMITS)
            value = await engine._value(finished.value)
            uses = {*finished.sources, *refs(finished.value), *controls(finished.control)}
        except ProgramCrashed as crash:
            error = crash.type
        except LimitExceeded:
            error = "limit"
        calls = []
        for step in engine.steps.values():
            calls.append((step.call.site.line, await engine._value(step.call.arguments)))
        return Outcome(engine, value, error, calls, uses)

    def close(self) -> None:
        self.runner.run(self.bench.sandbox.close())
        self.runner.close()


@pytest.fixture(scope="module")
def laboratory() -> Iterator[Laboratory]:
    laboratory = Laboratory()
    yield laboratory
    laboratory.close()


def in_cpython(text: str) -> tuple[Any, str, list[Any]]:
    """The same program with a plain function in place of the tool."""
    asked: list[Any] = []

    def num(value: Any) -> Any:
        asked.append(value)
        if len(asked) > LIMITS.calls:
            raise TimeoutError
        return number.function(value)

    names: dict[str, Any] = {"NUM": num}
    exec(compile(text, "<plain>", "exec"), names)
    try:
        return names["execute_command"](None), "", asked
    except TimeoutError:
        return None, "limit", []
    except Exception as error:
        return None, type(error).__name__, asked


generated = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@generated
@given(text=programs())
def test_accepted_programs_behave_as_in_cpython(laboratory: Laboratory, text: str) -> None:
    value, error, asked = in_cpython(text)
    outcome = laboratory.runner.run(laboratory.outcome(text, {}))
    assert outcome.error == error
    assert outcome.value == value
    if error != "limit":
        assert [arguments["value"] for _, arguments in outcome.calls] == asked


@generated
@given(text=programs())
def test_every_dependency_that_matters_is_an_edge(laboratory: Laboratory, text: str) -> None:
    laboratory.runner.run(_perturb(laboratory, text))


async def _perturb(laboratory: Laboratory, text: str) -> None:
    base = await laboratory.outcome(text, {})
    changes = [
        (number, change)
        for number in range(1, min(len(base.calls), 8) + 1)
        for change in (lambda value: value + 1, lambda value: 9 - value)
    ]
    others = await asyncio.gather(
        *(laboratory.outcome(text, {number: change}) for number, change in changes)
    )
    for (number, _), other in zip(changes, others, strict=True):
        step = f"s{number}"
        if other.error:
            continue
        # Calls of one place with equal arguments cannot be told apart: one of them must know.
        gone = Counter(map(repr, base.calls)) - Counter(map(repr, other.calls))
        for key in gone:
            alike = [f"s{i + 1}" for i, call in enumerate(base.calls) if repr(call) == key]
            assert any(step in base.causes(name) for name in alike), (
                f"{alike} {key} changed with {step}\n{text}"
            )
        if not base.error and base.value != other.value:
            assert step in base.causes("answer"), f"the answer changed with {step}\n{text}"
