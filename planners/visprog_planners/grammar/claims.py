"""Quantities and what a question claims of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from lark import Token

from visprog_planners.grammar import meaning as m
from visprog_planners.grammar.parts import Claim, Phrase, Pictures, Unread, negated, with_things
from visprog_planners.grammar.phrases import Phrases, attribute, both_named, join


class Claims(Phrases):
    """How many there are, and conditions on how many there are."""

    # ---- quantities

    def _counted(self, phrases: list[Phrase], tail: list[Any]) -> m.Quantity:
        counts = []
        for phrase in phrases:
            phrase = self._tailed(phrase, tail)
            pictures = phrase.pictures
            if pictures is not None and pictures.kind == "every":
                if pictures.word in {"each", "every"}:
                    raise Unread("it asks for one number for each image")
                self._several()
                phrase = replace(phrase, pictures=None)
            counts.append(m.Count(replace(self._thing(phrase), definite=False)))
        return counts[0] if len(counts) == 1 else m.Sum(tuple(counts))

    def how_many(self, children: list[Any]) -> m.HowMany:
        phrases, *rest = children
        tail: list[Any] = []
        for child in rest:
            if isinstance(child, tuple):
                attribute = child[1]
                phrases = [
                    replace(p, thing=replace(p.thing, attributes=(*p.thing.attributes, attribute)))
                    for p in phrases
                ]
            elif isinstance(child, Pictures):
                tail.append(child)
            else:
                tail += child
        return m.HowMany(self._counted(phrases, tail))

    def how_many_held(self, children: list[Any]) -> m.HowMany:
        phrases, holder = children
        return m.HowMany(self._counted(phrases, [("in", holder)]))

    def attribute_only(self, children: list[Token]) -> tuple[str, str]:
        return ("attribute", attribute(children[0]))

    def how_many_more(self, children: list[Any]) -> m.HowMany:
        first, second = self._two(children[1:])
        return m.HowMany(m.Difference(first, second))

    def how_many_fewer(self, children: list[Any]) -> m.HowMany:
        first, second = self._two(children[1:])
        return m.HowMany(m.Difference(second, first))

    def _two(self, children: list[Any]) -> tuple[m.Count, m.Count]:
        """Two counts from a phrase, another phrase or picture, and what stands around them."""
        first, *rest = children
        second: Phrase | Pictures | None = None
        for child in rest:
            if isinstance(child, list):
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

    def _compared(self, first: Phrase, second: Phrase | Pictures | None) -> tuple[m.Count, m.Count]:
        if isinstance(second, Pictures):
            second = replace(first, pictures=second)
        elif second is not None:
            first = join(first, second)
        assert second is not None
        one, other = self._thing(first), self._thing(second)
        return m.Count(replace(one, definite=False)), m.Count(replace(other, definite=False))

    def how_many_images(self, children: list[Any]) -> m.HowMany:
        claim: Claim = children[0]
        each = tuple(
            self._settled(replace(claim, pictures=Pictures("index", index)))
            for index in range(self._several())
        )
        return m.HowMany(m.Sum(each))

    # ---- claims

    def _settled(self, claim: Claim) -> m.Condition:
        """The condition that the claim makes about its pictures."""
        pictures, condition = claim.pictures, claim.condition
        if _of_itself(condition):
            raise Unread("it compares a number with itself")
        if pictures is None or pictures.kind == "whole":
            return condition
        if pictures.kind in {"index", "last"}:
            return within(condition, self._picture(pictures))
        count = self._several()
        each = tuple(within(condition, index) for index in range(count))
        if pictures.kind == "every":
            return m.Both("and", each)
        if pictures.kind == "one":
            return m.Compare(m.Sum(each), "==", 1)
        either = m.Both("or", each)
        return negated(either) if pictures.kind == "none" else either

    def claims(self, children: list[Claim]) -> Claim:
        return children[0]

    def claims_and(self, children: list[Claim]) -> Claim:
        return self._combined("and", children)

    def claims_or(self, children: list[Claim]) -> Claim:
        return self._combined("or", children)

    def claims_nor(self, children: list[Claim]) -> Claim:
        claim = self._combined("or", children)
        return replace(claim, condition=negated(claim.condition))

    def claims_but_not(self, children: list[Claim]) -> Claim:
        first, second = children
        return self._combined("and", [first, replace(second, condition=negated(second.condition))])

    def _combined(self, word: Any, claims: list[Claim]) -> Claim:
        """Several claims as one; what stands after the last is said of all of them."""
        if any(_of_itself(claim.condition) for claim in claims):
            raise Unread("it compares a number with itself")
        *front, last = claims
        place = place_of(last.condition)
        joined = []
        for claim in front:
            bare = claim.pictures is None and not has_place(claim.condition)
            if bare and place is not None:
                claim = replace(claim, condition=moved(claim.condition, place))
            if bare and claim.pictures is None:
                claim = replace(claim, pictures=last.pictures)
            joined.append(claim)
        claims = [*joined, last]
        pictures = {claim.pictures for claim in claims}
        if len(pictures) == 1:
            parts = tuple(claim.condition for claim in claims)
            return Claim(m.Both(word, parts), last.pictures)
        return Claim(m.Both(word, tuple(self._settled(claim) for claim in claims)))

    def same(self, children: list[Any]) -> Any:
        return children[0]

    def some(self, children: list[Phrase]) -> Claim:
        phrase = children[0]
        if phrase.definite:
            raise Unread(f"it asks whether there is 'the {phrase.thing.noun}'")
        return Claim(m.Compare(m.Count(phrase.thing), ">", 0), phrase.pictures)

    def no(self, children: list[Phrase]) -> Claim:
        phrase = children[0]
        return Claim(m.Compare(m.Count(phrase.thing), "==", 0), phrase.pictures)

    def amounts(self, children: list[Any]) -> Claim:
        (operator, number), phrase = children
        thing = replace(phrase.thing, definite=False)
        return Claim(m.Compare(m.Count(thing), operator, number), phrase.pictures)

    def amounts_after(self, children: list[Any]) -> Claim:
        return self.amounts(children[::-1])

    def exactly(self, children: list[Any]) -> tuple[m.Operator, int]:
        return ("==", children[-1])

    def at_least(self, children: list[Any]) -> tuple[m.Operator, int]:
        return (">=", limit(children))

    def at_most(self, children: list[Any]) -> tuple[m.Operator, int]:
        return ("<=", limit(children))

    def more_than(self, children: list[Any]) -> tuple[m.Operator, int]:
        return (">", limit(children))

    def fewer_than(self, children: list[Any]) -> tuple[m.Operator, int]:
        return ("<", limit(children))

    def multiple(self, children: list[Any]) -> tuple[m.Operator, int]:
        return (">", 1)

    def _against(self, operator: m.Operator, children: list[Any]) -> Claim:
        """A claim that compares two counts; several pictures said of both stay with the claim."""
        first, second = cast(
            Any, [child for child in children if isinstance(child, Phrase | Pictures)]
        )
        pictures = None
        of_both = isinstance(second, Phrase) and first.pictures is None and second.pictures
        if of_both and second.pictures.kind not in {"index", "last"}:
            pictures = second.pictures
            second = replace(second, pictures=None)
        one, other = self._compared(first, second)
        return Claim(m.Compare(one, operator, other), pictures)

    def more(self, children: list[Any]) -> Claim:
        return self._against(">", children)

    def fewer(self, children: list[Any]) -> Claim:
        return self._against("<", children)

    def equal(self, children: list[Any]) -> Claim:
        return self._against("==", children)

    def unequal(self, children: list[Any]) -> Claim:
        return self._against("!=", children)

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

    def _by(self, children: list[Any], swap: bool) -> Claim:
        number, _, first, second = children
        one, other = self._compared(first, second)
        difference = m.Difference(other, one) if swap else m.Difference(one, other)
        return Claim(m.Compare(difference, "==", number))

    def elliptic(self, children: list[Any]) -> Pictures:
        if children[0].kind not in {"index", "last"}:
            raise Unread("it compares with something that is not one image")
        return children[0]  # type: ignore[no-any-return]

    def claim_there(self, children: list[Any]) -> Claim:
        claim: Claim = children[0]
        for part in children[1] if len(children) > 1 else ():
            if isinstance(part, Pictures):
                claim = replace(claim, pictures=both_named(claim.pictures, part))
            else:
                relation, other = part
                place = m.Place(relation, other.thing)
                if has_place(claim.condition):
                    raise Unread("it names two places for one thing")
                condition = moved(claim.condition, place)
                claim = Claim(condition, other.pictures or claim.pictures)
        return claim

    def claim_not_there(self, children: list[Any]) -> Claim:
        claim = self.claim_there(children)
        return Claim(negated(self._settled(claim)))

    def claim_in_front(self, children: list[Any]) -> Claim:
        return self.claim_there(children[::-1])

    def claim_image(self, children: list[Any]) -> Claim:
        pictures, claim = cast(tuple[Pictures, Any], children)
        both_named(claim.pictures, pictures)
        if claim.pictures is None and _of_itself(claim.condition):
            if pictures.kind != "every" or pictures.word in {"each", "every"}:
                raise Unread("it compares a number with itself")
            return Claim(self._everywhere_equal(claim.condition.first.thing))
        return Claim(claim.condition, pictures)

    def _everywhere_equal(self, thing: m.Thing) -> m.Condition:
        """That there are as many of a thing in every picture as in the first."""
        first, *others = (m.Count(thing.within(index)) for index in range(self._several()))
        parts = tuple(m.Compare(first, "==", other) for other in others)
        return parts[0] if len(parts) == 1 else m.Both("and", parts)

    def claim_held(self, children: list[Any]) -> Claim:
        (quantity, holder), claim = children
        if quantity != "the":
            raise Unread(f"it does not say which {holder.thing.noun} is meant")
        return self.claim_there([claim, [("in", holder)]])

    def claim_image_not(self, children: list[Any]) -> Claim:
        return Claim(negated(self._settled(self.claim_image(children))))

    def all_of(self, children: list[Claim]) -> Claim:
        return Claim(m.Both("and", tuple(self._settled(claim) for claim in children)))

    def whether(self, children: list[Claim]) -> m.Whether:
        return m.Whether(self._settled(children[0]))


def moved(condition: m.Condition, place: m.Place) -> m.Condition:
    """The condition, of things at a place."""
    return with_things(condition, lambda thing: thing.at(place))


def within(condition: m.Condition, image: int) -> m.Condition:
    """The condition, of one picture."""
    return with_things(condition, lambda thing: thing.within(image))


def limit(children: list[Any]) -> int:
    return next(child for child in children if isinstance(child, int))


def _of_itself(condition: m.Condition) -> bool:
    return isinstance(condition, m.Compare) and condition.first == condition.second


def place_of(condition: m.Condition) -> m.Place | None:
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
