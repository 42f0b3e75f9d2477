"""From one derivation of the grammar to its meaning: the whole questions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

from lark import Token

from visprog_planners.grammar import meaning as m
from visprog_planners.grammar import nouns
from visprog_planners.grammar.amounts import parity
from visprog_planners.grammar.everyday import KINDS
from visprog_planners.grammar.nouns import UNCHANGED
from visprog_planners.grammar.parts import (
    Claim,
    Look,
    Phrase,
    Pictures,
    Unread,
    negated,
    with_things,
)
from visprog_planners.grammar.phrases import SIDE_WORDS, attribute, join, side_word
from visprog_planners.grammar.predicates import Predicates
from visprog_planners.grammar.quantities import place_of

WAYS: dict[str, Literal["points", "boxes", "masks"]] = {
    "POINT_AT": "points", "WHERE": "points", "FIND": "boxes", "SEGMENT": "masks",
}  # fmt: skip
"""How what is found is shown, by the verb."""


class Derivation(Predicates):
    """Turns one parse tree into a meaning."""

    larger_word = "larger"
    """As the question has it: ``bigger``."""

    def in_image(self, children: list[Any]) -> m.Meaning:
        """``in the left image, is there a dog``: the whole question, of those pictures."""
        pictures, meaning = children
        if isinstance(meaning, m.WhichImage):
            raise Unread("it asks for an image and names one")
        if pictures.kind == "whole":
            return meaning  # type: ignore[no-any-return]
        if isinstance(meaning, m.Whether):
            return m.Whether(self._settled(Claim(meaning.condition, pictures)))
        if pictures.kind not in {"index", "last"}:
            raise Unread("it asks for one answer about several images")
        index = self._picture(pictures)
        return with_things(meaning, lambda thing: thing.within(index))  # type: ignore[no-any-return]

    def at_place(self, children: list[Any]) -> m.Meaning:
        """``in the boat, how many people are there``: everything it speaks of is there."""
        (relation, other), meaning = children
        place = m.Place(relation, self._thing(other), other.pair)
        if not isinstance(meaning, m.HowMany | m.Whether | m.Find) or place_of(meaning) is not None:
            raise Unread("it does not say what of the question is at that place")
        return with_things(meaning, lambda thing: thing.at(place))

    def besides_first(self, children: list[Any]) -> m.Meaning:
        """``apart from the horse, how many animals are there``."""
        others, meaning = children
        for other in others:
            meaning = self.narrowed(meaning, ("besides", other))
        return meaning  # type: ignore[no-any-return]

    def among_first(self, children: list[Any]) -> m.Meaning:
        group, meaning = children
        return self.narrowed(meaning, ("among", group))  # type: ignore[no-any-return]

    def in_total(self, children: list[Any]) -> m.Meaning:
        """``taken together, how many cows and pigs are there``."""
        return children[-1]  # type: ignore[no-any-return]

    def offered(self, children: list[Any]) -> m.Meaning:
        """``how many are there: one, two or three``."""
        return children[0]  # type: ignore[no-any-return]

    # ---- which and what

    def what_colour(self, children: list[Any]) -> m.WhatColour:
        phrase, *rest = children
        if phrase.plural and phrase.pictures is None and phrase.thing.noun not in UNCHANGED:
            raise Unread("it asks for the colour of several things")
        options = tuple(option for part in rest for option in _flat(part))
        return m.WhatColour(self._one(phrase), options)

    def what_colour_there(self, children: list[Any]) -> m.WhatColour:
        phrase, tail = children
        return self.what_colour([self._tailed(phrase, tail)])

    def whether_both(self, children: list[Any]) -> m.Whether:
        """``does the sign say open, and is there a cat``."""
        parts = tuple(self._settled(claim) for claim in children)
        return m.Whether(m.Both("and", parts))

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

    def which_place(self, children: list[Any]) -> m.WhichPlace:
        phrase, *places = children
        thing = self._one(phrase)
        return m.WhichPlace(
            thing, tuple(m.Place(relation, self._one(other)) for relation, other in places)
        )

    def which_way(self, children: list[Any]) -> m.Either:
        first, measure, other, second = children
        if {measure, other} not in ({"larger", "smaller"}, {"left", "right"}, {"higher", "lower"}):
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
        return (children[0], children[1])

    def several(self, children: list[Phrase]) -> list[Phrase]:
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
        _, to, pair = children
        return self._which_nearer(pair, to)

    def which_nearer_of(self, children: list[Any]) -> m.WhichOf:
        pair, _, to = children
        return self._which_nearer(pair, to)

    def _which_nearer(self, pair: tuple[Phrase, Phrase], to: Phrase) -> m.WhichOf:
        first, second = (self._one(phrase) for phrase in pair)
        return m.WhichOf(first, second, "nearer", self._one(to))

    def which_has(self, children: list[Any]) -> m.Either:
        """``which is red, the chair or the couch``."""
        look, (first, second) = children
        if isinstance(look, Token):
            look = Look((attribute(look),))
        if not isinstance(look, Look):
            raise Unread("it does not say which of the two is meant")
        one, other = self._one(first), self._one(second)
        return m.Either(self._looks("the", first, look), (one.noun, other.noun))

    def which_has_of(self, children: list[Any]) -> m.Either:
        pair, look, *_ = children
        return self.which_has([look, pair])

    def what_furthest(self, children: list[Token]) -> m.WhatIs:
        measure = self.post_most(children)[1]
        return m.WhatIs(m.Thing(m.ANY, definite=True, most=measure))

    def what_ranked(self, children: list[Any]) -> m.WhatIs:
        """``which animal is second from the left``."""
        *kind, word, side = children
        thing = self._kind_or_any(kind)
        return m.WhatIs(self._ranked(Phrase(thing), word, side).thing)

    def which_depth(self, children: list[Any]) -> m.WhichSide:
        first, *_, second = children
        return m.WhichSide(self._one(first), ("in front of", "behind"), self._one(second))

    def what_nearest(self, children: list[Any]) -> m.WhatIs:
        *kind, _, other = children
        to = self._one(other)
        return m.WhatIs(replace(self._kind_or_any(kind), closest=to, image=to.image))

    def most_of_kind(self, children: list[Any]) -> m.MostOfKind:
        kind, word, *tails = children
        phrase = self._tailed(Phrase(m.Thing(kind)), tails[0] if tails else [])
        thing = self._thing(phrase)
        if kind not in KINDS or not thing.plain:
            raise Unread(f"'{kind}' is not among the kinds that it can list")
        if thing.image is None:
            self._single()
        return m.MostOfKind(thing, "<" if word.type == "FEWEST" else ">")

    def which_colours(self, children: list[Any]) -> m.WhichColours:
        phrases, *tails = [child for child in children if isinstance(child, list)]
        if tails:
            phrases = [self._tailed(phrase, tails[0]) for phrase in phrases]
        if len(phrases) > 1 or not phrases[0].plural:
            raise Unread("it asks for the colours of one thing")
        return m.WhichColours(replace(self._thing(phrases[0]), definite=False))

    def which_colour_most(self, children: list[Any]) -> m.WhichColours:
        return replace(self.which_colours([[children[-1]]]), most=True)

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

    def kind(self, children: list[Token]) -> str:
        run = [str(word) for word in children]
        if reason := nouns.unfit(run):
            raise Unread(reason)
        return nouns.noun(run)

    def what(self, children: list[Any]) -> m.What | m.WhatIs:
        relation, phrase = children[-1]
        kind = children[0] if len(children) > 1 else None
        kind = None if kind in {"object", "thing", "item"} else kind
        place = m.Place(relation, self._one(phrase))
        if relation in {"in", "on"}:
            return m.What(place, kind)
        if kind not in KINDS:
            raise Unread("what there is beside another thing takes a model that names anything")
        return m.WhatIs(m.Thing(kind, place=place, definite=True))

    def what_beside(self, children: list[Any]) -> m.WhatIs:
        """``what is directly left of the clock``: what is closest on that side."""
        *kind, (relation, phrase) = children
        thing = self._kind_or_any(kind)
        other = self._one(phrase)
        return m.WhatIs(replace(thing, place=m.Place(relation, other), closest=other))

    def what_between(self, children: list[Any]) -> m.WhatAll:
        *kind, (relation, phrase) = children
        thing = self._kind_or_any(kind)
        place = m.Place(relation, self._one(phrase), phrase.pair)
        return m.WhatAll(replace(thing, place=place, definite=False))

    def _kind_or_any(self, kind: list[str]) -> m.Thing:
        noun = kind[0] if kind else m.ANY
        noun = m.ANY if noun in {"object", "thing", "item"} else noun
        if noun not in {*KINDS, m.ANY}:
            raise Unread(f"'{noun}' is not among the kinds that it can list")
        return m.Thing(noun, definite=True)

    def contents(self, children: list[Any]) -> m.What:
        kind = children[0] if len(children) > 1 else None
        return m.What(m.Place("in", self._one(children[-1])), kind)

    def what_is(self, children: list[Any]) -> m.What | m.WhatIs:
        """``what is the animal on the couch``, ``what is the largest animal``."""
        phrase, *tails = children
        thing = self._one(self._tailed(phrase, tails[0] if tails else []))
        kind = None if thing.noun == m.ANY else thing.noun
        if kind is not None and kind not in KINDS:
            raise Unread(f"'{kind}' is not among the kinds that it can list")
        if thing.plain and thing.place is not None and thing.place.relation in {"in", "on"}:
            return m.What(thing.place, kind)
        if thing.closest is not None or thing.most is not None:
            return m.WhatIs(thing)
        if kind is None and (thing.place is not None or not thing.attributes):
            raise Unread("what there is takes a model that names anything")
        return m.WhatIs(thing)

    def what_most(self, children: list[Any]) -> m.What | m.WhatIs:
        kind, most = children
        measure = self.post_most([most])[1] if isinstance(most, Token) else most[1]
        return self.what_is([Phrase(m.Thing(kind, definite=True, most=measure))])

    def what_has(self, children: list[Any]) -> m.What | m.WhatIs:
        word, *tails = children
        thing = m.Thing(m.ANY, (attribute(word),), definite=True)
        return self.what_is([Phrase(thing, determined="the"), *tails])

    def kind_choice(self, children: list[Any]) -> m.WhatIs:
        phrase, *options = children
        names = tuple(noun for _, noun, _ in options)
        thing = self._one(phrase)
        if thing.noun not in KINDS and thing.noun not in {"person", m.ANY}:
            raise Unread(f"it asks whether a {thing.noun} is a {names[0]}")
        return m.WhatIs(thing, names)

    def what_holds(self, children: list[Any]) -> m.WhatHolds:
        phrase, relation = children
        if relation not in {"in", "on"}:
            raise Unread("what there is beside another thing takes a model that names anything")
        return m.WhatHolds(self._one(phrase), relation)

    def what_kinds(self, children: list[Any]) -> m.What:
        """``what animals are there``, ``list the animals in the boat``."""
        kind, *tails = children
        phrase = Phrase(m.Thing(kind))
        for part in (part for tail in tails for part in tail):
            phrase = self._part(phrase, part)
        return self._kinds(phrase)

    def listed(self, children: list[Any]) -> m.What:
        phrases, *tails = children
        if len(phrases) > 1:
            raise Unread("it asks for one list of several kinds")
        return self._kinds(self._tailed(phrases[0], tails[0] if tails else []))

    def _kinds(self, phrase: Phrase) -> m.What:
        thing = self._thing(phrase)
        if thing.noun not in KINDS:
            raise Unread(f"'{thing.noun}' is not among the kinds that it can list")
        place = thing.place or m.Place("in", m.WHOLE)
        if not thing.plain or place.relation not in {"in", "on"}:
            raise Unread("what there is beside another thing takes a model that names anything")
        whole = place.of == m.WHOLE
        if whole and thing.image is None:
            self._single()
        of = replace(place.of, definite=True)
        return m.What(
            replace(place, of=of if thing.image is None else of.within(thing.image)), thing.noun
        )

    # ---- where things are

    def find(self, children: list[Any]) -> m.Find:
        word, phrases, *tails = children
        found: list[m.Thing] = []
        for phrase in phrases:
            phrase = self._tailed(phrase, tails[0] if tails else [])
            if phrase.pictures is not None and phrase.pictures.kind == "every":
                phrase = replace(phrase, pictures=None)
            if phrase.besides:
                raise Unread("it leaves out some of the things")
            if word.type == "WHERE" and any(a.endswith("ing") for a in phrase.thing.attributes):
                raise Unread("where something goes or looks is not where it is")
            found.append(self._thing(phrase))
        return m.Find(tuple(found), WAYS[word.type])

    # ---- what a model that answers questions is asked about one thing

    def ask_doing(self, children: list[Any]) -> m.Ask:
        phrase, verb = children
        return self._asked(phrase, f"What is the {{}} {verb}?")

    def ask_made(self, children: list[Phrase]) -> m.Ask:
        return self._asked(children[0], "What is the {} made of?")

    def ask_material(self, children: list[Any]) -> m.Ask:
        return self._asked(children[-1], "What is the {} made of?")

    def ask_shape(self, children: list[Any]) -> m.Ask:
        return self._asked(children[-1], "What shape is the {}?")

    def ask_how(self, children: list[Any]) -> m.Ask:
        words, phrase = children
        return self._asked(phrase, f"{words.capitalize()} is the {{}}?")

    def ask_who(self, children: list[str]) -> m.Ask:
        self._single()
        return m.Ask(None, f"Who is {children[0]}?")

    def _asked(self, phrase: Phrase, question: str) -> m.Ask:
        thing = self._one(phrase)
        if thing.image is None:
            self._single()
        return m.Ask(thing, question.format(nouns.head(thing.noun)))

    def _single(self) -> None:
        if self.spoken > 1:
            raise Unread("it does not say which image it means")

    def which_half(self, children: list[Any]) -> m.Either:
        """``in the upper half or in the lower half``."""
        phrase, *sides = children
        words = [side_word(side) for side in sides]
        if self.spoken > 1 and phrase.pictures is None:
            raise Unread("it does not say whether it means an image or a side of it")
        thing = self._one(phrase)
        place = m.Place(SIDE_WORDS[words[0]], m.WHOLE)
        return m.Either(m.Is(thing, place=place), (words[0], words[1]))

    def which_image_that(self, children: list[Any]) -> m.WhichImageThat:
        claim: Claim = children[-1]
        condition = claim.condition
        if isinstance(condition, m.Compare) and condition.operator == ">" and not condition.second:
            raise Unread("it asks which image has a thing")
        return m.WhichImageThat(
            tuple(
                self._settled(replace(claim, pictures=Pictures("index", index)))
                for index in range(self._several())
            )
        )

    def which_image_not(self, children: list[Any]) -> m.WhichImageThat:
        claim: Claim = children[-1]
        return self.which_image_that([replace(claim, condition=negated(claim.condition))])

    def which_image_says(self, children: list[str]) -> m.WhichImageThat:
        several = range(self._several())
        return m.WhichImageThat(tuple(m.Says(children[-1], index) for index in several))

    def which_image(self, children: list[Any]) -> m.WhichImage:
        operator, phrase = children[0]
        self._several()
        return m.WhichImage(self._anywhere(phrase), operator)

    def ranked_most(self, children: list[Any]) -> tuple[str, Phrase]:
        return (">", children[-1])

    def ranked_fewest(self, children: list[Any]) -> tuple[str, Phrase]:
        return ("<", children[-1])

    def which_image_has(self, children: list[Phrase]) -> m.WhichImage:
        self._several()
        return m.WhichImage(self._anywhere(children[0]))

    def _anywhere(self, phrase: Phrase) -> m.Thing:
        if phrase.pictures is not None:
            raise Unread("it asks for an image and names one")
        return replace(phrase.thing, definite=False)


def _flat(options: Any) -> tuple[str, ...]:
    return (attribute(options),) if isinstance(options, Token) else options
