"""Quantities: how many there are, more than, altogether."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, pairwise
from typing import Any, Literal

from lark import Token

from visprog_planners.grammar import meaning as m
from visprog_planners.grammar.depicted import SHARES
from visprog_planners.grammar.everyday import AROUND, CONTENTS, GENERAL, HOLDERS, KINDS, SETTINGS
from visprog_planners.grammar.nouns import HANDS
from visprog_planners.grammar.parts import (
    Claim,
    Look,
    Phrase,
    Pictures,
    Unread,
    negated,
    with_counts,
    with_says,
    with_things,
)
from visprog_planners.grammar.phrases import Phrases, attribute, join
from visprog_planners.grammar.places import SIDE_WORDS
from visprog_planners.grammar.signs import PARTS

THE_ONE = m.Thing(m.ONE, definite=True)

APART = frozenset({"either", "neither"})
"""What says of some pictures that each stands for itself."""


class Quantities(Phrases):
    """How many there are of things, and the pictures in which a claim should hold."""

    # ---- quantities

    def _counted(self, phrases: list[Phrase], tail: list[Any]) -> m.Quantity:
        if any(part.definite and not part.plural for part in phrases[1:]) and (
            phrases[0].thing.place is not None
        ):
            raise Unread("it does not say whether a thing is counted or is where others are")
        counts = []
        for phrase in phrases:
            phrase = self._tailed(phrase, tail)
            pictures = phrase.pictures
            if pictures is not None and pictures.word == "both" and self._several() != 2:
                raise Unread("it speaks of both images, and there are not two")
            if pictures is not None and pictures.kind == "every":
                if pictures.word in {"each", "every"}:
                    raise Unread("it asks for one number for each image")
                self._several()
                phrase = replace(phrase, pictures=None)
            counts.append(self._count(phrase))
        return counts[0] if len(counts) == 1 else m.Sum(tuple(counts))

    def _count(self, phrase: Phrase) -> m.Quantity:
        """How many there are of a phrase's things, without those that it leaves out."""
        pictures = phrase.pictures
        if pictures is not None and pictures.kind == "these" and pictures.word not in APART:
            if pictures.word in {"each", "every"}:
                raise Unread("it asks for one number for each image")
            bare = replace(phrase, pictures=None)
            every = (replace(bare, thing=bare.thing.within(index)) for index in pictures.these)
            return m.Sum(tuple(map(self._count, every)))
        thing = replace(self._thing(phrase), definite=False)
        if phrase.besides and thing.noun == m.ANY and thing.plain and thing.place is None:
            thing = thing.at(m.Place("in", m.WHOLE))  # all that there is, without those
        count: m.Quantity = m.Count(thing)
        for besides in phrase.besides:
            look = Look(besides.attributes, besides.either, besides.never)
            left_out = look.on(replace(thing, noun=besides.noun, most=besides.most))
            count = m.Difference(count, m.Count(left_out))
        return count

    def how_many(self, children: list[Any]) -> m.HowMany:
        phrases, *rest = children
        tail: list[Any] = []
        for child in rest:
            if isinstance(child, Token):
                child = Look((attribute(child),))
            if isinstance(child, Look):
                phrases = [self._part(phrase, child) for phrase in phrases]
            elif isinstance(child, Pictures):
                tail.append(child)
            else:
                tail += child
        return m.HowMany(self._counted(phrases, tail))

    def topic(self, children: list[Any]) -> Any:
        """``the picture shows some cows: how many?``"""
        pictures = [child for child in children if isinstance(child, Pictures)]
        phrases, *tails = [child for child in children if isinstance(child, list)]
        tail = [*pictures, *(tails[0] if tails else [])]
        return [self._tailed(phrase, tail) for phrase in phrases]

    def how_many_at(self, children: list[Any]) -> m.HowMany:
        """``how many animals are on either the bed or the couch``."""
        phrases, *places = children
        return m.HowMany(
            m.Sum(tuple(self._counted(phrases, [("place", at)]) for at in self.places(places)))
        )

    def how_many_at_both(self, children: list[Any]) -> m.HowMany:
        """``how many animals are on the bed and the couch``: on each of them."""
        if not {"in", "on"}.issuperset(child for child in children if isinstance(child, str)):
            raise Unread("what is at both places is counted once")
        return self.how_many_at(children)

    def places(self, children: list[Any]) -> list[tuple[m.Relation, Phrase]]:
        """Places from relations and things; a thing without one has that of the thing before."""
        found = []
        for child in children:
            if isinstance(child, str):
                relation: Any = child
            else:
                found.append((relation, child))
        return found

    def how_many_beside(self, children: list[Any]) -> m.HowMany:
        phrases, other, side = children
        return m.HowMany(self._counted(phrases, [self.post_beside([other, side])]))

    def how_many_beside_both(self, children: list[Any]) -> m.HowMany:
        """``how many dogs have both the tree and the house to their left``."""
        phrases, first, second, side = children
        at = [self.post_beside([other, side])[1] for other in (first, second)]
        return m.HowMany(self._counted(phrases, [("places", at)]))

    def how_many_after(self, children: list[Any]) -> m.HowMany:
        """``how many cars minus one``."""
        phrases, step, number = children
        count = self._counted(phrases, [])
        if step == "plus":
            return m.HowMany(m.Sum((count, number)))
        return m.HowMany(m.Difference(count, number))

    def how_many_short(self, children: list[Any]) -> m.HowMany:
        """``how many cars are missing to make five``."""
        phrases, number = children
        return m.HowMany(m.Difference(number, self._counted(phrases, [])))

    def how_many_of_two(self, children: list[Any]) -> m.HowMany:
        """``are there two cars or three?``"""
        return m.HowMany(self._count(children[1]))

    def how_many_kinds(self, children: list[Any]) -> m.HowMany:
        return m.HowMany(self._distinct(children, "kind"))

    def how_many_colours(self, children: list[Any]) -> m.HowMany:
        return m.HowMany(self._distinct(children, "colour"))

    def _distinct(self, children: list[Any], by: Literal["kind", "colour"]) -> m.Distinct:
        """How many kinds, or colours, there are of some things."""
        phrases, *tails = [child for child in children if not isinstance(child, Token)]
        phrases = phrases if isinstance(phrases, list) else [phrases]
        if len(phrases) > 1:
            raise Unread("it asks how many different ones there are of several things")
        phrase = self._tailed(phrases[0], tails[0] if tails else [])
        if phrase.pictures is not None and phrase.pictures.kind not in {"index", "last", "whole"}:
            raise Unread("it asks for one answer about several images")
        thing = replace(self._thing(phrase), definite=False)
        if phrase.besides or (by == "kind" and (thing.noun not in KINDS or not thing.plain)):
            raise Unread(f"the kinds of '{thing.noun}' are not known")
        return m.Distinct(thing, by)

    def how_many_held(self, children: list[Any]) -> m.HowMany:
        phrases, holder = children
        return m.HowMany(self._counted(phrases, [("place", ("in", holder))]))

    def how_many_holding(self, children: list[Any]) -> m.HowMany:
        """``how many trees have owls in them``, and ``how many owls has the tree in it``."""
        phrases, held = children
        if held.definite:
            return self.how_many_held(children)
        if any(phrase.thing.noun in HANDS for phrase in phrases):
            raise Unread("what somebody holds is not what is in something")
        return m.HowMany(self._counted(phrases, [self.post_with([held])]))

    def how_many_holding_so_many(self, children: list[Any]) -> m.HowMany:
        """``how many nests have two eggs in them``."""
        phrases, *said = children
        return m.HowMany(self._counted(phrases, [self.post_with_number(said)]))

    def how_many_without(self, children: list[Any]) -> m.HowMany:
        phrases, held = children
        return m.HowMany(self._counted(phrases, [self.post_without([held])]))

    def how_many_keeping(self, children: list[Any]) -> m.HowMany:
        """``how many trees have owls``, and not ``how many cars have wheels``."""
        phrases, held = children
        if held.definite and held.thing.place is not None:
            raise Unread("it says where a thing is, and not what has how many")
        if held.definite:
            return self.how_many_held(children)
        for phrase in phrases:
            kept(held.thing, phrase.thing)
        return self.how_many_holding(children)

    def how_many_lacking(self, children: list[Any]) -> m.HowMany:
        phrases, held = children
        for phrase in phrases:
            kept(held.thing, phrase.thing)
        return self.how_many_without(children)

    def how_many_kept(self, children: list[Any]) -> m.HowMany:
        """``how many passengers does the bus have``, and not ``how many wheels``."""
        phrases, holder = children
        for phrase in phrases:
            kept(phrase.thing, holder.thing)
        return self.how_many_held(children)

    def predicated(self, children: list[Look]) -> Look:
        return children[0]

    def how_far_apart(self, children: list[Any]) -> m.HowMany:
        first, second = self._two(children)
        return m.HowMany(m.Apart(first, second))

    def how_many_more(self, children: list[Any]) -> m.HowMany:
        first, second = self._two(children[1:])
        return m.HowMany(m.Difference(first, second))

    def how_many_fewer(self, children: list[Any]) -> m.HowMany:
        first, second = self._two(children[1:])
        return m.HowMany(m.Difference(second, first))

    def _two(self, children: list[Any]) -> tuple[m.Quantity, m.Quantity]:
        """Two counts from a phrase, another phrase or picture, and what stands around them."""
        first, *rest = children
        second: Any = None
        for child in rest:
            if isinstance(child, list) and child and isinstance(child[0], Phrase):
                second = child  # "than cars and buses together"
            elif isinstance(child, list):
                if second is None:
                    first = self._tailed(first, child)
                else:
                    first = self._tailed(first, child)
                    if isinstance(second, Phrase):
                        second = self._tailed(second, child)
            elif isinstance(child, Pictures) and second is None and child is not rest[-1]:
                first = replace(first, pictures=child)
            else:
                second = child
        return self._compared(first, second)

    def _compared(self, first: Phrase, second: Any) -> tuple[m.Quantity, m.Quantity]:
        """Two counts; the second may be said by its picture or its place alone."""
        if isinstance(second, Pictures) and second.kind == "others":
            second = self._others(first.pictures, second)
        if isinstance(second, list):
            return self._count(first), self._counted(second, [])
        if isinstance(second, Phrase) and replace(second.thing, definite=True) == THE_ONE:
            second = second.pictures  # "than the one on the right", of two pictures
            if second is None:
                raise Unread("'one' speaks of nothing before it")
        if isinstance(second, Pictures):
            second = replace(first, pictures=second)
        elif isinstance(second, tuple):
            second = self._elsewhere(first, *second)
        elif second is not None:
            one = second.definite and not second.plural and second.pictures is None
            if one and first.plural and second.thing.noun == m.ONE and second.thing.attributes:
                raise Unread("'the one' is no number of things")
            if one and second.thing.noun in HOLDERS:
                raise Unread(f"'the {second.thing.noun}' is no number of things")
            first = join(first, _unplaced(second) if _told_apart(second) else second)
        assert second is not None
        return self._count(first), self._count(second)

    def _others(self, named: Pictures | None, others: Pictures) -> Pictures:
        """All the pictures but those that are named."""
        if named is None or named.kind not in {"index", "last", "these"} or named.word in APART:
            raise Unread("it does not say which images are the others")
        these = named.these if named.kind == "these" else (self._picture(named),)
        left = tuple(index for index in range(self._several()) if index not in these)
        if len(left) < 2 or others.index not in {0, len(left)}:
            raise Unread(f"it does not speak of the {len(left)} other images")
        return Pictures("these", word="together", these=left)

    def _elsewhere(self, first: Phrase, kind: str, detail: Any) -> Phrase:
        """The first phrase's things at another place, or not at its own."""
        thing = replace(first.thing, place=None, outside=None)
        if kind == "out" and detail is None:
            if first.thing.place is None:
                raise Unread("'it' speaks of nothing before it")
            return replace(first, thing=replace(thing, outside=first.thing.place))
        place = first.thing.place
        if kind == "side" and place is not None and place.of != m.WHOLE and self.given < 2:
            kind, detail = "place", (SIDE_WORDS[detail], Phrase(place.of))
        elif kind == "place" and detail[1].thing.noun == "it":
            if place is None:
                raise Unread("'it' speaks of nothing before it")
            detail = (detail[0], Phrase(place.of))
        return self._part(replace(first, thing=thing), (kind, detail))

    def _everywhere_equal(self, thing: m.Thing, these: Sequence[int] = ()) -> m.Condition:
        """That there are as many of a thing in every picture, or every one of some, as in the
        first."""
        every = these or range(self._several())
        first, *others = (m.Count(thing.within(index)) for index in every)
        parts = tuple(m.Compare(first, "==", other) for other in others)
        return parts[0] if len(parts) == 1 else m.Both("and", parts)

    def _settled(self, claim: Claim) -> m.Condition:
        """The condition that the claim makes about its pictures."""
        pictures, condition = claim.pictures, claim.condition
        if isinstance(condition, m.Not) and of_itself(condition.part):
            return negated(self._settled(replace(claim, condition=condition.part)))
        if of_itself(condition):
            if pictures is not None and pictures.kind == "these" and pictures.word in {"run", ""}:
                return self._everywhere_equal(condition.first.thing, pictures.these)  # type: ignore[union-attr]
            across = pictures is not None and pictures.kind in {"whole", "every"}
            if pictures is None or not across or pictures.word in {"", "each", "every"}:
                raise Unread("it compares a number with itself")
            if pictures.word == "both" and self._several() != 2:
                raise Unread("it speaks of both images, and there are not two")
            return self._everywhere_equal(condition.first.thing)  # type: ignore[union-attr]
        if pictures is not None and pictures.word == "images" and stated(condition):
            pictures = Pictures("every", word="all")
        if pictures is None or pictures.kind == "whole":
            return condition
        if pictures.kind in {"index", "last"}:
            return within(condition, self._picture(pictures))
        count = self._several()
        if pictures.word == "both" and count != 2:
            raise Unread("it speaks of both images, and there are not two")
        each = tuple(within(condition, index) for index in range(count))
        if pictures.kind == "every":
            return m.Both("and", each)
        if pictures.kind == "these" and pictures.word in {"run", "together"}:
            return self._of_some(condition, pictures)
        if pictures.kind == "these" and pictures.word == "neither":
            return negated(m.Both("or", tuple(each[index] for index in pictures.these)))
        if pictures.kind == "these":
            word: Literal["and", "or"] = "or" if pictures.word == "either" else "and"
            return m.Both(word, tuple(each[index] for index in pictures.these))
        if pictures.amount is not None:
            return pictures.amount(m.Sum(each))
        if pictures.kind == "most":
            return m.Compare(m.Times(2, m.Sum(each)), ">", count)
        if pictures.kind in {"one", "but one"}:
            return m.Compare(m.Sum(each), "==", 1 if pictures.kind == "one" else count - 1)
        either = m.Both("or", each)
        return negated(either) if pictures.kind == "none" else either

    def _of_some(self, condition: m.Condition, pictures: Pictures) -> m.Condition:
        """What is claimed of all that is in some pictures: ``five dogs in the last two``."""
        every = tuple(within(condition, index) for index in pictures.these)
        if none(condition):
            return m.Both("and", every)
        if stated(condition) or (existing(condition) and pictures.word == "run"):
            raise Unread("it may be so in each of those images or in any")

        def summed(count: m.Count) -> m.Quantity:
            if count.thing.image is not None:
                return count
            return m.Sum(tuple(m.Count(count.thing.within(index)) for index in pictures.these))

        return with_counts(condition, summed)

    def two_equal(self, children: list[Phrase]) -> Claim:
        """``any two images have the same number of dogs``."""
        counts = self._in_each(children[0])
        pairs = tuple(m.Compare(one, "==", other) for one, other in combinations(counts, 2))
        return Claim(pairs[0] if len(pairs) == 1 else m.Both("or", pairs))

    def in_order(self, children: list[Any]) -> Claim:
        """``the number of dogs grows from image to image``."""
        phrase, word = children
        operator: m.Operator = "<" if word.startswith("grow") else ">"
        steps = tuple(
            m.Compare(one, operator, other) for one, other in pairwise(self._in_each(phrase))
        )
        return Claim(steps[0] if len(steps) == 1 else m.Both("and", steps))

    def _in_each(self, phrase: Phrase) -> list[m.Quantity]:
        """How many there are in each picture."""
        if phrase.pictures is not None:
            raise Unread("it compares the images and names one")
        thing = replace(phrase.thing, definite=False)
        return [
            self._count(replace(phrase, thing=thing.within(index)))
            for index in range(self._several())
        ]

    def how_many_images_not(self, children: list[Any]) -> m.HowMany:
        claim: Claim = children[0]
        return self.how_many_images([replace(claim, condition=negated(claim.condition))])

    def extreme_number(self, children: list[Any]) -> m.HowMany:
        """``the largest number of sheep in any one picture``."""
        word, phrase, *named = children
        pictures = named[0] if named else phrase.pictures
        if pictures is None:
            raise Unread("it does not say in which image they are counted")
        phrase = replace(phrase, pictures=None)
        if "number" not in word.split() or pictures.kind not in {"any", "amount"}:
            raise Unread("it does not say in which image they are counted")
        each = tuple(
            self._count(replace(phrase, thing=phrase.thing.within(index)))
            for index in range(self._several())
        )
        return m.HowMany(m.Extreme(each, "max" if word.type == "MOST" else "min"))

    def how_many_of_run(self, children: list[Any]) -> m.HowMany:
        """``how many of the first three images show a dog``."""
        pictures, claim = children
        each = (
            self._settled(replace(claim, pictures=Pictures("index", index)))
            for index in pictures.these
        )
        return m.HowMany(m.Sum(tuple(each)))

    def how_many_images(self, children: list[Any]) -> m.HowMany:
        claim: Claim = children[0]
        each = tuple(
            self._settled(replace(claim, pictures=Pictures("index", index)))
            for index in range(self._several())
        )
        return m.HowMany(m.Sum(each))


