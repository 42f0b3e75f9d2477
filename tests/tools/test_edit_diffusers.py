"""The diffusers adapter: what it shows the pipeline, what it makes of the answer, what it lacks."""

from __future__ import annotations

import importlib.util
import sys
import types
from typing import Any

import numpy as np
import pytest
from PIL import Image as PilImage

from tests.tools.edit_bench import mask, meadow
from visprog.errors import Unavailable
from visprog.model import ModelSpec
from visprog.types import Box
from visprog_tools.models.inpaint_diffusers import CLEAR, InpaintDiffusers, fitted, view

SPEC = ModelSpec(
    "inpaint",
    "inpaint_diffusers",
    "somebody/inpainting",
    "main",
    settings={"size": 128, "steps": 3},
)


class Pipeline:
    """Paints what it is shown in the colour of its seed, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []

    @classmethod
    def from_pretrained(cls, where: str, **kwargs: Any) -> Pipeline:
        assert kwargs["revision"] == "main"
        return cls()

    def to(self, device: str) -> None: ...

    def set_progress_bar_config(self, disable: bool) -> None: ...

    def __call__(self, **asked: Any) -> Any:
        self.asked.append(asked)
        level = int(asked["generator"].initial_seed())
        picture = PilImage.new("RGB", asked["image"].size, (level, level, level))
        return types.SimpleNamespace(images=[picture])


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> InpaintDiffusers:
    library = types.ModuleType("diffusers")
    library.AutoPipelineForInpainting = Pipeline  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "diffusers", library)
    model = InpaintDiffusers(SPEC)
    model.load()
    return model


def test_a_small_region_is_shown_large(model: InpaintDiffusers) -> None:
    hole = mask("square")
    item = {"image": meadow(), "mask": hole, "room": hole, "prompt": "a cup", "seed": 9}
    (made,) = model.fill([item])
    (asked,) = model._pipeline.asked
    assert asked["image"].size == asked["mask_image"].size == (128, 128)
    assert asked["prompt"] == "a cup"
    assert asked["num_inference_steps"] == 3
    assert 0.3 < (np.asarray(asked["mask_image"]) > 0).mean() < 0.5
    assert (made.width, made.height, made.frame) == (120, 90, meadow().frame)
    assert (made.pixels[hole.bits] == 9).all()
    assert np.array_equal(made.pixels[:, :40], meadow().pixels[:, :40])


def test_each_item_has_its_own_seed_and_nothing_is_a_prompt_too(model: InpaintDiffusers) -> None:
    hole = mask("disc")
    item = {"image": meadow(), "mask": hole, "room": hole, "prompt": ""}
    first, second = model.fill([{**item, "seed": 1}, {**item, "seed": 2}])
    assert first.pixels[30, 30, 0] == 1
    assert second.pixels[30, 30, 0] == 2
    assert model._pipeline.asked[0]["prompt"] == CLEAR


def test_the_view_stays_in_the_picture() -> None:
    assert view(Box(0, 0, 20, 10), meadow()).xyxy == (0, 0, 32, 32)
    assert view(Box(0, 0, 120, 90), meadow()).xyxy == (0, 0, 120, 90)
    assert fitted(120, 90, 512) == (512, 384)


@pytest.mark.skipif(importlib.util.find_spec("diffusers") is not None, reason="diffusers is here")
def test_without_the_library_the_message_says_what_to_install() -> None:
    with pytest.raises(Unavailable, match=r"pip install 'visprog\[diffusion\]'"):
        InpaintDiffusers(SPEC).load()
