"""What words that stand for a thing refer to: ``the blue one``, ``the other cup``, ``it``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from visprog_planners.grammar import meaning as m
from visprog_planners.grammar.everyday import KINDS, SETTINGS
from visprog_planners.grammar.parts import Unread, with_things

SIDES_OF_ALL = frozenset(
    {"top", "bottom", "left", "right", "middle", "centre", "center", "edge", "border", "margin",
     "corner", "side", "half", "end", "background", "foreground", "distance", "group", "rest"}
)  # fmt: skip
"""Of them a question speaks as of things, and they are none."""

SHAPES = frozenset(
    {"row", "line", "column", "queue", "circle", "cluster", "heap", "stack",
     "pair", "group", "sequence", "formation", "triangle"}
)  # fmt: skip
"""What things form."""


def referred(meaning: m.Meaning) -> m.Meaning:
    """The meaning with what its things refer to: the noun that ``the red one`` leaves to a phrase
    before it, than which ``the other cup`` is another. Raises :class:`Unread` where that is not
    clear, and where a thing could not be where it is said to be."""
    if isinstance(meaning, m.WhichPlace) and any(p.of.noun == m.ONE for p in meaning.places):
        raise Unread("'one' may be the thing or the place before it")
    found: list[m.Thing] = []
    seen: list[m.Thing] = []

    def look(thing: m.Thing) -> m.Thing:
        thing = _another(thing, seen)
        if thing.noun != m.ONE:
            found.append(thing)
        elif not found:
            raise Unread("'one' speaks of nothing before it")
        else:
            thing = replace(thing, noun=_meant(thing, found))
        if {other.noun for other in found} == {thing.noun} != {m.ANY}:
            thing = _told(thing)
        for place in (thing.place, thing.outside, *thing.also):
            if place is None:
                continue
            apart = thing.image is not None and place.of.image not in (None, thing.image)
            if apart or (place.relation in {"in", "on"} and place.of.noun == thing.noun):
                raise Unread(f"no {thing.noun} is {place}")
        places = [place for place in (thing.place, *thing.also) if place is not None]
        if len({place for place in places if place.relation in {"in", "on"}}) > 1:
            raise Unread("nothing is in two things at once")
        if any(place.of.noun in SETTINGS and place.of.outside for place in places):
            raise Unread("a setting is nowhere that something is not")
        if thing.noun in SIDES_OF_ALL and thing == m.Thing(thing.noun, definite=True):
            raise Unread(f"the {thing.noun} is no thing")
        kinds = KINDS.get(thing.noun, ())
        if any(" " in p.of.noun and p.of.noun.split()[-1] in kinds for p in places):
            raise Unread(f"'{thing.noun}' may be said to be what its place is")
        if any(place.relation in {"in", "on"} and place.of.noun in SHAPES for place in places):
            raise Unread("how things are arranged is not where they are")
        if thing.place and thing.outside and thing.place.of.noun == thing.outside.of.noun:
            raise Unread(f"no {thing.noun} is both in and out of the {thing.place.of.noun}")
        for named in _all_named(thing):
            if named.noun == "it" or named.noun == m.ONE:
                raise Unread(f"it is not clear what '{named.noun}' is")
            if named.noun == m.ANY and named.plain and named.place is None:
                raise Unread("'thing' does not say which kind of thing")
        return thing

    return with_things(meaning, look)


def _all_named(thing: m.Thing) -> Iterator[m.Thing]:
    """The thing, and those that its places speak of."""
    yield thing
    for place in (thing.place, thing.outside, *thing.also):
        if place is not None:
            yield from _all_named(place.of)


def _another(thing: m.Thing, seen: list[m.Thing]) -> m.Thing:
    """With what ``the other cup`` is another one than: the one that was named before it."""

    def placed(place: m.Place) -> m.Place:
        other = place.other and _another(place.other, seen)
        return replace(place, of=_another(place.of, seen), other=other)

    thing = replace(
        thing,
        place=thing.place and placed(thing.place),
        outside=thing.outside and placed(thing.outside),
        also=tuple(map(placed, thing.also)),
        like=thing.like and _another(thing.like, seen),
        closest=thing.closest and _another(thing.closest, seen),
    )
    if thing.but is not None:
        before = {other for other in seen if other.noun == thing.noun and not other.but}
        told = [
            one
            for one in before
            if one.definite and replace(one, image=None) != m.Thing(one.noun, definite=True)
        ]
        if len(told) != 1 or len(before) > 1 or told[0].image != thing.image:
            raise Unread(f"it does not say than which {thing.noun} it is another one")
        thing = replace(thing, but=told[0])
    seen.append(thing)
    return thing


def _meant(one: m.Thing, before: list[m.Thing]) -> str:
    """The noun of what is set against ``the blue one``: of a thing that has a quality too."""
    like = [thing for thing in before if one.attributes and thing.attributes]
    return (like or before)[0].noun


def _told(thing: m.Thing) -> m.Thing:
    """With its own noun for the one that it stands beside, or has the colour of."""

    def meant(other: m.Thing) -> m.Thing:
        return replace(other, noun=thing.noun) if other.noun == m.ONE else other

    def placed(place: m.Place) -> m.Place:
        return place if place.relation in {"in", "on"} else replace(place, of=meant(place.of))

    return replace(
        thing,
        place=thing.place and placed(thing.place),
        outside=thing.outside and placed(thing.outside),
        also=tuple(map(placed, thing.also)),
        like=thing.like and meant(thing.like),
        closest=thing.closest and meant(thing.closest),
    )
