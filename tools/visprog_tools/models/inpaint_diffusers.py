"""Inpainting by a pipeline of the library diffusers (an optional extra).

Any pipeline that takes ``image`` and ``mask_image``: those that ``AutoPipelineForInpainting`` finds
by themselves, others by their class's name in the pack. The pipeline sees the room with what is
around it, scaled to the size that it was trained at, so that a small region gets as many pixels as
a large one; each item has its own generator, so its picture follows from its seed alone.

    [roles.inpaint]
    family = "inpaint_diffusers"
    checkpoint = "black-forest-labs/FLUX.2-klein-4B"
    revision = "e7b7dc27f91deacad38e78976d1f2b499d76a294"
    settings = { pipeline = "Flux2KleinInpaintPipeline", size = 1024, steps = 4, guidance = 1.0 }

``strength`` may stand there too, and ``variant``: what half-precision files are called in some
repositories.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

import numpy as np

from visprog.errors import Unavailable
from visprog.model import Item, Model, op
from visprog.types import Bits, Box, Image, Pixels
from visprog_tools.edit.area import box_of
from visprog_tools.filters import Floats, scaled
from visprog_tools.models import checkpoint

AROUND = 1.6
"""The side of what the pipeline sees, over the longer side of the room."""

MULTIPLE = 64
"""Pipelines take sides that are multiples of it."""

CLEAR = "empty background, nothing there"
"""What an empty prompt, which takes a thing away, becomes."""


class InpaintDiffusers(Model):
    """Serves the role ``inpaint``."""

    family = "inpaint_diffusers"

    def load(self) -> None:
        try:
            import diffusers
        except ImportError as error:
            raise Unavailable(
                f"{self.spec.checkpoint} (role {self.spec.role}) needs the library diffusers: "
                "pip install 'visprog[diffusion]'"
            ) from error
        diffusers.utils.logging.set_verbosity_error()  # its pipelines warn of their own casts
        name = str(self.spec.settings.get("pipeline", "AutoPipelineForInpainting"))
        owner = getattr(diffusers, name, None)
        if owner is None:
            raise Unavailable(
                f"role {self.spec.role}: diffusers {diffusers.__version__} has no {name}: "
                "pip install --upgrade diffusers"
            )
        variant = self.spec.settings.get("variant")
        self._pipeline = checkpoint.pretrained(
            owner.from_pretrained,
            self.spec,
            dtype=checkpoint.torch_dtype(self.spec),
            low_cpu_mem_usage=find_spec("accelerate") is not None,
            **({"variant": variant} if variant else {}),
        )
        self._pipeline.to(self.device)
        self._pipeline.set_progress_bar_config(disable=True)

    @op(max_batch=4)
    def fill(self, items: list[Item]) -> list[Any]:
        """``image``, ``mask``, ``room``, ``prompt`` and ``seed`` to a picture of the same size."""
        return [self._filled(item) for item in items]

    def _filled(self, item: Item) -> Image:
        import torch
        from PIL import Image as PilImage

        image: Image = item["image"]
        room: Bits = item["room"].bits | item["mask"].bits
        if not room.any():
            return image
        settings = self.spec.settings
        seen = view(box_of(room), image)
        left, top, right, bottom = (int(edge) for edge in seen.xyxy)
        part = image.pixels[top:bottom, left:right]
        width, height = fitted(right - left, bottom - top, int(settings.get("size", 512)))
        small = _pixels(part.astype(np.float32), width, height)
        hole = scaled(room[top:bottom, left:right].astype(np.float32), width, height) > 0.25
        made = self._pipeline(
            prompt=item["prompt"] or CLEAR,
            image=PilImage.fromarray(small),
            mask_image=PilImage.fromarray(hole.astype(np.uint8) * 255),
            width=width,
            height=height,
            num_inference_steps=int(settings.get("steps", 40)),
            guidance_scale=float(settings.get("guidance", 7.0)),
            generator=torch.Generator("cpu").manual_seed(int(item["seed"])),
            **{name: settings[name] for name in ("strength",) if name in settings},
        ).images[0]
        pixels = image.pixels.copy()
        painted = np.asarray(made.convert("RGB"), dtype=np.float32)
        pixels[top:bottom, left:right] = _pixels(painted, right - left, bottom - top)
        return Image(pixels, image.frame)


def view(room: Box, image: Image) -> Box:
    """The square around the room that the pipeline sees, moved into the picture and cut to it."""
    side = AROUND * max(room.width, room.height)
    width, height = min(side, image.width), min(side, image.height)
    left = min(max(room.center.x - width / 2, 0), image.width - width)
    top = min(max(room.center.y - height / 2, 0), image.height - height)
    return Box(int(left), int(top), int(left + width), int(top + height))


def fitted(width: int, height: int, size: int) -> tuple[int, int]:
    """The sides for the pipeline: the longer one about ``size``, multiples of 64."""
    scale = size / max(width, height)
    return _multiple(width * scale), _multiple(height * scale)


def _multiple(length: float) -> int:
    return max(MULTIPLE, round(length / MULTIPLE) * MULTIPLE)


def _pixels(values: Floats, width: int, height: int) -> Pixels:
    return np.asarray(np.rint(scaled(values, width, height).clip(0, 255)), dtype=np.uint8)
