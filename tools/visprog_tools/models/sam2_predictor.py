"""SAM 2 by Meta's own code (Ravi et al., 2024, arXiv:2408.00714), an optional backend.

It speaks the predictor API of the package ``sam2`` of ``github.com/facebookresearch/sam2``; the
checkpoints are Meta's files, such as ``sam2.1_hiera_tiny.pt``. :class:`Sam2` is the same model in
transformers, and what to use unless weights exist in this format alone; ``docs/backends.md``
compares them.
"""

from __future__ import annotations

import copy
import threading
import warnings
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from visprog.errors import Unavailable
from visprog.model import Item
from visprog.types import Image
from visprog_tools.models import checkpoint, released
from visprog_tools.models.sam2 import Sam2, best_first

PARTS = "sam2.modeling."
"""Where everything is defined that a configuration may build."""

_hydra = threading.Lock()
"""Hydra, which reads the configuration, keeps its state for the whole process."""


class Sam2Predictor(Sam2):
    """Serves the role ``segment``. The setting ``config`` names a configuration in the package,
    ``configs/sam2.1/sam2.1_hiera_t.yaml``, or one beside the weights."""

    family = "sam2_predictor"

    def load(self) -> None:
        try:
            import sam2
            from sam2.build_sam import build_sam2
            from sam2.sam2_image_predictor import SAM2ImagePredictor
        except ImportError as error:
            raise Unavailable(
                f"{self.spec.checkpoint} needs Meta's sam2 ({error}), which is not on PyPI: "
                "pip install --no-build-isolation git+https://github.com/facebookresearch/sam2"
            ) from error
        release = released.find(self.spec, Path(sam2.__path__[0]))
        with release.loading():
            check(release.config)
            with _hydra_in(release.config.parent):
                self._model = build_sam2(
                    release.config.name, str(release.weights), device=self.device
                )
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", ".*torch.jit.script", FutureWarning)
            self._predictor = SAM2ImagePredictor(self._model)

    def _encode(self, images: list[Image]) -> list[Any]:
        """A predictor for each picture, which holds its embedding."""
        return [self._seen(image) for image in images]

    def _seen(self, image: Image) -> Any:
        predictor = copy.copy(self._predictor)
        with self._precision():
            predictor.set_image(image.pixels.copy())
        return predictor

    def _bytes(self, embedding: Any) -> int:
        features = embedding._features
        levels = [features["image_embed"], *features["high_res_feats"]]
        return sum(level.nbytes for level in levels)

    def _decode(self, embeddings: list[Any], items: list[Item]) -> list[list[Any]]:
        return [self._predicted(*pair) for pair in zip(embeddings, items, strict=True)]

    def _predicted(self, embedding: Any, item: Item) -> list[list[Any]]:
        prompt: dict[str, Any]
        if "box" in item:
            prompt = {"box": np.array(item["box"], dtype=np.float32)}
        else:
            prompt = {
                "point_coords": np.array(item["points"], dtype=np.float32),
                "point_labels": np.array(item["labels"], dtype=np.int32),
            }
        with self._precision():
            masks, scores, _ = embedding.predict(**prompt, multimask_output=bool(item["multiple"]))
        return best_first(masks.astype(np.bool_), scores)

    def _precision(self) -> AbstractContextManager[Any]:
        """Half precision by autocast, as Meta's examples do it."""
        import torch

        dtype = checkpoint.torch_dtype(self.spec)
        kind = torch.device(self.device).type
        return torch.autocast(kind, dtype=dtype, enabled=dtype != torch.float32)


def check(config: Path) -> None:
    """Raises ``ValueError`` for a configuration that would build anything but parts of SAM 2:
    Hydra calls whatever a ``_target_`` names."""
    import yaml

    found = yaml.safe_load(config.read_text("utf-8"))
    if not isinstance(found, dict) or "model" not in found:
        raise ValueError("it has no model")
    if "defaults" in found:
        raise ValueError("it must not take in other files (defaults)")
    for target in _targets(found):
        if not _is_part(target):
            raise ValueError(f"it would build {target}, which is no part of SAM 2")


def _targets(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if "_target_" in value:
            yield str(value["_target_"])
        for inner in value.values():
            yield from _targets(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _targets(inner)


def _is_part(target: str) -> bool:
    from torch.nn import Module

    module, _, name = target.rpartition(".")
    if not module.startswith(PARTS):
        return False
    try:
        part = getattr(import_module(module), name, None)
    except ImportError:
        return False
    return isinstance(part, type) and issubclass(part, Module)


@contextmanager
def _hydra_in(folder: Path) -> Iterator[None]:
    """Hydra finds configurations in ``folder``, and afterwards where sam2 has set it to look."""
    from hydra import initialize_config_dir
    from hydra.core.global_hydra import GlobalHydra

    with _hydra:
        state = GlobalHydra.instance()
        before, state.hydra = state.hydra, None
        try:
            initialize_config_dir(str(folder), version_base="1.2")
            yield
        finally:
            state.hydra = before
