"""A picture that a clause singles out: ``in the picture with the owl, how many balls are there``.

The clause is read as the question which picture that is, and the rest as a question about one
picture, so that whatever can be asked of a picture can be asked of the one that is singled out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product
from typing import cast

from lark.exceptions import UnexpectedInput

from visprog_planners.grammar import meaning as m
from visprog_planners.grammar.choices import indices
from visprog_planners.grammar.parts import M, Unread, with_says, with_things
from visprog_planners.grammar.words import number

Meanings = dict[m.Meaning, int]
"""What a text can mean, each with the number of pictures that it speaks of."""

CLAUSE = re.compile(r"in the image (?P<how>with|without|where) (?P<what>.+)")
SIDE_OF_IT = re.compile(
    r"in the (?P<image>left|right|first|second|third|fourth|fifth|middle|last) image, "
    r"(?P<asked>(?!.*\bimages?\b)(?:.* )?(?:on|to|at|in) the (?:left|right|top|bottom)\b(?! of).*)"
)
BEHIND = re.compile(
    r"(?P<asked>(?:is|are) there .+?),? in the image (?P<how>with|without) (?P<what>[^,]+)"
)
SIGN_SAYS = ("the sign says ", "the sign reads ")
SIGN_SAYS_NOT = ("the sign does not say ", "the sign does not read ")
STATED = re.compile(r"(?P<subject>the .+?|there) (?P<be>is|are) (?P<said>.+)")
RANKED = re.compile(
    r"(?:is|are) there (?P<ranked>(?:more|the most|fewer|the fewest) (?!.*\bthan\b).+)"
)
MEASURED = re.compile(
    r"(?:in )?which image (?:is|does|do|has) (?P<thing>the [a-z]+(?: [a-z]+)??) "
    r"(?:look |appear |seem |be |stand |sit |lie |placed |standing |sitting )?(?:the )?"
    r"(?P<measure>larger|bigger|smaller|higher|lower|taller|shorter|wider|narrower|longer"
    r"|(?:further|farther|more) (?:to the )?(?:left|right)|nearer|closer|farther)"
)
HAS_MOST = re.compile(
    r"(?:does |do )?(?P<image>the (?:left|right|first|second|third|fourth|fifth|middle|last) image"
    r"|image (?:one|two|three|four|five|\d)) (?:have|has|show|shows|contain|contains) "
    r"(?P<ranked>the (?:most|fewest) (?P<things>.+))"
)


NAMED = (
    r"the (?:left|right|first|second|third|fourth|fifth|last) image"
    r"|image (?:one|two|three|four|five|\d)"
)
SIDE = (
    r"(?:(?:on|at|to) the (?:left|right)|in the (?:left|right) (?:half|side|part)"
    r"|(?:in|at) the (?:very )?(?:middle|centre|center))"
)
SIDE_IN = re.compile(
    rf"in (?P<named>{NAMED}), (?P<asked>.*\b{SIDE}\b(?! image)(?! of).*)"
    rf"|(?P<before>.*\b{SIDE}(?: half| side| part)?) (?:in|of) (?P<then>{NAMED})(?P<after>.*)"
)
"""On the left, or in the middle, in a picture that is named; in the left picture is another thing
to say."""
ANY_SIDE = r"(?:on|at|to|in) the (?:left|right)\b"
THAN_THERE = re.compile(rf"\bthan (?:there (?:is|are) )?{ANY_SIDE}")
PLACES = ("first", "second", "third", "fourth", "fifth")


def singled_out(text: str, images: int, read: Callable[[str, int], Meanings]) -> Meanings:
    """What a text means that asks about a picture by what it shows; nothing where none does.

    Raises :class:`Unread` where it does and cannot be read.
    """
    if found := HAS_MOST.fullmatch(text):
        return _has_most(found, images, read)
    if found := MEASURED.fullmatch(text):
        return _which_measures(found, images, read)
    if images > 1 and (found := SIDE_OF_IT.fullmatch(text)) and not _elsewhere(found["asked"]):
        return _on_its_side(found, images, read)
    if images > 1 and (found := BEHIND.fullmatch(text)):
        text = f"in the image {found['how']} {found['what']}, {found['asked']}"
    if images != 1 and (found := SIDE_IN.fullmatch(text)):
        return _on_a_side(found, images, read)
    if CLAUSE.fullmatch(text) is None:
        return {}
    meanings: Meanings = {}
    reason: Unread | None = None
    for which, asked in _divided(text):
        try:
            for (chooser, spoken), part in product(
                _choosing(which, images, read).items(), _asked(asked, images, read)
            ):
                meanings[_together(chooser, part, spoken)] = spoken
        except Unread as error:
            reason = error
        except UnexpectedInput:
            continue
    if reason is not None and not meanings:
        raise reason
    return meanings


def _elsewhere(asked: str) -> bool:
    """Whether the other picture is meant: ``are there more dogs than on the right``."""
    return bool(THAN_THERE.search(asked)) and len(re.findall(ANY_SIDE, asked)) < 2


def _on_a_side(found: re.Match[str], images: int, read: Callable[[str, int], Meanings]) -> Meanings:
    """``how many dogs are on the left in the second picture``."""
    asked = found["asked"] or found["before"] + found["after"]
    if _elsewhere(asked) or re.search(r"\bimages?\b|\bthe other\b", asked):
        return {}
    name = (found["named"] or found["then"]).split()
    word = name[-1] if name[0] == "image" else name[1]
    if word == "last":
        index = images - 1
    elif word in {"left", "right"}:
        index = ("left", "right").index(word)
    else:
        index = PLACES.index(word) if word in PLACES else number(word) - 1
    if not 0 <= index < (images or 5):
        return {}
    spoken = images or max(2, index + 1)
    return {placed(meaning, index): spoken for meaning in read(asked, 1)}


def _which_measures(
    found: re.Match[str], images: int, read: Callable[[str, int], Meanings]
) -> Meanings:
    """``in which image is the horse larger``: of two."""
    if images not in {0, 2}:
        raise Unread("it compares the images, and there are not two")
    thing, measure = found.group("thing", "measure")
    compared = f"is {thing} in the left image {measure} than {thing} in the right image"
    return {
        m.Either(asked.condition, ("left", "right")): spoken
        for asked, spoken in read(compared, 2).items()
        if isinstance(asked, m.Whether) and isinstance(asked.condition, m.Exceeds)
    }


def _on_its_side(
    found: re.Match[str], images: int, read: Callable[[str, int], Meanings]
) -> Meanings:
    """``in the first image, is the sun on the left``: of that image."""
    (index,) = indices(found["image"], images)
    if index >= images:
        raise Unread(f"it speaks of image {index + 1}, and there are only {images}")
    return {placed(asked, index): images for asked in read(found["asked"], 1)}


def placed(meaning: M, image: int) -> M:
    """What is asked, or said, of one picture: of this one."""
    if isinstance(meaning, m.Read) and meaning.on is not None:
        return cast(M, replace(meaning, on=meaning.on.within(image)))
    if isinstance(meaning, m.Ask) and meaning.thing is None:
        return cast(M, replace(meaning, image=image))
    if isinstance(meaning, m.Read | m.Describe):
        return cast(M, replace(meaning, image=image))
    return with_says(with_things(meaning, lambda thing: thing.within(image)), image)


def _divided(text: str) -> Iterator[tuple[str, str]]:
    """The question which picture it is, and what is asked of it, at every comma."""
    for comma in re.finditer(", ", text):
        found = CLAUSE.fullmatch(text[: comma.start()])
        if found is None:
            continue
        how, what = found.group("how", "what")
        if how == "where" and what.startswith(SIGN_SAYS):
            which = f"which image has a {what.removeprefix('the ')}"
        elif how == "where" and what.startswith(SIGN_SAYS_NOT):
            which = f"which image does not have a sign that says {what.split(maxsplit=5)[-1]}"
        elif how == "where":
            said = STATED.fullmatch(what)
            if said is None:
                continue
            which = f"{said['be']} {said['subject']} {said['said']}"
        else:
            which = f"which image has {'no ' if how == 'without' else ''}{what}"
        yield which, text[comma.end() :]


def _choosing(
    text: str, images: int, read: Callable[[str, int], Meanings]
) -> dict[m.WhichImage | m.WhichImageThat, int]:
    if text.startswith(("is ", "are ")):
        several = images or 2
        if several == 1:
            raise Unread("it speaks of more than one image, and there is one")
        return {
            m.WhichImageThat(
                tuple(placed(meaning.condition, index) for index in range(several))
            ): several
            for meaning in read(text, 1)
            if isinstance(meaning, m.Whether)
        }
    return {
        meaning: spoken
        for meaning, spoken in read(text, images).items()
        if isinstance(meaning, m.WhichImage | m.WhichImageThat)
    }


def _asked(text: str, images: int, read: Callable[[str, int], Meanings]) -> list[m.Meaning]:
    if found := RANKED.fullmatch(text):
        return list(_choosing(f"which image has {found['ranked']}", images, read))
    return list(read(text, 1))


def _together(which: m.WhichImage | m.WhichImageThat, asked: m.Meaning, images: int) -> m.Meaning:
    if isinstance(asked, m.WhichImage):
        return m.Whether(_same(which, asked, images))
    if isinstance(asked, m.WhichImageThat | m.InImage):
        raise Unread("it asks for an image and names one")
    return m.InImage(which, asked)


def _same(which: m.WhichImage | m.WhichImageThat, other: m.WhichImage, images: int) -> m.Condition:
    """That the picture of which one thing holds is the one with the most, or fewest, of another."""
    each = (
        m.Both("and", (_holds(which, index, images), _holds(other, index, images)))
        for index in range(images)
    )
    return m.Both("or", tuple(each))


def _holds(which: m.WhichImage | m.WhichImageThat, index: int, images: int) -> m.Condition:
    """That a picture is the one that is singled out."""
    if isinstance(which, m.WhichImageThat):
        return which.conditions[index]
    count = m.Count(which.thing.within(index))
    if which.operator is None:
        return m.Compare(count, ">", 0)
    others = tuple(
        m.Compare(count, which.operator, m.Count(which.thing.within(other)))
        for other in range(images)
        if other != index
    )
    return others[0] if len(others) == 1 else m.Both("and", others)


def _has_most(found: re.Match[str], images: int, read: Callable[[str, int], Meanings]) -> Meanings:
    """``the first image has the most dogs``."""
    meanings: Meanings = {}
    here = read(f"how many {found['things']} are there in {found['image']}", images)
    for asked, spoken in here.items():
        if not isinstance(asked, m.HowMany) or not isinstance(asked.quantity, m.Count):
            continue
        index = asked.quantity.thing.image
        if index is None:
            continue
        which = _choosing(f"which image has {found['ranked']}", images, read)
        for chooser, others in which.items():
            condition = _holds(chooser, index, max(spoken, others))
            meanings[m.Whether(condition)] = max(spoken, others)
    return meanings
