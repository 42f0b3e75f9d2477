"""A plugin whose tools are wrong in every way that the table is there to find."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.toolcheck.conftest import Check

TOOLS = '''
"""Tools that should not pass."""

from visprog.errors import ToolError
from visprog.tool import tool
from visprog.types import Image, Regions
from visprog_benchmarks.toolcheck import Bad, Case, Wrong


@tool("DOUBLE", example="ANSWER0=DOUBLE(number=3)")
def double(number: float) -> float:
    """Twice the number, off by one."""
    return 2 * number + 1


@tool("SHOUT", example="ANSWER0=SHOUT(text='boat')")
def shout(text: str) -> str:
    """The text, louder."""
    if len(text) > 4:
        raise ToolError("that is much too long a word")
    return text[0].upper() + text[1:].upper()


@tool("SHRINK", example="ANSWER0=SHRINK(image=IMAGE,object=OBJ0)")
def shrink(image: Image, object: Regions) -> float:
    """Knows no region that it would not take."""
    return float(len(object))


def six(found: object, stage: object) -> str:
    if found != 6.0:
        raise Wrong(f"{found}, and twice three is 6")
    return "6"


TOOLS = (double, shout, shrink)
CASES = (
    Case("DOUBLE", {"number": "3"}, six),
    Case("SHOUT", {"text": "'boat'"}, lambda found, stage: found, bad=(
        Bad("text", "'boating'", "too long"),)),
)
'''


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package with an entry point, on the path of this process."""
    (tmp_path / "visprog_broken.py").write_text(TOOLS)
    info = tmp_path / "visprog_broken-0.1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: visprog-broken\nVersion: 0.1\n")
    (info / "entry_points.txt").write_text(
        "[visprog.tools]\nbroken = visprog_broken:TOOLS\n\n"
        "[visprog.cases]\nbroken = visprog_broken:CASES\n"
    )
    monkeypatch.syspath_prepend(tmp_path)


@pytest.mark.usefixtures("plugin")
def test_it_fails_for_every_reason(check: Check) -> None:
    code, rows, summary = check("DOUBLE", "SHOUT", "SHRINK", "COUNT")
    by_tool = {row["tool"]: row for row in rows}
    problems = {
        name: {(bad["kind"], bad["problem"]) for bad in row["bad"] if bad["problem"]}
        for name, row in by_tool.items()
    }
    assert (by_tool["DOUBLE"]["status"], by_tool["DOUBLE"]["seen"]) == (
        "wrong",
        "7, and twice three is 6",
    )
    assert problems["DOUBLE"] == set()
    assert by_tool["SHOUT"]["seen"] == "BOAT"
    assert problems["SHOUT"] == {
        ("empty text", "the tool crashed"),
        ("blank text", "accepted"),
        ("too long", "does not name text"),
    }
    assert by_tool["SHRINK"]["status"] == "no case"
    assert problems["SHRINK"] == {
        ("no region", "accepted"),
        ("region of no area", "accepted"),
        ("region outside", "accepted"),
        ("region of another picture", "accepted"),
    }
    assert (by_tool["COUNT"]["status"], problems["COUNT"]) == ("right", set())
    assert code == 1
    assert (summary["failed"], summary["right"], summary["skipped"]) == (3, 2, 1)
    assert summary["tried"] - summary["refused"] == 7
