"""How near things are: DEPTH, compute_depth and CROP by it, as if no model ever erred.

CROP in front of something and behind it are the tools' own, on the true depth of every pixel and
the true outline of the region.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

import numpy as np

from visprog.tool import Context
from visprog.types import Image, Mask, Region, Regions
from visprog_benchmarks.world.oracle.known import Known
from visprog_tools import depth, masking


class Measuring:
    """Depths are those of `world.depth`, negated: larger is farther away, as tools have it."""

    known: Known

    async def depth(self, image: Image, context: Context, object: Regions | None = None) -> float:
        """Of the thing that the first region is of; else whatever the region holds."""
        if object is None or not len(object):
            found: float = await depth.depth(image=image, object=object, context=self._in(context))
            return found
        return self._of(image, object[0])

    def compute_depth(self, patch: Image) -> float:
        return self._of(patch, Region(patch.box, frame=patch.frame))

    async def crop_frontof(self, image: Image, box: Regions, context: Context) -> Image:
        cut: Image = await depth.crop_frontof(
            image=image, box=self._outlined(image, box), context=self._in(context)
        )
        return cut

    async def crop_behind(self, image: Image, box: Regions, context: Context) -> Image:
        cut: Image = await depth.crop_behind(
            image=image, box=self._outlined(image, box), context=self._in(context)
        )
        return cut

    def _of(self, image: Image, region: Region) -> float:
        thing = self.known.of(image, region)
        if thing is not None:
            return self.known.distance(image, thing)
        bits = masking.mask_of(region, image).bits
        return float(np.median(self.known.depth(image)[bits]))

    def _outlined(self, image: Image, regions: Regions) -> Regions:
        """The regions with the true masks of what they are of."""
        found = []
        for region in regions:
            thing = self.known.of(image, region)
            mask = None if thing is None else Mask(self.known.outline(image, thing))
            found.append(replace(region, mask=mask, frame=image.frame) if mask else region)
        return Regions.of(found, regions.image)

    def _in(self, context: Context) -> Context:
        return cast(Context, _Perfect(context, self.known))


@dataclass(frozen=True)
class _Depths:
    """A depth model that is always right."""

    known: Known
    settings: Mapping[str, Any] = field(default_factory=dict)

    async def depth(self, image: Image) -> Any:
        return self.known.depth(image)


@dataclass(frozen=True)
class _Models:
    """The roles that the tools here ask."""

    depth: _Depths


class _Perfect:
    """The context of a call, with other models."""

    def __init__(self, own: Context, known: Known) -> None:
        self._own = own
        self.models = _Models(_Depths(known))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._own, name)
