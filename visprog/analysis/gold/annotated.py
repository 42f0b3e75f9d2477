"""Annotated pictures, and which of their things a phrase means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from visprog.analysis.gold.relations import Relations
from visprog.errors import ToolError
from visprog.types import Box, Image, Mask, Region
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
    relations: Relations = field(default_factory=Relations)


class View:
    """What one picture shows of an annotated one: all of it, or what a crop leaves."""

    def __init__(self, annotated: Annotated, image: Image) -> None:
        self.window = image.frame.to_root(image.box)
        self.annotated = annotated
        self.all = annotated.things
        self.shown = [index for index, thing in enumerate(self.all) if self._inside(thing)]
        """Indices of things, in reading order."""
        self.shown.sort(key=lambda index: self.all[index].box.xyxy)
        self._names = {normalised(thing.name) for thing in self.all}

    def means(self, phrase: str, index: int) -> bool | None:
        """Whether a phrase means a thing; ``None`` where nobody says how it stands to others.

        Raises :class:`NoGold` where nothing is said of its looks.
        """
        said = self.annotated.relations.parsed(phrase)
        if said is None or self.annotated.relations.parsed(self._head(phrase)) is not None:
            return self.named(phrase, index)
        if not self.named(said.subject, index):
            return False
        others = [other for other in range(len(self.all)) if self.means(said.object, other)]
        return anyone(self.related(index, said.name, other) for other in others)

    def those(self, phrase: str) -> list[int]:
        """The things in view that a phrase means. Raises :class:`NoGold` where that is not known,
        and for a name that nobody would have annotated."""
        judged = self.judged(phrase)
        found = [index for index, fit in judged.items() if fit]
        if not found and None in judged.values():
            raise NoGold(f"nobody says which is the {phrase}")
        return found

    def judged(self, phrase: str) -> dict[int, bool | None]:
        """Whether a phrase means each thing in view.

        Where it is annotated of one thing of the picture, it was looked at: others are not meant.
        """
        self._check(phrase)
        every = {index: self.means(phrase, index) for index in range(len(self.all))}
        known = any(every.values())
        return {index: bool(every[index]) if known else every[index] for index in self.shown}

    def named(self, phrase: str, index: int) -> bool:
        """Whether a phrase is a thing's name, with attributes of it before."""
        thing = self.all[index]
        said, name = normalised(phrase), normalised(thing.name)
        if name != self._head(phrase):
            return False
        words = set(said[: -len(name)].split())
        if words and not thing.attributes:
            raise NoGold(f"nothing is annotated about the {thing.name}'s looks")
        return words <= thing.attributes

    def related(self, one: int, name: str, other: int) -> bool | None:
        boxes = self.all[one].box, self.all[other].box
        return self.annotated.relations.holds(one, name, other, boxes)

    def main(self, name: str | None = None) -> int | None:
        """The thing that the picture is of: the one that fills it best."""
        return self.best(self.window, name)

    def at(self, image: Image, region: Region) -> int | None:
        """The thing that a region is of."""
        return self.best(region.root_box if region.frame else image.frame.to_root(region.box))

    def best(self, box: Box, name: str | None = None) -> int | None:
        fit = [
            (thing.box.iou(box), -index)
            for index, thing in enumerate(self.all)
            if name is None or normalised(thing.name) == normalised(name)
        ]
        overlap, index = max(fit, default=(0.0, 0))
        return -index if overlap > 0 else None

    def _head(self, phrase: str) -> str:
        """The longest annotated name that a phrase ends with: a ``glass of wine`` is no wine."""
        said = f" {normalised(phrase)}"
        return max((name for name in self._names if said.endswith(f" {name}")), key=len, default="")

    def _inside(self, thing: Thing) -> bool:
        common = thing.box.intersection(self.window)
        return common is not None and common.area >= VISIBLE * thing.box.area

    def _check(self, phrase: str) -> None:
        vocabulary = self.annotated.vocabulary
        if vocabulary is None:
            return
        said = self.annotated.relations.parsed(phrase)
        for part in (said.subject, said.object) if said is not None else (phrase,):
            name = normalised(part)
            if not any(name == word or name.endswith(f" {word}") for word in vocabulary):
                raise NoGold(f"{part!r} is none of the {len(vocabulary)} annotated names")


def anyone(judged: Iterable[bool | None]) -> bool | None:
    """Whether any is true; ``None`` where one might be."""
    several = list(judged)
    return True if any(several) else None if None in several else False
