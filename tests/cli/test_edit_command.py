"""``visprog edit``: pictures from instructions, offline."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as PilImage

from tests.cli.test_commands import EXAMPLES, Run, visprog
from visprog.picture import read

__all__ = ["visprog"]

DESERT = str(EXAMPLES / "desert.png")


def test_the_desert_becomes_lush_green_grass(visprog: Run, tmp_path: Path) -> None:
    out = tmp_path / "grass.png"
    code, printed, _ = visprog(
        "edit", DESERT, "Replace desert with lush green grass", "-o", str(out)
    )
    assert code == 0
    assert printed.startswith(f"{out}\n")
    before, after = read(DESERT).pixels.astype(int), read(out).pixels.astype(int)
    ground = np.s_[:40, :200]
    assert before[ground].mean((0, 1)).argmax() == 0
    assert after[ground].mean((0, 1)).argmax() == 1
    camel = np.s_[250:290, 250:290]
    assert np.array_equal(before[camel], after[camel])
    pair = read(tmp_path / "grass.png.before-after.png")
    assert pair.width > 2 * 640


def test_a_face_on_a_photograph_is_hidden(visprog: Run, tmp_path: Path) -> None:
    from skimage import data

    photo = tmp_path / "astronaut.png"
    PilImage.fromarray(data.astronaut()).save(photo)
    out, pair = tmp_path / "hidden.png", tmp_path / "pair.webp"
    code, printed, _ = visprog(
        "edit", str(photo), "Hide the face with \U0001f60e",
        "-o", str(out), "--compare", str(pair), "--json",
    )  # fmt: skip
    assert code == 0
    record = json.loads(printed)
    assert (record["output"], record["compare"]) == (str(out), str(pair))
    assert record["status"] == "ok"
    assert read(pair).height > 512
    after = read(out).pixels.astype(int)
    face = np.s_[90:150, 190:255]
    assert (after[face][..., 0] - after[face][..., 2]).mean() > 60
    far = np.ones((512, 512), np.bool_)
    far[:220, 130:320] = False
    assert np.array_equal(after[far], data.astronaut()[far])


def test_ask_and_run_say_where_their_picture_is(visprog: Run, tmp_path: Path) -> None:
    code, printed, err = visprog("ask", DESERT, "Resize to 64x48")
    assert code == 0
    kept = Path(printed.splitlines()[0])
    assert kept.parent.name == "blobs"
    assert (read(kept).width, read(kept).height) == (64, 48)
    assert "a picture of 64 x 48 pixels" in err
    out = tmp_path / "small.png"
    program = tmp_path / "small.txt"
    program.write_text("RESULT(var=RESIZE(image=IMAGE,width=64,height=48))")
    arguments = ("run", str(program), "-i", DESERT, "-o", str(out), "--json")
    code, printed, _ = visprog(*arguments)
    assert (code, json.loads(printed)["output"]) == (0, str(out))
    assert read(out) == read(kept)


def test_the_seed_decides_what_is_painted_and_is_recorded(visprog: Run, tmp_path: Path) -> None:
    painted: dict[str, set[bytes]] = {}
    for command, seed in (("edit", "5"), ("ask", "5"), ("ask", "6")):
        out = tmp_path / f"{command}{seed}.png"
        arguments = ("Replace the sand with snow", "-o", str(out), "--seed", seed, "--json")
        code, printed, _ = visprog(command, DESERT, *arguments)
        assert code == 0
        record = json.loads(printed)
        notes = next(step["notes"] for step in record["steps"] if step["tool"] == "REPLACE")
        assert any(f"(seed {seed})" in note for note in notes)
        painted.setdefault(seed, set()).add(read(out).pixels.tobytes())
    assert [len(pictures) for pictures in painted.values()] == [1, 1]
    assert painted["5"].isdisjoint(painted["6"])


def test_an_answer_that_is_no_picture_is_not_saved(visprog: Run, tmp_path: Path) -> None:
    out, program = tmp_path / "none.png", tmp_path / "three.txt"
    program.write_text("RESULT(var=3)")
    code, printed, err = visprog("run", str(program), "-i", DESERT, "-o", str(out))
    assert (code, printed) == (1, "")
    assert "the answer is '3', not a picture: nothing was saved" in err
    assert not out.exists()


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ((DESERT, "Make the camel happy", "-o", "x.png"), 2, "cannot read this"),
        ((DESERT, "Remove the camel", "-o", "x.gif"), 2, "must end in .png"),
        ((DESERT, "Remove the camel", "-o", "nowhere/x.png"), 2, "no folder nowhere"),
        (("none.png", "Remove the camel", "-o", "x.png"), 2, "no such picture"),
        ((DESERT, "Replace the snow with sand", "-o", "x.png"), 4, "nothing to edit"),
        ((DESERT, "Replace the sand with xyzzy", "-o", "x.png"), 4, "cannot paint 'xyzzy'"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    visprog: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    code: int,
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    ended, _, err = visprog("edit", *arguments, "--quiet")
    assert ended == code
    (line,) = [line for line in err.splitlines() if line.startswith("visprog: ")]
    assert message in line
    assert not list(tmp_path.glob("x.*"))
