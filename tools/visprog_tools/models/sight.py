"""What an image processor makes of a picture before the network sees it.

The traces record it with every model call, and :func:`seen` makes the picture again, from the
processor alone: no weights are read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from visprog.model import Model, ModelSpec
from visprog.types import Image
from visprog_tools.models import checkpoint

INTERPOLATIONS = ("nearest", "lanczos", "bilinear", "bicubic", "box", "hamming")
"""By Pillow's number."""


class Sighted(Model):
    """A family whose pictures go through a processor of transformers, opened by ``load``."""

    _processor: Any = None
    _model: Any = None

    def _open(self, processor: Any, network: Any) -> None:
        """The checkpoint by two of transformers' classes: the processor, which scales pictures
        where the network is (on a GPU the CPU's scaling would take longer than a small network),
        and the network in the pack's dtype, ready to infer.

        On a GPU float32 products go through TensorFloat-32, as convolutions do by torch's default.
        """
        self._processor = checkpoint.pretrained(processor.from_pretrained, self.spec)
        getattr(self._processor, "image_processor", self._processor).device = self.device
        dtype = checkpoint.torch_dtype(self.spec)
        model = checkpoint.pretrained(network.from_pretrained, self.spec, dtype=dtype)
        self._model = model.to(self.device).eval()
        if self.device.startswith("cuda"):
            import torch

            torch.set_float32_matmul_precision("high")

    def sight(self) -> Mapping[str, Any]:
        return {} if self._processor is None else of(self._processor)


def of(processor: Any) -> dict[str, Any]:
    """The steps that a processor takes, in its order, as JSON: ``resize`` (its size and whether it
    keeps the picture's shape), ``crop``, ``pad``, ``mean`` and ``std``."""
    own = getattr(processor, "image_processor", processor)
    found: dict[str, Any] = {}
    if getattr(own, "do_resize", False):
        found["resize"] = _plain(own.size)
        number = getattr(own, "resample", None)
        if number is not None:
            found["interpolation"] = INTERPOLATIONS[int(number)]
        if getattr(own, "keep_aspect_ratio", None) is not None:
            found["keep_aspect_ratio"] = bool(own.keep_aspect_ratio)
    if getattr(own, "do_center_crop", False):
        found["crop"] = _plain(own.crop_size)
    if getattr(own, "do_pad", False):
        found["pad"] = _plain(getattr(own, "pad_size", None)) or True
    if getattr(own, "do_normalize", False):
        found["mean"], found["std"] = list(own.image_mean), list(own.image_std)
    return found


def seen(spec: ModelSpec, image: Image) -> Image | None:
    """The picture as the network gets it, without its normalisation; ``None`` for a family that
    looks at the picture as it is, or in no way that can be shown as a picture (patches).

    Raises ``Unavailable`` when the processor's files are not there.
    """
    from transformers import AutoImageProcessor

    own = checkpoint.pretrained(AutoImageProcessor.from_pretrained, spec)
    made = own(images=[image.pixels.copy()], return_tensors="np").get("pixel_values")
    pixels = np.asarray(made, np.float32)
    while pixels.ndim > 3 and len(pixels) == 1:
        pixels = pixels[0]
    if pixels.ndim != 3 or pixels.shape[0] != 3:
        return None
    if own.do_normalize:
        mean, std = (
            np.array(v, np.float32)[:, None, None] for v in (own.image_mean, own.image_std)
        )
        pixels = pixels * std + mean
    shown = np.rint(np.clip(pixels.transpose(1, 2, 0) * 255, 0, 255)).astype(np.uint8)
    return Image(np.ascontiguousarray(shown))


def _plain(size: Any) -> dict[str, int]:
    """A processor's size, which is a mapping or like one, without what is not set."""
    if size is None:
        return {}
    return {name: int(value) for name, value in dict(size).items() if value is not None}
