"""The whole table on this machine, and tools that a pack or an endpoint must serve first."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.planners.scripted import Say, scripted
from tests.toolcheck.conftest import PLUGINS, Check
from visprog import plugins
from visprog.cli import main
from visprog_tools import packs


def test_every_tool_is_right_and_refuses_every_bad_argument(check: Check) -> None:
    code, rows, summary = check()
    wrong = {
        row["tool"]: [row["seen"], *(bad for bad in row["bad"] if bad["problem"])]
        for row in rows
        if row["status"] == "wrong" or row["refused"] < row["tried"]
    }
    assert wrong == {}
    assert code == 0

    specs = {spec.name: spec for spec in plugins.tools().specs}
    served = set(packs.load("micro").models) - {"llm"}
    assert {row["tool"]: row["status"] for row in rows} == {
        name: "right" if served.issuperset(spec.roles) else "no model"
        for name, spec in specs.items()
    }
    assert summary == {
        "tools": len(specs),
        "right": sum(row["status"] == "right" for row in rows),
        "refused": sum(row["tried"] for row in rows),
        "tried": sum(row["tried"] for row in rows),
        "failed": 0,
        "skipped": sum(row["status"] == "no model" for row in rows),
    }
    assert all(row["tried"] >= 2 + len(specs[row["tool"]].params) for row in rows)


def test_language_tools_are_called_where_an_endpoint_is_named(
    check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = "Monday\nTuesday\nWednesday\nThursday\nFriday\nSaturday\nSunday"
    with scripted(Say(days), Say("eight"), Say("It has 8."), Say("7"), Say("Paris")) as script:
        monkeypatch.setenv("VISPROG_LLM", "openai/scripted")
        monkeypatch.setenv("VISPROG_LLM_URL", script.url)
        monkeypatch.setenv("OPENAI_API_KEY", "none")
        code, rows, _ = check(
            "LIST", "LLM_QUERY", "ImagePatch.llm_query", "llm_query", "process_guesses"
        )
    assert [row["status"] for row in rows] == ["right"] * 5, rows
    assert code == 0
    assert len(script.requests) == 5  # no bad argument reached the model


def test_a_script_on_loopback_can_answer_for_a_language_model(check: Check) -> None:
    tools = ("LIST", "LLM_QUERY", "ImagePatch.llm_query", "llm_query", "process_guesses")
    code, rows, _ = check(*tools, "--loopback")
    assert [row["status"] for row in rows] == ["right"] * 5, rows
    assert code == 0


def test_depth_and_text_are_right_for_models_that_know_the_truth(
    check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(PLUGINS / "truthful")
    tools = ("CROP_FRONTOF", "CROP_BEHIND", "DEPTH", "OCR", "compute_depth")
    code, rows, _ = check(*tools, "--pack", str(PLUGINS / "truthful" / "pack.toml"))
    assert [row["status"] for row in rows] == ["right"] * len(tools), rows
    assert code == 0


def test_a_wrong_answer_of_a_model_fails(check: Check, tmp_path: Path) -> None:
    with scripted(Say("Red."), Say("A whale in the desert.")) as script:
        roles = "".join(
            f'[roles.{role}]\nfamily = "litellm"\ncheckpoint = "endpoint:openai/scripted"\n'
            f'revision = "none"\nsettings = {{ api_base = "{script.url}" }}\n'
            for role in ("vqa", "caption")
        )
        pack = tmp_path / "pack.toml"
        pack.write_text(f'name = "scripted"\n{roles}')
        code, rows, summary = check("VQA", "CAPTION", "--pack", str(pack))
    assert [row["status"] for row in rows] == ["right", "wrong"], rows
    assert rows[1]["seen"] == "'A whale in the desert.' names 0 of car, cat, dog, umbrella"
    assert (code, summary["failed"]) == (1, 1)


def test_the_table_is_for_people_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISPROG_PACK", "micro")
    with pytest.raises(SystemExit) as ended:
        main(("tools", "check", "Count", "RESULT", "--every"))
    out = capsys.readouterr().out
    assert ended.value.code == 0
    assert "ok COUNT                2  " in out
    assert re.search(r"COUNT\(box=5\)\n +-> line \d+:\d+: COUNT: box is regions, not 5", out)
    assert out.splitlines()[-1].startswith("2 tools: 2 right, 0 not called, 0 failed; ")


def test_listing_still_lists(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(("tools", "--json"))
    assert {"LOC", "find"} <= {entry["name"] for entry in json.loads(capsys.readouterr().out)}


def test_an_unknown_tool_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(("tools", "check", "LOCK", "--pack", "micro"))
    assert ended.value.code == 2
    assert "no tool is called LOCK" in capsys.readouterr().err
