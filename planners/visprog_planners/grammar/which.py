"""Questions with a choice: which colour, which side, which of two, of which there is more."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from lark import Token

from visprog_planners.grammar import meaning as m
from visprog_planners.grammar.amounts import parity
from visprog_planners.grammar.everyday import KINDS, SETTINGS
from visprog_planners.grammar.kinds import OfKinds
from visprog_planners.grammar.nouns import UNCHANGED
from visprog_planners.grammar.parts import (
    Claim,
    Look,
    Phrase,
    Unread,
)
from visprog_planners.grammar.phrases import attribute, join
from visprog_planners.grammar.places import RANKS, SIDE_WORDS, THIRDS, side_word
from visprog_planners.grammar.predicates import apart
from visprog_planners.grammar.quantities import has_place, moved
from visprog_planners.grammar.things import told_apart

OPPOSED = (
    {"larger", "smaller"}, {"left", "right"}, {"higher", "lower"}, {"taller", "shorter"},
    {"wider", "narrower"},
)  # fmt: skip
"""Measures that a thing has either one or the other of."""

FURTHER: dict[str, m.Measure] = {
    "left": "left", "right": "right", "top": "higher", "upper": "higher", "bottom": "lower",
    "lower": "lower",
}  # fmt: skip
"""Of two, the one that is at that side."""

ACROSS_AND_DOWN: tuple[tuple[tuple[str, str], m.Relation], ...] = (
    (("left", "right"), "in the middle third of"),
    (("top", "bottom"), "in the middle third down of"),
)
"""The sides of a picture, and the third between them."""

SIZES = frozenset({"big", "large", "small", "little", "tiny", "huge"})

OPPOSITE = ({"above", "below"}, {"left of", "right of"})
"""Sides of a thing, of which another is at one or the other."""


class Which(OfKinds):
    """Questions whose answer is one of several that are named or known."""

    larger_word = "larger"
    """As the question has it: ``bigger``."""

    def what_colour(self, children: list[Any]) -> m.WhatColour:
        phrase, *rest = children
        named = phrase.pictures is not None and phrase.pictures.kind != "index"
        if phrase.plural and not named and phrase.thing.noun not in UNCHANGED:
            raise Unread("it asks for the colour of several things")
        options = tuple(option for part in rest for option in _flat(part))
        return m.WhatColour(self._one(phrase), options)

    def what_colour_there(self, children: list[Any]) -> m.WhatColour:
        phrase, tail = children
        return self.what_colour([self._tailed(phrase, tail)])

    def options(self, children: list[Any]) -> tuple[str, ...]:
        first, rest = children
        return (attribute(first), *rest)

    def more_options(self, children: list[Token]) -> tuple[str, ...]:
        return tuple(attribute(child) for child in children)

    def colour_choice(self, children: list[Any]) -> m.WhatColour:
        phrase, first, rest = children
        if phrase.plural:
            raise Unread(f"it does not say which {phrase.thing.noun} is meant")
        return m.WhatColour(self._one(phrase), (attribute(first), *rest))

    def material_choice(self, children: list[Any]) -> m.WhatColour:
        phrase, *options = children
        return m.WhatColour(self._one(phrase), tuple(map(str, options)))

    def which_side(self, children: list[Any]) -> m.WhichSide:
        first, sides, second = children
        return m.WhichSide(self._one(first), sides, self._one(second))

    def sides(self, children: list[Token]) -> tuple[m.Relation, m.Relation]:
        if "left" in children[0]:
            return ("left of", "right of")
        return ("above", "below")

    def which_side_of(self, children: list[Phrase]) -> m.WhichSide:
        other, thing = children
        return m.WhichSide(self._one(thing), ("left of", "right of"), self._one(other))

    def which_side_whole(self, children: list[Any]) -> m.WhichSide:
        thing = self._one(children[0])
        whole = m.WHOLE if thing.image is None else m.WHOLE.within(thing.image)
        if self.spoken > 1 and thing.image is None:
            raise Unread("it does not say whether it means an image or a side of it")
        return m.WhichSide(thing, ("left of", "right of"), whole)

    def which_corner(self, children: list[Phrase]) -> m.WhichCorner:
        thing = self._one(children[0])
        if self.spoken > 1 and thing.image is None:
            raise Unread("it does not say which image it means")
        return m.WhichCorner(thing)

    def which_place(self, children: list[Any]) -> m.WhichPlace | m.WhichSide:
        phrase, *said = children
        thing = self._one(phrase)
        places = tuple(m.Place(relation, self._some(other)) for relation, other in said)
        sides = {place.relation for place in places}
        if len(places) == 2 and places[0].of == places[1].of and sides in OPPOSITE:
            return m.WhichSide(thing, (places[0].relation, places[1].relation), places[0].of)
        return m.WhichPlace(thing, places)

    def _some(self, phrase: Phrase) -> m.Thing:
        """The thing of a place: the bowl, or any: ``in a bowl or on a plate``."""
        return self._thing(phrase) if phrase.determined == "a" else self._one(phrase)

    def which_way(self, children: list[Any]) -> m.Either:
        first, measure, other, second = children
        if {measure, other} not in OPPOSED:
            raise Unread(f"it can be neither {measure} nor {other}")
        exceeds = m.Exceeds(self._one(first), measure, self._one(second))
        words = {"larger": self.larger_word}
        return m.Either(exceeds, (words.get(measure, measure), words.get(other, other)))

    def in_or_out(self, children: list[Any]) -> m.Either:
        """``is the dog inside or outside the boat``."""
        thing, words, other = children
        first, second = (word.split()[0] for word in words.split(" or "))
        place = m.Place("in", self._one(other))
        inside: m.Condition = m.Is(self._one(thing), place=place)
        out = first in {"outside", "out", "off"}
        return m.Either(m.Not(inside) if out else inside, (first, second))

    def more_there(self, children: list[Any]) -> m.Either:
        """``are there more birds above the cloud or below it``: at which of two places."""
        word, phrase, (relation, of), (other, also) = children
        if phrase.thing.place is not None or phrase.definite:
            raise Unread("it names two places for one thing")
        if also.thing.noun == "it":
            also = of
        if of.pictures is None:
            of = replace(of, pictures=also.pictures)
        if (relation, of.thing) == (other, also.thing):
            raise Unread("it names one place twice")
        here, there = (
            self._count(self._part(phrase, ("place", place)))
            for place in ((relation, of), (other, also))
        )
        if also == of:
            words = (relation.removesuffix(" of"), other.removesuffix(" of"))
        else:
            words = told_apart(self._thing(of), self._thing(also))
        operator: m.Operator = ">" if word.type == "MORE" else "<"
        return m.Either(m.Compare(here, operator, there), words)

    def most_or_most(self, children: list[Any]) -> m.Either:
        """``is the cup the leftmost or the rightmost``."""
        phrase, (_, measure), (_, other) = children
        if {measure, other} not in OPPOSED:
            raise Unread(f"it can be neither {measure} nor {other}")
        is_that = self._outermost(self._one(phrase), measure)
        return m.Either(is_that, (m.SUPERLATIVES[measure], m.SUPERLATIVES[other]))

    def near_or_far(self, children: list[Any]) -> m.Either:
        """``is the dog near or far from the boat``."""
        thing, words, other = children
        near = m.Is(self._one(thing), place=m.Place("near", self._one(other)))
        first = str(words).split()[0]
        return (
            m.Either(m.Not(near), ("far", "near"))
            if first == "far"
            else m.Either(near, (first, "far"))
        )

    def at_or_beside(self, children: list[Any]) -> m.Either:
        """``is the owl in the tree or beside the tree``."""
        phrase, (relation, other), words, same = children
        of = self._thing(other)
        if self._thing(same) != of:
            raise Unread("it is in one thing or beside another")
        place = m.Place(relation, of)
        beside = re.sub(r"^or (is it )?", "", str(words))
        at = m.Is(self._one(phrase), place=place)
        return m.Either(at, (relation.removesuffix(" of"), beside))

    def odd_or_even(self, children: list[Any]) -> m.Either:
        phrases, first, second = children
        if first == second:
            raise Unread("it asks whether a number is one thing or the same")
        return m.Either(parity(first)(self._counted(phrases, [])), (str(first), str(second)))

    def larger(self, children: list[Token]) -> m.Measure:
        self.larger_word = "bigger" if "bigger" in children[0] else "larger"
        return "larger"

    def smaller(self, children: list[Any]) -> m.Measure:
        return "smaller"

    def extent(self, children: list[Token]) -> m.Measure:
        """``taller``, ``closer to the middle``: the measure has the terminal's name."""
        return children[0].type.lower()  # type: ignore[return-value]

    def left(self, children: list[Any]) -> m.Measure:
        return "left"

    def right(self, children: list[Any]) -> m.Measure:
        return "right"

    def higher(self, children: list[Any]) -> m.Measure:
        return "higher"

    def lower(self, children: list[Any]) -> m.Measure:
        return "lower"

    def nearer(self, children: list[Any]) -> m.Measure:
        return "nearer"

    def farther(self, children: list[Any]) -> m.Measure:
        return "farther"

    def pair(self, children: list[Phrase]) -> tuple[Phrase, Phrase]:
        """``the red bowl or the blue one``: a bowl."""
        first, second = children
        if second.thing.noun == m.ONE and second.thing.place is None:
            second = replace(second, thing=replace(second.thing, noun=first.thing.noun))
        return (first, second)

    def several(self, children: list[Phrase]) -> list[Phrase]:
        first, *others = children
        if not first.determined and all(other.determined for other in others):
            raise Unread(f"it names {first.thing.noun} and then the things")
        members = KINDS.get(first.thing.noun, ())
        if all(other.thing.noun in members for other in others):
            raise Unread(f"it names the kind, {first.thing.noun}, and then the things")
        return children

    def which_of(self, children: list[Any]) -> m.WhichOf | m.WhichAmong:
        lists = [c for c in children if isinstance(c, list) and c and isinstance(c[0], Phrase)]
        if lists:
            (phrases,) = lists
            (measure,) = (child for child in children if child is not phrases)
            if isinstance(measure, Token):
                measure = self.post_most([measure])
            measure = measure if isinstance(measure, str) else measure[1]
            return m.WhichAmong(tuple(self._one(phrase) for phrase in phrases), measure)  # type: ignore[arg-type]
        children = [
            self.post_most([child]) if isinstance(child, Token) else child for child in children
        ]
        children = [
            child[1] if isinstance(child, tuple) and child[0] == "most" else child
            for child in children
        ]
        measure = next(child for child in children if isinstance(child, str))
        phrases = [child for child in children if isinstance(child, Phrase)]
        tail = [part for child in children if isinstance(child, list) for part in child]
        for child in children:
            if isinstance(child, tuple):
                phrases += child
        first, second = (self._one(self._tailed(phrase, tail)) for phrase in phrases)
        return m.WhichOf(first, second, measure)  # type: ignore[arg-type]

    def which_nearer(self, children: list[Any]) -> m.WhichOf:
        word, to, pair = children
        return self._which_nearer(pair, word, to)

    def which_nearer_of(self, children: list[Any]) -> m.WhichOf:
        pair, word, to = children
        return self._which_nearer(pair, word, to)

    def _which_nearer(self, pair: tuple[Phrase, Phrase], word: Token, to: Phrase) -> m.WhichOf:
        first, second = (self._one(phrase) for phrase in pair)
        return m.WhichOf(first, second, apart(word), self._one(to))

    def which_ranked(self, children: list[Any]) -> m.WhichAmong:
        """``which is second from the left: the bowl, the plate or the clock``."""
        (phrases,) = (child for child in children if isinstance(child, list))
        word, side = (child for child in children if not isinstance(child, list))
        thing = self._ranked(Phrase(m.Thing(m.ANY)), word, side).thing
        assert thing.most is not None
        if thing.rank > len(phrases):
            raise Unread(f"it names {len(phrases)} things, and asks for one after them")
        return m.WhichAmong(tuple(map(self._one, phrases)), thing.most, thing.rank)

    def which_ranked_most(self, children: list[Any]) -> m.WhichAmong:
        """``which is the second largest: the bowl, the plate or the clock``."""
        (phrases,) = (child for child in children if isinstance(child, list))
        ((_, measure),) = (child for child in children if isinstance(child, tuple))
        (word,) = (child for child in children if isinstance(child, str))
        if word == "LAST":
            raise Unread("it does not say in which order things are counted")
        if RANKS[word] > len(phrases):
            raise Unread(f"it names {len(phrases)} things, and asks for one after them")
        return m.WhichAmong(tuple(map(self._one, phrases)), measure, RANKS[word])

    def which_distant(self, children: list[Any]) -> m.WhichAmong:
        """``which is closest to the tree: the dog, the cat or the horse``."""
        (phrases,) = (child for child in children if isinstance(child, list))
        (word,) = (child for child in children if isinstance(child, Token))
        (to,) = (child for child in children if isinstance(child, Phrase))
        return m.WhichAmong(tuple(map(self._one, phrases)), apart(word), to=self._one(to))

    def which_middle(self, children: list[Any]) -> m.WhichAmong:
        """``which of the three is in the middle``."""
        (phrases,) = (child for child in children if isinstance(child, list))
        if len(phrases) != 3:
            raise Unread("it does not name three things, of which one is in the middle")
        return m.WhichAmong(tuple(map(self._one, phrases)), "left", 2)

    def which_sided(self, children: list[Any]) -> m.WhichOf:
        """``which is on the right, the camera or the cup``: further right than the other."""
        side, phrases = children
        if not all(phrase.definite for phrase in phrases):
            raise Unread("it does not say which of the two is meant")
        first, second = map(self._one, phrases)
        if self.spoken > 1 and first.image is None:
            raise Unread("it does not say whether it means an image or a side of it")
        return m.WhichOf(first, second, FURTHER[side_word(side)])

    def which_holding(self, children: list[Any], operator: m.Operator = ">") -> m.Either:
        """``which has a dog in it, the red boat or the blue boat``."""
        thing, (first, second) = children
        one, other = self._one(first), self._one(second)
        if one == other or {one.noun, other.noun} & {m.WHOLE.noun, *SETTINGS}:
            raise Unread("it does not say which of the two is meant")
        held = replace(self._thing(thing), definite=False)
        if held.place is not None:
            raise Unread("it names two places for one thing")
        there = m.Compare(m.Count(held.at(m.Place("in", one))), operator, 0)
        return m.Either(there, told_apart(one, other))

    def which_without(self, children: list[Any]) -> m.Either:
        """``which is without a dog, the red boat or the blue boat``."""
        return self.which_holding(children, "==")

    def which_has(self, children: list[Any]) -> m.Either:
        """``which is red, the chair or the couch``."""
        look, (first, second) = children
        if isinstance(look, Token):
            look = Look((attribute(look),))
        if not isinstance(look, Look):
            raise Unread("it does not say which of the two is meant")
        one, other = self._one(first), self._one(second)
        if look == Look(("empty",)):
            held = m.Thing(m.ANY, place=m.Place("in", one))
            return m.Either(m.Compare(m.Count(held), "==", 0), told_apart(one, other))
        return m.Either(self._looks("the", first, look), told_apart(one, other))

    def which_at(self, children: list[Any]) -> m.Either:
        """``which is under the table, the small dog or the big one``."""
        (relation, of), (first, second) = children
        one, other = self._one(first), self._one(second)
        if one.noun != other.noun or not (one.most or SIZES & {*one.attributes}):
            raise Unread("it asks what is at a place")
        at = m.Is(one, place=m.Place(relation, self._one(of)))
        return m.Either(at, told_apart(one, other))

    def which_holds(self, children: list[Any]) -> m.Either:
        """``which has a bird in it, the tree or the house``."""
        ((first, second),) = (child for child in children if isinstance(child, tuple))
        (claim,) = (child for child in children if isinstance(child, Claim))
        one, other = self._one(first), self._one(second)
        if has_place(claim.condition) or one == other:
            raise Unread("it does not say what is in which of the two")
        place = m.Place("in", one)
        return m.Either(moved(self._settled(claim), place), told_apart(one, other))

    def which_holds_more(self, children: list[Any]) -> m.Either:
        """``which has more birds in it, the tree or the house``."""
        ((first, second),) = (child for child in children if isinstance(child, tuple))
        (word,) = (child for child in children if isinstance(child, Token))
        (phrase,) = (child for child in children if isinstance(child, Phrase))
        one, other = self._one(first), self._one(second)
        if phrase.definite or phrase.thing.place is not None or one == other:
            raise Unread("it does not say what is in which of the two")
        here, there = (
            self._count(replace(phrase, thing=phrase.thing.at(m.Place("in", of))))
            for of in (one, other)
        )
        operator: m.Operator = ">" if word.type == "MORE" else "<"
        return m.Either(m.Compare(here, operator, there), told_apart(one, other))

    def which_like(self, children: list[Any]) -> m.Either:
        """``which is the same colour as the hat, the dress or the shirt``."""
        (different,) = (child for child in children if isinstance(child, bool))
        (to,) = (child for child in children if isinstance(child, Phrase))
        (pair,) = (child for child in children if isinstance(child, list | tuple))
        one, other, of = (self._one(phrase) for phrase in (*pair, to))
        if of in {one, other}:
            raise Unread("it compares a thing with itself")
        return m.Either(m.Alike(one, of, different), told_apart(one, other))

    def which_there(self, children: list[Any], operator: m.Operator = ">") -> m.Either:
        """``which is there, a cat or a dog``: one of them is."""
        *tails, pair = children
        tail = [part for found in tails for part in found]
        first, second = (
            replace(self._thing(self._tailed(phrase, tail)), definite=False) for phrase in pair
        )
        if first == second:
            raise Unread("it compares a thing with itself")
        return m.Either(m.Compare(m.Count(first), operator, 0), told_apart(first, second))

    def which_absent(self, children: list[Any]) -> m.Either:
        """``which is missing, the bread or the cheese``."""
        return self.which_there(children, "==")

    def which_has_of(self, children: list[Any]) -> m.Either:
        pair, look, *_ = children
        return self.which_has([look, pair])

    def which_depth(self, children: list[Any]) -> m.WhichSide:
        first, *_, second = children
        return m.WhichSide(self._one(first), ("in front of", "behind"), self._one(second))

    def _more_of(self, phrases: Any, tail: list[Any], operator: Any) -> m.MoreOf:
        first, second = (self._tailed(phrase, tail) for phrase in phrases)
        first = join(first, second)
        one, other = (replace(self._thing(phrase), definite=False) for phrase in (first, second))
        return m.MoreOf(one, other, operator)

    def more_of_these(self, children: list[Any], operator: str = ">") -> m.MoreOf:
        phrases = [child for child in children if isinstance(child, Phrase)]
        tail = [part for child in children if isinstance(child, list) for part in child]
        return self._more_of(phrases, tail, operator)

    def fewer_of_these(self, children: list[Any]) -> m.MoreOf:
        return self.more_of_these(children, "<")

    def more_of_pair_first(self, children: list[Any], operator: Any = ">") -> m.MoreOf:
        phrases, *rest = children
        tail = [part for child in rest if isinstance(child, list) for part in child]
        return self._more_of(phrases, tail, operator)

    def fewer_of_pair_first(self, children: list[Any]) -> m.MoreOf:
        return self.more_of_pair_first(children, "<")

    def more_of_pair(self, children: list[Any], operator: str = ">") -> m.MoreOf:
        tail = [part for child in children if isinstance(child, list) for part in child]
        return self._more_of(children[-1], tail, operator)

    def fewer_of_pair(self, children: list[Any]) -> m.MoreOf:
        return self.more_of_pair(children, "<")

    def which_side_more(self, children: list[Any]) -> m.Either:
        """``on which side of the tree are there more dogs``."""
        *other, word, phrase = children
        if self.spoken > 1 and not other:
            raise Unread("it does not say whether it means an image or a side of it")
        of = self._one(other[0]) if other else m.WHOLE
        return self._more_on(("left", "right"), of, word, phrase)

    def which_half_more(self, children: list[Any]) -> m.Either:
        """``which half has more birds, the top or the bottom``."""
        word, phrase, halves = children
        if self.spoken > 1:
            raise Unread("it does not say whether it means an image or a side of it")
        first, second = (side for side in str(halves).split() if side in SIDE_WORDS)
        return self._more_on((first, second), m.WHOLE, word, phrase)

    def _more_on(
        self, sides: tuple[str, str], of: m.Thing, word: Token, phrase: Phrase
    ) -> m.Either:
        first, second = (
            self._count(self._part(phrase, ("place", (SIDE_WORDS[side], Phrase(of)))))
            for side in sides
        )
        operator: m.Operator = ">" if word.type in {"MORE", "MOST"} else "<"
        return m.Either(m.Compare(first, operator, second), sides)

    def which_half(self, children: list[Any]) -> m.Either | m.WhichSide:
        """``in the upper half or in the lower half``."""
        phrase, *sides = children
        words = [side_word(side) for side in sides]
        if self.spoken > 1 and phrase.pictures is None:
            raise Unread("it does not say whether it means an image or a side of it")
        thing = self._one(phrase)
        if set(words) == {"left", "right"}:
            return self.which_side_whole([phrase])
        place = m.Place(SIDE_WORDS[words[0]], m.WHOLE)
        return m.Either(m.Is(thing, place=place), (words[0], words[1]))

    def which_third(self, children: list[Any]) -> m.WhichPlace:
        """``on the left, in the middle or on the right``."""
        phrase, *parts = children
        words = {"middle" if p.type == "IN_MIDDLE" else side_word(p) for p in parts}
        thing = self._one(phrase)
        if self.spoken > 1 and thing.image is None:
            raise Unread("it does not say whether it means an image or a part of it")
        for sides, middle in ACROSS_AND_DOWN:
            if words == {*sides, "middle"}:
                relations = (THIRDS[sides[0]], middle, THIRDS[sides[1]])
                return m.WhichPlace(thing, tuple(m.Place(one, m.WHOLE) for one in relations))
        raise Unread("these are not three parts of an image")


def _flat(options: Any) -> tuple[str, ...]:
    return (attribute(options),) if isinstance(options, Token) else options
