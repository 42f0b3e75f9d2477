"""What a question claims of quantities: that there are some, at least two, more than of others."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Literal

from lark import Token

from visprog_planners.grammar import meaning as m
from visprog_planners.grammar.depicted import all_of
from visprog_planners.grammar.nouns import UNCHANGED
from visprog_planners.grammar.parts import Amount, Bare, Claim, Phrase, Pictures, Unread
from visprog_planners.grammar.quantities import Quantities, limit

SOLE = frozenset({"sun", "moon", "sky"})
"""Things of which there is one, so that "the" takes nothing for granted."""

BOUNDS: dict[str, m.Operator] = {
    "exactly": "==",
    **dict.fromkeys(("at least", "no less than", "no fewer than"), ">="),
    **dict.fromkeys(("at most", "no more than"), "<="),
    **dict.fromkeys(("more than", "over"), ">"),
    **dict.fromkeys(("less than", "fewer than"), "<"),
}


FACTORS = {"three": 3, "four": 4, "five": 5}


class Amounts(Quantities):
    """Conditions on how many there are."""

    def some(self, children: list[Phrase]) -> Claim:
        phrase = children[0]
        if phrase.definite and phrase.thing.noun not in SOLE:
            raise Unread(f"it asks whether there is 'the {phrase.thing.noun}'")
        claim = self._claimed(phrase, lambda count: m.Compare(count, ">", 0))
        plural = phrase.plural or phrase.thing.noun in UNCHANGED
        mere = plural and not phrase.determined
        return replace(claim, definite=phrase.definite, mere=mere)

    def some_of_them(self, children: list[Any]) -> Claim:
        phrase = children[-1]
        if not phrase.definite:
            raise Unread(f"it does not say of which {phrase.thing.noun} it is one")
        return self._claimed(phrase, lambda count: m.Compare(count, ">", 0))

    def no(self, children: list[Phrase]) -> Claim:
        phrase = children[0]
        if phrase.pictures is not None:
            phrase = replace(phrase, pictures=all_of(phrase.pictures))
        return self._claimed(phrase, lambda count: m.Compare(count, "==", 0))

    def amounts(self, children: list[Any]) -> Claim:
        amount, phrase = children
        claim = self._claimed(phrase, amount)
        return replace(claim, bare=isinstance(amount, Bare))

    def amounts_of(self, children: list[Any]) -> Claim:
        """``two of the cars``; ``one of them`` is any."""
        if children[0] == Bare(1):
            return self.some_of_them(children)
        return self.amounts(children)

    def amounts_twice(self, children: list[Any]) -> Claim:
        """``one cow, and not more than one``."""
        first, phrase, second = children
        return self._claimed(phrase, self.both_amounts([first, second]))

    def ordinal(self, children: list[Any]) -> Claim:
        """``a second car``: there are two or more."""
        word, phrase = children
        least = {"SECOND": 2, "THIRD": 3, "FOURTH": 4}[word.type]
        return self._claimed(phrase, against(">=", least))

    def amounts_of_kinds(self, children: list[Any]) -> Claim:
        return self._amounts_of(children, "kind")

    def amounts_of_colours(self, children: list[Any]) -> Claim:
        """``at least three colours of hats``."""
        return self._amounts_of(children, "colour")

    def _amounts_of(self, children: list[Any], by: Literal["kind", "colour"]) -> Claim:
        amount, phrase = (child for child in children if not isinstance(child, Token))
        bare = replace(phrase, pictures=None)
        return Claim(amount(self._distinct([bare], by)), phrase.pictures)

    def _claimed(self, phrase: Phrase, amount: Amount) -> Claim:
        """The claim of an amount; which pictures are meant is for the claim to say."""
        return Claim(amount(self._count(replace(phrase, pictures=None))), phrase.pictures)

    def amounts_open(self, children: list[Any]) -> Claim:
        number, phrase, word = children
        return self._claimed(phrase, against(">=" if word == "or more" else "<=", number))

    def parities(self, children: list[Any]) -> Claim:
        return self._claimed(children[1], parity(children[0]))

    def amounts_after(self, children: list[Any]) -> Claim:
        return self.amounts(children[::-1])

    def bare(self, children: list[int]) -> Amount:
        return Bare(children[0])

    def both_amounts(self, children: list[Amount]) -> Amount:
        first, second = children
        return lambda count: m.Both("and", (first(count), second(count)))

    def exactly(self, children: list[Any]) -> Amount:
        return against("==", children[-1])

    def at_least(self, children: list[Any]) -> Amount:
        return against(">=", limit(children))

    def at_most(self, children: list[Any]) -> Amount:
        return against("<=", limit(children))

    def more_than(self, children: list[Any]) -> Amount:
        return against(">", limit(children))

    def fewer_than(self, children: list[Any]) -> Amount:
        return against("<", limit(children))

    def multiple(self, children: list[Any]) -> Amount:
        return against(">", 1)

    def one_of_two(self, children: list[Any]) -> Amount:
        numbers = [child for child in children if isinstance(child, int)]
        return lambda count: m.Both(
            "or", tuple(m.Compare(count, "==", number) for number in numbers)
        )

    def from_to(self, children: list[Any]) -> Amount:
        least, most = sorted(child for child in children if isinstance(child, int))
        return lambda count: m.Both(
            "and", (m.Compare(count, ">=", least), m.Compare(count, "<=", most))
        )

    def _against(self, operator: m.Operator, children: list[Any], times: int = 1) -> Claim:
        """A claim that compares two counts; several pictures said of both stay with the claim."""
        first, second = (child for child in children if not isinstance(child, Token | int))
        pictures = None
        of_both = isinstance(second, Phrase) and first.pictures is None and second.pictures
        if of_both and second.pictures.kind not in {"index", "last"}:
            pictures = second.pictures
            second = replace(second, pictures=None)
        if isinstance(second, Phrase) and second.thing == m.Thing(m.ONE):
            raise Unread("'one' is a number here")
        one, other = self._compared(first, second)
        if one == other and operator in {">", "<"}:
            raise Unread("it compares a number with itself")
        if times != 1:
            other = m.Times(times, other)
        return Claim(m.Compare(one, operator, other), pictures)

    def more(self, children: list[Any]) -> Claim:
        return self._against(">", children)

    def fewer(self, children: list[Any]) -> Claim:
        return self._against("<", children)

    def equal(self, children: list[Any]) -> Claim:
        return self._against("==", children)

    def unequal(self, children: list[Any]) -> Claim:
        return self._against("!=", children)

    def times(self, children: list[Any]) -> Claim:
        return self._against("==", children, factor(children[0]))

    def times_or(self, children: list[Any]) -> Claim:
        """``at least twice as many dogs as cats``."""
        bound, _ = re.split(r" (?:twice|double|(?:two|three|four|five) times)$", children[0])
        return self._against(BOUNDS[bound], children, factor(children[0]))

    def at_least_as_many(self, children: list[Any]) -> Claim:
        return self._against(">=", children)

    def at_most_as_many(self, children: list[Any]) -> Claim:
        return self._against("<=", children)

    def unequal_across(self, children: list[Phrase]) -> Claim:
        claim = self.equal_across(children)
        return replace(claim, condition=m.Not(claim.condition))

    def equal_across(self, children: list[Phrase]) -> Claim:
        """``both images contain the same number of dogs``: complete only with its images."""
        count = m.Count(replace(children[0].thing, definite=False))
        return Claim(m.Compare(count, "==", count), children[0].pictures)

    def equal_images(self, children: list[Any]) -> Claim:
        phrase, pictures = children
        if pictures is None:
            return Claim(self._everywhere_equal(replace(phrase.thing, definite=False)))
        first, second = (replace(phrase, pictures=picture) for picture in pictures)
        one, other = self._compared(first, second)
        return Claim(m.Compare(one, "==", other))

    def images_pair(self, children: list[Any]) -> tuple[Pictures, Pictures] | None:
        return None if len(children) == 1 else (children[0], children[1])

    def more_by(self, children: list[Any]) -> Claim:
        return self._by(children, swap=False)

    def fewer_by(self, children: list[Any]) -> Claim:
        return self._by(children, swap=True)

    def more_by_limit(self, children: list[Any]) -> Claim:
        """``at least two more dogs than the left one``."""
        word, *rest = children
        return self._by(rest, swap=False, operator=">=" if word.type == "AT_LEAST" else "<=")

    def fewer_by_limit(self, children: list[Any]) -> Claim:
        word, *rest = children
        return self._by(rest, swap=True, operator=">=" if word.type == "AT_LEAST" else "<=")

    def _by(self, children: list[Any], swap: bool, operator: m.Operator = "==") -> Claim:
        number, _, first, second = children
        one, other = self._compared(first, second)
        difference = m.Difference(other, one) if swap else m.Difference(one, other)
        return Claim(m.Compare(difference, operator, number))

    def more_by_after(self, children: list[Any]) -> Claim:
        """``one ball more than the first``."""
        number, phrase, word, other = children
        return self._by([number, word, phrase, other], swap=False)

    def fewer_by_after(self, children: list[Any]) -> Claim:
        number, phrase, word, other = children
        return self._by([number, word, phrase, other], swap=True)

    def summed(self, children: list[Phrase]) -> list[Phrase]:
        """``cows and pigs combined``."""
        return self.things(children)

    def shown_by(self, children: list[Any]) -> list[Phrase]:
        """``than the second image shows dogs``."""
        pictures, phrase = children
        if pictures.kind not in {"index", "last"}:
            raise Unread("it compares with something that is not one image")
        return [self._part(phrase, pictures)]

    def elliptic_out(self, children: list[Phrase]) -> tuple[str, Any]:
        return ("outside", ("in", children[0])) if children else ("out", None)

    def elliptic_place(self, children: list[Any]) -> tuple[str, Any]:
        return ("place", children[0])

    def elliptic_side(self, children: list[Any]) -> Any:
        """``than on the left``: of two pictures, or of one picture's halves."""
        kind, word = self.tail_side(children)
        if self.given == 2:
            return self._part(Phrase(m.Thing("")), (kind, word)).pictures
        return (kind, word)

    def elliptic(self, children: list[Any]) -> Pictures:
        pictures: Pictures = children[-1]
        run = pictures.kind == "these" and pictures.word in {"run", "together"}
        if pictures.kind not in {"index", "last"} and not run:
            raise Unread("it compares with something that is not one image")
        return pictures

    def elliptic_images(self, children: list[Pictures]) -> Pictures:
        """``than in the second and the third together``."""
        pictures = self.tail_images(children)
        if pictures.kind != "these":
            raise Unread("it compares a number with one that it is a part of")
        return replace(pictures, word="together")


def against(operator: m.Operator, number: int) -> Amount:
    """``at least two``."""
    return lambda count: m.Compare(count, operator, number)


def parity(word: Token) -> Amount:
    """``an odd number of``."""
    odd = "odd" in word.split()
    return lambda count: m.Compare(m.Remainder(count, 2), "==", int(odd))


def factor(words: str) -> int:
    """How many times: ``three times``; 2 for ``twice``."""
    return next((times for word, times in FACTORS.items() if word in words.split()), 2)
