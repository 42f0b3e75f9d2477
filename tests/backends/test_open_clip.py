"""The open_clip adapter on tiny random models: a CoCa, and a CLIP in open_clip's own format."""

from __future__ import annotations

import importlib.util
import json
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image as PilImage
from safetensors.torch import save_file

from tests.tools.bench import picture
from tests.tools.tiny import loaded
from visprog.errors import Unavailable, UsageError
from visprog.model import ModelSpec
from visprog.types import Image
from visprog_tools import trial
from visprog_tools.models.open_clip import OpenClip

pytestmark = [
    pytest.mark.filterwarnings("default"),
    pytest.mark.skipif(
        importlib.util.find_spec("open_clip") is None,
        reason="open_clip is not installed; scripts/test-backends runs this test",
    ),
]

TOWER = {"width": 32, "layers": 2, "heads": 4}
TEXT = {**TOWER, "context_length": 16, "vocab_size": 49408}
VISION = {"image_size": 32, "layers": 2, "width": 32, "patch_size": 8, "head_width": 8}
CLIP = {"embed_dim": 24, "vision_cfg": VISION, "text_cfg": TEXT}
COCA = {
    "embed_dim": 32,
    "vision_cfg": {
        **VISION, "attentional_pool": True, "attn_pooler_heads": 4, "output_tokens": True,
    },
    "text_cfg": {**TEXT, "embed_cls": True, "output_tokens": True},
    "multimodal_cfg": {**TEXT, "attn_pooler_heads": 4},
    "custom_text": True,
}  # fmt: skip
MEAN = {"mean": [0.4, 0.5, 0.6], "std": [0.2, 0.3, 0.4]}
TEXTS = ["a cat", "a long boat", "two dogs"]


def save(folder: Path, config: dict[str, Any]) -> Path:
    """``open_clip_config.json`` and random weights, as open_clip publishes them."""
    import open_clip

    (folder / "open_clip_config.json").write_text(
        json.dumps({"model_cfg": config, "preprocess_cfg": MEAN})
    )
    torch.manual_seed(0)
    plain = {name: value for name, value in config.items() if name != "custom_text"}
    model = (open_clip.CoCa if "multimodal_cfg" in config else open_clip.CLIP)(**plain)
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.ndim > 1:
                parameter.normal_(0, 0.2)
    save_file(model.state_dict(), folder / "weights.safetensors")
    return folder


