"""A plugin whose tools are wrong in every way that the table is there to find."""

from __future__ import annotations

import pytest

from tests.toolcheck.conftest import PLUGINS, Check


def test_it_fails_for_every_reason(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(PLUGINS / "broken")
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
