"""Signs: they are there where a text can be read, which detectors of things do not tell."""

from __future__ import annotations

from dataclasses import replace

from visprog_planners.grammar import meaning as m
from visprog_planners.grammar.everyday import COLOURS
from visprog_planners.grammar.nouns import ADJECTIVES
from visprog_planners.grammar.parts import (
    Unread,
    negated,
    with_comparisons,
    with_counts,
    with_sayings,
    with_stated,
    with_things,
)
from visprog_planners.grammar.trades import NAMED, PREMISES, titles

LETTERED = frozenset({"sign", "text", "writing"})
TEXTS = frozenset({"letters", "message", "text", "word", "words", "writing"})
"""What a sign is asked for."""
BEARING = frozenset({"banner", "board", "label", "plaque", "poster"})
"""What may bear a text, besides."""
UNWRITTEN = frozenset(
    {
        "also",
        "anywhere",
        "clearly",
        "displayed",
        "here",
        "how",
        "legible",
        "not",
        "now",
        "on",
        "out",
        "readable",
        "really",
        "shown",
        "somewhere",
        "spelled",
        "spelt",
        "that",
        "the",
        "there",
        "visible",
        "what",
        "which",
    }
)
"""Of a claim about a text, and none of it."""
OTHERWISE = frozenset({"road sign", "shop sign", "street sign"})
"""A detector may know them as signs alone."""
STOP = "stop sign"
"""A thing that detectors know; where it can be read it is a sign that says stop."""

PARTS: dict[str, m.Spelled] = {"letter": "letter", "character": "letter", "word": "word"}
KINDS_OF_SIGN = frozenset(
    {
        "advertising", "door", "exit", "metal", "neon", "no", "parking", "road", "shop", "speed",
        "stop", "store", "street", "traffic", "warning", "window", "wood",
    }
)  # fmt: skip
LOOKS = frozenset({*COLOURS, "large", "small"})
"""What a sign can be, without being written on it."""
POSSESSIVES = frozenset({"its", "their", "his", "her", "my", "our", "your"})
COMPARED = frozenset({"same", "different", "identical", "matching", "similar"})
SAYING = "saying "
OPEN_OR_CLOSED = frozenset({("open",), ("closed",)})
ASKED = "What does the sign say?"
"""What a model that answers questions is asked about a sign."""


def worded(noun: str) -> str | None:
    """What the sign says that a noun names: ``open`` of ``open sign``, nothing of ``road sign``."""
    front, _, last = noun.rpartition(" ")
    if last == "sign" and front in COMPARED:
        raise Unread("it compares signs")
    if last == "sign" and front in POSSESSIVES:
        raise Unread("it does not say which sign is meant")
    described = front in ADJECTIVES - {"open", "closed"} or front in KINDS_OF_SIGN
    return front if last == "sign" and front and not described else None


def says(thing: m.Thing, image: int | None) -> m.Condition | None:
    """That a sign is in a picture, and what it says; ``None`` for other things."""
    bare = replace(thing, attributes=(), definite=False, image=None)
    look, _, last = bare.noun.rpartition(" ")
    looks = thing.attributes or (look,)
    if last in PREMISES and looks in OPEN_OR_CLOSED and bare == m.Thing(bare.noun):
        return m.Says(looks[0], image)
    kind, _, word = bare.noun.partition(" ")
    if kind == "word" and word and not thing.attributes and bare == m.Thing(bare.noun):
        return m.Says(word, image)
    if bare.noun not in LETTERED or bare != m.Thing(bare.noun):
        return None
    if not thing.attributes:
        return m.Not(m.Says("", image))
    (look, *others) = thing.attributes
    if others or not look.startswith(SAYING):
        return None
    return m.Says(look.removeprefix(SAYING), image)


def titled(thing: m.Thing) -> bool:
    """Whether it is a place of business, and nothing more is said of it."""
    return thing.noun in NAMED and thing == m.Thing(thing.noun, image=thing.image)


def unsaid(thing: m.Thing) -> str | None:
    """What signs do not say; ``None`` for other things."""
    (look, *others) = thing.never or ("",)
    if others or not look.startswith(SAYING) or thing != m.Thing("sign", never=(look,)):
        return None
    return look.removeprefix(SAYING)


def counted(condition: m.Condition) -> m.Condition:
    """What a text in the picture is claimed to say, claimed of a number of signs."""
    if isinstance(condition, m.Not) and isinstance(condition.part, m.Says):
        number = counted(condition.part)
        assert isinstance(number, m.Compare) or number == condition.part
        return negated(number) if isinstance(number, m.Compare) else condition
    if not isinstance(condition, m.Says) or condition.on is not None or condition.how != "all":
        return condition
    if not condition.text:
        return m.Compare(m.Count(m.Thing("sign", image=condition.image)), "==", 0)
    sign = m.Thing("sign", (f"{SAYING}{condition.text}",), image=condition.image)
    return m.Compare(m.Count(sign), ">", 0)


