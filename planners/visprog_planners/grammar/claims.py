"""What a question claims: several things at once, at a place, in some of the pictures."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any, cast

from visprog_planners.grammar import meaning as m
from visprog_planners.grammar.claimed import (
    absent,
    alternatives,
    bounded,
    leaves_out,
    not_in,
    noun_of,
    nowhere,
    of_anything,
    one_of,
    swapped,
)
from visprog_planners.grammar.depicted import all_of, both_named
from visprog_planners.grammar.nouns import HANDS
from visprog_planners.grammar.parts import (
    Claim,
    Look,
    M,
    Phrase,
    Pictures,
    Unread,
    negated,
    with_counts,
    with_things,
)
from visprog_planners.grammar.places import bounds
from visprog_planners.grammar.quantities import (
    existing,
    has_place,
    kept,
    moved,
    none,
    of_itself,
    place_of,
    share,
    within,
)
from visprog_planners.grammar.sayings import Sayings
from visprog_planners.grammar.signs import counted


class Claims(Sayings):
    """Claims together, and where and in which pictures they should hold."""

    def claims(self, children: list[Claim]) -> Claim:
        return children[0]

    def claims_and(self, children: list[Claim]) -> Claim:
        """``a dog and two cats``; ``more than two dogs and cats`` may count them together."""
        for before, claim in pairwise(children):
            counted = isinstance(before.condition, m.Compare) and not (
                existing(before.condition) or none(before.condition)
            )
            if claim.mere and counted and not has_place(before.condition):
                raise Unread("it does not say whether they are counted together")
            if claim.mere and leaves_out(before.condition):
                raise Unread("it does not say whether the last is left out")
        return self._combined("and", children)

    def claims_but(self, children: list[Claim]) -> Claim:
        """``no dogs but a cat``; ``no thing but a cat`` leaves the cat out."""
        first, second = (claim.condition for claim in children)
        if none(first) and existing(second) and one_of(noun_of(second), noun_of(first)):
            raise Unread("it may name what is left out or what is there too")
        return self._combined("and", children)

    def claims_or(self, children: list[Claim]) -> Claim:
        """``a dog or a cat``; ``no dogs or cats`` says that there are neither."""
        first, *others = children
        if [negated(other.condition) for other in others] == [first.condition]:
            return first if existing(first.condition) else others[0]  # "some dogs or no dogs"
        if none(first.condition) and all(existing(other.condition) for other in others):
            return self._combined("and", [first, *map(self._none, others)])
        if isinstance(first.condition, m.Says) and any(
            map(existing, [o.condition for o in others])
        ):
            raise Unread("it may be a word of the sign or a thing")
        if any(swapped(claim.condition, first.condition) for claim in others):
            raise Unread("it offers both ways of being unequal")
        if of_anything(first.condition) and any(existing(other.condition) for other in others):
            raise Unread("it may give examples of the thing that it asks for")
        return self._combined("or", children)

    def claims_or_there(self, children: list[Claim]) -> Claim:
        """``no dog or is there a cat``: each stands for itself."""
        return self._combined("or", children)

    def claims_nor(self, children: list[Claim]) -> Claim:
        claim = self._combined("or", children)
        claim = replace(claim, condition=negated(claim.condition))
        return claim if claim.pictures is None else replace(claim, pictures=all_of(claim.pictures))

    def claims_but_not(self, children: list[Claim]) -> Claim:
        first, second = children
        if none(first.condition):
            raise Unread("it may say what there is not without what")
        return self._combined("and", [first, replace(second, condition=negated(second.condition))])

    def claims_but_neither(self, children: list[Claim]) -> Claim:
        first, *others = children
        absent = [replace(claim, condition=negated(claim.condition)) for claim in others]
        return self._combined("and", [first, *absent])

    def _combined(self, word: Any, claims: list[Claim]) -> Claim:
        """Several claims as one; what stands after the last is said of all of them."""
        if any(of_itself(claim.condition) for claim in claims):
            raise Unread("it compares a number with itself")
        claims = bounded(claims)
        *front, last = claims
        named = {claim.pictures for claim in front} - {None}
        if last.pictures is None and len(named) == 1 and not has_place(last.condition):
            last = replace(last, pictures=named.pop())
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

    def claim_there(self, children: list[Any]) -> Claim:
        claim: Claim = children[0]
        for part in children[1] if len(children) > 1 else ():
            claim = self._narrowed(claim, part)
        return claim

    def _narrowed(self, claim: Claim, part: Any) -> Claim:
        """The claim with something more said of its things."""
        if isinstance(part, Pictures):
            if part.kind == "total" and existing(claim.condition):
                raise Unread("whether there is something is no number")
            if nowhere(claim.condition):
                part = all_of(part)
            return replace(claim, pictures=both_named(claim.pictures, part))
        claim = replace(claim, condition=counted(claim.condition))
        if isinstance(part, Look):
            if isinstance(claim.condition, m.Both):
                raise Unread("it does not say which of several things a quality belongs to")
            return replace(claim, condition=with_things(claim.condition, part.on))
        if part[0] == "bare":
            part = part[1]
        kind = part[0]
        if kind in {"besides", "among", "places", "like", "closest"}:
            return replace(claim, condition=self.narrowed(claim.condition, part))
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

    def claim_located(self, children: list[Any]) -> Claim:
        """``is a dog in the boat``; "the sun" is then taken for granted."""
        if children[0].definite or counted(children[0].condition) != children[0].condition:
            raise Unread("it says of a thing where it is")
        return self.claim_there(children)

    def claim_looks(self, children: list[Any]) -> Claim:
        claim, look, *tails = children
        if claim.definite:
            raise Unread("it says of a thing how it looks")
        return self.claim_there([self._narrowed(claim, look), *tails])

    def claim_any(self, children: list[Any]) -> Claim:
        return self.claim_there([self.some(children[:1]), *children[1:]])

    def claim_both(self, children: list[Any]) -> Claim:
        """``the images both contain a dog``."""
        pictures, claim = children
        if pictures.word == "run" and len(pictures.these) == 2:
            return self.claim_image([replace(pictures, word="each"), claim])
        if pictures.word != "images" or self._several() != 2:
            raise Unread("it does not say which two images it means")
        return self.claim_image([Pictures("every", word="both"), claim])

    def claim_only(self, children: list[Any]) -> Claim:
        """In this picture, and in no other."""
        pictures, claim = children
        if pictures.kind == "any" and pictures.word in {"one", "an"}:
            return self.claim_image([replace(pictures, kind="one"), claim])
        if pictures.kind not in {"index", "last"} and pictures.word != "run":
            raise Unread("it does not say which image alone it means")
        if claim.pictures is not None:
            raise Unread("it names two images for one thing")
        these = pictures.these or (self._picture(pictures),)
        parts = [within(claim.condition, number) for number in range(self._several())]
        return Claim(
            m.Both("and", tuple(p if n in these else negated(p) for n, p in enumerate(parts)))
        )

    def claim_only_these(self, children: list[Any]) -> Claim:
        """``only the first and the third image show a dog``."""
        *named, claim = children
        if any(pictures.kind not in {"index", "last"} for pictures in named):
            raise Unread("it does not say which images alone it means")
        these = tuple(sorted({self._picture(pictures) for pictures in named}))
        return self.claim_only([Pictures("these", word="run", these=these), claim])

    def claim_each_other(self, children: list[Any]) -> Claim:
        """``one image shows a dog, while the other shows a cat``, either way round."""
        pictures, first, second = children
        if self._several() != 2:
            raise Unread("it speaks of the other image, and there are not two")
        if first.pictures is not None or second.pictures is not None:
            raise Unread("it names two images for one thing")
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
            across = pictures.kind == "every" or pictures.word in {"images", "run"}
            if not across or pictures.word in {"each", "every"}:
                raise Unread("it compares a number with itself")
            if unequal and pictures.word == "all" and self._several() > 2:
                raise Unread("it may mean that all differ, or that not all are equal")
            equal = self._everywhere_equal(condition.first.thing, pictures.these)
            return Claim(negated(equal) if unequal else equal)
        if pictures.kind in {"index", "last"} and not_in(condition, self._picture(pictures)):
            raise Unread("it names two images for one thing")
        return Claim(claim.condition, pictures)

    def claim_held(self, children: list[Any]) -> Claim:
        (quantity, holder), claim = children
        if holder.thing.noun in HANDS:
            raise Unread("what somebody holds is not what is in something")
        if quantity != "the":
            return self._of_holders(quantity, holder, claim)
        condition = claim.condition
        if isinstance(condition, m.Compare) and isinstance(condition.second, m.Count):
            other = condition.second.thing
            if other.noun == holder.thing.noun and isinstance(condition.first, m.Count):
                return self._more_held(holder, condition, condition.first.thing, other)
        return self.claim_there([claim, [("place", ("in", holder))]])

    def _of_holders(self, quantity: str, holder: Phrase, claim: Claim) -> Claim:
        """``every boat has a person in it``: so many boats have that all, any or none do."""
        condition, bare = claim.condition, replace(holder, pictures=None)
        if (either := alternatives(condition)) is not None:
            first, second, absent = either
            kind = "outside" if absent else "place"
            narrowed = self._part(bare, (kind, ("holding", Phrase(first, pair=second))))
            return self._share_of(quantity, bare, narrowed, holder)
        absent = none(condition)
        if not isinstance(condition, m.Compare):
            raise Unread(f"it does not say which {holder.thing.noun} is meant")
        if not isinstance(condition.first, m.Count) or claim.pictures is not None:
            raise Unread(f"it does not say what each {holder.thing.noun} has")
        number = () if absent or existing(condition) else bounds(condition)
        held = Phrase(condition.first.thing, number=number)
        kind = "outside" if absent else "place"
        narrowed = self._part(bare, (kind, ("holding", held)))
        return self._share_of(quantity, bare, narrowed, holder)

    def _share_of(self, quantity: str, bare: Phrase, narrowed: Phrase, holder: Phrase) -> Claim:
        every, some = (replace(self._thing(phrase), definite=False) for phrase in (bare, narrowed))
        return Claim(share(quantity, every, some), holder.pictures)

    def claim_kept(self, children: list[Any]) -> Claim:
        """``the desk has two books``."""
        (_, holder), claim = children

        def look(thing: m.Thing) -> m.Thing:
            kept(thing, holder.thing)
            return thing

        with_things(claim.condition, look)
        return self.claim_held(children)

    def narrowed(self, condition: M, part: Any) -> M:
        """With what is left out of every count, or what group its things are of."""
        if part[0] != "besides":
            return with_things(condition, lambda one: self._thing(self._part(Phrase(one), part)))
        found: list[m.Count] = []

        def without(count: m.Count) -> m.Quantity:
            found.append(count)
            return self._count(self._part(Phrase(count.thing), part))

        left = with_counts(condition, without)
        if not found:
            raise Unread("it does not say of what some are left out")
        return left

    def claim_at(self, children: list[Any]) -> Claim:
        """``is there a dog on the bed or the couch``."""
        claim, *places = children
        parts = tuple(
            self._settled(self.claim_there([claim, [("place", at)]])) for at in self.places(places)
        )
        return Claim(m.Both("or", parts))

    def claim_beside(self, children: list[Any]) -> Claim:
        """``the horse has a sheep to its right``."""
        (quantity, holder), claim, side = children
        if quantity != "the":
            raise Unread(f"it does not say which {holder.thing.noun} is meant")
        return self.claim_there([claim, [("place", (side, holder))]])

    def claim_like(self, children: list[Any]) -> Claim:
        """``does any ball have the same colour as the hat``."""
        claim, _, other = children
        return self.claim_there([claim, [("like", other)]])

    def claim_carried(self, children: list[Any]) -> Claim:
        """``the boat is carrying a dog``."""
        return self.claim_held(children)

    def claim_held_not(self, children: list[Any]) -> Claim:
        """``the bowl is without apples and pears``: it has neither."""
        subject, claim = children
        if subject[0] != "the":
            return self.claim_held([subject, absent(claim, "and")])
        return Claim(self._settled(absent(self.claim_held(children), "and")))

    def claim_absent(self, children: list[Any]) -> Claim:
        """``cows and pigs are absent``: each of them is."""
        return absent(self.claim_there(children))

    def _more_held(
        self, holder: Phrase, condition: m.Compare, held: m.Thing, other: m.Thing
    ) -> Claim:
        """``the boat in the left image holds more people than the boat in the right image``."""
        counts = []
        for of in (self._thing(holder), other):
            thing = replace(held, image=None).at(m.Place("in", replace(of, definite=True)))
            counts.append(m.Count(thing if of.image is None else thing.within(of.image)))
        return Claim(m.Compare(counts[0], condition.operator, counts[1]))

    def claim_image_not(self, children: list[Any]) -> Claim:
        """``an image without dogs``: what is not so is not so in that image."""
        claim = self.claim_image(children)
        return replace(claim, condition=negated(claim.condition))

    def how_many_images_without(self, children: list[Any]) -> m.HowMany:
        """``how many images are without dogs and cats``: show neither."""
        return self.how_many_images([absent(children[0], "and")])

    def claim_image_without(self, children: list[Any]) -> Claim:
        """``an image without dogs and cats``: it shows neither."""
        return absent(self.claim_image(children), "and")

    def claim_not_image(self, children: list[Any]) -> Claim:
        """``not every image shows a dog``."""
        return Claim(negated(self._settled(self.claim_image(children))))

    def claim_absent_from(self, children: list[Any]) -> Claim:
        claim, pictures = children
        return replace(self.claim_absent([claim]), pictures=both_named(claim.pictures, pictures))

    def claim_images(self, children: list[Any]) -> Claim:
        """``the first and the last image show a cow``."""
        *pictures, claim = children
        parts = tuple(self._settled(self.claim_image([one, claim])) for one in pictures)
        return Claim(m.Both("and", parts))

    def more_images(self, children: list[Any]) -> Claim:
        """``more images show cows than show pigs``."""
        word, *claims = children
        first, second = (self.how_many_images([claim]).quantity for claim in claims)
        return Claim(m.Compare(first, ">" if word.type == "MORE" else "<", second))

    def claim_not_other(self, children: list[Any]) -> Claim:
        """``the left image shows cows and the right one has none``."""
        first, claim, second = children
        absent = self._none(claim)
        parts = (self.claim_image([first, claim]), self.claim_image([second, absent]))
        return Claim(m.Both("and", tuple(map(self._settled, parts))))

    def claim_none_other(self, children: list[Any]) -> Claim:
        pictures, claim = children
        return self.claim_each_other([pictures, claim, self._none(claim)])

    def _none(self, claim: Claim) -> Claim:
        """That there is none of what a claim says there is."""
        if not isinstance(claim.condition, m.Compare) or none(claim.condition):
            raise Unread("it is not clear what there is none of")
        return replace(claim, condition=m.Compare(claim.condition.first, "==", 0))

    def claims_there_not_here(self, children: list[Any]) -> Claim:
        """``an owl in the first picture but not in the second``."""
        claim, first, second = children
        here, there = (self._settled(self.claim_image([one, claim])) for one in (first, second))
        return Claim(m.Both("and", (here, negated(there))))

    def denied(self, children: list[Claim]) -> Claim:
        """``it is not true that every car is red``."""
        return Claim(negated(self._settled(children[0])))

    def all_of(self, children: list[Claim]) -> Claim:
        parts = tuple(self._settled(claim) for claim in children)
        return Claim(m.Both("and", parts), several=True)

    def whether(self, children: list[Claim]) -> m.Whether:
        return m.Whether(self._settled(children[0]))
