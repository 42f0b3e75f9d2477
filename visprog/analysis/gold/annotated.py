"""Annotated pictures, and what perfect tools would say of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from visprog.errors import ToolError, UsageError
from visprog.types import Box, Image, Mask, Region, Regions
from visprog_planners.answers import normalised

VISIBLE = 0.5
"""A thing is in a crop when this part of its box is."""


class NoGold(ToolError):
    """The annotations do not settle what the tool was asked."""


@dataclass(frozen=True)
class Thing:
    """One annotated object: its name, where it is in the whole picture, and what is said of it."""

    name: str
    box: Box
    mask: Mask | None = None
    attributes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Annotated:
    """The objects of one picture of that size in pixels.

    ``vocabulary`` are the names that were annotated wherever they were seen; ``None``: any name may
    have been, so what is not there is taken as absent.
    """

    width: int
    height: int
    things: tuple[Thing, ...]
    vocabulary: frozenset[str] | None = None


class Oracles:
    """Perfect tools over annotated pictures. Raises :class:`NoGold` for what nobody annotated."""

    def __init__(self, pictures: Iterable[tuple[Image, Annotated]]) -> None:
        """Raises :class:`UsageError` when an annotation is of a picture of another size."""
        self._known: dict[str, Annotated] = {}
        for image, annotated in pictures:
            size = (annotated.width, annotated.height)
            if size != (image.width, image.height):
                raise UsageError(
                    f"the annotation is of a picture of {size[0]} x {size[1]} pixels, "
                    f"and the run's has {image.width} x {image.height}"
                )
            self._known[image.frame.root] = annotated

    def tools(self) -> Mapping[str, Callable[..., Any]]:
        """By tool name, with the parameters of the tools that they stand in for."""
        return {
            "LOC": self.loc,
            "DETECT": self.detect,
            "SEG": self.seg,
            "find": self.find,
            "exists": self.exists,
            "CLASSIFY": self.classify,
            "SELECT": self.select,
            "verify_property": self.verify_property,
            "best_text_match": self.best_text_match,
        }

    def loc(self, image: Image, object: str) -> Regions:
        return self._regions(image, [object])

    def detect(self, image: Image, object: Sequence[str]) -> Regions:
        return self._regions(image, object)

    def seg(self, image: Image, object: str | None = None, **others: Any) -> Regions:
        if object is None or any(value is not None for value in others.values()):
            raise NoGold("only what a noun names has a mask in the annotations")
        return self._regions(image, [object], masks=True)

    def find(self, patch: Image, object_name: str) -> list[Image]:
        return [patch.crop(region.box) for region in self._regions(patch, [object_name])]

    def exists(self, patch: Image, object_name: str) -> bool:
        return len(self._regions(patch, [object_name])) > 0

    def classify(
        self, image: Image, object: Regions, categories: Sequence[str], **others: Any
    ) -> Regions:
        if any(others.values()):
            raise NoGold("only a plain CLASSIFY can be answered from annotations")
        return Regions(
            tuple(
                dataclasses.replace(region, label=self._best(image, region, categories), score=1.0)
                for region in object
            ),
            object.image,
        )

    def select(
        self, image: Image, object: Regions, query: Sequence[str], category: str | None = None
    ) -> Regions:
        regions = list(object)
        if category:
            regions = [region for region in regions if region.label == category] or regions
        if not regions or not query:
            return Regions(tuple(regions), object.image)
        chosen = []
        for phrase in query:
            fit = [r for r in regions if (t := self._thing(image, r)) and self._named(phrase, t)]
            if not fit:
                raise NoGold(f"no region is annotated as {phrase!r}")
            chosen.append(dataclasses.replace(fit[0], label=phrase))
        return Regions(tuple(chosen), object.image)

    def verify_property(self, patch: Image, object_name: str, attribute: str) -> bool:
        thing = self._main(patch, object_name)
        if thing is None:
            return False
        if not thing.attributes:
            raise NoGold(f"nothing is annotated about the {thing.name}'s looks")
        return set(attribute.lower().split()) <= thing.attributes

    def best_text_match(
        self, patch: Image, option_list: Sequence[str], prefix: str | None = None
    ) -> str:
        thing = self._main(patch)
        phrases = [f"{prefix} {option}" if prefix else option for option in option_list]
        fit = [i for i, phrase in enumerate(phrases) if thing and self._named(phrase, thing)]
        if not fit:
            raise NoGold("no option is annotated")
        return option_list[max(fit, key=lambda i: len(phrases[i]))]

    def _regions(self, image: Image, phrases: Sequence[str], *, masks: bool = False) -> Regions:
        annotated = self._of(image)
        window = image.frame.to_root(image.box)
        found = []
        for phrase in phrases:
            self._check(annotated, phrase)
            for thing in sorted(annotated.things, key=lambda thing: thing.box.xyxy):
                common = thing.box.intersection(window)
                shown = common is not None and common.area >= VISIBLE * thing.box.area
                if not shown or not self._named(phrase, thing):
                    continue
                box = image.frame.from_root(thing.box).clipped(image.width, image.height)
                mask = self._mask(thing, image) if masks else None
                found.append(Region(box, phrase, 1.0, mask, image.frame))
        return Regions(tuple(found), image)

    def _mask(self, thing: Thing, image: Image) -> Mask:
        if thing.mask is None:
            raise NoGold(f"the {thing.name} has no mask in the annotations")
        frame = image.frame
        if frame.scale != 1:
            raise NoGold("masks are annotated in the picture's own pixels")
        left, top = round(frame.left), round(frame.top)
        return Mask(thing.mask.bits[top : top + image.height, left : left + image.width].copy())

    def _of(self, image: Image) -> Annotated:
        try:
            return self._known[image.frame.root]
        except KeyError:
            raise NoGold("this picture is not annotated") from None

    def _check(self, annotated: Annotated, phrase: str) -> None:
        if annotated.vocabulary is None:
            return
        name = normalised(phrase)
        if not any(name == word or name.endswith(f" {word}") for word in annotated.vocabulary):
            raise NoGold(f"{phrase!r} is none of the {len(annotated.vocabulary)} annotated names")

    def _named(self, phrase: str, thing: Thing) -> bool:
        """Whether a phrase names the thing: its name, with attributes of it before."""
        said, name = normalised(phrase), normalised(thing.name)
        if said == name:
            return True
        if not said.endswith(f" {name}"):
            return False
        words = set(said[: -len(name)].split())
        if words and not thing.attributes:
            raise NoGold(f"nothing is annotated about the {thing.name}'s looks")
        return words <= thing.attributes

    def _main(self, patch: Image, name: str | None = None) -> Thing | None:
        """The thing that fits a patch best."""
        window = patch.frame.to_root(patch.box)
        things = [
            thing
            for thing in self._of(patch).things
            if name is None or normalised(thing.name) == normalised(name)
        ]
        best = max(things, key=lambda thing: thing.box.iou(window), default=None)
        return best if best is not None and best.box.iou(window) > 0 else None

    def _thing(self, image: Image, region: Region) -> Thing | None:
        box = region.root_box if region.frame else image.frame.to_root(region.box)
        things = self._of(image).things
        best = max(things, key=lambda thing: thing.box.iou(box), default=None)
        return best if best is not None and best.box.iou(box) > 0 else None

    def _best(self, image: Image, region: Region, categories: Sequence[str]) -> str:
        thing = self._thing(image, region)
        fit = [name for name in categories if thing is not None and self._named(name, thing)]
        if not fit:
            raise NoGold("no category is annotated for a region")
        return max(fit, key=len)
