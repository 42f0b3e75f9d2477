"""Settings: the street, the meadow, the station that a whole picture shows.

What is said to be there is in the picture. Nothing is looked for that a thing could be cut out of:
no detector draws a box round a street that is better than the picture's own edges.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from visprog_planners.grammar import meaning as m
from visprog_planners.grammar.everyday import GROUNDS, SETTINGS
from visprog_planners.grammar.parts import with_stated, with_things


def in_the_picture(meaning: m.Meaning) -> m.Meaning:
    """The same meaning without the one setting that it names.

    Unchanged where it sets two grounds against each other ("on the road or on the grass"), or asks
    what is not there: then the setting is a part of the picture.
    """
    if isinstance(meaning, m.WhichSide) and _bare(meaning.of):
        return replace(meaning, of=replace(m.WHOLE, image=meaning.of.image))
    if isinstance(meaning, m.WhatIs) and _beside_setting(meaning.thing):
        return _what(meaning.thing.noun, meaning.thing.image)
    places = list(_places(meaning))
    named = {place.of.noun for place, _ in places} & (GROUNDS | SETTINGS)
    if len(named) != 1 or not named <= SETTINGS:
        return meaning
    of_it = [(place, left_out) for place, left_out in places if place.of.noun in named]
    if any(left_out or not (is_setting(place) or _is_side(place)) for place, left_out in of_it):
        return meaning
    if isinstance(meaning, m.WhichPlace | m.WhatHolds):
        return meaning
    if isinstance(meaning, m.What) and is_setting(meaning.place):
        return _what(meaning.kind or m.ANY, meaning.place.of.image)
    return with_things(with_stated(meaning, _seen), _moved)


def _what(noun: str, image: int | None) -> m.What | m.WhatAll:
    """What there is of a kind, or of any, in a picture."""
    place = m.Place("in", m.WHOLE if image is None else m.WHOLE.within(image))
    return m.WhatAll(m.Thing(m.ANY, place=place)) if noun == m.ANY else m.What(place, noun)


def _beside_setting(thing: m.Thing) -> bool:
    """``what is next to the road``."""
    to, rest = thing.closest, replace(thing, closest=None)
    beside = to is not None and _bare(to) and not thing.away
    return beside and rest.plain and thing.place is None


def _is_side(place: m.Place) -> bool:
    """``on the left of the stage``."""
    return place.relation in {"left of", "right of"} and _bare(place.of)


def is_setting(place: m.Place) -> bool:
    """Whether a place is in a setting that a whole picture may show."""
    return place.relation in {"in", "on"} and _bare(place.of)


def _bare(thing: m.Thing) -> bool:
    """Whether it is "the road" and no more particular."""
    return thing.noun in SETTINGS and thing.definite and thing.plain and thing.place is None


def _moved(thing: m.Thing) -> m.Thing:
    """The thing, and those that it is told by, in the picture and not in the setting."""
    thing = replace(
        thing,
        also=tuple(_sided(place) for place in thing.also if not is_setting(place)),
        like=thing.like and _moved(thing.like),
        closest=thing.closest and _moved(thing.closest),
    )
    if thing.place is None:
        return thing
    if not is_setting(thing.place):
        return replace(thing, place=_sided(thing.place))
    image = thing.place.of.image if thing.image is None else thing.image
    return replace(thing, place=None, image=image)


def _seen(condition: m.Is) -> m.Condition:
    """That a thing is in the setting: that it is there."""
    if condition.place is None:
        return condition
    if not is_setting(condition.place):
        return replace(condition, place=_sided(condition.place))
    if condition.attributes:
        return replace(condition, place=None)
    thing = replace(condition.thing.at(condition.place), definite=False)
    return m.Compare(m.Count(thing), ">", 0)


def _sided(place: m.Place) -> m.Place:
    """The same place, of the picture where it is a side of the setting."""
    if not _is_side(place):
        return replace(place, of=_moved(place.of), other=place.other and _moved(place.other))
    image = place.of.image
    return replace(place, of=m.WHOLE if image is None else m.WHOLE.within(image))


def _places(value: Any, left_out: bool = False) -> Iterator[tuple[m.Place, bool]]:
    """Every place that is named, and whether it is one where things are not."""
    if isinstance(value, m.Place):
        yield value, left_out
    if isinstance(value, tuple):
        for item in value:
            yield from _places(item, left_out)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _places(getattr(value, field.name), left_out or field.name == "outside")
