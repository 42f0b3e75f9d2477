"""Models without weights: built from their published configuration, each call's shapes checked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from tests.tools import tiny
from tests.tools.bench import picture
from visprog import plugins
from visprog.errors import Unavailable
from visprog.model import ModelSpec
from visprog_tools import packs, trial
from visprog_tools.models import blueprint, checkpoint
from visprog_tools.models.shapes import shapes_only

pytestmark = pytest.mark.filterwarnings("default")

BYTES = {"float32": 4, "float16": 2, "bfloat16": 2}
QUICK = {
    "face_detection_yunet",
    "sam2.1-hiera-tiny",
    "clip-vit-base-patch32",
    "Depth-Anything-V2-Small-hf",
}


def published() -> list[object]:
    """Every checkpoint of the packs once; all but the smallest are slow."""
    specs = {
        spec.checkpoint: spec
        for name in ("standard", "large")
        for spec in packs.load(name).models.values()
        if checkpoint.has_weights(spec)
    }
    return [
        pytest.param(
            spec,
            id=repository,
            marks=[] if repository.partition("/")[2] in QUICK else [pytest.mark.slow],
        )
        for repository, spec in specs.items()
    ]


@pytest.mark.parametrize("spec", published())
def test_the_shapes_of_every_published_model(spec: ModelSpec) -> None:
    if spec.family == "molmo2":
        tiny.require_molmo2()
    done = trial.run(spec, plugins.families(), picture())
    assert done.ok, done.reason
    assert done.how == "shapes"
    if "file" in spec.settings:
        return
    stored = BYTES[tiny.parts(spec.checkpoint)["stored"]]
    size = (done.parameters or 0) * stored / 1e6
    assert 0.78 < size / (spec.megabytes or 0) < 1.01, (
        "not as large as the published file, which holds a tied matrix twice (BLIP), and parts for "
        "films (SAM 2)"
    )
    assert done.calls
    assert all((call.saw, call.milliseconds) == (trial.RIGHT_FORM, None) for call in done.calls)


def test_every_repository_of_the_packs_has_a_blueprint_that_says_where_it_is_from() -> None:
    for parameter in published():
        (spec,) = parameter.values  # type: ignore[attr-defined]
        assert blueprint.known(spec), spec.checkpoint
        assert "file" in spec.settings or tiny.parts(spec.checkpoint)["source"]


def test_a_wrong_configuration_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    write = blueprint.write

    def wrong(parts: dict[str, object], folder: object) -> None:
        parts["preprocessor"]["crop_size"] = {"height": 200, "width": 200}  # type: ignore[index]
        write(parts, folder)  # type: ignore[arg-type]

    monkeypatch.setattr(blueprint, "write", wrong)
    spec = packs.load("standard").models["classify"]
    done = trial.run(spec, plugins.families(), picture())
    assert not done.ok
    assert "224" in done.reason


def test_random_weights_at_full_size() -> None:
    spec = packs.load("standard").models["depth"]
    done = trial.run(spec, plugins.families(), picture(56, 42), random=True)
    assert (done.ok, done.how) == (True, "random"), done.reason
    (call,) = done.calls
    assert call.saw == trial.RIGHT_FORM, "random weights see nothing"
    assert call.milliseconds
    assert done.weights_megabytes == pytest.approx(4 * (done.parameters or 0) / 1e6, rel=0.01)
    assert done.peak_megabytes is None, "that is a GPU's"


TINY: dict[str, tuple[str, Any, dict[str, Any]]] = {
    "clip": ("classify", tiny.clip, {}),
    "owlv2": ("detect", tiny.owlv2, {}),
    "grounding_dino": ("locate", tiny.grounding_dino, {}),
    "sam2": ("segment", tiny.sam2, {}),
    "molmo2": ("point", tiny.molmo2, {}),
    "image_text": ("vqa", tiny.qwen3_vl, {}),
    "got_ocr": ("ocr", tiny.got_ocr, {}),
    "inpaint_diffusers": ("inpaint", tiny.stable_diffusion_xl, {"size": 64, "steps": 2}),
}


@pytest.mark.parametrize("family", TINY)
def test_every_family_runs_with_random_weights(
    family: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is measured on a GPU at full size, with every size shrunk."""
    role, make, settings = TINY[family]
    found: list[dict[str, Any]] = []
    for name in ("save", "save_pipeline"):
        monkeypatch.setattr(tiny, name, lambda parts, folder: found.append(parts))
    make(tmp_path)
    (tmp_path / "me--mine.json").write_text(json.dumps(found[0]))
    monkeypatch.setattr(blueprint, "FOLDER", tmp_path)
    spec = ModelSpec(role, family, "me/mine", "1", settings=settings)
    done = trial.run(spec, plugins.families(), picture(), random=True)
    assert (done.ok, done.how) == (True, "random"), done.reason
    assert [call.operation for call in done.calls] == [name for name, _ in asked(role)]
    assert all(call.milliseconds for call in done.calls)
    assert done.parameters
    assert done.weights_megabytes


def asked(role: str) -> list[tuple[str, Any]]:
    return list(trial.calls(role, picture(), ("person",)))


def test_results_of_the_wrong_form_are_told() -> None:
    item = {"image": picture(), "phrases": ("dog",)}
    with pytest.raises(Unavailable, match="not what tools expect"):
        trial.told("detect", np.zeros((3, 5), np.float32), item)
    assert trial.told("detect", np.zeros((0, 6), np.float32), item) == "0 candidates for dog"


def test_small_values_are_known_without_arithmetic_on_the_device() -> None:
    with shapes_only():
        ids = torch.tensor([[3, 1, 4, 1, 5]], device="meta")
        assert ids.is_meta
        assert (ids == 1).sum().item() == 2
        assert ids[0].tolist() == [3, 1, 4, 1, 5]
        states = torch.nn.functional.embedding(ids, torch.empty(9, 7, device="meta"))
        assert states[ids == 1].shape == (2, 7)
        ids[0, 0] = states.sum().to(torch.int64)
        assert ids.cpu().tolist() != [[3, 1, 4, 1, 5]]
        assert states.cpu().shape == (1, 5, 7)
    with pytest.raises(NotImplementedError):
        torch.empty(2, device="meta").cpu()
