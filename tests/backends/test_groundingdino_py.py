"""Grounding DINO by its authors' package: the same as under the transformers it was written for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image as PilImage

from tests.backends import tiny
from tests.backends.conftest import SIZES
from tests.tools.bench import picture
from tests.tools.test_adapters import noise
from tests.tools.tiny import loaded
from visprog.errors import Unavailable
from visprog.model import ModelSpec
from visprog_tools.models.grounding_dino import FLOOR
from visprog_tools.models.groundingdino_py import GroundingDinoPy, assignments

pytestmark = pytest.mark.filterwarnings("default")

OLD = "VISPROG_TRANSFORMERS_4"
"""A folder with transformers 4.57 and what goes with it, as ``scripts/test-backends`` makes it."""


@pytest.mark.skipif(
    OLD not in os.environ, reason=f"{OLD} is not set; scripts/test-backends sets it"
)
def test_it_finds_what_the_package_finds_under_transformers_4(
    detector: Any, groundingdino_folder: Path, tmp_path: Path
) -> None:
    image = noise()
    PilImage.fromarray(np.asarray(image.pixels)).save(tmp_path / "noise.png")
    arguments = [tmp_path / "noise.png", *SIZES, FLOOR, tmp_path / "found.npz", "cat", "a red dog"]
    subprocess.run(
        [sys.executable, Path(__file__).with_name("reference.py"), *map(str, arguments)],
        cwd=groundingdino_folder, env=os.environ | {"PYTHONPATH": os.environ[OLD]}, check=True,
    )  # fmt: skip
    wanted = np.load(tmp_path / "found.npz")
    assert str(wanted["transformers"]).startswith("4.57.")
    (table,) = detector.detect([{"image": image, "phrases": ("Cat", "a red dog.")}])
    for number in (0, 1):
        rows = table[table[:, 0] == number]
        assert len(rows) == 20
        assert np.ptp(rows[:, 1]) > 0.1
        assert np.allclose(rows[:, 1], wanted[f"scores{number}"], rtol=0, atol=1e-5)
        sides = np.tile([image.width, image.height], 2)
        assert np.allclose(rows[:, 2:] / sides, wanted[f"boxes{number}"] / sides, rtol=0, atol=1e-5)


def test_a_call_does_not_depend_on_what_shares_its_batch(detector: Any) -> None:
    asked = [
        {"image": noise(seed=seed), "phrases": phrases}
        for seed, phrases in enumerate([("cat", "a red dog"), ("cat",), ("a boat on water", "cat")])
    ]
    for item, together in zip(asked, detector.detect(asked), strict=True):
        (alone,) = detector.detect([item])
        assert together.dtype == np.float32
        assert np.allclose(together, alone, atol=1e-4)
        assert (np.diff(together[:, 1]) <= 0).all()
        assert set(together[:, 0]) == set(range(len(item["phrases"])))
    (first,) = detector.detect([asked[0]])
    (other,) = detector.detect([{**asked[0], "image": noise(seed=9)}])
    assert not np.allclose(first, other, atol=1e-2)


def test_it_looks_again_closer(detector: Any) -> None:
    """Crops of several sizes, each with the boxes that it has by itself."""
    image = noise(800, 600)
    item = {"image": image, "phrases": ("cat",), "zooms": (2.0,)}
    (table,) = detector.detect([item])
    (plain,) = detector.detect([{"image": image, "phrases": ("cat",)}])
    assert 0 < len(table) <= len(plain)
    assert not np.isin(table[:, 1], plain[:, 1]).all()


def test_the_text_encoder_may_lie_elsewhere(
    groundingdino_folder: Path, small_pictures: None, tmp_path: Path
) -> None:
    """Its tokenizer and configuration are enough: its weights are in the checkpoint."""
    (tmp_path / "tiny.pth").symlink_to(groundingdino_folder / "tiny.pth")
    for name in ("vocab.txt", "tokenizer_config.json", "config.json"):
        (tmp_path / "text" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "text" / name).symlink_to(groundingdino_folder / tiny.TEXT / name)
    (tmp_path / "tiny.py").write_text((groundingdino_folder / "tiny.py").read_text())
    item = {"image": picture(), "phrases": ("boat",)}
    moved = loaded(GroundingDinoPy, "locate", tmp_path, **tiny.GROUNDINGDINO, text_encoder="text")
    here = loaded(GroundingDinoPy, "locate", groundingdino_folder, **tiny.GROUNDINGDINO)
    assert np.array_equal(moved.detect([item])[0], here.detect([item])[0])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"text_encoder": "nobody/nothing"}, "hf download nobody/nothing config.json"),
        ({"file": "none.pth"}, "no weights .*none.pth"),
        ({"config": "none.py"}, "configuration none.py is neither in"),
        ({"config": "code.py"}, "line 1 is more than NAME = VALUE"),
        ({"dtype": "bfloat16"}, "groundingdino_py computes in float32, not bfloat16"),
        ({"config": "GroundingDINO_SwinB_cfg.py"}, "cannot be loaded with GroundingDINO_SwinB_cfg"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    groundingdino_folder: Path,
    change: dict[str, str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    code = groundingdino_folder / "code.py"
    code.write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n")
    settings = tiny.GROUNDINGDINO | change
    dtype = str(settings.pop("dtype", "float32"))
    spec = ModelSpec(
        "locate", "groundingdino_py", str(groundingdino_folder), "1", dtype=dtype, settings=settings
    )
    with pytest.raises(Unavailable, match=said) as caught:
        GroundingDinoPy(spec).load()
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "ran").exists()


def test_missing_weights_are_not_made_up(groundingdino_folder: Path, tmp_path: Path) -> None:
    import torch

    state = torch.load(groundingdino_folder / "tiny.pth", weights_only=True)
    del state["model"]["module.feat_map.weight"]
    torch.save(state, groundingdino_folder / "less.pth")
    settings = tiny.GROUNDINGDINO | {"file": "less.pth"}
    with pytest.raises(Unavailable, match=r"1 tensors are missing, feat_map.weight the first"):
        loaded(GroundingDinoPy, "locate", groundingdino_folder, **settings)


def test_a_configuration_is_read_and_not_run(tmp_path: Path) -> None:
    config = tmp_path / "config.py"
    config.write_text('hidden_dim = 256\nlayers = [1, -2]\nname = "swin"  # tiny\n')
    assert assignments(config) == {"hidden_dim": 256, "layers": [1, -2], "name": "swin"}
    for text in ("import os", "x = open('/')", "a = b = 1", "if True:\n    x = 1"):
        config.write_text(text)
        with pytest.raises(ValueError, match=r"line 1|malformed"):
            assignments(config)
