"""Where things are: LOC, DETECT, SEG, POINT and FACEDET, as if no model ever erred."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from visprog.errors import ToolError
from visprog.types import Bits, Box, Image, Mask, Point, Region, Regions
from visprog_benchmarks.world.oracle.known import Known
from visprog_benchmarks.world.oracle.words import names, names_sign
from visprog_benchmarks.world.scene import Thing
from visprog_tools import grounds


class Finding:
    """Every region has score 1."""

    known: Known

    def loc(self, image: Image, object: str) -> Regions:
        return self._regions(image, [object])

    def detect(self, image: Image, object: list[str]) -> Regions:
        return self._regions(image, object)

    def facedet(self, image: Image, grow: float = 1.0) -> Regions:
        boxes = (
            box.grown(grow).clipped(image.width, image.height) for box in self.known.faces(image)
        )
        return Regions.of([Region(box, "face", 1.0, frame=image.frame) for box in boxes], image)

    def find(self, patch: Image, object_name: str) -> list[Image]:
        return [patch.crop(region.box) for region in self._regions(patch, [object_name])]

    def exists(self, patch: Image, object_name: str) -> bool:
        return len(self._regions(patch, [object_name])) > 0

    def seg(
        self,
        image: Image,
        object: object = None,
        choice: str = "best",
        query: str | None = None,
    ) -> Regions:
        """`choice` decides nothing: a click means the whole of what it is on."""
        del choice
        found: list[Region] = []
        match query if query is not None else object:
            case None:
                found = [self._cut(image, thing, thing.noun) for thing in self.known.things(image)]
            case str() as phrase if ground := grounds.ground_named(phrase):
                here = self.known.scene(image).ground
                if ground in (here, "any") or (ground, here) == ("beach", "sand"):
                    found = [self._cut(image, None, phrase)]
            case str() as phrase:
                fit = [thing for thing in self.known.things(image) if names(phrase, thing)]
                found = [self._cut(image, thing, phrase) for thing in fit]
            case Regions() | list() | tuple() as several if all(
                isinstance(one, Region) for one in several
            ):
                found = [self._at(image, region) for region in several]
            case Region() as region:
                found = [self._at(image, region)]
            case Box() as box:
                found = [self._at(image, Region(box))]
            case Point() as point:
                found = [self._clicked(image, [(point.x, point.y, 1)])]
            case [int() | float(), int() | float(), int() | float(), int() | float()] as edges:
                found = [self._at(image, Region(Box(*edges)))]
            case [int() | float(), int() | float()] as click:
                found = [self._clicked(image, [(*click, 1)])]
            case [*clicks] if clicks and all(isinstance(one, list | tuple) for one in clicks):
                found = [self._clicked(image, clicks)]
            case other:
                raise ToolError(f"the perfect SEG cannot take {type(other).__name__}")
        return Regions.of([region for region in found if region.mask and region.mask.area], image)

    def point(self, image: Image, object: str, masks: bool = False) -> Regions:
        """The point of each thing that lies deepest within what can be seen of it."""
        found = []
        for thing in self.known.things(image):
            if names(object.strip(), thing):
                cut = self._cut(image, thing, object.strip())
                if cut.mask is None or not cut.mask.area:
                    continue
                x, y = deepest(cut.mask.bits)
                extra = (("point", (x, y)),)
                whole = replace(cut, extra=extra)
                found.append(whole if masks else replace(whole, box=Box(x, y, x, y), mask=None))
        return Regions.of(found, image)

    def _regions(self, image: Image, phrases: list[str]) -> Regions:
        """Everything that a phrase names, in reading order."""
        found = []
        for phrase in (text.strip() for text in phrases):
            for thing in self.known.things(image):
                if names(phrase, thing):
                    box = image.frame.from_root(Box(*thing.box)).clipped(image.width, image.height)
                    found.append(Region(box, phrase, 1.0, frame=image.frame))
            if (sign := self.known.sign(image)) and names_sign(phrase, sign):
                box = image.frame.from_root(Box(*sign.box)).clipped(image.width, image.height)
                found.append(Region(box, phrase, 1.0, frame=image.frame))
        return Regions.of(found, image)

    def _at(self, image: Image, region: Region) -> Region:
        """What a region is of, cut out; nothing where it is of none."""
        if region.box.width < 1 and region.box.height < 1:
            return self._clicked(image, [(region.box.left, region.box.top, 1)], region.label)
        thing = self.known.of(image, region)
        if thing is None:
            return replace(region, mask=None, frame=image.frame)
        return self._cut(image, thing, region.label)

    def _clicked(self, image: Image, clicks: Sequence[Any], label: str = "") -> Region:
        """What the first click that is on something is on: a thing or the ground."""
        ids, things = self.known.ids(image), self.known.scene(image).things
        for x, y, *rest in clicks:
            if not rest or rest[0]:
                row, column = min(int(y), image.height - 1), min(int(x), image.width - 1)
                owner = int(ids[row, column])
                return self._cut(image, things[owner - 1] if owner else None, label)
        raise ToolError("the perfect SEG needs a click on the thing (label 1)")

    def _cut(self, image: Image, thing: Thing | None, label: str) -> Region:
        mask = Mask(self.known.outline(image, thing))
        box = mask.box or Box(0, 0, 0, 0)
        return Region(box, label, 1.0, mask, image.frame, extra=(("mask_score", 1.0),))


def deepest(bits: Bits) -> tuple[float, float]:
    """The middle of the pixel that is farthest from everything outside a mask with any."""
    import cv2

    padded = np.pad(bits.astype(np.uint8), 1)
    away = cv2.distanceTransform(padded, cv2.DIST_L2, 5)[1:-1, 1:-1]
    row, column = np.unravel_index(int(away.argmax()), away.shape)
    return float(column) + 0.5, float(row) + 0.5
