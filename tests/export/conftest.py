"""Recorded runs to export, made once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from visprog.session import Session
from visprog.trace import Run, read

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="session")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    home = tmp_path_factory.mktemp("home")
    with Session(pack="micro", trace_dir=home / "runs", cache_dir=home / "cache") as session:
        yield session


def recorded(session: Session, program: str, image: str = "boat") -> Run:
    answer = session.run(program, EXAMPLES / f"{image}.png")
    assert answer.ok, answer.text
    assert answer.trace is not None
    return read(answer.trace)


@pytest.fixture(scope="session")
def people(session: Session) -> Run:
    """LOC s1, CROP s2, LOC s3, COUNT s4, EVAL s5, RESULT s6."""
    trace = session.ask(EXAMPLES / "boat.png", "Are there exactly 3 people in the boat?").trace
    assert trace is not None
    return read(trace)


@pytest.fixture(scope="session")
def masks(session: Session) -> Run:
    """SEG s1, COLORPOP s2, RESULT s3: masks, and an edited picture."""
    return recorded(
        session,
        "OBJ0=SEG(image=IMAGE,object='person')\n"
        "IMAGE0=COLORPOP(image=IMAGE,object=OBJ0)\n"
        "RESULT(var=IMAGE0)\n",
    )


@pytest.fixture(scope="session")
def cropped(session: Session) -> Run:
    """Masks that were found in a crop."""
    return recorded(
        session,
        "BOX0=LOC(image=IMAGE,object='boat')\n"
        "IMAGE0=CROP(image=IMAGE,box=BOX0)\n"
        "OBJ0=SEG(image=IMAGE0,object='person')\n"
        "RESULT(var=COUNT(box=OBJ0))\n",
    )
