"""Linear probes on the micro classifier, from folders of rendered scenes."""

from __future__ import annotations

import shutil
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from tests.session import grounds
from visprog import probing
from visprog.errors import UsageError
from visprog.session import Session
from visprog_tools import linear_probe
from visprog_tools.linear_probe import Probe


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return grounds.write(tmp_path_factory.mktemp("grounds") / "all", each=12)


@pytest.fixture(scope="module")
def probe(session: Session, folder: Path) -> Probe:
    return probing.fit(probing.collect(session, folder), holdout=0.25)


@pytest.fixture
def copy(folder: Path, tmp_path: Path) -> Path:
    """A few of the pictures, to spoil."""
    for ground in ("grass", "water"):
        (tmp_path / "few" / ground).mkdir(parents=True)
        for number in range(3):
            shutil.copy(folder / ground / f"{number}.png", tmp_path / "few" / ground)
    return tmp_path / "few"


def test_it_learns_what_the_words_were_never_taught(session: Session, probe: Probe) -> None:
    assert probe.classes == ("grass", "water")
    assert probe.images == (9, 9)
    assert probe.features == session.pack.models["classify"].key
    held = probe.held_out
    assert held is not None
    assert (held.images, held.constant) == (6, 3)
    assert held.interval[0] < held.accuracy <= held.interval[1]

    fresh = {name: list(islice(grounds.pictures(name, 100_000), 10)) for name in probe.classes}
    table = probing.predict(session, probe, [*fresh["grass"], *fresh["water"]])
    assert np.allclose(table.sum(1), 1)
    assert (table.argmax(1) == np.repeat([0, 1], 10)).mean() >= 0.8


def test_the_wilson_interval() -> None:
    table = np.zeros((263, 2))
    table[:81, 1] = 1
    held = probing._measured(table, np.ones(263, np.int64), 0)
    # Newcombe, Statistics in Medicine 17 (1998), table I
    assert held.interval == (pytest.approx(0.2553, abs=1e-4), pytest.approx(0.3662, abs=1e-4))
    assert (held.right, held.images, held.constant) == (81, 263, 0)


def test_embeddings_are_cached_and_unit_length(session: Session, folder: Path) -> None:
    images = sorted((folder / "grass").iterdir())
    vectors = session.embed(images)
    assert vectors.shape == (12, 128)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert (session.embed(images[3:5]) == vectors[3:5]).all()
    with pytest.raises(UsageError, match="at least one picture"):
        session.embed([])


def test_programs_call_it_by_the_name_they_are_given(
    probe: Probe, folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / "ground.probe"
    linear_probe.save(probe, path)
    program = "OBJ0=GROUND(image=IMAGE)\nANSWER0=RESULT(var=OBJ0[0].label)\n"
    with Session(pack="micro", probes={"GROUND": path}, trace_dir=tmp_path / "runs") as session:
        answer = session.run(program, folder / "water" / "3.png")
        assert answer.value == "water"
        (step,) = (step for step in answer.steps if step.tool == "GROUND")
        assert "ahead by" in step.notes[0]
        assert answer.run.settings["probes"] == {"GROUND": probe.digest}
        other = session.run("OBJ0=OTHER(image=IMAGE)", folder / "water" / "3.png")
        assert other.status == "rejected"


def test_classes_that_are_not_there(session: Session, copy: Path, tmp_path: Path) -> None:
    (copy / "snow").mkdir()
    with pytest.raises(UsageError, match="snow has no pictures"):
        probing.collect(session, copy)
    with pytest.raises(UsageError, match="grass holds 0 folders"):
        probing.collect(session, copy / "grass")
    with pytest.raises(UsageError, match=r"cannot read .*absent"):
        probing.collect(session, tmp_path / "absent")


def test_a_file_that_is_no_picture_is_named(session: Session, copy: Path) -> None:
    (copy / "grass" / ".hidden").write_text("nobody's")
    (copy / "water" / "notes.txt").write_text("not a picture")
    (copy / "water" / "more").mkdir()
    with pytest.raises(UsageError, match=r"more is a folder.*--skip-unreadable"):
        probing.collect(session, copy)
    examples = probing.collect(session, copy, skip_unreadable=True)
    assert len(examples.labels) == 6
    assert len(examples.left_out) == 2
    assert "notes.txt" in examples.left_out[1]


def test_one_picture_counts_once_and_for_one_class(session: Session, copy: Path) -> None:
    shutil.copy(copy / "grass" / "1.png", copy / "grass" / "again.png")
    examples = probing.collect(session, copy)
    assert len(examples.labels) == 6
    assert "again.png is the same picture as" in examples.left_out[0]
    shutil.copy(copy / "grass" / "1.png", copy / "water" / "wrong.png")
    with pytest.raises(UsageError, match=r"1\.png and .*wrong\.png are one picture in two classes"):
        probing.collect(session, copy)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"holdout": 1.0}, "held out is from 0 up to below 1"),
        ({"holdout": -0.1}, "held out is from 0 up to below 1"),
        ({"c": 0.0}, "C is above 0"),
        ({"c": float("inf")}, "C is above 0"),
        ({"holdout": 0.7}, "two images of every class: add pictures, or say --c"),
    ],
)
def test_settings_that_cannot_be(
    session: Session, copy: Path, settings: dict[str, float], said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        probing.fit(probing.collect(session, copy), **settings)


def test_with_nothing_held_out_nothing_is_claimed(session: Session, copy: Path) -> None:
    probe = probing.fit(probing.collect(session, copy), holdout=0, c=10.0)
    assert probe.held_out is None
    assert probe.images == (3, 3)
