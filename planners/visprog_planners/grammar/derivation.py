"""From one derivation of the grammar to its meaning: a method for each rule that needs one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lark import Token, Transformer

from visprog_planners.grammar import meaning as m
from visprog_planners.grammar import words
from visprog_planners.grammar.reader import Claim, Phrase, Pictures, Unread, with_things

SIDES = {"left": 0, "right": 1, "first": 0, "second": 1, "third": 2, "fourth": 3}
MOST: dict[str, m.Measure] = {
    "LARGEST": "larger", "SMALLEST": "smaller", "LEFTMOST": "left", "RIGHTMOST": "right",
    "HIGHEST": "higher", "LOWEST": "lower",
}  # fmt: skip


def _join(first: Phrase, last: Phrase) -> Phrase:
    """What stands after the last of several phrases is said of all of them."""
    if first.thing.place is None and first.pictures is None:
        thing = first.thing.at(last.thing.place)
        return replace(first, thing=thing, pictures=last.pictures)
    return first


class Derivation(Transformer[Token, Any]):
    """Turns one parse tree into a meaning; ``spoken`` is how many pictures it speaks of."""

    def __init__(self, images: int) -> None:
        super().__init__()
        self.given = images
        self.spoken = images or 1

    # ---- pictures

    def _picture(self, pictures: Pictures) -> int:
        if pictures.kind == "last":
            return self._several() - 1
        index = pictures.index
        if pictures.word in {"left", "right"}:
            if self._several() != 2:
                raise Unread(f"it speaks of the {pictures.word} image, and there are not two")
        elif self.given == 0:
            self.spoken = max(self.spoken, 2, index + 1)
        if index >= max(self.given, self.spoken):
            raise Unread(f"it speaks of image {index + 1}, and there are only {self.given}")
        return index

    def _several(self) -> int:
        if self.given == 0:
            self.spoken = max(self.spoken, 2)
        if self.spoken < 2:
            raise Unread("it speaks of more than one image, and there is one")
        return self.spoken

    def _thing(self, phrase: Phrase) -> m.Thing:
        """The phrase's thing in the picture that it names, if it names one."""
        if phrase.pictures is None or phrase.pictures.kind == "whole":
            return phrase.thing
        if phrase.pictures.kind in {"index", "last"}:
            return phrase.thing.within(self._picture(phrase.pictures))
        raise Unread("it speaks of several images where one is meant")

    def _settled(self, claim: Claim) -> m.Condition:
        """The condition that the claim makes about its pictures."""
        pictures, condition = claim.pictures, claim.condition
        if pictures is None or pictures.kind == "whole":
            return condition
        if pictures.kind in {"index", "last"}:
            index = self._picture(pictures)
            return with_things(condition, lambda thing: thing.within(index))
        count = self._several()
        each = tuple(
            with_things(condition, lambda thing, index=index: thing.within(index))  # type: ignore[misc]
            for index in range(count)
        )
        if pictures.kind == "every":
            return m.Both("and", each)
        if pictures.kind == "one":
            return m.Compare(m.Sum(each), "==", 1)
        either = m.Both("or", each)
        return m.Not(either) if pictures.kind == "none" else either

    def image_number(self, children: list[Any]) -> Pictures:
        word = children[0]
        return Pictures("last") if word == "last" else Pictures("index", SIDES[word], word)

    def side(self, children: list[Token]) -> str:
        return (
            children[0]
            .split()[0]
            .replace("1st", "first")
            .replace("2nd", "second")
            .replace("3rd", "third")
            .replace("4th", "fourth")
            .replace("final", "last")
        )

    def image_counted(self, children: list[Any]) -> Pictures:
        if children[0] < 1:
            raise Unread("images are counted from 1")
        return Pictures("index", children[0] - 1)

    def whole(self, children: list[Any]) -> Pictures:
        return Pictures("whole")

    def images(self, children: list[Any]) -> Pictures:
        return Pictures("whole")

    def every_image(self, children: list[Token]) -> Pictures:
        return Pictures("every", word=children[0].split()[0])

    def any_image(self, children: list[Any]) -> Pictures:
        return Pictures("any")

    def no_image(self, children: list[Any]) -> Pictures:
        return Pictures("none")

    def one_image(self, children: list[Any]) -> Pictures:
        return Pictures("one")

    # ---- noun phrases

    def the(self, children: list[Any]) -> str:
        return "the"

    def a(self, children: list[Any]) -> str:
        return "a"

    def some_of(self, children: list[Any]) -> str:
        return "some"

    def det(self, children: list[Any]) -> str:
        return str(children[0])

    def most(self, children: list[Token]) -> tuple[str, m.Measure]:
        return ("most", MOST[children[0].type])

    def modifier(self, children: list[Token]) -> tuple[str, str]:
        return ("modifier", _attribute(children[0]))

    def noun(self, children: list[Token]) -> tuple[str, str, bool]:
        if children[0].type == "PERSON":
            return ("noun", "person", False)
        run = [str(word) for word in children]
        if reason := words.unfit(run):
            raise Unread(reason)
        noun = words.noun(run)
        if noun in {"thing", "object", "item", "one", "stuff"}:
            raise Unread(f"'{run[-1]}' does not say which kind of thing")
        return ("noun", noun, words.is_plural(run[-1]))

    def thing(self, children: list[Any]) -> Phrase:
        determined, attributes = "", []
        phrase = Phrase(m.Thing(""))
        for child in children:
            if isinstance(child, str):
                determined = child
            elif isinstance(child, tuple) and child[0] == "most":
                phrase = replace(phrase, thing=replace(phrase.thing, most=child[1]))
            elif isinstance(child, tuple) and child[0] == "modifier":
                attributes.append(child[1])
            elif isinstance(child, tuple):
                phrase = replace(
                    phrase, thing=replace(phrase.thing, noun=child[1]), plural=child[2]
                )
            else:
                phrase = self._posted(phrase, child)
        thing = replace(phrase.thing, attributes=tuple(attributes), definite=determined == "the")
        return replace(phrase, thing=thing, determined=determined)

    def _posted(self, phrase: Phrase, post: Any) -> Phrase:
        for part in post:
            if isinstance(part, Pictures):
                phrase = replace(phrase, pictures=part)
            else:
                phrase = self._located(phrase, part)
        return phrase

    def _located(self, phrase: Phrase, place: tuple[m.Relation, Phrase]) -> Phrase:
        relation, other = place
        if phrase.thing.place is not None:
            raise Unread("it names two places for one thing")
        if other.pictures is not None and phrase.pictures not in (None, other.pictures):
            raise Unread("it names two images for one thing")
        thing = replace(phrase.thing, place=m.Place(relation, other.thing))
        return replace(phrase, thing=thing, pictures=other.pictures or phrase.pictures)

    def post(self, children: list[Any]) -> list[Any]:
        return children

    def place(self, children: list[Any]) -> tuple[m.Relation, Phrase]:
        return (children[0], children[1])

    def tail_image(self, children: list[Any]) -> Pictures:
        return children[0]  # type: ignore[no-any-return]

    def nothing(self, children: list[Any]) -> None:
        return None

    def tail(self, children: list[Any]) -> list[Any]:
        return [child for child in children if child is not None]

    def things(self, children: list[Phrase]) -> list[Phrase]:
        *front, last = children
        return [*(_join(phrase, last) for phrase in front), last]

    def _tailed(self, phrase: Phrase, tail: list[Any]) -> Phrase:
        for part in tail:
            if isinstance(part, Pictures):
                if phrase.pictures not in (None, part):
                    raise Unread("it names two images for one thing")
                phrase = replace(phrase, pictures=part)
            else:
                phrase = self._located(phrase, part)
        return phrase

    def in_(self, children: list[Any]) -> m.Relation:
        return "in"

    def on_(self, children: list[Any]) -> m.Relation:
        return "on"

    def left_of(self, children: list[Any]) -> m.Relation:
        return "left of"

    def right_of(self, children: list[Any]) -> m.Relation:
        return "right of"

    def above(self, children: list[Any]) -> m.Relation:
        return "above"

    def below(self, children: list[Any]) -> m.Relation:
        return "below"

    # ---- quantities

    def number(self, children: list[Token]) -> int:
        return words.number(str(children[0]))

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

    def attribute_only(self, children: list[Token]) -> tuple[str, str]:
        return ("attribute", _attribute(children[0]))

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
            first = _join(first, second)
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

    def claims(self, children: list[Claim]) -> Claim:
        return children[0]

    def claims_and(self, children: list[Claim]) -> Claim:
        return self._combined("and", children)

    def claims_or(self, children: list[Claim]) -> Claim:
        return self._combined("or", children)

    def claims_nor(self, children: list[Claim]) -> Claim:
        claim = self._combined("or", children)
        return replace(claim, condition=m.Not(claim.condition))

    def claims_but_not(self, children: list[Claim]) -> Claim:
        first, second = children
        return self._combined("and", [first, replace(second, condition=m.Not(second.condition))])

    def _combined(self, word: Any, claims: list[Claim]) -> Claim:
        """Several claims as one; what stands after the last is said of all of them."""
        *front, last = claims
        place = _place_of(last.condition)
        joined = []
        for claim in front:
            bare = claim.pictures is None and not _has_place(claim.condition)
            if bare and place is not None:
                condition = with_things(claim.condition, lambda thing: thing.at(place))
                claim = replace(claim, condition=condition)
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
        return (">=", _int(children))

    def at_most(self, children: list[Any]) -> tuple[m.Operator, int]:
        return ("<=", _int(children))

    def more_than(self, children: list[Any]) -> tuple[m.Operator, int]:
        return (">", _int(children))

    def fewer_than(self, children: list[Any]) -> tuple[m.Operator, int]:
        return ("<", _int(children))

    def multiple(self, children: list[Any]) -> tuple[m.Operator, int]:
        return (">", 1)

    def _against(self, operator: m.Operator, children: list[Any]) -> Claim:
        """A claim that compares two counts; a picture said of both stays with the claim."""
        first, second = [child for child in children if isinstance(child, Phrase | Pictures)]
        if isinstance(second, Phrase) and second.pictures and first.pictures is None:
            if second.pictures.kind not in {"index", "last", "whole"}:
                claim = self._against(operator, [first, replace(second, pictures=None)])
                return replace(claim, pictures=second.pictures)
        one, other = self._sides(first, second)
        return Claim(m.Compare(one, operator, other))

    def _sides(self, first: Phrase, second: Phrase | Pictures) -> tuple[m.Count, m.Count]:
        """As `_compared`, but the first may leave its picture to the sentence around it."""
        return self._compared(first, second)

    def more(self, children: list[Any]) -> Claim:
        return self._against(">", children)

    def fewer(self, children: list[Any]) -> Claim:
        return self._against("<", children)

    def equal(self, children: list[Any]) -> Claim:
        return self._against("==", children)

    def unequal(self, children: list[Any]) -> Claim:
        return self._against("!=", children)

    def equal_images(self, children: list[Any]) -> Claim:
        phrase, pictures = children
        if pictures is None:
            if self._several() != 2:
                raise Unread("it compares more than two images")
            pictures = (Pictures("index", 0), Pictures("index", 1))
        first, second = (replace(phrase, pictures=picture) for picture in pictures)
        return Claim(m.Compare(*_around("==", self._compared(first, second))))

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
                if claim.pictures not in (None, part):
                    raise Unread("it names two images for one thing")
                claim = replace(claim, pictures=part)
            else:
                relation, other = part
                place = m.Place(relation, other.thing)
                if _has_place(claim.condition):
                    raise Unread("it names two places for one thing")
                condition = with_things(claim.condition, lambda thing: thing.at(place))
                claim = Claim(condition, other.pictures or claim.pictures)
        return claim

    def claim_not_there(self, children: list[Any]) -> Claim:
        claim = self.claim_there(children)
        return Claim(m.Not(self._settled(claim)))

    def claim_in_front(self, children: list[Any]) -> Claim:
        return self.claim_there(children[::-1])

    def claim_image(self, children: list[Any]) -> Claim:
        pictures, claim = children
        if claim.pictures not in (None, pictures):
            raise Unread("it names two images for one thing")
        if pictures.kind == "every" and isinstance(claim.condition, m.Compare):
            condition = claim.condition
            if condition.operator == "==" and condition.first == condition.second:
                raise Unread("it compares a count with itself")
        return replace(claim, pictures=pictures)

    def claim_image_not(self, children: list[Any]) -> Claim:
        return Claim(m.Not(self._settled(self.claim_image(children))))

    def all_of(self, children: list[Claim]) -> Claim:
        return Claim(m.Both("and", tuple(self._settled(claim) for claim in children)))

    def whether(self, children: list[Claim]) -> m.Whether:
        return m.Whether(self._settled(children[0]))

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
        return ("has", tuple(_attribute(child) for child in children))

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
            return m.Not(self._said(quantity, phrase, detail))
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

    # ---- which and what

    def what_colour(self, children: list[Any]) -> m.WhatColour:
        options: tuple[str, ...] = children[1] if len(children) > 1 else ()
        return m.WhatColour(self._one(children[0]), options)

    def options(self, children: list[Token]) -> tuple[str, ...]:
        return tuple(_attribute(child) for child in children)

    def colour_choice(self, children: list[Any]) -> m.WhatColour:
        phrase, *options = children
        return m.WhatColour(self._one(phrase), tuple(_attribute(child) for child in options))

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
        first = _join(first, second)
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
        if reason := words.unfit(run):
            raise Unread(reason)
        return words.noun(run)

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


def _attribute(token: Token) -> str:
    """``light red coloured`` is ``light red``."""
    text = str(token)
    return text.removesuffix(" coloured").removesuffix(" colored")


def _int(children: list[Any]) -> int:
    return next(child for child in children if isinstance(child, int))


def _around(operator: Any, pair: tuple[Any, Any]) -> tuple[Any, Any, Any]:
    return (pair[0], operator, pair[1])


def _place_of(condition: m.Condition) -> m.Place | None:
    """The place of the last thing that a condition speaks of."""
    found: list[m.Place | None] = []

    def look(thing: m.Thing) -> m.Thing:
        found.append(thing.place)
        return thing

    with_things(condition, look)
    return found[-1] if found else None


def _has_place(condition: m.Condition) -> bool:
    found = []

    def look(thing: m.Thing) -> m.Thing:
        found.append(thing.place is not None)
        return thing

    with_things(condition, look)
    return any(found)
