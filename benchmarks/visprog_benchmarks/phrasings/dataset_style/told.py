"""Perfect tools for told pictures: a locator of plain phrases, and answers to one thing at a time.

``VQA`` knows what an annotator wrote about one thing: its colour, material, size and shape, what it
is doing and to what, and words for the whole picture. A question that needs more than one thing
found (``the man to the right of the woman``) it does not answer, so that a program cannot pass a
hard question on whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from visprog.errors import ToolError
from visprog.types import Box, Image, Region, Regions
from visprog_benchmarks.phrasings.dataset_style.story import HEIGHT, WIDTH, Fact, Story

KINDS = {
    "person": {"man", "woman", "boy", "girl"},
    "animal": {"dog", "cat"},
    "furniture": {"couch", "chair", "table", "bench", "bed"},
    "vehicle": {"bus", "truck", "car", "bicycle", "boat"},
    "food": {"pizza", "sandwich", "apple", "banana"},
    "fruit": {"apple", "banana"},
    "lady": {"woman"},
}
SORTS: dict[str, set[str]] = {
    "colour": {
        "red", "blue", "green", "yellow", "brown", "black", "white", "gray", "silver", "orange",
    },
    "material": {"wooden", "plastic", "metal", "leather", "glass", "ceramic", "brick"},
    "shape": {"round", "square"},
    "size": {"large", "small", "big", "little"},
    "height": {"tall", "short"},
    "age": {"young", "old"},
    "weather": {"sunny", "cloudy", "rainy"},
    "place": {"beach", "kitchen", "restaurant", "street", "livingroom"},
}  # fmt: skip
SAME = {"wood": "wooden", "big": "large", "little": "small", "grey": "gray", "ride": "riding"}
JOINING = {
    "to", "in", "on", "near", "that", "which", "who", "with", "behind", "above", "below", "under",
    "and", "of", "left", "right", "than",
}  # fmt: skip
"""Words that bring a second thing into a phrase."""


def picture(story: Story) -> Image:
    """Pixels that no tool looks at; they only tell the stories apart."""
    pixels = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    name = np.frombuffer(story.name.encode(), np.uint8)
    pixels[0, : len(name), 0] = name
    return Image(pixels)


class Told:
    """The tools' answers about a set of told pictures."""

    def __init__(self, known: Iterable[tuple[Image, Story]]) -> None:
        self._stories = {image.frame.root: story for image, story in known}

    def tools(self) -> dict[str, Callable[..., Any]]:
        """By tool name, with the parameters of the tools that they stand in for."""
        return {
            "LOC": self.loc,
            "DETECT": self.detect,
            "VQA": self.vqa,
            "find": self.find,
            "exists": self.exists,
            "verify_property": self.verify_property,
            "best_text_match": self.best_text_match,
            "simple_query": self.simple_query,
        }

    def loc(self, image: Image, object: str) -> Regions:
        return self.detect(image, [object])

    def detect(self, image: Image, object: list[str]) -> Regions:
        found = []
        for phrase in object:
            for fact in self._facts(image):
                if _names(phrase, fact):
                    box = image.frame.from_root(Box(*fact.box)).clipped(image.width, image.height)
                    found.append(Region(box, phrase, 1.0, frame=image.frame))
        return Regions.of(found, image)

    def find(self, patch: Image, object_name: str) -> list[Image]:
        return [patch.crop(region.box) for region in self.loc(patch, object_name)]

    def exists(self, patch: Image, object_name: str) -> bool:
        return len(self.loc(patch, object_name)) > 0

    def verify_property(self, patch: Image, object_name: str, attribute: str) -> bool:
        word = SAME.get(attribute, attribute)
        return word in self._main(patch, object_name).attributes

    def best_text_match(
        self, patch: Image, option_list: list[str], prefix: str | None = None
    ) -> str:
        fact = self._main(patch, None)
        for option in sorted(option_list, key=len, reverse=True):
            phrase = f"{prefix} {option}" if prefix else option
            alone = SAME.get(phrase, phrase) in fact.attributes
            if alone or _names(phrase, fact):
                return option
        return option_list[0]

    def simple_query(self, patch: Image, question: str = "What is this?") -> str:
        return self.vqa(patch, question)

    def vqa(self, image: Image, question: str, more: object = None, examples: object = None) -> str:
        del more, examples
        text = re.sub(r"\bcolor\b", "colour", question.lower().strip(" ?."))
        for pattern, answer in FORMS:
            match = re.fullmatch(pattern, text)
            if match:
                return answer(self, image, *match.groups())
        raise ToolError(f"the perfect tools answer nothing as hard as: {question}")

    # ---- what a question about one thing asks

    def _sort(self, image: Image, sort: str, phrase: str) -> str:
        fact = self._meant(image, phrase)
        word = next(iter(fact.attributes & SORTS[sort]), None)
        if word is None:
            raise ToolError(f"nobody wrote down the {sort} of the {fact.noun}")
        return {"wooden": "wood"}.get(word, word)

    def _doing(self, image: Image, phrase: str, verb: str) -> str:
        fact = self._meant(image, phrase)
        if verb == "doing":
            return next((word for word in sorted(fact.attributes) if word.endswith("ing")), "none")
        return next((noun for does, noun in fact.does if does == verb), "nothing")

    def _whether(self, image: Image, phrase: str, rest: str) -> str:
        fact = self._meant(image, phrase)
        words = rest.split()
        if words[0].endswith("ing") and len(words) > 1:
            thing = [word for word in words[1:] if word not in {"a", "an", "the", "any"}]
            if set(thing) & JOINING or len(thing) != 1:
                raise ToolError(f"the perfect tools look at one thing at a time, not '{rest}'")
            return _yes(any(does == (words[0], thing[0]) for does in fact.does))
        if set(words) & (JOINING - {"on", "and"}) or not words:
            raise ToolError(f"the perfect tools look at one thing at a time, not '{rest}'")
        words = [SAME.get(word, word) for word in words if word not in {"a", "turned", "one"}]
        if "or" in words:
            return next((word for word in words if word in fact.attributes), "neither")
        return _yes(set(words) - {"and", fact.noun} <= fact.attributes)

    def _who(self, image: Image, verb: str, noun: str) -> str:
        facts = [fact for fact in self._facts(image) if (verb, noun) in fact.does]
        return facts[0].noun if facts else "nobody"

    def _whole(self, image: Image, sort: str) -> str:
        return next(iter(self._story(image).whole & SORTS[sort]), "unknown")

    def _whole_is(self, image: Image, words: str) -> str:
        whole = self._story(image).whole
        if " or " in words:
            return next((word for word in words.split() if word in whole), "neither")
        known = {word.rstrip("s") for word in whole}
        return _yes(any(word.rstrip("s") in known for word in words.split()))

    # ---- what a picture shows

    def _story(self, image: Image) -> Story:
        try:
            return self._stories[image.frame.root]
        except KeyError:
            raise ToolError("the perfect tools know nothing about this picture") from None

    def _facts(self, image: Image) -> list[Fact]:
        window = image.frame.to_root(image.box)
        inside = []
        for fact in self._story(image).things:
            box = Box(*fact.box)
            common = box.intersection(window)
            if common is not None and common.area >= box.area / 2:
                inside.append(fact)
        return inside

    def _main(self, patch: Image, noun: str | None) -> Fact:
        """The thing whose box fits the patch best."""
        window = patch.frame.to_root(patch.box)
        facts = [f for f in self._story(patch).things if noun is None or _names(noun, f)]
        facts = facts or list(self._story(patch).things)
        return max(facts, key=lambda fact: Box(*fact.box).iou(window))

    def _meant(self, image: Image, phrase: str) -> Fact:
        """The one thing that a phrase means; ``it`` is the picture's main thing."""
        words = phrase.split()
        if set(words) & JOINING:
            raise ToolError(f"the perfect tools look at one thing at a time, not '{phrase}'")
        if words in (["this"], ["it"], ["that"]):
            return self._main(image, None)
        facts = [fact for fact in self._facts(image) if _names(phrase, fact)]
        if not facts:
            raise ToolError(f"there is no {phrase}")
        if len(facts) > 1:
            best = self._main(image, phrase)
            if Box(*best.box).iou(image.frame.to_root(image.box)) < 0.5:
                raise ToolError(f"there is more than one {phrase}")
            return best
        return facts[0]


