"""Signs: they are there where a text can be read, which detectors of things do not tell."""

from __future__ import annotations

from dataclasses import replace

from visprog_planners.grammar import meaning as m
from visprog_planners.grammar.nouns import ADJECTIVES
from visprog_planners.grammar.parts import M, Unread, with_comparisons, with_counts, with_sayings

LETTERED = frozenset({"sign", "text", "writing"})
STOP = "stop sign"
"""A thing that detectors know; where it can be read it is a sign that says stop."""

PARTS: dict[str, m.Spelled] = {"letter": "letter", "character": "letter", "word": "word"}
KINDS_OF_SIGN = frozenset(
    {
        "advertising", "door", "exit", "metal", "neon", "no", "parking", "road", "shop", "speed",
        "stop", "store", "street", "traffic", "warning", "window", "wood",
    }
)  # fmt: skip
SAYING = "saying "


def worded(noun: str) -> str | None:
    """What the sign says that a noun names: ``open`` of ``open sign``, nothing of ``road sign``."""
    front, _, last = noun.rpartition(" ")
    described = front in ADJECTIVES - {"open", "closed"} or front in KINDS_OF_SIGN
    return front if last == "sign" and front and not described else None


def says(thing: m.Thing, image: int | None) -> m.Condition | None:
    """That a sign is in a picture, and what it says; ``None`` for other things."""
    bare = replace(thing, attributes=(), definite=False, image=None)
    if bare.noun not in LETTERED or bare != m.Thing(bare.noun):
        return None
    if not thing.attributes:
        return m.Not(m.Says("", image))
    (look, *others) = thing.attributes
    if others or not look.startswith(SAYING):
        return None
    return m.Says(look.removeprefix(SAYING), image)


def read_off(meaning: M, images: int) -> M:
    """The meaning, with what texts tell read off them: whether there is a sign, how many letters
    it has."""

    def there(claim: m.Compare) -> m.Condition:
        if not isinstance(claim.first, m.Count) or claim.second != 0:
            return claim
        thing = claim.first.thing
        if claim.operator not in {">", "=="} or (images > 1 and thing.image is None):
            return claim
        found = says(thing, thing.image)
        if found is None and replace(thing, image=None) == m.Thing(STOP):
            found = m.Both("or", (replace(claim, operator=">"), m.Says("stop", thing.image)))
        if found is None:
            return claim
        if claim.operator == ">":
            return found
        return found.part if isinstance(found, m.Not) else m.Not(found)

    def counted(count: m.Count) -> m.Quantity:
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
        if condition.image is None and images > 1:
            raise Unread("it does not say which image it means")
        return condition

    return with_sayings(with_counts(with_comparisons(meaning, there), counted), said)


def spelled(thing: m.Thing, image: int | None) -> m.Lettered | None:
    """The letters, or words, of the sign in a picture; ``None`` for other things.

    Raises :class:`Unread` for some of them.
    """
    place = thing.place
    if thing.noun not in PARTS or place is None or place.of.noun != "sign":
        return None
    plain = thing.plain and place.of.plain and place.of.place is None
    if not plain or place.relation not in {"in", "on"}:
        raise Unread("it does not say which letters are meant")
    named = (image, thing.image, place.of.image)
    return m.Lettered(PARTS[thing.noun], next((one for one in named if one is not None), None))
