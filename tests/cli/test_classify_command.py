"""``visprog classify`` and ``--probe``, from a folder of pictures to an answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.test_commands import Run, visprog
from tests.session import grounds

__all__ = ["visprog"]


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_from_a_folder_to_a_program(visprog: Run, tmp_path: Path) -> None:
    folder = grounds.write(tmp_path / "grounds", each=10)
    (folder / "grass" / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n....")

    code, _, err = visprog("classify", "fit", "grounds", "-o", "ground.probe")
    assert code == 2
    assert "broken.png" in err
    assert "--skip-unreadable" in err
    assert not Path("ground.probe").exists()

    fit = ("classify", "fit", "grounds", "-o", "ground.probe", "--skip-unreadable")
    code, out, err = visprog(*fit)
    assert code == 0
    assert "2 classes, fitted on grass 8, water 8" in out
    assert "of 4 held-out pictures right" in out
    assert "always saying grass: 0.500" in out
    assert "left out:" in err
    code, out, _ = visprog(*fit, "--json")
    described = json.loads(out)
    assert code == 0
    assert described["held_out"]["images"] == 4
    assert described["held_out"]["constant"] == 0.5
    assert len(described["left_out"]) == 1

    picture = "grounds/water/1.png"
    code, out, _ = visprog("classify", "predict", "ground.probe", picture, "--top", "1", "--json")
    (row,) = json.loads(out)
    assert code == 0
    assert row["label"] == "water"
    assert row["ranking"] == [["water", pytest.approx((1 + row["margin"]) / 2, abs=1e-3)]]
    code, out, _ = visprog("classify", "predict", "ground.probe", picture, "grounds/grass/1.png")
    assert [line.split(": ")[1].split()[0] for line in out.splitlines()] == ["water", "grass"]

    Path("program.txt").write_text("OBJ0=GROUND(image=IMAGE)\nANSWER0=RESULT(var=OBJ0[0].label)\n")
    code, out, _ = visprog("run", "program.txt", "-i", picture, "--probe", "GROUND=ground.probe")
    assert code == 0
    assert out.splitlines()[0] == "water"
    assert "ahead by" in out
    code, _, err = visprog("run", "program.txt", "-i", picture)
    assert code == 3
    assert "unknown tool GROUND" in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("classify", "fit", "absent", "-o", "x.probe"), "cannot read absent"),
        (("classify", "fit", ".", "-o", "absent/x.probe"), "there is no folder absent"),
        (("classify", "predict", "absent", "x.png"), "cannot read probe absent"),
        (("classify", "predict", "text", "x.png"), "text is not a probe"),
        (("classify", "predict", "text", "x.png", "--top", "0"), "--top must be at least 1"),
        (("run", "text", "-i", "x.png", "--probe", "text"), "--probe is NAME=FILE"),
        (("run", "text", "-i", "x.png", "--probe", "a=text"), "name it in capitals"),
        (("run", "text", "-i", "x.png", "--probe", "A=text"), "text is not a probe"),
    ],
)
def test_what_cannot_be_is_one_line(
    visprog: Run, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    (tmp_path / "text").write_text("words")
    code, _, err = visprog(*arguments)
    assert code == 2
    assert said in err
    assert err.count("\n") == 1
