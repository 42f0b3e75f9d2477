"""Where a checkpoint's files are, and what to say when they are not there."""

from __future__ import annotations

import gc
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from visprog.errors import Unavailable
from visprog.model import ModelSpec
from visprog_tools.models import blueprint, hub

T = TypeVar("T")

_loading = threading.Lock()
"""One import and one checkpoint at a time: who imports transformers while another thread does finds
it half there; and while transformers loads a checkpoint it changes torch for all threads (default
type, initial values, the meta device), and two at once leave parameters without values."""

NEW_OBJECTS = 500_000
"""Between two searches for cyclic garbage, while one is imported or loaded: half a million are made
that stay, and to look at them again after every few hundred takes a fifth of the time."""

EMBEDDED = "embedded:"
"""A checkpoint that is package data: ``embedded:micro/detect``."""
CODE = "code:"
"""No weights: a stand-in that is an algorithm, ``code:grabcut``."""
ENDPOINT = "endpoint:"
"""No weights here: a LiteLLM model string, ``endpoint:ollama/qwen3``; none is named after the colon
until somebody chooses one."""

REPOSITORY = re.compile(r"\w[\w.-]*/\w[\w.-]*")
"""``ORG/NAME``; a longer path is a folder, be it there or not."""


def location(checkpoint: str) -> str:
    """The folder of an embedded checkpoint; a folder or Hub repository as it stands."""
    if checkpoint.startswith(EMBEDDED):
        return str(files("visprog_tools") / "packs" / checkpoint.removeprefix(EMBEDDED))
    return checkpoint


@contextmanager
def loading() -> Iterator[None]:
    """For what takes long and is done once: to import transformers' classes, to load weights."""
    with _loading:
        newest, *older = gc.get_threshold()
        if newest:
            gc.set_threshold(max(newest, NEW_OBJECTS), *older)
        try:
            yield
        finally:
            if not gc.get_freeze_count():  # what is new counts as old: it has come to stay
                gc.freeze()
                gc.unfreeze()
            gc.set_threshold(newest, *older)


def pretrained(load: Callable[..., T], spec: ModelSpec, **kwargs: Any) -> T:
    """``load(...)``, one of transformers' ``from_pretrained``, on the spec's pinned revision.

    ``HF_HOME`` and ``HF_HUB_OFFLINE`` are obeyed by the library. Raises :class:`Unavailable` naming
    the repository and the command that fetches it. The pack's ``threads`` hold for the calling
    thread, which is the one that will run the model.
    """
    if threads := spec.settings.get("threads"):
        import torch

        torch.set_num_threads(int(threads))
    if spec.checkpoint.startswith(blueprint.PREFIX):
        built: T = blueprint.build(load, spec, **kwargs)
        return built
    where = location(spec.checkpoint)
    local = spec.checkpoint.startswith(EMBEDDED) or Path(where).is_dir()
    if not local and "/" not in where:
        raise Unavailable(f"there is no folder {where} with weights for role {spec.role}")
    if local and not Path(where).is_dir():
        raise Unavailable(
            f"the embedded weights {spec.checkpoint} are missing: reinstall visprog, or train them "
            f"with: visprog bench train {spec.role}"
        )
    try:
        with loading(), _without_bars():
            if not local:
                return load(where, revision=spec.revision, **kwargs)
            if spec.checkpoint.startswith(EMBEDDED):
                from visprog_tools.models import embedded

                return embedded.opened(load, Path(where), **kwargs)
            return load(where, **kwargs)
    except (OSError, ValueError) as error:
        if local:
            raise Unavailable(
                f"the weights in {where} cannot be loaded: {_first(error)}"
            ) from error
        raise Unavailable(
            f"weights of {where} (role {spec.role}) are not here and could not be fetched: "
            f"{_first(error)}; with a network: {hub.command(spec)}"
        ) from error


def file(spec: ModelSpec) -> Path:
    """The one file that is the model, by the setting ``file``: in a folder, or of a repository on
    the Hub, which is asked for it if need be. Raises :class:`Unavailable` as :func:`pretrained`."""
    name = str(spec.settings.get("file", ""))
    if not name:
        raise Unavailable(f"role {spec.role}: the setting file says which file is the model")
    if not on_hub(spec):
        path = Path(location(spec.checkpoint)) / name
        if path.is_file():
            return path
        raise Unavailable(f"there is no {path} for role {spec.role}")
    from huggingface_hub import hf_hub_download

    try:
        return Path(hf_hub_download(spec.checkpoint, name, revision=spec.revision))
    except Exception as error:  # the library's errors come from several packages
        raise Unavailable(
            f"{name} of {spec.checkpoint} (role {spec.role}) is not here and could not be fetched: "
            f"{_first(error)}; with a network: {hub.command(spec)}"
        ) from None


@contextmanager
def _without_bars() -> Iterator[None]:
    """No progress bar for reading weights from disk; that of a download is the Hub's own."""
    from transformers.utils import logging

    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()


def has_weights(spec: ModelSpec) -> bool:
    """Whether there is a checkpoint to fetch; not for algorithms and endpoints."""
    return not spec.checkpoint.startswith((CODE, ENDPOINT))


def available(spec: ModelSpec) -> bool:
    """Whether the model can serve: its weights load without a network, or its endpoint is named."""
    if spec.checkpoint.startswith(CODE):
        return True
    if spec.checkpoint.startswith(ENDPOINT):
        return spec.checkpoint != ENDPOINT
    where = Path(location(spec.checkpoint))
    if where.is_dir():
        return hub.complete(where, str(spec.settings.get("file", "")))
    return on_hub(spec) and hub.snapshot(spec) is not None


def on_hub(spec: ModelSpec) -> bool:
    """Whether the checkpoint is a repository of the Hugging Face Hub, and not a folder here."""
    named = REPOSITORY.fullmatch(spec.checkpoint)
    return named is not None and not Path(spec.checkpoint).is_dir()


def torch_dtype(spec: ModelSpec) -> Any:
    """The spec's dtype as torch's."""
    import torch

    try:
        return {"float32": torch.float32, "float16": torch.float16, "bfloat16": torch.bfloat16}[
            spec.dtype
        ]
    except KeyError:
        raise Unavailable(
            f"role {spec.role}: dtype {spec.dtype!r} is not one of float32, float16, bfloat16"
        ) from None


def _first(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0][:200] if lines else type(error).__name__
