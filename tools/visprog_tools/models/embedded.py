"""Embedded weights, put into a model that is built from its configuration.

transformers' ``from_pretrained`` reads weights of any age and form, in several passes over the
model. Ours were saved by the classes that read them: where the names in the file are the model's
own, or those of before a renaming that is known here, one pass will do. Where they are not,
``from_pretrained`` reads them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

UNSET = -1.0e9
"""No value of a buffer."""

RENAMED = (
    (".attention.attention.query.", ".attention.q_proj."),
    (".attention.attention.key.", ".attention.k_proj."),
    (".attention.attention.value.", ".attention.v_proj."),
    (".attention.output.dense.", ".attention.o_proj."),
)
"""Parameters of DINOv2: as in transformers 5.17, and as in 5.23."""


def opened(load: Callable[..., T], folder: Path, **kwargs: Any) -> T:
    """What ``load``, the ``from_pretrained`` of a model or a processor, makes of the folder."""
    import torch

    if set(kwargs) == {"dtype"} and kwargs["dtype"] == torch.float32:
        model: T | None = _filled(load.__self__, folder)  # type: ignore[attr-defined]
        if model is not None:
            return model
    return load(str(folder), **kwargs)


def _filled(owner: Any, folder: Path) -> Any:
    """The model of the class ``owner``, or of the one that an ``AutoModel`` finds; ``None`` where
    the weights are not named as its own."""
    import torch
    import transformers
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    said = json.loads((folder / "config.json").read_text("utf-8"))
    config = transformers.AutoConfig.for_model(**{**said, "dtype": torch.float32})
    config.name_or_path = str(folder)
    if not issubclass(owner, transformers.PreTrainedModel):
        owner = getattr(transformers, config.architectures[0])
    try:
        weights = load_file(folder / "model.safetensors")
    except (OSError, SafetensorError):
        return None
    model = _unfilled(owner, config)
    if model is None:
        return None
    own = model.state_dict()
    if not _named_alike(own, weights):
        weights = {_renamed(name): weight for name, weight in weights.items()}
        if not _named_alike(own, weights):
            return None
    model.load_state_dict(weights, strict=False)
    if model.can_generate() and (folder / "generation_config.json").is_file():
        model.generation_config = type(model.generation_config).from_pretrained(folder)
    return model.eval()


def _unfilled(owner: Any, config: Any) -> Any:
    """A model that has no values but of the buffers that no file of weights has; ``None`` where
    those are not for its ``_init_weights`` to set."""
    import torch

    with torch.device("meta"):
        model = owner(config)
    model.to_empty(device="cpu")
    model.tie_weights()
    unsaved = _unsaved(model, model)
    if not {buffer.dtype for *_, buffer in unsaved} <= {torch.float32, torch.int64}:
        return None  # UNSET may be a value of it
    for *_, buffer in unsaved:
        buffer.fill_(UNSET)
    with torch.random.fork_rng(devices=()), torch.no_grad():
        for part, owner, _ in unsaved:
            owner._init_weights(part)
    return None if any((buffer == UNSET).any() for *_, buffer in unsaved) else model


def _unsaved(part: Any, owner: Any) -> list[tuple[Any, Any, Any]]:
    """The buffers that are not saved with weights, with the modules that they are of and the models
    of transformers that these are parts of."""
    import transformers

    owner = part if isinstance(part, transformers.PreTrainedModel) else owner
    own = [(part, owner, getattr(part, name)) for name in part._non_persistent_buffers_set]
    return own + [found for child in part.children() for found in _unsaved(child, owner)]


def _renamed(name: str) -> str:
    for before, since in RENAMED:
        name = name.replace(before, since)
    return name


def _named_alike(own: dict[str, Any], weights: dict[str, Any]) -> bool:
    """Whether every weight is one of the model's own, and leaves none of those without a value; two
    names may be of one tensor."""
    if not weights.keys() <= own.keys():
        return False
    given = {own[name].data_ptr() for name in weights}
    return all(own[name].data_ptr() in given for name in own)
