"""Every program in ``examples/programs`` runs, and does what its expected trace says."""

from __future__ import annotations

import importlib.util
import json
from types import ModuleType
from typing import Any

import pytest

from tests.session.conftest import EXAMPLES
from visprog.session import Session

FOLDER = EXAMPLES / "programs"
EXPECTED: dict[str, Any] = json.loads((FOLDER / "expected.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def recorder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("record", FOLDER / "record.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_no_program_is_forgotten() -> None:
    files = {str(path.relative_to(FOLDER).with_suffix("")) for path in FOLDER.rglob("*.txt")}
    assert files == set(EXPECTED)
    assert len(files) >= 40


def test_every_tool_and_method_is_used() -> None:
    """Except those whose model the micro pack does not have."""
    absent = {"vqa", "caption", "ocr", "depth", "llm"}
    used = {step[0] for entry in EXPECTED.values() for step in entry["steps"]}
    from visprog import plugins

    needed = {spec.name for spec in plugins.tools().specs if not absent.intersection(spec.roles)}
    assert needed <= used


@pytest.mark.parametrize("name", EXPECTED)
def test_the_program_does_what_is_expected(
    session: Session, recorder: ModuleType, name: str
) -> None:
    expected = EXPECTED[name]
    answer = recorder.run(session, name, expected["images"])
    assert answer.ok, answer.text
    assert recorder.happened(answer) == {k: v for k, v in expected.items() if k != "images"}
