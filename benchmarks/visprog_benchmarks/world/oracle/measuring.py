"""How near things are: DEPTH, compute_depth and CROP by it, as if no model ever erred.

CROP in front of something and behind it are the tools' own, on the true depth of every pixel and
the true outline of the region.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from visprog.tool import Context
from visprog.types import Image, Mask, Region, Regions
from visprog_benchmarks.world.oracle import standing
from visprog_benchmarks.world.oracle.known import Known
from visprog_tools import depth, masking


class Measuring:
    """Depths are those of `world.depth`, negated: larger is farther away, as tools have it."""

    known: Known

    def depth(self, image: Image, context: Context, object: Regions | None = None) -> float:
        """Of the thing that the first region is of; else whatever the region holds."""
        if object is None or not len(object):
            return float(self._call(depth.depth, context, image=image, object=object))
        return self._of(image, object[0])

    def compute_depth(self, patch: Image) -> float:
        return self._of(patch, Region(patch.box, frame=patch.frame))

    def crop_frontof(self, image: Image, box: Regions, context: Context) -> Image:
        cut: Image = self._call(
            depth.crop_frontof, context, image=image, box=self._outlined(image, box)
        )
        return cut

    def crop_behind(self, image: Image, box: Regions, context: Context) -> Image:
        cut: Image = self._call(
            depth.crop_behind, context, image=image, box=self._outlined(image, box)
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

    def _call(self, tool: Any, context: Context, **arguments: Any) -> Any:
        return standing.call(tool, context, {"depth": _Depths(self.known)}, **arguments)


@dataclass(frozen=True)
class _Depths:
    """A depth model that is always right."""

    known: Known
    settings: Mapping[str, Any] = field(default_factory=dict)

    async def depth(self, image: Image) -> Any:
        return self.known.depth(image)
