"""From one derivation of the grammar to its meaning: a method for each rule that needs one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lark import Token

from visprog_planners.grammar import meaning as m
from visprog_planners.grammar import nouns
from visprog_planners.grammar.claims import Claims
from visprog_planners.grammar.parts import Claim, Phrase, Unread, negated, with_things
from visprog_planners.grammar.phrases import attribute, join


class Derivation(Claims):
    """Turns one parse tree into a meaning: the whole questions, and what is said of one thing."""

    # ---- what is said of a thing

    def subject(self, children: list[Phrase]) -> tuple[str, Phrase]:
        phrase = children[0]
        if phrase.definite:
            return ("all" if phrase.plural else "the", phrase)
        if phrase.determined == "a":
            return ("any", phrase)
        raise Unread(f"it does not say which {phrase.thing.noun} is meant")

    def all_subject(self, children: list[Phrase]) -> tuple[str, Phrase]:
        return ("all", children[0])

    def any_subject(self, children: list[Phrase]) -> tuple[str, Phrase]:
        return ("any", children[0])

    def no_subject(self, children: list[Phrase]) -> tuple[str, Phrase]:
        return ("no", children[0])

    def has(self, children: list[Token]) -> tuple[str, Any]:
        return ("has", tuple(attribute(child) for child in children))

    def has_not(self, children: list[Token]) -> tuple[str, Any]:
        return ("not", self.has(children))

    def located(self, children: list[Any]) -> tuple[str, Any]:
        return ("at", children[0])

    def not_located(self, children: list[Any]) -> tuple[str, Any]:
        return ("not", ("at", children[0]))

    def visible(self, children: list[Any]) -> tuple[str, Any]:
        return ("visible", None)

    def exceeds(self, children: list[Any]) -> tuple[str, Any]:
        return ("exceeds", children)

    def not_exceeds(self, children: list[Any]) -> tuple[str, Any]:
        return ("not", ("exceeds", children))

    def predication(self, children: list[Any]) -> Any:
        (quantity, phrase), predicate, *tails = children
        for tail in tails:
            phrase = self._tailed(phrase, tail)
        return Claim(self._said(quantity, phrase, predicate))

    def _said(self, quantity: str, phrase: Phrase, predicate: tuple[str, Any]) -> m.Condition:
        kind, detail = predicate
        if kind == "not":
            return negated(self._said(quantity, phrase, detail))
        if kind == "exceeds":
            if quantity != "the":
                raise Unread("it compares more than two things")
            return m.Exceeds(self._thing(phrase), detail[0], self._thing(detail[1]))
        if kind == "at":
            relation, other = detail
            if quantity == "any":
                raise Unread("it does not say which thing is meant")
            if phrase.pictures is None and other.pictures is not None:
                phrase = replace(phrase, pictures=other.pictures)
            if other.pictures is None:
                other = replace(other, pictures=phrase.pictures)
            attributes, place = (), m.Place(relation, self._thing(other))
        elif kind == "visible":
            thing = replace(self._thing(phrase), definite=False)
            return m.Compare(m.Count(thing), ">", 0)
        else:
            attributes, place = detail, None
        thing = self._thing(phrase)
        if quantity == "the":
            return m.Is(thing, attributes, place)
        thing = replace(thing, definite=False)
        narrowed = replace(thing, attributes=(*thing.attributes, *attributes))
        if place is not None:
            if thing.place is not None:
                raise Unread("it names two places for one thing")
            narrowed = replace(narrowed, place=place)
        every, some = m.Count(thing), m.Count(narrowed)
        if quantity == "any":
            return m.Compare(some, ">", 0)
        if quantity == "no":
            return m.Compare(some, "==", 0)
        return m.Both("and", (m.Compare(every, ">", 0), m.Compare(some, "==", every)))

    def number_is(self, children: list[Any]) -> Claim:
        phrases, (operator, number), *tails = children
        quantity = self._counted(phrases, tails[0] if tails else [])
        return Claim(m.Compare(quantity, operator, number))

    def number_against(self, children: list[Any]) -> Claim:
        first, operator, second = children
        if len(first) == len(second) == 1:
            one, other = self._compared(first[0], second[0])
            return Claim(m.Compare(one, operator, other))
        return Claim(m.Compare(self._counted(first, []), operator, self._counted(second, [])))

    def comparison(self, children: list[Token]) -> m.Operator:
        kinds: dict[str, m.Operator] = {"MORE_THAN": ">", "FEWER_THAN": "<", "EQUAL_TO": "=="}
        return kinds[children[0].type]

    def outnumber(self, children: list[Any]) -> Claim:
        (_, first), second, *tails = children
        for tail in tails:
            second = self._tailed(second, tail)
        return self._against(">", [first, second])

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

    # ---- which and what

    def what_colour(self, children: list[Any]) -> m.WhatColour:
        options: tuple[str, ...] = children[1] if len(children) > 1 else ()
        return m.WhatColour(self._one(children[0]), options)

    def options(self, children: list[Token]) -> tuple[str, ...]:
        return tuple(attribute(child) for child in children)

    def colour_choice(self, children: list[Any]) -> m.WhatColour:
        phrase, *options = children
        if phrase.plural:
            raise Unread(f"it does not say which {phrase.thing.noun} is meant")
        return m.WhatColour(self._one(phrase), tuple(attribute(child) for child in options))

    def _one(self, phrase: Phrase) -> m.Thing:
        """The thing of a phrase that means one thing."""
        if phrase.determined in {"a", "some"}:
            raise Unread(f"it does not say which {phrase.thing.noun} is meant")
        return replace(self._thing(phrase), definite=True)

    def which_side(self, children: list[Any]) -> m.WhichSide:
        first, sides, second = children
        return m.WhichSide(self._one(first), sides, self._one(second))

    def sides(self, children: list[Token]) -> tuple[m.Relation, m.Relation]:
        if "left" in children[0]:
            return ("left of", "right of")
        return ("above", "below")

    def larger(self, children: list[Any]) -> m.Measure:
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

    def pair(self, children: list[Phrase]) -> tuple[Phrase, Phrase]:
        return (children[0], children[1])

    def which_of(self, children: list[Any]) -> m.WhichOf:
        measure = next(child for child in children if isinstance(child, str))
        phrases = [child for child in children if isinstance(child, Phrase)]
        tail = [part for child in children if isinstance(child, list) for part in child]
        for child in children:
            if isinstance(child, tuple):
                phrases += child
        first, second = (self._one(self._tailed(phrase, tail)) for phrase in phrases)
        return m.WhichOf(first, second, measure)  # type: ignore[arg-type]

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

    def what(self, children: list[Any]) -> m.What:
        relation, phrase = children[-1]
        kind = children[0] if len(children) > 1 else None
        if relation not in {"in", "on"}:
            raise Unread("what there is beside another thing takes a model that names anything")
        return m.What(m.Place(relation, self._one(phrase)), kind)

    def contents(self, children: list[Any]) -> m.What:
        kind = children[0] if len(children) > 1 else None
        return m.What(m.Place("in", self._one(children[-1])), kind)

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