def kept(thing: m.Thing, holder: m.Thing) -> None:
    """That what a thing has is in or on it, as what people know to be there is."""
    if holder.noun == "sign" and thing.noun in PARTS:
        return
    usual = {*CONTENTS.get(holder.noun, GENERAL)} if holder.noun in HOLDERS else set()
    usual |= {*AROUND.get(holder.noun, ())}
    if thing.noun != m.ANY and not usual & {thing.noun, *KINDS.get(thing.noun, ())}:
        raise Unread(f"what a {holder.noun} has need not be in it")


def _told_apart(phrase: Phrase) -> bool:
    """``the people in the boat``: their place is theirs alone, unless it is the picture's."""
    place = phrase.thing.place
    elsewhere = place is not None and place.of.noun not in SETTINGS and place.of != m.WHOLE
    return phrase.definite and phrase.plural and elsewhere


def _unplaced(phrase: Phrase) -> Phrase:
    return replace(phrase, thing=replace(phrase.thing, place=None))


def share(quantity: str, thing: m.Thing, narrowed: m.Thing) -> m.Condition:
    """That all, any or none of the things are the narrowed ones."""
    return shared(quantity, m.Count(thing), m.Count(narrowed))


def shared(quantity: str, every: m.Quantity, some: m.Quantity) -> m.Condition:
    """That all, any or none are some."""
    if quantity == "any":
        return m.Compare(some, ">", 0)
    if quantity == "no":
        return m.Compare(some, "==", 0)
    if quantity in SHARES:
        return m.Compare(m.Times(2, some), SHARES[quantity], every)
    return m.Both("and", (m.Compare(every, ">", 0), m.Compare(some, "==", every)))


