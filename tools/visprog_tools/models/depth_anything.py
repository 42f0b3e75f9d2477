"""Depth Anything V2, relative depth from one picture (Yang et al., 2024, arXiv:2406.09414).

Checkpoints: ``depth-anything/Depth-Anything-V2-Small-hf`` (Apache-2.0; Base and Large are not).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from visprog.model import Item, op
from visprog_tools.models import checkpoint
from visprog_tools.models.sight import Sighted


class DepthAnything(Sighted):
    """Serves the role ``depth``."""

    family = "depth_anything"

    def load(self) -> None:
        with checkpoint.loading():
            from transformers import AutoImageProcessor, AutoModelForDepthEstimation

        self._open(AutoImageProcessor, AutoModelForDepthEstimation)

    @op(max_batch=8, bucket=lambda item: (item["image"].width, item["image"].height))
    def depth(self, items: list[Item]) -> list[Any]:
        """``image`` to a ``(height, width)`` float32 map; larger is farther away.

        The network predicts inverse depth, so the map is its negative: an ordering, not metres.
        """
        import torch

        images = [item["image"] for item in items]
        inputs = self._processor(
            images=[image.pixels.copy() for image in images], return_tensors="pt"
        )
        pixels = inputs["pixel_values"].to(self.device, self._model.dtype)
        with torch.inference_mode():
            outputs = self._model(pixel_values=pixels)
        maps = self._processor.post_process_depth_estimation(
            outputs, target_sizes=[(image.height, image.width) for image in images]
        )
        return [np.asarray(-item["predicted_depth"].float().cpu().numpy()) for item in maps]