def _named(image: Image, told: Told, phrase: str) -> str:
    return told._main(image, phrase).noun


THE = r"(?:the |this |that |a |an )?"
FORMS: tuple[tuple[str, Callable[..., str]], ...] = (
    (rf"(?:what|which) colour (?:is|are) {THE}(.+)", lambda t, i, p: t._sort(i, "colour", p)),
    (rf"what is the colour of {THE}(.+)", lambda t, i, p: t._sort(i, "colour", p)),
    (rf"what is {THE}(.+) made of", lambda t, i, p: t._sort(i, "material", p)),
    (rf"what material is {THE}(.+?)(?: made of)?", lambda t, i, p: t._sort(i, "material", p)),
    (rf"what shape is {THE}(.+)", lambda t, i, p: t._sort(i, "shape", p)),
    (rf"how (?:large|big) is {THE}(.+)", lambda t, i, p: t._sort(i, "size", p)),
    (rf"how tall is {THE}(.+)", lambda t, i, p: t._sort(i, "height", p)),
    (rf"how old is {THE}(.+)", lambda t, i, p: t._sort(i, "age", p)),
    (rf"what is {THE}(.+) (\w+ing)", lambda t, i, p, v: t._doing(i, p, v)),
    (rf"(?:who|what) is (\w+ing) {THE}(\w+)", lambda t, i, v, p: t._who(i, v, p)),
    (r"how is the weather|what is the weather(?: like)?", lambda t, i: t._whole(i, "weather")),
    (
        r"what place is (?:this|it)|where is (?:this|it)|what room is (?:this|it)|which room is it"
        r"|where was (?:the|this) (?:picture|image|photo) taken",
        lambda t, i: t._whole(i, "place"),
    ),
    (r"what (?:kind |type )?(?:of )?(\w+) is (?:this|it)", lambda t, i, p: _named(i, t, p)),
    (r"what is (?:this|it)", lambda t, i: t._main(i, None).noun),
    (r"is (?:it|this) (?:an? )?(.+)", lambda t, i, w: t._whole_is(i, w)),
    (r"is the (\w+) (.+)", lambda t, i, p, w: t._whether(i, p, w)),
)
"""The questions that are answered, and by what."""


def _names(phrase: str, fact: Fact) -> bool:
    """Whether ``ADJECTIVE* NOUN`` names a thing."""
    words = [SAME.get(word, word) for word in phrase.lower().split()]
    words = words[1:] if words[:1] in (["a"], ["an"], ["the"]) else words
    if not words:
        return False
    *looks, noun = words
    fits = noun in (fact.noun, "thing", "object") or fact.noun in KINDS.get(noun, ())
    return fits and set(looks) <= fact.attributes


def _yes(truth: bool) -> str:
    return "yes" if truth else "no"
