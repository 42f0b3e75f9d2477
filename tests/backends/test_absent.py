"""Without the optional packages: one line that says how to install them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from visprog.errors import Unavailable
from visprog.model import Model, ModelSpec
from visprog_tools.models.groundingdino_py import GroundingDinoPy
from visprog_tools.models.open_clip import OpenClip
from visprog_tools.models.sam2_predictor import Sam2Predictor

HIDDEN = ("groundingdino", "groundingdino.models", "sam2", "sam2.build_sam", "open_clip")


@pytest.mark.parametrize(
    ("family", "role", "said"),
    [
        (GroundingDinoPy, "locate", "pip install --no-deps groundingdino-py==0.4.0"),
        (Sam2Predictor, "segment", "git+https://github.com/facebookresearch/sam2"),
        (OpenClip, "classify", "pip install 'visprog[open-clip]'"),
    ],
)
def test_an_absent_package_is_named_with_the_command(
    family: type[Model], role: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in HIDDEN:
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(Unavailable) as caught:
        family(ModelSpec(role, family.family, str(tmp_path), "1")).load()
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
