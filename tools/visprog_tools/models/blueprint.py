"""Models from their published configuration alone, without weights.

A blueprint is one JSON file beside the packs, ``packs/configs/ORG--NAME.json``: the repository's
``config.json``, the settings of its image processor, its chat template, and as much of its
tokenizer as the classes look at (its size and its special tokens; every other text is taken byte by
byte). That of a diffusers pipeline holds its ``index`` (``model_index.json``) and the same for each
of its ``parts``. That of a model that is one file (ONNX) is a file with the same inputs and
outputs. It becomes a folder that the adapters load as they load any checkpoint; a model is
built from it on the meta device, or with random weights at full size.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any

from visprog.errors import Unavailable
from visprog.model import ModelSpec

PREFIX = "blueprint:"
"""Before the folder, in a spec's checkpoint."""

FILES = {
    "index": "model_index.json",
    "config": "config.json",
    "preprocessor": "preprocessor_config.json",
    "processor": "processor_config.json",
    "generation": "generation_config.json",
    "video": "video_preprocessor_config.json",
    "scheduler": "scheduler_config.json",
}
"""What a repository may have, and the files it becomes."""


FOLDER = Path(str(files("visprog_tools") / "packs" / "configs"))


def known(spec: ModelSpec) -> bool:
    """Whether the repository's configuration is shipped."""
    return _file(spec).is_file()


def unfold(spec: ModelSpec, folder: Path, device: str) -> ModelSpec:
    """Write the blueprint out as a folder, and say how to load it: on ``meta`` or another device.

    Raises :class:`Unavailable` when no configuration is shipped for the repository.
    """
    if not known(spec):
        raise Unavailable(
            f"the weights are not here, and no configuration of {spec.checkpoint} is shipped"
        )
    if "file" in spec.settings:
        shutil.copyfile(_file(spec), folder / str(spec.settings["file"]))
        return replace(spec, checkpoint=str(folder))
    write(json.loads(_file(spec).read_text("utf-8")), folder)
    settings = {**spec.settings, "device": device}
    return replace(spec, checkpoint=f"{PREFIX}{folder}", settings=settings)


def write(blueprint: Mapping[str, Any], folder: Path) -> None:
    """The folder that a blueprint describes: the files of :data:`FILES` that it has, ``tokenizer``
    and ``chat_template``, and the ``parts`` of a pipeline in folders of their own."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, file in FILES.items():
        if name in blueprint:
            _json(folder / file, blueprint[name])
    if "tokenizer" in blueprint:
        _write_tokenizer(blueprint["tokenizer"], folder)
    if "chat_template" in blueprint:
        (folder / "chat_template.jinja").write_text(blueprint["chat_template"], "utf-8")
    for name, part in blueprint.get("parts", {}).items():
        write(part, folder / name)


def _write_tokenizer(table: Mapping[str, Any], folder: Path) -> None:
    """A tokenizer of bytes. ``special`` maps tokens to ids, ``fixed`` single characters to theirs,
    ``wrap`` is what stands before and after every text, ``roles`` names ``pad_token`` and so on."""
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, processors

    special: dict[str, int] = table["special"]
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {**special, **table.get("fixed", {})}
    taken = set(vocabulary.values())
    free = (index for index in range(table.get("first", 1), table["size"]) if index not in taken)
    for letter in letters:
        if letter not in vocabulary:
            vocabulary[letter] = next(free)
    tokenizer = Tokenizer(models.BPE(vocabulary, [], unk_token=None))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(token, special=True) for token in special])
    if wrap := table.get("wrap"):
        before, after = wrap
        tokenizer.post_processor = processors.TemplateProcessing(
            single=f"{before} $A {after}",
            special_tokens=[(token, special[token]) for token in dict.fromkeys(wrap)],
        )
    tokenizer.save(str(folder / "tokenizer.json"))
    _json(
        folder / "tokenizer_config.json",
        {"tokenizer_class": "PreTrainedTokenizerFast", **table.get("roles", {})},
    )


def build(load: Any, spec: ModelSpec, **kwargs: Any) -> Any:
    """What ``load``, one of transformers' ``from_pretrained``, makes of a blueprint's folder."""
    import torch
    from transformers import AutoConfig, PreTrainedModel

    owner = load.__self__
    folder = spec.checkpoint.removeprefix(PREFIX)
    if (Path(folder) / "model_index.json").is_file():
        return _pipeline(owner, Path(folder), str(spec.settings["device"]), kwargs["dtype"])
    is_model = issubclass(owner, PreTrainedModel)
    if not is_model and not hasattr(owner, "from_config"):
        return load(folder)
    config = AutoConfig.from_pretrained(folder)
    make = owner._from_config if is_model else owner.from_config
    device = str(spec.settings["device"])
    with torch.device(device):
        model = make(config, dtype=kwargs.get("dtype"))
    if model.can_generate():
        generation = Path(folder) / "generation_config.json"
        if generation.exists():
            model.generation_config = type(model.generation_config).from_pretrained(folder)
    return model


def _pipeline(owner: Any, folder: Path, device: str, dtype: Any) -> Any:
    """A diffusers pipeline of the class ``owner``, or of the one that an ``AutoPipeline`` finds."""
    import diffusers

    index = json.loads((folder / "model_index.json").read_text("utf-8"))
    made_by = {name: made for name, made in index.items() if isinstance(made, list)}
    settings = {
        name: value
        for name, value in index.items()
        if name not in made_by and not name.startswith("_")
    }
    parts = {
        name: _part(library, kind, folder / name, device, dtype) if library else None
        for name, (library, kind) in made_by.items()
    }
    if owner.__name__.startswith("AutoPipeline"):
        saved_as = getattr(diffusers, index["_class_name"])
        return owner.from_pipe(saved_as(**parts, **settings))
    return owner(**parts, **settings)


def _part(library: str, kind: str, folder: Path, device: str, dtype: Any) -> Any:
    """A network without weights; a tokenizer or a scheduler as it is."""
    import torch

    owner = getattr(import_module(library), kind)
    if not issubclass(owner, torch.nn.Module):
        return owner.from_pretrained(folder)
    with torch.device(device):
        if library == "transformers":
            config = owner.config_class.from_pretrained(folder)
            return owner._from_config(config, dtype=dtype).eval()
        network = owner.from_config(owner.load_config(folder)).eval()
    return torch.nn.Module.to(network, dtype)  # diffusers' own warns that weights are not loaded so


def _file(spec: ModelSpec) -> Path:
    ending = Path(str(spec.settings.get("file", ".json"))).suffix or ".json"
    return FOLDER / f"{spec.checkpoint.replace('/', '--')}{ending}"


def _json(path: Path, data: Any) -> None:
    path.write_text(json.dumps(data, indent=1), "utf-8")
