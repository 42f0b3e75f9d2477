"""The pictures that a question speaks of: the lowest part of a derivation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from lark import Token, Transformer

from visprog_planners.grammar import meaning as m
from visprog_planners.grammar.parts import Phrase, Pictures, Unread

TWO_TO_FOUR = {"two": 2, "three": 3, "four": 4}

SHARES: dict[str, m.Operator] = {
    "MOST_OF": ">", "MOST": ">", "HALF_OF": "==", "UNDER_HALF": "<", "FROM_HALF": ">=",
}  # fmt: skip
"""How twice those that something is said of stand to all of them."""

SIDES = {"left": 0, "right": 1, "first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4}


def both_named(one: Pictures | None, other: Pictures | None) -> Pictures | None:
    """Which pictures are meant where two phrases say so; "in both images together" is all at once.

    A phrase that says nothing leaves it to the other.
    """
    kinds = {part.kind for part in (one, other) if part is not None}
    if "total" in kinds:
        if kinds <= {"total", "every", "whole"}:
            words = [part.word for part in (one, other) if part is not None and part.word]
            return Pictures("whole", word=words[0] if words else "")
        named = one if other is not None and other.kind == "total" else other
        if named is not None and named.kind == "these" and named.word in {"", "run", "all"}:
            return replace(named, word="together")
        return named
    if kinds == {"whole"}:
        return one or other
    if one is not None and other is not None and one != other:
        raise Unread("it names two images for one thing")
    return one or other


def all_of(pictures: Pictures) -> Pictures:
    """The pictures of which it is said that there is none ``in either``: all of them."""
    if pictures.word not in {"either", "any"}:
        return pictures
    return Pictures("every") if pictures.kind == "any" else replace(pictures, word="")


class Depicted(Transformer[Token, Any]):
    """Pictures; ``spoken`` is how many of them the question speaks of."""

    def __init__(self, images: int) -> None:
        super().__init__()
        self.given = images
        self.spoken = images or 1
        self.open = 0
        """How many words and places were taken for what they may be, though they rather are not."""

    def _picture(self, pictures: Pictures) -> int:
        if pictures.kind == "last":
            return self._several() - 1
        index = pictures.index
        if pictures.word in {"left", "right"}:
            if self._several() != 2:
                raise Unread(f"it speaks of the {pictures.word} image, and there are not two")
        elif self.given == 0:
            self.spoken = max(self.spoken, 2, index + 1)
        if index >= max(self.given, self.spoken):
            raise Unread(f"it speaks of image {index + 1}, and there are only {self.given}")
        return index

    def _several(self) -> int:
        if self.given == 0:
            self.spoken = max(self.spoken, 2)
        if self.spoken < 2:
            raise Unread("it speaks of more than one image, and there is one")
        return self.spoken

    def image_number(self, children: list[Any]) -> Pictures:
        word = children[0]
        if word == "last":
            return Pictures("last")
        if word in {"middle", "centre", "center", "central"}:
            middle, beside = divmod(self._several(), 2)
            if not beside:
                raise Unread(f"it speaks of the middle image, and there are {self.spoken}")
            return Pictures("index", middle)
        return Pictures("index", SIDES[word], word)

    def side(self, children: list[Token]) -> str:
        return (
            children[0]
            .split()[0]
            .replace("1st", "first")
            .replace("2nd", "second")
            .replace("3rd", "third")
            .replace("4th", "fourth")
            .replace("5th", "fifth")
            .replace("final", "last")
        )

    def image_counted(self, children: list[Any]) -> Pictures:
        if children[0] < 1:
            raise Unread("images are counted from 1")
        return Pictures("index", children[0] - 1)

    def whole(self, children: list[Any]) -> Pictures:
        return Pictures("whole")

    def images(self, children: list[Any]) -> Pictures:
        return Pictures("whole", word="images")

    def every_image(self, children: list[Token]) -> Pictures:
        return Pictures("every", word=children[0].split()[0])

    def some_images(self, children: list[Any]) -> Pictures:
        return Pictures("amount", amount=children[0])

    def any_image(self, children: list[Any]) -> Pictures:
        return Pictures("any", word=children[0].split()[0])

    def any_of_them(self, children: list[Any]) -> Pictures:
        return Pictures("any", word="some")

    def most_images(self, children: list[Any]) -> Pictures:
        return Pictures("most")

    def image_run(self, children: list[Any]) -> Pictures:
        """``the last two images``."""
        word, number = children
        several = self._several()
        if not 1 < number <= several:
            raise Unread(f"it speaks of the {word} {number} images, and there are {several}")
        first = 0 if word.type == "FIRST" else several - number
        return self._these(range(first, first + number), "run")

    def every_of(self, children: list[Pictures]) -> Pictures:
        return replace(children[0], word="each")

    def any_of(self, children: list[Any]) -> Pictures:
        pictures: Pictures = children[-1]
        return replace(pictures, word="either")

    def none_of(self, children: list[Pictures]) -> Pictures:
        return replace(children[0], word="neither")

    def all_but_image(self, children: list[Any]) -> Pictures:
        """``all but the first image``."""
        word, pictures = children
        named = {pictures.kind} <= {"index", "last"} and {self._picture(pictures)}
        left_out = set(named or pictures.these)
        if not left_out or pictures.word in {"either", "neither", "every", "each"}:
            raise Unread("it does not say which images are left out")
        kept = [index for index in range(self._several()) if index not in left_out]
        if not kept:
            raise Unread("it leaves out every image")
        return self._these(kept, word.split()[0])

    def any_but_image(self, children: list[Any]) -> Pictures:
        """``any image other than the first``."""
        return replace(self.all_but_image(children), word="either")

    def elliptic_others(self, children: list[Token]) -> Pictures:
        """``than in the other two together``; ``index`` is their number, 0 where none is said."""
        words = children[0].split()
        return Pictures("others", next((TWO_TO_FOUR[w] for w in words if w in TWO_TO_FOUR), 0))

    def neither_image(self, children: list[Pictures]) -> Pictures:
        """``neither the left nor the right image``."""
        named = {self._picture(pictures) for pictures in children}
        if len(named) < 2:
            raise Unread("it names one image twice")
        return Pictures("these", word="neither", these=tuple(sorted(named)))

    def _these(self, indices: Iterable[int], word: str) -> Pictures:
        return Pictures("these", word=word, these=tuple(indices))

    def all_but_one(self, children: list[Any]) -> Pictures:
        return Pictures("but one")

    def share_of_images(self, children: list[Token]) -> Pictures:
        """``at least half of the images``."""
        operator, count = SHARES[children[0].type], self._several()
        return Pictures("amount", amount=lambda sum_: m.Compare(m.Times(2, sum_), operator, count))

    def no_image(self, children: list[Any]) -> Pictures:
        return Pictures("none")

    def one_image(self, children: list[Any]) -> Pictures:
        return Pictures("one")

    def _thing(self, phrase: Phrase) -> m.Thing:
        """The phrase's thing in the picture that it names, if it names one."""
        if phrase.pictures is None or phrase.pictures.kind == "whole":
            return phrase.thing
        if phrase.pictures.kind in {"index", "last"}:
            return phrase.thing.within(self._picture(phrase.pictures))
        raise Unread("it speaks of several images where one is meant")
