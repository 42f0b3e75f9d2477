"""A benchmark that was cut off goes on where it ended, and says how far it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from visprog.errors import UsageError
from visprog_benchmarks.progress import Progress
from visprog_benchmarks.run import world_vqa


def test_finished_questions_are_not_asked_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = world_vqa(6, seed=3, end_to_end=False, out=tmp_path)
    assert "perfect tools: 6 of 6" in capsys.readouterr().err
    (journal,) = tmp_path.iterdir()
    lines = journal.read_bytes().splitlines(keepends=True)
    assert len(lines) == 1 + 6
    journal.write_bytes(b"".join(lines[:4]) + lines[4][:20])  # the fourth was being written
    again = world_vqa(6, seed=3, end_to_end=False, progress=False, out=tmp_path)
    assert again | {"seconds": 0} == whole | {"seconds": 0}
    kept = journal.read_bytes().splitlines(keepends=True)
    assert kept[:4] == lines[:4]
    assert len(kept) == 1 + 6
    pack = tmp_path / "mine.toml"
    role = '[roles.face]\nfamily = "cascade"\ncheckpoint = "code:cascade"\nrevision = "1"\n'
    pack.write_text(f'name = "mine"\n{role}')
    with pytest.raises(UsageError, match="is about pack micro, not mine: name another file"):
        world_vqa(6, seed=3, end_to_end=False, progress=False, out=tmp_path, pack=str(pack))


def test_what_an_earlier_run_did_says_nothing_about_the_rate(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with Progress("x", 3) as progress:
        for _ in range(3):
            progress.step(before=True)
    assert capsys.readouterr().err == "x: 3 of 3, all done before\n"
