"""SAM 2 by Meta's predictor: as the predictor itself, and as transformers with the same weights."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from transformers import AutoConfig, Sam2Model

from tests.backends import tiny
from tests.tools import tiny as ours
from tests.tools.bench import picture
from tests.tools.test_adapters import noise
from visprog.errors import Unavailable
from visprog.model import ModelSpec
from visprog.types import Image, Mask
from visprog_tools.models import blueprint
from visprog_tools.models.sam2 import Sam2
from visprog_tools.models.sam2_predictor import Sam2Predictor, check

pytestmark = pytest.mark.filterwarnings("default")


def prompts(image: Image) -> list[dict[str, Any]]:
    """A box, a click, and two clicks, the second of which is not on the thing."""
    across, down = image.width / 96, image.height / 72
    points = [(20.0 * across, 30.0 * down), (70.0 * across, 50.0 * down)]
    box = (5.0 * across, 6.0 * down, 50.0 * across, 60.0 * down)
    return [
        {"image": image, "box": box, "multiple": False},
        {"image": image, "points": (points[0],), "labels": (1,), "multiple": True},
        {"image": image, "points": tuple(points), "labels": (1, 0), "multiple": False},
    ]


def test_it_is_metas_predictor(segmenter: Any) -> None:
    from sam2.sam2_image_predictor import SAM2ImagePredictor

    image = noise()
    predictor = SAM2ImagePredictor(segmenter._model)
    predictor.set_image(image.pixels.copy())
    (boxed,), clicked, (refined,) = segmenter.masks(prompts(image))
    masks, scores, _ = predictor.predict(box=np.array([5, 6, 50, 60]), multimask_output=False)
    assert boxed == [Mask(masks[0] > 0), pytest.approx(float(scores[0]))]
    masks, scores, _ = predictor.predict(
        point_coords=np.array([[20, 30]]), point_labels=np.array([1]), multimask_output=True
    )
    order = np.argsort(-scores)
    assert [mask for mask, _ in clicked] == [Mask(mask > 0) for mask in masks[order]]
    assert [score for _, score in clicked] == pytest.approx(scores[order].tolist())
    masks, scores, _ = predictor.predict(
        point_coords=np.array([[20, 30], [70, 50]]),
        point_labels=np.array([1, 0]),
        multimask_output=False,
    )
    assert refined == [Mask(masks[0] > 0), pytest.approx(float(scores[0]))]
    assert all(0 < mask.area < 72 * 96 for mask, _ in [boxed, refined, *clicked])


def test_a_picture_is_encoded_once(segmenter: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    passes: list[int] = []
    encode = segmenter._model.forward_image
    monkeypatch.setattr(
        segmenter._model, "forward_image", lambda x: passes.append(len(x)) or encode(x)
    )
    asked = prompts(noise()) + prompts(picture())
    together = segmenter.masks(asked)
    assert passes == [1, 1]
    assert [segmenter.masks([item])[0] for item in asked] == together
    assert passes == [1, 1]
    assert segmenter.embeddings.bytes > 0


def test_half_precision_is_nearly_the_same(segmenter: Any, sam2_folder: Path) -> None:
    spec = ModelSpec(
        "segment", "sam2_predictor", str(sam2_folder), "1", dtype="bfloat16", settings=tiny.SAM2
    )
    half = Sam2Predictor(spec)
    half.load()
    for mine, other in zip(
        half.masks(prompts(noise())), segmenter.masks(prompts(noise())), strict=True
    ):
        best, wanted = mine[0], other[0]
        assert best[1] == pytest.approx(wanted[1], abs=0.1)
        assert best[1] != wanted[1]


RENAMED = (
    (r"^image_encoder\.trunk\.", "vision_encoder.backbone."),
    (r"^image_encoder\.neck\.convs\.(\d)\.conv", r"vision_encoder.neck.convs.\1"),
    (r"^sam_prompt_encoder\.pe_layer\.positional_encoding_gaussian_matrix",
     "prompt_encoder.shared_embedding.positional_embedding"),
    (r"^sam_(prompt_encoder|mask_decoder)\.", r"\1."),
    (r"^no_mem_embed", "no_memory_embedding"),
    (r"patch_embed\.proj", "patch_embed.projection"),
    (r"\bnorm(\d|_final_attn)\b", r"layer_norm\1"),
    (r"mlp\.layers\.0", "mlp.proj_in"),
    (r"mlp\.layers\.1", "mlp.proj_out"),
    (r"(mlps\.\d|head)\.layers\.0", r"\1.proj_in"),
    (r"(mlps\.\d|head)\.layers\.2", r"\1.proj_out"),
    (r"(mlps\.\d|head)\.layers\.1", r"\1.layers.0"),
    (r"out_proj", "o_proj"),
    (r"output_upscaling\.0", "upscale_conv1"),
    (r"output_upscaling\.1", "upscale_layer_norm"),
    (r"output_upscaling\.3", "upscale_conv2"),
    (r"mask_downscaling\.0", "mask_embed.conv1"),
    (r"mask_downscaling\.1", "mask_embed.layer_norm1"),
    (r"mask_downscaling\.3", "mask_embed.conv2"),
    (r"mask_downscaling\.4", "mask_embed.layer_norm2"),
    (r"mask_downscaling\.6", "mask_embed.conv3"),
)  # fmt: skip
"""From Meta's names of the weights that pictures need to those of transformers."""

