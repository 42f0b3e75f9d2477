"""Which kinds there are two of, which are in both pictures: one condition, asked of every kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from lark import Token

from visprog_planners.grammar import meaning as m
from visprog_planners.grammar.everyday import KINDS, NOUNS
from visprog_planners.grammar.parts import Claim, Phrase, Pictures, Unread
from visprog_planners.grammar.what import THINGS, What

EACH = m.Thing(m.EACH)


COMPARED: dict[m.Operator, Callable[[int, int], bool]] = {
    "==": eq, "!=": ne, ">": gt, ">=": ge, "<": lt, "<=": le,
}  # fmt: skip


class OfKinds(What):
    """Questions that go through the kinds that a table names."""

    def which_kinds(self, children: list[Any]) -> m.WhichKinds:
        *kind, claim = children
        return m.WhichKinds(self._kinds_that(kind, claim))

    def how_many_of_kinds(self, children: list[Any]) -> m.HowMany:
        *kind, claim = [child for child in children if not isinstance(child, Token)]
        if claim.pictures is not None and claim.pictures.kind == "whole":
            raise Unread("how many kinds there are is asked without more ado")
        return m.HowMany(self._kinds_that(kind, claim))

    def some_kind(self, children: list[Any]) -> Claim:
        """``is there an animal that there are two of``."""
        *kind, claim = children
        return Claim(m.Compare(self._kinds_that(kind, claim), ">", 0))

    def some_kind_only(self, children: list[Any]) -> Claim:
        kind, pictures = children
        return self.some_kind([kind, self.each_only([pictures])])

    def prevails(self, children: list[Any]) -> Claim:
        """``are dogs the most common animal``: of no other animal there are so many."""
        phrase, kind, *tails = children
        tail = [part for found in tails for part in found]
        known = NOUNS if kind in THINGS else KINDS.get(kind, ())
        if phrase.thing.noun not in known or not phrase.thing.plain:
            raise Unread(f"it is not known that a {phrase.thing.noun} is a {kind}")
        count = self._count(self._tailed(phrase, tail))
        each = self._claimed(self._each_kind(tail), lambda kinds: m.Compare(kinds, ">=", count))
        as_many = self._kinds_that([kind], each)
        return Claim(m.Both("and", (m.Compare(count, ">", 0), m.Compare(as_many, "==", 1))))

    def no_kind(self, children: list[Any]) -> Claim:
        *kind, claim = children
        return Claim(m.Compare(self._kinds_that(kind, claim), "==", 0))

    def some_kind_here_not_there(self, children: list[Any]) -> Claim:
        kind, *pictures = children
        return self.some_kind([kind, self.each_here_not_there(pictures)])

    def same_kind(self, children: list[Any]) -> Claim:
        """``both images show the same animal``: there is one in both; ``the same animals``: what
        is in one is in the other."""
        named = [child for child in children if isinstance(child, Pictures)]
        pictures = named[0] if len(named) == 1 else self.tail_images(named)
        (same,) = (child for child in children if isinstance(child, Token))
        ((_, noun, plural),) = (child for child in children if isinstance(child, tuple))
        if pictures.word == "both" and self._several() != 2:
            raise Unread("it speaks of both images, and there are not two")
        if pictures.kind == "whole" and pictures.word == "images":
            pictures = Pictures("every", word="all")
        if pictures.kind not in {"every", "these"}:
            raise Unread("it does not say in which images they are the same")
        if not (plural or {"kinds", "sorts", "types"} & {*same.split()}):
            return self.some_kind([noun, self._there(pictures)])
        several = range(self._several()) if pictures.kind == "every" else pictures.these
        first, *others = (m.Compare(m.Count(EACH.within(n)), ">", 0) for n in several)
        apart = tuple(m.Compare(m.Sum((first, other)), "==", 1) for other in others)
        condition = apart[0] if len(apart) == 1 else m.Both("or", apart)
        return Claim(m.Compare(self._kinds_that([noun], Claim(condition)), "==", 0))

    def amounts_of(self, children: list[Any]) -> Claim:
        """``two of the dogs``, and ``two of any animal``: of one and the same."""
        amount, phrase = children
        if phrase.determined != "a" or phrase.plural:
            return super().amounts_of(children)
        if phrase.thing.noun not in KINDS:
            raise Unread(f"it does not say how many {phrase.thing.noun} there are")
        return self._of_one_kind(amount, phrase)

    def amounts_of_same(self, children: list[Any]) -> Claim:
        """``two of the same animal``."""
        amount, _, (_, noun, _) = children
        return self._of_one_kind(amount, Phrase(m.Thing(noun)))

    def _of_one_kind(self, amount: Any, phrase: Phrase) -> Claim:
        thing = phrase.thing
        if not thing.plain or thing.place is not None or phrase.besides:
            raise Unread("it says more of the kinds than how many there are")
        kinds = self._kinds_that([thing.noun], Claim(amount(m.Count(EACH)), phrase.pictures))
        return Claim(m.Compare(kinds, ">", 0))

    def _kinds_that(self, kind: list[str], claim: Claim) -> m.Kinds:
        noun = kind[0] if kind else m.ANY
        noun = m.ANY if noun in THINGS else noun
        if noun not in {*KINDS, m.ANY}:
            raise Unread(f"'{noun}' is not among the kinds that it can list")
        return m.Kinds(noun, self._settled(claim))

    # ---- what is said of each of them

    def each_tallied(self, children: list[Any]) -> Claim:
        """``there are two of``."""
        amount, *tails = children
        phrase = self._each_kind(tails[0] if tails else [])
        if nothing_does(amount(0)):  # of kinds that are not there at all nothing is asked
            amount = self.both_amounts([amount, lambda count: m.Compare(count, ">", 0)])
        return self._claimed(phrase, amount)

    def each_more(self, children: list[Any]) -> Claim:
        """``there are more of in the left picture than in the right``."""
        word, *tails, other = children
        first = self._each_kind(tails[0] if tails else [])
        if isinstance(other, Phrase):
            return self._more_than(word, first, other)
        if not isinstance(other, Pictures | tuple):
            raise Unread("it does not say than where there are more")
        one, another = self._compared(first, other)
        return Claim(m.Compare(one, ">" if word.type == "MORE" else "<", another))

    def _more_than(self, word: Token, each: Phrase, other: Phrase) -> Claim:
        """``there are more of than dogs``; of what is not there at all, there are not fewer."""
        if other.thing.place is None:
            other = replace(other, thing=other.thing.at(each.thing.place))
        first, second = self._count(each), self._count(other)
        if word.type == "MORE":
            return Claim(m.Compare(first, ">", second))
        there = m.Compare(first, ">", 0)
        return Claim(m.Both("and", (there, m.Compare(first, "<", second))))

    def each_equal(self, children: list[Any]) -> Claim:
        """``there are as many of in the left picture as in the right``."""
        *tails, other = children
        if not isinstance(other, Pictures | tuple):
            raise Unread("it does not say where there are as many")
        one, another = self._compared(self._each_kind(tails[0] if tails else []), other)
        there = m.Compare(one, ">", 0)
        return Claim(m.Both("and", (there, m.Compare(one, "==", another))))

    def each_in(self, children: list[Pictures]) -> Claim:
        """``are in both pictures``."""
        pictures = children[-1]
        if pictures.kind in {"index", "last"}:
            raise Unread("it asks what there is in one image")
        if pictures.kind == "none" or pictures.word == "neither":
            raise Unread("what there is nowhere has no end")
        return self._there(pictures)

    def each_only(self, children: list[Any]) -> Claim:
        """``are only in the left picture``."""
        pictures = children[-1]
        return self.claim_only([pictures, self._there(None)])

    def each_here_not_there(self, children: list[Any]) -> Claim:
        """``are in the left picture but not in the right``."""
        here, there = children
        absent = Claim(m.Compare(m.Count(EACH), "==", 0), there)
        parts = (self._there(here), absent)
        return Claim(m.Both("and", tuple(map(self._settled, parts))))

    def each_absent(self, children: list[Pictures]) -> Claim:
        """``are missing from the left picture``: they are in another."""
        pictures = children[-1]
        if pictures.kind not in {"index", "last"}:
            raise Unread("it does not say from which image it is missing")
        index = self._picture(pictures)
        there = [m.Compare(m.Count(EACH.within(n)), ">", 0) for n in range(self._several())]
        others = tuple(claim for n, claim in enumerate(there) if n != index)
        elsewhere = others[0] if len(others) == 1 else m.Both("or", others)
        return Claim(m.Both("and", (elsewhere, replace(there[index], operator="=="))))

    def _there(self, pictures: Pictures | None) -> Claim:
        if pictures is not None and pictures.kind == "whole" and self._several() < 2:
            raise Unread("it asks what there is in one image")
        return Claim(m.Compare(m.Count(EACH), ">", 0), pictures)

    def _each_kind(self, tail: list[Any]) -> Phrase:
        phrase = self._tailed(Phrase(EACH), tail)
        place = phrase.thing.place
        if phrase.besides or not phrase.thing.plain:
            raise Unread("it says more of the kinds than how many there are")
        if place is not None and place.relation not in {"in", "on"}:
            raise Unread("what kinds there are beside another thing takes a model")
        return phrase


def nothing_does(condition: m.Condition) -> bool:
    """Whether a condition on numbers holds where there is nothing."""
    if isinstance(condition, m.Both):
        parts = map(nothing_does, condition.parts)
        return all(parts) if condition.word == "and" else any(parts)
    if isinstance(condition, m.Not):
        return not nothing_does(condition.part)
    if not isinstance(condition, m.Compare) or not isinstance(condition.second, int):
        raise Unread("it says more of the kinds than how many there are")
    return COMPARED[condition.operator](0, condition.second)
