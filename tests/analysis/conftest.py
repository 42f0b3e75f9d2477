"""One session and one recorded run for all tests of a module."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from visprog.analysis import Recording
from visprog.session import Session

EXAMPLES = Path(__file__).parents[2] / "examples"
QUESTION = "Are there exactly 3 people in the boat?"


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    home = tmp_path_factory.mktemp("home")
    with Session(pack="micro", trace_dir=home / "runs", cache_dir=home / "cache") as session:
        yield session


@pytest.fixture(scope="session")
def boat() -> Path:
    return EXAMPLES / "boat.png"


@pytest.fixture(scope="module")
def people(session: Session, boat: Path) -> Recording:
    """LOC s1, CROP s2, LOC s3, COUNT s4, EVAL s5, RESULT s6; read from disk."""
    trace = session.ask(boat, QUESTION).trace
    assert trace is not None
    return Recording.of(trace)


@pytest.fixture(scope="module")
def without_models(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """A session whose pack serves one role that no tool here uses: what asks a model fails."""
    home = tmp_path_factory.mktemp("bare")
    pack = home / "bare.toml"
    pack.write_text(
        'name = "bare"\nabout = "no model"\n'
        '[roles.caption]\nfamily = "none"\ncheckpoint = "none"\nrevision = "none"\n'
    )
    with Session(pack=str(pack), trace_dir=home / "runs") as session:
        yield session
