"""Grounding DINO by its authors' code (Liu et al., 2023, arXiv:2303.05499), an optional backend.

The package is ``groundingdino-py`` 0.4.0; the checkpoints are those of IDEA's repository, such as
``groundingdino_swint_ogc.pth``. :class:`GroundingDino` is the same detector in transformers, and
what to use unless weights exist in this format alone; ``docs/backends.md`` compares them.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import numpy as np

from visprog.errors import Unavailable
from visprog.types import Image
from visprog_tools.models import groundingdino_compat, released
from visprog_tools.models.grounding_dino import GroundingDino, above_floor

SHORTER, LONGEST = 800, 1333
"""Sides in pixels that pictures are scaled to, as in training."""

MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
"""Of ImageNet's colours, by which pixels are normalised."""

FOR_INFERENCE = {"use_checkpoint": False, "use_transformer_ckpt": False}
"""Gradient checkpointing, which only training needs."""


class GroundingDinoPy(GroundingDino):
    """Serves the role ``locate``. The setting ``text_encoder`` names a folder or repository with
    BERT's tokenizer and configuration, instead of the one that the configuration names."""

    family = "groundingdino_py"

    def load(self) -> None:
        try:
            build = groundingdino_compat.builder()
            import groundingdino.config
            from groundingdino.datasets import transforms
        except ImportError as error:
            raise Unavailable(
                f"{self.spec.checkpoint} needs groundingdino-py ({error}): pip install "
                "'visprog[groundingdino]' and pip install --no-deps groundingdino-py==0.4.0"
            ) from error
        if self.spec.dtype != "float32":
            raise Unavailable(
                f"role {self.spec.role}: {self.family} computes in float32, not {self.spec.dtype}"
            )
        package = Path(groundingdino.config.__file__).parent
        release = released.find(self.spec, package)
        with release.loading():
            config = assignments(release.config) | FOR_INFERENCE
            text_encoder = str(self.spec.settings.get("text_encoder", config["text_encoder_type"]))
            beside = release.weights.parent / text_encoder
            config["text_encoder_type"] = str(beside) if beside.is_dir() else text_encoder
            self._model = build(config)
            _fill(self._model, release.weights)
        self._model.to(self.device).eval()
        self._transform = transforms.Compose(
            [
                transforms.RandomResize([SHORTER], max_size=LONGEST),
                transforms.ToTensor(),
                transforms.Normalize(MEAN, STD),
            ]
        )

    def _side(self) -> int:
        return SHORTER

    def _find(self, asked: list[tuple[Image, str]]) -> list[tuple[Any, Any]]:
        """As :meth:`GroundingDino._find`, in one pass for each caption: in a batch the package
        gives each head of its text layers the mask of another item."""
        groups: dict[tuple[str, tuple[int, ...]], list[int]] = {}
        for row, (image, caption) in enumerate(asked):
            groups.setdefault((caption, image.pixels.shape), []).append(row)
        found: dict[int, tuple[Any, Any]] = {}
        for (caption, _), rows in groups.items():
            images = [asked[row][0] for row in rows]
            found |= zip(rows, self._ground(images, caption), strict=True)
        return [found[row] for row in range(len(asked))]

    def _ground(self, images: list[Image], caption: str) -> list[tuple[Any, Any]]:
        import torch

        pixels = torch.stack([self._pixels(image) for image in images]).to(self.device)
        with torch.inference_mode():
            outputs = self._model(pixels, captions=[caption] * len(images))
            return above_floor(outputs["pred_logits"], outputs["pred_boxes"], images)

    def _pixels(self, image: Image) -> Any:
        from PIL import Image as PilImage

        pixels, _ = self._transform(PilImage.fromarray(np.asarray(image.pixels)), None)
        return pixels


def assignments(config: Path) -> dict[str, Any]:
    """What a configuration file assigns, each a literal: it is read, never run.

    Raises ``ValueError`` for anything else in it.
    """
    found: dict[str, Any] = {}
    for statement in ast.parse(config.read_text("utf-8")).body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                found[name] = ast.literal_eval(value)
            case _:
                raise ValueError(f"line {statement.lineno} is more than NAME = VALUE")
    return found


def _fill(model: Any, weights: Path) -> None:
    """Load the weights; what training alone needed of them has no place and is left out.

    Raises ``ValueError`` when the model needs more than is there.
    """
    import torch

    state = torch.load(weights, map_location="cpu", weights_only=True)["model"]
    missing, _ = model.load_state_dict(
        {name.removeprefix("module."): tensor for name, tensor in state.items()}, strict=False
    )
    if missing:
        raise ValueError(f"{len(missing)} tensors are missing, {missing[0]} the first")
