"""Pictures that a question chooses from: ``which image has more birds, the first or the third``."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from lark.exceptions import UnexpectedInput

from visprog_planners.grammar import meaning as m
from visprog_planners.grammar.depicted import SIDES
from visprog_planners.grammar.parts import Unread

NUMBERS = ("one", "two", "three", "four", "five")
ORDINAL = "first|second|third|fourth|fifth|last|middle"
SIDE = "left|right"
NUMBERED = rf"image (?:{'|'.join(NUMBERS)}|\d)"
OPTION = (
    r"(?:is it )?(?:in |on )?"
    rf"(?:(?:the )?(?:{ORDINAL}|{SIDE})(?! (?!image\b|one\b|or\b|and\b|in\b)[a-z])(?: image| one)?"
    rf"|{NUMBERED})"
)
OPTIONS = rf"{OPTION}(?:, {OPTION})*,? or {OPTION}"
LISTED = re.compile(rf"\b{OPTIONS}\b")
ASKED = re.compile(rf"(?P<asked>(?:in )?which image .+?), (?:either )?(?P<options>{OPTIONS})")

BOTH = r"in (?:both|each)(?: of (?:them|the images)| images?)?"
ONE = (
    r"(?:in |on )?(?:only |just )?(?:in |on )?(?:just |only )?one"
    r"(?: of (?:them|the images)| image)?"
)
BOTH_OR_ONE = re.compile(
    r"(?:is|are) (?:there )?(?:the |an? |any )?(?P<thing>.+?)"
    rf" (?:{BOTH},? or (?:is it )?{ONE}|{ONE},? or (?:is it )?(?:{BOTH}|both))"
)

WHICH_OF_THEM = re.compile(
    r"(?P<be>is|are) (?P<thing>the (?:(?!\b(?:image|and|not|or)\b).)+) "
    rf"(?P<options>in (?:the (?:{ORDINAL}|{SIDE})(?: image| one)?|{NUMBERED})"
    rf",? or in (?:the (?:{ORDINAL}|{SIDE}) (?:image|one)|{NUMBERED}))"
)
"""``is the dog in the boat in image one or in image two``: in one of them it is."""

PICTURED = re.compile(rf"\bthe (?:{ORDINAL}) (?:image|and|or)\b|\b{NUMBERED}\b")

Meanings = dict[m.Meaning, int]


def listed(text: str, images: int) -> frozenset[int]:
    """The pictures between which a text leaves the choice, where those are not all there are."""
    found = LISTED.search(text)
    if found is None:
        return frozenset()
    if re.search(rf"\b(?:{SIDE})\b", found.group()) and "image" not in found.group():
        return frozenset()
    named = frozenset(indices(found.group(), images))
    return named if len(named) < (images or max(2, *named, 0) + 1) else frozenset()


def pictured(text: str, images: int) -> frozenset[int]:
    """The pictures that a text names."""
    return frozenset(indices(" ".join(PICTURED.findall(text)), images))


def chosen_from(text: str, images: int, read: Callable[[str, int], Meanings]) -> Meanings:
    """What a text means that asks which of some pictures it is; nothing where none does.

    Raises :class:`Unread` where it does and cannot be read.
    """
    if found := BOTH_OR_ONE.fullmatch(text):
        return _both_or_one(found["thing"], images, read)
    if found := WHICH_OF_THEM.fullmatch(text):
        text = f"in which image {found['be']} {found['thing']}, {found['options']}"
    found = ASKED.fullmatch(text)
    if found is None:
        return {}
    among = indices(found.group("options"), images)
    several = images or max(2, max(among) + 1)
    if several != 2 and re.search(rf"\b(?:{SIDE})\b", found.group("options")):
        raise Unread("it speaks of the left and the right image, and there are not two")
    if len(set(among)) < len(among):
        raise Unread("it names an image twice")
    if max(among) >= several:
        raise Unread(f"it speaks of image {max(among) + 1}, and there are only {several}")
    try:
        meanings = read(found.group("asked"), several)
    except UnexpectedInput:
        return {}
    if len(among) == several:
        return meanings
    return {
        replace(meaning, among=tuple(sorted(among))): spoken
        for meaning, spoken in meanings.items()
        if isinstance(meaning, m.WhichImage | m.WhichImageThat)
    }


def _both_or_one(thing: str, images: int, read: Callable[[str, int], Meanings]) -> Meanings:
    """``is the elephant in both images or just one``."""
    if images not in {0, 2}:
        raise Unread("it speaks of both images, and there are not two")
    return {
        m.Either(meaning.condition, ("both", "one")): spoken
        for meaning, spoken in read(f"is there any {thing} in both images", 2).items()
        if isinstance(meaning, m.Whether)
    }


def indices(options: str, images: int) -> list[int]:
    """The pictures that are named, counted from 0; past the last where there is no such."""
    found = []
    for word in re.findall(rf"\b(?:{ORDINAL}|{SIDE})\b|{NUMBERED}", options):
        if word.startswith("image "):
            number = word.removeprefix("image ")
            found.append((NUMBERS.index(number) + 1 if number in NUMBERS else int(number)) - 1)
        elif word == "last":
            found.append(max(images, 2) - 1)
        elif word == "middle":
            middle, beside = divmod(images or 3, 2)
            found.append(middle if beside else images)
        else:
            found.append(SIDES[word])
    return found
