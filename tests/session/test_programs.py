"""Every program in ``examples/programs`` runs, and does what its expected trace says."""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from tests.session.conftest import EXAMPLES
from visprog import plugins
from visprog_tools import packs

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


@pytest.fixture(scope="module")
def run(recorder: ModuleType) -> Iterator[Any]:
    """Runs a program by its name and entry; what it asks a language model is answered over HTTP."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("OPENAI_API_KEY", raising=False)
        with recorder.stage() as run:
            yield run


def test_no_program_is_forgotten() -> None:
    files = {str(path.relative_to(FOLDER).with_suffix("")) for path in FOLDER.rglob("*.txt")}
    assert files == set(EXPECTED)
    assert len(files) >= 40


def test_every_tool_and_method_is_used() -> None:
    """Except those whose model the micro pack does not have."""
    roles = set(packs.load("micro").models)
    used = {step[0] for entry in EXPECTED.values() for step in entry["steps"]}
    needed = {spec.name for spec in plugins.tools().specs if roles.issuperset(spec.roles)}
    assert needed <= used


@pytest.mark.parametrize("name", EXPECTED)
def test_the_program_does_what_is_expected(run: Any, recorder: ModuleType, name: str) -> None:
    expected = EXPECTED[name]
    answer = run(name, expected)
    assert answer.ok, answer.text
    given = {"images", "replies"}
    assert recorder.happened(answer) == {k: v for k, v in expected.items() if k not in given}


def test_the_lecture_page_shows_every_program_with_its_answer() -> None:
    page = (FOLDER / "lecture" / "README.md").read_text("utf-8")
    shown = re.findall(r"\$ visprog run examples/programs/(\S+)\.txt (.*)\n(.*)\n```", page)
    assert {name for name, _, _ in shown} == {n for n in EXPECTED if n.startswith("lecture/")}
    for name, arguments, printed in shown:
        pictures = re.findall(r"-i examples/(\w+)\.png", arguments)
        written = re.findall(r"-o (\S+)", arguments)
        assert pictures == EXPECTED[name]["images"]
        assert printed == (written[0] if written else EXPECTED[name]["answer"])


def test_clip_alone_cannot_tell_what_boxes_can(run: Any) -> None:
    """Both pictures show a cup and roses: only where they are tells the captions apart."""
    pictures = {"images": ["mug_in_roses", "roses_in_mug"]}
    captions = ["a cup in some roses", "some roses in a cup"]
    assert run("lecture/mug_in_the_roses_by_boxes", pictures).value == captions
    by_clip = run("lecture/mug_in_the_roses_by_clip", pictures)
    assert len(set(by_clip.value)) == 1
    rankings = [dict(step.noted[-1].facts["ranking"]) for step in by_clip.steps]
    first, second = (ranking[captions[0]] for ranking in rankings)
    assert abs(first - second) < 0.1
