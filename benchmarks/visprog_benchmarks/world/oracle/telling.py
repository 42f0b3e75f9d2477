"""What things are: CLASSIFY, SELECT and ImagePatch's checks, as if no model ever erred."""

from __future__ import annotations

from dataclasses import replace

from visprog.errors import ToolError
from visprog.types import Box, Image, Regions
from visprog_benchmarks.world.oracle.known import Known
from visprog_benchmarks.world.oracle.words import (
    ATTRIBUTES,
    SIGNS,
    best,
    describes,
    names,
    names_sign,
)
from visprog_benchmarks.world.scene import XYXY, Thing


class Telling:
    """Every region that is labelled has score 1."""

    known: Known

    def classify(
        self,
        image: Image,
        object: Regions,
        categories: list[str],
        one_each: bool = False,
        prompts: object = None,
    ) -> Regions:
        del prompts  # other words for the categories change nothing here
        labelled = []
        for region in object:
            label = best(categories, self.known.at(image, region))
            labelled.append(replace(region, label=label, score=1.0))
        if one_each:
            first = {region.label: region for region in reversed(labelled)}
            labelled = [first[label] for label in categories if label in first]
        return Regions.of(labelled, object.image)

    def select(
        self, image: Image, object: Regions, query: list[str], category: str | None = None
    ) -> Regions:
        regions = list(object)
        if category:
            regions = [region for region in regions if region.label == category] or regions
        if not regions or not query:
            return Regions.of(regions, object.image)
        chosen = []
        for phrase in query:
            things = [(region, self.known.at(image, region)) for region in regions]
            fit = [region for region, thing in things if thing and names(phrase, thing)]
            chosen.append(replace((fit or regions)[0], label=phrase))
        return Regions.of(chosen, object.image)

    def verify_property(self, patch: Image, object_name: str, attribute: str) -> bool:
        if not set(attribute.lower().split()) <= ATTRIBUTES:
            raise ToolError(f"the scene graph does not say whether a thing is {attribute}")
        if SIGNS & set(object_name.lower().split()[-1:]):
            sign = self.known.sign(patch)
            return sign is not None and names_sign(f"{attribute} {object_name}", sign)
        thing = self._main(patch, object_name)
        return thing is not None and names(f"{attribute} {object_name}", thing)

    def best_text_match(
        self, patch: Image, option_list: list[str], prefix: str | None = None
    ) -> str:
        if not option_list:
            raise ToolError("best_text_match needs options: option_list is empty")
        phrases = [f"{prefix} {option}" if prefix else option for option in option_list]
        main = self._main(patch)
        sign = self.known.sign(patch)
        window = patch.frame.to_root(patch.box)
        if sign and (main is None or _fits(sign.box, window) > _fits(main.box, window)):
            fit = [phrase for phrase in phrases if names_sign(phrase, sign)]
            return option_list[phrases.index((fit or phrases)[0])]
        return option_list[phrases.index(best(phrases, main))]

    def best_image_match(
        self, list_patches: list[Image], content: list[str], return_index: bool = False
    ) -> object:
        if not list_patches:
            raise ToolError("best_image_match needs patches: the list is empty")
        fit = [
            sum(describes(text, thing) for text in content) if (thing := self._main(patch)) else 0
            for patch in list_patches
        ]
        first = fit.index(max(fit))
        return first if return_index else list_patches[first]

    def _main(self, patch: Image, noun: str | None = None) -> Thing | None:
        """The thing that a patch is of: the one whose box fits it best."""
        window = patch.frame.to_root(patch.box)
        things = list(self.known.scene(patch).things)
        if noun is not None:
            things = [thing for thing in things if names(noun, thing)] or things
        found = self.known.best(things, window)
        if found is None or Box(*found.box).intersection(window) is None:
            return None
        return found


def _fits(box: XYXY, window: Box) -> float:
    return Box(*box).iou(window)
