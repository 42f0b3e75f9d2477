"""Two things compared, and numbers as subjects: the same colour, an even number."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lark import Token

from visprog_planners.grammar import meaning as m
from visprog_planners.grammar.amounts import parity
from visprog_planners.grammar.parts import (
    Claim,
    Phrase,
    Pictures,
    Unread,
)
from visprog_planners.grammar.predicates import Predicates


class Comparisons(Predicates):
    """Claims that compare."""

    def alike(self, children: list[Token]) -> bool:
        return bool(children[0].type == "OTHER_COLOUR")

    def two_alike(self, children: list[Any]) -> Claim:
        first, second = (child for child in children if isinstance(child, Phrase))
        (different,) = (child for child in children if isinstance(child, bool))
        return self._alike(first, second, different)

    def colours_alike(self, children: list[Any]) -> Claim:
        first, word, second = children
        return self._alike(first, second, word.type == "DIFFERENT")

    def _alike(self, first: Phrase, second: Phrase, different: bool) -> Claim:
        if second.thing.noun == m.ONE:
            thing = replace(second.thing, noun=first.thing.noun)
            second = replace(second, thing=thing)
        one, other = self._one(first), self._one(second)
        if one == other:
            raise Unread("it compares a thing with itself")
        return Claim(m.Alike(one, other, different))

    def all_alike(self, children: list[Any]) -> Claim:
        """``all the balls have the same colour``."""
        (quantity, phrase), different = children
        if quantity != "all" or not phrase.plural:
            raise Unread("it does not say which two things are compared")
        colours = self._distinct([phrase], "colour")
        return Claim(m.Compare(colours, ">", 1) if different else m.Compare(colours, "==", 1))

    def things_alike(self, children: list[Any]) -> Claim:
        """``the balls are all the same colour``, or each has its own."""
        phrase, different = children
        if different and phrase.plural:
            colours = self._distinct([phrase], "colour")
            return Claim(m.Compare(colours, "==", m.Count(colours.thing)))
        return self.all_alike([("all", phrase), different])

    def alike_across(self, children: list[Any]) -> Claim:
        """``the couches in both images are the same colour``."""
        phrase, different = children
        several = self._several() if phrase.pictures is not None else 0
        if phrase.pictures is None or phrase.pictures.kind != "every":
            raise Unread("it does not say which two things are compared")
        if several != 2 and (different or phrase.pictures.word == "both"):
            raise Unread("it does not say which two things are compared")
        first, *others = (
            replace(phrase.thing, definite=True).within(index) for index in range(several)
        )
        parts = tuple(m.Alike(first, other, different) for other in others)
        return Claim(parts[0] if len(parts) == 1 else m.Both("and", parts))

    def alike_in(self, children: list[Any]) -> Claim:
        """``the umbrella is the same colour in both images``."""
        phrase, different, pictures = children
        if pictures.word == "images":
            pictures = Pictures("every", word="all")
        return self.alike_across([replace(phrase, pictures=pictures), different])

    def number_parity(self, children: list[Any]) -> Claim:
        phrases, word, *tails = children
        return Claim(parity(word)(self._counted(phrases, tails[0] if tails else [])))

    def number_exceeds(self, children: list[Any]) -> Claim:
        phrase, measure, *tails, other = children
        operators: dict[str, m.Operator] = {
            "larger": ">", "higher": ">", "smaller": "<", "lower": "<",
        }  # fmt: skip
        if measure not in operators:
            raise Unread("a number is neither further left nor further right")
        one, two = self._compared(self._tailed(phrase, tails[0] if tails else []), other)
        return Claim(m.Compare(one, operators[measure], two))

    def number_same(self, children: list[Any]) -> Claim:
        """``is the number of cars the same in both images``."""
        phrase, _, tail = children
        phrase = self._tailed(phrase, tail)
        pictures = phrase.pictures
        if pictures is None or not (pictures.kind == "every" or pictures.word == "images"):
            raise Unread("it compares a number with itself")
        return Claim(self._everywhere_equal(replace(phrase.thing, definite=False)))

    def number_named(self, children: list[Any]) -> Claim:
        """``is two the number of cars``."""
        amount, phrases, *tails = children
        return self.number_is([phrases, amount, *tails])

    def number_is(self, children: list[Any]) -> Claim:
        phrases, amount, *tails = children
        tail = tails[0] if tails else []
        named = [
            part
            for part in tail
            if isinstance(part, Pictures)
            and (part.kind == "any" or (part.kind == "every" and part.word in {"each", "every"}))
        ]
        if len(named) == 1:  # one number for each of these pictures
            rest = [part for part in tail if part not in named]
            return Claim(amount(self._counted(phrases, rest)), named[0])
        return Claim(amount(self._counted(phrases, tail)))

    def number_against(self, children: list[Any]) -> Claim:
        first, operator, second = children
        if second[0].thing == m.Thing(m.ONE):
            raise Unread("'one' is a number here")
        if len(first) == len(second) == 1:
            one, other = self._compared(first[0], second[0])
            return Claim(m.Compare(one, operator, other))
        return Claim(m.Compare(self._counted(first, []), operator, self._counted(second, [])))

    def numbers_against(self, children: list[Any]) -> Claim:
        """``the number of cars exceeds the number of people in the boat``: each where it is."""
        first, operator, second = children
        pictures = second[-1].pictures
        if pictures is not None and all(phrase.pictures is None for phrase in first):
            first = [replace(phrase, pictures=pictures) for phrase in first]
        one, other = self._counted(first, []), self._counted(second, [])
        if one == other:
            raise Unread("it compares a number with itself")
        return Claim(m.Compare(one, operator, other))

    def comparison(self, children: list[Token]) -> m.Operator:
        kinds: dict[str, m.Operator] = {
            "MORE_THAN": ">", "FEWER_THAN": "<", "EQUAL_TO": "==", "DIFFERENT": "!=",
            "AT_LEAST": ">=", "AT_MOST": "<=",
        }  # fmt: skip
        return kinds[children[0].type]

    def outnumber(self, children: list[Any]) -> Claim:
        first, second, *tails = children
        for tail in tails:
            second = self._tailed(second, tail)
        return self._against(">", [first, second])
