"""Embedded weights, put into a model that is built from its configuration.

transformers' ``from_pretrained`` reads weights of any age and form, in several passes over the
model. Ours were saved by the classes that read them: where the names in the file are the model's
own, or those of before a renaming that is known here, one pass will do. Where they are not,
``from_pretrained`` reads them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

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

    config = transformers.AutoConfig.from_pretrained(folder, dtype=torch.float32)
    if not issubclass(owner, transformers.PreTrainedModel):
        owner = getattr(transformers, config.architectures[0])
    try:
        weights = load_file(folder / "model.safetensors")
    except (OSError, SafetensorError):
        return None
    with torch.random.fork_rng(devices=()):  # the values that it begins with draw from the seed
        model = owner(config)
    own = model.state_dict()
    if not _named_alike(own, weights):
        weights = {_renamed(name): weight for name, weight in weights.items()}
        if not _named_alike(own, weights):
            return None
    model.load_state_dict(weights, strict=False)
    if model.can_generate() and (folder / "generation_config.json").is_file():
        model.generation_config = type(model.generation_config).from_pretrained(folder)
    return model.eval()


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
