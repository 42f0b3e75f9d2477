"""The optional backends' packages, where they are installed, with one tiny model of each.

``scripts/test-backends`` makes an environment that has them; elsewhere these tests say what is
missing.
"""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.backends import tiny
from tests.tools.tiny import loaded
from visprog_tools.models.groundingdino_py import GroundingDinoPy
from visprog_tools.models.sam2_predictor import Sam2Predictor

SIZES = (160, 266)
"""What Grounding DINO scales pictures to here, instead of 800 and 1333 pixels."""


def _require(module: str, package: str) -> None:
    if importlib.util.find_spec(module) is None:
        pytest.skip(f"{package} is not installed; scripts/test-backends runs this test")


@pytest.fixture(scope="session")
def groundingdino_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    _require("groundingdino", "groundingdino-py")
    folder = tiny.groundingdino(tmp_path_factory.mktemp("groundingdino"))
    yield folder
    shutil.rmtree(folder)  # 110 MB, of which pytest would keep three


@pytest.fixture(scope="session")
def sam2_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    _require("sam2", "sam2")
    return tiny.sam2(tmp_path_factory.mktemp("sam2"))


@pytest.fixture
def small_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    from visprog_tools.models import groundingdino_py

    monkeypatch.setattr(groundingdino_py, "SHORTER", SIZES[0])
    monkeypatch.setattr(groundingdino_py, "LONGEST", SIZES[1])


@pytest.fixture
def detector(groundingdino_folder: Path, small_pictures: None) -> Any:
    return loaded(GroundingDinoPy, "locate", groundingdino_folder, **tiny.GROUNDINGDINO)


@pytest.fixture
def segmenter(sam2_folder: Path) -> Any:
    return loaded(Sam2Predictor, "segment", sam2_folder, **tiny.SAM2)