def moved(condition: m.Condition, place: m.Place) -> m.Condition:
    """The condition, of things at a place."""
    return with_things(condition, lambda thing: thing.at(place))


def within(condition: m.Condition, image: int) -> m.Condition:
    """The condition, of one picture."""
    condition = with_says(condition, image)
    return with_things(condition, lambda thing: thing.within(image))


def existing(condition: m.Condition) -> bool:
    """Whether it, or a part of it, says that there is something."""
    if isinstance(condition, m.Both):
        return any(map(existing, condition.parts))
    return isinstance(condition, m.Compare) and condition.operator == ">" and condition.second == 0


def none(condition: m.Condition) -> bool:
    """Whether it says that there is none of something."""
    return isinstance(condition, m.Compare) and condition.operator == "==" and condition.second == 0


def stated(condition: m.Condition) -> bool:
    """Whether it, or a part of it, says something of a thing that is taken for granted."""
    if isinstance(condition, m.Both):
        return any(map(stated, condition.parts))
    if isinstance(condition, m.Not):
        return stated(condition.part)
    return isinstance(condition, m.Is | m.Exceeds | m.IsKind)


def limit(children: list[Any]) -> int:
    return next(child for child in children if isinstance(child, int))


def of_itself(condition: m.Condition) -> bool:
    """Whether it compares a number with itself, or says that this is not so."""
    if isinstance(condition, m.Not):
        return of_itself(condition.part)
    return isinstance(condition, m.Compare) and condition.first == condition.second


def place_of(condition: object) -> m.Place | None:
    """The place of the last thing that a condition speaks of."""
    found: list[m.Place | None] = []

    def look(thing: m.Thing) -> m.Thing:
        found.append(thing.place)
        return thing

    with_things(condition, look)
    return found[-1] if found else None


def has_place(condition: m.Condition) -> bool:
    found = []

    def look(thing: m.Thing) -> m.Thing:
        found.append(thing.place is not None)
        return thing

    with_things(condition, look)
    return any(found)
