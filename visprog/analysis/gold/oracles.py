"""What perfect tools would say of annotated pictures."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from visprog.analysis.gold import asked
from visprog.analysis.gold.annotated import VISIBLE, Annotated, NoGold, View
from visprog.analysis.gold.relations import ABOVE, BELOW, LEFT, RIGHT
from visprog.errors import UsageError
from visprog.tool import Context, ToolSpec
from visprog.types import Box, Image, Mask, Region, Regions
from visprog_tools import crop


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
            "VQA": self.vqa,
            "simple_query": self.simple_query,
            "CROP_LEFTOF": self.crop_leftof,
            "CROP_RIGHTOF": self.crop_rightof,
            "CROP_ABOVE": self.crop_above,
            "CROP_BELOW": self.crop_below,
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
        view, chosen = self._view(image), []
        for phrase in query:
            things = [(region, view.at(image, region)) for region in regions]
            fit = [r for r, thing in things if thing is not None and view.means(phrase, thing)]
            if not fit:
                raise NoGold(f"no region is annotated as {phrase!r}")
            chosen.append(dataclasses.replace(fit[0], label=phrase))
        return Regions(tuple(chosen), object.image)

    def verify_property(self, patch: Image, object_name: str, attribute: str) -> bool:
        view = self._view(patch)
        index = view.main(object_name)
        if index is None:
            return False
        thing = view.all[index]
        if not thing.attributes:
            raise NoGold(f"nothing is annotated about the {thing.name}'s looks")
        return set(attribute.lower().split()) <= thing.attributes

    def best_text_match(
        self, patch: Image, option_list: Sequence[str], prefix: str | None = None
    ) -> str:
        view = self._view(patch)
        main = view.main()
        phrases = [f"{prefix} {option}" if prefix else option for option in option_list]
        fit = [i for i, p in enumerate(phrases) if main is not None and view.named(p, main)]
        if not fit:
            raise NoGold("no option is annotated")
        return option_list[max(fit, key=lambda i: len(phrases[i]))]

    def vqa(
        self,
        image: Image,
        question: str,
        more: Sequence[Image] | None = None,
        examples: object = None,
    ) -> str:
        del examples
        if more:
            raise NoGold("annotations answer about one picture")
        return asked.answer(question, self._view(image))

    def simple_query(self, patch: Image, question: str = "What is this?") -> str:
        return asked.answer(question, self._view(patch))

    def crop_leftof(self, image: Image, box: Regions, context: Context) -> Image:
        return self._beside(crop.crop_leftof, LEFT, image, box, context)

    def crop_rightof(self, image: Image, box: Regions, context: Context) -> Image:
        return self._beside(crop.crop_rightof, RIGHT, image, box, context)

    def crop_above(self, image: Image, box: Regions, context: Context) -> Image:
        return self._beside(crop.crop_above, ABOVE, image, box, context)

    def crop_below(self, image: Image, box: Regions, context: Context) -> Image:
        return self._beside(crop.crop_below, BELOW, image, box, context)

    def _beside(
        self, tool: ToolSpec, name: str, image: Image, box: Regions, context: Context
    ) -> Image:
        """The tool's own half, as far beyond the middle as what is annotated to be there reaches.

        Raises :class:`NoGold` where nothing is: then the tool does what it says.
        """
        view = self._view(image)
        thing = view.at(image, box[0]) if len(box) else None
        if thing is None:
            raise NoGold("the region is of nothing annotated")
        cut: Image = tool.function(image=image, box=box, context=context)
        window = cut.frame.to_root(cut.box)
        missed = [
            view.all[index].box
            for index in view.shown
            if view.related(index, name, thing) and not _holds(window, view.all[index].box)
        ]
        if not missed:
            raise NoGold("the annotations say nothing else")
        whole = window
        for other in missed:
            whole = Box(
                min(whole.left, other.left),
                min(whole.top, other.top),
                max(whole.right, other.right),
                max(whole.bottom, other.bottom),
            )
        return image.crop(image.frame.from_root(whole))

    def _regions(self, image: Image, phrases: Sequence[str], *, masks: bool = False) -> Regions:
        view, found = self._view(image), []
        for phrase in phrases:
            for index in view.those(phrase):
                box = image.frame.from_root(view.all[index].box)
                mask = self._mask(view, index, image) if masks else None
                inside = box.clipped(image.width, image.height)
                found.append(Region(inside, phrase, 1.0, mask, image.frame))
        return Regions(tuple(found), image)

    def _mask(self, view: View, index: int, image: Image) -> Mask:
        thing = view.all[index]
        if thing.mask is None:
            raise NoGold(f"the {thing.name} has no mask in the annotations")
        frame = image.frame
        if frame.scale != 1:
            raise NoGold("masks are annotated in the picture's own pixels")
        left, top = round(frame.left), round(frame.top)
        return Mask(thing.mask.bits[top : top + image.height, left : left + image.width].copy())

    def _view(self, image: Image) -> View:
        try:
            return View(self._known[image.frame.root], image)
        except KeyError:
            raise NoGold("this picture is not annotated") from None

    def _best(self, image: Image, region: Region, categories: Sequence[str]) -> str:
        view = self._view(image)
        thing = view.at(image, region)
        fit = [name for name in categories if thing is not None and view.named(name, thing)]
        if not fit:
            raise NoGold("no category is annotated for a region")
        return max(fit, key=len)


def _holds(window: Box, box: Box) -> bool:
    common = box.intersection(window)
    return common is not None and common.area >= VISIBLE * box.area
