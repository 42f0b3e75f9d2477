"""What a question claims of quantities: that there are, at least two, more than."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from lark import Token

from visprog_planners.grammar import meaning as m
from visprog_planners.grammar.parts import (
    Amount,
    Claim,
    Look,
    Phrase,
    Pictures,
    Unread,
    negated,
    with_things,
)
from visprog_planners.grammar.phrases import both_named
from visprog_planners.grammar.quantities import (
    Quantities,
    has_place,
    limit,
    moved,
    of_itself,
    place_of,
    within,
)


class Claims(Quantities):
    """Conditions on how many there are."""

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
        if any(of_itself(claim.condition) for claim in claims):
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

    def claims_xor(self, children: list[Claim]) -> Claim:
        claim = self._combined("or", children)
        assert isinstance(claim.condition, m.Both)
        return replace(claim, condition=m.Compare(m.Sum(claim.condition.parts), "==", 1))

    def some(self, children: list[Phrase]) -> Claim:
        phrase = children[0]
        if phrase.definite:
            raise Unread(f"it asks whether there is 'the {phrase.thing.noun}'")
        return self._claimed(phrase, lambda count: m.Compare(count, ">", 0))

    def some_of_them(self, children: list[Any]) -> Claim:
        phrase = children[-1]
        if not phrase.definite:
            raise Unread(f"it does not say of which {phrase.thing.noun} it is one")
        return self._claimed(phrase, lambda count: m.Compare(count, ">", 0))

    def no(self, children: list[Phrase]) -> Claim:
        return self._claimed(children[0], lambda count: m.Compare(count, "==", 0))

    def amounts(self, children: list[Any]) -> Claim:
        amount, phrase = children
        return self._claimed(phrase, amount)

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
        first, second = (child for child in children if isinstance(child, int))
        return lambda count: m.Both(
            "or", (m.Compare(count, "==", first), m.Compare(count, "==", second))
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
        one, other = self._compared(first, second)
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
        factor = 3 if children[0].startswith("three") else 2
        return self._against("==", children, factor)

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

    def _by(self, children: list[Any], swap: bool) -> Claim:
        number, _, first, second = children
        one, other = self._compared(first, second)
        difference = m.Difference(other, one) if swap else m.Difference(one, other)
        return Claim(m.Compare(difference, "==", number))

    def elliptic_out(self, children: list[Phrase]) -> tuple[str, Any]:
        return ("outside", ("in", children[0])) if children else ("out", None)

    def elliptic_place(self, children: list[Any]) -> tuple[str, Any]:
        return ("place", children[0])

    def elliptic(self, children: list[Any]) -> Pictures:
        if children[0].kind not in {"index", "last"}:
            raise Unread("it compares with something that is not one image")
        return children[0]  # type: ignore[no-any-return]

    def claim_there(self, children: list[Any]) -> Claim:
        claim: Claim = children[0]
        for part in children[1] if len(children) > 1 else ():
            claim = self._narrowed(claim, part)
        return claim

    def _narrowed(self, claim: Claim, part: Any) -> Claim:
        """The claim with something more said of its things."""
        if isinstance(part, Pictures):
            return replace(claim, pictures=both_named(claim.pictures, part))
        if isinstance(part, Look):
            if isinstance(claim.condition, m.Both):
                raise Unread("it does not say which of several things a quality belongs to")
            return replace(claim, condition=with_things(claim.condition, part.on))
        kind = part[0]
        if kind == "side" and self.given == 2:
            pictures = self._part(Phrase(m.Thing("")), part).pictures
            return replace(claim, pictures=both_named(claim.pictures, pictures))
        phrase = self._part(Phrase(m.Thing("")), part)
        if kind == "outside":
            outside = phrase.thing.outside
            return Claim(
                with_things(claim.condition, lambda thing: replace(thing, outside=outside)),
                phrase.pictures or claim.pictures,
            )
        if has_place(claim.condition):
            raise Unread("it names two places for one thing")
        place = phrase.thing.place
        assert place is not None
        return Claim(moved(claim.condition, place), phrase.pictures or claim.pictures)

    def claim_looks(self, children: list[Any]) -> Claim:
        claim, look, *tails = children
        return self.claim_there([self._narrowed(claim, look), *tails])

    def claim_any(self, children: list[Any]) -> Claim:
        return self.claim_there([self.some(children[:1]), *children[1:]])

    def claim_both(self, children: list[Any]) -> Claim:
        """``the images both contain a dog``."""
        pictures, claim = children
        if pictures.word != "images" or self._several() != 2:
            raise Unread("it does not say which two images it means")
        return self.claim_image([Pictures("every", word="both"), claim])

    def claim_only(self, children: list[Any]) -> Claim:
        """In this picture, and in no other."""
        pictures, claim = children
        if pictures.kind not in {"index", "last"}:
            return self.claim_image([replace(pictures, kind="one"), claim])
        index = self._picture(pictures)
        parts = [within(claim.condition, number) for number in range(self._several())]
        return Claim(
            m.Both("and", tuple(p if n == index else negated(p) for n, p in enumerate(parts)))
        )

    def claim_each_other(self, children: list[Any]) -> Claim:
        """``one image shows a dog, while the other shows a cat``, either way round."""
        pictures, first, second = children
        if self._several() != 2:
            raise Unread("it speaks of the other image, and there are not two")
        ways = [(0, 1), (1, 0)]
        if pictures.kind in {"index", "last"}:
            index = self._picture(pictures)
            ways = [(index, 1 - index)]
        both = tuple(
            m.Both("and", (within(first.condition, one), within(second.condition, other)))
            for one, other in ways
        )
        return Claim(both[0] if len(both) == 1 else m.Both("or", both))

    def claim_not_there(self, children: list[Any]) -> Claim:
        claim = self.claim_there(children)
        return Claim(negated(self._settled(claim)))

    def claim_in_front(self, children: list[Any]) -> Claim:
        return self.claim_there(children[::-1])

    def claim_image(self, children: list[Any]) -> Claim:
        pictures, claim = cast(tuple[Pictures, Any], children)
        both_named(claim.pictures, pictures)
        condition = claim.condition
        unequal = isinstance(condition, m.Not)
        if isinstance(condition, m.Not):
            condition = condition.part
        if claim.pictures is None and of_itself(condition):
            across = pictures.kind == "every" or pictures.word == "images"
            if not across or pictures.word in {"each", "every"}:
                raise Unread("it compares a number with itself")
            equal = self._everywhere_equal(condition.first.thing)
            return Claim(negated(equal) if unequal else equal)
        return Claim(claim.condition, pictures)

    def claim_held(self, children: list[Any]) -> Claim:
        (quantity, holder), claim = children
        if quantity != "the":
            raise Unread(f"it does not say which {holder.thing.noun} is meant")
        return self.claim_there([claim, [("place", ("in", holder))]])

    def claim_image_not(self, children: list[Any]) -> Claim:
        return Claim(negated(self._settled(self.claim_image(children))))

    def all_of(self, children: list[Claim]) -> Claim:
        return Claim(m.Both("and", tuple(self._settled(claim) for claim in children)))

    def whether(self, children: list[Claim]) -> m.Whether:
        return m.Whether(self._settled(children[0]))


def against(operator: m.Operator, number: int) -> Amount:
    """``at least two``."""
    return lambda count: m.Compare(count, operator, number)


def parity(word: Token) -> Amount:
    """``an odd number of``."""
    odd = "odd" in word.split()
    return lambda count: m.Compare(m.Remainder(count, 2), "==", int(odd))
