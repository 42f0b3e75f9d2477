"""Where the two files of a release are found, and what is said when they are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from visprog.errors import Unavailable, UsageError
from visprog.model import ModelSpec
from visprog_tools import packs
from visprog_tools.models import checkpoint, hub, released
from visprog_tools.models.groundingdino_py import GroundingDinoPy
from visprog_tools.models.sam2_predictor import Sam2Predictor

COMMIT = "0123456789" * 4


def spec(checkpoint: str, revision: str = "main", **settings: str) -> ModelSpec:
    return ModelSpec("segment", "sam2_predictor", checkpoint, revision, settings=settings)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """What the authors' package ships: one configuration in a folder of its own."""
    config = tmp_path / "package" / "configs" / "tiny.yaml"
    config.parent.mkdir(parents=True)
    config.touch()
    return config.parents[1]


def test_a_configuration_beside_the_weights_goes_before_one_of_the_package(
    tmp_path: Path, package: Path
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "tiny.pt").touch()
    named = spec(str(folder), file="tiny.pt", config="configs/tiny.yaml")
    assert released.find(named, package).config == package / "configs" / "tiny.yaml"
    (folder / "configs").mkdir()
    (folder / "configs" / "tiny.yaml").touch()
    found = released.find(named, package)
    assert (found.weights, found.config) == (folder / "tiny.pt", folder / "configs" / "tiny.yaml")


def test_weights_come_from_the_cache_of_the_hub(
    tmp_path: Path, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "cache"))
    snapshot = tmp_path / "cache" / "models--someone--sam2" / "snapshots" / COMMIT
    snapshot.mkdir(parents=True)
    (snapshot / "tiny.pt").touch()
    named = spec("someone/sam2", COMMIT, file="tiny.pt", config="configs/tiny.yaml")
    assert released.find(named, package).weights == snapshot / "tiny.pt"
    other = spec("someone/sam2", "main", file="tiny.pt", config="configs/tiny.yaml")
    with pytest.raises(Unavailable, match=r"hf download someone/sam2 tiny.pt --revision main"):
        released.find(other, package)


@pytest.mark.parametrize(
    ("settings", "error", "said"),
    [
        ({"config": "configs/tiny.yaml"}, UsageError, "file is missing"),
        ({"file": "tiny.pt"}, UsageError, "config is missing"),
        ({"file": "none.pt", "config": "x"}, Unavailable, "no weights .*none.pt"),
        ({"file": "tiny.pt", "config": "x.yaml"}, Unavailable, "x.yaml is neither in"),
    ],
)
def test_what_is_missing_is_named(
    tmp_path: Path, package: Path, settings: dict[str, str], error: type[Exception], said: str
) -> None:
    (tmp_path / "tiny.pt").touch()
    with pytest.raises(error, match=said):
        released.find(spec(str(tmp_path), **settings), package)


def test_a_folder_that_is_not_there_is_no_repository(tmp_path: Path, package: Path) -> None:
    named = spec(str(tmp_path / "none"), file="tiny.pt", config="configs/tiny.yaml")
    assert not checkpoint.on_hub(named)
    assert not checkpoint.available(named)
    with pytest.raises(Unavailable, match=r"no weights .*none/tiny.pt"):
        released.find(named, package)


def test_other_files_of_a_folder_are_another_model(tmp_path: Path) -> None:
    keys = {
        spec(str(tmp_path), file=file, config=config).key
        for file in ("tiny.pt", "large.pt")
        for config in ("tiny.yaml", "large.yaml")
    }
    assert len(keys) == 4


def test_the_pack_of_the_docs_is_one(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "backends.md").read_text("utf-8")
    path = tmp_path / "authors.toml"
    path.write_text(page.split("```toml")[1].split("```")[0])
    models = packs.load(str(path)).models
    assert {role: spec.family for role, spec in models.items()} == {
        "locate": GroundingDinoPy.family,
        "segment": Sam2Predictor.family,
    }
    assert not checkpoint.on_hub(models["locate"])
    assert checkpoint.on_hub(models["segment"])
    assert hub.command(models["segment"]).startswith(
        "hf download facebook/sam2.1-hiera-tiny sam2.1_hiera_tiny.pt"
    )
