"""Every backend, for the tests that hold them to the same behaviour."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.engine.faulty import Log
from visprog.engine.backends import Backend
from visprog.engine.backends.inline import InlineBackend
from visprog.engine.backends.process import ProcessBackend

BACKENDS = ["inline", "process", pytest.param("ray", marks=pytest.mark.ray)]


@pytest.fixture(scope="session")
def ray_here() -> Iterator[None]:
    """A Ray of this machine's own, started once."""
    ray = pytest.importorskip("ray")
    from visprog.engine.backends.cluster import QUIET

    os.environ.update(QUIET, RAY_AUTH_MODE="disabled")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ray.init(
            num_cpus=4,
            resources={"seat": 1},
            include_dashboard=False,
            log_to_driver=False,
            logging_level="ERROR",
            object_store_memory=150 * 2**20,
        )
    yield
    ray.shutdown()


@pytest.fixture(params=BACKENDS)
def kind(request: pytest.FixtureRequest) -> str:
    """A backend's name."""
    if request.param == "ray":
        request.getfixturevalue("ray_here")
    return str(request.param)


@pytest.fixture
def make(kind: str) -> Callable[[], Backend]:
    """A new backend of the kind."""

    def made() -> Backend:
        if kind == "ray":
            from visprog.engine.backends.ray import RayBackend

            return RayBackend()
        return InlineBackend() if kind == "inline" else ProcessBackend()

    return made


@pytest.fixture
def backend(make: Callable[[], Backend]) -> Iterator[Backend]:
    found = make()
    yield found
    found.close()


@pytest.fixture
def log(tmp_path: Path) -> Log:
    return Log(tmp_path / "log.jsonl")
