"""What CLIP, SigLIP and both forms of SigLIP 2 need besides a forward pass."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from transformers import AutoModel, AutoProcessor, CLIPModel, Siglip2Model, SiglipModel

from tests.tools import tiny
from tests.tools.bench import Bench, Models, Served, picture
from visprog.types import Image
from visprog_tools import similarity
from visprog_tools.models.clip import Clip

pytestmark = pytest.mark.filterwarnings("default")

PHRASES = ["a cat", "a long boat", "two dogs"]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    home = tmp_path_factory.mktemp("models")
    makers = (tiny.clip, tiny.siglip, tiny.siglip2_naflex)
    return {make.__name__: make(home / make.__name__) for make in makers}


def noise(width: int, height: int) -> Image:
    pixels = np.random.default_rng(width).integers(0, 255, (height, width, 3), dtype=np.uint8)
    return Image(pixels)


def own(folder: Path, images: list[Image], texts: list[str]) -> Any:
    """The class's own output, from its processor as its documentation calls it."""
    inputs = AutoProcessor.from_pretrained(folder)(
        images=[image.pixels.copy() for image in images],
        text=texts,
        padding="max_length",
        return_tensors="pt",
    )
    with torch.inference_mode():
        return AutoModel.from_pretrained(folder)(**inputs)


def test_each_checkpoint_is_of_its_own_class(folders: dict[str, Path]) -> None:
    classes = [type(tiny.loaded(Clip, "classify", folder)._model) for folder in folders.values()]
    assert classes == [CLIPModel, SiglipModel, Siglip2Model]


def test_naflex_keeps_the_shape_of_pictures(folders: dict[str, Path]) -> None:
    model = tiny.loaded(Clip, "classify", folders["siglip2_naflex"])
    images = [noise(96, 72), noise(40, 200), picture()]
    wanted = own(folders["siglip2_naflex"], images, PHRASES)
    got = np.stack(model.image([{"image": image} for image in images]))
    assert np.allclose(got, wanted.image_embeds, atol=1e-5)
    got = np.stack(model.text([{"text": text} for text in PHRASES]))
    assert np.allclose(got, wanted.text_embeds, atol=1e-5)


@pytest.mark.parametrize("name", ["siglip", "siglip2_naflex"])
def test_sigmoid_models_read_lower_case_and_unmasked_padding_on_the_right(
    folders: dict[str, Path], name: str
) -> None:
    model = tiny.loaded(Clip, "classify", folders[name])
    wanted = np.stack(model.text([{"text": text} for text in PHRASES]))
    assert np.abs(wanted[0] - wanted[1]).max() > 0.01
    (shouted,) = model.text([{"text": "A CAT"}])
    assert np.allclose(shouted, wanted[0], atol=1e-6)

    tokenizer = model._processor.tokenizer
    tokenizer.model_input_names, tokenizer.padding_side = ["input_ids", "attention_mask"], "left"
    again = np.stack(model.text([{"text": text} for text in PHRASES]))
    assert np.allclose(again, wanted, atol=1e-6)

    long = "boat " * 100
    (cut,) = model.text([{"text": long}])
    assert np.isfinite(cut).all()


@pytest.mark.parametrize("name", ["clip", "siglip", "siglip2_naflex"])
async def test_probabilities_use_the_scale_that_the_model_learned(
    folders: dict[str, Path], name: str
) -> None:
    images = [noise(96, 72), picture()]
    table, at = {}, {}
    for logit_scale in (None, 5.0):
        settings = {} if logit_scale is None else {"logit_scale": logit_scale}
        at[logit_scale] = Served(tiny.loaded(Clip, "classify", folders[name]), **settings)
        table[logit_scale] = await similarity.probabilities(
            images, PHRASES, Bench(Models(classify=at[logit_scale])), ["{}"]
        )
    texts = [phrase.removeprefix("a ") for phrase in PHRASES]
    logits = own(folders[name], images, texts).logits_per_image
    assert np.allclose(table[None], logits.softmax(-1), atol=1e-4)
    cosines = np.log(table[5.0] / table[5.0][:, :1]) / 5.0
    learned = np.log(table[None] / table[None][:, :1]) / await at[None].scale()
    assert np.allclose(cosines, learned, atol=1e-4)


async def test_a_sigmoid_orders_phrases_as_the_softmax_does(folders: dict[str, Path]) -> None:
    at = Bench(Models(classify=Served(tiny.loaded(Clip, "classify", folders["siglip"]))))
    images = [noise(96, 72), picture(), noise(30, 30)]
    table = await similarity.probabilities(images, PHRASES, at, ["{}"])
    texts = [phrase.removeprefix("a ") for phrase in PHRASES]
    pairs = own(folders["siglip"], images, texts).logits_per_image.sigmoid()
    assert (table.argsort(1) == pairs.numpy().argsort(1)).all()


def test_the_scale_of_a_saved_model(folders: dict[str, Path], tmp_path: Path) -> None:
    model = CLIPModel.from_pretrained(folders["clip"])
    with torch.no_grad():
        model.logit_scale.fill_(np.log(100.0))
    model.save_pretrained(tmp_path)
    for file in folders["clip"].iterdir():
        if not (tmp_path / file.name).exists():
            (tmp_path / file.name).write_bytes(file.read_bytes())
    assert json.loads((tmp_path / "config.json").read_text())["model_type"] == "clip"
    (scale,) = tiny.loaded(Clip, "classify", tmp_path).scale([{}])
    assert scale == pytest.approx(100.0, rel=1e-5)
