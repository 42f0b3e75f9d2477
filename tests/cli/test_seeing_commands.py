"""``visprog trace saw`` and ``visprog trace prior``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from visprog.cli import main
from visprog.session import Session

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("seeing")
    program = "A=VQA(image=IMAGE,question='What is the dog in?')\nF=RESULT(var=A)"
    with Session(pack="micro", trace_dir=home / "runs", cache_dir=home / "cache") as session:
        assert session.run(program, [EXAMPLES / "boat.png"]).ok
    return home


def visprog(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = 0
    try:
        main(["trace", *arguments])
    except SystemExit as end:
        code = int(end.code or 0)
    said = capsys.readouterr()
    return code, said.out, said.err


def test_saw_writes_the_pictures(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    runs = ("--trace-dir", str(home / "runs"))
    code, out, _ = visprog(capsys, "saw", "last", "-o", str(home / "saw"), *runs)
    assert code == 0
    (file,) = (home / "saw").iterdir()
    with Image.open(file) as picture:
        assert picture.size == (128, 128)
    assert str(file) in out
    assert "640 x 480 at 128 x 96" in out
    code, out, _ = visprog(capsys, "saw", "last", "VQA", "-o", str(home / "one"), "--json", *runs)
    assert [row["size"] for row in json.loads(out)] == ["128 x 128"]
    blocked = home / "file"
    blocked.write_text("")
    for arguments, said in (
        (("saw", "last", "s9", "-o", str(home / "none")), "has no step s9"),
        (("saw", "nothing"), "no run is called nothing"),
        (("saw", "last", "-o", str(blocked / "x")), "cannot write into"),
    ):
        code, _, err = visprog(capsys, *arguments, *runs)
        assert code == 2
        assert said in err
        assert len(err.strip().splitlines()) == 1
    assert not (home / "none").exists()


def test_prior_asks_about_a_blank_picture(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = ("--trace-dir", str(home / "runs"), "--cache-dir", str(home / "cache"))
    code, out, _ = visprog(capsys, "prior", "last", "--json", *where)
    (row,) = json.loads(out)
    assert code == 0
    assert row["value"] == "boat"
    assert row["same"] is (row["blank"] == "boat")
    code, out, _ = visprog(capsys, "prior", "last", *where)
    assert "boat" in out
    assert "blank: " in out
    assert visprog(capsys, "prior", "last", "s2", *where)[0] == 2
