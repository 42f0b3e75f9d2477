"""What is said of a thing that a question takes for granted: that it is red, or in the boat."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lark import Token

from visprog_planners.grammar import meaning as m
from visprog_planners.grammar.amounts import parity
from visprog_planners.grammar.claims import HANDS, Claims
from visprog_planners.grammar.depicted import both_named
from visprog_planners.grammar.everyday import KINDS
from visprog_planners.grammar.parts import Claim, Look, Phrase, Pictures, Unread, negated
from visprog_planners.grammar.phrases import attribute, join

SHARES: dict[str, m.Operator] = {
    "MOST_OF": ">", "MOST": ">", "HALF_OF": "==", "UNDER_HALF": "<", "FROM_HALF": ">=",
}  # fmt: skip
"""How twice those that something is said of stand to all of them."""

CARRYING = frozenset({"carrying", "holding", "containing", "transporting"})


class Predicates(Claims):
    """Subjects, predicates, and claims that compare two things."""

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
        return ("any", children[-1])

    def share_subject(self, children: list[Any]) -> tuple[str, Phrase]:
        """``most of the cars``, ``half of them``."""
        word, phrase = children
        return (word.type, phrase)

    def no_subject(self, children: list[Phrase]) -> tuple[str, Phrase]:
        return ("no", children[0])

    def looked(self, children: list[Any]) -> Any:
        return children[0]

    def has(self, children: list[Token]) -> Look:
        return Look(tuple(attribute(child) for child in children))

    def has_not(self, children: list[Token]) -> Look:
        return Look(never=(attribute(children[0]),))

    def has_one(self, children: list[Token]) -> Look:
        return Look(either=tuple(attribute(child) for child in children), whether=False)

    def has_either(self, children: list[Token]) -> Look:
        return Look(either=tuple(attribute(child) for child in children))

    def has_neither(self, children: list[Token]) -> Look:
        return Look(never=tuple(attribute(child) for child in children))

    def is_one(self, children: list[Any]) -> Look:
        words = [word for child in children if isinstance(child, Look) for word in child.attributes]
        return Look(tuple(words))

    def does(self, children: list[str]) -> Look:
        return Look((children[0],))

    def does_not(self, children: list[str]) -> tuple[str, Any]:
        return ("not", self.does(children))

    def made_of(self, children: list[Token]) -> Look:
        return Look((str(children[0]),))

    def turned(self, children: list[Token]) -> Look:
        return Look((str(children[0]),))

    def located(self, children: list[Any]) -> tuple[str, Any]:
        return ("at", children[0])

    def located_twice(self, children: list[Any]) -> tuple[str, Any]:
        return ("both", [("at", child) for child in children])

    def not_located(self, children: list[Any]) -> tuple[str, Any]:
        return ("not", ("at", children[0]))

    def located_out(self, children: list[Any]) -> tuple[str, Any]:
        return ("not", ("at", ("in", children[0])))

    def located_side(self, children: list[Token]) -> tuple[str, Any]:
        phrase = self._part(Phrase(m.Thing("")), ("side", self.post_side(children)[1]))
        if phrase.thing.place is None:
            raise Unread("it does not say whether it means an image or a side of it")
        return ("at", (phrase.thing.place.relation, Phrase(m.WHOLE)))

    def is_kind(self, children: list[Any]) -> tuple[str, Any]:
        *looks, (_, noun, _) = children
        words = tuple(word for look in looks for word in look.attributes)
        return ("kind", (noun, words))

    def is_not_kind(self, children: list[Any]) -> tuple[str, Any]:
        return ("not", self.is_kind(children))

    def is_thing(self, children: list[Phrase]) -> tuple[str, Any]:
        return ("is", children[0])

    def nearer_to(self, children: list[Any]) -> tuple[str, Any]:
        return ("nearer", children[1:])

    def exceeds_both(self, children: list[Any]) -> tuple[str, Any]:
        measure, *others = children
        return ("both", [("exceeds", (measure, other)) for other in others])

    def located_furthest(self, children: list[Token]) -> tuple[str, Any]:
        measure = self.post_most(children)[1]
        return ("is", Phrase(m.Thing(m.ANY, definite=True, most=measure)))

    def located_nth(self, children: list[Any]) -> tuple[str, Any]:
        return ("is", self._ranked(Phrase(m.Thing(m.ANY)), *children))

    def neighbours(self, children: list[Any]) -> tuple[str, Any]:
        return ("neighbours", children[0])

    def located_both(self, children: list[Any]) -> tuple[str, Any]:
        relation, *others = children
        return ("both", [("at", (relation, other)) for other in others])

    def is_most(self, children: list[Any]) -> tuple[str, Any]:
        (_, measure), (_, noun, _) = children
        return ("most", (measure, noun))

    def visible(self, children: list[Any]) -> tuple[str, Any]:
        return ("visible", None)

    def visible_in(self, children: list[Pictures]) -> tuple[str, Any]:
        return ("visible", children[0])

    def exceeds(self, children: list[Any]) -> tuple[str, Any]:
        return ("exceeds", children)

    def not_exceeds(self, children: list[Any]) -> tuple[str, Any]:
        return ("not", ("exceeds", children))

    def not_said(self, children: list[Any]) -> Claim:
        """``not all of the cars are red``."""
        (quantity, _), _ = children
        if quantity != "all":
            raise Unread("it does not say of how many it is not so")
        return Claim(negated(self._settled(self.predication(children))))

    def said_each(self, children: list[Any]) -> Claim:
        """``the hat is red in one image and blue in the other``, either way round."""
        subject, first, pictures, second = children
        claims = [Claim(self.predication([subject, said]).condition) for said in (first, second)]
        return self.claim_each_other([pictures, *claims])

    def same_side(self, children: list[Any]) -> Claim:
        """``on the same side of the picture as the anchor``."""
        first, second = (self._one(child) for child in children if isinstance(child, Phrase))
        sides: list[m.Condition] = []
        for side in ("left of", "right of"):
            place = m.Place(side, m.WHOLE)
            sides.append(m.Both("and", (m.Is(first, place=place), m.Is(second, place=place))))
        return Claim(m.Both("or", tuple(sides)))

    def some_alike(self, children: list[Any]) -> Claim:
        """``any two balls have the same colour``."""
        phrase = next(child for child in children if isinstance(child, Phrase))
        colours = self._distinct([phrase], "colour")
        return Claim(m.Compare(colours, "<", m.Count(colours.thing)))

    def predication(self, children: list[Any]) -> Claim:
        (quantity, phrase), predicate, *tails = children
        if phrase.thing.noun == m.ANY and phrase.thing.place is None and phrase.thing.plain:
            raise Unread("'thing' does not say which kind of thing")
        if tails and isinstance(predicate, tuple) and predicate[0] == "visible" and predicate[1]:
            raise Unread("it says more of a thing than in which image it is")
        everywhere = None
        if phrase.pictures is not None and phrase.pictures.kind == "every":
            everywhere, phrase = phrase.pictures, replace(phrase, pictures=None)
        for part in (part for tail in tails for part in tail):
            if isinstance(part, Pictures) and part.kind not in {"index", "last", "whole"}:
                everywhere = part
            else:
                phrase = self._part(phrase, part)
        return Claim(self._said(quantity, phrase, predicate), everywhere)

    def all_said(self, children: list[Any]) -> Claim:
        """``are the cars all red``."""
        phrase, *said = children
        return self.predication([("all", phrase), *said])

    def predication_has(self, children: list[Any]) -> Claim:
        subject, word, *_ = children
        return self.predication([subject, Look((attribute(word),))])

    def possessed(self, children: list[Any]) -> Claim:
        phrase, look = children
        return self.predication([self.subject([phrase]), look])

    def both_have(self, children: list[Any]) -> Claim:
        return Claim(m.Both("and", self._of_each(children)))

    def either_has(self, children: list[Any]) -> Claim:
        return Claim(m.Both("or", self._of_each(children)))

    def neither_has(self, children: list[Any]) -> Claim:
        return Claim(m.Both("and", tuple(negated(part) for part in self._of_each(children))))

    def _of_each(self, children: list[Any]) -> tuple[m.Condition, ...]:
        """What is said of each of two things; the pictures of the second are those of both."""
        first, second, said = (child for child in children if not isinstance(child, Token))
        if not (first.definite and second.definite):
            raise Unread("it does not say which things are meant")
        return tuple(self._said("the", phrase, said) for phrase in (join(first, second), second))

    def both_said(self, children: list[Any]) -> Claim:
        first, said, second, also = children  # each subject a pair of quantity and phrase
        if isinstance(also, tuple) and also[0] == "at" and also[1][1].thing.noun == "it":
            if not (isinstance(said, tuple) and said[0] == "at"):
                raise Unread("'it' speaks of nothing before it")
            also = ("at", (also[1][0], said[1][1]))
        parts = ((*first, said), (*second, also))
        return Claim(m.Both("and", tuple(self._said(*part) for part in parts)))

    def _said(self, quantity: str, phrase: Phrase, predicate: Any) -> m.Condition:
        """The condition that a predicate makes of a subject."""
        if isinstance(predicate, Look):
            return self._looks(quantity, phrase, predicate)
        kind, detail = predicate
        if kind == "not" and quantity in SHARES:
            raise Unread("it does not say of how many it is not so")
        if kind == "not" and quantity == "any":
            return self._some_not(phrase, detail)
        if kind == "not":
            return negated(self._said(quantity, phrase, detail))
        if kind == "both":
            return m.Both("and", tuple(self._said(quantity, phrase, part) for part in detail))
        if kind == "visible":
            if quantity not in {"the", "any", "no"}:
                raise Unread("it does not say which thing is meant")
            if detail is not None:
                if phrase.thing.place is not None:
                    raise Unread("it says more of a thing than in which image it is")
                phrase = replace(phrase, pictures=both_named(phrase.pictures, detail))
            thing = replace(self._thing(phrase), definite=False)
            return m.Compare(m.Count(thing), "==" if quantity == "no" else ">", 0)
        if kind == "at":
            return self._at(quantity, phrase, *detail)
        if quantity != "the":
            raise Unread("it does not say which thing is meant")
        thing = self._thing(phrase)
        if kind == "exceeds":
            return m.Exceeds(thing, detail[0], self._thing(detail[1]))
        if kind == "nearer":
            to, second = (replace(self._thing(part), definite=True) for part in detail)
            return m.Exceeds(thing, "nearer", second, to)
        if kind == "neighbours":
            return self._neighbours(thing, *detail)
        if kind == "is":
            return self._is_thing(thing, detail)
        if kind == "kind":
            return self._is_kind(thing, *detail)
        assert kind == "most"
        measure, noun = detail
        if thing.noun == noun or noun not in KINDS:
            raise Unread(f"'{noun}' is not among the kinds that it can compare")
        return m.IsKind(m.Thing(noun, definite=True, image=thing.image, most=measure), thing.noun)

    def _neighbours(self, thing: m.Thing, relation: m.Relation, phrase: Phrase) -> m.Condition:
        """``the robot is directly left of the clock``: what is closest on that side is a robot."""
        if not thing.plain or thing.place is not None or thing.noun == m.ANY:
            raise Unread("it does not say which thing is beside another")
        other = self._one(phrase)
        place = m.Place(relation, other)
        found = m.Thing(m.ANY, place=place, closest=other, definite=True, image=thing.image)
        return m.IsKind(found, thing.noun)

    def _is_thing(self, thing: m.Thing, phrase: Phrase) -> m.Condition:
        """``the cat is the animal that is closest to the tree``."""
        other = self._thing(phrase)
        singled_out = other.most is not None or other.closest is not None
        if not (phrase.definite and singled_out) or other.noun not in {*KINDS, m.ANY}:
            raise Unread("it asks whether a thing is a thing")
        return m.IsKind(other, thing.noun)

    def _is_kind(self, thing: m.Thing, noun: str, looks: tuple[str, ...]) -> m.Condition:
        if noun == thing.noun and looks:
            return m.Is(thing, looks)
        if thing.noun == m.ANY and thing.place is not None:
            named = replace(thing, noun=noun, definite=False, attributes=looks)
            return m.Compare(m.Count(named), ">", 0)
        if thing.noun not in KINDS and thing.noun != "person":
            raise Unread(f"it asks whether a {thing.noun} is a {noun}")
        if looks:
            return m.Both("and", (m.IsKind(thing, noun), m.Is(thing, looks)))
        return m.IsKind(thing, noun)

    def _at(
        self, quantity: str, phrase: Phrase, relation: m.Relation, other: Phrase
    ) -> m.Condition:
        if quantity == "any":
            raise Unread("it does not say which thing is meant")
        if phrase.pictures is None and other.pictures is not None:
            phrase = replace(phrase, pictures=other.pictures)
        if other.pictures is None:
            other = replace(other, pictures=phrase.pictures)
        place = m.Place(relation, self._thing(other), other.pair)
        thing = self._thing(phrase)
        if quantity == "the":
            return m.Is(thing, place=place)
        if thing.place is not None:
            raise Unread("it names two places for one thing")
        thing = replace(thing, definite=False)
        return self._share(quantity, thing, replace(thing, place=place))

    def _some_not(self, phrase: Phrase, predicate: Any) -> m.Condition:
        """``any of the birds are not on the tree``."""
        thing = replace(self._thing(phrase), definite=False)
        if isinstance(predicate, Look) and len(predicate.attributes) == 1:
            narrowed = Look(never=predicate.attributes).on(thing)
        elif isinstance(predicate, tuple) and predicate[0] == "at" and thing.outside is None:
            relation, other = predicate[1]
            other = replace(other, pictures=other.pictures or phrase.pictures)
            narrowed = replace(thing, outside=m.Place(relation, self._thing(other)))
        else:
            raise Unread("it does not say which thing is meant")
        return m.Compare(m.Count(narrowed), ">", 0)

    def _looks(self, quantity: str, phrase: Phrase, look: Look) -> m.Condition:
        thing = self._thing(phrase)
        carries = any(word.split()[0] in CARRYING for word in look.attributes)
        if carries and thing.noun not in HANDS:
            raise Unread("it asks what is in a thing, and not what that does")
        if quantity == "the":
            if look.never:
                none = tuple(m.Not(m.Is(thing, (word,))) for word in look.never)
                return none[0] if len(none) == 1 else m.Both("and", none)
            if not look.whether:
                raise Unread(f"it asks which of {' and '.join(look.either)} it is")
            if look.either:
                return m.Both("or", tuple(m.Is(thing, (word,)) for word in look.either))
            return m.Is(thing, look.attributes)
        thing = replace(thing, definite=False)
        return self._share(quantity, thing, look.on(thing))

    def _share(self, quantity: str, thing: m.Thing, narrowed: m.Thing) -> m.Condition:
        """That all, any or none of the things are the narrowed ones."""
        every, some = m.Count(thing), m.Count(narrowed)
        if quantity == "any":
            return m.Compare(some, ">", 0)
        if quantity == "no":
            return m.Compare(some, "==", 0)
        if quantity in SHARES:
            return m.Compare(m.Times(2, some), SHARES[quantity], every)
        return m.Both("and", (m.Compare(every, ">", 0), m.Compare(some, "==", every)))

    # ---- two things compared

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
        """``the balls are all the same colour``."""
        phrase, different = children
        return self.all_alike([("all", phrase), different])

    def alike_across(self, children: list[Any]) -> Claim:
        """``the couches in both images are the same colour``."""
        phrase, different = children
        if phrase.pictures is None or phrase.pictures.kind != "every" or self._several() != 2:
            raise Unread("it does not say which two things are compared")
        one, other = (replace(phrase.thing, definite=True).within(index) for index in (0, 1))
        return Claim(m.Alike(one, other, different))

    def alike_in(self, children: list[Any]) -> Claim:
        """``the umbrella is the same colour in both images``."""
        phrase, different, pictures = children
        if pictures.word == "images" and self._several() == 2:
            pictures = Pictures("every", word="both")
        return self.alike_across([replace(phrase, pictures=pictures), different])

    def _one(self, phrase: Phrase) -> m.Thing:
        """The thing of a phrase that means one thing."""
        if phrase.determined in {"a", "some"}:
            raise Unread(f"it does not say which {phrase.thing.noun} is meant")
        return replace(self._thing(phrase), definite=True)

    # ---- numbers as subjects

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
        return Claim(amount(self._counted(phrases, tails[0] if tails else [])))

    def number_against(self, children: list[Any]) -> Claim:
        first, operator, second = children
        if second[0].thing == m.Thing(m.ONE):
            raise Unread("'one' is a number here")
        if len(first) == len(second) == 1:
            one, other = self._compared(first[0], second[0])
            return Claim(m.Compare(one, operator, other))
        return Claim(m.Compare(self._counted(first, []), operator, self._counted(second, [])))

    def comparison(self, children: list[Token]) -> m.Operator:
        kinds: dict[str, m.Operator] = {
            "MORE_THAN": ">", "FEWER_THAN": "<", "EQUAL_TO": "==", "DIFFERENT": "!=",
        }  # fmt: skip
        return kinds[children[0].type]

    def outnumber(self, children: list[Any]) -> Claim:
        first, second, *tails = children
        for tail in tails:
            second = self._tailed(second, tail)
        return self._against(">", [first, second])