def read_off(meaning: m.Meaning, images: int) -> m.Meaning:
    """The meaning, with what texts tell read off them: whether there is a sign, how many letters
    it has."""

    def there(claim: m.Compare) -> m.Condition:
        if not isinstance(claim.first, m.Count) or claim.second != 0:
            return claim
        thing = claim.first.thing
        if images > 1 and claim.operator == "==" and (text := unsaid(thing)) is not None:
            return m.Both("and", tuple(m.Says(text, index) for index in range(images)))
        if claim.operator not in {">", "=="} or (images > 1 and thing.image is None):
            return claim
        found = says(thing, thing.image)
        if found is None and replace(thing, image=None) == m.Thing(STOP):
            found = m.Both("or", (replace(claim, operator=">"), m.Says("stop", thing.image)))
        if found is None and titled(thing):
            said = (m.Says(title, thing.image) for title in titles(thing.noun))
            found = m.Both("or", (replace(claim, operator=">"), *said))
        if found is None:
            return claim
        if claim.operator == ">":
            return found
        return found.part if isinstance(found, m.Not) else m.Not(found)

    def number(count: m.Count) -> m.Quantity:
        thing = count.thing
        if (letters := spelled(thing, None)) is not None:
            if letters.image is None and images > 1:
                raise Unread("it does not say which image it means")
            return letters
        if images > 1 and thing.image is None and thing.attributes:
            each = [says(thing, index) for index in range(images)]
            return m.Sum(tuple(part for part in each if part is not None)) if all(each) else count
        return count

    def said(condition: m.Says) -> m.Says:
        if condition.on is not None:
            return condition
        if condition.image is None and images > 1:
            raise Unread("it does not say which image it means")
        return condition

    if isinstance(meaning, m.WhatColour) and meaning.thing.noun in LETTERED and meaning.options:
        meaning = meaning if LOOKS & {*meaning.options} else m.Read(on=meaning.thing)
    meaning = with_stated(meaning, open_or_closed)
    meaning = with_sayings(with_counts(with_comparisons(meaning, there), number), said)
    return meaning if images < 2 else in_its_image(meaning, images)


def open_or_closed(claim: m.Is) -> m.Condition:
    """What is said of a sign, or of a shop, that can only be written on a sign."""
    if claim.thing.noun == m.ANY and any(word.startswith(SAYING) for word in claim.attributes):
        raise Unread("it says of a thing of any kind what it says")
    written = claim.place is None and claim.attributes in OPEN_OR_CLOSED
    bare = m.Thing(claim.thing.noun, definite=True, image=claim.thing.image)
    if written and claim.thing == bare and bare.noun in PREMISES:
        return m.Says(claim.attributes[0], bare.image)
    if claim.thing.noun not in LETTERED or not written:
        return claim
    return m.Says(claim.attributes[0], on=replace(claim.thing, definite=True))


def unsingled(meaning: m.Meaning) -> m.Meaning:
    """The meaning, with the only sign of a picture as the text in it."""

    def only(thing: m.Thing) -> bool:
        return replace(thing, image=None) == m.Thing("sign", definite=True)

    def said(says: m.Says) -> m.Says:
        bare = says.on is not None and only(says.on)
        return replace(says, image=says.on.image, on=None) if bare else says  # type: ignore[union-attr]

    if isinstance(meaning, m.Read) and meaning.on is not None and only(meaning.on):
        return replace(meaning, image=meaning.on.image, on=None)
    return with_sayings(meaning, said)


def beside(meaning: m.Meaning) -> m.Thing | None:
    """What the sign stands at whose text is asked for; ``None`` for other signs."""
    claimed = meaning.condition if isinstance(meaning, m.Whether) else meaning
    claimed = claimed.part if isinstance(claimed, m.Not) else claimed
    on = claimed.on if isinstance(claimed, m.Read | m.Says) else None
    if on is None or on.image is not None:
        return None
    near = on.closest or (on.place.of if on.place else None)
    return near if near is not None and near.noun != m.WHOLE.noun else None


def in_its_image(meaning: m.Meaning, images: int) -> m.Meaning:
    """What is asked of the surroundings of the sign that says something, of the picture with it."""
    by_number = isinstance(meaning, m.HowMany) or (
        isinstance(meaning, m.Whether) and isinstance(meaning.condition, m.Compare)
    )
    if by_number or isinstance(meaning, m.Find | m.WhichImage | m.WhichImageThat | m.InImage):
        return meaning
    signs: set[m.Thing] = set()
    named = False

    def look(thing: m.Thing) -> m.Thing:
        nonlocal named
        named = named or thing.image is not None
        others = [thing.closest, thing.like, *(p.other for p in (thing.place,) if p is not None)]
        places = [place.of for place in (thing.place, thing.outside, *thing.also) if place]
        for other in (*others, *places):
            if other is not None:
                look(other)
        if thing.noun == STOP or any(word.startswith(SAYING) for word in thing.attributes):
            signs.add(replace(thing, definite=False))
        return thing

    with_things(meaning, look)
    if (near := beside(meaning)) is not None and not named:
        return m.InImage(m.WhichImage(replace(near, definite=False)), meaning)
    if named or len(signs) != 1:
        return meaning
    (sign,) = signs
    there = tuple(
        says(sign, index) or m.Compare(m.Count(sign.within(index)), ">", 0)
        for index in range(images)
    )
    return m.InImage(m.WhichImageThat(there), meaning)


def spelled(thing: m.Thing, image: int | None) -> m.Lettered | None:
    """The letters, or words, of the sign in a picture; ``None`` for other things.

    Raises :class:`Unread` for some of them.
    """
    place = thing.place
    if replace(thing, image=None) == m.Thing("word"):
        return m.Lettered("word", thing.image if image is None else image)
    if thing.noun not in PARTS or place is None or place.of.noun != "sign":
        return None
    plain = thing.plain and place.of.plain and place.of.place is None
    if not plain or place.relation not in {"in", "on"}:
        raise Unread("it does not say which letters are meant")
    named = (image, thing.image, place.of.image)
    return m.Lettered(PARTS[thing.noun], next((one for one in named if one is not None), None))