OF_VIDEO = ("memory_", "obj_ptr", "maskmem_", "no_mem_pos", "mask_downsample", "no_obj_")


def in_transformers(state: dict[str, torch.Tensor], folder: Path) -> Path:
    """The same tiny model, with the same weights, as transformers saves it."""
    renamed: dict[str, torch.Tensor] = {}
    points = []
    for name, tensor in state.items():
        if name.startswith(OF_VIDEO):
            continue
        if re.match(r"sam_prompt_encoder\.point_embeddings", name):
            points.append(tensor)
            continue
        for old, new in RENAMED:
            name = re.sub(old, new, name)
        renamed[name] = tensor
    renamed["prompt_encoder.point_embed.weight"] = torch.cat(points)
    positions = renamed["prompt_encoder.shared_embedding.positional_embedding"]
    renamed["shared_image_embedding.positional_embedding"] = positions

    found = ours.parts("facebook/sam2.1-hiera-tiny")
    vision = found["config"]["vision_config"]
    vision |= {"backbone_channel_list": [64, 32, 16, 8], "fpn_hidden_size": 32}
    vision["backbone_config"] |= {
        "hidden_size": 8, "blocks_per_stage": [1, 1, 2, 1], "embed_dim_per_stage": [8, 16, 32, 64],
        "global_attention_blocks": [3],
    }  # fmt: skip
    found["config"]["prompt_encoder_config"] = {"hidden_size": 32}
    found["config"]["mask_decoder_config"] = {"hidden_size": 32}
    blueprint.write(found, folder)
    model = Sam2Model(AutoConfig.from_pretrained(folder))
    model.load_state_dict(renamed)
    model.save_pretrained(folder)
    return folder


@pytest.mark.parametrize(
    ("size", "score", "overlap"), [((1024, 1024), 1e-4, 0.999), ((96, 72), 0.01, 0.98)]
)
def test_it_is_the_model_of_transformers(
    segmenter: Any,
    sam2_folder: Path,
    tmp_path: Path,
    size: tuple[int, int],
    score: float,
    overlap: float,
) -> None:
    """Alike but for the rounding where a picture is scaled."""
    state = torch.load(sam2_folder / "tiny.pt", weights_only=True)["model"]
    sibling = ours.loaded(Sam2, "segment", in_transformers(state, tmp_path))
    asked = prompts(noise(*size))
    for mine, other in zip(segmenter.masks(asked), sibling.masks(asked), strict=True):
        for (mask, sure), (wanted, expected) in zip(mine, other, strict=True):
            assert sure == pytest.approx(expected, abs=score)
            common = (mask.bits & wanted.bits).sum() / (mask.bits | wanted.bits).sum()
            assert common >= overlap


def test_shipped_configurations_are_found_and_hydra_is_left_as_it_was(
    segmenter: Any, sam2_folder: Path
) -> None:
    from hydra import compose

    assert list(compose("configs/sam2.1/sam2.1_hiera_t.yaml")) == ["model"]
    shipped = tiny.SAM2 | {"config": "configs/sam2.1/sam2.1_hiera_t.yaml"}
    with pytest.raises(
        Unavailable, match=r"cannot be loaded with sam2.1_hiera_t.yaml.*Missing key"
    ):
        ours.loaded(Sam2Predictor, "segment", sam2_folder, **shipped)
    assert list(compose("configs/sam2.1/sam2.1_hiera_t.yaml")) == ["model"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("model: {_target_: os.system, command: date}", "os.system, which is no part of SAM 2"),
        ("model: {a: [{_target_: sam2.modeling.sam2_base.torch.load}]}", "no part of SAM 2"),
        ("model: {_target_: sam2.modeling.sam2_base.get_1d_sine_pe}", "no part of SAM 2"),
        ("defaults: [other]\nmodel: {}", "must not take in other files"),
        ("trunk: 1", "it has no model"),
    ],
)
def test_a_configuration_builds_nothing_but_parts_of_sam2(
    sam2_folder: Path, text: str, said: str
) -> None:
    (sam2_folder / "bad.yaml").write_text(text)
    with pytest.raises(Unavailable, match=said) as caught:
        ours.loaded(Sam2Predictor, "segment", sam2_folder, **tiny.SAM2 | {"config": "bad.yaml"})
    assert "\n" not in str(caught.value)


def test_the_shipped_configurations_pass(sam2_folder: Path) -> None:
    import sam2

    shipped = sorted(Path(sam2.__path__[0]).glob("configs/sam2*/sam2*_hiera_?*.yaml"))
    read = [path for path in shipped if "training" not in str(path)]
    assert len(read) == 8
    for path in read:
        check(path)
