"""What is asked of several pictures one against another.

``which is the first picture to show a dog``, ``which two pictures have the same number of dogs``,
``is the dog in one, in both or in none of them``, ``which colour of ball is only in the first``:
each is read as a question about one or two pictures, asked of every one or two of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations, product

from visprog_planners.grammar import meaning as m
from visprog_planners.grammar.choices import indices
from visprog_planners.grammar.everyday import KINDS
from visprog_planners.grammar.parts import Unread, negated, with_counts, with_stated, with_things
from visprog_planners.grammar.what import THINGS

Meanings = dict[m.Meaning, int]
Read = Callable[[str, int], Meanings]

NUMBERS = ("none", "one", "two", "three", "four", "five")
NUMBER = {
    **{word: number for number, word in enumerate(NUMBERS)},
    "neither": 0, "no": 0, "only one": 1, "just one": 1, "exactly one": 1, "both": 2,
}  # fmt: skip

NAMED = (
    r"the (?:left|right|first|second|third|fourth|fifth|last) image"
    r"|image (?:one|two|three|four|five|\d)"
)

ORDERED = re.compile(r"which is the (?P<end>first|last) image (?P<how>with|where) (?P<what>.+)")

PAIR = re.compile(
    r"which two images have (?:the same (?P<same>number|colour) of (?P<thing>.+)"
    r"|(?P<signs>the same sign))"
)

HOW_OFTEN = (
    r"(?:none|neither|no|both|all(?: (?:two|three|four|five))?|(?:only |just |exactly )?one"
    r"|two|three|four|five)"
)
OFFERED = rf"{HOW_OFTEN}(?:,? (?:or |or in |in )?{HOW_OFTEN})*,? or (?:in )?{HOW_OFTEN}"
IN_HOW_MANY = re.compile(
    r"(?:is|are) (?:there )?(?:the |an? |any )?(?P<thing>.+?)"
    rf" in (?P<offered>{OFFERED})(?: of the)?(?: images?)?"
)

BOTH_OR_NONE = re.compile(r"do all or none of the images show (?P<what>.+)")
SAME_OR_DIFFERENT = re.compile(r"are (?P<things>.+ and .+) in the same or in different images")
EVERYWHERE = r"(?P<where>(?:(?:in|on) .+)?\b(?:image|images|one)\b.*)"
OF_KINDS = re.compile(rf"which single kind of (?P<kind>[a-z]+) lies {EVERYWHERE}")
SAME_KIND = re.compile(rf"same kind of (?P<kind>[a-z]+) throughout, {EVERYWHERE}")
NOT_THERE = re.compile(
    r"(?P<here>(?P<place>.+?) in (?:the [a-z]+ image|image [a-z0-9]+)) but not (?P<there>.+)"
)
VARIETY = r"(?P<what>(?:kinds|colour) of) (?P<thing>[a-z]+)"
MORE_KINDS = re.compile(
    rf"are there (?P<how>more|fewer|as many) {VARIETY} in (?P<here>{NAMED}) (?:than|as) in"
    rf" (?P<there>{NAMED})"
)
MOST_KINDS = re.compile(rf"which image has (?P<how>more|fewer|the most|the fewest) {VARIETY}")
EVERY_WITH = re.compile(r"does every image with (?P<one>.+) also have (?P<other>.+)")
WHENEVER = re.compile(
    r"(?:whenever|wherever) there (?:is|are) (?P<one>.+?), (?:is|are) there (?:also |always )?"
    r"(?P<other>.+)"
)
OF_TWO = re.compile(r"which is in (?P<where>.*\bimages?), (?P<one>.+?),? or (?P<other>.+)")

COLOURS = re.compile(
    r"which colour of (?P<thing>.+?) is "
    rf"(?:in (?P<shared>both) images|only in (?P<only>{NAMED})|missing from (?P<missing>{NAMED})"
    rf"|in (?P<here>{NAMED}) but not in (?P<there>{NAMED}))"
)


def compared(text: str, images: int, read: Read) -> Meanings:
    """What a text means that asks of the pictures one against another; nothing where none does.

    Raises :class:`Unread` where it does and cannot be read.
    """
    if found := ORDERED.fullmatch(text):
        return _ordered(found, images, read)
    if found := PAIR.fullmatch(text):
        return _pair(found, images, read)
    if found := IN_HOW_MANY.fullmatch(text):
        return _in_how_many(found, images, read)
    if found := COLOURS.fullmatch(text):
        return _colours(found, images, read)
    if found := BOTH_OR_NONE.fullmatch(text):
        return _both_or_none(found["what"], images, read)
    if found := SAME_OR_DIFFERENT.fullmatch(text):
        things = re.sub(r"\b(?:the|an?) ", "any ", found["things"])
        asked = f"does any image show both {things}"
        return _either(asked, ("same", "different"), images, read)
    if found := OF_KINDS.fullmatch(text):
        kinds = _of_kinds(found["kind"], found["where"], images, read)
        return {m.WhichKinds(those): spoken for those, spoken in kinds}
    if found := SAME_KIND.fullmatch(text):
        kinds = _of_kinds(found["kind"], found["where"], images, read)
        return {m.Whether(m.Compare(those, ">", 0)): spoken for those, spoken in kinds}
    if found := MORE_KINDS.fullmatch(text):
        return _more_kinds(found, images, read)
    if found := MOST_KINDS.fullmatch(text):
        return _most_kinds(found, images, read)
    found = EVERY_WITH.fullmatch(text) or (images != 1 and WHENEVER.fullmatch(text)) or None
    if found is not None:
        return _every_with(found["one"], found["other"], images, read)
    if found := OF_TWO.fullmatch(text):
        words = tuple(found[name].removeprefix("the ") for name in ("one", "other"))
        asked = f"is there any {words[0]} in {found['where']}"
        return _either(asked, (words[0], words[1]), images, read)
    return {}


def _either(text: str, words: tuple[str, str], images: int, read: Read) -> Meanings:
    """The first word where what is asked is so, otherwise the second."""
    return {
        m.Either(asked.condition, words): spoken
        for asked, spoken in read(text, images).items()
        if isinstance(asked, m.Whether)
    }


def _of_kinds(kind: str, where: str, images: int, read: Read) -> Iterator[tuple[m.Kinds, int]]:
    """The kinds of which there is one at places of several pictures, or at one and not at others.

    ``is there any fruit in the bowl in both images``, said of one and the same fruit.
    """
    if kind not in {*KINDS, *THINGS}:
        raise Unread(f"'{kind}' is not among the kinds that it can list")

    def each(count: m.Count) -> m.Quantity:
        if count.thing.noun != kind or not count.thing.plain:
            raise Unread("it says more of the kinds than where they are")
        return m.Count(replace(count.thing, noun=m.EACH))

    claims = [where]
    if apart := NOT_THERE.fullmatch(where):
        there = apart["there"]
        if alone := re.fullmatch(
            rf"in (?P<name>{NAMED}|the (?:left|right|first|second))(?: one)?", there
        ):
            name = alone["name"] if "image" in alone["name"] else f"{alone['name']} image"
            there = f"{apart['place']} in {name}"
        claims = [apart["here"], there]
    found = [_claims(f"is there any {kind} {claim}", images, read) for claim in claims]
    for parts in product(*found):
        conditions = tuple(condition for condition, _ in parts)
        that = conditions[0]
        if len(conditions) == 2:
            that = m.Both("and", (conditions[0], negated(conditions[1])))
        if not isinstance(that, m.Both) or that.word != "and":
            raise Unread("it asks what there is in one image")
        if not all(isinstance(part, m.Compare) for part in that.parts):
            raise Unread("it says more of the kinds than where they are")
        noun = m.ANY if kind in THINGS else kind
        yield m.Kinds(noun, with_counts(that, each)), max(spoken for _, spoken in parts)


OPERATORS: dict[str, m.Operator] = {
    "more": ">", "the most": ">", "fewer": "<", "the fewest": "<", "as many": "==",
}  # fmt: skip


def _varieties(found: re.Match[str], where: str, images: int, read: Read) -> m.Quantity:
    """How many kinds or colours there are in one picture."""
    asked = f"how many {found['what']} {found['thing']} are there in {where}"
    quantities = [how.quantity for how in read(asked, images) if isinstance(how, m.HowMany)]
    if len(quantities) != 1 or not isinstance(quantities[0], m.Distinct):
        raise Unread("it does not say of what there are more kinds")
    return quantities[0]


def _more_kinds(found: re.Match[str], images: int, read: Read) -> Meanings:
    """``are there more kinds of animals in the left image than in the right image``."""
    here, there = (_varieties(found, found[name], images, read) for name in ("here", "there"))
    condition = m.Compare(here, OPERATORS[found["how"]], there)
    return {m.Whether(condition): images or 2}


def _most_kinds(found: re.Match[str], images: int, read: Read) -> Meanings:
    """``which image has more kinds of animals``: more than every other."""
    several = images or 2
    counts = [_varieties(found, f"image {n + 1}", several, read) for n in range(several)]
    operator = OPERATORS[found["how"]]
    conditions = []
    for index, count in enumerate(counts):
        others = [m.Compare(count, operator, c) for n, c in enumerate(counts) if n != index]
        conditions.append(others[0] if len(others) == 1 else m.Both("and", tuple(others)))
    return {m.WhichImageThat(tuple(conditions)): several}


def _claims(text: str, images: int, read: Read) -> list[tuple[m.Condition, int]]:
    return [
        (asked.condition, spoken)
        for asked, spoken in read(text, images).items()
        if isinstance(asked, m.Whether)
    ]


def _every_with(one: str, other: str, images: int, read: Read) -> Meanings:
    """``does every image with an owl also have a cat``: each has no owl, or a cat."""
    several = images or 2
    if several < 2:
        raise Unread("it speaks of more than one image, and there is one")
    meanings: Meanings = {}
    for with_one in _of_each(f"is there {one}", several, read):
        for with_other in _of_each(f"is there {other}", several, read):
            each = tuple(
                m.Both("or", (negated(has_one), has_other))
                for has_one, has_other in zip(with_one, with_other, strict=True)
            )
            meanings[m.Whether(m.Both("and", each))] = several
    return meanings


def _both_or_none(what: str, images: int, read: Read) -> Meanings:
    """``do all or none of the images show a dog``."""
    several = images or 2
    return {
        m.Whether(m.Both("or", (every.condition, none.condition))): several
        for every in read(f"does every image show {what}", several)
        for none in read(f"does no image show {what}", several)
        if isinstance(every, m.Whether) and isinstance(none, m.Whether)
    }


def _ordered(found: re.Match[str], images: int, read: Read) -> Meanings:
    """``which is the first image with a dog``."""
    end, how, what = found.group("end", "how", "what")
    text = f"which image has {what}" if how == "with" else f"in which image {_asked(what)}"
    meanings: Meanings = {}
    for which, spoken in read(text, images).items():
        if isinstance(which, m.WhichImage) and which.operator is None:
            each = tuple(
                m.Compare(m.Count(which.thing.within(index)), ">", 0) for index in range(spoken)
            )
            meanings[m.WhichImageThat(each, end="last" if end == "last" else "first")] = spoken
        elif isinstance(which, m.WhichImageThat):
            meanings[replace(which, end="last" if end == "last" else "first")] = spoken
        else:
            raise Unread(f"the {end} of the images that have most of something is one at random")
    return meanings


def _asked(statement: str) -> str:
    """``the dog is in the boat`` as a question."""
    said = re.fullmatch(r"(?P<subject>.+?) (?P<be>is|are) (?P<said>.+)", statement)
    if said is None:
        raise Unread("it does not say what is so in the image")
    return f"{said['be']} {said['subject']} {said['said']}"


def _pair(found: re.Match[str], images: int, read: Read) -> Meanings:
    """``which two images have the same number of dogs``."""
    if images in {1, 2}:
        raise Unread("it asks for two of the images, and there are no more")
    pairs = tuple(combinations(range(images or 3), 2))
    thing, same = found.group("thing", "same")
    rows: list[m.Condition] = []
    for one, other in pairs:
        first, second = (f"image {index + 1}" for index in (one, other))
        if found["signs"]:
            text = f"does the sign in {first} say the same as the sign in {second}"
        elif same == "number":
            text = f"is the number of {thing} in {first} equal to the number of {thing} in {second}"
        else:
            text = f"is {thing} in {first} the same colour as {thing} in {second}"
        conditions = [w.condition for w in read(text, images or 3) if isinstance(w, m.Whether)]
        if len(conditions) != 1:
            raise Unread("it does not say in what two images are the same")
        rows += conditions
    return {m.WhichPair(pairs, tuple(rows)): images or 3}


def _in_how_many(found: re.Match[str], images: int, read: Read) -> Meanings:
    """``is the dog in one, in both or in none``."""
    several = images or 2
    if several < 2:
        raise Unread("it speaks of more than one image, and there is one")
    words = list(NUMBERS[: several + 1])
    words[several] = "both" if several == 2 else "all"
    named = set()
    for word in re.findall(HOW_OFTEN, found["offered"]):
        number = several if word.startswith("all") else NUMBER[word]
        if number > several or (word == "both" and several != 2):
            raise Unread(f"it speaks of {word} images, and there are {several}")
        words[number] = word.split()[-1 if number == 1 else 0]
        named.add(number)
    if 0 not in named or len(named) < 2 or named == {0, several}:
        raise Unread("it does not say between which numbers of images the choice is")
    return {
        m.InHowMany(conditions, tuple(words)): several
        for conditions in _of_each(f"is there any {found['thing']}", several, read)
    }


def _of_each(text: str, several: int, read: Read) -> Iterator[tuple[m.Condition, ...]]:
    """What is asked, of every picture."""
    rows = [
        [w.condition for w in read(f"{text} in image {n + 1}", several) if isinstance(w, m.Whether)]
        for n in range(several)
    ]
    if len({len(row) for row in rows}) > 1:
        raise Unread("it can be read of one image as it can not of another")
    yield from zip(*rows, strict=True)


def _colours(found: re.Match[str], images: int, read: Read) -> Meanings:
    """``which colour of ball is only in the first image``."""
    if images not in {0, 2}:
        raise Unread("it compares two images, and there are not two")
    thing = found["thing"]
    name = found["only"] or found["here"] or found["missing"]
    index = indices(name, 2)[0] if name else 0
    if found["missing"]:
        index = 1 - index
    if not 0 <= index < 2 or (found["there"] and indices(found["there"], 2) != [1 - index]):
        raise Unread("it does not say which two images it compares")
    here, there = (
        f"which colour do the {thing} in image {number + 1} have" for number in (index, 1 - index)
    )
    meanings: Meanings = {}
    for one, other in zip(read(here, 2), read(there, 2), strict=True):
        if isinstance(one, m.WhichColours | m.WhatColour) and isinstance(other, type(one)):
            first, second = (replace(asked.thing, definite=False) for asked in (one, other))
            shared = found["shared"] is not None
            meanings[m.WhichColours(first, against=second, shared=shared)] = 2
    return meanings


def sides_as_images(meanings: Meanings) -> Meanings:
    """What is asked of the left or right thing of two pictures."""
    return {_of_images(meaning): spoken for meaning, spoken in meanings.items()}


def _of_images(meaning: m.Meaning) -> m.Meaning:
    """What is asked of ``the left bowl`` of two pictures: of the bowl in the left one.

    Not so where that is told of a picture that something else singles out.
    """
    if isinstance(meaning, m.InImage):
        return meaning
    moved = with_stated(with_things(meaning, _moved), _there)
    if isinstance(moved, m.WhichPlace):
        first, *others = (replace(p, of=replace(p.of, image=None)) for p in moved.places)
        if {place.of.image for place in moved.places} == {0, 1} and others == [first]:
            return m.WhichImage(replace(moved.thing.at(first), definite=False))
    return moved


def _moved(thing: m.Thing) -> m.Thing:
    """The thing in the picture on the side that it, or what it is by, is on."""
    if thing.image is not None:
        return thing
    if thing.most in {"left", "right"} and thing.rank == 1:
        return replace(thing, most=None).within(0 if thing.most == "left" else 1)
    thing = replace(
        thing,
        place=thing.place and _place(thing.place),
        outside=thing.outside and _place(thing.outside),
        also=tuple(map(_place, thing.also)),
        closest=thing.closest and _moved(thing.closest),
    )
    named = [place.of.image for place in (thing.place, thing.outside, *thing.also) if place]
    named += [thing.closest.image] if thing.closest else []
    images = {image for image in named if image is not None}
    return thing.within(images.pop()) if len(images) == 1 else thing


def _place(place: m.Place) -> m.Place:
    """The place in one of the pictures; nothing is between things of different pictures."""
    return place if place.other else replace(place, of=_moved(place.of))


def _there(condition: m.Is) -> m.Condition:
    """That a thing, of whichever picture, is at a place in one of them: that one is there."""
    place = condition.place and _place(condition.place)
    image = place.of.image if place else None
    if place is None or image is None or condition.thing.image is not None:
        return replace(condition, place=place)
    if condition.attributes:
        return replace(condition, thing=condition.thing.within(image), place=place)
    thing = replace(condition.thing.at(place), definite=False)
    return m.Compare(m.Count(thing.within(image)), ">", 0)
