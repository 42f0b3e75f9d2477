"""The diffusers adapter on tiny random pipelines of the real classes, by itself and in REPLACE."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image as PilImage

from tests.tools import tiny
from tests.tools.bench import Bench, Models, Served
from tests.tools.edit_bench import changed, found, mask, meadow
from visprog.errors import Unavailable
from visprog.model import ModelSpec
from visprog.types import Box, Image, Mask
from visprog_tools.edit.area import box_of
from visprog_tools.edit.replace import remove, replace
from visprog_tools.filters import grown
from visprog_tools.models.inpaint_diffusers import CLEAR, InpaintDiffusers, fitted, view

diffusers = pytest.importorskip("diffusers")
pytestmark = pytest.mark.filterwarnings("default")

KINDS: dict[str, tuple[Any, dict[str, Any]]] = {
    "Stable Diffusion XL": (tiny.stable_diffusion_xl, {"strength": 1.0}),
    "Stable Diffusion, trained to inpaint": (tiny.stable_diffusion_inpaint, {}),
    "FLUX.2 klein": (
        tiny.flux2_klein,
        {"pipeline": "Flux2KleinInpaintPipeline", "guidance": 1.0, "strength": 1.0},
    ),
}


@pytest.fixture(scope="module", params=KINDS)
def model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    make, settings = KINDS[request.param]
    folder = make(tmp_path_factory.mktemp("pipeline"))
    return tiny.loaded(InpaintDiffusers, "inpaint", folder, size=64, steps=2, **settings)


def item(hole: Mask, prompt: str = "a cup", seed: int = 9) -> dict[str, Any]:
    return {"image": meadow(), "mask": hole, "room": hole, "prompt": prompt, "seed": seed}


def test_a_fill_is_the_pipelines_own_picture_of_the_room(model: InpaintDiffusers) -> None:
    hole = mask("square")
    (made,) = model.fill([item(hole)])
    left, top, right, bottom = (int(edge) for edge in view(box_of(hole.bits), meadow()).xyxy)
    part = PilImage.fromarray(meadow().pixels[top:bottom, left:right])
    around = PilImage.fromarray(hole.bits[top:bottom, left:right])
    settings = model.spec.settings
    wanted = model._pipeline(
        prompt="a cup",
        image=part.resize((64, 64), PilImage.Resampling.BILINEAR),
        mask_image=around.resize((64, 64)),
        width=64,
        height=64,
        num_inference_steps=2,
        guidance_scale=settings.get("guidance", 7.0),
        generator=torch.Generator().manual_seed(9),
        **({"strength": 1.0} if "strength" in settings else {}),
    ).images[0]
    wanted = np.asarray(wanted.resize(part.size, PilImage.Resampling.BILINEAR), np.int16)
    got = made.pixels[top:bottom, left:right].astype(np.int16)
    inside = hole.bits[top:bottom, left:right]
    assert abs(got - wanted)[inside].mean() < 12, "but for how the two libraries scale"
    assert np.array_equal(made.pixels[:, :left], meadow().pixels[:, :left])
    assert (made.width, made.height, made.frame) == (120, 90, meadow().frame)


def test_a_picture_follows_from_its_seed(model: InpaintDiffusers) -> None:
    hole = mask("disc")
    first, second, again = model.fill([item(hole), item(hole, seed=10), item(hole)])
    assert first == again
    assert first != second


def test_nothing_is_a_prompt_too(model: InpaintDiffusers, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    own = model._pipeline
    monkeypatch.setattr(
        model, "_pipeline", lambda **given: asked.append(given["prompt"]) or own(**given)
    )
    model.fill([item(mask("disc"), "")])
    assert asked == [CLEAR]


async def test_replace_paints_inside_and_leaves_the_rest(model: InpaintDiffusers) -> None:
    at = Bench(Models(inpaint=Served(model)))
    after: Image = await at.call(
        replace, image=meadow(), object=found("square"), prompt="a cup", seed=3
    )
    near = grown(mask("square").bits, 8)
    different = changed(meadow(), after)
    assert different[mask("square").bits].mean() > 0.9
    assert not different[~near].any()
    assert ("painted", "painted (seed 3)", {"seed": 3, "stand_in": False}) in at.notes


async def test_remove_asks_for_nothing_there(model: InpaintDiffusers) -> None:
    at = Bench(Models(inpaint=Served(model)))
    after: Image = await at.call(remove, image=meadow(), object=found("disc"), seed=3)
    assert changed(meadow(), after)[mask("disc").bits].mean() > 0.9
    assert not changed(meadow(), after)[~grown(mask("disc").bits, 10)].any()


def test_the_view_stays_in_the_picture() -> None:
    assert view(Box(0, 0, 20, 10), meadow()).xyxy == (0, 0, 32, 32)
    assert view(Box(0, 0, 120, 90), meadow()).xyxy == (0, 0, 120, 90)
    assert fitted(120, 90, 512) == (512, 384)


def test_a_pipeline_that_diffusers_lacks(tmp_path: Path) -> None:
    spec = ModelSpec(
        "inpaint", "inpaint_diffusers", str(tmp_path), "1", settings={"pipeline": "NoPipeline"}
    )
    with pytest.raises(Unavailable, match="has no NoPipeline: pip install --upgrade diffusers"):
        InpaintDiffusers(spec).load()


def test_without_the_library_the_message_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "diffusers", None)
    spec = ModelSpec("inpaint", "inpaint_diffusers", "somebody/inpainting", "main")
    with pytest.raises(Unavailable, match=r"pip install 'visprog\[diffusion\]'"):
        InpaintDiffusers(spec).load()
