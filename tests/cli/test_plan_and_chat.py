"""``visprog plan --explain`` and ``visprog chat``."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.cli.test_commands import BOAT, Run, visprog
from visprog.picture import read

__all__ = ["visprog"]

PAIR = "Are there more dogs in the left image than in the right image?"


def test_explain_shows_graph_tools_models_and_the_check(visprog: Run, tmp_path: Path) -> None:
    drawing = tmp_path / "graph.svg"
    code, out, err = visprog("plan", PAIR, "--explain", "--svg", str(drawing))
    assert code == 0
    assert out.startswith("BOX0=LOC(image=LEFT,object='dog')")
    assert "\u2570\u2500\u253c\u2500\u25cf c4 ANSWER1 = COUNT(box=BOX1)" in out
    assert "LOC  locate: owlv2 embedded:micro/detect" in out
    assert "checked: nothing is wrong with it" in out
    assert "read as: is it so that" in err
    assert drawing.read_text("utf-8").startswith("<svg")


def test_explain_as_json_has_edges_and_tools(visprog: Run) -> None:
    code, out, _ = visprog("plan", PAIR, "--json")
    assert code == 0
    said = json.loads(out)
    assert {"from": "c1", "to": "c2", "kind": "data", "label": "box"} in said["edges"]
    assert [row["tool"] for row in said["tools"]] == ["LOC", "COUNT", "EVAL"]


def test_a_drawing_that_cannot_be_written_is_said(visprog: Run, tmp_path: Path) -> None:
    code, _, err = visprog("plan", PAIR, "--svg", str(tmp_path / "none" / "graph.svg"))
    assert code == 2
    assert "cannot write" in err


def chat(tmp_path: Path, typed: str, *options: str) -> tuple[int, str, str]:
    """A chat of its own process, which reads what is typed."""
    folders = {"VISPROG_TRACE_DIR": str(tmp_path), "VISPROG_CACHE_DIR": str(tmp_path / "cache")}
    ended = subprocess.run(
        [sys.executable, "-m", "visprog", "chat", BOAT, "--pack", "micro", *options],
        input=typed,
        capture_output=True,
        text=True,
        env=os.environ | folders,
        check=False,
    )
    return ended.returncode, ended.stdout, ended.stderr


def test_chat_goes_on_and_survives_what_it_cannot_read(tmp_path: Path) -> None:
    typed = "How many people are in the boat?\n\nwhat about dogs?\nmake 3 cats happy\nquit\nlost\n"
    code, out, err = chat(tmp_path, typed, "--quiet")
    assert out.splitlines() == ["3", "0"]
    assert "cannot read this" in err
    assert code == 2, "the last line's"


def test_chat_as_json_is_one_object_a_line(tmp_path: Path) -> None:
    code, out, _ = chat(tmp_path, "Is there a dog?\nmake 3 cats happy\n", "--json")
    first, second = map(json.loads, out.splitlines())
    assert first["answer"] in (False, "no")
    assert second["error"]
    assert code == 2


def test_one_of_several_readings_is_picked(visprog: Run) -> None:
    question = "Is the dog in the boat to the left of the cat?"
    code, _, err = visprog("plan", question)
    assert code == 2
    assert "(3) " in err
    assert "--reading N" in err
    code, _, err = visprog("plan", question, "--reading", "2")
    assert code == 0
    assert "read as: is it so that the dog is in the boat left of the cat?" in err


def test_in_a_chat_a_number_picks_the_reading(tmp_path: Path) -> None:
    typed = "Is the person in the boat to the left of the bird?\n2\n"
    code, out, err = chat(tmp_path, typed, "--quiet")
    assert code == 0, err
    assert "it can be read in 3 ways" in err
    assert out.strip() in {"yes", "no"}


def test_where_something_is_is_said_and_drawn(visprog: Run, tmp_path: Path) -> None:
    shown = tmp_path / "shown.png"
    code, out, _ = visprog("ask", BOAT, "Where is the boat?", "--pack", "micro", "-o", str(shown))
    assert code == 0
    first, second, *_ = out.splitlines()
    assert first == str(shown)
    assert second.startswith("  boat at (")
    given, drawn = read(BOAT).pixels, read(shown).pixels
    assert given.shape == drawn.shape
    changed = (given != drawn).any(-1)
    assert 0 < changed.mean() < 0.2


def test_edit_draws_what_it_is_asked_to_find(visprog: Run, tmp_path: Path) -> None:
    shown = tmp_path / "shown.png"
    code, out, _ = visprog(
        "edit", BOAT, "Find the leftmost person", "-o", str(shown), "--pack", "micro"
    )
    assert code == 0
    assert out.splitlines()[1].startswith("  region at (")
    assert (tmp_path / "shown.png.before-after.png").exists()