@pytest.fixture(scope="module")
def coca(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save(tmp_path_factory.mktemp("coca"), COCA)


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save(tmp_path_factory.mktemp("clip"), CLIP)


def served(folder: Path, role: str = "classify", **settings: Any) -> Any:
    files = {"file": "weights.safetensors", "config": "open_clip_config.json"}
    return loaded(OpenClip, role, folder, **{**files, **settings})


def noise(seed: int) -> Image:
    pixels = np.random.default_rng(seed).integers(0, 255, (40, 56, 3), dtype=np.uint8)
    return Image(pixels)


def pixels(images: list[Image]) -> torch.Tensor:
    """open_clip's own preprocessing, with the numbers of the saved configuration."""
    from open_clip.transform import PreprocessCfg, image_transform_v2

    transform = image_transform_v2(PreprocessCfg(size=32, **MEAN), is_train=False)
    return torch.stack([transform(PilImage.fromarray(image.pixels)) for image in images])


@pytest.mark.parametrize("name", ["coca", "clip"])
def test_embeddings_are_those_of_the_model_itself(
    name: str, request: pytest.FixtureRequest
) -> None:
    import open_clip

    model = served(request.getfixturevalue(name))
    images = [noise(1), noise(2), picture()]
    tokens = open_clip.SimpleTokenizer(context_length=16)(TEXTS)
    with torch.inference_mode():
        seen = model._model.encode_image(pixels(images), normalize=True)
        read = model._model.encode_text(tokens, normalize=True)
    got = np.stack(model.image([{"image": image} for image in images]))
    assert np.allclose(got, seen, atol=1e-5)
    assert got.dtype == np.float32
    got = np.stack(model.text([{"text": text} for text in TEXTS]))
    assert np.allclose(got, read, atol=1e-5)
    assert np.abs(got[0] - got[1]).max() > 0.01
    assert model.scale([{}]) == [pytest.approx(1 / 0.07, rel=1e-4)]


@pytest.mark.parametrize("ends", [True, False])
def test_a_caption_is_the_likeliest_word_after_word(coca: Path, ends: bool) -> None:
    model = served(coca, "caption")
    tokenizer = model._tokenizer
    first, last = tokenizer.sot_token_id, tokenizer.eot_token_id
    with torch.no_grad():
        model._model.text_decoder.text_projection[:, last] *= 4.0 if ends else 0.0
    rows: list[list[int]] = []
    written = model._written
    model._written = lambda row, end: rows.append(row) or written(row, end)
    images = [noise(seed) for seed in range(6)]
    captions = model.caption([{"image": image} for image in images])
    assert captions == [model.caption([{"image": image}])[0] for image in images]
    assert len(set(captions)) > 1

    assert all((last in row) == ends for row in rows)
    for image, row, caption in zip(images, rows[:6], captions, strict=True):
        words = row[: row.index(last) + 1] if last in row else row
        assert len(words) < TEXT["context_length"]
        with torch.inference_mode():
            out = model._model(pixels([image]), torch.tensor([[first, *words]]))
        assert out["logits"][0].argmax(-1).tolist() == words
        assert caption == tokenizer.decode([word for word in words if word != last]).strip()


def test_half_precision_is_close(coca: Path) -> None:
    spec = ModelSpec(
        "classify", "open_clip", str(coca), "1", dtype="bfloat16",
        settings={"file": "weights.safetensors", "config": "open_clip_config.json"},
    )  # fmt: skip
    model = OpenClip(spec)
    model.load()
    items = [{"image": noise(1)}]
    (half,), (full,) = model.image(items), served(coca).image(items)
    assert half.dtype == np.float32
    assert half @ full > 0.99
    assert model.caption(items)


@pytest.mark.parametrize("role", ["classify", "caption"])
def test_models_check_asks_it(coca: Path, role: str) -> None:
    settings = {"file": "weights.safetensors", "config": "open_clip_config.json"}
    spec = ModelSpec(role, "open_clip", str(coca), "1", settings=settings)
    done = trial.run(spec, {"open_clip": OpenClip}, picture())
    assert done.ok, done.reason
    assert done.how == "weights"
    wanted = {"classify": ["image", "text"], "caption": ["caption"]}[role]
    assert [call.operation for call in done.calls] == wanted


def test_only_a_coca_writes_captions(clip: Path) -> None:
    with pytest.raises(Unavailable, match="is a CLIP, which writes no captions"):
        served(clip, "caption").caption([{"image": picture()}])


def test_what_cannot_be_loaded_is_one_line(coca: Path, clip: Path, tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"weights\.safetensors cannot be loaded with coca_ViT"):
        served(coca, config="coca_ViT-B-32.json")
    with pytest.raises(Unavailable, match="hf_tokenizer_name is another repository's"):
        served(coca, config="ViT-B-16-SigLIP.json")
    with pytest.raises(UsageError, match="needs the settings file"):
        loaded(OpenClip, "classify", coca)
    with pytest.raises(Unavailable, match=r"there are no weights .*absent\.bin"):
        served(clip, file="absent.bin")


class Ran:
    def __reduce__(self) -> Any:
        return (pytest.fail, ("the pickle ran",))


def test_pickled_objects_are_never_run(clip: Path) -> None:
    (clip / "weights.pt").write_bytes(pickle.dumps(Ran()))
    with pytest.raises(Unavailable, match=r"weights\.pt cannot be loaded"):
        served(clip, file="weights.pt")
    model = served(clip)
    torch.save({"state_dict": model._model.state_dict()}, clip / "weights.pt")
    items = [{"image": noise(1)}]
    (got,), (same,) = served(clip, file="weights.pt").image(items), model.image(items)
    assert np.allclose(got, same, atol=1e-6)
