"""Embedded weights are filled into the model that transformers' own loading gives."""

from __future__ import annotations

import gc
import json
import threading
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file

from visprog import plugins
from visprog.errors import Unavailable
from visprog.model import ModelSpec
from visprog_tools import packs
from visprog_tools.models import checkpoint, embedded

MICRO = packs.load("micro").models
ROLES = [role for role, spec in MICRO.items() if spec.checkpoint.startswith(checkpoint.EMBEDDED)]


def network(spec: ModelSpec) -> Any:
    """The network of the adapter that serves the role."""
    model: Any = plugins.families()[spec.family](spec)
    model.load()
    return model._model


def config(model: Any) -> dict[str, Any]:
    """Without the types of its parts, which only the model's parameters are asked for."""
    text = json.dumps(model.config.to_dict(), default=str)
    return json.loads(text, object_hook=lambda part: {**part, "dtype": None})  # type: ignore[no-any-return]


def same_model(ours: Any, theirs: Any) -> None:
    assert type(ours) is type(theirs)
    assert config(ours) == config(theirs)
    assert ours.config._attn_implementation == theirs.config._attn_implementation
    assert getattr(ours, "generation_config", None) == getattr(theirs, "generation_config", None)
    for named in ("state_dict", "named_parameters", "named_buffers"):
        mine, other = dict(getattr(ours, named)()), dict(getattr(theirs, named)())
        assert mine.keys() == other.keys()
        for name, value in mine.items():
            torch.testing.assert_close(value, other[name], rtol=0, atol=0)
            assert value.requires_grad == other[name].requires_grad
    assert not any(part.training for part in ours.modules())


@pytest.mark.parametrize("role", ROLES)
def test_a_model_is_the_one_that_from_pretrained_loads(role: str) -> None:
    spec = MICRO[role]
    ours = network(spec)
    theirs = type(ours).from_pretrained(checkpoint.location(spec.checkpoint), dtype=torch.float32)
    same_model(ours, theirs)


def test_loading_leaves_the_seed_alone() -> None:
    torch.manual_seed(7)
    before = torch.get_rng_state()
    network(MICRO["vqa"])
    assert torch.equal(torch.get_rng_state(), before)


def copied(role: str, folder: Path, change: Any) -> Path:
    """A role's folder with other weights."""
    source = Path(checkpoint.location(MICRO[role].checkpoint))
    for name in ("config.json", "generation_config.json"):
        if (source / name).is_file():
            (folder / name).write_bytes((source / name).read_bytes())
    weights = change(load_file(source / "model.safetensors"))
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    return folder


def test_weights_by_other_names_are_left_to_from_pretrained(tmp_path: Path) -> None:
    from transformers import CLIPModel

    folder = copied("classify", tmp_path, lambda w: {f"old.{name}": v for name, v in w.items()})
    assert embedded._filled(CLIPModel, folder) is None


def test_a_weight_that_is_missing_is_not_made_up(tmp_path: Path) -> None:
    from transformers import CLIPModel

    folder = copied(
        "classify", tmp_path, lambda w: {n: v for n, v in w.items() if n != "logit_scale"}
    )
    assert embedded._filled(CLIPModel, folder) is None


def test_a_name_for_a_tensor_that_has_another_is_not_missing(tmp_path: Path) -> None:
    from transformers import BlipForQuestionAnswering

    source = Path(checkpoint.location(MICRO["vqa"].checkpoint))
    tied = "text_decoder.cls.predictions.decoder.weight"
    assert tied not in load_file(source / "model.safetensors")
    model = embedded._filled(BlipForQuestionAnswering, source)
    assert tied in model.state_dict()


def test_other_types_than_the_weights_own_are_left_to_from_pretrained() -> None:
    from transformers import CLIPModel

    folder = Path(checkpoint.location(MICRO["classify"].checkpoint))
    model = embedded.opened(CLIPModel.from_pretrained, folder, dtype=torch.bfloat16)
    assert model.dtype == torch.bfloat16


def test_garbage_is_searched_for_as_often_afterwards() -> None:
    before = gc.get_threshold()
    with checkpoint.loading():
        assert gc.get_threshold()[0] >= checkpoint.NEW_OBJECTS
    assert gc.get_threshold() == before
    with pytest.raises(ZeroDivisionError), checkpoint.loading():
        raise ZeroDivisionError
    assert gc.get_threshold() == before
    with pytest.raises(Unavailable, match="is not one of"):
        network(ModelSpec("detect", "owlv2", MICRO["detect"].checkpoint, "1", dtype="int3"))
    assert gc.get_threshold() == before


def test_who_turned_the_search_off_finds_it_off() -> None:
    before = gc.get_threshold()
    gc.set_threshold(0)
    try:
        with checkpoint.loading():
            assert gc.get_threshold()[0] == 0
        assert gc.get_threshold()[0] == 0
    finally:
        gc.set_threshold(*before)


def test_two_threads_load_one_after_the_other_and_leave_things_as_they_were() -> None:
    before, inside, most = gc.get_threshold(), 0, 0

    def load() -> None:
        nonlocal inside, most
        for _ in range(200):
            with checkpoint.loading():
                inside += 1
                most = max(most, inside)
                inside -= 1

    threads = [threading.Thread(target=load) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1
    assert gc.get_threshold() == before


def test_garbage_made_meanwhile_is_found_later() -> None:
    import weakref

    class Ring:
        pass

    with checkpoint.loading():
        ring: Any = Ring()
        ring.itself = ring
        seen = weakref.ref(ring)
        del ring
    gc.collect()
    assert seen() is None
    assert gc.get_freeze_count() == 0


@pytest.mark.parametrize(
    "values",
    [[0, 1, 2, 3], [True, False]],
    ids=["that only its constructor sets", "in which no value could not be told from one"],
)
def test_a_model_with_another_buffer_is_left_to_from_pretrained(values: list[Any]) -> None:
    from transformers import CLIPModel

    class Buffered(CLIPModel):  # type: ignore[misc]
        def __init__(self, config: Any) -> None:
            super().__init__(config)
            self.register_buffer("more", torch.tensor(values), persistent=False)

    folder = Path(checkpoint.location(MICRO["classify"].checkpoint))
    assert embedded._filled(Buffered, folder) is None
    assert embedded._filled(CLIPModel, folder) is not None
