"""From one derivation of the grammar to its meaning: whole questions, and what is before them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from visprog_planners.grammar import meaning as m
from visprog_planners.grammar.claimed import absent
from visprog_planners.grammar.everyday import BACKDROPS, EITHER, KINDS, NOUNS, SETTINGS, sought
from visprog_planners.grammar.parts import (
    Claim,
    Phrase,
    Pictures,
    Unread,
    negated,
    with_counts,
    with_things,
)
from visprog_planners.grammar.quantities import place_of
from visprog_planners.grammar.signs import STOP, TEXTS, counted, says, titled
from visprog_planners.grammar.which import Which

PLACED = m.HowMany | m.Whether | m.Find | m.WhatIs | m.WhatColour | m.WhichOf | m.WhichAmong
"""What may be asked of the things at a place that is named first."""


class Derivation(Which):
    """Turns one parse tree into a meaning."""

    def in_image(self, children: list[Any]) -> m.Meaning:
        """``in the left image, is there a dog``: the whole question, of those pictures."""
        pictures, meaning = children
        if isinstance(meaning, m.WhichImage):
            raise Unread("it asks for an image and names one")
        across = isinstance(meaning, m.Whether) and pictures.word == "images"
        if pictures.kind == "whole" and not across:
            return meaning  # type: ignore[no-any-return]
        unnamed: list[m.Thing] = []
        named: list[m.Thing] = []

        def look(thing: m.Thing) -> m.Thing:
            (unnamed if thing.image is None else named).append(thing)
            return thing

        with_things(meaning, look)
        if named and not unnamed:
            raise Unread("it names two images for one thing")
        if isinstance(meaning, m.Whether):
            return m.Whether(self._settled(Claim(meaning.condition, pictures)))
        if pictures.kind == "these" and isinstance(meaning, m.HowMany):
            return with_counts(meaning, lambda count: self._in_some(count, pictures))
        if pictures.kind not in {"index", "last"}:
            raise Unread("it asks for one answer about several images")
        index = self._picture(pictures)
        return with_things(meaning, lambda thing: thing.within(index))  # type: ignore[no-any-return]

    def _in_some(self, count: m.Count, pictures: Pictures) -> m.Quantity:
        if count.thing.image is not None:
            raise Unread("it names two images for one thing")
        return self._count(Phrase(count.thing, pictures=pictures))

    def at_place(self, children: list[Any]) -> m.Meaning:
        """``in the boat, how many people are there``: everything it speaks of is there."""
        (relation, other), meaning = children
        place = m.Place(relation, self._thing(other), other.pair)
        if isinstance(meaning, m.WhatAll) and place.relation in {"in", "on"}:
            return self._all_there(meaning, place)
        if not isinstance(meaning, PLACED) or place_of(meaning) is not None:
            raise Unread("it does not say what of the question is at that place")
        if isinstance(meaning, m.Whether):
            meaning = m.Whether(self._signs_counted(meaning.condition))
        return with_things(meaning, lambda thing: thing.at(place))  # type: ignore[no-any-return]

    def _signs_counted(self, condition: m.Condition) -> m.Condition:
        """The same, with the texts that it claims as signs, which can be at a place."""
        if isinstance(condition, m.Both):
            return replace(condition, parts=tuple(map(self._signs_counted, condition.parts)))
        number = counted(condition)
        if isinstance(number.part if isinstance(number, m.Not) else number, m.Says):
            raise Unread("it does not say what of the question is at that place")
        return number

    def _all_there(self, meaning: m.WhatAll, place: m.Place) -> m.WhatAll:
        """``on the shelf, what is between the clock and the lamp``."""
        thing = meaning.thing
        if place.of.noun in BACKDROPS | SETTINGS and thing.place is not None:
            return meaning
        if meaning.other or thing.place is None or thing.place.relation in {"in", "on"}:
            raise Unread("it does not say what of the question is at that place")
        return replace(meaning, thing=replace(thing, also=(*thing.also, place)))

    def besides_first(self, children: list[Any]) -> m.Meaning:
        """``apart from the horse, how many animals are there``."""
        others, meaning = children
        return self.left_out([meaning, others])

    def left_out(self, children: list[Any]) -> m.Meaning:
        """``what is in the boat besides the dog``."""
        meaning, others = children
        if isinstance(meaning, m.What):
            for other in others:
                meaning = self.but(meaning, other)
            return meaning
        if isinstance(meaning, m.WhatAll):
            return self._all_but(meaning, others)
        if isinstance(meaning, m.WhichKinds):
            names = tuple(other.thing.noun for other in others)
            if any(
                other.thing != m.Thing(other.thing.noun, definite=other.definite)
                for other in others
            ):
                raise Unread("it is not clear which ones are left out")
            return m.WhichKinds(replace(meaning.kinds, besides=names))
        if not isinstance(meaning, m.HowMany | m.Whether | m.MoreOf):
            raise Unread("it does not say of what some are left out")
        for other in others:
            meaning = self.narrowed(meaning, ("besides", [other]))
        return meaning

    def _all_but(self, meaning: m.WhatAll, left_out: list[Phrase]) -> m.WhatAll:
        """``what is on either side of the book besides the candle``."""
        things = [replace(other.thing, definite=False) for other in left_out]
        names = tuple(thing.noun for thing in things)
        if any(thing != m.Thing(thing.noun) for thing in things) or m.ANY in names:
            raise Unread("it is not clear which ones are left out")
        return replace(meaning, besides=(*meaning.besides, *names))

    def included_first(self, children: list[Any]) -> m.Meaning:
        """``including the dogs, how many animals are there``: more of them where they are none."""
        others, meaning = children
        if not isinstance(meaning, m.HowMany) or not isinstance(meaning.quantity, m.Count):
            raise Unread("it does not say where they are included")
        total = [meaning.quantity]
        thing = meaning.quantity.thing
        for other in others:
            noun = other.thing.noun
            if {noun, *thing.noun.split(EITHER)} - {*KINDS, *NOUNS}:
                raise Unread(f"it is not known whether a {noun} is a {thing.noun}")
            if noun not in {thing.noun, *KINDS.get(thing.noun, ()), *sought(thing.noun)}:
                total.append(m.Count(replace(thing, noun=noun)))
        return m.HowMany(m.Sum(tuple(total)) if len(total) > 1 else total[0])

    def among_first(self, children: list[Any]) -> m.Meaning:
        group, meaning = children
        return self.narrowed(meaning, ("among", group))  # type: ignore[no-any-return]

    def in_total(self, children: list[Any]) -> m.Meaning:
        """``taken together, how many cows and pigs are there``."""
        return children[-1]  # type: ignore[no-any-return]

    def offered(self, children: list[Any]) -> m.Meaning:
        """``how many are there: one, two or three``."""
        return children[0]  # type: ignore[no-any-return]

    def whether_both(self, children: list[Any]) -> m.Whether:
        """``does the sign say open, and is there a cat``."""
        parts: list[m.Condition] = []
        for claim in children:
            condition = self._settled(claim)
            if claim.several and isinstance(condition, m.Both):
                parts += condition.parts
            else:
                parts.append(condition)
        return m.Whether(m.Both("and", tuple(parts)))

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

    def which_image_without(self, children: list[Any]) -> m.WhichImageThat:
        """``which image is without dogs and cats``: it shows neither."""
        return self.which_image_that([absent(children[-1], "and")])

    def read_sign(self, children: list[Any]) -> m.Read:
        """``what does the sign next to the tree say``."""
        *word, phrase = children
        if word and word[0] not in TEXTS:
            raise Unread(f"it does not ask for a text but for a {word[0]}")
        on, image = self._lettered(phrase)
        return m.Read(image, on=on)

    def which_image_says(self, children: list[Any]) -> m.WhichImageThat:
        said = children[-1]
        return self.which_image_that([Claim(m.Says(str(said)) if isinstance(said, str) else said)])

    def which_image(self, children: list[Any]) -> m.WhichImage | m.WhichImageThat:
        operator, phrase = children[0]
        images = range(self._several())
        if not phrase.besides:
            return m.WhichImage(self._anywhere(phrase), operator)
        each = [self._count(replace(phrase, pictures=Pictures("index", n))) for n in images]
        ahead = (
            tuple(m.Compare(each[n], operator, each[o]) for o in images if o != n) for n in images
        )
        return m.WhichImageThat(tuple(c[0] if len(c) == 1 else m.Both("and", c) for c in ahead))

    def ranked_most(self, children: list[Any]) -> tuple[str, Phrase]:
        return (">", children[-1])

    def ranked_fewest(self, children: list[Any]) -> tuple[str, Phrase]:
        return ("<", children[-1])

    def which_image_has(self, children: list[Phrase]) -> m.WhichImage | m.WhichImageThat:
        thing = self._anywhere(children[0])
        if (said := says(thing, None)) is not None:
            return self.which_image_that([Claim(said)])
        if titled(thing) or thing == m.Thing(STOP):
            each = (m.Count(thing.within(index)) for index in range(self._several()))
            return m.WhichImageThat(tuple(m.Compare(count, ">", 0) for count in each))
        self._several()
        return m.WhichImage(thing)

    def which_image_of(self, children: list[Phrase]) -> m.WhichImage | m.WhichImageThat:
        """``in which image is the owl``; of "the owl in the boat" it asks whether it is there."""
        if children[0].definite and (children[0].thing.place or children[0].thing.outside):
            raise Unread("it says of a thing where it is")
        return self.which_image_has(children)

    def _anywhere(self, phrase: Phrase) -> m.Thing:
        if phrase.pictures is not None:
            raise Unread("it asks for an image and names one")
        return replace(phrase.thing, definite=False)
