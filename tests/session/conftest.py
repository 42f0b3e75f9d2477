"""One session over the micro pack for all tests of a module; the weights are loaded once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from visprog.session import Session

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    home = tmp_path_factory.mktemp("home")
    with Session(pack="micro", trace_dir=home / "runs", cache_dir=home / "cache") as session:
        yield session


@pytest.fixture(scope="session")
def boat() -> Path:
    return EXAMPLES / "boat.png"
