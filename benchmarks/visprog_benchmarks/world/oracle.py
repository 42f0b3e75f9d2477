"""Perfect tools: what a detector and a classifier would say if they never erred.

They answer from the scene graph for any picture that is a rendered scene or was cut from one, which
they know by the frame that every image carries; no pixel is looked at. Put into a tool table with
``table.replaced(Oracle(...).tools())``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from typing import Any

from visprog.errors import ToolError
from visprog.types import Box, Image, Region, Regions
from visprog_benchmarks.world.render import render
from visprog_benchmarks.world.scene import Scene, Thing
from visprog_tools.sprites import COLOURS, singulars, sprites

VISIBLE = 0.5
"""A thing is in a crop when this part of its visible box is."""

OTHER_COLOURS = frozenset({"white", "gray", "grey", "pink"})
"""Colours that nothing in the world has."""

ANYTHING = frozenset({"object", "thing", "item"})
SIZES = {"big": "large", "large": "large", "small": "small", "little": "small", "medium": "medium"}


def picture(scene: Scene) -> Image:
    """The rendered scene as tools see it."""
    return Image(render(scene)[0])


class Oracle:
    """The tools' answers for a set of pictures whose scenes are known."""

    def __init__(self, known: Iterable[tuple[Image, Scene]]) -> None:
        self._scenes = {image.frame.root: scene for image, scene in known}

    def tools(self) -> dict[str, Callable[..., Any]]:
        """By tool name, with the parameters of the tools that they stand in for."""
        return {
            "LOC": self.loc,
            "DETECT": self.detect,
            "CLASSIFY": self.classify,
            "SELECT": self.select,
            "find": self.find,
            "exists": self.exists,
            "verify_property": self.verify_property,
            "best_text_match": self.best_text_match,
            "best_image_match": self.best_image_match,
        }

    # ---- where things are

    def loc(self, image: Image, object: str) -> Regions:
        return self._regions(image, [object])

    def detect(self, image: Image, object: list[str]) -> Regions:
        return self._regions(image, object)

    def find(self, patch: Image, object_name: str) -> list[Image]:
        return [patch.crop(region.box) for region in self._regions(patch, [object_name])]

    def exists(self, patch: Image, object_name: str) -> bool:
        return len(self._regions(patch, [object_name])) > 0

    def _regions(self, image: Image, phrases: list[str]) -> Regions:
        """Everything that a phrase names, in reading order; all have score 1."""
        found = []
        for phrase in (text.strip() for text in phrases):
            for thing in self._things(image):
                if names(phrase, thing):
                    box = image.frame.from_root(Box(*thing.box)).clipped(image.width, image.height)
                    found.append(Region(box, phrase, 1.0, frame=image.frame))
        return Regions.of(found, image)

    # ---- what things are

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
            thing = self._shown(image, region)
            label = _best(categories, thing)
            labelled.append(dataclasses.replace(region, label=label, score=1.0))
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
            things = [(region, self._shown(image, region)) for region in regions]
            fit = [region for region, thing in things if thing and names(phrase, thing)]
            chosen.append(dataclasses.replace((fit or regions)[0], label=phrase))
        return Regions.of(chosen, object.image)

    def verify_property(self, patch: Image, object_name: str, attribute: str) -> bool:
        if not set(attribute.lower().split()) <= {*COLOURS, *OTHER_COLOURS, *SIZES}:
            raise ToolError(f"the scene graph does not say whether a thing is {attribute}")
        thing = self._main(patch, object_name)
        return thing is not None and names(f"{attribute} {object_name}", thing)

    def best_text_match(
        self, patch: Image, option_list: list[str], prefix: str | None = None
    ) -> str:
        if not option_list:
            raise ToolError("best_text_match needs options: option_list is empty")
        phrases = [f"{prefix} {option}" if prefix else option for option in option_list]
        thing = self._main(patch)
        return option_list[phrases.index(_best(phrases, thing))]

    def best_image_match(
        self, list_patches: list[Image], content: list[str], return_index: bool = False
    ) -> object:
        if not list_patches:
            raise ToolError("best_image_match needs patches: the list is empty")
        fit = [
            sum(describes(text, thing) for text in content) if (thing := self._main(patch)) else 0
            for patch in list_patches
        ]
        best = fit.index(max(fit))
        return best if return_index else list_patches[best]

    # ---- the scene graph

    def _scene(self, image: Image) -> Scene:
        try:
            return self._scenes[image.frame.root]
        except KeyError:
            raise ToolError("the perfect tools know nothing about this picture") from None

    def _things(self, image: Image) -> list[Thing]:
        """The things of which enough is in the picture, left to right."""
        window = image.frame.to_root(image.box)
        inside = []
        for thing in self._scene(image).things:
            box = Box(*thing.box)
            common = box.intersection(window)
            if common is not None and common.area >= VISIBLE * box.area:
                inside.append(thing)
        return sorted(inside, key=lambda thing: thing.centre)

    def _main(self, patch: Image, noun: str | None = None) -> Thing | None:
        """The thing that a patch is of: the one whose box fits it best."""
        window = patch.frame.to_root(patch.box)
        things = list(self._scene(patch).things)
        if noun is not None:
            things = [thing for thing in things if names(noun, thing)] or things
        best = max(things, key=lambda thing: Box(*thing.box).iou(window), default=None)
        if best is None or Box(*best.box).intersection(window) is None:
            return None
        return best

    def _shown(self, image: Image, region: Region) -> Thing | None:
        box = region.root_box if region.frame else image.frame.to_root(region.box)
        things = self._scene(image).things
        return max(things, key=lambda thing: Box(*thing.box).iou(box), default=None)


def names(phrase: str, thing: Thing) -> bool:
    """Whether a phrase names a thing: its noun or category, with its colour or size before it."""
    words = phrase.lower().split()
    if words[:1] in (["a"], ["an"], ["the"]):
        words = words[1:]
    for cut in range(len(words)):
        noun = " ".join(words[cut:])
        if _is(noun, thing):
            return all(_has(word, thing) for word in words[:cut])
    return False


def describes(phrase: str, thing: Thing) -> bool:
    """As :func:`names`, and a colour or size alone describes a thing too."""
    words = phrase.lower().split()
    return names(phrase, thing) or (bool(words) and all(_has(word, thing) for word in words))


def _is(noun: str, thing: Thing) -> bool:
    if singulars().get(noun, noun) == thing.noun or noun in ANYTHING:
        return True
    return noun == sprites()[thing.noun].category


def _has(word: str, thing: Thing) -> bool:
    if word in COLOURS:
        return thing.colour == word
    return SIZES.get(word) == thing.size


def _best(phrases: list[str], thing: Thing | None) -> str:
    """The most particular of the phrases that name the thing, or the first when none does."""
    fit = [phrase for phrase in phrases if thing is not None and describes(phrase, thing)]
    return max(fit, key=lambda phrase: (_exact(phrase, thing), len(phrase))) if fit else phrases[0]


def _exact(phrase: str, thing: Thing | None) -> bool:
    return thing is not None and phrase.endswith(thing.noun)
